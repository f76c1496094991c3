"""Two bars to compare: how the classes share the clients, and how they share the value.

Dataset: `classes` (row, class, from, to, share, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 124


def chart(look: Look, labels: dict[str, str], members: tuple[str, ...]) -> alt.LayerChart:
    """A template over `classes`; `labels`: customers, value (the names of the two bars). Clicking a part selects `class`."""
    rows = alt.Y(
        "row:N",
        title=None,
        sort=[labels["customers"], labels["value"]],
        axis=alt.Axis(labelFontSize=13, labelLimit=180),
    )
    base = alt.Chart(named("classes"))
    picked = alt.selection_point("picked", fields=["class"], toggle=False)
    bars = base.mark_bar(height=42, cornerRadius=4, stroke=look.paper, strokeWidth=2, cursor="pointer").encode(
        y=rows,
        x=alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False)),
        x2="to:Q",
        color=alt.Color("class:N", scale=look.class_scale(members), legend=None),
        description="spoken:N",
        opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
        tooltip=[
            alt.Tooltip("class:N"),
            alt.Tooltip("row:N"),
            alt.Tooltip("share:Q", format=".1%"),
            alt.Tooltip("amount:N"),
        ],
    )
    text = base.mark_text(aria=False, fontSize=13, fontWeight="bold", color="#12181f" if look.dark else "white")
    return look.finished(
        alt.layer(bars.add_params(picked), text.encode(y=rows, x="middle:Q", text="label:N")).properties(height=HEIGHT)
    )


def frames(classes: Sequence[dict], labels: dict[str, str], look: Look) -> dict[str, pa.Table]:
    """Sizes of classes (best first) → `classes`; parts too thin for their label keep only the tooltip."""
    rows = [
        *_bar(classes, labels["customers"], "customer_share", "customers", look),
        *_bar(classes, labels["value"], "value_share", "value", look),
    ]
    names = ["row", "class", "from", "to", "middle", "share", "label", "amount", "spoken"]
    return {"classes": frame(rows, names)}


def _bar(classes: Sequence[dict], row: str, share: str, amount: str, look: Look) -> list[dict]:
    parts, start = [], 0.0
    total = sum(max(c[share] or 0, 0) for c in classes) or 1
    for c in classes:
        width = max(c[share] or 0, 0) / total
        label = (
            f"{c['class']}  {look.words.percent(c[share], 0)}" if width > 0.09 else c["class"] if width > 0.025 else ""
        )
        part = {"row": row, "class": c["class"], "from": start, "to": start + width, "middle": start + width / 2}
        told = {"share": c[share], "label": label, "amount": look.words.money(c[amount])}
        spoken = f"{row}: {c['class']}, {look.words.percent(c[share])}, {told['amount']}"
        parts.append(part | told | {"spoken": spoken})
        start += width
    return [part for part in parts if part["to"] > part["from"]]
