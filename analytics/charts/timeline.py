"""Bars over time, one a calendar bucket; an unfinished bucket is hollow and dashed.

Dataset: `buckets` (bucket, value, finished, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import Look, frame, named

HEIGHT = 240


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `buckets`; `labels`: bucket, value, orders, finished, unfinished."""
    x = alt.X(
        "position:O",
        title=None,
        axis=alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap=True),
    )
    y = alt.Y("value:Q", title=labels["value"], axis=alt.Axis(labelExpr=theme.thousands(look), tickCount=5))
    tooltip = [
        alt.Tooltip("label:N", title=labels["bucket"]),
        alt.Tooltip("value:Q", title=labels["value"], format=",.2~f"),
        alt.Tooltip("orders:Q", title=labels["orders"], format=",d"),
        alt.Tooltip("state:N", title=" "),
    ]
    base = alt.Chart(named("buckets")).encode(x=x, y=y, tooltip=tooltip, description="spoken:N")
    bar = {"cornerRadiusTopLeft": 3, "cornerRadiusTopRight": 3, "width": {"band": 0.78}, "color": look.accent}
    whole = base.transform_filter("datum.finished").mark_bar(**bar)
    part = base.transform_filter("!datum.finished && datum.value != 0").mark_bar(
        **bar, fillOpacity=0.15, stroke=look.accent, strokeWidth=1.5, strokeDash=[4, 3]
    )
    return look.finished(alt.layer(whole, part).properties(height=HEIGHT))


def frames(rows: Sequence[dict], labels: dict[str, str], bucket_name, look: Look) -> dict[str, pa.Table]:
    """Rows of `timeline` → `buckets`; `bucket_name` writes a bucket's first day as the visitor reads it."""
    names = ["position", "label", "value", "orders", "finished", "state", "spoken"]
    found = [
        {
            "position": f"{row['bucket']:%Y%m%d}|{bucket_name(row['bucket'])}",
            "label": bucket_name(row["bucket"]),
            "value": float(row["revenue"]),
            "orders": row["orders"],
            "finished": row["finished"],
            "state": labels["finished" if row["finished"] else "unfinished"],
            "spoken": f"{bucket_name(row['bucket'])}: {look.words.money(row['revenue'])}",
        }
        for row in rows
    ]
    return {"buckets": frame(found, names)}
