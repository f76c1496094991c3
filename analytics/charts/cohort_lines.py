"""Curves of several cohorts beside that of all of them, each named at its end.

Datasets: `points` (line, since, value and the words of the tooltip), `ends` (line, since, value, label). Line 0 is all cohorts
together, drawn grey and dashed.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.cohort_map import written
from analytics.charts.theme import Look, frame, named

HEIGHT = 320
MOST_LINES = 5
LINES = {
    False: ("#0b6e6e", "#c07f00", "#b23a48", "#3e7cb1", "#7c5cbf"),
    True: ("#2fb3b3", "#f0b429", "#e5697a", "#6aa9dd", "#b49bea"),
}
NAME_GAP = 0.065
# room for the names at the right edge: for a month on a narrow screen, for a longer name on a wide one
ROOM = "max(96, 0.18 * width)"
BESIDE = 0.22


def chart(look: Look, labels: dict[str, str], shown: str) -> alt.LayerChart:
    """A template over `points` and `ends`; `labels`: since, name, value; `shown` decides how the axis is written."""
    axis = alt.Axis(format="d", tickMinStep=1, grid=False)
    places = alt.Scale(zero=False, nice=False, range=[0, alt.ExprRef(f"width - {ROOM}")])
    x = alt.X("since:Q", title=labels["since"], axis=axis, scale=places)
    y = alt.Y("value:Q", title=labels["value"], axis=_axis(look, shown), scale=alt.Scale(zero=True))
    colour = alt.Color("line:O", scale=_scale(look), legend=None)
    base = alt.Chart(named("points"))
    line = base.mark_line(strokeWidth=2.5, aria=False).encode(
        x=x,
        y=y,
        color=colour,
        detail="line:O",
        strokeDash=alt.condition("datum.line == 0", alt.value([5, 4]), alt.value([1, 0])),
    )
    dots = base.mark_point(filled=True, size=44, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        description="spoken:N",
        tooltip=[
            alt.Tooltip("name:N", title=labels["name"]),
            alt.Tooltip("since:Q", title=labels["since"], format="d"),
            alt.Tooltip("text:N", title=labels["value"]),
        ],
    )
    return look.finished(alt.layer(line, dots, *_names(look, x, y, colour)).properties(height=HEIGHT))


def frames(lines: Sequence[tuple[str, Sequence[dict]]], shown: str, look: Look) -> dict[str, pa.Table]:
    """(name, rows of one cohort) of all cohorts together first, then of each chosen one → the datasets.

    The first bucket is left out where everyone is in it by definition.
    """
    first = 0 if shown in ("cumulative_revenue", "revenue_per_client") else 1
    points = [
        {"line": i, "name": name, "since": row["bucket"], "value": float(row[shown]), "text": written(row, shown, look)}
        for i, (name, rows) in enumerate(lines)
        for row in rows
        if row["bucket"] >= first and row[shown] is not None
    ]
    points = [point | {"spoken": f"{point['name']}, {point['since']}: {point['text']}"} for point in points]
    ends = _ends(points)
    return {
        "points": frame(points, ("line", "name", "since", "value", "text", "spoken")),
        "ends": frame(ends, ("line", "since", "value", "label")),
    }


def _names(look: Look, x: alt.X, y: alt.Y, colour: alt.Color) -> list[alt.Chart]:
    """Names at the ends of the lines, on a halo of paper, for another line may run there."""
    base = alt.Chart(named("ends"))
    look_of_text = {"align": "left", "dx": 8, "fontSize": 12, "fontWeight": "bold", "limit": alt.ExprRef(f"{ROOM} - 8")}
    halo = base.mark_text(**look_of_text, color=look.paper, stroke=look.paper, strokeWidth=4, aria=False)
    text = base.mark_text(**look_of_text, aria=False).encode(color=colour)
    return [layer.encode(x=x, y=y, text="label:N") for layer in (halo, text)]


def _ends(points: Sequence[dict]) -> list[dict]:
    """A name at the last point of each line, pushed up where it would lie on another."""
    if not points:
        return []
    wide = max(1, max(point["since"] for point in points) * BESIDE)
    high = NAME_GAP * (max(p["value"] for p in points) - min(0, *(p["value"] for p in points)) or 1)
    ends: list[dict] = []
    last = {point["line"]: point for point in points}
    for point in sorted(last.values(), key=lambda point: point["value"]):
        beside = [end["value"] + high for end in ends if abs(end["since"] - point["since"]) < wide]
        value = max([point["value"], *beside])
        ends.append({"line": point["line"], "since": point["since"], "value": value, "label": point["name"]})
    return ends


def _axis(look: Look, shown: str) -> alt.Axis:
    if shown == "rate":
        return alt.Axis(format=".0%", tickCount=6)
    return alt.Axis(labelExpr=theme.thousands(look), tickCount=6)


def _scale(look: Look) -> alt.Scale:
    return alt.Scale(domain=list(range(MOST_LINES + 1)), range=[look.muted, *LINES[look.dark]])
