"""Agreement of the ways of ABC on screen: how far they agree, who is in a class by which of them, and whom they disagree on."""

from __future__ import annotations

import streamlit as st

from analytics.charts import combination_rows
from analytics.facts import Facts
from analytics.methods import agreement
from analytics.methods.agreement import PROFIT, Panel
from analytics.thresholds import Thresholds
from ui import caching, parts, session
from ui.what_if_evidence_words import ROOM, disputed_clients, pairs, way_name

KEY, CHART = "agreement", "agreement_rows"


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    with_volume = False
    if facts.whole["orders"] is not None:
        look = {"key": f"{ROOM}.with_volume", "persist_state": "session"}
        with_volume = st.toggle(words(f"{ROOM}.with_volume"), **look)
    with st.spinner(words("frame.computing")):
        panel = agreement.of_abc(warehouse, facts, thresholds, with_volume)
        rows = caching.judged(f"agreement.{with_volume}", lambda: agreement.combinations(warehouse, panel))
    if not _headline(agreement.together(rows), panel):
        return
    pairs(agreement.pairs(rows, panel), KEY)
    letter = _combinations(rows, panel)
    _clients(rows, panel, letter)


def _headline(told: agreement.Together, panel: Panel) -> bool:
    """Whether anybody is judged by all ways."""
    words = session.t()
    if not told.clients:
        st.info(words(f"{ROOM}.nobody_judged"), icon=":material/event_busy:")
        return False
    parts.headline(words(f"{ROOM}.agreed", share=told.share, n=told.disputed, money=told.revenue_share))
    if PROFIT not in panel.ways:
        st.caption(words(f"{ROOM}.no_profit"))
    if told.unjudged:
        st.caption(words(f"{ROOM}.unjudged", n=told.unjudged))
    return True


def _combinations(rows: list[dict], panel: Panel) -> str:
    """Who is in one class by which ways; a click on a row lists its clients."""
    words = session.t()
    st.subheader(words(f"{ROOM}.combinations"), anchor=False)
    look = {"default": panel.members[0], "required": True, "key": f"{ROOM}.letter", "persist_state": "session"}
    letter = st.segmented_control(words("columns.class"), panel.members, **look)
    found = agreement.in_class(rows, panel, letter)
    names = {way: way_name(way) for way in panel.ways}
    if not found:
        st.caption(words("frame.nobody"))
        return letter
    frames = combination_rows.frames(found, names, words(f"{ROOM}.by_none"), session.look())
    labels = {key: words(f"{ROOM}.combinations_{key}") for key in ("combination", "count")}
    size = (min(len(found), combination_rows.MOST_ROWS), len(names))
    title = words(f"{ROOM}.combinations")
    parts.chart(combination_rows.chart, labels, frames, *size, key=f"{CHART}.{letter}", select=True, alt=title)
    st.caption(words(f"{ROOM}.combinations_hint"))
    return letter


def _clients(rows: list[dict], panel: Panel, letter: str) -> None:
    """Those of the row that was clicked; until then all the ways disagree on."""
    words, found = session.t(), agreement.in_class(rows, panel, letter)
    picked = parts.chosen_in(f"{CHART}.{letter}", "picked")
    place = picked[0].get("place") if picked else None
    if place in range(len(found)):
        row = found[int(place)]
        named = ", ".join(way_name(way) for way in row["shows"])
        st.subheader(words(f"{ROOM}.list_combination", n=row["customers"], letter=letter, ways=named), anchor=False)
        where, n = agreement.shown_by(panel, letter, row["shows"]), row["customers"]
    else:
        where, n = agreement.disputed(panel), agreement.together(rows).disputed
        st.subheader(words(f"{ROOM}.list_disputed", n=n), anchor=False)
    if n:
        disputed_clients(panel, where, n, "agreement_list")
    else:
        st.caption(words("frame.nobody"))
