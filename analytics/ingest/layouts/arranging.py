"""The steps by which a report becomes a table, in their order, each of which the visitor may switch off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.ingest import dialects, formats, progress, sizes
from analytics.ingest.layouts import (
    documents,
    fills,
    grid,
    groups,
    headings,
    leavings,
    merges,
    months,
    orders,
    periods,
    signs,
    tables,
)
from analytics.ingest.layouts.report import Report
from analytics.ingest.layouts.writing import written
from analytics.ingest.readers import SAMPLE_ROWS, RawTable
from analytics.ingest.understanding import Hints, LeftOut

SHOWN = 500
STEPS = ("merged", "totals", "groups", "filled_down", "order_totals", "documents", "months")
# Done only where nothing else could be meant, else offered.
ON_DEMAND = ("filled_down",)


@dataclass(frozen=True)
class Arranged:
    """A report as a table: `table` has its header and the source of its rows, the rest is what Understanding tells.

    `table` is None when the file is to be read as it stands, and only the rest is new.
    """

    table: RawTable | None
    report: Report
    header_row: int
    header_height: int
    period: periods.Period | None = None
    offers: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    tables: tuple[str, ...] = ()
    table_place: int | None = None

    @property
    def last_header_row(self) -> int:
        return self.header_row + self.header_height - 1


@dataclass(frozen=True)
class Extent:
    """Where the header is and what is above it; places of rows from 0."""

    first: int
    last: int
    region: tables.Region


def arranged(table: RawTable, hints: Hints, scratch: Path, name: str) -> Arranged | None:
    """What the file called `name` comes to when it is a report; None for a plain table without even a title."""
    if table.header is not None or hints.header_row == 0:
        return None
    found = _found(table.rows, table, hints)
    if found is None:
        return None
    sample, extent, regions = found
    if not (signs.is_report(sample) or len(regions) > 1 or _has_merges(table, extent)):
        return _titled(sample, extent)
    rows = _whole(table, name)
    if rows is None:
        plain = _titled(sample, extent)
        return replace(plain, report=plain.report.noting("report_too_long", rows=grid.most_rows(table)))
    whole, extent, regions = _found(rows, table, hints)
    _passed(table)
    return _made(whole, extent, regions, rows, table, hints, scratch)


def _whole(table: RawTable, name: str) -> grid.Rows | None:
    progress.here().begins("arranging", name, sizes.size(table.source))
    rows = grid.whole(table)
    _passed(table)
    return rows


def _passed(table: RawTable) -> None:
    """Reading, the header, each step and writing take about as long: as much of the file counts as done with each."""
    progress.here().advances(sizes.size(table.source) // (len(STEPS) + 3))


def _has_merges(table: RawTable, extent: Extent) -> bool:
    return any(bottom > extent.first for _, _, bottom, _ in table.merged)


def _titled(report: Report, extent: Extent) -> Arranged:
    stated = _stated(report)
    if stated:
        report = report.telling("period_stated", first=stated[0][0], last=stated[0][1], value=stated[1])
    height = extent.last - extent.first + 1
    return Arranged(None, report, extent.first + 1, height, stated[0] if stated else None)


def _found(rows: grid.Rows, table: RawTable, hints: Hints) -> tuple[Report, Extent, list[tables.Region]] | None:
    """The rows under their header, of the table that was asked for or is the likeliest."""
    row = headings.header_row(rows)
    told = hints.header_row or row
    if not told or told > len(rows):
        return None
    regions = tables.regions(rows, (row or told) - 1)
    if hints.header_row:
        regions = tables.headed_at(regions, rows, told - 1, hints.table)
    region = regions[_place(regions, rows, hints)]
    first, last = _header(rows, region, table, hints)
    if last + 1 >= len(rows):
        return None
    report = _report(rows, region, first, last, table, hints)
    return report, Extent(first, last, region), regions


def _place(regions: Sequence[tables.Region], rows: grid.Rows, hints: Hints) -> int:
    if hints.table is not None and hints.table < len(regions):
        return hints.table
    return tables.likeliest(regions, rows) if len(regions) > 1 else 0


def _header(rows: grid.Rows, region: tables.Region, table: RawTable, hints: Hints) -> tuple[int, int]:
    cut = [row[region.left : region.right] for row in rows[: region.header + headings.HIGHEST + 2]]
    merged = _within(table.merged, region)
    first, last = headings.extent(cut, region.header, merged)
    first = max(first, region.top) if hints.header_row is None else region.header
    return (first, first + hints.header_height - 1) if hints.header_height else (first, last)


def _within(merged: headings.Merged, region: tables.Region) -> list[tuple[int, int, int, int]]:
    """Merges by columns of the region."""
    return [
        (top, left - region.left, bottom, right - region.left)
        for top, left, bottom, right in merged
        if region.left <= left < region.right
    ]


def _report(rows: grid.Rows, region: tables.Region, first: int, last: int, table: RawTable, hints: Hints) -> Report:
    width = region.right - region.left
    cut = [row[region.left : region.right] for row in rows[: region.bottom]]
    merged = _within(table.merged, region)
    parts = headings.parts(cut, first, last, merged, width)
    titles = grid.lines([row[: region.right] for row in rows[region.top : first]], (), region.right)
    head = grid.lines(cut[: last + 1], (), width, first)
    lines = grid.lines(cut, table.levels, width, last + 1)
    cells = [cell for line in lines[:SHOWN] for cell in line.cells if cell]
    decimal = (
        hints.decimal
        or formats.decimal_mark(
            (cell for cell in cells if formats.is_number(cell)), "." if table.container != "csv" else ","
        ).choice
    )
    return Report(parts, tuple(lines), tuple(titles), tuple(head), decimal=decimal)


def _without_empty(report: Report) -> Report:
    """Columns in which nothing stands are none of the table, unless they have a heading of their own."""
    filled = {p for line in report.lines for p in line.filled}
    named = {p for p, parts in enumerate(report.parts) if parts and report.parts.count(parts) == 1}
    return report.only([p for p in range(report.width) if p in filled or p in named])


def _stated(report: Report) -> tuple[periods.Period, str] | None:
    texts = (" ".join(line.cells[p] for p in line.filled) for line in report.titles)
    return periods.stated([*texts, *(line.cells[p] for line in report.titles for p in line.filled)])


def _made(
    report: Report,
    extent: Extent,
    regions: list[tables.Region],
    rows: grid.Rows,
    table: RawTable,
    hints: Hints,
    scratch: Path,
) -> Arranged:
    merged = [m for m in _within(table.merged, extent.region) if m[2] > extent.last]
    titled = _titled(report, extent)
    done = _stepped(titled.report, merged, _steps(titled.report), hints, lambda: _passed(table))
    offers = _offers(titled.report, done)
    if hints.layout is not None and set(hints.layout) != set(done.steps):
        done = _stepped(titled.report, merged, hints.layout, hints, progress.here().check)
    told = _tables(replace(titled, report=done, offers=offers), regions, extent, hints)
    several = len(regions) > 1
    if (
        not done.lines
        or not (done.steps or several or titled.header_height > 1)
        or (hints.layout == () and not several)
    ):
        return told
    left = _left_out(done, extent, regions, rows, table)
    return replace(told, table=_table(done, table, scratch), left_out=left)


def _steps(report: Report) -> tuple[str, ...]:
    """The steps done without being asked."""
    return STEPS if fills.is_sure(leavings.cleared(report)) else tuple(s for s in STEPS if s not in ON_DEMAND)


def _offers(report: Report, done: Report) -> tuple[str, ...]:
    """The steps that were done, and those that could be."""
    could = "groups" not in done.steps and fills.written_once(leavings.cleared(report))
    return tuple(step for step in STEPS if step in done.steps or (step in ON_DEMAND and could))


def _stepped(
    report: Report, merged: headings.Merged, steps: Sequence[str], hints: Hints, passed: Callable[[], None]
) -> Report:
    doing: dict[str, Callable[[Report], Report]] = {
        "merged": lambda r: merges.spread(r, merged),
        "totals": leavings.cleared,
        "groups": groups.opened,
        "filled_down": fills.filled,
        "order_totals": orders.with_lines,
        "documents": documents.dated,
        "months": lambda r: _months(r, hints),
    }
    for step in STEPS:
        passed()
        if step in steps and report.lines:
            report = doing[step](report)
        if step == "merged":
            report = _without_empty(report)
        if step == "totals":
            # From here on columns come and go, and the header as it was printed is needed no more.
            report = replace(report, headings=())
    return report.only([p for p in range(report.width) if p not in report.numbering]) if report.steps else report


def _months(report: Report, hints: Hints) -> Report:
    report = months.headed(report)
    if months.has_years(report.parts):
        return months.of_one_year(report, hints.table)
    return months.unpivoted(report, hints.year)


def _tables(told: Arranged, regions: list[tables.Region], extent: Extent, hints: Hints) -> Arranged:
    """Which table of several it is: of the sheet, or of the years in it."""
    report = told.report
    if report.years:
        place = months.place_of_year(report.years, hints.table)
        period = (dt.date(report.years[place], 1, 1), dt.date(report.years[place], 12, 31))
        return replace(told, tables=tuple(map(str, report.years)), table_place=place, period=period)
    if len(regions) < 2:
        return told
    report = report.telling("several_tables", n=len(regions), columns=extent.region.told)
    names = tuple(region.told for region in regions)
    return replace(told, report=report, tables=names, table_place=regions.index(extent.region))


def _left_out(
    report: Report, extent: Extent, regions: list[tables.Region], rows: grid.Rows, table: RawTable
) -> tuple[LeftOut, ...]:
    """Every row that is not in the table, as it stands in the file; the titles above it are no rows."""
    reasons = dict(report.left_out)
    for region in regions:
        if region.bottom <= extent.region.top or region.top >= extent.region.bottom:
            reasons |= {row + 1: "other_table" for row in range(region.top, region.bottom) if any(rows[row])}
    mark = table.delimiter or ";"
    return tuple(
        LeftOut(row, reasons[row], mark.join(cell or "" for cell in rows[row - 1]).rstrip(mark))
        for row in sorted(reasons)
    )


def _table(report: Report, table: RawTable, scratch: Path) -> RawTable:
    header = dialects.unique_names(report.header, report.width)
    sample = [list(line.cells) for line in report.lines[:SAMPLE_ROWS]]
    return replace(table, source=written(report, scratch), rows=sample, lines=[], header=header, merged=(), levels=())
