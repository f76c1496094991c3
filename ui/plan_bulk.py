"""Owner, due date, status and note put at once to the whole list, or to the rows that are ticked."""

from __future__ import annotations

import streamlit as st

from analytics import plan_notes, plan_rows
from analytics.errors import Unusable
from analytics.plan import Plan
from analytics.plan_lists import STATUSES
from analytics.plan_words import ROOM, head, status_name
from ui import plan_editor, session, tune
from ui.markup import plain

FIELDS = ("owner", "due", "status", "note")
ALL, TICKED = "all", "chosen"


def show(made: Plan, code: str, customers: int) -> None:
    words, sizes = session.t(), {ALL: customers, TICKED: len(plan_editor.chosen(code))}
    with st.expander(words(f"{ROOM}.bulk"), icon=":material/checklist:"):
        st.caption(words(f"{ROOM}.bulk_about"))
        with st.form("plan.bulk", border=False):
            name = lambda whom: words(f"{ROOM}.bulk_{whom}", n=sizes[whom])  # noqa: E731
            place = 1 if sizes[TICKED] else 0
            key = f"plan.bulk.whom.{bool(place)}"
            st.radio(words(f"{ROOM}.bulk_whom"), (ALL, TICKED), place, format_func=name, key=key, horizontal=True)
            with st.container(key="fields_plan"):
                _fields()
            label, icon = words(f"{ROOM}.bulk_put"), ":material/done_all:"
            st.form_submit_button(label, key="plan.put", icon=icon, on_click=_put, args=(made, code, key))


def _fields() -> None:
    words, language = session.t(), session.language()
    limits = plan_notes.LONGEST
    st.text_input(head(words, "owner"), key="plan.put.owner", max_chars=limits["owner"])
    form = "DD.MM.YYYY" if language == "ru" else "YYYY-MM-DD"
    st.date_input(head(words, "due"), None, key="plan.put.due", format=form)
    name = lambda status: status_name(words, status)  # noqa: E731
    st.selectbox(head(words, "status"), STATUSES, None, name, key="plan.put.status", placeholder="—")
    st.text_input(head(words, "note"), key="plan.put.note", max_chars=limits["note"])


def _put(made: Plan, code: str, whom: str) -> None:
    words, given = session.t(), {name: st.session_state.get(f"plan.put.{name}") for name in FIELDS}
    changes = {name: value for name, value in given.items() if value}
    ticked = plan_editor.chosen(code)
    if not changes or (st.session_state[whom] == TICKED and not ticked):
        st.toast(words(f"{ROOM}.bulk_{'nobody' if changes else 'nothing'}"))
        return
    try:
        if st.session_state[whom] == ALL:
            plan_rows.note_all(session.warehouse(), made, code, changes)
        else:
            plan_rows.note(session.warehouse(), made, ticked, changes)
    except Unusable as fault:
        st.toast(plain(words.error(fault)))
        return
    for name in FIELDS:
        st.session_state[f"plan.put.{name}"] = "" if name in plan_notes.LONGEST else None
    plan_editor.untick()
    st.rerun(tune.REST)
