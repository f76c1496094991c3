"""The company's goal on the page of loyalty: choosing one puts the types of loyalty it needs most first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.methods.loyalty_goals import GOALS, ordered
from ui import session, tune

ROOM, NONE = "loyalty_parts", "none"


def order(types: Sequence[str]) -> tuple[str, ...]:
    """Draws the picker; the types with those first that the chosen goal needs most. The goal is kept in the link."""
    words, goal = session.t(), session.setting(session.LOYALTY_GOAL, NONE)
    name = lambda code: words(f"{ROOM}.goal_{code}")  # noqa: E731
    shown = {"format_func": name, "help": words(f"{ROOM}.goal_source")}
    tune.kept(st.selectbox, words(f"{ROOM}.goal"), (NONE, *GOALS), goal, session.LOYALTY_GOAL, _choose, **shown)
    st.caption(words(f"{ROOM}.goal_{goal}_why"))
    return chosen(types)


def chosen(types: Sequence[str]) -> tuple[str, ...]:
    """The types in that order, without the picker."""
    return ordered(types, session.setting(session.LOYALTY_GOAL))


def _choose(goal: str) -> None:
    session.choose(session.LOYALTY_GOAL, "" if goal == NONE else goal)
    st.rerun([tune.LIVE, tune.REST])
