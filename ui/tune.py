"""Live thresholds: sliders that report while they are dragged, switches, and the way back to the textbook."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from analytics.errors import Unusable
from analytics.thresholds import ALL, ORDERED, Choice, Thresholds
from ui import session

HERE = Path(__file__).parent
THROTTLE_MS = 80


def _slider():
    html, css, js = ((HERE / f"live_slider.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("live_slider", html=html, css=css, js=js)


_SLIDER = _slider()


def slider(name: str, low: float, high: float, step: float, percent: bool = False) -> None:
    """A live slider for one numeric threshold; `low`, `high`, `step` in the threshold's own units, shown ×100 for a percent."""
    words, value, scale = session.t(), session.thresholds()[name], 100 if percent else 1
    textbook = Thresholds()[name]
    key = f"tune.{name}"
    _SLIDER(
        key=key,
        data={
            "label": words(f"thresholds.{name}"),
            "min": min(low, value) * scale,
            "max": max(high, value) * scale,
            "step": step * scale,
            "value": round(value * scale, 6),
            "unit": "\u00a0%" if percent else "",
            "textbook": "" if value == textbook else words("frame.textbook_is", value=_written(textbook, percent)),
            "throttle": THROTTLE_MS,
            "heard": st.session_state.get(key, {}).get("value"),
        },
        on_value_change=partial(_moved, name, key, scale, step),
        default={"value": None},
    )


def _written(value: float, percent: bool) -> str:
    return session.t().percent(value, 0) if percent else session.t().exact(value)


def _moved(name: str, key: str, scale: int, step: float) -> None:
    given = st.session_state[key].get("value")
    if isinstance(given, int | float):
        move(name, round(given / scale, 9), step)


def move(name: str, value: float, step: float = 0.001) -> None:
    """Put a threshold where the hand left it, but never across its partner of the pair (A stays below B)."""
    now = session.thresholds()
    for low, high in ORDERED:
        if name == low and now[high] is not None:
            value = min(value, round(now[high] - step, 9))
        if name == high and now[low] is not None:
            value = max(value, round(now[low] + step, 9))
    limits = ALL[name]
    try:
        session.put({name: min(max(value, limits.low), limits.high)})
    except Unusable as fault:
        st.toast(session.t().error(fault))


def switch(name: str) -> str:
    """Buttons for a threshold that is a choice; its words are `thresholds.<name>` and `thresholds.<name>.<option>`."""
    words, choice = session.t(), ALL[name]
    assert isinstance(choice, Choice)
    st.segmented_control(
        words(f"thresholds.{name}"),
        choice.options,
        default=choice.default,
        required=True,
        format_func=lambda option: words(f"thresholds.{name}.{option}"),
        key=name,
        bind="query-params",
    )
    return session.thresholds()[name]


def reset_button(names: tuple[str, ...]) -> None:
    """Back to the textbook, offered only when something differs from it."""
    changed = set(session.thresholds().changed()) & set(names)
    st.button(
        session.t()("frame.reset"),
        key=f"reset.{names[0]}",
        icon=":material/restart_alt:",
        disabled=not changed,
        on_click=session.reset,
        args=(names,),
        type="tertiary",
    )
