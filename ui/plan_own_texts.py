"""Aims, offers, remedies and tools in the visitor's own words: tables to be changed, and the way back to ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import streamlit as st

from analytics import plan_texts
from analytics.errors import Unusable
from analytics.plan_lists import LISTS
from analytics.plan_words import ROOM, aim_name, list_name
from ui import parts, plan_held, session, tune

ROUND = "plan.texts.round"
# A text takes two or three lines.
ROW_HEIGHT = 72


def show() -> None:
    words = session.t()
    with st.expander(
        words(f"{ROOM}.texts"), icon=":material/edit_note:", on_change="rerun", key="plan_texts"
    ) as opened:
        if not opened.open:
            return
        st.caption(words(f"{ROOM}.texts_about"))
        _of_lists()
        _of_types()
        _of_tools()
        _way_back()


def _of_lists() -> None:
    words = session.t()
    rows = {list_name(words, code): (f"goal_{code}", f"offers_{code}") for code in LISTS}
    _table("texts_lists", "list", rows, ("goal", "offers"))


def _of_types() -> None:
    words = session.t()
    rows = {words(f"loyalty_parts.type_{type}"): (f"remedy_{type}",) for type in plan_texts.TYPES}
    _table("texts_types", "type", rows, ("remedy",))


def _of_tools() -> None:
    words = session.t()
    rows = {words(f"plan_offers.tool_{code}_name"): (f"tool_{code}",) for code in plan_texts.TOOLS}
    aims = [", ".join(aim_name(words, aim).lower() for aim in aims) for aims in plan_texts.TOOLS.values()]
    _table("texts_tools", "tool", rows, ("tool_text",), {"fits": aims})


def _table(
    title: str,
    first: str,
    rows: Mapping[str, Sequence[str]],
    columns: Sequence[str],
    beside: Mapping[str, Sequence[str]] = {},
) -> None:
    """`rows`: the name of each → the keys of its texts, one for each of `columns`."""
    words, texts = session.t(), plan_held.texts()
    st.markdown(f"**{words(f'{ROOM}.{title}')}**")
    told = {first: pa.array(list(rows), pa.string())} | dict(beside)
    told |= {name: pa.array([texts(keys[i]) for keys in rows.values()]) for i, name in enumerate(columns)}
    settings = {name: st.column_config.TextColumn(words(f"{ROOM}.{name}")) for name in told}
    wide = {"width": "large", "max_chars": plan_texts.LONGEST}
    settings |= {name: st.column_config.TextColumn(words(f"{ROOM}.{name}"), **wide) for name in columns}
    key = f"plan.{title}.{words.language}.{st.session_state.get(ROUND, 0)}"
    keys = [dict(zip(columns, of_row, strict=True)) for of_row in rows.values()]
    table = {"column_config": settings, "disabled": [name for name in told if name not in columns], "hide_index": True}
    st.data_editor(
        pa.table(told), key=key, on_change=_edited, args=(key, keys), row_height=ROW_HEIGHT, height="content", **table
    )


def _edited(key: str, keys: Sequence[Mapping[str, str]]) -> None:
    """Every text that can be used is kept with the base at once; the table shows what is kept."""
    words = session.t()
    try:
        for place, changed in st.session_state[key]["edited_rows"].items():
            for column, text in changed.items():
                plan_texts.put(session.warehouse(), words, keys[int(place)][column], text)
    except Unusable as fault:
        session.tell(fault)
    _begin_anew()


def _way_back() -> None:
    words = session.t()
    n = len(plan_texts.own(session.warehouse(), words.language))
    if n:
        parts.way_back(words(f"{ROOM}.own_texts", n=n), words(f"{ROOM}.texts_back"), "plan.texts_back", _take_back)


def _take_back() -> None:
    plan_texts.take_back(session.warehouse(), session.language())
    _begin_anew()


def _begin_anew() -> None:
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun(tune.REST)
