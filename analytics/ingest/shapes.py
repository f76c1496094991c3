"""How the cells of one source column look in the sample: it decides the cheapest reading that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest import days, formats

LOOKED_AT = 300
GUARDS = ('="', "'")


@dataclass(frozen=True)
class Shape:
    """How a column is written.

    `days`: "iso" 2024-01-31, "compact" 20240131, "turned" 31.01.2024, "other" (a month's name, a number of a program).
    `timed` days have a clock; `grouped` numbers hold spaces; `kopecks` are written 1200-00. `order` and `decimal` are the
    column's own where it proves them. `plain` texts have nothing to take off: they are stored as they are.
    """

    days: str = "turned"
    timed: bool = False
    grouped: bool = False
    plain: bool = False
    kopecks: bool = False
    order: str | None = None
    decimal: str | None = None


def shape(cells: Sequence[str], order: str | None = None) -> Shape:
    """Filled cells as they stand in the file and the order of day and month in them, where known → their Shape."""
    looked = [days.trimmed(cell) for cell in cells[:LOOKED_AT]]
    return Shape(
        days=_days(looked),
        timed=any(len(v) > 10 and (formats.is_date(v) or days.is_number_of_day(v)) for v in looked),
        grouped=any(mark in v for v in looked for mark in formats.SPACES + formats.APOSTROPHES),
        plain=not any(cell != days.trimmed(cell) or cell.endswith(".0") or cell.startswith(GUARDS) for cell in cells),
        kopecks=formats.are_kopecks(looked),
        order=order,
        decimal=_decimal(looked),
    )


def _days(looked: list[str]) -> str:
    first = next((v for v in looked if not formats.is_nothing(v)), "")
    if len(first) == 8 and days.is_compact(first):
        return "compact"
    if first[:4].isdigit() and "-" in first[4:6] and days.parts(first):
        return "iso"
    return "turned" if days.parts(first) or not days.order(first) else "other"


def _decimal(looked: list[str]) -> str | None:
    """The mark this column proves by itself, without one value against it."""
    marks = {formats.telling_mark(formats.stripped_number(v)) for v in looked if formats.is_number(v)} & {",", "."}
    return marks.pop() if len(marks) == 1 else None
