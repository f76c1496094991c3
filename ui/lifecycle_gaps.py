"""The histogram of gaps between orders with the two boundaries over it, to be dragged, and what they mean in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pyarrow as pa
import streamlit as st

from analytics.charts import gap_bars
from analytics.charts.theme import frame
from analytics.facts import Facts
from analytics.methods import lifecycle
from ui import caching, lifecycle_controls, parts, session, tune

ROOM = "lifecycle"
BEYOND = 1.3
IN_GAPS = (lifecycle_controls.MOST_GAPS, 0.25)


@dataclass(frozen=True)
class Axis:
    """What is counted along the axis: rows (length, count) up to `most` in bars of `step`, and the bars as they are drawn."""

    counts: tuple[dict, ...]
    most: float
    step: float
    bars: pa.Table


def show(facts: Facts) -> None:
    """The chart and its sentence; without gaps a word about why there is none."""
    by_rhythm = session.thresholds()[lifecycle_controls.SOURCE] == "rhythm"
    axis, kind = (in_gaps(facts), "rhythm") if by_rhythm else (in_days(facts), "days")
    st.subheader(session.t()(f"{ROOM}.gaps_{kind}"), anchor=False)
    if not axis.counts:
        why = "no_dates" if not facts.dated else "no_rhythm" if by_rhythm else "no_gaps"
        st.caption(session.t()(f"{ROOM}.{why}"))
        return
    _chart(facts, axis, _boundaries(facts, by_rhythm), kind)
    st.caption(_told_gaps(axis) if by_rhythm else _told_days(facts, axis))


def in_days(facts: Facts) -> Axis:
    """All gaps of the base, in days."""
    return caching.remembered(f"gaps.{session.language()}", lambda: _in_days(facts))


def in_gaps(facts: Facts) -> Axis:
    """Clients with an own rhythm by how many of their usual gaps ago they ordered last."""

    def counted() -> Axis:
        counts = lifecycle.rhythm_counts(session.warehouse(), facts)
        return _axis(counts, *IN_GAPS, "rhythm_bar")

    return caching.remembered(f"rhythm.{session.language()}", counted)


def _in_days(facts: Facts) -> Axis:
    counts = lifecycle.gap_counts(session.warehouse(), facts)
    most, step = gap_bars.reach(counts, BEYOND * lifecycle.from_data(facts)[1])
    return _axis(counts, most, step, "gap_bar")


def _axis(counts: list[dict], most: float, step: float, sentence: str) -> Axis:
    words = session.t()
    bars = [
        bar | {"told": words(f"{ROOM}.{sentence}", start=bar["from"], end=bar["to"], n=bar["count"])}
        for bar in gap_bars.binned(counts, most, step)
    ]
    return Axis(tuple(counts), most, step, frame(bars, ["from", "to", "count", "told"]))


def _boundaries(facts: Facts, by_rhythm: bool) -> list[tuple[str, str, float]]:
    """(threshold, label, place on the axis) of the two lines."""
    words, thresholds, now = session.t(), session.thresholds(), lifecycle_controls.now_in_days(facts)
    if by_rhythm:
        at = {name: thresholds[name] for name in lifecycle_controls.RHYTHM}
        return [(name, words(f"{ROOM}.cut_{name[10:]}", times=place), place) for name, place in at.items()]
    at = dict(zip(lifecycle_controls.DAYS, (now.at_risk_after, now.lost_after), strict=True))
    return [(name, words(f"{ROOM}.cut_{name[10:]}", n=place), place) for name, place in at.items()]


def _chart(facts: Facts, axis: Axis, boundaries: list[tuple[str, str, float]], kind: str) -> None:
    words, key = session.t(), f"gaps_{kind}"
    labels = {"across": words(f"{ROOM}.across_{kind}"), "count": words(f"{ROOM}.count_{kind}")}
    frames = gap_bars.frames(axis.bars, axis.most, [(place, label) for _, label, place in boundaries])
    lines = [(name, label, min(place / axis.most, 1)) for name, label, place in boundaries]
    moved = partial(_moved, facts, axis.most)
    with st.container(gap=None):
        parts.chart(gap_bars.chart, labels, frames, axis.most, key=key, alt=words(f"{ROOM}.gaps_alt"))
        tune.cut_lines(key, lines, gap_bars.HEIGHT, 1, moved, across=True, step=max(0.01, 1 / axis.most))


def _moved(facts: Facts, most: float, name: str, level: float) -> None:
    lifecycle_controls.put(facts, name, level * most)


def _told_days(facts: Facts, axis: Axis) -> str:
    words, now = session.t(), lifecycle_controls.now_in_days(facts)
    within = [lifecycle.share_within(axis.counts, days) for days in (now.at_risk_after, now.lost_after)]
    told = words(f"{ROOM}.within", n=now.at_risk_after, share=within[0], lost=now.lost_after, lost_share=within[1])
    if now.source == "few_gaps":
        told = words(f"{ROOM}.few_gaps", n=facts.whole["gaps"], least=lifecycle.LEAST_GAPS)
    return " ".join(filter(None, (told, _beyond(axis), words(f"{ROOM}.drag_hint"))))


def _told_gaps(axis: Axis) -> str:
    words = session.t()
    told = words(f"{ROOM}.by_rhythm", n=sum(row["count"] for row in axis.counts))
    return " ".join(filter(None, (told, _beyond(axis), words(f"{ROOM}.drag_hint"))))


def _beyond(axis: Axis) -> str:
    beyond = 1 - (lifecycle.share_within(axis.counts, axis.most) or 0)
    return session.t()(f"{ROOM}.beyond", share=beyond) if beyond > 0.0005 else ""
