"""The whole of a file as rows of cells, for reports: plain tables are never read so."""

from __future__ import annotations

import csv
from itertools import islice

import duckdb

from analytics.ingest import days
from analytics.ingest.layouts.report import Line
from analytics.ingest.progress import watched
from analytics.ingest.readers import RawTable
from analytics.ingest.sources import Source, cut
from analytics.limits import limits

Rows = list[list[str | None]]
# A report is held in memory whole: fewer rows of it when they are wide.
MOST_CELLS = 6_000_000


def most_rows(table: RawTable) -> int:
    """How many rows of a report as wide as this one are taken apart."""
    return min(limits().grid_rows, MOST_CELLS // max(table.source.width, 1))


def whole(table: RawTable) -> Rows | None:
    """Every row of the file, blank ones too; None when it has more than the limit `grid_rows` or cannot be cut."""
    most = most_rows(table)
    rows = _csv(table.source, most) if table.source.form == "csv" else _parquet(table.source, most)
    return rows if rows is not None and len(rows) <= most else None


def _csv(source: Source, most: int) -> Rows | None:
    try:
        with source.lines() as file:
            rows = islice(cut(file, source.delimiter), most + 1)
            return [[cell or None for cell in row] for row in watched(rows)]
    except csv.Error:
        return None


def _parquet(source: Source, most: int) -> Rows:
    with duckdb.connect(config=limits().look) as connection:
        found = connection.execute(f"select * from {source.sql()} limit {most + 1}", source.parameters())
        return [[cell or None for cell in row] for row in watched(found.fetchall())]


def lines(rows: Rows, levels: tuple[int, ...], width: int, after: int = 0) -> list[Line]:
    """Rows with anything in them as numbered lines, `after` rows left off; blanks around a cell make its level."""
    found = []
    edges = days.BLANKS + days.INVISIBLE
    for place in watched(range(after, len(rows))):
        cells = [cell.strip(edges) or None if cell else None for cell in rows[place][:width]]
        first = next((p for p, cell in enumerate(cells) if cell), None)
        if first is not None:
            level = levels[place] if place < len(levels) and levels[place] else _blanks(rows[place][first])
            found.append(Line(place + 1, (*cells, *[None] * (width - len(cells))), level))
    return found


def _blanks(cell: str) -> int:
    return len(cell) - len(cell.lstrip(days.BLANKS))
