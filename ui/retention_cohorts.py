"""Cohorts on the page of retention: the map with the clients of its cells, the curves, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from analytics import filters
from analytics.facts import Facts
from analytics.methods import cohorts
from analytics.methods.cohorts import Cohorts
from analytics.thresholds import Thresholds
from ui import caching, parts, retention_curves, retention_payback, session, tune
from ui.markup import plain
from ui.retention_cohort_map import Cohort, cell_list, heat_map, on_map, remarks, table_of

ROOM = "cohorts"
BY_DATE = ""
LEAST_TOLD = 30


def show(facts: Facts, thresholds: Thresholds) -> None:
    """Everything about cohorts, below each other; stands in a fragment of a page that has dated facts."""
    shown, bucket, split = controls(thresholds)
    with st.spinner(session.t()("frame.computing")):
        found = cohorts.build(session.warehouse(), facts, bucket, split or None)
    named = all_of(found, thresholds)
    if not named:
        st.info(session.t()(f"{ROOM}.no_cohorts"), icon=":material/hourglass_empty:")
        return
    unfinished = thresholds["include_unfinished"]
    together = caching.remembered(
        f"cohorts.together.{bucket}", lambda: cohorts.together(session.warehouse(), found, unfinished)
    )
    parts.headline(headline(named, together, bucket))
    heat_map(named, shown, bucket)
    remarks(named)
    parts.downloads("cohorts", table_of(named), "cohorts")
    cell_list(facts, thresholds, found, named)
    retention_curves.show(named, together, shown, bucket)
    retention_payback.repeat(facts, thresholds)
    retention_payback.payback(facts)


def controls(thresholds: Thresholds) -> tuple[str, str, str]:
    """What is shown, by which calendar bucket, and the column cohorts are split by."""
    words, columns = session.t(), {c: split_name(c) for c in (BY_DATE, *cohorts.splits(session.warehouse()))}
    with st.container(border=True):
        shown = picked(
            "shown", cohorts.SHOWN, cohorts.SHOWN[0], st.segmented_control, lambda c: words(f"{ROOM}.shown_{c}")
        )
        left, right = st.columns([2, 3], gap="large")
        usual = thresholds["bucket"] if thresholds["bucket"] in cohorts.BUCKETS else cohorts.BUCKETS[0]
        with left:
            bucket = picked("bucket", cohorts.BUCKETS, usual, st.segmented_control, lambda b: words.name("common", b))
        with right:
            split = picked("split", tuple(columns), BY_DATE, st.selectbox, columns.get)
    return shown, bucket, split


def picked(name: str, options: Sequence[str], usual: str, widget, words_for) -> str:
    """A choice of this part, held in the link; one that the base does not offer is as if never made."""
    key = f"{ROOM}.{name}"
    now = session.setting(key) if session.setting(key) in options else usual
    more = {"required": True} if widget is st.segmented_control else {}
    change = lambda chosen: session.choose(key, None if chosen == usual else chosen)  # noqa: E731
    tune.kept(widget, session.t()(key), options, now, key, change, format_func=words_for, **more)
    return now


def split_name(column: str) -> str:
    words = session.t()
    if column == BY_DATE:
        return words(f"{ROOM}.split_by_date")
    own = filters.own_name(session.warehouse(), column) or words.name("columns", column)
    return words(f"{ROOM}.split_by", column=own)


def all_of(found: Cohorts, thresholds: Thresholds) -> list[Cohort]:
    """Cohorts in their order, by date or by group, with the names of the visitor's language."""
    warehouse, unfinished, name = session.warehouse(), thresholds["include_unfinished"], session.t().bucket
    if found.groups:
        rows = caching.remembered(f"cohorts.{found.cells}", lambda: cohorts.by_group(warehouse, found, unfinished))
        told, cells = {g.place: (group_name(g), g.clients) for g in found.groups}, by_cohort(rows)
        return [Cohort(place, *told[place], cells[place], cells[place]) for place in told if place in cells]
    rows = caching.remembered(f"cohorts.{found.cells}", lambda: cohorts.by_date(warehouse, found))
    cells, counted = by_cohort(rows), by_cohort(cohorts.counted(rows, unfinished))
    return [Cohort(d, name(found.bucket, d), cells[d][0]["clients"], cells[d], counted.get(d, ())) for d in cells]


def by_cohort(rows: Sequence[dict]) -> dict[dt.date | int, tuple[dict, ...]]:
    return {cohort: tuple(its) for cohort, its in groupby(rows, key=lambda row: row["cohort"])}


def group_name(group: cohorts.Group) -> str:
    words = session.t()
    if group.place == cohorts.OTHERS:
        return words(f"{ROOM}.others")
    return words("frame.not_given") if group.value is None else group.value


def headline(named: Sequence[Cohort], together: Sequence[dict], bucket: str) -> str:
    """The share that buys again in the next bucket: of the last cohort that can be told, or of the best and worst groups."""
    words, average = session.t(), next((row["rate"] for row in together if row["bucket"] == 1), None)
    if average is None:
        return words(f"{ROOM}.headline_early")
    always = {"average": average, "next": words(f"{ROOM}.next_{bucket}")}
    told = [(cohort, row) for cohort in on_map(named) for row in cohort.counted if row["bucket"] == 1]
    told = [(cohort, row) for cohort, row in told if row["clients"] >= LEAST_TOLD]
    if told and isinstance(named[0].key, dt.date):
        last, row = told[-1]
        return words(f"{ROOM}.headline", cohort=last.name, came=last.came, rate=row["rate"], **always)
    firm = sorted((row["rate"], plain(cohort.name)) for cohort, row in told if cohort.key != cohorts.OTHERS)
    if len(firm) < 2:
        return words(f"{ROOM}.headline_alone", **always)
    (low, worst), (high, best) = firm[0], firm[-1]
    return words(f"{ROOM}.headline_groups", best=best, high=high, worst=worst, low=low, **always)
