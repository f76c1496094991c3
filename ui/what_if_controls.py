"""The thresholds in force under the hand: those of the class that is compared, the others a click away, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.facts import Facts
from analytics.thresholds import ALL
from ui import lifecycle_controls, lifecycle_gaps, session, tune, what_if_saved
from ui.what_if_scenarios import NOW, Side

ROOM = "what_if"
OF_CLASS = {
    "abc_class": ("abc",),
    "abcd_class": ("abc", "profit"),
    "xyz_class": ("xyz",),
    "abc_xyz": ("abc", "xyz"),
    "lifecycle_stage": ("lifecycle",),
    "rfm_segment": ("rfm",),
}


NAME_OF = {
    "abc": "abc_class",
    "profit": "abcd_class",
    "xyz": "xyz_class",
    "lifecycle": "lifecycle_stage",
    "rfm": "rfm_segment",
}


def show(facts: Facts, class_name: str, sides: tuple[Side, ...]) -> None:
    """Sliders of the compared class; of totals only those that have something to judge."""
    groups, words = _groups(facts), session.t()
    first = [name for name in OF_CLASS[class_name] if name in groups]
    with st.container(border=True):
        st.markdown(f"**{words(f'{ROOM}.controls')}**")
        if NOW not in {side.text for side in sides}:
            st.caption(words(f"{ROOM}.now_is_not_compared"))
        for name in first:
            groups[name]()
        rest = [name for name in groups if name not in first]
        with st.expander(words(f"{ROOM}.more"), icon=":material/tune:", on_change="rerun", key=f"{ROOM}.more") as more:
            if more.open:
                for name in rest:
                    st.caption(words(f"{ROOM}.{NAME_OF[name]}"))
                    groups[name]()
        with st.container(horizontal=True, gap="small"):
            _back_button()
            what_if_saved.save_button()


def _groups(facts: Facts) -> dict[str, Callable[[], None]]:
    dated = {"xyz": _xyz, "lifecycle": lambda: _lifecycle(facts), "rfm": _rfm}
    profit = {} if facts.whole["profit"] is None else {"profit": _profit}
    return {"abc": _abc} | profit | (dated if facts.dated else {})


def _abc() -> None:
    method = tune.switch("abc.method")
    if method == "volume_frequency":
        tune.switch("abc.volume_frequency.split")
        return
    low, high = _pair()
    with low:
        tune.slider("abc.share.a", 0.5, 0.95, 0.01, percent=True) if method == "share" else tune.slider(
            "abc.average.a", 1, 10, 0.1
        )
    with high:
        tune.slider("abc.share.b", 0.6, 0.999, 0.005, percent=True) if method == "share" else tune.slider(
            "abc.average.c", 1, 10, 0.1
        )


def _profit() -> None:
    tune.switch("profit.d_rule")
    tune.slider("profit.d_margin", -0.5, 0.5, 0.01, percent=True)


def _xyz() -> None:
    measure = tune.switch("xyz.measure")
    highest = {"regularity": 1, "variation": 3}[measure]
    for place, letter in zip(_pair(), "xy", strict=True):
        with place:
            tune.slider(f"xyz.{measure}.{letter}", 0, highest, 0.01, percent=True)


def _lifecycle(facts: Facts) -> None:
    lifecycle_controls.controls(facts, lifecycle_gaps.in_days(facts).most)


def _rfm() -> None:
    tune.switch("rfm.method")
    tune.slider("rfm.bins", 2, 10, 1)


def _pair() -> list:
    return st.columns(2, gap="large")


def _back_button() -> None:
    """Every threshold at once, those of the sidebar too."""
    look = {"icon": ":material/restart_alt:", "type": "tertiary", "key": f"{ROOM}.back"}
    st.button(session.t()(f"{ROOM}.back"), disabled=not session.thresholds().changed(), on_click=_back, **look)


def _back() -> None:
    session.reset(tuple(ALL))
    st.rerun()
