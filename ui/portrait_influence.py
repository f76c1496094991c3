"""Does an attribute matter: what each explains of behaviour and of the class, and how its values behave."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts.theme import frame
from analytics.classes import ClassColumn
from analytics.methods import influence
from analytics.methods.influence import CLASS, MEASURES, Influence
from ui import caching, parts, session
from ui.markup import plain
from ui.portrait_class import described
from ui.portrait_words import ROOM, attribute_name, class_name, value_name

TOLD = ("attribute", *(f"explained_{measure}" for measure in (*MEASURES, CLASS)))
OF_VALUE = "trait customers customer_share revenue orders recency_days in_class".split()
EXPLAINED = ("attribute", *(f"{told}_{measure}" for measure in (*MEASURES, CLASS) for told in ("explained", "p")))
MOST_TOLD = 3


def show(column: ClassColumn, code: str) -> None:
    words, warehouse, known = session.t(), session.warehouse(), described()
    behaviour = caching.remembered("influence", lambda: influence.of_behaviour(warehouse, known))
    rows = influence.influence(warehouse, known, behaviour, column, code)
    st.markdown(sentence(rows, class_name(column, code)))
    klass = class_name(column, code)
    heads = {f"explained_{key}": words(f"{ROOM}.explains_{key}", klass=klass) for key in (*MEASURES, CLASS)}
    heads |= {"attribute": words(f"{ROOM}.attribute")}
    parts.table([_written(row) for row in rows], TOLD, "portrait_influence", heads)
    st.caption(words(f"{ROOM}.influence_hint"))
    raw = frame([_raw(row) for row in rows], EXPLAINED)
    parts.downloads("attributes", lambda: raw, "portrait_influence")
    if known.facts.whole["clients"] > influence.MOST_CLIENTS:
        st.caption(words(f"{ROOM}.influence_sample", n=influence.MOST_CLIENTS))
    values(rows, column, code)


def sentence(rows: Sequence[Influence], klass: str) -> str:
    words = session.t()
    strong = [
        words(f"{ROOM}.strong_{row.strongest}", attribute=plain(attribute_name(row.attribute)), klass=plain(klass))
        + " "
        + words(f"{ROOM}.strong_share", share=row.explained[row.strongest])
        for row in rows[:MOST_TOLD]
        if row.strongest
    ]
    return words(f"{ROOM}.influence_is", told="; ".join(strong)) if strong else words(f"{ROOM}.influence_none")


def values(rows: Sequence[Influence], column: ClassColumn, code: str) -> None:
    """How the clients with each value of one attribute behave."""
    words, by_column = session.t(), {row.attribute.column: row.attribute for row in rows}
    names = {each: attribute_name(attribute) for each, attribute in by_column.items()}
    shown = {"format_func": names.get, "key": f"{ROOM}.compared", "width": 320}
    attribute = by_column[st.selectbox(words(f"{ROOM}.compare"), list(by_column), 0, **shown)]
    found = influence.by_value(session.warehouse(), described(), attribute, column, code)
    told = [_of_value(row) | {"trait": value_name(attribute, row["code"])} for row in found]
    heads = {key: words(f"{ROOM}.median_{key}") for key in MEASURES} | {"trait": attribute_name(attribute)}
    heads["in_class"] = words(f"{ROOM}.share_of_class", klass=class_name(column, code))
    parts.table(told, OF_VALUE, "portrait_by_value", heads)
    raw = frame([row | {"trait": value_name(attribute, row["code"])} for row in found], OF_VALUE)
    parts.downloads("attribute_values", lambda: raw, "portrait_by_value")


def _of_value(row: dict) -> dict:
    whole = {key: None if row[key] is None else round(row[key]) for key in ("orders", "recency_days")}
    return row | whole


def _written(row: Influence) -> dict:
    words = session.t()

    def told(measure: str) -> str:
        if row.p[measure] is None:
            return words.number(None)
        return words.percent(row.explained[measure]) if row.matters_for(measure) else words(f"{ROOM}.no_difference")

    return {"attribute": attribute_name(row.attribute)} | {f"explained_{m}": told(m) for m in (*MEASURES, CLASS)}


def _raw(row: Influence) -> dict:
    told = {"attribute": attribute_name(row.attribute)}
    for measure in (*MEASURES, CLASS):
        told |= {f"explained_{measure}": row.explained[measure], f"p_{measure}": row.p[measure]}
    return told
