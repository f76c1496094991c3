"""The plan and its lists taken away: workbook, CSV in two encodings, addresses, phone numbers, due dates for a calendar."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics import exports, plan_answer, plan_files, plan_rows, plan_words
from analytics.plan import Plan
from analytics.plan_rows import Which
from analytics.plan_words import ROOM
from ui import plan_held, session, taken_away

ENCODINGS = {"utf8": "utf-8-sig", "1251": "cp1251"}
ENCODING = "plan.encoding"


def whole(made: Plan) -> None:
    """The whole plan, list by list."""
    words, warehouse, thresholds, texts = session.t(), session.warehouse(), session.thresholds(), plan_held.texts()

    def book() -> bytes:
        return plan_answer.as_workbook(warehouse, made, thresholds, words, texts)

    with st.container(horizontal=True, gap="small"):
        taken_away.button(words(f"{ROOM}.whole_plan"), book, "plan.xlsx", "plan.whole.xlsx", type="primary")
        taken_away.button(words(f"{ROOM}.whole_plan_csv"), _csv(made, Which()), "plan.csv", "plan.whole.csv")


def of_list(made: Plan, which: Which) -> None:
    """One list; addresses and numbers only when the base has them."""
    words, warehouse, name = session.t(), session.warehouse(), f"plan_{which.list}"
    asked, table = _asked(made, which), _table(made, which)

    def head(column: str) -> str:
        return plan_words.head(words, column)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        label = words("frame.download_xlsx")
        taken_away.button(label, lambda: exports.workbook(table(), head), f"{name}.xlsx", "plan.list.xlsx")
        taken_away.button(words("frame.download_csv"), _csv(made, which), f"{name}.csv", "plan.list.csv")
        day = made.facts.view.as_of
        if day:
            calendar = lambda: plan_files.calendar(words, asked(), day)  # noqa: E731
            taken_away.button(words(f"{ROOM}.calendar"), calendar, f"{name}.ics", "plan.list.ics")
        contacts = plan_rows.contacts(warehouse, made, which)
        if contacts["email"]:
            label = words(f"{ROOM}.emails", n=contacts["email"])
            taken_away.button(label, lambda: plan_files.emails_text(asked()), f"{name}_emails.txt", "plan.list.emails")
        if contacts["phone"]:
            label = words(f"{ROOM}.phones", n=contacts["phone"])
            phones = lambda: plan_files.phones_text(asked(), words)  # noqa: E731
            taken_away.button(label, phones, f"{name}_phones.csv", "plan.list.phones")
    if not any(contacts.values()):
        st.caption(words(f"{ROOM}.no_contacts"))


def encoding() -> None:
    """In which encoding all CSV files of the page are written."""
    words = session.t()
    name = lambda code: words(f"{ROOM}.csv_{code}")  # noqa: E731
    shown = {"default": "utf8", "required": True, "key": ENCODING, "format_func": name, "persist_state": "session"}
    st.segmented_control(words(f"{ROOM}.csv_encoding"), ENCODINGS, help=words(f"{ROOM}.csv_encoding_help"), **shown)


def _csv(made: Plan, which: Which) -> Callable[[], bytes]:
    words, table, written = session.t(), _table(made, which), ENCODINGS[st.session_state.get(ENCODING) or "utf8"]
    return lambda: exports.csv_for_excel(table(), lambda column: plan_words.head(words, column), words, written)


def _table(made: Plan, which: Which) -> Callable:
    words, texts, asked = session.t(), plan_held.texts(), _asked(made, which)
    return lambda: plan_files.table(words, texts, asked(), made.facts.dated)


def _asked(made: Plan, which: Which) -> Callable[[], list[dict]]:
    warehouse, thresholds = session.warehouse(), session.thresholds()
    return lambda: plan_answer.clients(warehouse, made, thresholds, which)
