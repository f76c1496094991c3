"""The heat map of one class by another: how many clients are in each cell and what share of revenue they bring.

Dataset: `cells` (down, across, customers, count, share, caption, advice, deep).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from analytics.charts.theme import SEQUENCES, Look, frame, named

ROW_HEIGHT = 104
LINE, MANY = 14, 5
DEEP = {False: 0.6, True: 0.8}


def chart(look: Look, labels: dict[str, str], down: tuple[str, ...], across: tuple[str, ...]) -> alt.LayerChart:
    """A template over `cells`; `labels`: down, across, customers, share. Clicking a cell selects `down` and `across`."""
    big = {"labelFontSize": 16 if len(across) <= MANY else 12, "labelFontWeight": "bold", "labelColor": look.ink}
    big |= {"labelLimit": 160, "labelExpr": "split(datum.value, ' ')"}
    lines = LINE * max((name.count(" ") for name in across), default=0)
    x = alt.X(
        "across:N",
        title=labels["across"],
        sort=list(across),
        axis=alt.Axis(orient="top", labelAngle=0, labelPadding=6 + lines, **big),
    )
    y = alt.Y("down:N", title=labels["down"], sort=list(down), axis=alt.Axis(**big))
    base = alt.Chart(named("cells"))
    cell = alt.selection_point("cell", fields=["down", "across"], toggle=False)
    shade = alt.Scale(range=list(SEQUENCES[look.dark]), domainMin=0, type="sqrt")
    rect = base.mark_rect(cornerRadius=6, stroke=look.paper, strokeWidth=4, cursor="pointer").encode(
        x=x,
        y=y,
        color=alt.Color("share:Q", scale=shade, legend=None),
        description="spoken:N",
        opacity=alt.condition(cell, alt.value(1), alt.value(0.4)),
        tooltip=[alt.Tooltip("down:N", title=labels["down"]), alt.Tooltip("across:N", title=labels["across"])]
        + [
            alt.Tooltip("count:N", title=labels["customers"]),
            alt.Tooltip("share:Q", title=labels["share"], format=".1%"),
        ],
    )
    on_deep = "#0b1a1a" if look.dark else "#ffffff"
    ink = alt.condition(alt.datum.deep, alt.value(on_deep), alt.value(look.ink))
    count = base.mark_text(aria=False, fontSize=22, fontWeight="bold", dy=-16).encode(
        x=x, y=y, text="count:N", color=ink
    )
    caption = base.mark_text(aria=False, fontSize=12.5, dy=8).encode(x=x, y=y, text="caption:N", color=ink)
    advice = base.mark_text(aria=False, fontSize=12, dy=27, fontStyle="italic", limit=230).encode(
        x=x, y=y, text="advice:N", color=ink
    )
    return look.finished(
        alt.layer(rect.add_params(cell), count, caption, advice).properties(height=ROW_HEIGHT * len(down) + 56)
    )


def frames(
    rows: Sequence[dict],
    down: str,
    across: str,
    captions: Sequence[tuple[str, str]],
    look: Look,
    by: str = "revenue_share",
) -> dict:
    """Cells of `classes.cross` and their (caption, advice) texts → `cells`, shaded `by` a share; `deep` ones are so dark that
    their ink turns."""
    most = max((row[by] or 0 for row in rows), default=0) or 1
    cells = [
        {
            "down": look.words.name("common", row[down]),
            "across": look.words.name("common", row[across]),
            "customers": row["customers"],
            "count": look.words.number(row["customers"]),
            "share": max(row[by] or 0, 0),
            "caption": caption,
            "advice": advice,
            "spoken": f"{look.words.name('common', row[down])}{look.words.name('common', row[across])}: "
            f"{look.words.number(row['customers'])}, {caption}",
            "deep": (max(row[by] or 0, 0) / most) ** 0.5 > DEEP[look.dark],
        }
        for row, (caption, advice) in zip(rows, captions, strict=True)
    ]
    return {"cells": frame(cells, list(cells[0]) if cells else [])}
