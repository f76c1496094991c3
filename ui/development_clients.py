"""The clients of the development page: whose revenue changed most and by what lever, before and after."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.methods import development
from analytics.methods.development import SIDES, Development
from analytics.thresholds import Thresholds
from ui import development_charts, parts, session

ROOM = "development"
EVERYONE = ""
SHOWN = ("revenue", *development.LEVERS)
DIGITS = {"orders": 0, "categories": 0, "lines_per_order": 1}


def show(found: Development, rows: Sequence[dict], thresholds: Thresholds) -> None:
    """All clients, or those of the group that was clicked or chosen, the largest change of revenue first."""
    words, counts = session.t(), {row["client_change"]: row["customers"] for row in rows}
    by_name = {words(f"{ROOM}.{code}"): code for code in counts}
    picked = parts.chosen_in("split", "picked")
    first = by_name.get(picked[0]["code"], EVERYONE) if picked else EVERYONE
    chosen = st.segmented_control(
        words(f"{ROOM}.whose"),
        [EVERYONE, *counts],
        default=first,
        required=True,
        key=f"development.list_of.{first}",
        format_func=lambda code: words(f"{ROOM}.{code or 'everyone'}"),
    )
    total = counts[chosen] if chosen else sum(counts.values())
    st.subheader(words(f"{ROOM}.list", group=words(f"{ROOM}.{chosen or 'everyone'}"), n=total), anchor=False)
    about = "list_about" if found.with_orders else "list_about_totals"
    st.caption(words(f"{ROOM}.{f'about_{chosen}' if chosen else about}"))
    if total:
        _list(found, thresholds, chosen, total)
    else:
        st.caption(words("frame.nobody"))


def _list(found: Development, thresholds: Thresholds, only: str, total: int) -> None:
    warehouse = session.warehouse()
    offset = parts.rows_before(total, f"development.page.{only}")
    rows = development.clients(warehouse, found, thresholds, only, parts.PAGE_ROWS, offset).to_pylist()
    heads = {_pair(name): session.t().name("columns", name) for name in SHOWN}
    parts.table_of_clients([_written(row) for row in rows], _columns(rows, found), "development", heads)
    parts.downloads("development", lambda: development.clients(warehouse, found, thresholds, only), "development")


def _columns(rows: Sequence[dict], found: Development) -> list[str]:
    """Those in which this page has something to tell."""
    known = [name for name in SHOWN if any(row[f"{side}_{name}"] is not None for row in rows for side in SIDES)]
    pairs = [_pair(name) for name in known if name != "lines_per_order" or found.with_lines]
    named = any(row["name"] != row["customer_id"] for row in rows)
    lever = ["lever"] if found.with_orders else []
    return [*(["name"] if named else []), "customer_id", "change", "client_change", *lever, *pairs]


def _written(row: dict) -> dict:
    """A client as it is read: before and after in one cell."""
    words = session.t()
    pairs = {_pair(name): " → ".join(_amount(name, row[f"{side}_{name}"]) for side in SIDES) for name in SHOWN}
    return row | pairs | {"change": words.signed(row["change"], words.money)}


def _pair(name: str) -> str:
    return f"pair_{name}"


def _amount(name: str, value) -> str:
    if name in DIGITS:
        return session.t().number(value, DIGITS[name])
    return development_charts.amount(name, value)
