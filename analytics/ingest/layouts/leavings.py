"""Rows of a report that are no rows of its table: totals, headers printed again, footers, the numbers of columns."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from decimal import Decimal

from analytics.ingest import lexicon
from analytics.ingest.layouts import vocabulary
from analytics.ingest.layouts.report import Line, Report

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


def says_total(text: str, seen: Set[str] = frozenset()) -> str | None:
    """`grand` or `part` for a text that names a row of totals; `seen` are the texts of rows above it, folded."""
    told = folded(text)
    if not any(word in told for word in vocabulary.words("totals", "roots")):
        return None
    plain = lexicon.normal(told)
    if plain in vocabulary.words("totals", "grand"):
        return "grand"
    if vocabulary.begins(plain, "totals", "begins"):
        return "part"
    first, _, rest = told.partition(" ")
    front, _, last = told.rpartition(" ")
    opened = first in vocabulary.words("totals", "opens") and rest in seen
    closed = last in vocabulary.words("totals", "closes") and front in seen
    return "part" if opened or closed else None


def folded(text: str) -> str:
    """Small letters, single spaces, no colon behind: how texts of rows are compared."""
    return " ".join(text.casefold().split()).rstrip(": ")


def _totals(report: Report) -> Iterable[tuple[int, str]]:
    seen: set[str] = set()
    for line in report.lines:
        texts = report.texts(line)
        said = next((s for p in texts if (s := says_total(line.cells[p], seen))), None)
        if said and (len(texts) < report.usual_texts or len(texts) <= 1):
            yield line.row, said
        else:
            seen.update(folded(line.cells[p]) for p in texts)


def _grand(report: Report, grand: list[Line]) -> Line | None:
    """Of several the largest: a block may end with the same word; of equals the last."""

    def size(line: Line) -> Decimal:
        return max((abs(n) for p in report.figures if (n := report.number(line, p)) is not None), default=Decimal(-1))

    return max(reversed(grand), key=size, default=None)


def _repeated(report: Report) -> Iterable[tuple[Line, str]]:
    """The header and the titles again, as they are printed on every page, and lines that only number the page."""
    headings = {_written(line) for line in report.headings if len(line.filled) > 1}
    single = {_written(line) for line in (*report.headings, *report.titles) if len(line.filled) == 1}
    again = False
    for line in report.lines:
        told = _written(line)
        again = told in headings or (again and told in single) or _is_page(line)
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
    figures = [p for p in line.filled if p in report.figures and report.number(line, p) is not None]
    few = len(figures) < max(len(report.figures), 1) or len(figures) <= 1
    if worded and few and len(texts) <= max(2, report.usual_texts - 1):
        return True
    return after_total and (len(texts) < report.usual_texts or not figures)


def apart(report: Report) -> list[Line]:
    """The last lines, of texts alone, when a blank row parts them from the table."""
    feet: list[Line] = []
    for line in reversed(report.lines):
        if len(line.filled) > 2 or any(report.number(line, p) is not None for p in report.figures):
            parted = bool(feet) and feet[-1].row - line.row > 1
            return feet if parted and report.figures else []
        feet.append(line)
    return []


def _nameless_totals(report: Report) -> list[Line]:
    """Rows of figures with no text at all that sum up the rows since the last such row, or all rows before."""
    if not report.usual_texts:
        return []
    found, block, everything = [], [], []
    for line in report.lines:
        values = {p: n for p in report.figures if (n := report.number(line, p)) is not None}
        if values and not report.texts(line) and (_sums_up(values, block) or _sums_up(values, everything)):
            found.append(line)
            block = []
            continue
        block.append(values)
        everything.append(values)
    return found


def _sums_up(values: dict[int, Decimal], block: list[dict[int, Decimal]]) -> bool:
    if len(block) < 2:
        return False
    return any(value and sum(other.get(place, 0) for other in block) == value for place, value in values.items())
