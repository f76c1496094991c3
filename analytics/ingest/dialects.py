"""The shape of a text table: its delimiter and the row its header stands in."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from analytics.ingest import formats
from analytics.ingest.sources import cut

DELIMITERS = (",", ";", "\t", "|")
RARE_DELIMITERS = ("*",)
AGREED = 0.5
ALIGNED = 0.95
BLANKS = (r" {2,}", r" +")
LINES = 200
HEADER_AMONG = 60


def delimiter(text: str) -> str:
    """The delimiter that cuts the most lines into the same number of cells; of equals, the more cells.

    A star also stands in names of goods, 60*90, so it is thought of only when no common mark cuts half of the lines.
    """
    # Of two that cut alike a comma found only inside numbers is their decimal mark.
    decimal = None if re.search(r"(?<!\d),|,(?!\d)", text) else ","
    best = max(DELIMITERS, key=lambda mark: (*_agreement(text, mark), mark != decimal))
    if _agreement(text, best)[0] >= AGREED:
        return best
    return max((best, *RARE_DELIMITERS), key=lambda mark: _agreement(text, mark))


def is_delimited(text: str) -> bool:
    """Whether some delimiter cuts most lines into the same number of cells."""
    return max(_agreement(text, mark) for mark in DELIMITERS + RARE_DELIMITERS)[0] >= AGREED


def blanks(lines: Sequence[str]) -> str | None:
    """The pattern of blanks that parts the columns of a text aligned by them, or None when it is not aligned."""
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) < 2 or sum("  " in line for line in lines) < len(lines) / 2:
        return None
    return next((pattern for pattern in BLANKS if _aligned(lines, pattern)), None)


def _aligned(lines: Sequence[str], pattern: str) -> bool:
    width, agreeing = Counter(len(re.split(pattern, line)) for line in lines).most_common(1)[0]
    return width > 2 and agreeing >= ALIGNED * len(lines)


def _agreement(text: str, mark: str) -> tuple[float, int]:
    widths = Counter()
    try:
        for row in islice(cut(io.StringIO(text, newline=""), mark), LINES):
            widths[len(row)] += bool(row)
    except csv.Error:
        pass  # a quote that does not close: the rows above it tell
    widths.pop(0, None)
    wide = {width: n for width, n in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width, agreeing = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (round(agreeing / widths.total(), 1), width)


def header_row(
    rows: Sequence[Sequence[str | None]], known: Callable[[str], bool], times: Callable[[Sequence[str | None]], int]
) -> int:
    """The 1-based row of the header among the first rows; 0 when the very first row is already data.

    Each row scores for cells that name a known column, for being as wide as the table and for text above values.
    `times` counts the headings of a row that are months or years; they are no values unless the row below has them too.
    """
    among = [(i, row) for i, row in enumerate(rows[:HEADER_AMONG]) if any(row)]
    if not among:
        return 1
    width = _usual_width(rows)
    months = {place: _months(rows, place, times) for place, _ in among}
    best, row = max(among, key=lambda item: (_header_score(rows, item, width, known) + 4 * months[item[0]], -item[0]))
    has_names = any(known(cell) for cell in row if cell) or months[best] > 0
    return best + 1 if has_names or not _is_data(row) else 0


def _months(rows: Sequence[Sequence[str | None]], place: int, times: Callable[[Sequence[str | None]], int]) -> int:
    below = next((row for row in rows[place + 1 : place + 4] if any(row)), ())
    found = times(rows[place])
    return found if found and not times(below) else 0


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
