"""Several tables on one sheet: side by side with an empty column between, or one under another with a header of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.ingest import lexicon
from analytics.ingest.layouts.headings import Row, header_row
from analytics.ingest.layouts.numbers import is_value

KNOWN = 2
SHOWN = 4
HIGHEST_GAP = 200


@dataclass(frozen=True)
class Region:
    """Columns `left` up to `right` and rows `top` up to `bottom` (not included), places from 0; `header` is its own row."""

    left: int
    right: int
    top: int
    bottom: int
    header: int
    names: tuple[str, ...]

    @property
    def told(self) -> str:
        return ", ".join(self.names[:SHOWN])


def regions(rows: Sequence[Row], header: int) -> list[Region]:
    """The tables of a sheet whose surest header is in row `header`; one region for an ordinary sheet."""
    width = max(map(len, rows), default=0)
    beside = _side_by_side(rows, header, width)
    under = [region for each in beside for region in _one_under_another(rows, each)]
    return sorted(under, key=lambda region: (region.top, region.left))


def headed_at(found: Sequence[Region], rows: Sequence[Row], header: int, wanted: int | None) -> list[Region]:
    """The same tables, the header of the wanted one (else of those that row belongs to) in the row the visitor says."""
    if len(found) < 2:
        return [Region(0, max(map(len, rows)), 0, len(rows), header, ())]
    places = [p for p, region in enumerate(found) if region.top <= header < region.bottom]
    moved = [wanted] if wanted is not None and wanted in places else places
    return [_moved(region, rows, header) if p in moved else region for p, region in enumerate(found)]


def _moved(region: Region, rows: Sequence[Row], header: int) -> Region:
    return replace(region, header=header, names=_names(rows[header], region.left, region.right))


def likeliest(found: Sequence[Region], rows: Sequence[Row]) -> int:
    """Of several tables the one with dates of sales, else with amounts; of equals the one with more cells."""

    def worth(place: int) -> tuple[int, int]:
        region = found[place]
        names = {lexicon.normal(name) for name in region.names}
        sought = [set(lexicon.synonyms(c)) for c in ("amount", "order_date", "customer_name", "customer_id")]
        cells = sum(
            bool(cell) for row in rows[region.header : region.bottom] for cell in row[region.left : region.right]
        )
        return sum(bool(names & synonyms) for synonyms in sought), cells

    return max(range(len(found)), key=worth)


def _whole(rows: Sequence[Row], header: int, left: int, right: int) -> Region:
    return Region(left, right, 0, len(rows), header, _names(rows[header], left, right))


def _names(row: Row, left: int, right: int) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row[left:right] if cell and cell.strip())


def _is_blank(row: Row, region: Region) -> bool:
    return not any(cell and cell.strip() for cell in row[region.left : region.right])


def _side_by_side(rows: Sequence[Row], header: int, width: int) -> list[Region]:
    """Blocks of columns parted by empty ones; each must have a header with a client or another key of its own."""
    empty = [not any(p < len(row) and row[p] and row[p].strip() for row in rows[header:]) for p in range(width)]
    blocks, left = [], None
    for place in range(width + 1):
        inside = place < width and not empty[place]
        if inside and left is None:
            left = place
        elif not inside and left is not None:
            blocks.append((left, place))
            left = None
    found = [_whole(rows, _own_header(rows, header, *block), *block) for block in blocks]
    return found if len(found) > 1 and all(map(_is_table, found)) else [_whole(rows, header, 0, width)]


def _own_header(rows: Sequence[Row], header: int, left: int, right: int) -> int:
    own = header_row([row[left:right] for row in rows[: header + HIGHEST_GAP]])
    return own - 1 if own else header


def _is_table(region: Region) -> bool:
    return _known(region.names) >= KNOWN and _has_key(region.names)


def _known(names: Sequence[str]) -> int:
    return sum(lexicon.is_known(name) for name in names)


def _has_key(names: Sequence[str]) -> bool:
    return any(lexicon.names_a_client(name) or lexicon.normal(name) in lexicon.synonyms("lead_id") for name in names)


def _one_under_another(rows: Sequence[Row], region: Region) -> list[Region]:
    """Another header after a blank row, with other names than the first: a table of its own up to the next one."""
    starts = [region.header, *_headers_below(rows, region)]
    ends = [*starts[1:], region.bottom]
    tops = [region.top, *starts[1:]]
    return [
        Region(region.left, region.right, top, end, start, _names(rows[start], region.left, region.right))
        for top, end, start in zip(tops, ends, starts, strict=True)
    ]


def _headers_below(rows: Sequence[Row], region: Region) -> list[int]:
    first = set(map(lexicon.normal, region.names))
    found = []
    for place in range(region.header + 2, region.bottom - 1):
        if not _is_blank(rows[place - 1], region):
            continue
        names = _names(rows[place], region.left, region.right)
        if len(names) < KNOWN:
            continue
        different = set(map(lexicon.normal, names)) != first
        if (
            different
            and _known(names) >= max(KNOWN, len(names) / 2)
            and _has_key(names)
            and not any(map(is_value, names))
        ):
            found.append(place)
    return found
