"""A rate by calendar bucket with levels to hold it against: the line breaks where the rate is not known, and a point that
counts for nothing (an unfinished or an early bucket) is hollow.

Datasets: `rates` (position, rate and the words of the tooltip), `last` (the latest of them, with its value written beside it),
`levels` (level, label).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.movements import AXIS_WIDTH, MOST_BUCKETS, buckets_axis, position
from analytics.charts.theme import Look, frame, named

HEIGHT = 280
NAMES = "position rate text label count state firm spoken".split()


def chart(look: Look, labels: dict[str, str], top: float = 1) -> alt.LayerChart:
    """A template over the datasets above, rates from 0 to `top`; `labels`: rate, bucket, count."""
    axis = alt.Axis(format=".0%", tickCount=5, minExtent=AXIS_WIDTH)
    y = alt.Y("rate:Q", title=labels["rate"], axis=axis, scale=alt.Scale(domain=[0, top], nice=False))
    x = buckets_axis()
    base = alt.Chart(named("rates"))
    line = base.mark_line(strokeWidth=2.5, color=look.accent, aria=False).encode(x=x, y=y)
    dots = base.mark_point(size=44, opacity=1, stroke=look.accent, strokeWidth=1.8).encode(
        x=x,
        y=y,
        fill=alt.condition("datum.firm", alt.value(look.accent), alt.value(look.paper)),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("label:N", title=labels["bucket"]),
            alt.Tooltip("text:N", title=labels["rate"]),
            alt.Tooltip("count:N", title=labels["count"]),
            alt.Tooltip("state:N", title=" "),
        ],
    )
    return look.finished(
        alt.layer(*_levels(look), line, dots, *_last(look, x, y)).properties(height=HEIGHT, width="container")
    )


def frames(
    rows: Sequence[dict], levels: Sequence[tuple[float, str]], told: dict[str, str], bucket_name: Callable, look: Look
) -> dict[str, pa.Table]:
    """Rows of `retention.table` and levels (rate, label) → the datasets. `told`: finished, unfinished."""
    points = [_point(row, told, bucket_name, look) for row in rows[-MOST_BUCKETS:]]
    known = [point for point in points if point["rate"] is not None]
    marks = [{"level": level, "label": label} for level, label in levels]
    return {
        "rates": frame(points, NAMES),
        "last": frame(known[-1:], ["position", "rate", "text"]),
        "levels": frame(marks, ["level", "label"]),
    }


def _point(row: dict, told: dict[str, str], bucket_name: Callable, look: Look) -> dict:
    label, text = bucket_name(row["bucket"]), look.words.percent(row["crr"])
    count = f"{look.words.number(row['retained'])} / {look.words.number(row['start_customers'])}"
    point = {
        "position": position(row["bucket"], bucket_name),
        "label": label,
        "rate": row["crr"],
        "text": text,
        "count": count,
    }
    point |= {
        "firm": not row["unfinished"] and not row["early"],
        "state": told["unfinished" if row["unfinished"] else "finished"],
    }
    return point | {"spoken": f"{label}: {text}"}


def _levels(look: Look) -> list[alt.Chart]:
    """Dashed lines, named at their right ends beyond the last bucket."""
    base = alt.Chart(named("levels"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.2, aria=False).encode(y="level:Q")
    text = base.mark_text(align="right", dy=-9, fontSize=12, color=look.muted)
    return [rule, text.encode(y=alt.Y("level:Q"), x=alt.value("width"), text="label:N")]


def _last(look: Look, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    text = {"align": "left", "dx": 11, "fontSize": 14, "fontWeight": "bold", "aria": False}
    base = alt.Chart(named("last"))
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5).encode(x=x, y=y, text="text:N")
    return [halo, base.mark_text(**text, color=look.ink).encode(x=x, y=y, text="text:N")]
