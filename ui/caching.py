"""The only place that remembers: chart templates for everybody, answers of the heavy kind for one base and view."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.charts import projector
from analytics.charts.theme import Look
from ui import session


@st.cache_resource(max_entries=200, show_spinner=False)
def template(_make: Callable, name: str, look: Look, labels: tuple, *options) -> dict:
    """The specification of a chart, built by Altair once per look and labels."""
    return projector.enlarged(_make(look, dict(labels), *options).to_dict(), look.scale)


def remembered(name: str, answer: Callable, alive: Callable = lambda held: True):
    """`answer()` for the facts in hand; asked again only when the base or the view changes, or it is no longer `alive`."""
    of = (session.workspace().version, session.facts().customers)
    held = st.session_state.setdefault("answers", {})
    if held.get("of") != of:
        held.clear()
        held["of"] = of
    if name not in held or not alive(held[name]):
        held[name] = answer()
    return held[name]


def built(name: str, answer: Callable, alive: Callable = lambda held: True, told: str = "frame.computing"):
    """The same for what takes seconds in a large base: the page says in the meantime that it is counting."""
    with st.spinner(session.t()(told)):
        return remembered(name, answer, alive)


def judged(name: str, answer: Callable):
    """`answer()` for the facts and the thresholds in hand: what is at rest asks what the hand has just been told."""
    held, under = remembered(f"judged.{name}", dict), session.thresholds()
    if held.get("under") != under:
        held["answer"] = answer()
        held["under"] = under
    return held["answer"]
