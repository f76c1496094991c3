"""Above the ranking: which grades the index is made of, whether they are summed or weighed, and their weights."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import renew_index
from analytics.methods import renewal
from ui import session, tune
from ui.markup import plain
from ui.renewal_words import ROOM, grade_name

NAMES = ("renew.index", "renew.columns", "renew.weights")
MOST_WEIGHT, IN_A_ROW = 5, 3


def show() -> None:
    with st.container(border=True):
        _columns()
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="switches_renewal"):
            tune.switch(NAMES[0])
            tune.reset_button(NAMES)
        if session.thresholds()[NAMES[0]] == "mean":
            _weights()


def _columns() -> None:
    words, thresholds = session.t(), session.thresholds()
    options = renewal.offered(session.warehouse(), thresholds)
    names = {column: plain(grade_name(column)) for column in options}
    label, now = words(f"thresholds.{NAMES[1]}"), [c for c in options if c in thresholds[NAMES[1]]]
    shown = {"selection_mode": "multi", "format_func": names.get, "help": words(f"{ROOM}.more_columns")}
    tune.kept(st.pills, label, options, now, NAMES[1], _choose, **shown)


def _choose(columns: list[str]) -> None:
    """The chosen columns keep their weights; one that has just come in weighs 1. An index is of one column at least."""
    weights = renew_index.weights_of(session.thresholds())
    if columns:
        _put({column: weights.get(column, 1.0) for column in columns})
    st.rerun([tune.LIVE, tune.REST])


def _weights() -> None:
    weights = renew_index.weights_of(session.thresholds())
    st.caption(session.t()(f"thresholds.{NAMES[2]}"))
    places = st.columns(min(IN_A_ROW, len(weights)), gap="large")
    for i, (column, weight) in enumerate(weights.items()):
        with places[i % len(places)]:
            tune.number(
                f"renew.weight.{column}", grade_name(column), (0, MOST_WEIGHT, 0.1), weight, partial(_weigh, column)
            )


def _weigh(column: str, weight: float) -> None:
    _put(renew_index.weights_of(session.thresholds()) | {column: min(max(weight, 0), MOST_WEIGHT)})


def _put(weights: dict[str, float]) -> None:
    session.put({NAMES[1]: tuple(weights), NAMES[2]: tuple(weights.values())})
