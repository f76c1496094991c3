"""Shares of reasons as bars, the commonest on top, each with the mark of its published share.

Dataset: `reasons` (name, share, published, label and the words of the tooltip).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 42
MOST_REASONS = 12
NAMES = "name share published beyond label published_text count spoken".split()


def chart(look: Look, labels: dict[str, str], rows: int) -> alt.LayerChart:
    """A template over `reasons`; `labels`: reason, share, published, customers. Clicking a bar selects its `name`."""
    axis = alt.Axis(labelFontSize=13, labelLimit=260, labelColor=look.ink, labelPadding=10)
    y = alt.Y("name:N", title=None, sort=None, axis=axis)
    x = alt.X(
        "share:Q",
        title=labels["share"],
        axis=alt.Axis(format=".0%", tickCount=5),
        scale=alt.Scale(domain=[0, 1], nice=False),
    )
    base = alt.Chart(named("reasons")).encode(y=y)
    picked = alt.selection_point("reason", fields=["name"], toggle=False)
    bars = base.mark_bar(height=22, cornerRadiusEnd=3, cursor="pointer", color=look.accent).encode(
        x=x,
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("name:N", title=labels["reason"]),
            alt.Tooltip("label:N", title=labels["share"]),
            alt.Tooltip("published_text:N", title=labels["published"]),
            alt.Tooltip("count:N", title=labels["customers"]),
        ],
    )
    marks = base.mark_tick(thickness=3, size=32, color=look.class_color("B"), aria=False).encode(x="published:Q")
    text = {"align": "left", "fontSize": 13, "fontWeight": "bold", "dx": 12, "aria": False}
    written = base.mark_text(**text, color=look.ink).encode(x="beyond:Q", text="label:N")
    return look.finished(alt.layer(bars.add_params(picked), marks, written).properties(height=ROW_HEIGHT * rows + 44))


def frames(rows: Sequence[dict], name: Callable, look: Look) -> dict[str, pa.Table]:
    """The first MOST_REASONS rows of `departures.reasons` → `reasons`; `name` writes a reason as the visitor reads it."""
    words, told = look.words, []
    for row in rows[:MOST_REASONS]:
        share, published = words.percent(row["share"]), words.percent(row["published_share"], 0)
        known = {"name": name(row["reason"]), "share": row["share"], "label": share}
        known |= {"published": row["published_share"], "published_text": published}
        known |= {"beyond": max(row["share"], row["published_share"] or 0)}
        told.append(
            known | {"count": words.number(row["customers"]), "spoken": f"{known['name']}: {share} ({published})"}
        )
    return {"reasons": frame(told, NAMES)}
