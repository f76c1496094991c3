"""How the cells of one source column look in the sample: it decides the cheapest reading that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest import formats

LOOKED_AT = 300


@dataclass(frozen=True)
class Shape:
    """`iso` days come as 2024-01-31, `compact` as 20240131; `timed` have a clock; `grouped` numbers hold spaces.

    `plain` texts have no blanks at their ends and no `.0` to take off an id: they are stored as they are.
    """

    iso: bool = False
    compact: bool = False
    timed: bool = False
    grouped: bool = False
    plain: bool = False


def shape(cells: Sequence[str]) -> Shape:
    """Filled cells as they stand in the file → their Shape."""
    looked = [cell.strip() for cell in cells[:LOOKED_AT]]
    return Shape(
        iso=bool(looked) and looked[0][:4].isdigit() and "-" in looked[0][4:6],
        compact=bool(looked) and len(looked[0]) == 8 and looked[0].isdigit(),
        timed=any(len(v) > 10 and formats.is_date(v) for v in looked),
        grouped=any(mark in v for v in looked for mark in formats.SPACES + formats.APOSTROPHES),
        plain=not any(cell != cell.strip() or cell.endswith(".0") for cell in cells),
    )
