"""The growth matrix on screen: its bubbles, and the two cuts as lines over it and as sliders above it."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from analytics import facts as heavy
from analytics.charts import growth_matrix as matrix_chart
from analytics.facts import Facts
from analytics.growth_side import GRADES, Side
from analytics.headlines import growth_matrix as headline
from analytics.methods import growth_matrix
from analytics.methods.growth_matrix import SIDES, SOURCES, Growth
from analytics.thresholds import Thresholds
from ui import caching, parts, session, tune

ROOM, KEY = "growth_matrix", "growth"
NAMES = ("growth.activity", "growth.activity_cut", "growth.capacity", "growth.capacity_cut")
FINE, COARSE = 0.01, 0.5


def had(facts: Facts) -> dict[str, dict[str, str | None]]:
    """Side → source → why the base does not have it."""
    return caching.remembered("growth_sources", lambda: growth_matrix.sources(session.warehouse(), facts))


def built(facts: Facts) -> Growth | None:
    warehouse, by = session.warehouse(), growth_matrix.in_force(session.thresholds(), had(facts))
    alive = lambda held: held is None or heavy.alive(warehouse, held.facts)  # noqa: E731
    return caching.built(f"growth.{_key(by)}", lambda: growth_matrix.build(warehouse, facts, by), alive)


def quadrants(growth: Growth) -> list[dict]:
    asked = (session.warehouse(), growth, session.thresholds())
    return caching.judged("growth_quadrants", lambda: growth_matrix.quadrants(*asked))


def controls(facts: Facts, growth: Growth) -> None:
    with st.container(border=True):
        for place, side in zip(st.columns(2, gap="large"), SIDES, strict=True):
            with place:
                _source(facts, growth, side)
                _slider(growth.side(side), f"growth.{side}_cut")
        tune.reset_button(NAMES)


def show(growth: Growth, rows: list[dict], thresholds: Thresholds) -> None:
    """The chart with the lines of the two cuts over it, to be dragged."""
    words, at = session.t(), growth_matrix.cuts(thresholds, growth)
    found, drawn = _drawn(growth)
    sides = (growth.activity, growth.capacity)
    codes = [growth_matrix.quadrant_of(client, at) for client in found]
    names = {code: words(f"common.{code}") for code in growth_matrix.MEMBERS}
    lines = tuple(side.line(cut) for side, cut in zip(sides, at, strict=True))
    frames = matrix_chart.frames(drawn, codes, names, lines, sides, _told(rows), _cells(growth))
    with st.container(gap=None):
        reach = [matrix_chart.reach(side) for side in sides]
        alt = words(f"{ROOM}.question")
        parts.chart(matrix_chart.chart, _labels(growth), frames, *reach, len(found), key=KEY, select=True, alt=alt)
        for side, cut in zip(SIDES, at, strict=True):
            _line(growth, side, cut)
    st.caption(words(f"{ROOM}.drag_hint"))


def is_dense(growth: Growth) -> bool:
    """Whether there are too many clients to draw each."""
    return growth.known > growth_matrix.SHOWN_AT_MOST


def written(side: Side, value: float) -> str:
    return headline.written(session.t(), side, value)


def axis_name(growth: Growth, side: str) -> str:
    """What a side is, in full."""
    return session.t()(f"{ROOM}.axis_{headline.measured_by(growth, side)}")


def _key(by: dict[str, str | None]) -> str:
    return ".".join(map(str, by.values()))


def _source(facts: Facts, growth: Growth, side: str) -> None:
    """Which of the two sources; where the base has only one, why it lacks the other."""
    words, name, now = session.t(), f"growth.{side}", growth.side(side).source
    lacks = {source: why for source, why in had(facts)[side].items() if why}
    if lacks:
        other = next(iter(lacks))
        st.markdown(f"**{axis_name(growth, side)}**")
        st.caption(
            words(f"{ROOM}.lacks", source=words(f"thresholds.{name}.{other}"), why=words(f"{ROOM}.{lacks[other]}"))
        )
        return
    option_name = lambda source: words(f"thresholds.{name}.{source}")  # noqa: E731
    shown = {"required": True, "wrap": True, "format_func": option_name}
    change = partial(_choose, side)
    tune.kept(st.segmented_control, words(f"thresholds.{name}"), SOURCES[side], now, name, change, **shown)


def _choose(side: str, source: str) -> None:
    """The cut belongs to what the side was measured by: it is taken from the data again."""
    session.put({f"growth.{side}": source, f"growth.{side}_cut": None})
    st.rerun([tune.LIVE, tune.REST])


def _slider(side: Side, name: str) -> None:
    low, high, step = _reach(side)
    tune.slider(name, low, high, step, percent=side.is_share, otherwise=side.cut_at(side.level(side.fitted)))


def _reach(side: Side) -> tuple[float, float, float]:
    """From, to and step of a slider; a long tail is left to the line on the chart."""
    if side.is_share:
        return 0, 1, FINE
    if side.source == "graded":
        return min(GRADES[0], side.least), max(GRADES[1], side.most), side.step or COARSE
    size = 10 ** math.floor(math.log10(side.usual_most or 1))
    return 0, math.ceil(side.usual_most / size * 2) / 2 * size, size * FINE


def _line(growth: Growth, name: str, cut: float) -> None:
    side, across = growth.side(name), name == "activity"
    spoken = session.t()(f"thresholds.growth.{name}_cut")
    more = {"across": across, "step": side.key_step(cut), "key": f"{KEY}_{name}"}
    tune.cut_lines(KEY, [(name, spoken, side.level(cut))], matrix_chart.HEIGHT, 1, partial(_moved, growth), **more)


def _moved(growth: Growth, side: str, level: float) -> None:
    if side in SIDES:
        tune.move(f"growth.{side}_cut", growth.side(side).cut_at(level))


def _drawn(growth: Growth) -> tuple:
    """Clients to draw one by one, and what of their bubbles no threshold moves."""
    warehouse, words = session.warehouse(), session.t()

    def made() -> tuple:
        found = growth_matrix.bubbles(warehouse, growth)
        told = [_in_words(client, growth) for client in found]
        return found, matrix_chart.bubbles(found, growth.activity, growth.capacity, told)

    return caching.remembered(f"growth_bubbles.{growth.table}.{words.language}", made)


def _in_words(client: dict, growth: Growth) -> dict[str, str]:
    told = {side: written(growth.side(side), client[side]) for side in SIDES}
    told |= {"name": client["name"], "revenue": session.t().money(client["revenue"])}
    return told | {"spoken": f"{client['name']}: {told['revenue']}"}


def _cells(growth: Growth) -> list[dict]:
    if not is_dense(growth):
        return []
    size = (matrix_chart.ACROSS, matrix_chart.UP)
    name, warehouse = f"growth_cells.{growth.table}", session.warehouse()
    return caching.remembered(name, lambda: growth_matrix.density(warehouse, growth, *size))


def _told(rows: list[dict]) -> dict[str, tuple[str, str]]:
    words = session.t()
    return {
        row["quadrant"]: (
            words(f"{ROOM}.corner", name=words(f"common.{row['quadrant']}"), n=row["customers"]),
            words(f"{ROOM}.corner_share", share=row["revenue_share"]),
        )
        for row in rows
        if row["quadrant"]
    }


def _labels(growth: Growth) -> dict[str, str]:
    words = session.t()
    labels = {name: words(f"columns.{name}") for name in ("activity", "capacity", "revenue", "quadrant")}
    return labels | {"across": axis_name(growth, "activity"), "up": axis_name(growth, "capacity")}
