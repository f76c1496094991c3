"""The map of revenue and margin on screen; the margin below which class D begins is a line over it, to be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from analytics import margin_map
from analytics.charts import margin_map as map_chart
from analytics.facts import Facts
from analytics.margin_map import MarginMap
from ui import caching, parts, session, tune
from ui.profitability_judged import ABC, ROOM, known, losing, margins, name_of

KEY, NAME = "margins", "profit.d_margin"
SIGNS = {"A": ("●", "green"), "B": ("■", "orange"), "C": ("▲", "red"), "D": ("✚", "violet"), "image": ("◆", "blue")}
SIGNS |= {"unclassed": ("–", "gray")}


def show(facts: Facts) -> None:
    words, found = session.t(), margins(facts)
    if found is None:
        st.caption(words(f"{ROOM}.no_map"))
        return
    marks = margin_map.marks(session.warehouse(), facts, session.thresholds(), found)
    drawn = _cells(facts, found, marks), _clients(found, marks)
    st.markdown(_legend({mark["class"] for marks in drawn for mark in marks}))
    with st.container(gap=None):
        _draw(found, *drawn)
    st.caption(" ".join([words(f"{ROOM}.map_hint"), *_remarks(facts, found)]))


def _draw(found: MarginMap, cells: list[dict], clients: list[dict]) -> None:
    words, cut, (low, high) = session.t(), session.thresholds()[NAME], reach(found)
    label = words(f"{ROOM}.cut", margin=words.percent(cut, 0))
    frames = map_chart.frames(cells, clients, (cut, label), (found.up.low, found.up.high))
    labels = {k: words(f"columns.{k}") for k in ("revenue", "margin", "profit", "class", "customers")}
    options, shown = ((found.across.low, found.across.high), (low, high), found.is_dense), {"key": KEY, "select": True}
    parts.chart(map_chart.chart, labels, frames, *options, **shown, alt=words(f"{ROOM}.map"))
    level = (min(max(cut, low), high) - low) / (high - low)
    line, step = [(NAME, words(f"thresholds.{NAME}"), level)], 0.01 / (high - low)
    tune.cut_lines(KEY, line, map_chart.HEIGHT, 1, partial(_moved, found), step=step)


def reach(found: MarginMap) -> tuple[float, float]:
    """The axis of margins with half a step of room at either end, for what stands at its ends."""
    room = found.step / 2
    return found.up.low - room, found.up.high + room


def _legend(present: set[int]) -> str:
    """The marks of the map with their names; their colours are those of the chart as near as Markdown has them."""
    signs = {mark: told for mark, told in SIGNS.items() if map_chart.number_of(mark) in present}
    return " ".join(f":{colour}-badge[{sign} {name_of(mark)}]" for mark, (sign, colour) in signs.items())


def _moved(found: MarginMap, name: str, level: float) -> None:
    low, high = reach(found)
    if name == NAME:
        tune.move(NAME, round(low + level * (high - low), 2))


def _cells(facts: Facts, found: MarginMap, marks: dict[str, str]) -> list[dict]:
    """Those who are not drawn one by one."""
    if not found.is_dense:
        return []
    words, thresholds = session.t(), session.thresholds()
    asked = (session.warehouse(), facts, thresholds, found)
    key = f"margin_cells.{[thresholds[name] for name in ABC]}"
    base = caching.remembered(key, lambda: margin_map.base_cells(*asked))
    alone = [(client["place"], marks[client["customer_id"]]) for client in found.drawn]
    return [_cell(words, found, row) for row in margin_map.cells(base, losing(facts), alone)]


def _cell(words, found: MarginMap, row: dict) -> dict:
    across, up = found.middle(row["place"])
    told = words(f"{ROOM}.cell", mark=name_of(row["mark"]), n=row["n"], all=row["customers"])
    return {"x": across, "y": up, "customers": row["customers"], "class": map_chart.number_of(row["mark"])} | {
        "told": told,
        "spoken": told,
    }


def _clients(found: MarginMap, marks: dict[str, str]) -> list[dict]:
    drawn = caching.remembered(f"margin_drawn.{session.language()}", lambda: [_drawn(client) for client in found.drawn])
    told = {mark: name_of(mark) for mark in map_chart.SHAPES}
    return [
        client
        | {"class": map_chart.number_of(mark), "told_class": told[mark], "spoken": f"{client['name']}: {told[mark]}"}
        for client, mark in ((client, marks[client["customer_id"]]) for client in drawn)
    ]


def _drawn(client: dict) -> dict:
    """What no threshold moves of a mark."""
    words = session.t()
    told = {"told_revenue": words.money(client["revenue"]), "told_profit": words.money(client["profit_after_serving"])}
    placed = {"x": float(client["revenue"]), "y": client["margin"], "told_margin": words.percent(client["margin"])}
    return {"customer_id": client["customer_id"], "name": client["name"]} | placed | told


def _remarks(facts: Facts, found: MarginMap) -> Sequence[str]:
    words, outside = session.t(), known(facts)["customers"] - found.clients
    told = [words(f"{ROOM}.map_dense", n=len(found.drawn))] if found.is_dense else []
    return [*told, *([words(f"{ROOM}.map_outside", n=outside)] if outside else [])]
