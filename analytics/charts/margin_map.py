"""Clients by revenue and margin: a mark's shape and colour are its class; many clients are cells as large as they are full,
with those who bring or cost most drawn over them.

Datasets: `cells` (x, y, customers, class, told, spoken) and `clients` (x, y, class, name and the words of the tooltip, spoken)
change with each move; `cut` (level, label) is the margin below which class D begins.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named, thousands

HEIGHT = 430
SHAPES = {"A": "circle", "B": "square", "C": "triangle-up", "unclassed": "stroke", "image": "diamond", "D": "cross"}
SMALLEST, LARGEST, ALONE = 30, 600, 110
FEW_POWERS = 4
CELLS = "x y customers class told spoken".split()
CLIENTS = "x y class name told_class told_revenue told_profit told_margin spoken".split()


def chart(look: Look, labels: dict[str, str], across: tuple, up: tuple, dense: bool) -> alt.LayerChart:
    """A template over the datasets; clicking a mark selects its `class` (its place among SHAPES).

    `across` and `up` are (low, high) of the axes; `labels`: revenue, margin, profit, class, customers.
    """
    scale = alt.Scale(domain=list(across), type="log", nice=False)
    x = alt.X("x:Q", title=labels["revenue"], scale=scale, axis=_marks(across, look))
    percents = alt.Axis(format=".0%", tickCount=8)
    y = alt.Y("y:Q", title=labels["margin"], axis=percents, scale=alt.Scale(domain=list(up), nice=False, zero=False))
    picked = alt.selection_point("picked", fields=["class"], toggle=False)
    sides = {"x": x, "y": y, "color": _by_class([look.class_color(code) for code in SHAPES], alt.Color)}
    sides |= {"shape": _by_class(list(SHAPES.values()), alt.Shape)}
    sides |= {"opacity": alt.condition(picked, alt.value(0.85), alt.value(0.15)), "description": "spoken:N"}
    layers = [
        _zero(look),
        _cells(look, sides, labels).add_params(picked),
        _clients(look, sides, labels, dense),
        *_cut(look),
    ]
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def frames(cells: Sequence[dict], clients: Sequence[dict], cut: tuple[float, str], up: tuple) -> dict[str, pa.Table]:
    """Rows of CELLS and CLIENTS, and the cut with its label → the datasets; what lies beyond `up` stands at its end."""
    within = lambda level: min(max(level, up[0]), up[1])  # noqa: E731
    placed = [client | {"y": within(client["y"])} for client in clients]
    return {
        "cells": frame(cells, CELLS),
        "clients": frame(placed, CLIENTS),
        "cut": frame([{"level": within(cut[0]), "label": cut[1]}], ["level", "label"]),
    }


def number_of(mark: str) -> int:
    return list(SHAPES).index(mark)


def _marks(across: tuple, look: Look) -> alt.Axis:
    """Marks at 1, 2 and 5 of each power of ten, fewer where there are many powers."""
    first, last = math.floor(math.log10(across[0])), math.ceil(math.log10(across[1]))
    digits = (1, 2, 5) if last - first <= FEW_POWERS else (1,)
    marks = [digit * 10.0**power for power in range(first, last + 1) for digit in digits]
    within = [mark for mark in marks if across[0] <= mark <= across[1]]
    return alt.Axis(labelExpr=thousands(look), values=within, labelOverlap=True, gridOpacity=0.5)


def _by_class(range_: list[str], channel: type) -> alt.Color | alt.Shape:
    return channel("class:O", scale=alt.Scale(domain=list(range(len(SHAPES))), range=range_), legend=None)


def _zero(look: Look) -> alt.Chart:
    return alt.Chart(named("cut")).mark_rule(color=look.muted, strokeWidth=1, aria=False).encode(y=alt.datum(0))


def _cells(look: Look, sides: dict, labels: dict) -> alt.Chart:
    size = alt.Size("customers:Q", scale=alt.Scale(range=[SMALLEST, LARGEST], zero=True), legend=None)
    tooltip = [
        alt.Tooltip("told:N", title=labels["class"]),
        alt.Tooltip("customers:Q", title=labels["customers"], format=",d"),
    ]
    points = alt.Chart(named("cells")).mark_point(filled=True, cursor="pointer", stroke=look.paper, strokeWidth=0.5)
    return points.encode(**sides, size=size, tooltip=tooltip)


def _clients(look: Look, sides: dict, labels: dict, dense: bool) -> alt.Chart:
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("told_class:N", title=labels["class"])]
    tooltip += [alt.Tooltip(f"told_{key}:N", title=labels[key]) for key in ("revenue", "profit", "margin")]
    edge = {"stroke": look.ink, "strokeWidth": 1.2} if dense else {"stroke": look.paper, "strokeWidth": 0.6}
    points = alt.Chart(named("clients")).mark_point(filled=True, cursor="pointer", size=ALONE, **edge)
    return points.encode(**sides, tooltip=tooltip)


def _cut(look: Look) -> list[alt.Chart]:
    base = alt.Chart(named("cut"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.class_color("D"), strokeWidth=1.8, aria=False).encode(
        y="level:Q"
    )
    text = {
        "align": "left",
        "baseline": "bottom",
        "dx": 34,
        "dy": -4,
        "fontSize": 12.5,
        "fontWeight": "bold",
        "aria": False,
    }
    place = {"x": alt.value(0), "y": alt.Y("level:Q"), "text": alt.Text("label:N")}
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5)
    return [rule, halo.encode(**place), base.mark_text(**text, color=look.ink).encode(**place)]
