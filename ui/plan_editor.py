"""The clients of one list as a table: why, how far, and owner, due date, status and note to be changed in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa
import streamlit as st

from analytics import plan_notes, plan_rows, plan_words
from analytics.errors import Unusable
from analytics.plan import Plan
from analytics.plan_lists import STATUSES
from analytics.plan_words import ROOM, status_name
from ui import plan_held, session, tune

CHOSEN, PRESET, ROUND = "plan.chosen", "plan.preset", "plan.round"
# What a person works with stands first: the rest is reached by scrolling.
COLUMNS = "name reason status owner due note distance at_stake customer_id email phone before".split()
CHANGED = "owner due status note".split()
# A reason takes two lines.
ROW_HEIGHT = 64
SHOWN_AT_ONCE, HEIGHT = 8, 560
WIDTHS = {"name": 160, "reason": 330, "owner": 120, "note": 160}


def show(made: Plan, code: str, rows: Sequence[dict]) -> None:
    words, clients = session.t(), [row["customer_id"] for row in rows]
    key = f"plan.{hash((code, tuple(clients), words.language))}.{st.session_state.get(ROUND, 0)}"
    told = _columns(made, rows, _preset(key, code))
    table = {"column_config": _settings(told), "disabled": [n for n in told if n not in ("chosen", *CHANGED)]}
    st.data_editor(
        pa.table(told),
        on_change=_edited,
        args=(key, made, code, clients),
        key=key,
        hide_index=True,
        placeholder="—",
        row_height=ROW_HEIGHT,
        height=HEIGHT if len(rows) > SHOWN_AT_ONCE else "content",
        **table,
    )
    st.caption(words(f"{ROOM}.edit_hint"))


def chosen(code: str) -> tuple[str, ...]:
    """The clients of this list that are ticked, on whichever of its pages."""
    of, clients = st.session_state.get(CHOSEN, (None, ()))
    return clients if of == code else ()


def begin_anew() -> None:
    """The table shows what is kept; ticks stay."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def untick() -> None:
    st.session_state.pop(CHOSEN, None)
    begin_anew()


def _preset(key: str, code: str) -> frozenset[str]:
    """Who was ticked when this table was drawn first: its ticks since are in its own state."""
    if st.session_state.get(PRESET, (None,))[0] != key:
        st.session_state[PRESET] = (key, frozenset(chosen(code)))
    return st.session_state[PRESET][1]


def _columns(made: Plan, rows: Sequence[dict], ticked: frozenset[str]) -> dict[str, pa.Array]:
    words = session.t()
    texts = plan_words.taken(words, plan_held.texts(), rows, made.facts.dated, COLUMNS)
    texts["at_stake"] = [words.money(row["at_stake"]) for row in rows]
    if all(row["name"] == row["customer_id"] for row in rows):
        texts.pop("customer_id")
    told = {"chosen": pa.array([row["customer_id"] in ticked for row in rows], pa.bool_())}
    for name in COLUMNS:
        if name in texts or name in CHANGED:
            values = texts.get(name, [None] * len(rows))
            told[name] = pa.array(values, pa.date32()) if name == "due" else pa.array([v or "" for v in values])
    return told


def _settings(told: Mapping[str, pa.Array]) -> dict:
    words, limits = session.t(), plan_notes.LONGEST
    heads = {name: plan_words.head(words, name) for name in told}
    widths = {name: {"width": WIDTHS.get(name), "max_chars": limits.get(name)} for name in told}
    settings = {name: st.column_config.TextColumn(heads[name], **widths[name]) for name in told}
    settings["name"] = st.column_config.TextColumn(heads["name"], width=WIDTHS["name"], pinned=True)
    settings["chosen"] = st.column_config.CheckboxColumn(heads["chosen"], width=44, pinned=True)
    settings["at_stake"] = st.column_config.TextColumn(heads["at_stake"], alignment="right")
    form = "DD.MM.YYYY" if words.language == "ru" else "YYYY-MM-DD"
    settings["due"] = st.column_config.DateColumn(heads["due"], format=form)
    settings["status"] = st.column_config.SelectboxColumn(heads["status"], options=list(_statuses()), required=True)
    return settings


def _statuses() -> dict[str, str]:
    """The word for a status → its code."""
    return {status_name(session.t(), code): code for code in STATUSES}


def _edited(key: str, made: Plan, code: str, clients: Sequence[str]) -> None:
    """What is changed is kept with the base at once; a tick only marks the row."""
    edits, ticked = st.session_state[key]["edited_rows"], set(chosen(code)) | set(st.session_state[PRESET][1])
    kept = False
    try:
        for place, changed in edits.items():
            client, wanted = clients[int(place)], dict(changed)
            if "chosen" in wanted:
                (ticked.add if wanted.pop("chosen") else ticked.discard)(client)
            if wanted:
                kept = True
                plan_rows.note(session.warehouse(), made, [client], _usable(wanted))
    except Unusable as fault:
        session.tell(fault)
    st.session_state[CHOSEN] = (code, tuple(ticked))
    if kept:
        begin_anew()
    st.rerun(tune.REST)


def _usable(changed: Mapping[str, object]) -> dict[str, object]:
    """What a person did in the table → what is noted; an emptied cell brings the default back."""
    statuses = _statuses()
    read = {"status": statuses.get, "due": _day}
    return {name: read[name](value) if name in read and value else value for name, value in changed.items()}


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError:
        raise Unusable("plan_due", value=str(text)) from None
