"""Two shares of each row on one line, a hollow dot for all and a full one for the group: how far apart they lie.

Datasets: `rows` (name, place, base, share, letter, faint, label, spoken and the words of the tooltip), in the order they are
drawn, and `edge` (at): how far the axis reaches, so that labels have room.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 32
AXIS_ROOM = 56
ROOM_FOR_LABELS = 1.35
LETTERS = {"more": "A", "less": "C"}
ROWS = "name place base share letter faint label spoken group all lift count sure".split()
TOLD = ("group", "all", "lift", "count", "sure")


def chart(look: Look, labels: dict[str, str], rows: int) -> alt.LayerChart:
    """A template for so many rows; `labels`: share and the words of TOLD. A click selects the `place` of a row."""
    axis = alt.Axis(labelFontSize=13, labelColor=look.ink, labelLimit=280, labelPadding=8, grid=True)
    y = alt.Y("name:N", title=None, sort=None, axis=axis)
    x = alt.X("share:Q", title=labels["share"], axis=_percents())
    colour = alt.Color("letter:N", scale=look.class_scale(("A", "", "C")), legend=None)
    picked = alt.selection_point("value", fields=["place"], toggle=False)
    tooltip = [alt.Tooltip("name:N", title=" "), *(alt.Tooltip(f"{key}:N", title=labels[key]) for key in TOLD)]
    faded = alt.condition(alt.datum.faint, alt.value(0.45), alt.value(1))
    chosen = alt.condition(picked, alt.value(1), alt.value(0.3))
    base = alt.Chart(named("rows")).encode(y=y)
    bars = base.mark_bar(height=6, cornerRadius=3, aria=False).encode(
        x=alt.X("base:Q"), x2="share:Q", color=colour, opacity=chosen
    )
    hollow = base.mark_point(size=75, strokeWidth=2, color=look.muted, fill=look.paper, opacity=1, aria=False)
    full = base.mark_point(filled=True, size=120, cursor="pointer").encode(
        x=x, color=colour, opacity=faded, description="spoken:N", tooltip=tooltip
    )
    wide = base.mark_bar(opacity=0, cursor="pointer", aria=False, height={"band": 1})
    layers = (
        bars,
        hollow.encode(x=alt.X("base:Q")),
        full,
        *_labels(look, base),
        wide.encode(x=alt.datum(0), x2=alt.value("width"), tooltip=tooltip).add_params(picked),
        alt.Chart(named("edge")).mark_point(opacity=0, aria=False).encode(x=alt.X("at:Q")),
    )
    return look.finished(alt.layer(*layers).properties(height=ROW_HEIGHT * rows + AXIS_ROOM))


def frames(rows: Sequence[dict], look: Look) -> dict[str, pa.Table]:
    """Rows (name, place, base, share, mark, label and the words of TOLD) → the datasets. Those that mark nothing are grey,
    those of too few clients (`few`) pale as well."""
    told = [
        row
        | {"letter": LETTERS.get(row["mark"], ""), "faint": row["mark"] == "few"}
        | {"spoken": f"{row['name']}: {row['group']}; {row['all']}"}
        for row in rows
    ]
    farthest = max((max(row["base"], row["share"]) for row in rows), default=0)
    return {"rows": frame(told, ROWS), "edge": frame([{"at": farthest * ROOM_FOR_LABELS}], ["at"])}


def _percents() -> alt.Axis:
    """Beyond a hundred there is only room for labels."""
    return alt.Axis(format=".0%", tickCount=6, labelExpr="datum.value > 1 ? '' : datum.label")


def _labels(look: Look, base: alt.Chart) -> list[alt.Chart]:
    text = {"align": "left", "dx": 12, "fontSize": 12.5, "aria": False}
    right = alt.X("right:Q")
    placed = base.transform_calculate(right="max(datum.base, datum.share)")
    ink = alt.condition(alt.datum.letter == "", alt.value(look.muted), alt.value(look.ink))
    return [placed.mark_text(**text).encode(x=right, text="label:N", color=ink)]
