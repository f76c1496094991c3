"""Bars over time, one a calendar bucket; an unfinished bucket is hollow and dashed.

Dataset: `buckets` (bucket, value, finished, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics.charts import theme
from analytics.charts.theme import Look, named

HEIGHT = 240


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `buckets`; `labels`: bucket, value, orders, finished, unfinished."""
    finished = alt.datum.finished
    bars = alt.Chart(named("buckets")).mark_bar(cornerRadiusTopLeft=3, cornerRadiusTopRight=3, width={"band": 0.78}, strokeDash=[4, 3])
    bars = bars.encode(
        x=alt.X(
            "position:O",
            title=None,
            axis=alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap=True),
        ),
        y=alt.Y("value:Q", title=labels["value"], axis=alt.Axis(labelExpr=theme.thousands(look), tickCount=5)),
        fillOpacity=alt.condition(finished, alt.value(0.9), alt.value(0.15)),
        strokeWidth=alt.condition(finished, alt.value(0), alt.value(1.5)),
        color=alt.value(look.accent),
        stroke=alt.value(look.accent),
        tooltip=[
            alt.Tooltip("label:N", title=labels["bucket"]),
            alt.Tooltip("value:Q", title=labels["value"], format=",.2~f"),
        ]
        + [alt.Tooltip("orders:Q", title=labels["orders"], format=",d"), alt.Tooltip("state:N", title=" ")],
    )
    return look.finished(alt.layer(bars).properties(height=HEIGHT))


def frames(rows: Sequence[dict], labels: dict[str, str], bucket_name) -> dict[str, pd.DataFrame]:
    """Rows of `timeline` → `buckets`; `bucket_name` writes a bucket's first day as the visitor reads it."""
    names = ["position", "label", "value", "orders", "finished", "state"]
    found = [
        {
            "position": f"{row['bucket']:%Y%m%d}|{bucket_name(row['bucket'])}",
            "label": bucket_name(row["bucket"]),
            "value": float(row["revenue"]),
            "orders": row["orders"],
            "finished": row["finished"],
            "state": labels["finished" if row["finished"] else "unfinished"],
        }
        for row in rows
    ]
    return {"buckets": pd.DataFrame(found, columns=names)}
