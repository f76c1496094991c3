"""How much each attribute explains of the differences between clients: of what it explains most, and what that is.

Datasets: `rows` (name, place, share, strength, label, spoken and the words of the tooltip), in the order they are drawn, and
`edge` (at): how far the axis reaches, so that labels have room.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 34
AXIS_ROOM = 56
MOST_ROWS = 14
LEAST_REACH, ROOM_FOR_LABELS = 0.2, 2
# What a share must reach to be told so (J. Cohen's bounds of medium and large η², which ε² estimates).
NOTICEABLE, STRONG = 0.06, 0.14
DEEP = {"strong": 1, "noticeable": 0.6, "faint": 0.3}
ROWS = "name place share strength label spoken".split()


def chart(look: Look, labels: dict[str, str], rows: int) -> alt.LayerChart:
    """A template for so many rows; `labels`: share, and each measure of the tooltip by its name. A click selects a `place`."""
    axis = alt.Axis(labelFontSize=13, labelColor=look.ink, labelLimit=260, labelPadding=8)
    y = alt.Y("name:N", title=None, sort=None, axis=axis)
    reach = alt.Axis(format=".0%", tickCount=4, labelExpr="datum.value > 1 ? '' : datum.label")
    x = alt.X("share:Q", title=labels["share"], axis=reach)
    picked = alt.selection_point("attribute", fields=["place"], toggle=False)
    told = [alt.Tooltip(f"{key}:N", title=name) for key, name in labels.items() if key != "share"]
    tooltip = [alt.Tooltip("name:N", title=" "), *told]
    base = alt.Chart(named("rows")).encode(y=y)
    shades = alt.Scale(domain=list(DEEP), range=list(DEEP.values()))
    bars = base.mark_bar(height={"band": 0.6}, cornerRadiusEnd=4, color=look.accent).encode(
        x=x, opacity=alt.Opacity("strength:N", scale=shades, legend=None), description="spoken:N"
    )
    text = base.mark_text(align="left", dx=8, fontSize=12.5, aria=False).encode(x=x, text="label:N")
    ink = alt.condition(alt.datum.share > 0, alt.value(look.ink), alt.value(look.muted))
    wide = base.mark_bar(opacity=0, cursor="pointer", aria=False, height={"band": 1})
    layers = (
        bars,
        text.encode(color=ink),
        wide.encode(x=alt.datum(0), x2=alt.value("width"), tooltip=tooltip).add_params(picked),
        alt.Chart(named("edge")).mark_point(opacity=0, aria=False).encode(x=alt.X("at:Q")),
    )
    return look.finished(alt.layer(*layers).properties(height=ROW_HEIGHT * rows + AXIS_ROOM))


def strength(share: float) -> str:
    """A share of the differences, 0..1, is `faint`, `noticeable` from 6 % or `strong` from 14 %."""
    return "strong" if share >= STRONG else "noticeable" if share >= NOTICEABLE else "faint"


def frames(rows: Sequence[dict], measures: Sequence[str]) -> dict[str, pa.Table]:
    """Rows (name, place, share 0..1, label and the words of each measure) → the datasets; nothing explained is a share of 0."""
    told = [row | {"strength": strength(row["share"]), "spoken": f"{row['name']}: {row['label']}"} for row in rows]
    farthest = max([LEAST_REACH, *(row["share"] for row in rows)])
    return {"rows": frame(told, [*ROWS, *measures]), "edge": frame([{"at": farthest * ROOM_FOR_LABELS}], ["at"])}
