"""The shape of a text table: its delimiter and the row its header stands in."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence

from analytics.ingest import formats

DELIMITERS = (",", ";", "\t", "|")
LINES = 200
HEADER_AMONG = 60


def delimiter(text: str) -> str:
    """The delimiter that cuts the most lines into the same number of cells; of equals, the more cells."""
    return max(DELIMITERS, key=lambda mark: _agreement(text, mark))


def _agreement(text: str, mark: str) -> tuple[float, int]:
    widths = Counter()
    try:
        for row, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=mark), range(LINES), strict=False):
            widths[len(row)] += bool(row)
    except csv.Error:
        return (0.0, 0)
    widths.pop(0, None)
    wide = {width: n for width, n in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width, agreeing = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (round(agreeing / widths.total(), 1), width)


def header_row(rows: Sequence[Sequence[str | None]], known: Callable[[str], bool]) -> int:
    """The 1-based row of the header among the first rows; 0 when the very first row is already data.

    Each row scores for cells that name a known column, for being as wide as the table and for text above values.
    """
    among = [(i, row) for i, row in enumerate(rows[:HEADER_AMONG]) if any(row)]
    if not among:
        return 1
    width = _usual_width(rows)
    best, row = max(among, key=lambda item: (_header_score(rows, item, width, known), -item[0]))
    has_names = any(known(cell) for cell in row if cell)
    return best + 1 if has_names or not _is_data(row) else 0


def _usual_width(rows: Sequence[Sequence[str | None]]) -> int:
    filled = Counter(sum(c is not None for c in row) for row in rows[: HEADER_AMONG * 4] if any(row))
    return max(filled.items(), key=lambda item: (item[1] * min(item[0], 4), item[0]))[0]


def _header_score(rows, item: tuple[int, Sequence[str | None]], width: int, known: Callable[[str], bool]) -> float:
    place, row = item
    cells = [c for c in row if c and c.strip()]
    values = sum(formats.is_number(c) or formats.is_date(c) for c in cells)
    names = sum(known(c) for c in cells)
    below = next((r for r in rows[place + 1 : place + 4] if any(r)), ())
    values_below = sum(bool(c) and (formats.is_number(c) or formats.is_date(c)) for c in below)
    return 3 * names + 2 * min(len(cells) / max(width, 1), 1) + min(values_below, 2) - 3 * values - 0.05 * place


def _is_data(row: Sequence[str | None]) -> bool:
    return any(c and (formats.is_number(c) or formats.is_date(c)) for c in row)


def unique_names(cells: Sequence[str | None], width: int) -> tuple[str, ...]:
    """Header cells → as many different names: `Sum`, `Sum` → `Sum`, `Sum 2`; an empty one is its place, `#3`."""
    names: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        cell = cells[place] if place < len(cells) else None
        plain = " ".join((cell or "").split()) or f"#{place + 1}"
        name, again = plain, 2
        while name in taken:
            name, again = f"{plain} {again}", again + 1
        taken.add(name)
        names.append(name)
    return tuple(names)
