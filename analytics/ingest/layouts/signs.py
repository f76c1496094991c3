"""Does the beginning of a file look like a report? Asked of every file, so it looks at the sample only."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from analytics.ingest import formats
from analytics.ingest.layouts import documents, fills, groups, leavings, months, orders
from analytics.ingest.layouts.report import Report

FEW = 20
DEEPEST = 6
COLUMNS = 12


def is_report(report: Report) -> bool:
    """True where reading the whole of it may be worth while; nothing is decided by it."""
    if not report.lines:
        return False
    signs = (
        len(report.headings) > 1,
        len(groups.level_names(report, groups.anchor(report))) > 1,
        _has_times(report),
        len({line.level for line in report.lines}) > 1,
        _has_totals_within(report),
        _has_headings_within(report),
        bool(leavings.apart(report)),
        _begins_with_a_group(report),
        documents.place_of(report) is not None,
        _begins_with_a_sum(report),
        _has_sums_below(report),
        bool(fills.written_once(report)),
        orders.totals_of_orders(report) is not None,
    )
    return any(signs)


def _has_times(report: Report) -> bool:
    parts = months.parted(report.parts)
    return months.has_months(parts) or months.has_years(parts)


def _has_totals_within(report: Report) -> bool:
    """A row of totals anywhere but at the very end of a plain table, or one that only its emptiness tells."""
    if not all(report.texts(line) for line in report.lines) and report.usual_texts:
        return True
    return any(
        len(report.texts(line)) < max(report.usual_texts, 2) and (said == "part" or line is not report.lines[-1])
        for line, said in leavings.saying_totals(report)
    )


def _has_headings_within(report: Report) -> bool:
    printed = {tuple(line.cells) for line in report.headings}
    return any(line.cells in printed for line in report.lines)


def _begins_with_a_group(report: Report) -> bool:
    first = report.lines[0]
    return len(first.filled) == 1 and any(len(line.filled) > 1 for line in report.lines)


def _begins_with_a_sum(report: Report) -> bool:
    """The first figure is that of the lines after it, in a report of names and figures or with cells empty beside it."""
    first = report.lines[0]
    names = report.texts(first)
    if len(names) != 1 or formats.is_date(first.cells[names[0]]):
        return False
    wider = report.usual_texts > 1 or any(len(line.filled) > len(first.filled) for line in report.lines[1:FEW])
    return (wider or report.usual_texts == 1) and any(
        _is_first_sum(report, place) for place in report.figures[:COLUMNS]
    )


def _is_first_sum(report: Report, place: int) -> bool:
    """The lowest of the groups the report begins with is the sum of the lines right after it."""
    values = [report.number(line, place) or Decimal() for line in report.lines]
    return any(values[i] and values[i] in accumulate(values[i + 1 :]) for i in range(min(DEEPEST, len(values))))


def _has_sums_below(report: Report) -> bool:
    """A row with less text than usual whose figure is that of the rows since the last such row."""
    if all(len(report.texts(line)) >= report.usual_texts for line in report.lines):
        return False
    block = leavings.Sums()
    for line in report.lines:
        values = report.values(line, COLUMNS)
        if len(report.texts(line)) >= report.usual_texts:
            block.add(values)
        elif block.are(values):
            return True
        else:
            block = leavings.Sums()
    return False
