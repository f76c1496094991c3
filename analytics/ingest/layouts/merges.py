"""Merged cells: what is written once is said of every row and column the merge covers."""

from __future__ import annotations

from analytics.ingest import lexicon
from analytics.ingest.layouts.headings import Merged
from analytics.ingest.layouts.numbers import is_value
from analytics.ingest.layouts.report import Report

SUMMED = ("amount", "quantity", "profit", "cost", "orders", "discount")


def spread(report: Report, merged: Merged) -> Report:
    """Carries merged values down and, where the row holds anything else, right. A summed figure stays where it is.

    An amount merged over three lines is said once: three times over it would be three amounts.
    """
    by_row = {line.row: list(line.cells) for line in report.lines}
    carried = 0
    for top, left, bottom, right in merged:
        value = by_row[top + 1][left] if top + 1 in by_row and left < report.width else None
        if value is None or _is_summed(report, left, value):
            continue
        for row in [row for row in range(top + 1, bottom + 2) if row in by_row]:
            carried += _fill(by_row[row], value, left, _own_columns(report, left, right))
    if not carried:
        return report
    return report.each(lambda line: tuple(by_row[line.row])).telling("merged_cells", n=carried).step("merged")


def _is_summed(report: Report, place: int, value: str) -> bool:
    names = {lexicon.normal(part) for part in (*report.parts[place], report.header[place])}
    return is_value(value) and any(names & set(lexicon.synonyms(column)) for column in SUMMED)


def _own_columns(report: Report, left: int, right: int) -> list[int]:
    """Columns a merge covers that have a heading of their own: a merge of one heading's columns only widens a cell."""
    covered = range(left + 1, min(right + 1, report.width))
    return [place for place in covered if report.parts[place] and report.parts[place] != report.parts[left]]


def _fill(cells: list[str | None], value: str, left: int, others: list[int]) -> int:
    outside = any(cell is not None for place, cell in enumerate(cells) if place != left and place not in others)
    places = [left, *others] if outside and not is_value(value) else [left]
    empty = [place for place in places if cells[place] is None]
    for place in empty:
        cells[place] = value
    return len(empty)
