"""The growth matrix: clients as bubbles over activity and capacity, their area being revenue, and the four quadrants behind.

Datasets: `cells` (from, to, low, high, customers, depth), how many clients stand where, and `bubbles` (x, y, money and the
words of the tooltip; quadrant, the place of its code) change with the base, the bubbles' quadrant with each move; `quadrants`
(quadrant, from, to, low, high, name, told, spoken) are four rows and change with each move.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from zlib import crc32

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named
from analytics.growth_side import Side
from analytics.methods.growth_matrix import BY_SIDES, MEMBERS

HEIGHT = 460
COLOURS = {"stars": "A", "cash_cows": "returned", "difficult_children": "B", "dogs": ""}
SMALLEST, LARGEST = 24, 1500
ALTOGETHER = 150_000
WITHIN_A_STEP, WITHOUT_STEPS = 0.3, 0.012
ACROSS, UP = 26, 12
INSIDE = 10
WRITTEN = "name activity capacity revenue".split()
NAMES = "quadrant from to low high name told spoken".split()


def chart(look: Look, labels: dict[str, str], across: tuple, up: tuple, clients: int) -> alt.LayerChart:
    """A template over the datasets; clicking a quadrant or a bubble in it selects `quadrant`.

    `across` and `up` are `reach` of the two sides, `clients` how many bubbles there are: of many the largest is smaller.
    `labels`: activity, capacity, revenue, quadrant and those of the axes, across and up.
    """
    x = alt.X("from:Q", title=labels["across"], scale=_scale(across), axis=_axis(across))
    y = alt.Y("low:Q", title=labels["up"], scale=_scale(up), axis=_axis(up))
    layers = [
        _areas(look, x, y),
        _cells(look),
        _bubbles(look, labels, clients),
        *_rules(look),
        *_names(look, across, up),
    ]
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def reach(side: Side) -> tuple:
    """A side → (low, high, scale, whether it is written in percent, where its axis is marked)."""
    axis = side.axis
    return axis.low, axis.high, axis.scale, side.is_share, tuple(_marks(side))


def bubbles(rows: Sequence[dict], activity: Side, capacity: Side, written: Sequence[dict]) -> pa.Table:
    """Rows of `growth_matrix.bubbles` with the words of each (WRITTEN, `spoken`) → what no threshold moves of the bubbles.

    Clients who are alike would cover each other, so each is drawn a little aside, always at the same place.
    """
    told = [
        {f"told_{key}": words[key] for key in WRITTEN}
        | {"spoken": words["spoken"], "money": max(float(row["revenue"] or 0), 0)}
        | dict(zip("xy", _aside(row, activity, capacity), strict=True))
        for row, words in zip(rows, written, strict=True)
    ]
    return frame(told, [*(f"told_{key}" for key in WRITTEN), "spoken", "money", "x", "y"])


def frames(
    drawn: pa.Table, codes: Sequence[str], names: dict[str, str], lines: tuple[float, float], sides: tuple[Side, Side],
    told: dict[str, tuple[str, str]], cells: Sequence[dict],
) -> dict[str, pa.Table]:  # fmt: skip
    """`bubbles` with the quadrant of each, the names of quadrants, where the lines of the two cuts stand on the two sides, what
    is told in each quadrant (its name with its size, and its share) and cells of `growth_matrix.density` → the datasets."""
    places = pa.array([MEMBERS.index(code) for code in codes], pa.int64())
    of_code = pa.array([names[code] for code in codes], pa.string())
    return {
        "bubbles": drawn.append_column("quadrant", places).append_column("told_quadrant", of_code),
        "quadrants": frame(_corners(lines, sides, told), NAMES),
        "cells": frame(_shaded(cells), ["x", "to", "y", "high", "customers", "depth"]),
    }


def _corners(lines: tuple[float, float], sides: tuple[Side, Side], told: dict[str, tuple[str, str]]) -> list[dict]:
    (at, level), (across, up) = lines, (side.axis for side in sides)
    active, passive = (at, across.high), (across.low, at)
    roomy, full = (level, up.high), (up.low, level)
    stretches = {
        code: (active if is_active else passive, roomy if is_roomy else full)
        for (is_active, is_roomy), code in BY_SIDES.items()
    }
    return [
        {"quadrant": MEMBERS.index(code), "from": x[0], "to": x[1], "low": y[0], "high": y[1]}
        | {"name": told[code][0], "told": told[code][1], "spoken": f"{told[code][0]}, {told[code][1]}"}
        for code, (x, y) in stretches.items()
    ]


def _shaded(cells: Sequence[dict]) -> list[dict]:
    most = max((cell["customers"] for cell in cells), default=1)
    return [
        {"x": cell["activity_from"], "to": cell["activity_to"], "y": cell["capacity_from"], "high": cell["capacity_to"]}
        | {"customers": cell["customers"], "depth": math.sqrt(cell["customers"] / most)}
        for cell in cells
    ]


def _aside(row: dict, *sides: Side) -> tuple[float, float]:
    dice = crc32(row["customer_id"].encode())
    shifts = ((dice & 0xFFFF) / 0x8000 - 1, (dice >> 16) / 0x8000 - 1)
    return tuple(
        _shifted(side, row[name], by) for side, name, by in zip(sides, ("activity", "capacity"), shifts, strict=True)
    )


def _shifted(side: Side, value: float, by: float) -> float:
    if side.step:
        return value + by * WITHIN_A_STEP * side.step
    return side.axis.amount(side.axis.level(value) + by * WITHOUT_STEPS)


def _marks(side: Side) -> list[float]:
    axis = side.axis
    if side.is_share:
        return [0, 0.25, 0.5, 0.75, 1]
    if axis.scale == "log":
        first, last = math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high))
        marks = [digit * 10.0**power for power in range(first, last + 1) for digit in (1, 2, 5)]
        return [round(mark, 9) for mark in marks if axis.low <= mark <= axis.high]
    if side.source == "graded":
        return list(range(math.ceil(axis.low), math.floor(axis.high) + 1))
    return []


def _scale(reach: tuple) -> alt.Scale:
    low, high, kind, *_ = reach
    return alt.Scale(domain=[low, high], type=kind, nice=False, zero=False, clamp=True)


def _axis(reach: tuple) -> alt.Axis:
    *_, percent, marks = reach
    wanted = {"values": list(marks)} if marks else {"tickCount": 6}
    return alt.Axis(format=".0%" if percent else "~g", grid=True, gridOpacity=0.5, labelOverlap=True, **wanted)


def _areas(look: Look, x: alt.X, y: alt.Y) -> alt.Chart:
    picked = alt.selection_point("picked", fields=["quadrant"], toggle=False, empty=False)
    rect = alt.Chart(named("quadrants")).mark_rect(cursor="pointer").add_params(picked)
    opacity = alt.condition(picked, alt.value(0.26), alt.value(0.1))
    return rect.encode(x=x, x2="to:Q", y=y, y2="high:Q", color=_colour(look), opacity=opacity, description="spoken:N")


def _cells(look: Look) -> alt.Chart:
    rect = alt.Chart(named("cells")).mark_rect(
        color=look.muted, aria=False, tooltip=None, stroke=look.paper, strokeWidth=0.5
    )
    depth = alt.Opacity("depth:Q", scale=alt.Scale(domain=[0, 1], range=[0.04, 0.4]), legend=None)
    return rect.encode(x="x:Q", x2="to:Q", y="y:Q", y2="high:Q", opacity=depth)


def _bubbles(look: Look, labels: dict[str, str], clients: int) -> alt.Chart:
    tooltip = [alt.Tooltip("told_name:N", title=" "), alt.Tooltip("told_quadrant:N", title=labels["quadrant"])]
    tooltip += [
        alt.Tooltip(field=f"told_{key}", type="nominal", title=labels[key])
        for key in ("activity", "capacity", "revenue")
    ]
    largest = min(LARGEST, ALTOGETHER / max(clients, 1))
    size = alt.Size("money:Q", scale=alt.Scale(range=[SMALLEST, largest], zero=True), legend=None)
    circle = alt.Chart(named("bubbles")).mark_circle(fillOpacity=0.62, stroke=look.paper, strokeWidth=0.8, opacity=1)
    return circle.encode(x="x:Q", y="y:Q", size=size, color=_colour(look), tooltip=tooltip, description="spoken:N")


def _rules(look: Look) -> list[alt.Chart]:
    """The two cuts are the inner edges of the quadrant of dogs, the last of them."""
    base = alt.Chart(named("quadrants")).transform_filter(alt.datum.quadrant == len(MEMBERS) - 1)
    line = {"strokeDash": [6, 4], "color": look.ink, "strokeWidth": 1.4, "aria": False}
    return [base.mark_rule(**line).encode(x="to:Q"), base.mark_rule(**line).encode(y="high:Q")]


def _names(look: Look, across: tuple, up: tuple) -> list[alt.Chart]:
    """Each quadrant is named in its own corner of the plot, on a halo of paper."""
    layers = []
    for (active, roomy), code in BY_SIDES.items():
        base = alt.Chart(named("quadrants")).transform_filter(alt.datum.quadrant == MEMBERS.index(code))
        at = {"x": alt.datum(across[1] if active else across[0]), "y": alt.datum(up[1] if roomy else up[0])}
        side = {"align": "right" if active else "left", "dx": -INSIDE if active else INSIDE, "aria": False}
        top = 36 if roomy else -26
        for field, dy, text in (
            ("name", top, {"fontSize": 14, "fontWeight": "bold"}),
            ("told", top + 16, {"fontSize": 12}),
        ):
            mark = {**side, **text, "dy": dy, "baseline": "middle"}
            halo = base.mark_text(**mark, color=look.paper, stroke=look.paper, strokeWidth=5, opacity=0.85)
            layers += [
                shown.encode(**at, text=alt.Text(field=field, type="nominal"))
                for shown in (halo, base.mark_text(**mark, color=look.ink))
            ]
    return layers


def _colour(look: Look) -> alt.Color:
    colours = [look.class_color(COLOURS[code]) for code in MEMBERS]
    return alt.Color("quadrant:O", scale=alt.Scale(domain=list(range(len(MEMBERS))), range=colours), legend=None)
