"""Live thresholds: sliders that report while they are dragged, switches, and the way back to the textbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from analytics.errors import Unusable
from analytics.thresholds import ALL, ORDERED, Choice, Thresholds
from ui import session

HERE = Path(__file__).parent
THROTTLE_MS = 80
REST_MS = 250
LIVE, REST = "live", "rest"


def _component(name: str, kinds: tuple[str, ...] = ("html", "css", "js")):
    return st.components.v2.component(name, **{kind: (HERE / f"{name}.{kind}").read_text("utf-8") for kind in kinds})


_SLIDER = _component("live_slider")
_CUT_LINES = _component("cut_lines")
_REST_WATCH = _component("rest_watch", ("js",))


def slider(
    name: str,
    low: float,
    high: float,
    step: float,
    percent: bool = False,
    otherwise: float = 0,
    put: Callable | None = None,
) -> None:
    """A live slider for one numeric threshold; `low`, `high`, `step` in the threshold's own units, shown ×100 for a percent.

    `otherwise` is shown while the threshold is taken from the data; `put(value)` stands in for `move`.
    """
    words, value, textbook = session.t(), session.thresholds()[name], Thresholds()[name]
    as_ever = value == textbook or textbook is None
    note = "" if as_ever else words("frame.textbook_is", value=_written(textbook, percent))
    value, put = otherwise if value is None else value, put or partial(move, name, step=step)
    _live(f"tune.{name}", words(f"thresholds.{name}"), (low, high, step), value, percent, put, note)


def dial(name: str, label: str, low: float, high: float, step: float, start: float, percent: bool = False) -> float:
    """A live slider for a number that is no threshold, a "what if" of one page; it stays for the visit, not in the link."""
    dials = st.session_state.setdefault("dials", {})
    value = dials.get(name, start)
    put = lambda moved: dials.__setitem__(name, min(max(moved, low), high))  # noqa: E731
    _live(f"dial.{name}", label, (low, high, step), value, percent, put)
    return value


def number(
    name: str, label: str, reach: tuple[float, float, float], value: float, put: Callable[[float], None]
) -> None:
    """A live slider for one number of a threshold that is several: `reach` is low, high, step; `put(value)` keeps it."""
    _live(f"tune.{name}", label, reach, value, False, put)


def _live(
    key: str, label: str, reach: tuple[float, float, float], value: float, percent: bool, put: Callable, note: str = ""
) -> None:
    (low, high, step), scale = reach, 100 if percent else 1
    _SLIDER(
        key=key,
        data={
            "label": label,
            "min": min(low, value) * scale,
            "max": max(high, value) * scale,
            "step": step * scale,
            "value": round(value * scale, 6),
            "unit": "\u00a0%" if percent else "",
            "textbook": note,
            "throttle": THROTTLE_MS,
            "rest": REST_MS,
            "language": session.t().language,
            "heard": st.session_state.get(key, {}).get("value"),
        },
        on_value_change=partial(_moved, key, scale, put),
        default={"value": None},
    )


def rest_watch() -> None:
    """Redraws the fragment it stands in, and that alone, when the hand comes to rest on a slider or a cut line."""
    _REST_WATCH(key="rest_watch", on_rested_change=lambda: None)


def _written(value: float, percent: bool) -> str:
    return session.t().percent(value, 0) if percent else session.t().exact(value)


def _moved(key: str, scale: int, put: Callable) -> None:
    given = st.session_state[key].get("value")
    if isinstance(given, int | float):
        put(round(given / scale, 9))


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
        session.tell(fault)


def kept(widget, label: str, options, now, name: str, change, **more):
    """A widget that shows what the visit remembers (`now`) and tells `change` of a new choice.

    The truth is the visit's, not the widget's: a widget forgets when its page is left, and a link names codes, not words.
    """
    key = f"kept.{name}"
    st.session_state[key] = now
    widget(label, options, key=key, on_change=lambda: change(st.session_state[key]), **more)


def switch(name: str) -> str:
    """Buttons for a threshold that is a choice; its words are `thresholds.<name>` and `thresholds.<name>.<option>`."""
    words, choice = session.t(), ALL[name]
    assert isinstance(choice, Choice)
    option_name = lambda option: words(f"thresholds.{name}.{option}")  # noqa: E731
    now = session.thresholds()[name]

    def change(option: str) -> None:
        session.put({name: option})
        st.rerun([LIVE, REST])

    kept(
        st.segmented_control,
        words(f"thresholds.{name}"),
        choice.options,
        now,
        name,
        change,
        required=True,
        wrap=True,
        format_func=option_name,
    )
    return now


def reset_button(names: tuple[str, ...]) -> None:
    """Back to the textbook, offered only when something differs from it."""
    changed = set(session.thresholds().changed()) & set(names)
    st.button(
        session.t()("frame.reset"),
        key=f"reset.{names[0]}",
        icon=":material/restart_alt:",
        disabled=not changed,
        on_click=_back,
        args=(names,),
        type="tertiary",
    )


def _back(names: tuple[str, ...]) -> None:
    session.reset(names)
    st.rerun([LIVE, REST])


def cut_lines(
    chart: str,
    lines: list[tuple[str, str, float]],
    height: int,
    top: float,
    moved,
    across: bool = False,
    step: float = 0.01,
    key: str = "",
) -> None:
    """Lines over a chart that can be dragged, or moved with the arrow keys when focused.

    `lines` are (code, spoken name, level); levels run from 0 at the bottom of the plot to `top` at its upper edge, or
    `across` from 0 at its left edge to 1 at its right one. While a line is under the hand, `moved(code, level)` is called
    for each report. An arrow key moves it by `step`. A chart with lines both ways has them under two `key`s.
    """
    key = f"cuts.{key or chart}"
    drawn = [{"code": code, "name": name, "level": level} for code, name, level in lines]
    _CUT_LINES(
        key=key,
        data={"chart": f"st-key-chart_{chart}", "lines": drawn, "top": top, "across": across}
        | {"height": round(height * session.look().scale)}
        | {"step": step, "throttle": THROTTLE_MS, "rest": REST_MS, "heard": _last_report(key)},
        on_cut_change=partial(_cut_moved, key, moved),
        default={"cut": None},
    )


def _last_report(key: str) -> int | None:
    return (st.session_state.get(key, {}).get("cut") or {}).get("number")


def _cut_moved(key: str, moved) -> None:
    cut = st.session_state[key].get("cut")
    if isinstance(cut, dict) and isinstance(cut.get("level"), int | float):
        moved(str(cut.get("code")), float(cut["level"]))
