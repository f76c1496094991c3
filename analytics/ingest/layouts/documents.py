"""Documents of accounting programs: `Sale of goods 0000-000123 of 15.03.2024 12:30:15` holds a day and a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from analytics.ingest import formats
from analytics.ingest.layouts import vocabulary
from analytics.ingest.layouts.report import Report

MOST = 0.6
LOOKED_AT = 500


@cache
def _written() -> re.Pattern[str]:
    dated = "|".join(sorted(vocabulary.words("documents", "dated")))
    return re.compile(
        rf"\b(?P<number>[^\s\u2116]*\d[^\s]*)\s+(?:{dated})\s+"
        r"(?P<day>\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:[^\W\d_]\.?)?$",
        re.IGNORECASE,
    )


def parted(text: str | None) -> tuple[str, str] | None:
    """Number and day of a document's name; None for any other text."""
    found = _written().search(text) if text else None
    return (found["number"], found["day"]) if found else None


def are_documents(cells: Sequence[str]) -> bool:
    looked = cells[:LOOKED_AT]
    return bool(looked) and sum(parted(cell) is not None for cell in looked) >= MOST * len(looked)


def place_of(report: Report) -> int | None:
    """The column of documents of a report that has no column of days."""
    if any(_are_days(report.looked_at(place)) for place in range(report.width)):
        return None
    return next((place for place in range(report.width) if are_documents(report.looked_at(place))), None)


def _are_days(looked: list[str]) -> bool:
    return bool(looked) and sum(map(formats.is_date, looked)) >= MOST * len(looked)


def dated(report: Report) -> Report:
    """The day and the number of each document as columns of their own."""
    place = place_of(report)
    if place is None:
        return report
    example = report.column(place)[0]
    names = [vocabulary.own_name("columns", use, report.header + (example,)) for use in ("day", "number")]
    wider = replace(report, parts=(*report.parts, *((name,) for name in names)))
    if wider.totals is not None:
        wider = replace(wider, totals=(*wider.totals, None, None))
    filled = wider.each(lambda line: (*line.cells, *_day_and_number(line.cells[place])))
    return filled.telling("document_days", column=report.header[place], value=example).step("documents")


def _day_and_number(text: str | None) -> tuple[str | None, str | None]:
    found = parted(text)
    return (found[1], found[0]) if found else (None, None)
