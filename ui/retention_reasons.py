"""Reasons for leaving on the page of retention: the Pareto of the base's departures beside the published shares."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.charts import reason_bars
from analytics.classes import count
from analytics.facts import Facts
from analytics.methods import departures
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.markup import plain

ROOM, CHART = "retention", "departure_reasons"
TOLD = "reason customers share cumulative_share published_share texts".split()


def show(facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    rows = departures.reasons(session.warehouse(), facts)
    if not rows:
        brought = session.warehouse().has("departures")
        st.caption(words(f"{ROOM}.{'nobody_left' if brought else 'no_departures'}"))
        return
    parts.headline(sentence(rows[0]))
    draw(rows)
    people(rows, facts, thresholds)
    parts.table(written(rows), TOLD, "departures_table")
    parts.downloads("departures", raw(rows), "departures")
    st.caption(words(f"{ROOM}.reasons_source"))


def name(reason: str) -> str:
    return session.t().name("departures", reason)


def sentence(first: dict) -> str:
    words = session.t()
    told = words(f"{ROOM}.reasons_headline", reason=plain(name(first["reason"])), share=first["share"])
    if first["published_share"] is None:
        return told
    return f"{told} {words(f'{ROOM}.reasons_beside', share=first['published_share'])}"


def draw(rows: list[dict]) -> None:
    words, shown = session.t(), min(len(rows), reason_bars.MOST_REASONS)
    labels = {"reason": words(f"{ROOM}.reason"), "share": words(f"{ROOM}.reason_share")}
    labels |= {"published": words(f"{ROOM}.reason_published"), "customers": words(f"{ROOM}.customers")}
    frames = reason_bars.frames(rows, name, session.look())
    parts.chart(reason_bars.chart, labels, frames, shown, key=CHART, select=True, alt=words(f"{ROOM}.tab_reasons"))
    told = [words(f"{ROOM}.reasons_hint", n=sum(row["customers"] for row in rows))]
    if shown < len(rows):
        told.append(words(f"{ROOM}.reasons_more", shown=shown, all=len(rows)))
    st.caption(" ".join(told))


def people(rows: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    """The clients of the bar clicked last, those of them who bought in the window."""
    words, picked = session.t(), parts.chosen_in(CHART, "reason")
    row = next((row for row in rows if picked and name(row["reason"]) == picked[0].get("name")), None)
    if row is None:
        return
    st.subheader(words(f"{ROOM}.reasons_list", reason=plain(name(row["reason"])), n=row["customers"]), anchor=False)
    among = departures.members(session.warehouse(), facts, row["places"])
    listed = count(session.warehouse(), facts, (), {}, among=among)
    if listed:
        parts.client_list(facts, thresholds, {}, listed, "departed_list", among)
    if listed < row["customers"]:
        st.caption(words(f"{ROOM}.not_listed", n=row["customers"] - listed))


def written(rows: list[dict]) -> list[dict]:
    return [row | {"reason": name(row["reason"]), "texts": "; ".join(row["texts"]) or None} for row in rows]


def raw(rows: list[dict]) -> Callable:
    found = [{column: row[column] for column in TOLD} for row in written(rows)]
    return lambda: found
