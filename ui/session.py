"""What one visitor has in hand: the language, the base, the thresholds, the view of the base and its facts."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

import streamlit as st

from analytics import bases, scenarios, segment_map
from analytics import facts as heavy
from analytics.charts.theme import Look
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.limits import limits
from analytics.methods import channels, cohorts, loyalty_goals, overdue, personas, scenario_comparison
from analytics.plan_lists import LISTS
from analytics.schema import FILTERS
from analytics.thresholds import ALL, Thresholds
from analytics.views import Filter, View
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, Words, renamed, words
from ui import keeping_sign_in
from ui.markup import plain
from ui.workspaces import Workspace, workspaces

HERE = Path(__file__).parent
THRESHOLDS, SETTINGS, WORKSPACE, KEPT = "thresholds", "settings", "workspace", "kept"
OWN_NAMES = "rfm.names"
CHANNELS_BY = "channels.by"
LOYALTY_GOAL = "loyalty.goal"
PORTRAIT_OF, PERSONA_NAMES = "portrait.of", "personas.names"
LOSS_CLASS, LOSS_COLUMN = "dependence.class", "dependence.column"
LOSS_VALUES, LOSS_CLIENTS = "dependence.values", "dependence.clients"
LOSS = (LOSS_CLASS, LOSS_COLUMN, LOSS_VALUES, LOSS_CLIENTS)
OVERDUE = "overdue.whom"
PLAN_LIST = "plan.list"
COHORTS = {"shown": cohorts.SHOWN, "bucket": cohorts.BUCKETS, "split": (*cohorts.OF_FIRST_ORDER, *cohorts.OF_CLIENT)}
CHOICES = {"lang": LANGUAGES, CHANNELS_BY: channels.COLUMNS, LOYALTY_GOAL: tuple(loyalty_goals.GOALS)}
CHOICES[PLAN_LIST] = tuple(LISTS)
CHOICES |= {f"cohorts.{name}": codes for name, codes in COHORTS.items()} | {OVERDUE: overdue.WHOM}
WHAT_IF, WHAT_IF_CLASS = ("what_if.a", "what_if.b", "what_if.c"), "what_if.class"
CHOICES |= {WHAT_IF_CLASS: tuple(scenario_comparison.CLASSES)}
WORKSHOP, TOUR = "workshop", "tour"
CHOICES |= {WORKSHOP: ("on",)}
SETTINGS_OF_LINK = ("window", "against", OWN_NAMES, PORTRAIT_OF, PERSONA_NAMES, TOUR, *LOSS, *WHAT_IF, *CHOICES)
# how a visit is shown, nothing of the base: in the link, not kept with the base
OF_THE_VISIT = (WORKSHOP, TOUR)
# what a visitor chose for themselves and not for a base
STAYS = ("lang", OWN_NAMES, LOYALTY_GOAL, *WHAT_IF, WHAT_IF_CLASS, *OF_THE_VISIT)
# letters of charts that are read from the last row
SCALE_OF_WORKSHOP = 1.3
WINDOWS = ("whole", "last_year", "this_year", "last_12_months", "own")


def tell(fault: Unusable) -> None:
    """A word in passing about what could not be used; the page goes on without it."""
    st.toast(plain(t().error(fault)))


def page(name: str) -> str:
    """The file of a page, wherever the server was started."""
    return str(HERE.parent / "pages" / f"{name}.py")


def language() -> str:
    return setting("lang") or browser_language()


def browser_language() -> str:
    spoken = (st.context.locale or "en").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else "en"


def t() -> Words:
    own = own_names()
    return renamed(language(), own) if own else words(language())


def own_names() -> tuple[tuple[str, str], ...]:
    """What the visitor calls segments of the RFM map: (code, name)."""
    return tuple(segment_map.own_names(setting(OWN_NAMES, ())).items())


def look() -> Look:
    scale = SCALE_OF_WORKSHOP if setting(WORKSHOP) else 1
    return Look(language(), st.context.theme.type == "dark", own_names(), scale)


_in_hand: ContextVar[Workspace | None] = ContextVar("workspace", default=None)


def workspace() -> Workspace:
    """The open workspace of this visit; `home` is the folder of all the visitor's own. Nobody gets here unnamed where
    one has to sign in."""
    return _in_hand.get() or _found()


@contextmanager
def in_hand():
    """The workspace is looked up once for the body: who the visitor is takes long to tell, and a page asks fifty times."""
    before = _in_hand.set(_found())
    try:
        yield
    finally:
        _in_hand.reset(before)


def _found() -> Workspace:
    home = keeping_sign_in.home()
    if home is None:
        st.stop()
    return workspaces().open(home, st.session_state.get(WORKSPACE))


def warehouse() -> Warehouse:
    return workspace().warehouse


def main_base() -> str | None:
    """Kind of the base that is open: sales, totals or none."""
    return workspace().known("main_base", lambda: bases.main_base(warehouse()))


def columns() -> dict[str, set[str]]:
    """Kind → the columns its files had."""
    return workspace().known("columns", lambda: bases.available(warehouse()))


def span() -> tuple[dt.date, dt.date] | None:
    """First and last day of the sales; None without dates."""
    return workspace().known("span", lambda: bases.span(warehouse()))


def periods() -> tuple[bases.Period, ...]:
    """The periods of totals of several periods, the latest at the end; none of any other base."""
    return workspace().known("periods", lambda: bases.periods(warehouse()))


def begin_run() -> None:
    """Whatever an earlier run of this visitor still asks of the base is no longer wanted."""
    warehouse().supersede(st.session_state.setdefault("owner", secrets.token_hex(8)))
    if THRESHOLDS not in st.session_state:
        st.session_state[WORKSPACE] = workspace().name
        begin_visit()
    _meet_base()


def _meet_base() -> None:
    """Another base may have come since the last run, brought in by a thread or by another tab."""
    now = (workspace().name, workspace().version)
    before = st.session_state.setdefault("met", now)
    st.session_state["met"] = now
    if before[0] == now[0] and before[1] < now[1]:
        forget_filters()
        for name in ("facts", "answers", "client", "kept.window.own"):
            st.session_state.pop(name, None)


def begin_visit() -> None:
    """The address is taken once, when the visit begins, and what it leaves open from what is kept with the base.

    An address with any threshold, filter or window in it is a whole picture: nothing kept is mixed in.
    """
    given = {name: values for name, values in _address().items() if name in ALL or _is_choice(name)}
    kept = workspace().kept
    if given.keys() <= {"lang", *OF_THE_VISIT}:
        choices = {name: (value,) if isinstance(value, str) else value for name, value in kept.choices.items()}
        given = {name: (value,) for name, value in kept.thresholds.items()} | choices | given
    st.session_state[THRESHOLDS], st.session_state[SETTINGS] = {}, {}
    for name, values in given.items():
        if _is_choice(name):
            _take_choice(name, values)
    _read_thresholds({name: values[0] for name, values in given.items() if name in ALL})
    st.session_state[KEPT] = picture()


def _address() -> dict[str, tuple[str, ...]]:
    """What the address carries; one longer than the limit is emptied and told."""
    told = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    if not _is_too_long(told):
        return told
    tell(Unusable("link_too_long", limit=limits().link_characters))
    st.query_params.clear()
    return {}


def _is_too_long(address: Mapping[str, Sequence[str]]) -> bool:
    return sum(len(name) + sum(map(len, values)) for name, values in address.items()) > limits().link_characters


def _is_choice(name: str) -> bool:
    return name in SETTINGS_OF_LINK or name.startswith("filter.")


def _take_choice(name: str, values: tuple[str, ...]) -> None:
    """What cannot be used is passed over and told."""
    try:
        st.session_state[SETTINGS][name] = _setting_of_link(name, values)
    except Unusable as fault:
        tell(fault)


def _setting_of_link(name: str, values: tuple[str, ...]) -> str | tuple[str, ...]:
    if name.startswith("filter."):
        return Filter(name.removeprefix("filter."), values).values
    if name == OWN_NAMES:
        return tuple(f"{code}={own}" for code, own in segment_map.own_names(values).items())
    if name == PERSONA_NAMES:
        return tuple(f"{code}={own}" for code, own in segment_map.own_names(values, personas.own_codes()).items())
    if name in (LOSS_VALUES, LOSS_CLIENTS):
        return tuple(values)
    value = values[0]
    if name in WHAT_IF:
        return value if value == scenarios.NOW else scenarios.read(value).text
    if value not in CHOICES.get(name, (value,)):
        raise Unusable("threshold_choice", name=name, value=value, options=", ".join(CHOICES[name]))
    if name == "window" and value not in WINDOWS and own_window(value) == (None, None):
        raise Unusable("window_form", value=value)
    if name == "against" and own_window(value) == (None, None):
        raise Unusable("window_form", value=value)
    return value


def _read_thresholds(given: dict[str, str]) -> None:
    """All at once, for a pair may be valid only together; those a fault names are dropped until the rest is valid."""
    while given:
        try:
            put(given)
            return
        except Unusable as fault:
            tell(fault)
            at_fault = {fault.particulars.get(role) for role in ("name", "low", "high")}
            given = {name: value for name, value in given.items() if name not in at_fault}


def write_link() -> None:
    """The address carries every threshold that differs from the textbook, the language, the window and the filters.

    When they are too many for an address only the base keeps them.
    """
    wanted = link()
    for name in list(st.query_params):
        if name not in wanted and name != "client":
            del st.query_params[name]
    for name, values in wanted.items():
        if st.query_params.get_all(name) != values:
            st.query_params[name] = values


def link() -> dict[str, list[str]]:
    """What the address of this visit carries."""
    wanted = {name: [value] for name, value in thresholds().changed().items()}
    wanted |= {n: list(v) if isinstance(v, tuple) else [v] for n, v in st.session_state[SETTINGS].items() if v}
    if _is_too_long(wanted):
        wanted = {n: values for n, values in wanted.items() if n in ("lang", *OF_THE_VISIT)}
    return wanted


def keep() -> None:
    """What this visit has changed of the thresholds and choices since it last looked is kept with the base."""
    now, base = picture(), workspace()
    if st.session_state[KEPT] != now and base.name == st.session_state[WORKSPACE]:
        base.keep(thresholds=now[0], choices=now[1])
    st.session_state[KEPT] = now


def picture() -> tuple[dict, dict]:
    """What this visit has in force: the thresholds that differ from the textbook, and its choices."""
    chosen = {name: value for name, value in st.session_state[SETTINGS].items() if value and name not in OF_THE_VISIT}
    return thresholds().changed(), chosen


def setting(name: str, default=None):
    """What the visitor chose: lang, window, against (the window to compare with), filter.<column>, rfm.names, channels.by,
    cohorts.shown, cohorts.bucket, cohorts.split, overdue.whom, plan.list, loyalty.goal, portrait.of (class.code),
    personas.names, what_if.a, .b, .c (the scenarios compared, as a link has them), what_if.class, workshop (on), tour (its
    step), dependence.class (class.code), dependence.column, dependence.values and dependence.clients (who is lost)."""
    return st.session_state.get(SETTINGS, {}).get(name) or default


def choose(name: str, value: object) -> None:
    st.session_state[SETTINGS][name] = value


def rename(names: Mapping[str, str]) -> None:
    """Call segments of the RFM map by these names and no others; raises Unusable when one cannot be used."""
    usable = segment_map.own_names(f"{code}={name}" for code, name in names.items())
    choose(OWN_NAMES, tuple(f"{code}={name}" for code, name in usable.items()))


def rename_personas(names: Mapping[str, str]) -> None:
    """Call personas by these names and no others: {`5_2`: the name of the second of five}; raises Unusable as `rename` does."""
    usable = segment_map.own_names((f"{code}={name}" for code, name in names.items()), personas.own_codes())
    choose(PERSONA_NAMES, tuple(f"{code}={name}" for code, name in usable.items()))


def forget_filters() -> None:
    """Filters and windows belong to the base they were chosen on."""
    st.session_state[SETTINGS] = {n: v for n, v in st.session_state[SETTINGS].items() if n in STAYS}


def put(changes: dict[str, object]) -> None:
    """Change thresholds; raises Unusable and changes nothing when the new set is not valid."""
    st.session_state[THRESHOLDS] = thresholds().having(changes).changed()


def reset(names: tuple[str, ...]) -> None:
    """Back to the textbook values."""
    st.session_state[THRESHOLDS] = {k: v for k, v in st.session_state[THRESHOLDS].items() if k not in names}


def thresholds() -> Thresholds:
    return _set_of(tuple(st.session_state.get(THRESHOLDS, {}).items()))


@lru_cache(maxsize=256)
def _set_of(changes: tuple[tuple[str, str], ...]) -> Thresholds:
    """A set is frozen and is asked for a dozen times in a run."""
    return Thresholds(dict(changes))


def view() -> View:
    start, end = window()
    chosen = [(column, setting(f"filter.{column}")) for column in FILTERS]
    filters = tuple(Filter(column, tuple(values)) for column, values in chosen if values)
    return View(start=start, end=end, filters=filters).under(thresholds())


def window() -> tuple[dt.date | None, dt.date | None]:
    """The chosen window as first and last day, both inclusive; (None, None) is the whole base.

    Of totals of several periods it is one of those: the chosen one, or the latest.
    """
    days, choice = span(), setting("window", "whole")
    if periods():
        own = own_window(choice)
        return own if own in periods() else periods()[-1]
    if days is None or choice == "whole":
        return None, None
    last = days[1]
    if ".." in choice:
        return own_window(choice)
    if choice == "last_year":
        return dt.date(last.year - 1, 1, 1), dt.date(last.year - 1, 12, 31)
    if choice == "this_year":
        return dt.date(last.year, 1, 1), last
    return (last.replace(day=1) - dt.timedelta(days=335)).replace(day=1), last


def against() -> tuple[dt.date | None, dt.date | None]:
    """The window chosen to compare with, both days inclusive; (None, None) when none was."""
    return own_window(setting("against", ""))


def own_window(text: str) -> tuple[dt.date | None, dt.date | None]:
    """`2025-01-01..2025-12-31` of a link → days; (None, None) when it is not that."""
    try:
        start, end = (dt.date.fromisoformat(day) for day in text.split(".."))
    except ValueError:
        return None, None
    return (start, end) if start <= end else (None, None)


def facts() -> Facts:
    """Facts of the chosen view; built when they are not there yet, with a word of patience. Raises Unusable."""
    key = (workspace().folder, workspace().version, view())
    held = st.session_state.get("facts")
    if held and held[0] == key and heavy.alive(warehouse(), held[1]):
        return held[1]
    with st.spinner(t()("frame.computing")):
        built = heavy.build(warehouse(), view())
    st.session_state["facts"] = (key, built)
    return built
