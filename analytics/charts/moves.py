"""The matrix of moves between two windows: down the class before, across the class after; colour and sign say which way.

Dataset: `cells` (place, down, across, customers, plain, count, caption, move, strength, spoken).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROOMY, ROW_HEIGHT, TIGHT_ROW_HEIGHT = 6, 92, 46
FAINTEST, DEEPEST = 0.14, 0.62
SIGNS = {"climbed": "▲", "fallen": "▼", "moved": "→", "new": "+", "lost": "✕"}
COLORS = {
    False: {"climbed": "#1b7f5c", "fallen": "#b23a48", "moved": "#c78a00", "new": "#2f6db5", "lost": "#7d3545"},
    True: {"climbed": "#3fb98a", "fallen": "#e5697a", "moved": "#e0ad3c", "new": "#6aa5e8", "lost": "#c78a97"},
}
CALM = "#8d99ae"
MOVES = ("climbed", "stayed", "fallen", "moved", "unclassed", "new", "lost")


@dataclass(frozen=True)
class Shown:
    """A cell of the matrix: names of its row and column, its move and clients, and a caption on money (a line or two)."""

    down: str
    across: str
    move: str
    customers: int
    caption: str


def scale(look: Look) -> alt.Scale:
    """Colours by the way a client went, a place among MOVES; who stayed is calm."""
    return alt.Scale(domain=list(range(len(MOVES))), range=[COLORS[look.dark].get(move, CALM) for move in MOVES])


def chart(look: Look, labels: dict[str, str], down: tuple[str, ...], across: tuple[str, ...]) -> alt.LayerChart:
    """A template over `cells`; `labels`: down, across, customers, money. Clicking a cell selects its `place`."""
    roomy = max(len(down), len(across)) <= ROOMY
    big = {"labelFontSize": 15 if roomy else 12, "labelFontWeight": "bold", "labelColor": look.ink, "labelLimit": 170}
    top = alt.Axis(orient="top", labelAngle=0 if roomy else -40, labelOverlap=False, **big)
    x = alt.X("across:N", title=labels["across"], sort=list(across), axis=top)
    y = alt.Y("down:N", title=labels["down"], sort=list(down), axis=alt.Axis(**big))
    picked = alt.selection_point("cell", fields=["place"], toggle=False)
    base = alt.Chart(named("cells")).encode(x=x, y=y)
    layers = [_tiles(look, base, labels, picked).add_params(picked), *_texts(look, base, roomy)]
    height = (ROW_HEIGHT if roomy else TIGHT_ROW_HEIGHT) * len(down)
    return look.finished(alt.layer(*layers).properties(height=height + (60 if roomy else 150)))


def _tiles(look: Look, base: alt.Chart, labels: dict[str, str], picked: alt.Parameter) -> alt.Chart:
    strength = alt.Opacity("strength:Q", scale=alt.Scale(domain=[0, 1], range=[FAINTEST, DEEPEST]), legend=None)
    # an outline and not a fading shows the chosen cell: how deep a tile is tells how many clients it holds
    return base.mark_rect(cornerRadius=6, strokeWidth=3, cursor="pointer").encode(
        color=alt.Color("move:N", scale=scale(look), legend=None),
        fillOpacity=strength,
        stroke=alt.condition({"param": "cell", "empty": False}, alt.value(look.ink), alt.value(look.paper)),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("down:N", title=labels["down"]),
            alt.Tooltip("across:N", title=labels["across"]),
            alt.Tooltip("plain:N", title=labels["customers"]),
            alt.Tooltip("money:N", title=labels["money"]),
        ],
    )


def _texts(look: Look, base: alt.Chart, roomy: bool) -> list[alt.Chart]:
    count = base.mark_text(aria=False, fontSize=19 if roomy else 13, fontWeight="bold", dy=-18 if roomy else 0)
    ink = alt.condition(alt.datum.customers > 0, alt.value(look.ink), alt.value(look.muted))
    texts = [count.encode(text="count:N", color=ink)]
    if roomy:
        small = base.transform_filter("datum.customers > 0").mark_text(
            aria=False, fontSize=12, dy=6, lineBreak="\n", lineHeight=16, color=look.ink
        )
        texts.append(small.encode(text="caption:N"))
    return texts


def frames(shown: Sequence[Shown], look: Look) -> dict[str, pa.Table]:
    """Cells in any order → `cells`; `place` is the place in that order."""
    most = max((cell.customers for cell in shown), default=0) or 1
    rows = [_cell(place, cell, most, look) for place, cell in enumerate(shown)]
    return {"cells": frame(rows, "place down across customers plain count caption money move strength spoken".split())}


def _cell(place: int, cell: Shown, most: int, look: Look) -> dict:
    plain, one_line = look.words.number(cell.customers), cell.caption.replace("\n", " ")
    sign = SIGNS.get(cell.move) if cell.customers else None
    return {
        "place": place,
        "down": cell.down,
        "across": cell.across,
        "customers": cell.customers,
        "plain": plain,
        "count": f"{sign}\u00a0{plain}" if sign else plain,
        "caption": cell.caption,
        "money": one_line,
        "move": MOVES.index(cell.move if cell.customers else "stayed"),
        "strength": (cell.customers / most) ** 0.5,
        "spoken": f"{cell.down} → {cell.across}: {plain}, {one_line}",
    }
