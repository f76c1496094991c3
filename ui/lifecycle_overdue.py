"""Whom to call: clients past their own usual gap by the money at stake, with or without those already lost."""

from __future__ import annotations

import streamlit as st

from analytics.facts import Facts
from analytics.methods import overdue
from analytics.thresholds import Thresholds
from ui import caching, parts, session, tune

ROOM = "lifecycle"
COLUMNS = (
    "name customer_id at_stake overdue_days recency_days median_gap_days orders_ever last_order_date lifecycle_stage"
).split()


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    if not facts.dated:
        st.caption(words("frame.needs_dates"))
        return
    totals = caching.judged("overdue", lambda: overdue.totals(warehouse, facts, thresholds))
    whom = _whom()
    shown, lost = totals[whom], totals["lost"]
    st.markdown(words(f"{ROOM}.overdue", n=shown["customers"], money=shown["at_stake"]))
    if lost["customers"] and whom == "not_lost":
        st.caption(words(f"{ROOM}.overdue_lost", n=lost["customers"], money=lost["at_stake"]))
    st.caption(words(f"{ROOM}.overdue_about"))
    if shown["customers"]:
        _list(facts, thresholds, whom, shown["customers"])


def _whom() -> str:
    words, now = session.t(), session.setting(session.OVERDUE, overdue.WHOM[0])
    choose = lambda whom: session.choose(session.OVERDUE, None if whom == overdue.WHOM[0] else whom)  # noqa: E731
    more = {"format_func": lambda whom: words(f"{ROOM}.overdue_{whom}"), "required": True}
    tune.kept(st.segmented_control, words(f"{ROOM}.overdue_whom"), overdue.WHOM, now, session.OVERDUE, choose, **more)
    return now


def _list(facts: Facts, thresholds: Thresholds, whom: str, customers: int) -> None:
    warehouse, offset = session.warehouse(), parts.rows_before(customers, f"overdue.page.{whom}")
    found = overdue.overdue(warehouse, facts, thresholds, parts.PAGE_ROWS, offset, whom).to_pylist()
    named = any(row["name"] != row["customer_id"] for row in found)
    parts.table_of_clients(found, COLUMNS if named else COLUMNS[1:], "overdue_list")
    parts.downloads("overdue", lambda: overdue.overdue(warehouse, facts, thresholds, whom=whom), "overdue_list")
