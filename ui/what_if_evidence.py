"""The evidence behind the thresholds of the page of scenarios: how much hangs on each, where it should stand, whether methods
agree, and what really happened after. Nothing of it is computed before its tab is opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from analytics.facts import Facts
from analytics.thresholds import Thresholds
from ui import (
    parts,
    session,
    what_if_evidence_agreement,
    what_if_evidence_back_test,
    what_if_evidence_buckets,
    what_if_evidence_fit,
    what_if_evidence_sensitivity,
)
from ui.what_if_evidence_words import ROOM

TABS: dict[str, Callable[[Facts, Thresholds], None]] = {
    "sensitivity": what_if_evidence_sensitivity.show,
    "fit": what_if_evidence_fit.show,
    "agreement": what_if_evidence_agreement.show,
    "buckets": what_if_evidence_buckets.show,
    "back_test": what_if_evidence_back_test.show,
}


def show() -> None:
    """The tabs. Each is redrawn alone, by the thresholds and the window that are then in hand."""
    parts.tabs(ROOM, {name: partial(_alone, name) for name in TABS})


def _alone(name: str) -> None:
    st.caption(session.t()(f"{ROOM}.{name}_why"))
    drawn = lambda: parts.shown(lambda: TABS[name](session.facts(), session.thresholds()))  # noqa: E731
    st.fragment(drawn, key=f"{ROOM}.{name}")()
