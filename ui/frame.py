"""The frame around every page: language, the window on the base, measure and filters in the sidebar, navigation."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import duckdb
import streamlit as st

from analytics import bases, filters, views
from analytics.schema import BUCKETS, FILTERS, MEASURES
from analytics.words import LANGUAGES
from ui import (
    keeping_door,
    keeping_menu,
    keeping_sign_in,
    keeping_visit,
    server,
    session,
    tour,
    tune,
    windows,
    workshop,
    workshop_bar,
    workshop_guest,
)
from ui.markup import plain

PAGES = {
    "base": {"data": ":material/upload_file:", "overview": ":material/dashboard:", "client": ":material/person:"},
    "segments": {
        "abc_analysis": ":material/leaderboard:",
        "abc_xyz": ":material/grid_view:",
        "profitability": ":material/savings:",
        "rfm": ":material/view_cozy:",
        "lifecycle": ":material/timeline:",
        "portrait": ":material/person_search:",
    },
    "dynamics": {
        "retention": ":material/loop:",
        "migration": ":material/swap_vert:",
        "development": ":material/waterfall_chart:",
    },
    "relations": {
        "loyalty": ":material/diversity_3:",
        "satisfaction": ":material/sentiment_satisfied:",
        "growth_matrix": ":material/bubble_chart:",
        "renewal": ":material/phone_callback:",
        "channels": ":material/alt_route:",
    },
    "decisions": {
        "dependence": ":material/balance:",
        "what_if": ":material/compare_arrows:",
        "action_plan": ":material/checklist:",
    },
}
ICON = "\N{BAR CHART}"
ORDER_GRAINS = ("auto", "order_id", "day", "row")


@st.cache_resource(show_spinner=False)
def _warmed() -> None:
    server.warm_up()


def show() -> None:
    _warmed()
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="auto")
    _style()
    st.logo(str(session.HERE / "logo.svg"), size="large")
    if keeping_sign_in.home() is None:
        keeping_door.ask([name for pages in PAGES.values() for name in pages])
        return
    if workshop_guest.waits():
        st.navigation(_navigation(), position="hidden")
        workshop_guest.watch()
        return
    session.begin_run()
    shown = workshop.is_on()
    # not expanded, a long menu ends in a button whose words are always English
    page = st.navigation(_navigation(), position="hidden" if shown else "sidebar", expanded=True)
    try:
        keeping_visit.follow()
        workshop_bar.show(page, PAGES, _base_controls, _language) if shown else _sidebar()
        workshop_guest.offer()
        tour.show()
    except duckdb.InterruptException:
        st.stop()
    page.run()


def _sidebar() -> None:
    with st.sidebar:
        keeping_menu.show()
        _language()
        with session.in_hand():
            if session.main_base():
                _base_controls()
        keeping_door.way_out()


def _navigation() -> dict[str, list]:
    words = session.t()
    groups = {
        words(f"frame.{group}"): [
            st.Page(session.page(name), title=words(f"{name}.title"), icon=icon, url_path=name)
            for name, icon in pages.items()
        ]
        for group, pages in PAGES.items()
    }
    return {"": [st.Page(_home, title=words("frame.product"), default=True, visibility="hidden")], **groups}


def _home() -> None:
    """The bare address opens what the visitor came for: the base, or the way to bring one."""
    st.switch_page(session.page("overview" if session.main_base() else "data"))


def _style() -> None:
    """The house's spacing, and the few words Streamlit writes itself, in the visitor's language."""
    words = session.t()
    upload, limit = words("frame.upload"), words("frame.upload_limit", n=st.get_option("server.maxUploadSize"))
    style = (session.HERE / "style.css").read_text("utf-8")
    st.html(f"<style>{style.replace('UPLOAD_WORD', upload).replace('UPLOAD_LIMIT', limit)}</style>")


def _language() -> None:
    words = session.t()
    own_name = lambda code: session.words(code)("frame.own_name")  # noqa: E731
    change = lambda code: session.choose("lang", code)  # noqa: E731
    shown = {"required": True, "format_func": own_name, "label_visibility": "collapsed"}
    tune.kept(st.segmented_control, words("frame.language"), LANGUAGES, session.language(), "lang", change, **shown)


def _base_controls() -> None:
    columns = session.columns()
    base = session.main_base()
    if base == "sales":
        _window()
    if session.periods():
        _period()
    _choice("measure", _measures(columns.get(base, set()), base))
    if base == "sales":
        _choice("bucket", BUCKETS)
    _filters(columns, base)
    if base == "sales":
        with st.expander(session.t()("frame.more"), icon=":material/tune:"):
            _choice("order_grain", tuple(g for g in ORDER_GRAINS if g != "order_id" or "order_id" in columns[base]))
            _unfinished()


def _unfinished() -> None:
    key, name = "kept.include_unfinished", "include_unfinished"
    st.session_state[key] = session.thresholds()[name]
    change = lambda: session.put({name: st.session_state[key]})  # noqa: E731
    st.toggle(session.t()(f"thresholds.{name}"), key=key, on_change=change)


def _measures(columns: set[str], base: str) -> tuple[str, ...]:
    have = columns | ({"orders"} if base == "sales" else set())
    return tuple(m for m in MEASURES if views.NEEDED_FOR.get(m) in have | {None})


def _choice(name: str, options: tuple[str, ...]) -> None:
    words, now = session.t(), session.thresholds()[name]
    option_name = lambda option: words(f"thresholds.{name}.{option}")  # noqa: E731
    change = lambda option: session.put({name: option})  # noqa: E731
    options = options if now in options else (*options, now)
    tune.kept(st.selectbox, words(f"thresholds.{name}"), options, now, name, change, format_func=option_name)


def _window() -> None:
    words, days = session.t(), session.span()
    if days is None:
        return
    now = session.setting("window", "whole")
    option_name = lambda choice: words(f"frame.window_{choice}")  # noqa: E731
    shown = "own" if ".." in now else now if now in session.WINDOWS else "whole"
    change = lambda choice: session.choose("window", windows.written(days) if choice == "own" else choice)  # noqa: E731
    tune.kept(st.selectbox, words("frame.window"), session.WINDOWS, shown, "window", change, format_func=option_name)
    if shown == "own":
        _own_days(days)
    start, end = session.window()
    st.caption(words("frame.window_is", start=start or days[0], end=end or days[1]))


def _period() -> None:
    """Which of the periods of totals is looked at, and what is in none of them."""
    words, known = session.t(), list(reversed(session.periods()))
    change = lambda chosen: session.choose("window", windows.written(chosen))  # noqa: E731
    tune.kept(st.selectbox, words("frame.window"), known, session.window(), "period", change, format_func=windows.named)
    apart = session.workspace().known("of_no_period", lambda: bases.of_no_period(session.warehouse()))
    if apart["rows"]:
        st.caption(words("frame.of_no_period", n=apart["rows"], amount=apart["amount"]))


def _own_days(days: tuple) -> None:
    key, own = "kept.window.own", session.own_window(session.setting("window"))
    st.session_state.setdefault(key, own if own[0] else days)
    reach = [*days, *(day for day in own if day)]

    def change():
        if len(st.session_state[key]) == 2:
            session.choose("window", windows.written(st.session_state[key]))

    form = "DD.MM.YYYY" if session.language() == "ru" else "YYYY-MM-DD"
    label = session.t()("frame.window_days")
    st.date_input(label, min_value=min(reach), max_value=max(reach), key=key, on_change=change, format=form)


def _filters(columns: dict[str, set[str]], base: str) -> None:
    words = session.t()
    known = columns.get(base, set()) | columns.get("customers", set())
    offered = [c for c in FILTERS if c in known or session.setting(f"filter.{c}")]
    if not offered:
        return
    active = sum(bool(session.setting(f"filter.{c}")) for c in offered)
    title = words("frame.filters_on", n=active) if active else words("frame.filters")
    with st.expander(title, icon=":material/filter_alt:", key="filters"):
        for column in offered:
            _filter(column, "customers" if column in columns.get("customers", set()) - columns[base] else base)


def _filter(column: str, kind: str) -> None:
    words, name = session.t(), f"filter.{column}"
    now = list(session.setting(name, ()))
    values = session.workspace().known(
        f"values of {kind}.{column}", lambda: filters.values(session.warehouse(), kind, column)
    )
    options = list(dict.fromkeys([*values, *now]))
    change = lambda chosen: session.choose(name, tuple(chosen))  # noqa: E731
    shown = {"format_func": lambda value: value or words("frame.not_given"), "placeholder": words("frame.any")}
    tune.kept(st.multiselect, _filter_name(column), options, now, name, change, **shown)


def _filter_name(column: str) -> str:
    own = filters.own_name(session.warehouse(), column)
    return plain(own) if own else session.t().name("columns", column)


if __name__ == "__main__":
    show()
