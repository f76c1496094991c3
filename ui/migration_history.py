"""How the classes changed between the two windows and before: their sizes at the end of each period, built once."""

from __future__ import annotations

import streamlit as st

from analytics import class_history
from analytics.charts import class_timeline
from analytics.class_history import History
from analytics.customers import crossable
from analytics.methods.migration import Migration
from analytics.views import View
from ui import caching, migration_words, parts, session
from ui.tune import REST

ROOM = "migration"
# Judging so many orders takes a few seconds; more are judged only when asked for.
ORDERS_AT_ONCE = 400_000


def found(asked: Migration) -> History | None:
    """The history of the class; None when the base is too short for one, or so large that it is counted on demand."""
    views = _views(asked)
    if len(views) < 2 or is_long(asked):
        return None
    there = lambda held: session.warehouse().holds(*(history.changes for history in held.values()))  # noqa: E731
    held = caching.remembered(_key(asked), lambda: _all(views), there)
    return held[asked.then.name]


def is_long(asked: Migration) -> bool:
    """Whether the base has a history that is only counted on demand."""
    views = _views(asked)
    large = asked.paired.now.whole["orders"] * len(views) > ORDERS_AT_ONCE
    return len(views) >= 2 and large and not st.session_state.get(_wanted(asked))


def _views(asked: Migration) -> list[View]:
    return class_history.points(session.span(), asked.paired.pair)


def _key(asked: Migration) -> str:
    return f"history.{asked.paired.table}.{sorted(session.thresholds().changed().items())}"


def _wanted(asked: Migration) -> str:
    return f"wanted.{_key(asked)}"


def _all(views: list[View]) -> dict[str, History]:
    """Every class at once: nearly all the time goes into the facts of each window."""
    thresholds = session.thresholds()
    with st.spinner(session.t()(f"{ROOM}.history_computing")):
        return class_history.histories(session.warehouse(), views, lambda facts: crossable(thresholds, facts))


def show(asked: Migration, history: History | None) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.history"), anchor=False)
    if history is None:
        _why_not(asked)
        return
    view = asked.paired.now.view
    st.caption(words(f"{ROOM}.history_how", n=(view.end - view.start).days + 1))
    look, members = session.look(), asked.then.members
    present = [m for m in (*members, None) if any(row["class"] == m for row in history.sizes)]
    names = {code: migration_words.class_name(code, asked.then.name) for code in present}
    frames = class_timeline.frames(history.sizes, names, lambda day: words.date(day, "short"), look)
    labels = {
        "until": words("columns.until"),
        "class": words("columns.class"),
        "share": words("columns.customer_share"),
    }
    labels["customers"] = words("columns.customers")
    colors = class_timeline.colors(present, look)
    key = f"class_history.{asked.then.name}"
    parts.chart(
        class_timeline.chart, labels, frames, tuple(names.values()), colors, key=key, alt=words(f"{ROOM}.history")
    )


def _why_not(asked: Migration) -> None:
    words = session.t()
    if len(_views(asked)) < 2:
        st.info(words(f"{ROOM}.history_short"), icon=":material/hourglass_empty:")
        return
    st.caption(words(f"{ROOM}.history_long", n=len(_views(asked))))
    st.button(words(f"{ROOM}.history_count"), on_click=_want, args=(asked,), icon=":material/timeline:", key="history")


def _want(asked: Migration) -> None:
    want(asked)
    st.rerun(REST)


def want(asked: Migration) -> None:
    """From now on the history is counted, however long it takes."""
    st.session_state[_wanted(asked)] = True
