"""The guided tour of the method: a card over the page: a question, a move, what there is to see and why; its step is in the link.

The numbers of the card are those in force: it is drawn again when a threshold has moved.
"""

from __future__ import annotations

import streamlit as st

from analytics.errors import Unusable
from analytics.keeping import Kept
from sample_data import sample
from ui import keeping_visit, opening, parts, session, tour_sights
from ui.desk import desk_of
from ui.session import OF_THE_VISIT, TOUR
from ui.tour_steps import TOUCHED, Step, steps

SAMPLE = "souvenirs"
BEFORE = "before_tour"
ICON = ":material/school:"
WATCHED = {"every": 150, "rest": 250, "patience": 2000}
TURN = "tour_turn"
# what a presenter's remote control sends
ON, BACK = "PageDown", "PageUp"

_WATCH = st.components.v2.component("tour_watch", js=(session.HERE / "tour_watch.js").read_text("utf-8"))


def is_on() -> bool:
    return here() is not None


def here() -> Step | None:
    """The step in the link; None without a tour, or at a step this program does not know."""
    return next((step for step in steps() if step.code == session.setting(TOUR)), None)


def ask() -> None:
    """Begin; where another base than the sample is open, on which of them."""
    if session.main_base() is None:
        _open_sample()
    if opening.opened_sample() == SAMPLE:
        _begin()
    _dialog()


def show() -> None:
    """The card, over the page of its step and any other the visitor looks into."""
    if is_on():
        st.fragment(_drawn, key="tour")()


def _dialog() -> None:
    words = session.t()

    @st.dialog(words("tour.begin"), icon=ICON)
    def choose() -> None:
        st.markdown(words("tour.on_which", name=words(f"samples.{SAMPLE}")))
        with st.container(horizontal=True):
            if st.button(words("tour.on_sample"), type="primary", key="tour_on_sample", icon=":material/play_arrow:"):
                _enter_sample()
                _begin()
            if st.button(words("tour.on_mine"), key="tour_on_mine"):
                _begin()

    choose()


def _enter_sample() -> None:
    """The sample in a workspace of its own; one that has it already is found by its title."""
    shown = {name: session.setting(name) for name in OF_THE_VISIT}
    home, title = keeping_visit.home(), session.t()(f"samples.{SAMPLE}")
    known = (
        name for name, kept in home.workspaces().items() if kept.title == title and name != session.workspace().name
    )
    keeping_visit.enter(next(known, None) or home.make(Kept()))
    for name, value in shown.items():
        session.choose(name, value)
    if session.main_base() is None:
        _open_sample()


def _open_sample() -> None:
    with st.spinner(session.t()("tour.opening")):
        opening.open_sample(sample(SAMPLE))
        desk_of(session.warehouse()).wait()
        opening.work()


def _begin() -> None:
    st.session_state.setdefault(BEFORE, session.thresholds().changed())
    _enter(steps()[0])


def _enter(step: Step) -> None:
    """On its page, with the thresholds it begins with; what other steps have moved is the textbook's again."""
    session.choose(TOUR, step.code)
    session.reset(TOUCHED)
    session.put(dict(step.start))
    st.switch_page(session.page(step.page))


def _leave() -> None:
    """Thresholds are as they were before the tour."""
    session.choose(TOUR, None)
    session.reset(TOUCHED)
    session.put({name: value for name, value in st.session_state.pop(BEFORE, {}).items() if name in TOUCHED})


def _drawn() -> None:
    st.session_state[TURN] = turn = st.session_state.get(TURN, 0) + 1
    _WATCH(key="tour_watch", data=WATCHED | {"turn": turn}, on_changed_change=lambda: None)
    parts.shown(_card)


def _card() -> None:
    words, step, known = session.t(), here(), steps()
    place = known.index(step)
    with st.container(border=True, key="tour_card", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="tour_head"):
            st.markdown(f"#### {words(f'tour.{step.code}_question')}")
            _ways(known, place)
        st.progress((place + 1) / len(known))
        move, see, explain = st.columns(3, gap="medium")
        with move:
            _move(step)
        with see:
            _part("see", ":material/visibility:", _sight(step))
        with explain:
            _part("explain", ":material/lightbulb:", words(f"tour.{step.code}_explain"))


def _ways(known: list[Step], place: int) -> None:
    words = session.t()
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small", key="tour_ways"
    ):
        st.caption(words("tour.progress", step=place + 1, n=len(known)))
        last = place + 1 == len(known)
        back = st.button(
            words("tour.back"), key="tour.back", disabled=not place, shortcut=BACK, icon=":material/arrow_back:"
        )
        on = st.button(words("tour.next"), key="tour.next", disabled=last, shortcut=ON, icon=":material/arrow_forward:")
        left = st.button(words("tour.leave"), key="tour.leave", icon=":material/close:", type="tertiary")
    if back or on:
        _enter(known[place + (1 if on else -1)])
    if left:
        _leave()
        st.rerun()


def _part(what: str, icon: str, text: str) -> None:
    st.markdown(f"{icon} **{session.t()(f'tour.{what}')}.** {text}")


def _move(step: Step) -> None:
    words = session.t()
    _part("move", ":material/touch_app:", words(f"tour.{step.code}_move"))
    if step.move:
        moved = step.is_moved(session.thresholds())
        name = words("tour.undo") if moved else words("tour.do")
        icon = ":material/undo:" if moved else ":material/play_arrow:"
        if st.button(name, key=f"tour.move.{step.code}", icon=icon, type="secondary" if moved else "primary"):
            _undo(step) if moved else session.put(dict(step.move))
            st.rerun()


def _undo(step: Step) -> None:
    session.reset(tuple(step.touched))
    session.put(dict(step.start))


def _sight(step: Step) -> str:
    words = session.t()
    if session.main_base() is None:
        return words("frame.no_base")
    try:
        variant, particulars = tour_sights.seen(step.code, session.facts())
    except Unusable as fault:
        return parts.plain(words.error(fault))
    return words(f"tour.{step.code}_see_{variant}", **particulars)
