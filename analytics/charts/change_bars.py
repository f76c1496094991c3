"""Bars of money gained to the right of zero and lost to the left, one a group, each with its sign.

Dataset: `groups` (code, name, amount, label, kind, told, spoken).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 44
ROOM_FOR_LABEL = 96
# signs and not words: what a chart holds may be read aloud
GAIN, LOSS = "+", "−"


@dataclass(frozen=True)
class Group:
    """A bar: the code a click selects, its name on the axis, its money, and what the tooltip tells of it."""

    code: str
    name: str
    amount: Decimal
    told: str


def chart(look: Look, labels: dict[str, str], rows: int) -> alt.LayerChart:
    """A template over `groups`; `labels`: value (title of the axis), group, told. Clicking a bar selects `code`."""
    order = alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelFontSize=13, labelLimit=220, labelColor=look.ink))
    base = alt.Chart(named("groups")).encode(y=order)
    axis = alt.Axis(labelExpr=theme.thousands(look), tickCount=5)
    # the labels stand beyond the ends of the bars: the scale leaves them room in pixels
    money = alt.X("amount:Q", title=labels["value"], axis=axis, scale=alt.Scale(padding=ROOM_FOR_LABEL, nice=False))
    picked = alt.selection_point("picked", fields=["code"], toggle=False)
    colours = alt.Scale(domain=[GAIN, LOSS], range=[look.class_color("A"), look.class_color("C")])
    bars = base.mark_bar(height=26, cornerRadiusEnd=3, cursor="pointer", strokeWidth=1.5).encode(
        x=money,
        x2=alt.datum(0),
        color=alt.Color("kind:N", scale=colours, legend=None),
        stroke=alt.Stroke("kind:N", scale=colours, legend=None),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("name:N", title=labels["group"]),
            alt.Tooltip("label:N", title=labels["value"]),
            alt.Tooltip("told:N", title=labels["told"]),
        ],
    )
    zero = alt.Chart(named("groups")).mark_rule(color=look.muted, aria=False).encode(x=alt.datum(0))
    layers = [bars.add_params(picked), zero, _amount(look, base, GAIN), _amount(look, base, LOSS)]
    return look.finished(alt.layer(*layers).properties(height=ROW_HEIGHT * rows + 40))


def frames(groups: Sequence[Group], look: Look) -> dict[str, pa.Table]:
    """Groups from the top down → `groups`."""
    rows = [
        {"code": g.code, "name": g.name, "amount": float(g.amount), "label": look.words.signed(g.amount)}
        | {"kind": GAIN if g.amount >= 0 else LOSS, "told": g.told}
        | {"spoken": f"{g.name}: {look.words.signed(g.amount)}, {g.told}"}
        for g in groups
    ]
    return {"groups": frame(rows, "code name amount label kind told spoken".split())}


def _amount(look: Look, base: alt.Chart, kind: str) -> alt.Chart:
    """Beside the end of the bar: right of a gain, left of a loss."""
    place = {"align": "left", "dx": 8} if kind == GAIN else {"align": "right", "dx": -8}
    text = base.transform_filter(f"datum.kind == '{kind}'").mark_text(
        **place, fontSize=13, fontWeight="bold", color=look.ink, aria=False
    )
    return text.encode(x="amount:Q", text="label:N")
