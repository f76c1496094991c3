"""The portrait of a class that follows the hand: whose portrait, the sentence, the chart and what marks nothing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import attributes
from analytics.attributes import Attribute, Described
from analytics.charts import dumbbell
from analytics.classes import ClassColumn
from analytics.customers import dividing
from analytics.facts import Facts
from analytics.headlines import portrait as headline
from analytics.methods import abc_analysis, portrait
from analytics.methods.portrait import Trait
from analytics.thresholds import Thresholds
from ui import caching, parts, server, session, tune
from ui.markup import plain
from ui.portrait_words import ROOM, attribute_name, class_name

CHART = "portrait_marks"
ALL, SHOWN = "", f"{ROOM}.shown"
MOST_LISTED = 30


def described() -> Described:
    """What is known of the clients in hand; no threshold moves it."""
    warehouse, facts = session.warehouse(), session.facts()
    alive = lambda held: not held.table or warehouse.holds(held.table)  # noqa: E731

    def describe() -> Described:
        server.warm_up_late("scipy.stats", "statsmodels.stats.multitest")
        return attributes.describe(warehouse, facts)

    return caching.built("described", describe, alive, f"{ROOM}.describing")


def chosen(facts: Facts, thresholds: Thresholds) -> tuple[ClassColumn, str]:
    """The class whose portrait is shown: the link's, or the best of the chosen ABC."""
    columns = {column.name: column for column in dividing(thresholds, facts)}
    name, _, code = session.setting(session.PORTRAIT_OF, "").partition(".")
    column = columns.get(name) or columns[abc_analysis.method(thresholds, facts).column().name]
    return column, code if code in column.members else column.members[0]


def traits(facts: Facts, thresholds: Thresholds) -> list[Trait]:
    column, code = chosen(facts, thresholds)
    asked = (session.warehouse(), described(), thresholds, column, code)
    return caching.judged(f"portrait.{column.name}.{code}", lambda: portrait.portrait(*asked))


def controls(facts: Facts, thresholds: Thresholds) -> None:
    words, columns = session.t(), {column.name: column for column in dividing(thresholds, facts)}
    column, code = chosen(facts, thresholds)
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            name = lambda code: words.name("columns", code)  # noqa: E731
            choose = lambda picked: _choose(picked, columns[picked].members[0])  # noqa: E731
            by = f"{ROOM}.by"
            tune.kept(st.selectbox, words(f"{ROOM}.classes"), list(columns), column.name, by, choose, format_func=name)
            tune.slider("portrait.min_support", 1, 100, 1)
        with right:
            names = {each: class_name(column, each) for each in column.members}
            choose = lambda picked: _choose(column.name, picked)  # noqa: E731
            shown = {"format_func": names.get}
            tune.kept(st.selectbox, words(f"{ROOM}.class"), column.members, code, f"{ROOM}.of", choose, **shown)
            tune.slider("portrait.min_lift", 1, 5, 0.1)
        tune.reset_button(("portrait.min_support", "portrait.min_lift"))


def _choose(name: str, code: str) -> None:
    session.choose(session.PORTRAIT_OF, f"{name}.{code}")
    st.rerun([tune.LIVE, tune.REST])


def sentence(found: Sequence[Trait], column: ClassColumn, code: str) -> str:
    return headline.sentence(session.t(), session.warehouse(), found, class_name(column, code))


def show(found: Sequence[Trait], column: ClassColumn, code: str) -> None:
    """The chart and, below it, what of the attributes marks nothing or is to be read with care."""
    shown = which(found)
    rows = headline.leading(found) if shown is None else of_attribute(found, shown)
    words, klass = session.t(), class_name(column, code)
    labels = {"share": words(f"{ROOM}.share_axis"), "group": words(f"{ROOM}.in_class"), "all": words(f"{ROOM}.in_base")}
    labels |= {key: words(f"{ROOM}.{key}") for key in ("lift", "count", "sure")}
    frames = dumbbell.frames(headline.drawn(words, session.warehouse(), rows, found), session.look())
    parts.chart(dumbbell.chart, labels, frames, len(rows), key=CHART, select=True, alt=words(f"{ROOM}.question"))
    st.caption(words(f"{ROOM}.chart_hint", klass=plain(klass)))
    for remark in remarks(found, klass):
        st.caption(remark)


def which(found: Sequence[Trait]) -> Attribute | None:
    """The attribute whose values are drawn; None: the strongest marks of all."""
    words, known = session.t(), {t.attribute.column: t.attribute for t in found}
    now = st.session_state.get(SHOWN, ALL)
    names = {ALL: words(f"{ROOM}.all_attributes")} | {each: attribute_name(a) for each, a in known.items()}
    change = lambda column: st.session_state.update({SHOWN: column})  # noqa: E731
    shown = {"format_func": names.get, "width": 320}
    now = now if now in known else ALL
    tune.kept(st.selectbox, words(f"{ROOM}.values_of"), (ALL, *known), now, SHOWN, change, **shown)
    return known.get(now)


def of_attribute(found: Sequence[Trait], attribute: Attribute) -> list[Trait]:
    return [t for t in found if t.attribute.column == attribute.column and t.clients][:MOST_LISTED]


def remarks(found: Sequence[Trait], klass: str) -> list[str]:
    words, told = session.t(), []
    for key, its in (("nothing", portrait.marks_nothing(found)), ("not_judged", portrait.not_judged(found))):
        if its:
            told.append(words(f"{ROOM}.{key}", names=", ".join(plain(attribute_name(a)) for a in its)))
    uneven = [plain(attribute_name(t.attribute)) for t in portrait.unevenly_given(found)]
    return [*told, *([words(f"{ROOM}.uneven", names=", ".join(uneven))] if uneven else [])]
