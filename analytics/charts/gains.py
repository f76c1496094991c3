"""The gains curve: what calling a part of the clients reaches, the best class first, beside calling them by money alone and
at random.

Datasets: `lines` (line: 0 by class, 1 by money, 2 at random; clients, reached), `points` (clients, reached, name, told,
spoken): the ends of classes, `names` (clients, reached, label) of those with room for them, and `called` (clients,
reached, label, none).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 380
LEAST_APART = 0.06
LINES = ("by_class", "by_value", "at_random")
DASHES, WIDTHS = ([1, 0], [6, 4]), (3, 1.8)
CORNERS = ({"clients": 0.0, "reached": 0.0}, {"clients": 1.0, "reached": 1.0})
LINE, POINT, MARK = (
    "line clients reached".split(),
    "clients reached name told spoken".split(),
    "clients reached label".split(),
)
CALLED = [*MARK, "none"]


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets. `labels`: clients, reached, class, told, by_class, by_value, at_random."""
    share = alt.Axis(format=".0%", tickCount=5)
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("clients:Q", title=labels["clients"], axis=share, scale=scale)
    y = alt.Y("reached:Q", title=labels["reached"], axis=share, scale=scale)
    lines = alt.Chart(named("lines")).mark_line(aria=False)
    drawn = lines.encode(x=x, y=y, color=_colour(look, labels), strokeDash=_by_line(DASHES), size=_by_line(WIDTHS))
    tooltip = [alt.Tooltip("name:N", title=labels["class"]), alt.Tooltip("told:N", title=labels["told"])]
    dots = alt.Chart(named("points")).mark_point(filled=True, size=80, opacity=1, color=look.accent)
    dots = dots.encode(x=x, y=y, description="spoken:N", tooltip=tooltip)
    layers = [drawn, *_called(look, x, y), dots, *_names(look, x, y)]
    return look.finished(alt.layer(*layers).properties(height=HEIGHT, width="container"))


def frames(
    curve: Sequence[Mapping],
    by_value: Sequence[Mapping],
    what: str,
    names: Mapping[str | None, str],
    called: tuple[float, float, str] | None,
    look: Look,
) -> dict[str, pa.Table]:
    """Points of `back_test.gains` and `gains_by_value`, `what` of them is reached (revenue or returned) → the datasets.
    `names`: class → its name; `called`: (share of clients, what it reaches, label)."""
    points = [_point(i, row, what, names, look) for i, row in enumerate(curve) if row[what] is not None]
    mine = [points, [{"clients": row["clients"], "reached": row[what]} for row in by_value], CORNERS]
    lines = [row | {"line": i} for i, rows in enumerate(mine) for row in rows if row["reached"] is not None]
    marks = [dict(zip(CALLED, (*called, 0.0), strict=True))] if called else []
    return {
        "lines": frame(lines, LINE),
        "points": frame(points, POINT),
        "names": frame(_apart(points), MARK),
        "called": frame(marks, CALLED),
    }


def _colour(look: Look, labels: dict[str, str]) -> alt.Color:
    scale = alt.Scale(domain=[0, 1, 2], range=[look.accent, look.class_color("B"), look.muted])
    names = json.dumps([labels[line] for line in LINES], ensure_ascii=False)
    return alt.Color(
        "line:O", scale=scale, legend=alt.Legend(orient="top", title=None, labelExpr=f"{names}[datum.value]")
    )


def _by_line(values: Sequence) -> dict:
    return alt.condition("datum.line == 0", alt.value(values[0]), alt.value(values[1]))


def _point(i: int, row: Mapping, what: str, names: Mapping, look: Look) -> dict:
    name = names[row["class"]] if i else ""
    told = f"{look.words.percent(row['clients'])} → {look.words.percent(row[what])}"
    return {"clients": row["clients"], "reached": row[what], "name": name, "told": told, "spoken": f"{name} {told}"}


def _apart(points: Sequence[Mapping]) -> list[dict]:
    """Names of the points that do not lie on one already named, nor at the end of the curve, where all are called."""
    found: list[dict] = []
    for point in points[1:]:
        last = found[-1]["clients"] if found else 0
        if point["clients"] - last >= LEAST_APART and point["clients"] < 1 - LEAST_APART:
            found.append({"clients": point["clients"], "reached": point["reached"], "label": point["name"]})
    return found


def _names(look: Look, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    text = {"align": "left", "dx": 9, "dy": 12, "fontSize": 12.5, "fontWeight": "bold", "aria": False, "limit": 150}
    base = alt.Chart(named("names")).encode(x=x, y=y, text="label:N")
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4)
    return [halo, base.mark_text(**text, color=look.ink)]


def _called(look: Look, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Where the called clients end, and what they reach."""
    base = alt.Chart(named("called"))
    up = base.mark_rule(color=look.ink, strokeWidth=1.2, strokeDash=[3, 3]).encode(
        x=x, y=alt.Y("none:Q"), y2="reached:Q"
    )
    left = base.mark_rule(color=look.ink, strokeWidth=1.2, strokeDash=[3, 3]).encode(
        x=alt.X("none:Q"), x2="clients:Q", y=y
    )
    text = {"align": "left", "dx": 8, "dy": -12, "fontSize": 13, "fontWeight": "bold"}
    told = base.encode(x=alt.X("none:Q"), y=y, text="label:N")
    halo = told.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5, aria=False)
    return [up, left, halo, told.mark_text(**text, color=look.ink)]
