"""The parts pages are made of: title with its definition, guard, headline, chart, table with download, explanation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa
import streamlit as st

from analytics import customers, exports
from analytics.classes import sizes
from analytics.customers import EVERYONE, Selection
from analytics.drawings import Drawing, classes, overview
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.threshold_words import setting
from analytics.thresholds import Thresholds
from ui import caching, column_words, session, taken_away, tune
from ui.markup import plain
from ui.tune import LIVE, REST

PAGE_ROWS = 50
LIST_COLUMNS = (
    "name customer_id revenue profit orders average_order last_order_date abc_class xyz_class share "
    "distance_to_better_class next_step"
).split()


def page(room: str, live: Callable, rest: Callable | None = None, still: Callable | None = None) -> None:
    """A page: its question, what follows the hand (`live`), what no threshold of the page moves (`still`), and what is
    drawn when the hand rests (`rest`)."""
    title(room)
    st.fragment(lambda: shown(live), key=LIVE)()
    if still:
        shown(still, told_already=True)
    if rest:
        st.fragment(lambda: _at_rest(rest), key=REST)()


def _at_rest(rest: Callable) -> None:
    tune.rest_watch()
    shown(rest, told_already=True)


def title(room: str) -> None:
    st.title(session.t()(f"{room}.question"), anchor=False)
    st.caption(session.t()(f"{room}.definition"))


def shown(body: Callable, told_already: bool = False) -> None:
    """Run a page's body; what cannot be used becomes one sentence on the page, and a superseded run ends quietly."""
    try:
        with session.in_hand():
            body()
            session.write_link()
            session.keep()
    except Unusable as fault:
        if not told_already:
            complain(fault)
    except duckdb.InterruptException:
        st.stop()


def complain(fault: Unusable) -> None:
    st.error(plain(session.t().error(fault)), icon=":material/error:")


def guard(dated: bool = False) -> Facts:
    """The facts in hand, or the reason there are none and the way to get them; a page goes no further without."""
    words = session.t()
    if session.main_base() is None:
        st.info(words("frame.no_base"), icon=":material/upload_file:")
        st.page_link(session.page("data"), label=words("frame.to_data"), icon=":material/arrow_forward:")
        st.stop()
    facts = session.facts()
    if dated and not facts.dated:
        st.info(words("frame.needs_dates"), icon=":material/event_busy:")
        st.stop()
    return facts


def headline(sentence: str) -> None:
    """The one sentence with the number that matters; markup in it is ours, never the visitor's."""
    st.markdown(f"#### {sentence}")


def chart(make: Callable, labels: dict, frames: dict, *options, key: str, select: bool = False, alt: str | None = None):
    """Draw a chart of analytics/charts from its cached template; with `select` a chosen mark redraws what is at rest."""
    look = session.look()
    spec = caching.template(make, f"{make.__module__}", look, tuple(labels.items()), *options)
    chosen = {"on_select": lambda: st.rerun(REST)} if select else {}
    with st.container(key=f"chart_{key}"):
        return st.vega_lite_chart(
            {**spec, "datasets": frames}, key=f"{key}.{look.language}.{look.dark}", width="stretch", alt=alt, **chosen
        )


def drawn(drawing: Drawing, key: str, select: bool = False):
    """Draw what analytics/drawings has put together."""
    given = {"key": key, "select": select, "alt": drawing.alt}
    return chart(drawing.make, drawing.labels, drawing.frames, *drawing.options, **given)


def chosen_in(key: str, selection: str) -> list[dict]:
    look = session.look()
    state = st.session_state.get(f"{key}.{look.language}.{look.dark}") or {}
    return (state.get("selection") or {}).get(selection) or []


def figures(told: dict[str, tuple[str, str | None]], key: str, border: bool = True) -> None:
    """Large numbers in a row that wraps on a narrow screen: name → (value, help)."""
    with st.container(horizontal=True, key=f"figures_{key}", gap="small"):
        for name, (value, explained) in told.items():
            st.metric(name, value, help=explained, border=border)


def table(rows: Sequence[dict] | pa.Table, columns: Sequence[str], key: str, heads: dict | None = None, **options):
    """A small table in the visitor's words (or under `heads` of its own); numbers to the right."""
    rows = _rows(rows)
    words = session.t()
    heads = {c: words.name("columns", c) for c in columns} | (heads or {})
    settings = {
        c: st.column_config.TextColumn(heads[c], alignment="right" if c in column_words.NUMBERS else "left")
        for c in columns
    }
    told = column_words.written({c: [row.get(c) for row in rows] for c in columns})
    return st.dataframe(told, column_config=settings, hide_index=True, key=key, width="stretch", **options)


def downloads(name: str, rows: Callable, key: str) -> None:
    """Two buttons: the same table as a workbook and as CSV that Excel opens; built only when pressed."""
    words = session.t()

    def head(column: str) -> str:
        return words.name("columns", column)

    taken = lambda: exports.as_table(rows())  # noqa: E731
    forms = {
        "xlsx": lambda: exports.workbook(taken(), head),
        "csv": lambda: exports.csv_for_excel(taken(), head, words),
    }
    with st.container(horizontal=True, gap="small"):
        for form, content in forms.items():
            taken_away.button(words(f"frame.download_{form}"), content, f"{name}.{form}", f"{key}.{form}")


def client_list(
    facts: Facts,
    thresholds: Thresholds,
    only: dict[str, object],
    total: int,
    key: str,
    among: str = "",
    columns: Sequence[str] = LIST_COLUMNS,
) -> None:
    """Clients of the chosen class or cell, a page at a time, with the whole list to take away.

    `only` keeps {class name: code}; `among` those whose customer_id this query of ours tells.
    """
    offset = rows_before(total, f"{key}.page.{sorted(only.items(), key=str)}{among}")
    selection = Selection(tuple(only.items()), among=among)
    client_page(facts, thresholds, selection, key, PAGE_ROWS, offset, columns)
    downloads("clients", everyone(facts, thresholds, selection), key)


def rows_before(total: int, key: str) -> int:
    """How many rows of a list lie before the page that is looked at; asked for when there is more than one page."""
    pages = max(1, -(-total // PAGE_ROWS))
    if pages == 1:
        return 0
    return (st.number_input(session.t()("frame.page_of", pages=pages), 1, pages, 1, key=key, width=220) - 1) * PAGE_ROWS


def everyone(facts: Facts, thresholds: Thresholds, selection: Selection = EVERYONE) -> Callable:
    """What gives the whole list later, when a button is pressed: there the server knows no visitor and no session."""
    warehouse = session.warehouse()
    return lambda: customers.customers(warehouse, facts, thresholds, selection)


def client_page(
    facts: Facts,
    thresholds: Thresholds,
    selection: Selection,
    key: str,
    rows: int,
    offset: int = 0,
    columns: Sequence[str] = LIST_COLUMNS,
) -> None:
    """One page of clients; choosing a row opens the client's card."""
    known = abc_sizes(facts, thresholds)
    found = customers.page(session.warehouse(), facts, thresholds, selection, rows, offset, columns, known)
    have = [c for c in columns if any(row[c] is not None for row in found)]
    if all(row["name"] == row["customer_id"] for row in found):
        have.remove("name")
    table_of_clients(found, have, key)


def _rows(found: Sequence[dict] | pa.Table) -> Sequence[dict]:
    return found.to_pylist() if isinstance(found, pa.Table) else found


def table_of_clients(
    found: Sequence[dict] | pa.Table, columns: Sequence[str], key: str, heads: dict | None = None
) -> None:
    """A table of clients (among its rows' columns is customer_id); choosing a row opens the client's card."""
    found = _rows(found)
    picked = table(found, columns, f"{key}.table", heads, on_select="rerun", selection_mode="single-row")
    st.caption(session.t()("frame.choose_a_row"))
    if picked.selection.rows:
        st.session_state["client"] = found[picked.selection.rows[0]]["customer_id"]
        st.switch_page(session.page("client"))


def abc_sizes(facts: Facts, thresholds: Thresholds) -> list[dict]:
    """Sizes of the chosen ABC class: the curve, its table and every list of clients ask for them."""
    column = abc_analysis.chosen(thresholds, facts)
    return caching.judged("abc_sizes", lambda: sizes(session.warehouse(), facts, column))


def class_split(rows: Sequence[dict], members: tuple[str, ...], key: str, alt: str, select: bool = False) -> None:
    """How the classes share the clients and the chosen measure; clients without a class are left to the tables."""
    drawn(classes.split(session.look(), session.thresholds()["measure"], rows, members, alt), key, select)


def timeline_chart(rows: Sequence[dict], room: str, key: str) -> None:
    """Bars of revenue by bucket."""
    words, bucket = session.t(), session.thresholds()["bucket"]
    drawn(overview.over_time(session.look(), rows, bucket, words(f"{room}.over_time")), key)


def explained(room: str, names: Sequence[str], also: Sequence[str] = (), **particulars: object) -> None:
    """How it is counted: the rule (and those of the rooms that are parts of this page), the thresholds in force and the
    source of the method."""
    words, now, textbook = session.t(), session.thresholds(), Thresholds()
    with st.expander(
        words("frame.how_counted"), icon=":material/menu_book:", on_change="rerun", key=f"{room}.how"
    ) as opened:
        if not opened.open:
            return
        st.markdown(words(f"{room}.how", **particulars))
        for part in also:
            st.markdown(words(f"{part}.how"))
        rows = [
            {
                "threshold": words(f"thresholds.{n}"),
                "now": setting(words, n, now[n]),
                "textbook": setting(words, n, textbook[n]),
            }
            for n in names
        ]
        # left to itself the grid cuts the longer words of a narrow column
        heads = {c: words(f"columns.{c}") for c in ("threshold", "now", "textbook")}
        widths = {
            c: 34 + 8 * max(len(told) for told in (heads[c], *(row[c] for row in rows))) for c in ("now", "textbook")
        }
        settings = {c: st.column_config.TextColumn(head, width=widths.get(c)) for c, head in heads.items()}
        st.dataframe(
            pa.Table.from_pylist(rows),
            hide_index=True,
            width="content",
            key=f"{room}.thresholds",
            column_config=settings,
        )
        st.caption("\n\n".join(words(f"{told}.source") for told in (room, *also)))


def way_back(told: str, label: str, key: str, back: Callable) -> None:
    """A remark on what of a page is the visitor's own, and the button that takes it all back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(told, width="content")
        st.button(label, key=key, icon=":material/restart_alt:", type="tertiary", on_click=back)


def tabs(room: str, shows: dict[str, Callable]) -> None:
    """The tabs of a page, `<room>.tab_<name>` each; nothing of one is counted or drawn before it is opened."""
    words = session.t()
    names = [words(f"{room}.tab_{name}") for name in shows]
    drawn = st.tabs(names, on_change="rerun", key=f"{room}.tabs.{words.language}")
    for tab, show in zip(drawn, shows.values(), strict=True):
        with tab:
            if tab.open:
                show()


def measure_heads() -> dict[str, str]:
    """Columns of the chosen measure under its own name: revenue, share of revenue."""
    words, measure = session.t(), session.thresholds()["measure"]
    own = words(f"thresholds.measure.{measure}")
    return {
        "value": own,
        "value_share": words("frame.share_of", measure=words(f"thresholds.measure.{measure}.genitive")),
    }
