"""Workshop mode: large type, no sidebar, a slim bar on top; begun and left with one click, and kept in the link.

A base of real clients is first copied with every name replaced (analytics.anonymised_copy); leaving goes back to the base.
"""

from __future__ import annotations

import streamlit as st

from analytics import aliases, anonymised_copy
from analytics.anonymised_copy import Called
from analytics.errors import Unusable
from ui import keeping_visit, opening, parts, session
from ui.session import TOUR, WORKSHOP

ICON = ":material/co_present:"


def is_on() -> bool:
    return session.setting(WORKSHOP) == "on"


def ask() -> None:
    """Begin; before that, whether names are to be replaced, where there are real ones."""
    if session.main_base() is None or opening.opened_sample() or has_no_names():
        begin()
        st.rerun()
    _dialog()


def begin() -> None:
    session.choose(WORKSHOP, "on")


def leave() -> None:
    """Back to the desk and, from a copy without names, to the base it was made of."""
    for name in session.OF_THE_VISIT:
        session.choose(name, None)
    origin = anonymised_copy.origin(session.warehouse())
    if keeping_visit.home().has(origin):
        keeping_visit.enter(origin)


def has_no_names() -> bool:
    """Whether the base in hand is a copy in which nobody is named."""
    return anonymised_copy.origin(session.warehouse()) is not None


def _dialog() -> None:
    words = session.t()

    @st.dialog(words("workshop.begin"), icon=ICON)
    def choose() -> None:
        st.markdown(words("workshop.about"))
        options = ("replaced", "real")
        name = lambda option: words(f"workshop.names_{option}")  # noqa: E731
        chosen = st.radio(words("workshop.names"), options, format_func=name, key="workshop_names")
        st.caption(words(f"workshop.names_{chosen}_about"))
        if st.button(words("workshop.start"), type="primary", icon=":material/play_arrow:", key="workshop_start"):
            _start(chosen == "replaced")

    choose()


def _start(without_names: bool) -> None:
    try:
        if without_names:
            with st.spinner(session.t()("workshop.replacing")):
                _enter_copy()
    except Unusable as fault:
        parts.complain(fault)
        return
    begin()
    st.rerun()


def _enter_copy() -> None:
    step = session.setting(TOUR)
    workspace = session.workspace()
    keeping_visit.enter(
        anonymised_copy.made(keeping_visit.home(), workspace.warehouse, keeping_visit.in_force(), called())
    )
    session.choose(TOUR, step)


def called() -> Called:
    """How everybody is called in a copy, in the visitor's language."""
    words = session.t()
    kinds = {kind: words(f"workshop.called_{kind}") for kind in aliases.KINDS}
    return Called(kinds, words("workshop.called_file"), words("workshop.copy"))
