"""The map of RFM segments: recency down, frequency and money across; a cell is as full of its segment's colour as of clients.

Dataset: `cells` (place, r, fm, number, name, lines, count, caption, fullness 0..1, deep, spoken).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from analytics.charts.theme import Look, frame, named
from analytics.segment_map import ALL, SCALE

HEIGHT = 470
LEAST = 0.12
COLUMNS = "place r fm number name lines count caption fullness deep spoken".split()


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `cells`; `labels`: recency, frequency_money, customers, revenue. Clicking a cell selects `place`."""
    big = {"labelFontSize": 15, "labelFontWeight": "bold", "labelColor": look.ink}
    scores = [str(score) for score in range(1, SCALE + 1)]
    x = alt.X("fm:N", title=labels["frequency_money"], sort=scores, axis=alt.Axis(labelAngle=0, **big))
    y = alt.Y("r:N", title=labels["recency"], sort=scores[::-1], axis=alt.Axis(**big))
    base = alt.Chart(named("cells")).encode(x=x, y=y)
    return look.finished(
        alt.layer(_paper(base, look), _cells(base, look, labels), *_texts(base, look)).properties(height=HEIGHT)
    )


def frames(cells: Sequence[dict], captions: Sequence[str], reachable: set[int], look: Look) -> dict:
    """Cells of `rfm.cells` with a caption each → `cells`. A cell no scores can lead to shows a dash instead of a count."""
    most = max((cell["customer_share"] or 0 for cell in cells), default=0) or 1
    return {"cells": frame([_cell(c, t, most, reachable, look) for c, t in zip(cells, captions, strict=True)], COLUMNS)}


def _cell(cell: dict, caption: str, most: float, reachable: set[int], look: Look) -> dict:
    name, colour = look.words.segment(cell["segment"]), look.class_color(cell["segment"])
    full = LEAST + (1 - LEAST) * ((cell["customer_share"] or 0) / most) ** 0.5
    count = look.words.number(cell["customers"] if cell["place"] in reachable else None)
    return {
        "place": cell["place"], "r": str(cell["r"]), "fm": str(cell["fm"]), "number": ALL.index(cell["segment"]), "name": name,
        "lines": _in_lines(name), "count": count, "caption": caption if cell["customers"] else "", "fullness": full,
        "deep": look.is_deep(colour, full), "spoken": f"{name}, R {cell['r']}, FM {cell['fm']}: {count}",
    }  # fmt: skip


def _paper(base: alt.Chart, look: Look) -> alt.Chart:
    return base.mark_rect(cornerRadius=6, color=look.grid, opacity=0.5, stroke=look.paper, strokeWidth=4, aria=False)


def _cells(base: alt.Chart, look: Look, labels: dict[str, str]) -> alt.Chart:
    cell = alt.selection_point("cell", fields=["place"], toggle=False)
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("count:N", title=labels["customers"]),
        alt.Tooltip("caption:N", title=labels["revenue"]),
    ]
    rect = base.mark_rect(cornerRadius=6, stroke=look.paper, strokeWidth=4, cursor="pointer")
    return rect.encode(
        color=alt.Color("number:N", scale=look.segment_scale(), legend=None),
        fillOpacity=alt.FillOpacity("fullness:Q", scale=None),
        opacity=alt.condition(cell, alt.value(1), alt.value(0.35)),
        description="spoken:N",
        tooltip=tooltip,
    ).add_params(cell)


def _texts(base: alt.Chart, look: Look) -> list[alt.Chart]:
    ink = look.ink_where_deep()
    name = base.mark_text(aria=False, fontSize=12, lineBreak="\n", baseline="top", dy=-36, lineHeight=13)
    count = base.mark_text(aria=False, fontSize=19, fontWeight="bold", dy=8)
    caption = base.mark_text(aria=False, fontSize=11.5, dy=28)
    return [
        mark.encode(text=alt.Text(field, type="nominal"), color=ink)
        for mark, field in ((name, "lines"), (count, "count"), (caption, "caption"))
    ]


def _in_lines(name: str, width: int = 12) -> str:
    """A long name in two lines, broken where its words end."""
    if len(name) <= width or " " not in name:
        return name
    breaks = [i for i, letter in enumerate(name) if letter == " "]
    middle = min(breaks, key=lambda i: abs(i - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"
