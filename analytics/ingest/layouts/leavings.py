"""Rows of a report that are no rows of its table: totals, headers printed again, footers, the numbers of columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property

from analytics.ingest import lexicon
from analytics.ingest.layouts import vocabulary
from analytics.ingest.layouts.report import Line, Report
from analytics.ingest.progress import watched

MOST_FOOTERS = 25


def cleared(report: Report) -> Report:
    """Without repeated headers, totals and footers; the grand total's cells are kept in `totals`."""
    report = report.without([*_repeated(report), *_column_numbers(report)])
    said = dict(_totals(report))
    grand = [line for line in report.lines if said.get(line.row) == "grand"]
    feet = _footers(report, said)
    out = [(line, "total_row") for line in report.lines if line.row in said] + [(line, "footer") for line in feet]
    found = _grand(report, grand)
    cleaned = replace(report.without(out), totals=found.cells if found else report.totals)
    cleaned = cleaned.without((line, "total_row") for line in _nameless_totals(cleaned))
    return cleaned.step("totals") if cleaned.left_out else cleaned


def says_total(text: str, seen: Callable[[str], bool]) -> str | None:
    """`grand` or `part` for a text that names a row of totals; `seen` knows whether a folded text stands in a row above."""
    if not _roots().search(text.casefold()):
        return None
    told = folded(text)
    plain = lexicon.normal(told)
    if plain in vocabulary.words("totals", "grand"):
        return "grand"
    if vocabulary.begins(plain, "totals", "begins"):
        return "part"
    first, _, rest = told.partition(" ")
    front, _, last = told.rpartition(" ")
    opened = first in vocabulary.words("totals", "opens") and seen(rest)
    closed = last in vocabulary.words("totals", "closes") and seen(front)
    return "part" if opened or closed else None


@cache
def _roots() -> re.Pattern[str]:
    return re.compile("|".join(sorted(vocabulary.words("totals", "roots"))))


def folded(text: str) -> str:
    """Small letters, single spaces, no colon behind: how texts of rows are compared."""
    return " ".join(text.casefold().split()).rstrip(": ")


@dataclass
class Above:
    """The texts of the rows above a row, folded; gathered only once somebody asks, which in most reports nobody does."""

    report: Report
    row: int = 0

    @cached_property
    def _first_rows(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in self.report.lines:
            for place in self.report.texts(line):
                found.setdefault(folded(line.cells[place]), line.row)
        return found

    def has(self, text: str) -> bool:
        return self._first_rows.get(text, self.row) < self.row


def saying_totals(report: Report) -> Iterator[tuple[Line, str]]:
    """Lines one of whose texts names a row of totals, with what it says."""
    above = Above(report)
    for line in watched(report.lines):
        above.row = line.row
        said = next((s for p in report.texts(line) if (s := says_total(line.cells[p], above.has))), None)
        if said:
            yield line, said


def _totals(report: Report) -> Iterator[tuple[int, str]]:
    for line, said in saying_totals(report):
        texts = len(report.texts(line))
        if texts < report.usual_texts or texts <= 1:
            yield line.row, said


def _grand(report: Report, grand: list[Line]) -> Line | None:
    """Of several the largest: a block may end with the same word; of equals the last."""

    def size(line: Line) -> Decimal:
        return max(map(abs, report.values(line).values()), default=Decimal(-1))

    return max(reversed(grand), key=size, default=None)


def _repeated(report: Report) -> Iterable[tuple[Line, str]]:
    """The header and the titles again, as they are printed on every page, and lines that only number the page."""
    headings = {_written(line) for line in report.headings if len(line.filled) > 1}
    single = {_written(line) for line in (*report.headings, *report.titles) if len(line.filled) == 1}
    widths = {len(cells) for cells in headings}
    again = False
    for line in watched(report.lines):
        again = (
            len(line.filled) in widths
            and _written(line) in headings
            or (again and len(line.filled) == 1 and _written(line) in single)
            or _is_page(line)
        )
        if again:
            yield line, "repeated_header"


def _written(line: Line) -> tuple[str, ...]:
    return tuple(folded(line.cells[place]) for place in line.filled)


def _is_page(line: Line) -> bool:
    if len(line.filled) > 2:
        return False
    words = lexicon.normal(line.cells[line.filled[0]]).split()
    return len(words) > 1 and words[1].isdigit() and words[0] in vocabulary.words("footers", "page")


def _column_numbers(report: Report) -> Iterable[tuple[Line, str]]:
    """The row `1 2 3 4` under a header."""
    line = next(iter(report.lines), None)
    cells = [line.cells[p] for p in line.filled] if line else []
    if len(cells) > 2 and cells == [str(n) for n in range(1, len(cells) + 1)]:
        yield line, "column_numbers"


def _footers(report: Report, said: dict[int, str]) -> list[Line]:
    """Lines at the end that are unlike the rows: after a grand total, begun by a footer's word, or apart by a blank row."""
    feet = apart(report)
    below = {line.row for line in feet}
    first_total = min((row for row, what in said.items() if what == "grand"), default=None)
    for line in reversed(report.lines):
        if line.row in below:
            continue
        if line.row in said:
            break
        after_total = first_total is not None and first_total < line.row
        if len(feet) == MOST_FOOTERS or not _is_foot(report, line, after_total):
            break
        feet.append(line)
    return feet


def _is_foot(report: Report, line: Line, after_total: bool) -> bool:
    texts = report.texts(line)
    worded = bool(line.filled) and vocabulary.begins(lexicon.normal(line.cells[line.filled[0]]), "footers", "begins")
    figures = report.values(line)
    few = len(figures) < max(len(report.figures), 1) or len(figures) <= 1
    if worded and few and len(texts) <= max(2, report.usual_texts - 1):
        return True
    return after_total and (len(texts) < report.usual_texts or not figures)


def apart(report: Report) -> list[Line]:
    """The last lines, of texts alone, when a blank row parts them from the table."""
    feet: list[Line] = []
    for line in reversed(report.lines):
        if len(line.filled) > 2 or report.values(line):
            parted = bool(feet) and feet[-1].row - line.row > 1
            return feet if parted and report.figures else []
        feet.append(line)
    return []


def _nameless_totals(report: Report) -> list[Line]:
    """Rows of figures with no text at all that sum up the rows since the last such row, or all rows before."""
    if not report.usual_texts or all(report.texts(line) for line in report.lines):
        return []
    found, block, everything = [], Sums(), Sums()
    for line in report.lines:
        values = report.values(line)
        if values and not report.texts(line) and (block.are(values) or everything.are(values)):
            found.append(line)
            block = Sums()
            continue
        block.add(values)
        everything.add(values)
    return found


@dataclass
class Sums:
    """What the figures of some rows come to, by column."""

    rows: int = 0
    columns: dict[int, Decimal] = field(default_factory=dict)

    def add(self, values: dict[int, Decimal]) -> None:
        self.rows += 1
        for place, value in values.items():
            self.columns[place] = self.columns.get(place, Decimal()) + value

    def are(self, values: dict[int, Decimal]) -> bool:
        """Is some figure of a row the sum of two rows or more?"""
        return self.rows > 1 and any(value and self.columns.get(p) == value for p, value in values.items())
