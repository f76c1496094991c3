"""What one visitor has in hand: the language, the base, the thresholds, the view of the base and its facts."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

import streamlit as st

from analytics import facts as heavy
from analytics.charts.theme import Look
from analytics.errors import Unusable
from analytics.facts import Facts, Filter, View
from analytics.schema import FILTERS
from analytics.thresholds import ALL, Choice, Flag, Thresholds
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, Words, words
from ui.server import COOKIE
from ui.workspaces import Workspace, workspaces

HERE = Path(__file__).parent
STORE = "thresholds"
SWITCHES = tuple(name for name, t in ALL.items() if isinstance(t, Choice | Flag))
WINDOWS = ("whole", "last_year", "this_year", "last_12_months", "own")


def page(name: str) -> str:
    """The file of a page, wherever the server was started."""
    return str(HERE.parent / "pages" / f"{name}.py")


def language() -> str:
    return st.session_state.get("lang") or browser_language()


def browser_language() -> str:
    spoken = (st.context.locale or "en").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else "en"


def t() -> Words:
    return words(language())


def look() -> Look:
    return Look(language(), st.context.theme.type == "dark")


def workspace() -> Workspace:
    cookie = st.context.cookies.get(COOKIE)
    known = cookie if isinstance(cookie, str) and cookie else None
    return workspaces().of(known or st.session_state.setdefault("browser", secrets.token_urlsafe(24)))


def warehouse() -> Warehouse:
    return workspace().warehouse


def begin_run() -> None:
    """Whatever an earlier run of this visitor still asks of the base is no longer wanted."""
    warehouse().supersede(st.session_state.setdefault("owner", secrets.token_hex(8)))
    _read_link()


def _read_link() -> None:
    """Thresholds in the address are taken once, when the visit begins; an unusable one is passed over and told."""
    if STORE in st.session_state:
        return
    st.session_state[STORE] = {}
    for name, value in st.query_params.items():
        if name in ALL and name not in SWITCHES:
            try:
                put({name: value})
            except Unusable as fault:
                st.toast(t().error(fault))


def put(changes: dict[str, object]) -> None:
    """Change thresholds; raises Unusable and changes nothing when the new set is not valid."""
    st.session_state[STORE] = thresholds().having(changes).changed()
    for name in set(changes) & set(SWITCHES):
        st.session_state[name] = ALL[name].read(changes[name])


def reset(names: tuple[str, ...]) -> None:
    """Back to the textbook values."""
    textbook = Thresholds()
    st.session_state[STORE] = {k: v for k, v in st.session_state[STORE].items() if k not in names}
    for name in set(names) & set(SWITCHES):
        st.session_state[name] = textbook[name]


def thresholds() -> Thresholds:
    switched = {name: st.session_state[name] for name in SWITCHES if st.session_state.get(name) is not None}
    return Thresholds({**st.session_state.get(STORE, {}), **switched})


def write_link() -> None:
    """The address carries every threshold that differs from the textbook."""
    wanted = {k: v for k, v in thresholds().changed().items() if k not in SWITCHES}
    for name in ALL:
        if name in SWITCHES:
            continue
        if name in wanted and st.query_params.get(name) != wanted[name]:
            st.query_params[name] = wanted[name]
        elif name not in wanted and name in st.query_params:
            del st.query_params[name]


def view() -> View:
    start, end = window()
    filters = tuple(
        Filter(column, tuple(st.session_state[f"filter.{column}"]))
        for column in FILTERS
        if st.session_state.get(f"filter.{column}")
    )
    return View(start=start, end=end, filters=filters).under(thresholds())


def window() -> tuple[dt.date | None, dt.date | None]:
    """The chosen window as first and last day, both inclusive; (None, None) is the whole base."""
    days, choice = heavy.span(warehouse()), st.session_state.get("window", "whole")
    if days is None or choice == "whole":
        return None, None
    last = days[1]
    if choice == "own":
        own = st.session_state.get("window.own") or ()
        return (own[0], own[1]) if len(own) == 2 else (None, None)
    if choice == "last_year":
        return dt.date(last.year - 1, 1, 1), dt.date(last.year - 1, 12, 31)
    if choice == "this_year":
        return dt.date(last.year, 1, 1), last
    return (last.replace(day=1) - dt.timedelta(days=335)).replace(day=1), last


def facts() -> Facts:
    """Facts of the chosen view; built when they are not there yet, with a word of patience. Raises Unusable."""
    key = (workspace().folder, workspace().version, view())
    held = st.session_state.get("facts")
    if held and held[0] == key:
        return held[1]
    with st.spinner(t()("frame.computing")):
        built = heavy.build(warehouse(), view())
    st.session_state["facts"] = (key, built)
    return built
