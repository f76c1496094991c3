"""In which thresholds scenarios differ, in the visitor's words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import scenarios
from analytics.threshold_words import setting
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.what_if_scenarios import Side

ROOM, MAP = "what_if", "rfm.map"
PAGE_OF = {
    "abc": "abc_analysis",
    "profit": "profitability",
    "xyz": "abc_xyz",
    "balance": "dependence",
    "growth": "growth_matrix",
    "renew": "renewal",
    "personas": "portrait",
}


def show(sides: Sequence[Side]) -> None:
    """A row per threshold that is not the same in all of them, a column per scenario."""
    words = session.t()
    st.subheader(words(f"{ROOM}.differences"), anchor=False)
    rows = found(sides)
    if not rows:
        st.caption(words(f"{ROOM}.no_differences"))
        return
    heads = {"threshold": words("columns.threshold")} | {f"side_{i}": side.name for i, side in enumerate(sides)}
    parts.table(rows, list(heads), "differences", heads)


def found(sides: Sequence[Side]) -> list[dict]:
    """Rows of threshold, side_0, side_1 …, all in words."""
    names = scenarios.differing([side.thresholds for side in sides])
    return [
        {"threshold": named(name)} | {f"side_{i}": value(side.thresholds, name) for i, side in enumerate(sides)}
        for name in names
    ]


def changes(thresholds: Thresholds) -> str:
    """What of a set is not as in the textbook, in one line."""
    told = [f"{named(name)} = {value(thresholds, name)}" for name in thresholds.changed()]
    return "; ".join(told) or session.t()(f"{ROOM}.changes_nothing")


def named(threshold: str) -> str:
    """A threshold after the page it belongs to, for several are called alike: `ABC · way`."""
    words, (group, _, own) = session.t(), threshold.partition(".")
    name = words.name("thresholds", threshold)
    return words(f"{ROOM}.of_page", page=words(f"{PAGE_OF.get(group, group)}.title"), name=name) if own else name


def value(thresholds: Thresholds, name: str) -> str:
    """A value in words; of a map of segments only how many cells are not as in the textbook."""
    if name != MAP:
        return setting(session.t(), name, thresholds[name])
    cells = zip(thresholds[MAP], Thresholds()[MAP], strict=True)
    return session.t()(f"{ROOM}.cells", n=sum(mine != textbook for mine, textbook in cells))
