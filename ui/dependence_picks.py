"""Who is gone: a class, a manager's book or any other trait, clients by name. What is chosen stays in the link."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import filters, traits
from analytics.customers import dividing
from analytics.facts import Facts
from analytics.methods import stress_test
from analytics.methods.stress_test import Loss
from analytics.thresholds import Thresholds
from ui import caching, column_words, session, tune
from ui.dependence_words import ROOM

NONE = ""
LARGEST, FOUND, MOST_CLIENTS = 200, 50, 50
SEARCH = f"{ROOM}.search"


def loss(facts: Facts, thresholds: Thresholds) -> Loss:
    """What the visitor has chosen of what this base has."""
    column = session.setting(session.LOSS_COLUMN, NONE)
    known = column in offered()
    of_class = classes(facts, thresholds).get(session.setting(session.LOSS_CLASS, NONE))
    values = tuple(session.setting(session.LOSS_VALUES, ())) if known else ()
    clients = tuple(session.setting(session.LOSS_CLIENTS, ()))
    return Loss(thresholds["dependence.top"], of_class, column if known else NONE, values, clients)


def show(facts: Facts, thresholds: Thresholds) -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            of_class(facts, thresholds)
            by_name(facts)
        with right:
            of_trait(facts)


def classes(facts: Facts, thresholds: Thresholds) -> dict[str, tuple[str, str]]:
    """`abc_share_class.A` → (name of the class, code), of every class there is."""
    return {f"{c.name}.{code}": (c.name, code) for c in dividing(thresholds, facts) for code in c.members}


def of_class(facts: Facts, thresholds: Thresholds) -> None:
    words, known = session.t(), classes(facts, thresholds)
    names = {NONE: words(f"{ROOM}.no_class")}
    for option, (name, code) in known.items():
        names[option] = f"{words.name('columns', name)}: {column_words.of_code(name, code)}"
    now = session.setting(session.LOSS_CLASS, NONE)
    now, choose = now if now in known else NONE, partial(choose_one, session.LOSS_CLASS)
    shown = {"format_func": names.get}
    tune.kept(st.selectbox, words(f"{ROOM}.whole_class"), list(names), now, session.LOSS_CLASS, choose, **shown)


def of_trait(facts: Facts) -> None:
    """A column of the base and the values of it whose clients are gone."""
    words, columns = session.t(), offered()
    if not columns:
        st.caption(words(f"{ROOM}.no_traits"))
        return
    now = session.setting(session.LOSS_COLUMN, NONE)
    now = now if now in columns else NONE
    names = {NONE: words(f"{ROOM}.no_trait")} | {column: column_name(column) for column in columns}
    shown = {"format_func": names.get}
    tune.kept(st.selectbox, words(f"{ROOM}.trait"), list(names), now, session.LOSS_COLUMN, choose_column, **shown)
    if now == NONE:
        return
    values = caching.remembered(f"values.{now}", lambda: stress_test.values_of(session.warehouse(), facts, now))
    chosen = [value for value in session.setting(session.LOSS_VALUES, ()) if value in values]
    choose = partial(choose_many, session.LOSS_VALUES)
    more = {"placeholder": words(f"{ROOM}.choose_values")}
    tune.kept(st.multiselect, words(f"{ROOM}.trait_values"), values, chosen, session.LOSS_VALUES, choose, **more)


def by_name(facts: Facts) -> None:
    """The largest are offered at once; in a larger base others are found by a piece of the name."""
    words, chosen = session.t(), tuple(session.setting(session.LOSS_CLIENTS, ()))
    many = facts.whole["clients"] > LARGEST
    search = st.session_state.get(SEARCH, "") if many else ""
    asked = (session.warehouse(), facts, search, chosen, LARGEST, FOUND)
    names = caching.remembered(f"candidates.{search}.{chosen}", lambda: stress_test.candidates(*asked))
    now = [client for client in chosen if client in names]
    choose = partial(choose_many, session.LOSS_CLIENTS)
    more = {"format_func": names.get, "max_selections": MOST_CLIENTS, "placeholder": words(f"{ROOM}.choose_clients")}
    tune.kept(st.multiselect, words(f"{ROOM}.clients"), list(names), now, session.LOSS_CLIENTS, choose, **more)
    if many:
        about = words(f"{ROOM}.search_about", n=LARGEST)
        st.text_input(words(f"{ROOM}.search"), key=SEARCH, placeholder=about, persist_state="session")


def column_name(column: str) -> str:
    """What the visitor's own file calls it, where that is no name of ours."""
    own = caching.remembered(f"own_name.{column}", lambda: filters.own_name(session.warehouse(), column))
    return own or session.t().name("columns", column)


def offered() -> list[str]:
    return caching.remembered("traits", lambda: traits.offered(session.warehouse()))


def choose_one(name: str, value: str) -> None:
    session.choose(name, value or None)
    st.rerun(tune.REST)


def choose_many(name: str, values: list[str]) -> None:
    session.choose(name, tuple(values) or None)
    st.rerun(tune.REST)


def choose_column(column: str) -> None:
    """The values belong to their column."""
    session.choose(session.LOSS_VALUES, None)
    choose_one(session.LOSS_COLUMN, column)
