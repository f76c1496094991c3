"""Who comes by the link of a workshop: without a base the same sample is opened; a base of their own is never replaced."""

from __future__ import annotations

import streamlit as st

from analytics.errors import Unusable
from analytics.keeping import Kept
from analytics.words import LANGUAGES
from sample_data import SAMPLES, sample
from ui import keeping_visit, long_work, opening, session

SAMPLE = "sample"
OPENED, INVITED = "guest_opened", "guest_invited"


def waits() -> bool:
    """Whether the visit cannot begin yet, for the sample named in the address is still being opened.

    The thresholds of the address are taken only after that: a new base in a visit forgets its filters.
    """
    key = st.query_params.get(SAMPLE)
    if session.THRESHOLDS in st.session_state or key not in {each.key for each in SAMPLES}:
        return False
    with session.in_hand():
        if session.main_base() is None and OPENED not in st.session_state:
            st.session_state[OPENED] = key
            _speak_as_the_link()
            opening.open_sample(sample(key))
        elif session.main_base() and opening.opened_sample() != key:
            st.session_state[INVITED] = {name: st.query_params.get_all(name) for name in st.query_params}
        return opening.work() is not None


def watch() -> None:
    with session.in_hand():
        st.title(session.t()("workshop.opening"), anchor=False)
        long_work.watch(opening.work())


def offer() -> None:
    """Who has a base of their own chooses: theirs under the link's thresholds, or the sample beside it."""
    link = st.session_state.get(INVITED)
    if not link:
        return
    words = session.t()
    with st.container(border=True, key="workshop_invited"):
        name = words(f"samples.{link[SAMPLE][0]}")
        st.markdown(f":material/group: {words('workshop.invited', name=name)}")
        with st.container(horizontal=True):
            st.button(words("workshop.accept"), key="guest.accept", type="primary", on_click=_accept)
            st.button(words("workshop.decline"), key="guest.decline", on_click=_decline)


def _accept() -> None:
    link = st.session_state[INVITED]
    try:
        keeping_visit.home().require_room()
    except Unusable as fault:
        session.tell(fault)
        return
    keeping_visit.enter(keeping_visit.home().make(Kept()))
    del st.session_state[session.THRESHOLDS]
    st.query_params.from_dict(link)


def _decline() -> None:
    st.session_state.pop(INVITED)


def _speak_as_the_link() -> None:
    """A sample is made in the visitor's language, and the link may say which one that is."""
    language = st.query_params.get("lang")
    if language in LANGUAGES:
        st.session_state[session.SETTINGS] = {"lang": language}
