"""Two paths from one point: as it goes now, and as it would go. Each is named at its end.

Datasets: `paths` (raised, month, customers and the words of the tooltip), `ends` (raised, month, place, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import Look, frame, named

HEIGHT = 280
AS_IS, RAISED = "as_is", "raised"
ROOM_FOR_LABELS = 176


def chart(look: Look, labels: dict[str, str], months: int) -> alt.LayerChart:
    """A template over the datasets above; `labels`: month, customers."""
    axis = alt.Axis(values=[*range(0, months + 1, 3)], grid=False)
    reach = alt.Scale(domain=[0, months], nice=False, range=[0, alt.ExprRef(f"width - {ROOM_FOR_LABELS}")])
    x = alt.X("month:Q", title=labels["month"], axis=axis, scale=reach)
    counts = alt.Axis(labelExpr=theme.thousands(look), tickCount=5)
    y = alt.Y("customers:Q", title=labels["customers"], axis=counts, scale=alt.Scale(zero=True))
    scale = alt.Scale(domain=[False, True], range=[look.muted, look.accent])
    colour = alt.Color("raised:N", scale=scale, legend=None)
    dash = alt.condition("datum.raised", alt.value([1, 0]), alt.value([5, 4]))
    base = alt.Chart(named("paths"))
    lines = base.mark_line(strokeWidth=2.5, aria=False).encode(
        x=x, y=y, color=colour, detail="raised:N", strokeDash=dash
    )
    dots = base.mark_point(filled=True, size=36, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        description="spoken:N",
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("month:Q", title=labels["month"], format=".1~f"),
            alt.Tooltip("text:N", title=labels["customers"]),
        ],
    )
    ends = alt.Chart(named("ends")).mark_text(align="left", dx=10, fontSize=13, fontWeight="bold", aria=False)
    place = {"x": x, "y": alt.Y("place:Q"), "color": colour, "text": "label:N"}
    return look.finished(alt.layer(lines, dots, ends.encode(**place)).properties(height=HEIGHT, width="container"))


def frames(as_is: Sequence[dict], raised: Sequence[dict], labels: dict[str, str], look: Look) -> dict[str, pa.Table]:
    """Two paths of `economics.path` → the datasets; `labels` names the ways, AS_IS and RAISED."""
    ways = ((False, labels[AS_IS], as_is), (True, labels[RAISED], raised))
    points = [_point(more, name, row, look) for more, name, rows in ways for row in rows]
    ends = [_point(more, name, rows[-1], look) for more, name, rows in ways]
    for end, place in zip(ends, _apart([end["customers"] for end in ends]), strict=True):
        end |= {"place": place, "label": f"{end['name']}: {end['text']}"}
    return {
        "paths": frame(points, ["raised", "name", "month", "customers", "text", "spoken"]),
        "ends": frame(ends, ["raised", "month", "place", "label"]),
    }


def _point(raised: bool, name: str, row: dict, look: Look) -> dict:
    text = look.words.number(row["customers"])
    point = {"raised": raised, "name": name, "month": row["month"], "customers": row["customers"], "text": text}
    return point | {"spoken": f"{name}, {look.words.exact(row['month'])}: {text}"}


def _apart(values: Sequence[float], least: float = 0.09) -> list[float]:
    """The lower and the upper level at least a share of the upper apart, so that the words at them do not meet."""
    lower, upper = values
    lacking = max(0.0, least * upper - (upper - lower)) / 2
    return [lower - lacking, upper + lacking]
