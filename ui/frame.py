"""The frame around every page: language, the window on the base, measure and filters in the sidebar, navigation."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import duckdb
import streamlit as st

from analytics import facts as heavy
from analytics.schema import BUCKETS, FILTERS, MEASURES
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES
from ui import server, session

PAGES = {
    "base": {"data": ":material/upload_file:", "overview": ":material/dashboard:", "client": ":material/person:"},
    "segments": {"abc_analysis": ":material/leaderboard:", "abc_xyz": ":material/grid_view:"},
}
ICON = "\N{BAR CHART}"
MOST_FILTER_VALUES = 500


@st.cache_resource(show_spinner=False)
def _warmed() -> None:
    server.warm_up()


def show() -> None:
    _warmed()
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="auto")
    session.begin_run()
    _style()
    page = st.navigation(_navigation())
    try:
        with st.sidebar:
            _language()
            if heavy.main_base(session.warehouse()):
                _base_controls()
    except duckdb.InterruptException:
        st.stop()
    page.run()


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
    st.switch_page(session.page("overview" if heavy.main_base(session.warehouse()) else "data"))


def _style() -> None:
    """The house's spacing, and the few words Streamlit writes itself, in the visitor's language."""
    words = session.t()
    upload, limit = words("frame.upload"), words("frame.upload_limit", n=st.get_option("server.maxUploadSize"))
    style = (session.HERE / "style.css").read_text("utf-8")
    st.html(f"<style>{style.replace('UPLOAD_WORD', upload).replace('UPLOAD_LIMIT', limit)}</style>")


def _language() -> None:
    st.segmented_control(
        session.t()("frame.language"),
        LANGUAGES,
        default=session.browser_language(),
        required=True,
        format_func=lambda code: session.words(code)("frame.own_name"),
        key="lang",
        bind="query-params",
        label_visibility="collapsed",
    )


def _base_controls() -> None:
    columns = heavy.available(session.warehouse())
    base = heavy.main_base(session.warehouse())
    if base == "sales":
        _window()
    _choice("measure", _measures(columns.get(base, set()), base))
    if base == "sales":
        _choice("bucket", BUCKETS)
    _filters(columns, base)
    if base == "sales":
        with st.expander(session.t()("frame.more"), icon=":material/tune:"):
            _choice(
                "order_grain",
                ("auto", "order_id", "day", "row") if "order_id" in columns[base] else ("auto", "day", "row"),
            )
            st.toggle(session.t()("thresholds.include_unfinished"), key="include_unfinished", bind="query-params")


def _measures(columns: set[str], base: str) -> tuple[str, ...]:
    have = columns | ({"orders"} if base == "sales" else set())
    return tuple(m for m in MEASURES if heavy.NEEDED_FOR.get(m) in have | {None})


def _choice(name: str, options: tuple[str, ...]) -> None:
    words = session.t()
    st.selectbox(
        words(f"thresholds.{name}"),
        options,
        index=options.index(Thresholds()[name]),
        format_func=lambda option: words(f"thresholds.{name}.{option}"),
        key=name,
        bind="query-params",
    )


def _window() -> None:
    words, days = session.t(), heavy.span(session.warehouse())
    if days is None:
        return
    st.selectbox(
        words("frame.window"),
        session.WINDOWS,
        format_func=lambda choice: words(f"frame.window_{choice}"),
        key="window",
        bind="query-params",
    )
    if st.session_state.get("window") == "own":
        st.date_input(
            words("frame.window_days"), days, *days, key="window.own", bind="query-params",
            format="DD.MM.YYYY" if session.language() == "ru" else "YYYY-MM-DD",
        )  # fmt: skip
    start, end = session.window()
    st.caption(words("frame.window_is", start=start or days[0], end=end or days[1]))


def _filters(columns: dict[str, set[str]], base: str) -> None:
    words = session.t()
    offered = [c for c in FILTERS if c in columns.get(base, set()) | columns.get("customers", set())]
    if not offered:
        return
    active = sum(bool(st.session_state.get(f"filter.{c}")) for c in offered)
    with st.expander(words("frame.filters", n=active), icon=":material/filter_alt:"):
        for column in offered:
            st.multiselect(
                _filter_name(column),
                _values(
                    session.workspace().folder,
                    session.workspace().version,
                    base if column in columns[base] else "customers",
                    column,
                ),
                format_func=lambda value: value or words("frame.not_given"),
                key=f"filter.{column}",
                bind="query-params",
                placeholder=words("frame.any"),
            )


def _filter_name(column: str) -> str:
    sources = session.warehouse().rows('select source from mapped_columns where "column" = $column', {"column": column})
    own = sources[0]["source"] if column.startswith("attribute_") and sources else None
    return own or session.t().name("columns", column)


@st.cache_data(max_entries=100, show_spinner=False)
def _values(folder, version: int, kind: str, column: str) -> list[str]:
    rows = session.warehouse().rows(
        f"select coalesce({column}, '') as value from {kind} group by 1 order by count(*) desc, 1 limit {MOST_FILTER_VALUES}"
    )
    return [row["value"] for row in rows]


if __name__ == "__main__":
    show()
