"""The two windows a page compares: which they are, the control that changes them, and the facts of both."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from analytics import facts as heavy
from analytics import window_words, windows
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.windows import Pair, Paired, Window
from ui import parts, session, tune

SIDES = {"then": "against", "now": "window"}
FORMS = {"ru": "DD.MM.YYYY", "en": "YYYY-MM-DD"}


def chosen_pair() -> Pair:
    """The windows in force: those the visitor chose, or the default ones. Raises Unusable."""
    return windows.pair(session.span(), session.view(), session.against(), session.periods())


def guard() -> Facts:
    """The facts in hand where there are two windows to compare, days or periods of totals; a page goes no further without."""
    facts, words = parts.guard(), session.t()
    if not facts.dated and not session.periods():
        st.info(words("frame.needs_dates"), icon=":material/event_busy:")
        st.caption(words("windows.or_periods"))
        st.page_link(session.page("data"), label=words("frame.to_data"), icon=":material/arrow_forward:")
        st.stop()
    return facts


def named(window: Window) -> str:
    """A window as a person calls it: a whole year, quarter or month by its name, else its days."""
    return window_words.named(session.t(), window)


def paired() -> Paired:
    """Facts of both windows; built when they are not there yet, with a word of patience. Raises Unusable."""
    key = (session.workspace().folder, session.workspace().version, chosen_pair())
    held = st.session_state.get("paired")
    if held and held[0] == key and _alive(held[1]):
        return held[1]
    with st.spinner(session.t()("frame.computing")):
        built = windows.both(session.warehouse(), chosen_pair())
    st.session_state["paired"] = (key, built)
    return built


def picker() -> None:
    """Both windows as days or periods that can be changed, and in a sentence why these. The later one is the window of the
    sidebar.

    Windows that cannot be compared are shown too, for else they could not be changed; then the reason is raised.
    """
    try:
        pair, fault = chosen_pair(), None
    except Unusable as reason:
        pair, fault = None, reason
    with st.container(border=True):
        for side, column in zip(SIDES, st.columns(2, gap="large"), strict=True):
            with column:
                choose = _period if session.periods() else _days
                choose(side, (getattr(pair, side).start, getattr(pair, side).end) if pair else _wanted(side))
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="switches_windows"):
            _why(pair)
    if fault:
        raise fault


def _why(pair: Pair | None) -> None:
    words = session.t()
    if pair:
        told = words(f"windows.reason_{pair.reason}")
        st.caption(f"{told} {words('windows.overlap')}" if pair.overlap else told, width="content")
    chosen = session.setting("against") or session.setting("window", "whole") != "whole"
    look = {"icon": ":material/restart_alt:", "type": "tertiary", "key": "windows.reset"}
    st.button(words("windows.reset"), on_click=_back, disabled=not chosen, **look)


def _wanted(side: str) -> Window:
    """What was asked for, where it is no pair; what was not is the whole base."""
    chosen = session.against() if side == "then" else session.window()
    if session.periods():
        return chosen if chosen in session.periods() else session.periods()[0]
    return tuple(own or day for own, day in zip(chosen, session.span(), strict=True))


def _period(side: str, now: Window) -> None:
    """One of the periods of totals, the latest first."""
    options = list(reversed(session.periods()))

    def change(chosen: Window) -> None:
        session.choose(SIDES[side], written(chosen))
        st.rerun()

    label = session.t()(f"windows.{side}")
    tune.kept(st.selectbox, label, options, now, f"windows.{side}", change, format_func=named)


def written(window: Window) -> str:
    """As a link has it."""
    return f"{window[0]}..{window[1]}"


def _days(side: str, now: Window) -> None:
    """A range being chosen has one day until the second is clicked; till then it is left alone."""
    key = f"windows.{side}"
    if len(st.session_state.get(key, ())) != 1:
        st.session_state[key] = now
    reach = [*session.span(), *now]
    label, form = session.t()(f"windows.{side}"), FORMS[session.language()]
    limits = {"min_value": min(reach), "max_value": max(reach)}
    st.date_input(label, key=key, on_change=_changed, args=(side,), format=form, **limits)


def _changed(side: str) -> None:
    chosen: tuple[dt.date, ...] = st.session_state[f"windows.{side}"]
    if len(chosen) != 2:
        return
    session.choose(SIDES[side], written(chosen))
    st.session_state.pop("kept.window.own", None)
    st.rerun()


def _back() -> None:
    session.choose("against", None)
    session.choose("window", None)
    for name in ("kept.window.own", "windows.then", "windows.now"):
        st.session_state.pop(name, None)
    st.rerun()


def _alive(held: Paired) -> bool:
    warehouse = session.warehouse()
    whole = warehouse.holds(held.table)
    return whole and heavy.alive(warehouse, held.then) and heavy.alive(warehouse, held.now)
