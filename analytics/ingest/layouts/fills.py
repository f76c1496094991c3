"""Names written once and left empty below without a merge: sheets kept by hand, merged cells that became CSV."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.ingest import formats, lexicon
from analytics.ingest.layouts import vocabulary
from analytics.ingest.layouts.report import Cells, Report

LEAST_EMPTY = 0.3
BESIDE_CLIENTS = ("region", "city", "country", "manager", "channel", "category")


def written_once(report: Report) -> tuple[int, ...]:
    """Columns of names at the left edge that begin with one, have empty cells under it, and never repeat it.

    A name said twice in a row shows that this file repeats names: an empty cell there is one nobody knows.
    """
    found = []
    for place in range(report.width):
        if place in report.numbering:
            continue
        if place in report.figures or not _is_written_once(report, place):
            break
        found.append(place)
    return tuple(found)


def is_sure(report: Report) -> bool:
    """Could nothing else be meant: are the names the only clients, and is every row else whole?"""
    places = written_once(report)
    clients = [p for p, name in enumerate(report.header) if vocabulary.holds_clients(name)]
    if not places or clients != [p for p in clients if p in places] or not clients:
        return False
    empty = [line for line in report.lines if line.cells[clients[0]] is None]
    needed = _always_filled(report, places)
    return bool(needed) and all(line.cells[p] is not None for line in empty for p in needed)


def filled(report: Report) -> Report:
    """Each empty cell with the name above it."""
    places = () if "groups" in report.steps else written_once(report)
    if not places:
        return report
    cells = list(_carried(report, places))
    n = sum(line.cells[p] is None for line in report.lines for p in places)
    by_row = dict(zip((line.row for line in report.lines), cells, strict=True))
    columns = ", ".join(report.header[p] for p in places)
    return report.each(lambda line: by_row[line.row]).telling("filled_down", n=n, columns=columns).step("filled_down")


def _carried(report: Report, places: tuple[int, ...]) -> Iterator[Cells]:
    above: dict[int, str | None] = {}
    for line in report.lines:
        above |= {p: cell for p in places if (cell := line.cells[p]) is not None}
        yield tuple(above.get(p) if p in places else cell for p, cell in enumerate(line.cells))


def _is_written_once(report: Report, place: int) -> bool:
    cells = [line.cells[place] for line in report.lines]
    if not cells or cells[0] is None or not _is_of_names(report, place):
        return False
    empty = cells.count(None)
    said = [cell for cell in cells if cell is not None]
    repeated = any(one == other for one, other in zip(said, said[1:], strict=False))
    return empty >= LEAST_EMPTY * len(cells) and not repeated and not any(map(formats.is_date, said[:1]))


def _is_of_names(report: Report, place: int) -> bool:
    heading = report.header[place]
    known = vocabulary.rank(heading) is not None or lexicon.names_a_client(heading)
    return known or any(lexicon.normal(heading) in lexicon.synonyms(column) for column in BESIDE_CLIENTS)


def _always_filled(report: Report, places: tuple[int, ...]) -> list[int]:
    """The columns every line that has a name fills besides it."""
    named = [line for line in report.lines if line.cells[places[-1]] is not None]
    beside = [p for p in range(report.width) if p not in places]
    return [p for p in beside if all(line.cells[p] is not None for line in named)]
