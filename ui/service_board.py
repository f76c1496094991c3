"""The service board on the page of satisfaction: its measures one above another by month, and their table."""

from __future__ import annotations

import streamlit as st

from analytics.charts import lanes
from analytics.facts import Facts
from analytics.methods import service_board
from ui import caching, parts, session

ROOM = "satisfaction"
LETTERS = {"defects": "C", "complaints": "C", "praise": "A"}


def show(facts: Facts) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.service"), anchor=False)
    rows = caching.remembered("service_board", lambda: service_board.months(session.warehouse(), facts))
    measures = service_board.recorded(rows)
    if not measures:
        st.caption(words(f"{ROOM}.{'nothing_recorded' if rows else 'no_contacts'}"))
        return
    board(rows, measures)
    st.caption(" ".join(remarks(rows, measures)))
    told = ["bucket", *measures]
    parts.table([_written(row) for row in reversed(rows)], told, "service_board", {"bucket": words(f"{ROOM}.month")})
    found = [{key: row[key] for key in told} for row in rows]
    parts.downloads("service_board", lambda: found, "service_board")


def board(rows: list[dict], measures: tuple[str, ...]) -> None:
    words = session.t()
    told = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    told["most"] = words(f"{ROOM}.most")
    writers = {"days_to_resolve": lambda days: words.number(days, 1), "cash_collected": words.money}
    shown = [(key, words(f"{ROOM}.{key}"), LETTERS.get(key, ""), writers.get(key, words.number)) for key in measures]
    frames = lanes.frames(rows, shown, told, words.month, session.look())
    labels = {"month": words(f"{ROOM}.month")}
    parts.chart(lanes.chart, labels, frames, len(measures), key="service_board", alt=words(f"{ROOM}.service"))


def remarks(rows: list[dict], measures: tuple[str, ...]) -> list[str]:
    words, told = session.t(), [session.t()(f"{ROOM}.service_hint")]
    if len(rows) > lanes.MOST_MONTHS:
        told.append(words(f"{ROOM}.service_last", shown=lanes.MOST_MONTHS, all=len(rows)))
    missing = [key for key in service_board.MEASURES if key not in measures]
    if missing:
        names = [words(f"{ROOM}.measure_named", name=words(f"columns.{key}")) for key in missing]
        told.append(words(f"{ROOM}.not_recorded", measures=", ".join(names)))
    return told


def _written(row: dict) -> dict:
    words = session.t()
    return row | {"bucket": words.month(row["bucket"]), "days_to_resolve": words.number(row["days_to_resolve"], 1)}
