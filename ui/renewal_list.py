"""The refusals themselves, the most promising first: grades can be changed in the table, the list and its calls taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pyarrow as pa
import streamlit as st

from analytics import call_calendar, own_grades
from analytics.call_calendar import Call
from analytics.errors import Unusable
from analytics.methods import renewal
from analytics.methods.renewal import Index, Renewal, Which
from analytics.words import Words
from ui import parts, session, taken_away, tune
from ui.renewal_words import ROOM, call_or_why, grade_name, group_name, index_or_why, written

MOST_CALLS = 1000
BESIDE = "reason channel manager".split()
EDITED = "renewal.edited"
TAKEN = "lead_id name renew_index band call_from call_to call_rule due deadline launch_date date outcome".split()


def show(found: Renewal, by: Index, which: Which, what: str) -> None:
    words, total = session.t(), renewal.count(found, by, which)
    st.subheader(words(f"{ROOM}.list", what=what, n=total), anchor=False)
    if not total:
        st.caption(words(f"{ROOM}.nobody"))
        return
    rows = renewal.refusals(found, by, which, parts.PAGE_ROWS, parts.rows_before(total, f"refusals.{which}"))
    _editor(found, by, rows)
    st.caption(words(f"{ROOM}.edit_hint"))
    _take_away(found, by, which)


def _editor(found: Renewal, by: Index, rows: Sequence[dict]) -> None:
    words, grades = session.t(), [*(column.name for column in by.columns), *by.idle]
    beside = [column for column in BESIDE if any(row[column] for row in rows)]
    shown = {"name": pa.array([row["name"] for row in rows], pa.string())}
    shown |= {"renew_index": [index_or_why(row) for row in rows]}
    shown |= {column: pa.array([row[column] for row in rows], pa.float64()) for column in grades}
    shown |= {"call_from": [call_or_why(row) for row in rows]}
    shown |= {"due": [group_name("due", row["due"]) for row in rows]}
    shown |= {column: [words.name("", row[column]) for row in rows] for column in beside}
    shown |= {"date": [words.date(row["date"]) for row in rows]}
    settings = {name: st.column_config.TextColumn(_head(name)) for name in shown if name not in grades}
    settings |= {name: _grade_column(by, name) for name in grades}
    leads = [(row["lead_id"], row["date"]) for row in rows]
    key = f"refusals.{hash((tuple(leads), tuple(grades), words.language))}.{st.session_state.get(EDITED, 0)}"
    table = {"column_config": settings, "disabled": [name for name in shown if name not in grades], "hide_index": True}
    st.data_editor(pa.table(shown), on_change=_edited, args=(key, found, by, leads), key=key, placeholder="—", **table)


def _head(column: str) -> str:
    words = session.t()
    return words(f"{ROOM}.{column}") if words.has(f"{ROOM}.{column}") else words.name("columns", column)


def _grade_column(by: Index, name: str):
    low, high = by.scale(name)
    step = 1 if by.is_whole(name) else 0.01
    return st.column_config.NumberColumn(grade_name(name), min_value=low, max_value=high, step=step)


def _edited(key: str, found: Renewal, by: Index, leads: Sequence[tuple[str, dt.date]]) -> None:
    """Every grade that can be used is kept with the base at once; one that cannot is told, and the table shows what was there."""
    edits = st.session_state[key]["edited_rows"]
    st.session_state[EDITED] = st.session_state.get(EDITED, 0) + 1
    try:
        for place, grades in edits.items():
            lead, day = leads[int(place)]
            renewal.grade(found, by, lead, day, grades)
    except Unusable as fault:
        session.tell(fault)
    st.rerun([tune.LIVE, tune.REST])


def own_grades_remark() -> None:
    """How many grades are not the file's, and the way back."""
    words, n = session.t(), own_grades.count(session.warehouse())
    if n:
        told, label = words(f"{ROOM}.own_grades", n=n), words(f"{ROOM}.take_back")
        parts.way_back(told, label, "renewal.take_back", _take_back)


def _take_back() -> None:
    own_grades.take_back(session.warehouse())
    st.session_state[EDITED] = st.session_state.get(EDITED, 0) + 1
    st.rerun([tune.LIVE, tune.REST])


def _take_away(found: Renewal, by: Index, which: Which) -> None:
    words = session.t()
    parts.downloads("renewal", _rows(found, by, which), "renewal")
    n = renewal.calls(found, by, which)
    if not n:
        st.caption(words(f"{ROOM}.calendar_none"))
        return
    told = words(f"{ROOM}.calendar_about", n=min(n, MOST_CALLS))
    label = words(f"{ROOM}.calendar")
    taken_away.button(label, _calendar(found, by, which, words), "calls.ics", "renewal.ics")
    st.caption(told if n <= MOST_CALLS else f"{told} {words(f'{ROOM}.calendar_most', n=n)}")


def _rows(found: Renewal, by: Index, which: Which) -> Callable[[], pa.Table]:
    columns = [*TAKEN, *(c.name for c in by.columns), *by.idle, *BESIDE]
    return lambda: renewal.listed(found, by, which, columns)


def _calendar(found: Renewal, by: Index, which: Which, words: Words) -> Callable[[], bytes]:
    range_ = {"low": written(by.low), "high": written(by.high)}

    def made() -> bytes:
        rows = renewal.to_call(found, by, MOST_CALLS, which)
        calls = [_call(row, words, range_) for row in rows]
        return call_calendar.written(calls, words(f"{ROOM}.calendar_name"), words.language, found.as_of)

    return made


def _call(row: dict, words: Words, range_: dict[str, str]) -> Call:
    index = row["renew_index"]
    told = {"name": row["name"], "index": words.exact(index if index is None else round(index, 2))}
    title = words(f"{ROOM}.call_title" if index is not None else f"{ROOM}.call_title_ungraded", **told)
    notes = [words(f"{ROOM}.call_index", **told, **range_)] if index is not None else []
    notes += [words(f"{ROOM}.call_by_{row['call_rule']}", day=row["deadline"] or row["launch_date"])]
    notes += [f"{words(f'columns.{column}')}: {row[column]}" for column in BESIDE if row[column]]
    return Call(f"{row['lead_id']}|{row['name']}", row["call_from"], row["call_to"], title, "\n".join(notes))
