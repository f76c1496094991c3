"""A whole as rectangles: each class as large as its part of the clients or of the money.

Dataset: `parts` (number, name, x, x2, y, y2, middle, centre, label, told, deep, spoken).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from analytics.charts.theme import Look, frame, named
from analytics.segment_map import ALL

HEIGHT = 470
NARROW = 560
WIDE = 1.7
LETTER, LINE = 8.2, 18
COLUMNS = "number name x x2 y y2 middle centre label told deep spoken".split()


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `parts`; `labels`: amount. Clicking a rectangle selects `number`."""
    across = {"axis": None, "scale": alt.Scale(domain=[0, 1], nice=False)}
    picked = alt.selection_point("picked", fields=["number"], toggle=False)
    base = alt.Chart(named("parts"))
    rect = base.mark_rect(cornerRadius=6, stroke=look.paper, strokeWidth=4, cursor="pointer").encode(
        x=alt.X("x:Q", **across),
        x2="x2:Q",
        y=alt.Y("y:Q", **across),
        y2="y2:Q",
        color=alt.Color("number:N", scale=look.segment_scale(), legend=None),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("told:N", title=labels["amount"])],
    )
    text = base.mark_text(aria=False, fontSize=14, fontWeight="bold", lineBreak="\n", baseline="middle")
    label = text.encode(x="middle:Q", y="centre:Q", text="label:N", color=look.ink_where_deep())
    return look.finished(alt.layer(rect.add_params(picked), label).properties(height=HEIGHT))


def frames(rows: Sequence[dict], measured: str, told: Sequence[str], look: Look) -> dict:
    """Rows of `rfm.segments` and what is told of each (`12 %`) → `parts`, numbered as in
    `segment_map.ALL`; `measured` is the key that gives the size.

    A rectangle too small for its words keeps them for the tooltip. Nothing positive gives no rectangle.
    """
    sized = [(float(row[measured] or 0), row["segment"], text) for row, text in zip(rows, told, strict=True)]
    sized = sorted((part for part in sized if part[0] > 0), reverse=True)
    places = squares([size for size, _, _ in sized])
    parts = [_part(place, code, text, look) for place, (_, code, text) in zip(places, sized, strict=True)]
    return {"parts": frame(parts, COLUMNS)}


def squares(sizes: Sequence[float], x: float = 0, y: float = 0, width: float = 1, height: float = 1) -> list[tuple]:
    """Sizes in falling order → (x, y, x2, y2) of each in the unit square: rows as near to squares as they go.

    Source: M. Bruls, K. Huizing, J. van Wijk, Squarified treemaps (2000).
    The picture is WIDE times as wide as it is high.
    """
    if not sizes:
        return []
    total, upright = sum(sizes), width * WIDE >= height
    count = min(range(1, len(sizes) + 1), key=lambda n: _worst(sizes[:n], total, width * WIDE, height))
    share = sum(sizes[:count]) / total
    places, start = [], 0.0
    for size in sizes[:count]:
        end = start + size / sum(sizes[:count])
        if upright:
            places.append((x, y + start * height, x + share * width, y + end * height))
        else:
            places.append((x + start * width, y, x + end * width, y + share * height))
        start = end
    if upright:
        return places + squares(sizes[count:], x + share * width, y, width * (1 - share), height)
    return places + squares(sizes[count:], x, y + share * height, width, height * (1 - share))


def _worst(row: Sequence[float], total: float, width: float, height: float) -> float:
    """The least square-like shape in a row of rectangles along the shorter side."""
    area, long, short = width * height * sum(row) / total, max(width, height), min(width, height)
    thick = area / short if short else long
    sides = [side for size in row if (side := short * size / sum(row))]
    return max((max(thick / side, side / thick) for side in sides), default=0)


def _part(place: tuple, code: str, told: str, look: Look) -> dict:
    x, y, x2, y2 = place
    name = look.words.segment(code)
    return {
        "number": ALL.index(code), "name": name, "x": x, "x2": x2, "y": 1 - y, "y2": 1 - y2, "middle": (x + x2) / 2,
        "centre": 1 - (y + y2) / 2, "label": _label(name, told, (x2 - x) * NARROW, (y2 - y) * HEIGHT), "told": told,
        "deep": look.is_deep(look.class_color(code)), "spoken": f"{name}: {told}",
    }  # fmt: skip


def _label(name: str, told: str, width: float, height: float) -> str:
    """As many words as the rectangle holds on a narrow screen: all, the name alone, nothing."""
    parts, words = told.split(" · "), name.split(" ")
    for lines in ([name, told], [name, *parts], [*words, *parts], [name], words):
        if LETTER * max(map(len, lines)) <= width and LINE * len(lines) <= height:
            return "\n".join(lines)
    return ""
