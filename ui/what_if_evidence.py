"""The evidence behind the thresholds of the page of scenarios: how much hangs on each, where it should stand, whether methods
agree, and what really happened after. Nothing of it is computed before its tab is opened."""

from __future__ import annotations

from collections.abc import Callable

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


def show(facts: Facts, thresholds: Thresholds) -> None:
    """The tabs. Each is redrawn alone, by the thresholds and the window that are then in hand."""
    words = session.t()
    names = [words(f"{ROOM}.tab_{name}") for name in TABS]
    tabs = st.tabs(names, on_change="rerun", key=f"{ROOM}.tabs.{words.language}")
    for tab, (name, body) in zip(tabs, TABS.items(), strict=True):
        with tab:
            if tab.open:
                st.caption(words(f"{ROOM}.{name}_why"))
                drawn = lambda body=body: parts.shown(lambda: body(session.facts(), session.thresholds()))  # noqa: E731
                st.fragment(drawn, key=f"{ROOM}.{name}")()
