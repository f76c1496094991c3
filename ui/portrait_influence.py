"""Does an attribute matter: what each explains of behaviour and of the class, and how its values behave."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import explained_bars
from analytics.charts.theme import frame
from analytics.classes import ClassColumn
from analytics.methods import influence
from analytics.methods.influence import CLASS, MEASURES, Influence
from ui import caching, parts, session
from ui.markup import plain
from ui.portrait_class import described
from ui.portrait_words import ROOM, attribute_name, class_name, value_name

OF_VALUE = "trait customers customer_share revenue orders recency_days in_class".split()
EXPLAINED = ("attribute", *(f"{told}_{measure}" for measure in (*MEASURES, CLASS) for told in ("explained", "p")))
CHART = "portrait_explained"
MOST_TOLD = 3


def show(column: ClassColumn, code: str) -> None:
    words, warehouse, known = session.t(), session.warehouse(), described()
    behaviour = caching.remembered("influence", lambda: influence.of_behaviour(warehouse, known))
    rows = influence.influence(warehouse, known, behaviour, column, code)
    klass = class_name(column, code)
    st.markdown(sentence(rows, klass))
    draw(rows, klass)
    told = [f"explained_{key}" for key in (*MEASURES, CLASS) if any(row.p[key] is not None for row in rows)]
    heads = {f"explained_{key}": words(f"{ROOM}.explains_{key}", klass=klass) for key in (*MEASURES, CLASS)}
    heads |= {"attribute": words(f"{ROOM}.attribute")}
    parts.table([_written(row) for row in rows], ["attribute", *told], "portrait_influence", heads)
    st.caption(words(f"{ROOM}.influence_hint"))
    raw = frame([_raw(row) for row in rows], EXPLAINED)
    parts.downloads("attributes", lambda: raw, "portrait_influence")
    if known.facts.whole["clients"] > influence.MOST_CLIENTS:
        st.caption(words(f"{ROOM}.influence_sample", n=influence.MOST_CLIENTS))
    values(rows, column, code)


def sentence(rows: Sequence[Influence], klass: str) -> str:
    """What matters most; what two columns tell alike (the channel of sales, the source of the list) is told once."""
    words = session.t()
    apart = {tuple(words.percent(share) for share in row.explained.values()): row for row in reversed(rows)}
    strong = [
        words(f"{ROOM}.strong_{row.strongest}", attribute=plain(attribute_name(row.attribute)), klass=plain(klass))
        + " "
        + words(f"{ROOM}.strong_share", share=row.explained[row.strongest])
        for row in list(apart.values())[::-1][:MOST_TOLD]
        if row.strongest
    ]
    return words(f"{ROOM}.influence_is", told="; ".join(strong)) if strong else words(f"{ROOM}.influence_none")


def draw(rows: Sequence[Influence], klass: str) -> None:
    """What each attribute explains most of, the strongest on top; one that makes no difference has a row and no bar."""
    words, measures = session.t(), (*MEASURES, CLASS)
    labels = {"share": words(f"{ROOM}.explained_axis")}
    labels |= {measure: words(f"{ROOM}.explains_{measure}", klass=klass) for measure in measures}
    drawn = rows[: explained_bars.MOST_ROWS]
    frames = explained_bars.frames([_drawn(row, i, klass) for i, row in enumerate(drawn)], measures)
    alt = words(f"{ROOM}.tab_influence")
    parts.chart(explained_bars.chart, labels, frames, len(drawn), key=CHART, select=True, alt=alt)
    st.caption(words(f"{ROOM}.explained_hint"))
    if len(rows) > len(drawn):
        st.caption(words(f"{ROOM}.explained_shown", shown=len(drawn), all=len(rows)))


def _drawn(row: Influence, place: int, klass: str) -> dict:
    words, share = session.t(), row.explained[row.strongest] if row.strongest else 0
    label = words(f"{ROOM}.no_matter" if row.is_judged else f"{ROOM}.no_judging")
    if row.strongest:
        particulars = {"share": share, "what": words(f"{ROOM}.explains_{row.strongest}", klass=klass)}
        label = words(f"{ROOM}.explained_{explained_bars.strength(share)}", **particulars)
    told = {measure: _told(row, measure) for measure in (*MEASURES, CLASS)}
    return told | {"name": attribute_name(row.attribute), "place": place, "share": share, "label": label}


def values(rows: Sequence[Influence], column: ClassColumn, code: str) -> None:
    """How the clients with each value of one attribute behave: of the one clicked, at first of the strongest."""
    words, by_column = session.t(), {row.attribute.column: row.attribute for row in rows}
    names = {each: attribute_name(attribute) for each, attribute in by_column.items()}
    first = _picked(rows)
    shown = {"format_func": names.get, "key": f"{ROOM}.compared.{list(by_column)[first]}", "width": 320}
    attribute = by_column[st.selectbox(words(f"{ROOM}.compare"), list(by_column), first, **shown)]
    found = influence.by_value(session.warehouse(), described(), attribute, column, code)
    told = [_of_value(row) | {"trait": value_name(attribute, row["code"])} for row in found]
    heads = {key: words(f"{ROOM}.median_{key}") for key in MEASURES} | {"trait": attribute_name(attribute)}
    heads["in_class"] = words(f"{ROOM}.share_of_class", klass=class_name(column, code))
    known = [key for key in OF_VALUE if any(row[key] is not None for row in told)]
    parts.table(told, known, "portrait_by_value", heads)
    raw = frame([row | {"trait": value_name(attribute, row["code"])} for row in found], OF_VALUE)
    parts.downloads("attribute_values", lambda: raw, "portrait_by_value")


def _picked(rows: Sequence[Influence]) -> int:
    """Place of the attribute clicked last."""
    chosen = parts.chosen_in(CHART, "attribute")
    place = chosen[0].get("place") if chosen else 0
    return int(place) if isinstance(place, int | float) and 0 <= place < len(rows) else 0


def _of_value(row: dict) -> dict:
    whole = {key: None if row[key] is None else round(row[key]) for key in ("orders", "recency_days")}
    return row | whole


def _written(row: Influence) -> dict:
    told = {f"explained_{measure}": _told(row, measure) for measure in (*MEASURES, CLASS)}
    return told | {"attribute": attribute_name(row.attribute)}


def _told(row: Influence, measure: str) -> str:
    words = session.t()
    if row.p[measure] is None:
        return words.number(None)
    return words.percent(row.explained[measure]) if row.matters_for(measure) else words(f"{ROOM}.no_difference")


def _raw(row: Influence) -> dict:
    told = {"attribute": attribute_name(row.attribute)}
    for measure in (*MEASURES, CLASS):
        told |= {f"explained_{measure}": row.explained[measure], f"p_{measure}": row.p[measure]}
    return told
