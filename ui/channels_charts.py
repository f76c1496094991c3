"""The charts of channels: a share of each with its interval, and who brings how many clients and how much money."""

from __future__ import annotations

import streamlit as st

from analytics.charts import interval_rows, paired_bars
from analytics.methods import channels
from ui import parts, session
from ui.channels_words import ROOM

WEIGHTS = "channel_weights"


def shares(rows: list[dict], name: str, least: int, bucket: str | None) -> None:
    """One share of every channel beside that of all clients; where there are too few to divide by, it says so."""
    words, whole = session.t(), channels.together(rows)
    key = channels.share_key(name)
    st.subheader(words(f"{ROOM}.chart_{name}", bucket=bucket or ""), anchor=False)
    if whole[key] is None:
        reason = next(row["reasons"][key] for row in rows if key in row["reasons"])
        st.caption(words(f"{ROOM}.why_{reason}"))
        return
    line = {"value": whole[key], "label": words(f"{ROOM}.all_together", share=whole[key])}
    frames = interval_rows.frames([_row(row, name, least) for row in rows], line, words.percent, session.look())
    labels = {"value": words(f"{ROOM}.share_{name}"), "within": words(f"{ROOM}.within"), "count": words(f"{ROOM}.of")}
    shown = tuple(row["name"] for row in rows[: interval_rows.MOST_ROWS])
    parts.chart(interval_rows.chart, labels, frames, shown, True, key="channel_shares", alt=words(f"{ROOM}.question"))
    st.caption(words(f"{ROOM}.shares_hint"))


def _row(row: dict, name: str, least: int) -> dict:
    words, n = session.t(), row[f"of_{name}"]
    told = {"name": row["name"], "count": n}
    if n < max(least, 1):
        return told | {"value": None, "low": None, "high": None, "why": words(f"{ROOM}.too_few", n=n)}
    low, high = channels.interval(row, name)
    return told | {"value": row[channels.share_key(name)], "low": low, "high": high, "why": ""}


def weights(rows: list[dict]) -> None:
    """Share of clients beside share of revenue; a click on a row lists its clients."""
    words = session.t()
    st.subheader(words(f"{ROOM}.weights"), anchor=False)
    heads = (words("columns.customers"), words("columns.revenue"))
    frames = paired_bars.frames(rows, heads, session.look())
    names, labels = tuple(row["name"] for row in rows), {"share": words("columns.share")}
    parts.chart(paired_bars.chart, labels, frames, names, (), key=WEIGHTS, select=True, alt=words(f"{ROOM}.weights"))
    st.caption(words(f"{ROOM}.weights_hint"))
