"""The radar on the page of loyalty: which averages, classes and clients are laid over one another, and the chart of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import radar
from analytics.classes import ClassColumn
from analytics.customers import Selection, crossable, customers
from analytics.facts import Facts
from analytics.methods import loyalty
from analytics.methods.loyalty import Scores
from analytics.thresholds import Thresholds
from ui import caching, column_words, parts, session, tune
from ui.loyalty_words import ROOM, type_name

SERIES, FOUND = f"{ROOM}.series", f"{ROOM}.found"
EVERYONE, CLASS, CLIENT = "everyone", "class", "client"
FOUND_AT_MOST = 30
Series = tuple[str, ...]


def show(held: Scores, facts: Facts, thresholds: Thresholds, types: Sequence[str]) -> None:
    """Everyone's average, classes and clients as the visitor chose, five of them at most; `types` clockwise from the top."""
    words = session.t()
    st.subheader(words(f"{ROOM}.radar"), anchor=False)
    columns = {column.name: column for column in crossable(thresholds, facts)}
    chosen = choose(held, columns, thresholds)
    rows = [
        {"series": name, "type": type, "score": scores[type]}
        for name, scores in (_told(one, held, facts, columns) for one in chosen)
        for type in types
    ]
    if not rows:
        st.caption(words(f"{ROOM}.radar_empty"))
        return
    labels = {key: words(f"{ROOM}.radar_{key}") for key in ("series", "type", "score")}
    frames = radar.frames(rows, {type: type_name(type) for type in types}, session.look())
    parts.chart(radar.chart, labels, frames, len(chosen), key="loyalty_radar", alt=words(f"{ROOM}.radar"))
    st.caption(words(f"{ROOM}.radar_hint"))


def choose(held: Scores, columns: dict[str, ClassColumn], thresholds: Thresholds) -> list[Series]:
    """Draws the choice; what is chosen, those that still exist."""
    words, known = session.t(), _offered(columns)
    clients = st.session_state.setdefault(FOUND, {})
    options = known + [(CLIENT, client) for client in clients]
    now = [one for one in st.session_state.get(SERIES, _first(columns, thresholds)) if one in options]
    change = lambda chosen: st.session_state.update({SERIES: chosen})  # noqa: E731
    label = words(f"{ROOM}.compare", most=radar.MOST_SERIES)
    told = {"format_func": _name, "max_selections": radar.MOST_SERIES, "placeholder": words(f"{ROOM}.compare_hint")}
    tune.kept(st.multiselect, label, options, now, SERIES, change, **told)
    _search(now)
    return [one for one in now if one[0] != CLIENT or loyalty.of_client(session.warehouse(), held, one[1])]


def _search(now: list[Series]) -> None:
    """A client by a piece of the name or id, laid over the others."""
    words = session.t()
    hint = words("client.search_hint")
    shown = {"key": f"{ROOM}.search", "placeholder": hint, "icon": ":material/search:", "width": 420}
    search = st.text_input(words(f"{ROOM}.client"), **shown)
    if not search:
        return
    asked = (session.warehouse(), session.facts(), session.thresholds(), Selection(search=search), FOUND_AT_MOST)
    rows = customers(*asked, columns=("customer_id", "name")).to_pylist()
    if not rows:
        st.caption(words("client.nobody_found"))
        return
    names = {row["customer_id"]: _of_client(row["customer_id"], row["name"]) for row in rows}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        found = st.selectbox(
            words("client.found", n=len(names)), list(names), format_func=names.get, key=f"{ROOM}.found.{search}"
        )
        full = len(now) >= radar.MOST_SERIES or (CLIENT, found) in now
        given = {"disabled": full, "on_click": _add, "args": (found, names[found], now), "icon": ":material/add:"}
        st.button(words(f"{ROOM}.add"), key=f"{ROOM}.add", **given)


def _add(client: str, name: str, now: list[Series]) -> None:
    st.session_state[FOUND] = st.session_state[FOUND] | {client: name}
    st.session_state[SERIES] = [*now, (CLIENT, client)]


def _offered(columns: dict[str, ClassColumn]) -> list[Series]:
    return [(EVERYONE,), *((CLASS, name, code) for name, column in columns.items() for code in column.members)]


def _first(columns: dict[str, ClassColumn], thresholds: Thresholds) -> list[Series]:
    """At first: everyone beside the best and the last class of the chosen ABC."""
    column = columns[f"abc_{thresholds['abc.method']}_class"]
    return [(EVERYONE,), (CLASS, column.name, column.members[0]), (CLASS, column.name, column.members[-1])]


def _told(one: Series, held: Scores, facts: Facts, columns: dict[str, ClassColumn]) -> tuple[str, dict]:
    """Its name, and type → score or None."""
    nothing = dict.fromkeys(loyalty.TYPES)
    if one[0] == EVERYONE:
        return _name(one), {type: mean for type, (_, mean) in held.types.items()}
    if one[0] == CLIENT:
        return _name(one), loyalty.of_client(session.warehouse(), held, one[1]) or nothing
    rows = _of_class(held, facts, columns[one[1]])
    return _name(one), next((row for row in rows if row["class"] == one[2]), nothing)


def _of_class(held: Scores, facts: Facts, column: ClassColumn) -> list[dict]:
    """No threshold of this page moves a class: asked once for the boundaries it has."""
    warehouse = session.warehouse()
    asked = f"loyalty.class.{held.table}.{column.name}"
    known = caching.remembered(asked, dict)
    if known.get("sql") != column.sql:
        known |= {"sql": column.sql, "rows": loyalty.by_class(warehouse, facts, held, column)}
    return known["rows"]


def _name(one: Series) -> str:
    words = session.t()
    if one[0] == EVERYONE:
        return words(f"{ROOM}.everyone")
    if one[0] == CLIENT:
        return st.session_state[FOUND].get(one[1], one[1])
    code = column_words.of_code(one[1], one[2])
    return words(f"{ROOM}.of_class", method=words.name("columns", one[1]), code=code)


def _of_client(client: str, name: str) -> str:
    return name if name == client else f"{name} · {client}"
