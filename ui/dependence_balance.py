"""The share of clients in class A on the scale of balance, with the boundaries that decide it under the hand."""

from __future__ import annotations

import streamlit as st

from analytics.drawings import dependence as drawings
from analytics.drawings.dependence import BALANCE
from analytics.facts import Facts
from analytics.headlines.abc_analysis import NAMES
from analytics.methods import dependence
from analytics.thresholds import Thresholds
from ui import caching, parts, session, tune
from ui.dependence_words import ROOM


def found(facts: Facts) -> dict:
    """How much hangs on how few; no threshold of the page moves it."""
    return caching.remembered("concentration", lambda: dependence.concentration(session.warehouse(), facts))


def controls() -> None:
    words, method = session.t(), session.thresholds()["abc.method"]
    with st.container(border=True):
        norm, classes = st.columns(2, gap="large")
        with norm:
            st.caption(words(f"{ROOM}.norm"))
            for name in BALANCE:
                tune.slider(name, 0.01, 0.99, 0.01, percent=True)
        with classes:
            st.caption(words(f"{ROOM}.classes_by", method=words(f"thresholds.abc.method.{method}")))
            boundaries(method)
        tune.reset_button((*BALANCE, *NAMES[method]))


def boundaries(method: str) -> None:
    """The boundaries of the chosen ABC; which method it is the page of ABC decides."""
    if method == "share":
        tune.slider("abc.share.a", 0.5, 0.95, 0.01, percent=True)
        tune.slider("abc.share.b", 0.6, 0.999, 0.005, percent=True)
    elif method == "average":
        tune.slider("abc.average.a", 1, 10, 0.1)
        tune.slider("abc.average.c", 1, 10, 0.1)
    else:
        tune.switch("abc.volume_frequency.split")


def scale(classes: list[dict], thresholds: Thresholds) -> None:
    parts.drawn(drawings.scale(session.look(), classes, thresholds), "balance_scale")
    st.caption(session.t()(f"{ROOM}.about_{dependence.of_a(classes, thresholds)['verdict']}"))
