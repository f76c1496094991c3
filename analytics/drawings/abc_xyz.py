"""Who is both big and steady? The matrix of ABC by XYZ with the treatment of each cell."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts.theme import Look
from analytics.drawings import classes
from analytics.drawings.drawing import Drawing
from analytics.headlines.abc_xyz import ROOM


def matrix(look: Look, rows: Sequence[dict]) -> Drawing:
    """`rows`: abc_xyz.matrix."""
    words = look.words
    captions = [
        (words(f"{ROOM}.caption", share=row["revenue_share"]), words.name("treatments", row["treatment"]))
        for row in rows
    ]
    return classes.cells(look, rows, "abc_class", "xyz_class", captions, words(f"{ROOM}.question"))
