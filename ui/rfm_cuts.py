"""Where scores are cut: a histogram of each dimension with cut points that can be dragged, and boxes to type them into."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import streamlit as st

from analytics.charts import distribution
from analytics.distribution import Axis, spread
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import rfm
from analytics.methods.rfm import Dimension, Rfm
from ui import caching, parts, session, tune

ROOM = "rfm"
NAMES = tuple(f"rfm.{name}_cuts" for name in rfm.DIMENSIONS)


def show(facts: Facts, judge: Rfm, rows: Sequence[dict]) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.spreads"), anchor=False)
    st.caption(words(f"{ROOM}.drag_hint"))
    empty = rfm.empty_scores(rows, judge)
    with st.container(key="side_by_side_cuts", horizontal=True, gap="medium"):
        for dimension in judge.dimensions:
            with st.container(gap="small"):
                _histogram(facts, judge, dimension)
                _told(dimension, empty.get(dimension.name, []))


def _histogram(facts: Facts, judge: Rfm, dimension: Dimension) -> None:
    words, key = session.t(), f"cuts_{dimension.name}"
    axis, rows = caching.remembered(
        f"spread.{dimension.fact}", lambda: spread(session.warehouse(), facts, dimension.fact)
    )
    look = session.look()
    bars = caching.remembered(f"bars.{dimension.fact}.{look.language}", lambda: distribution.bars(axis, rows, look))
    labels = {"fact": name_of(dimension), "customers": words("columns.customers")}
    frames = distribution.frames(bars, axis, dimension, look)
    st.markdown(f"**{words.name('common', dimension.name)}**")
    with st.container(gap=None):
        options = (axis.low, axis.high, axis.scale)
        parts.chart(distribution.chart, labels, frames, *options, key=key, alt=name_of(dimension))
        lines = [(str(i), _line(dimension, cut), axis.level(cut)) for i, cut in enumerate(_different(dimension))]
        moved = partial(_moved, judge, dimension, axis)
        tune.cut_lines(key, lines, distribution.HEIGHT, 1, moved, across=True, step=axis.step)


def _told(dimension: Dimension, empty: list[int]) -> None:
    words = session.t()
    told = words(f"{ROOM}.{dimension.name}_hint")
    if empty:
        told += " " + words(f"{ROOM}.empty", scores=", ".join(map(str, empty)))
    repeated = sorted({cut for cut in dimension.cuts if dimension.cuts.count(cut) > 1})
    if repeated:
        told += " " + words(f"{ROOM}.repeated", cuts=", ".join(map(words.exact, repeated)))
    st.caption(told)


def name_of(dimension: Dimension) -> str:
    """The fact of a dimension; money under the name of the chosen measure."""
    words, thresholds = session.t(), session.thresholds()
    if dimension.fact == "value" and thresholds["measure"] != "revenue":
        return words(f"thresholds.measure.{thresholds['measure']}")
    fact = {"value": "sum", "average_order": "average"}.get(dimension.fact, dimension.name)
    return words(f"{ROOM}.fact_{fact}")


def _different(dimension: Dimension) -> tuple[float, ...]:
    return tuple(dict.fromkeys(dimension.cuts))


def _line(dimension: Dimension, cut: float) -> str:
    words = session.t()
    return words(
        f"{ROOM}.line",
        dimension=words.name("common", dimension.name),
        value=distribution.written(dimension, cut, session.look()),
    )


def _moved(judge: Rfm, dimension: Dimension, axis: Axis, line: str, level: float) -> None:
    """A cut point is under the hand: from now on the dimension has its own, beginning with those it had.

    Never across a neighbour. Two scores by the median or the mean keep their one cut point in the other dimensions too.
    """
    now, place = list(_different(dimension)), int(line)
    if place >= len(now):
        return
    low, high = ([None, *now][place], [*now, None][place + 1])
    cut = axis.cut(level)
    if axis.whole:
        cut = cut if low is None else max(cut, math.floor(low) + 1.0)
        cut = cut if high is None else min(cut, math.ceil(high) - 1.0)
    if (low is not None and cut <= low) or (high is not None and cut >= high):
        return
    now[place] = cut
    way = session.thresholds()["rfm.method"]
    keep = judge.dimensions if way in ("median", "mean") else ()
    start = {f"rfm.{d.name}_cuts": _different(d) for d in keep}
    session.put(start | {"rfm.method": "cuts", f"rfm.{dimension.name}_cuts": now})


def boxes(judge: Rfm) -> None:
    """Own cut points as text, one box a dimension; an empty box shows the quantiles that stay in force."""
    words = session.t()
    with st.container(horizontal=True, key="fields_rfm_cuts", gap="medium"):
        for name, dimension in zip(NAMES, judge.dimensions, strict=True):
            key, now = f"kept.{name}", "; ".join(map(words.exact, dimension.cuts))
            st.session_state[key] = now if session.thresholds()[name] else ""
            st.text_input(words(f"thresholds.{name}"), key=key, placeholder=now, on_change=_typed, args=(name, key))


def _typed(name: str, key: str) -> None:
    try:
        session.put({name: read(st.session_state[key])})
    except Unusable as fault:
        session.tell(fault)
    st.rerun([tune.LIVE, tune.REST])


def read(text: str) -> str:
    """`114; 180,5; 297` or `114, 180, 297` → `114,180.5,297`: a comma parts numbers unless `;` does."""
    mark = ";" if ";" in text else "," if text.count(",") > 1 or ", " in text else None
    pieces = [text] if mark is None else text.split(mark)
    return ",".join("".join(piece.split()).replace(",", ".") for piece in pieces if piece.strip())
