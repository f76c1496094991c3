"""Where the boundaries of the stages come from and how a hand moves them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.facts import Facts
from analytics.methods import lifecycle
from analytics.thresholds import ALL
from ui import session, tune

SOURCE = "lifecycle.boundaries"
DAYS = ("lifecycle.at_risk_after", "lifecycle.lost_after")
RHYTHM = ("lifecycle.at_risk_rhythm", "lifecycle.lost_rhythm")
REGULAR_FROM = "lifecycle.regular_from"
NAMES = (SOURCE, *DAYS, *RHYTHM, REGULAR_FROM)
MOST_GAPS, GAP_STEP = 10, 0.1
MOST_ORDERS = 20


def controls(facts: Facts, most_days: float) -> None:
    """Switch, the two boundaries (in days up to `most_days`, or in the client's own gaps), and who is regular."""
    with st.container(border=True):
        _source(facts)
        by_rhythm = session.thresholds()[SOURCE] == "rhythm"
        for place, name in zip(st.columns(2, gap="large"), RHYTHM if by_rhythm else DAYS, strict=True):
            with place:
                _gaps(name) if by_rhythm else _days(name, facts, most_days)
        left, right = st.columns(2, gap="large", vertical_alignment="bottom")
        with left:
            tune.slider(REGULAR_FROM, 2, MOST_ORDERS, 1)
        with right:
            tune.reset_button(NAMES)


def now_in_days(facts: Facts) -> lifecycle.Boundaries:
    return lifecycle.boundaries(session.thresholds(), facts)


def put_days(facts: Facts, name: str, days: float) -> None:
    """A boundary is put by hand: both become the visitor's own, and the first stays below the second."""
    now = now_in_days(facts)
    at_risk, lost = now.at_risk_after, now.lost_after
    if name == DAYS[0]:
        at_risk = max(1, min(round(days), lost - 1))
    else:
        lost = max(round(days), at_risk + 1)
    session.put({SOURCE: "days", DAYS[0]: at_risk, DAYS[1]: lost})


def put(facts: Facts, name: str, place: float) -> None:
    """The same for either kind of boundary, as a line over the histogram has it."""
    if name in DAYS:
        put_days(facts, name, place)
    else:
        tune.move(name, round(place, 2), GAP_STEP)


def _days(name: str, facts: Facts, most: float) -> None:
    now = now_in_days(facts)
    value = now.at_risk_after if name == DAYS[0] else now.lost_after
    tune.slider(name, 1, most, 1, otherwise=value, put=partial(put_days, facts, name))


def _gaps(name: str) -> None:
    tune.slider(name, 0.5, MOST_GAPS, GAP_STEP)


def _source(facts: Facts) -> None:
    """From the data, in days or by rhythm. Days of one's own, given by a link, are shown as such."""
    words, now = session.t(), session.thresholds()[SOURCE]
    shown = "days" if now == "data" and now_in_days(facts).source == "own" else now
    option_name = lambda option: words(f"thresholds.{SOURCE}.{option}")  # noqa: E731
    change = partial(_choose, facts)
    label, options = words(f"thresholds.{SOURCE}"), ALL[SOURCE].options
    tune.kept(st.segmented_control, label, options, shown, SOURCE, change, required=True, format_func=option_name)


def _choose(facts: Facts, option: str) -> None:
    """Back to the data forgets the days of one's own; days of one's own begin where the boundaries stand now."""
    now = now_in_days(facts)
    days = {"data": (None, None), "days": (now.at_risk_after, now.lost_after)}.get(option)
    session.put({SOURCE: option} | (dict(zip(DAYS, days, strict=True)) if days else {}))
    st.rerun([tune.LIVE, tune.REST])
