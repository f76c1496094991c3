"""The table of channels: every measure side by side, sorted by any of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.methods.cohorts import MOST_GROUPS, OTHERS
from ui import parts, session
from ui.channels_words import ROOM, missing, payback_in_words

TOLD = (
    "channel customers cost cost_per_customer payback_month crr repeat_share referral_share a_share "
    "revenue_per_customer profit_per_customer"
).split()
TAKEN_AWAY = [*TOLD, "customer_share", "revenue", "revenue_share", "profit"]
RISING = {"channel", "payback_month"}


def show(rows: list[dict], least: int, bucket: str | None) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.table"), anchor=False)
    have = [key for key in TOLD if any(_in_words(row, least)[key] is not None for row in rows)]
    heads = {"cost": words(f"{ROOM}.cost"), "crr": words(f"{ROOM}.crr_of", bucket=bucket or "")}
    shown = [_in_words(row, least) for row in sorted_by(rows, _chosen(have, heads))]
    parts.table(shown, have, "channels_table", heads=heads)
    _remarks(rows, least)
    found = [{key: row[key] for key in TAKEN_AWAY} | {"channel": row["name"]} for row in rows]
    parts.downloads("channels", lambda: found, "channels")


def sorted_by(rows: Sequence[dict], key: str) -> list[dict]:
    """The largest first, names and months from the beginning; what is undefined comes last, and after it the other channels."""
    own = "name" if key == "channel" else key
    named = [row for row in rows if row["place"] != OTHERS]
    known = sorted((row for row in named if row[own] is not None), key=lambda row: row[own], reverse=key not in RISING)
    return [*known, *(row for row in named if row[own] is None), *(row for row in rows if row["place"] == OTHERS)]


def _chosen(have: Sequence[str], heads: dict[str, str]) -> str:
    words = session.t()
    name = lambda key: heads.get(key) or words.name("columns", key)  # noqa: E731
    key = ".".join([ROOM, "sort", *have])
    place = have.index("customers")
    return st.selectbox(words(f"{ROOM}.sort"), list(have), place, key=key, format_func=name, width=320)


def _in_words(row: dict, least: int) -> dict:
    few = row["customers"] < least
    name = session.t()(f"{ROOM}.few_named", channel=row["name"]) if few else row["name"]
    return row | {"channel": name, "payback_month": payback_in_words(row)}


def _remarks(rows: Sequence[dict], least: int) -> None:
    words, told = session.t(), []
    if any(row["customers"] < least for row in rows):
        told.append(words(f"{ROOM}.few_hint", n=least))
    if any(0 < row["of_kept"] < least <= row["customers"] for row in rows):
        told.append(words(f"{ROOM}.few_kept", n=least))
    if any(row["place"] == OTHERS for row in rows):
        told.append(words(f"{ROOM}.others_hint", n=MOST_GROUPS))
    told += missing(rows, TOLD)
    if told:
        st.caption(" ".join(told))
