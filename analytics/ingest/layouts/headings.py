"""The rows a header takes and the names of the columns under it: group headings above, levels written one under another."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ingest import dialects, lexicon
from analytics.ingest.layouts import periods, vocabulary
from analytics.ingest.layouts.numbers import is_value

Row = Sequence[str | None]
Merged = Sequence[tuple[int, int, int, int]]
HIGHEST = 8


def is_time(cell: str) -> bool:
    """A month or a year as a heading, or what was measured in it: `Revenue 2024`."""
    if periods.month_of(cell) is not None or periods.year_of(cell) is not None:
        return True
    return bool(periods.measure_and_time(cell)[1])


def times(row: Row) -> int:
    """How many headings of a row are months or years, none unless there are several different ones."""
    found = {cell.strip() for cell in row if cell and cell.strip() and is_time(cell)}
    return len(found) if len(found) > 1 else 0


def header_row(rows: Sequence[Row]) -> int:
    """The 1-based row of the surest header, 0 when the first row is already data."""
    return dialects.header_row(rows, lexicon.is_known, times)


def extent(rows: Sequence[Row], row: int, merged: Merged) -> tuple[int, int]:
    """Places (from 0) of the first and last row of the header that has its surest row at place `row`."""
    first = last = row
    while (
        first > 0 and last - first < HIGHEST and _is_above(rows[first - 1], rows[first : last + 1], first - 1, merged)
    ):
        first -= 1
    while last + 1 < len(rows) and last - first < HIGHEST and _is_below(rows, first, last, merged):
        last += 1
    return first, last


def _filled(row: Row) -> dict[int, str]:
    return {place: cell.strip() for place, cell in enumerate(row) if cell and cell.strip()}


def _is_heading(cells: dict[int, str]) -> bool:
    return bool(cells) and all(is_time(cell) or not is_value(cell) for cell in cells.values())


def _is_title(cells: dict[int, str]) -> bool:
    first = next(iter(cells.values()))
    return (
        first.endswith(":")
        or (": " in first and len(cells) < 3)
        or periods.stated([first]) is not None
        and not is_time(first)
    )


def _is_above(row: Row, below: Sequence[Row], place: int, merged: Merged) -> bool:
    upper, lower = _filled(row), _filled(below[0])
    if not _is_heading(upper) or _is_title(upper):
        return False
    if any(
        top <= place < bottom and left in lower or top == place and bottom > place for top, left, bottom, _ in merged
    ):
        return True
    if len(upper) == 1:
        ((column, name),) = upper.items()
        return (
            vocabulary.rank(name) is not None and _is_level(lower.get(column)) or _spans(column, place, merged, lower)
        )
    if any(top == place and right > left for top, left, _, right in merged):
        return True
    names = [lexicon.normal(cell) for cell in lower.values()]
    repeated = len(set(names)) < len(names)
    beside = any(p not in lower for p in upper) and any(p not in upper for p in lower)
    levels = all(
        vocabulary.rank(cell) is not None and vocabulary.rank(upper.get(p, "")) is not None for p, cell in lower.items()
    )
    return repeated or beside or levels or times(row) > 1


def _spans(column: int, place: int, merged: Merged, lower: dict[int, str]) -> bool:
    """A single heading merged over some of the columns; over the first ones, or all of them, it is a title."""
    return any(
        top == place and left == column and right > left > min(lower, default=0) for top, left, _, right in merged
    )


def _is_level(name: str | None) -> bool:
    return name is None or vocabulary.rank(name) is not None


def _is_below(rows: Sequence[Row], first: int, last: int, merged: Merged) -> bool:
    place = last + 1
    if any(first <= top <= last and bottom >= place for top, _, bottom, _ in merged):
        return True
    lower, upper = _filled(rows[place]), _filled(rows[last])
    if not _is_heading(lower) or place + 1 >= len(rows):
        return False
    if len(lower) == 1:
        ((column, name),) = lower.items()
        above = next((cell for row in reversed(rows[first:place]) if (cell := _filled(row).get(column))), None)
        return vocabulary.rank(name) is not None and above is not None and _is_level(above)
    known = sum(lexicon.is_known(cell) or vocabulary.rank(cell) is not None for cell in lower.values())
    return (
        known > 0 and any(p not in upper for p in lower) and not any(cell in upper.values() for cell in lower.values())
    )


def parts(rows: Sequence[Row], first: int, last: int, merged: Merged, width: int) -> tuple[tuple[str, ...], ...]:
    """For each column the headings over it, from the top; a heading over several columns belongs to each of them."""
    inside = [(top, left, bottom, right) for top, left, bottom, right in merged if first <= top <= last]
    cells = [[_cell(row, p) for p in range(width)] for row in rows[first : last + 1]]
    for i, row in enumerate(cells):
        _carry_right(row, cells[i + 1 :], [m for m in inside if m[0] == first + i])
    found = [tuple(dict.fromkeys(row[p] for row in cells if row[p])) for p in range(width)]
    return tuple(_shared_off(found))


def _cell(row: Row, place: int) -> str | None:
    cell = row[place] if place < len(row) else None
    return cell.strip() or None if cell else None


def _carry_right(row: list[str | None], below: Sequence[list[str | None]], merged: Merged) -> None:
    """Over the columns the merge says; without merges over unnamed ones that have a heading of their own below."""
    if merged:
        for _, left, _, right in merged:
            for place in range(left + 1, min(right + 1, len(row))):
                row[place] = row[left]
        return
    for place in range(1, len(row)):
        before = row[place - 1]
        if row[place] is None and before and _named(below, place - 1) and _named(below, place):
            row[place] = before


def _named(below: Sequence[list[str | None]], place: int) -> bool:
    return any(row[place] for row in below)


def _shared_off(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A heading over every column is the report's, not theirs."""
    named = [parts for parts in found if parts]
    if len(named) > 1 and all(len(parts) > 1 and parts[0] == named[0][0] for parts in named):
        return [parts[1:] for parts in found]
    return found
