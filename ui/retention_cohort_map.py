"""The map of cohorts on the page of retention: its cells, what is to be said of them, and the clients behind a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from analytics.charts import cohort_map
from analytics.classes import count
from analytics.facts import Facts
from analytics.methods import cohorts
from analytics.methods.cohorts import Cohorts
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.markup import plain

ROOM = "cohorts"


@dataclass(frozen=True)
class Cohort:
    """One row of the map: its key in the data (first day or place of the group), its name on the screen, how many came, its
    cells, and those of them that count (`cohorts.counted`)."""

    key: dt.date | int
    name: str
    came: int
    rows: tuple[dict, ...]
    counted: tuple[dict, ...]


def on_map(named: Sequence[Cohort]) -> Sequence[Cohort]:
    """The latest ones, as many as can be seen at once; of groups there are never more."""
    return named[-cohort_map.MOST_COHORTS :]


def heat_map(named: Sequence[Cohort], shown: str, bucket: str) -> None:
    words, mapped = session.t(), on_map(named)
    labels = {name: words(f"{ROOM}.{name}") for name in cohort_map.TOLD} | {"since": words(f"{ROOM}.since_{bucket}")}
    states = {True: words(f"{ROOM}.finished"), False: words(f"{ROOM}.unfinished")}
    day = (lambda first: words.bucket(bucket, first)) if isinstance(named[0].key, dt.date) else None
    rows = [row for cohort in mapped for row in cohort.rows]
    frames = cohort_map.frames(rows, shown, names_on_map(mapped), states, session.look(), day)
    parts.chart(cohort_map.chart, labels, frames, len(mapped), key="cohort_map", select=True, alt=words(f"{ROOM}.map"))


def names_on_map(mapped: Sequence[Cohort]) -> dict:
    words = session.t()
    return {cohort.key: words(f"{ROOM}.cohort_of", name=cohort.name, n=cohort.came) for cohort in mapped}


def remarks(named: Sequence[Cohort]) -> None:
    words, by_date = session.t(), isinstance(named[0].key, dt.date)
    told = [words(f"{ROOM}.choose_a_cell")]
    seen = [row for cohort in on_map(named) for row in cohort.rows if row["bucket"] < cohort_map.MOST_BUCKETS]
    if by_date and any(not row["finished"] for row in seen):
        told.append(words(f"{ROOM}.unfinished_hint"))
    most = max(row["bucket"] for cohort in named for row in cohort.rows) + 1
    if len(named) > cohort_map.MOST_COHORTS:
        told.append(words(f"{ROOM}.few_cohorts", shown=cohort_map.MOST_COHORTS, all=len(named)))
    if most > cohort_map.MOST_BUCKETS:
        told.append(words(f"{ROOM}.few_buckets", shown=cohort_map.MOST_BUCKETS, all=most))
    if len(named) > cohort_map.MOST_COHORTS or most > cohort_map.MOST_BUCKETS:
        told.append(words(f"{ROOM}.all_in_download"))
    if by_date:
        told.append(words(f"{ROOM}.old_clients", start=session.span()[0]))
    st.caption(" ".join(told))


def table_of(named: Sequence[Cohort]) -> Callable:
    """What gives the whole table of cells later, when a button is pressed."""
    states = {True: session.t()(f"{ROOM}.finished"), False: session.t()(f"{ROOM}.unfinished")}
    money = ("revenue", "profit", "cumulative_revenue", "revenue_per_client", "profit_per_client")
    rows = [
        {"cohort": cohort.name, "since": row["bucket"], "came": row["clients"], "bought": row["customers"]}
        | {"rate": row["rate"]} | {name: row[name] for name in money} | {"state": states[row["finished"]]}
        for cohort in named
        for row in cohort.rows
    ]  # fmt: skip
    return lambda: rows


def cell_list(facts: Facts, thresholds: Thresholds, found: Cohorts, named: Sequence[Cohort]) -> None:
    """The clients of the cell under the last click."""
    mapped = on_map(named)
    places = cohort_map.positions(names_on_map(mapped))
    cell = next((c for c in parts.chosen_in("cohort_map", "cell") if c.get("position") in places), None)
    if cell is None:
        return
    cohort = next(c for c in mapped if c.key == places[cell["position"]])
    among = cohorts.clients_of(found, cohort.key, int(cell["since"]), thresholds["include_unfinished"])
    total = count(session.warehouse(), facts, (), {}, among=among)
    st.subheader(
        session.t()(f"{ROOM}.list", cohort=plain(cohort.name), since=int(cell["since"]), n=total), anchor=False
    )
    if total:
        parts.client_list(facts, thresholds, {}, total, "cohort_clients", among=among)
    else:
        st.caption(session.t()("frame.nobody"))
