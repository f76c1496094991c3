"""Pictures of classes that several pages draw: how they share the clients and the money, and one class crossed with another."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import class_bars, matrix
from analytics.charts.theme import Look
from analytics.drawings.drawing import Drawing


def split(look: Look, measure: str, classes: Sequence[dict], members: tuple[str, ...], alt: str) -> Drawing:
    """How the classes (rows of `sizes`) share the clients and the chosen measure; clients without a class are left to tables."""
    words = look.words
    labels = {"customers": words("columns.customers"), "value": words(f"thresholds.measure.{measure}")}
    frames = class_bars.frames([c for c in classes if c["class"]], labels, look)
    return Drawing(class_bars.chart, labels, frames, (members,), alt)


def cells(
    look: Look, rows: Sequence[dict], down: str, across: str, captions: Sequence[tuple[str, str]], alt: str
) -> Drawing:
    """A class by another (rows of `cross`), the members in the order of the rows; `captions`: two lines below each number."""
    words = look.words
    labels = {"down": words(f"columns.{down}"), "across": words(f"columns.{across}")}
    labels |= {"customers": words("columns.customers"), "share": words("columns.revenue_share")}
    sides = tuple(tuple(dict.fromkeys(words.name("common", row[side]) for row in rows)) for side in (down, across))
    return Drawing(matrix.chart, labels, matrix.frames(rows, down, across, captions, look), sides, alt)
