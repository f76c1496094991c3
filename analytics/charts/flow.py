"""The flow of clients from the classes of one window to those of another: ribbons as thick as the clients they carry.

Datasets: `ribbons` (ribbon, x, top, bottom, move, from, to, count), `blocks` (x, x2, top, bottom, middle, right, label): the
classes on both sides. Heights are shares of the picture; 0 is the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pyarrow as pa

from analytics.charts.moves import MOVES, Shown, scale
from analytics.charts.theme import Look, frame, named

STEPS = 12
LARGEST = 60
LEAST_HEIGHT, ROW_HEIGHT, GAP_HEIGHT = 300, 48, 20
NARROWEST, LETTER_WIDTH, LETTERS_IN_LINE = 480, 7, 16
BLOCK = 0.018


def chart(look: Look, labels: dict[str, str], rows: int, longest: int) -> alt.LayerChart:
    """A template over the datasets; `labels`: down, across, customers. `rows` is how many classes a side has, `longest` how
    many letters the longest line of their labels: the sides leave room for it on the narrowest screen."""
    wide = min(LETTER_WIDTH * longest + 12, NARROWEST // 3)
    room = wide / (NARROWEST - 2 * wide)
    along = {"axis": None, "scale": alt.Scale(domain=[-room, 1 + room], nice=False)}
    down = {"axis": None, "scale": alt.Scale(domain=[1, 0], nice=False)}
    x, y = alt.X("x:Q", **along), alt.Y("top:Q", **down)
    ribbons = alt.Chart(named("ribbons")).mark_area(opacity=0.5, line=False, aria=False)
    told = {"from": labels["down"], "to": labels["across"], "count": labels["customers"]}
    carried = ribbons.encode(
        x=x,
        y=y,
        y2="bottom:Q",
        detail="ribbon:N",
        color=alt.Color("move:N", scale=scale(look), legend=None),
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in told.items()],
    )
    blocks = alt.Chart(named("blocks"))
    bars = blocks.mark_rect(color=look.muted, aria=False).encode(x=x, x2="x2:Q", y=y, y2="bottom:Q")
    names = [_names(look, blocks, along, down, right) for right in (False, True)]
    return look.finished(alt.layer(carried, bars, *names).properties(height=height(rows)))


def _names(look: Look, blocks: alt.Chart, along: dict, down: dict, right: bool) -> alt.Chart:
    place = {"align": "left", "dx": 8} if right else {"align": "right", "dx": -8}
    mine = blocks.transform_filter("datum.right" if right else "!datum.right")
    text = mine.mark_text(**place, baseline="middle", fontSize=13, lineBreak="\n", lineHeight=14, color=look.ink)
    edge = alt.X("x2:Q" if right else "x:Q", **along)
    return text.encode(x=edge, y=alt.Y("middle:Q", **down), text="label:N", description="label:N")


def height(rows: int) -> int:
    """Pixels of a chart whose fuller side has so many classes."""
    return max(LEAST_HEIGHT, ROW_HEIGHT * rows)


@dataclass(frozen=True)
class _Measure:
    """Heights as shares of the picture: of one client, and of the gap between two blocks."""

    client: float
    gap: float


def frames(shown: Sequence[Shown], down: Sequence[str], across: Sequence[str], look: Look) -> dict[str, pa.Table]:
    """Cells and the names of both sides from the top down → `ribbons` (the LARGEST thickest of them) and `blocks`."""
    measure = _measured(shown, max(len(down), len(across)))
    left = _stacked(down, {name: [c for c in shown if c.down == name] for name in down}, measure)
    right = _stacked(across, {name: [c for c in shown if c.across == name] for name in across}, measure)
    thickest = sorted((c for c in shown if c.customers), key=lambda c: -c.customers)[:LARGEST]
    from_left, from_right = ({name: top for name, (top, _) in side.items()} for side in (left, right))
    ribbons, order = [], sorted(shown, key=lambda c: (down.index(c.down), across.index(c.across)))
    for cell in order:
        if cell in thickest:
            ends = (from_left[cell.down], from_right[cell.across])
            ribbons += _ribbon(cell, ends, cell.customers * measure.client, look)
        from_left[cell.down] += cell.customers * measure.client
        from_right[cell.across] += cell.customers * measure.client
    blocks = [*_blocks(shown, left, False, look), *_blocks(shown, right, True, look)]
    return {
        "ribbons": frame(ribbons, "ribbon x top bottom move from to count".split()),
        "blocks": frame(blocks, "x x2 top bottom middle right label".split()),
    }


def _measured(shown: Sequence[Shown], rows: int) -> _Measure:
    gap = GAP_HEIGHT / height(rows)
    return _Measure((1 - gap * (rows - 1)) / (sum(c.customers for c in shown) or 1), gap)


def _stacked(names: Sequence[str], cells: dict[str, list[Shown]], measure: _Measure) -> dict[str, tuple[float, float]]:
    """Names of a side → top and bottom of their blocks."""
    found, top = {}, 0.0
    for name in names:
        bottom = top + measure.client * sum(c.customers for c in cells[name])
        found[name], top = (top, bottom), bottom + measure.gap
    return found


def _ribbon(cell: Shown, tops: tuple[float, float], thick: float, look: Look) -> list[dict]:
    """Points along an S from the right edge of the left block to the left edge of the right one."""
    told = {
        "ribbon": f"{cell.down}|{cell.across}",
        "move": MOVES.index(cell.move),
        "from": cell.down,
        "to": cell.across,
    }
    told["count"] = look.words.number(cell.customers)
    points = []
    for step in range(STEPS + 1):
        t = step / STEPS
        top = tops[0] + (tops[1] - tops[0]) * t * t * (3 - 2 * t)
        points.append({"x": BLOCK + t * (1 - 2 * BLOCK), "top": top, "bottom": top + thick} | told)
    return points


def _in_lines(label: str) -> str:
    """A long label in two lines, parted at the space nearest to its middle."""
    spaces = [i for i, letter in enumerate(label) if letter == " "]
    if len(label) <= LETTERS_IN_LINE or not spaces:
        return label
    middle = min(spaces, key=lambda i: abs(i - len(label) / 2))
    return f"{label[:middle]}\n{label[middle + 1 :]}"


def longest_line(frames: dict[str, pa.Table]) -> int:
    """Letters of the longest line among the labels of `frames`."""
    return max((len(line) for label in frames["blocks"]["label"].to_pylist() for line in label.split("\n")), default=0)


def _blocks(shown: Sequence[Shown], stacked: dict, right: bool, look: Look) -> list[dict]:
    x = 1 - BLOCK if right else 0.0
    rows = []
    for name, (top, bottom) in stacked.items():
        clients = sum(c.customers for c in shown if (c.across if right else c.down) == name)
        label = _in_lines(f"{name} {look.words.number(clients)}")
        block = {"x": x, "x2": x + BLOCK, "top": top, "bottom": bottom, "middle": (top + bottom) / 2}
        rows += [block | {"right": right, "label": label}] if clients else []
    return rows
