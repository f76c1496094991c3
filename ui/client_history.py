"""The classes of one client before: in both windows of the comparison, and the last change with its date."""

from __future__ import annotations

import streamlit as st

from analytics.customers import crossable
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import migration
from analytics.methods.migration import Migration
from analytics.windows import Paired
from ui import migration_history, migration_words, parts, session, windows
from ui.markup import plain

ROOM = "client"
COLUMNS = ["class_name", "then", "now", "previous_class", "changed_on"]


def show(client: dict, facts: Facts) -> None:
    """Judging every class on a dozen dates takes seconds, so it is done when the part is opened."""
    words, look = session.t(), {"icon": ":material/history:", "on_change": "rerun", "key": "client.history"}
    if not facts.dated:
        return
    with st.expander(words(f"{ROOM}.history"), **look) as opened:
        if opened.open:
            _opened(client, facts)


def _opened(client: dict, facts: Facts) -> None:
    try:
        paired = windows.paired()
    except Unusable as fault:
        st.caption(plain(session.t().error(fault)))
        return
    asked = [migration.of_class(paired, session.thresholds(), c.name) for c in crossable(session.thresholds(), facts)]
    _on_demand(asked[0])
    _table(client, paired, asked)


def _on_demand(asked: Migration) -> None:
    """In a large base the dates of the changes are counted when somebody asks."""
    words = session.t()
    if migration_history.is_long(asked):
        label, icon = words("migration.history_count"), ":material/history:"
        st.caption(words(f"{ROOM}.history_long"))
        st.button(label, key="client.history.count", icon=icon, on_click=migration_history.want, args=(asked,))


def _table(client: dict, paired: Paired, asked: list[Migration]) -> None:
    words, (then, now) = session.t(), (_days(side) for side in (paired.then, paired.now))
    st.caption(words(f"{ROOM}.history_how"))
    rows = [_row(client["customer_id"], one) for one in asked]
    known = [column for column in COLUMNS if any(row[column] is not None for row in rows)]
    heads = {"class_name": words("columns.class"), "then": then, "now": now}
    parts.table(rows, known, key="client_history", heads=heads, height="content")


def _row(client: str, asked: Migration) -> dict:
    """The name of the class, the class then and now, the class before the last change."""
    words, name, history = session.t(), asked.then.name, migration_history.found(asked)
    found = migration.of_client(session.warehouse(), asked, client, history and history.changes)
    before = found["previous_class"] and migration_words.class_name(found["previous_class"], name)
    told = {"class_name": words(f"columns.{name}"), "then": _then(found, name), "now": _now(found, name)}
    return told | {"previous_class": before, "changed_on": found["changed_on"]}


def _then(found: dict, name: str) -> str:
    absent = found["move"] in ("new", None)
    return session.t()(f"{ROOM}.did_not_buy") if absent else migration_words.class_name(found["from_class"], name)


def _now(found: dict, name: str) -> str:
    absent = found["move"] in ("lost", None)
    return session.t()(f"{ROOM}.did_not_buy") if absent else migration_words.class_name(found["to_class"], name)


def _days(facts: Facts) -> str:
    words, view = session.t(), facts.view
    return f"{words.date(view.start, 'short')} – {words.date(view.end, 'short')}"
