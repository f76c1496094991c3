"""Who shows which types of loyalty: the combinations as rows, and the clients of what was clicked there or on the map."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import combination_rows
from analytics.charts.loyalty_map import PLACES
from analytics.facts import Facts
from analytics.methods import loyalty
from analytics.methods.loyalty import Scores
from analytics.thresholds import Thresholds
from ui import loyalty_map, parts, session
from ui.loyalty_words import ROOM, type_name

CHART = "loyalty_combinations"
COLUMNS = ("name", "customer_id", "revenue", "orders", "last_order_date", "abc_class", *loyalty.COLUMNS, "next_step")


def show(rows: list[dict], types: Sequence[str]) -> None:
    """Rows of `loyalty.showing`; `types`: those that have data, in the order of the columns."""
    words = session.t()
    st.subheader(words(f"{ROOM}.combinations"), anchor=False)
    names = {type: type_name(type) for type in types}
    frames = combination_rows.frames(rows, names, words(f"{ROOM}.none"), session.look())
    labels = {key: words(f"{ROOM}.combinations_{key}") for key in ("combination", "count")}
    shown = min(len(rows), combination_rows.MOST_ROWS)
    title = words(f"{ROOM}.combinations")
    parts.chart(combination_rows.chart, labels, frames, shown, len(names), key=CHART, select=True, alt=title)
    told = [words(f"{ROOM}.combinations_hint")]
    if shown < len(rows):
        rest = sum(row["customers"] for row in rows[shown:])
        told.append(words(f"{ROOM}.combinations_more", n=rest, rows=len(rows) - shown))
    st.caption(" ".join(told))


def clicked(rows: list[dict], held: Scores, facts: Facts, thresholds: Thresholds) -> None:
    """The clients behind the row of combinations that was clicked, else behind the bubble of the map."""
    words = session.t()
    picked = parts.chosen_in(CHART, "picked")
    place = picked[0].get("place") if picked else None
    if place in range(min(len(rows), combination_rows.MOST_ROWS)):
        row = rows[int(place)]
        names = [type_name(type).lower() for type in row["shows"]]
        title = words(f"{ROOM}.list_exactly", types=", ".join(names), n=row["customers"])
        title = title if names else words(f"{ROOM}.list_none", n=row["customers"])
        _listed(title, row["customers"], held, facts, thresholds, row["shows"], True)
        return
    bubble = parts.chosen_in(loyalty_map.CHART, "picked")
    place = bubble[0].get("place") if bubble else None
    if place in range(len(PLACES)):
        type = list(PLACES)[int(place)]
        n = sum(row["customers"] for row in rows if type in row["shows"])
        title = words(f"{ROOM}.list_type", type=type_name(type).lower(), n=n)
        _listed(title, n, held, facts, thresholds, (type,), False)


def _listed(
    title: str, n: int, held: Scores, facts: Facts, thresholds: Thresholds, shows: Sequence[str], alone: bool
) -> None:
    st.subheader(title, anchor=False)
    if n:
        among = loyalty.members(held, thresholds, shows, alone)
        parts.client_list(facts, thresholds, {}, n, "loyalty_list", among, COLUMNS)
