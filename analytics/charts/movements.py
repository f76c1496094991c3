"""Bars of clients by calendar bucket: retained, returned and new stand on zero, the lost hang below it.

Dataset: `flows` (position, flow, from, to and the words of the tooltip). An unfinished bucket is hollow and dashed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import Look, frame, named

HEIGHT = 320
MOST_BUCKETS = 60
FLOWS = ("new", "returned", "retained", "lost")
AXIS_WIDTH = 52
ROOM_AT_RIGHT = 168
NAMES = "position first_day flow from to name count label state finished spoken".split()


def colours(look: Look) -> list[str]:
    """A colour for each of FLOWS, from the top of a bar down; the lost are also known by hanging below it."""
    return [look.class_color("new"), look.class_color("B"), look.accent, look.class_color("C")]


def buckets_axis() -> alt.X:
    """The buckets across, as wide in every chart that stands above or below another; words have their room at the right."""
    axis = alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap=True)
    scale = alt.Scale(range=[0, alt.ExprRef(f"width - {ROOM_AT_RIGHT}")])
    return alt.X("position:O", title=None, axis=axis, scale=scale)


def position(bucket, bucket_name: Callable) -> str:
    """The place of a bucket on `buckets_axis`, and its name."""
    return f"{bucket:%Y%m%d}|{bucket_name(bucket)}"


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `flows`; `labels`: customers, bucket and the name of each flow. A click selects `first_day` and
    `flow`, its place in FLOWS."""
    scale = alt.Scale(domain=list(range(len(FLOWS))), range=colours(look))
    words = json.dumps([labels[flow] for flow in FLOWS], ensure_ascii=False)
    place = {"orient": "none", "legendX": alt.ExprRef(f"width - {ROOM_AT_RIGHT - 16}"), "legendY": 8}
    legend = alt.Legend(
        title=None, labelExpr=f"{words}[datum.value]", symbolType="square", symbolOpacity=1, labelFontSize=13, **place
    )
    y = alt.Y(
        "from:Q",
        title=labels["customers"],
        axis=alt.Axis(
            labelExpr=theme.thousands(look).replace("datum.value", "abs(datum.value)"),
            tickCount=6,
            minExtent=AXIS_WIDTH,
        ),
    )
    picked = alt.selection_point("flow", fields=["first_day", "flow"], toggle=False)
    finished = "datum.finished"
    bars = (
        alt.Chart(named("flows"))
        .mark_bar(width={"band": 0.78}, cursor="pointer", strokeWidth=1.2)
        .encode(
            x=buckets_axis(),
            y=y,
            y2="to:Q",
            color=alt.Color("flow:N", scale=scale, legend=legend),
            stroke=alt.Stroke("flow:N", scale=scale, legend=None),
            fillOpacity=alt.condition(finished, alt.value(1), alt.value(0.15)),
            strokeDash=alt.condition(finished, alt.value([1, 0]), alt.value([4, 3])),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
            description="spoken:N",
            tooltip=[
                alt.Tooltip("label:N", title=labels["bucket"]),
                alt.Tooltip("count:N", title=labels["customers"]),
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("state:N", title=" "),
            ],
        )
    )
    across = {"x": alt.value(0), "x2": alt.value(alt.ExprRef(f"width - {ROOM_AT_RIGHT}"))}
    zero = alt.Chart(named("flows")).mark_rule(color=look.muted, aria=False).encode(y=alt.datum(0), **across)
    return look.finished(alt.layer(bars.add_params(picked), zero).properties(height=HEIGHT, width="container"))


def frames(rows: Sequence[dict], labels: dict[str, str], bucket_name: Callable, look: Look) -> dict[str, pa.Table]:
    """Rows of `retention.table` → `flows` of the last MOST_BUCKETS; `labels` also names the states finished, unfinished."""
    return {
        "flows": frame([part for row in rows[-MOST_BUCKETS:] for part in _parts(row, labels, bucket_name, look)], NAMES)
    }


def _parts(row: dict, labels: dict[str, str], bucket_name: Callable, look: Look) -> list[dict]:
    known = {"first_day": row["bucket"].isoformat(), "label": bucket_name(row["bucket"])}
    known |= {"position": position(row["bucket"], bucket_name), "finished": not row["unfinished"]}
    known |= {"state": labels["unfinished" if row["unfinished"] else "finished"]}
    parts, height = [], 0
    for flow in reversed(FLOWS[:-1]):
        parts.append(_part(flow, row[flow], height, height + (row[flow] or 0), labels, look))
        height += row[flow] or 0
    parts.append(_part("lost", row["lost"], 0, -(row["lost"] or 0), labels, look))
    return [
        known | part | {"spoken": f"{known['label']}, {part['spoken']}"} for part in parts if part["from"] != part["to"]
    ]


def _part(flow: str, customers: int | None, start: int, end: int, labels: dict[str, str], look: Look) -> dict:
    count = look.words.number(customers)
    told = {"flow": FLOWS.index(flow), "from": start, "to": end, "name": labels[flow], "count": count}
    return told | {"spoken": f"{labels[flow]}: {count}"}
