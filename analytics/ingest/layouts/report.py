"""The material every layout step works on: numbered lines under a header, and what has been taken out of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice

from analytics.ingest import days, formats, lexicon
from analytics.ingest.layouts import vocabulary
from analytics.ingest.layouts.numbers import number
from analytics.ingest.progress import watched
from analytics.ingest.understanding import Notice

Cells = tuple[str | None, ...]
LOOKED_AT = 500
NUMERIC = 0.6
_SAYS_SOMETHING = re.compile(r"[1-9]|[^\W\d_]")


@dataclass(frozen=True)
class Line:
    """One row: its number in the file (from 1), its cells, and how far its text stands in (0 where nothing tells)."""

    row: int
    cells: Cells
    level: int = 0

    @cached_property
    def filled(self) -> tuple[int, ...]:
        return tuple([place for place, cell in enumerate(self.cells) if cell is not None])


@dataclass(frozen=True)
class Report:
    """`parts` of a heading are its lines from the top; `totals` are the cells of the report's own grand total.

    `left_out` is row number → reason; `steps` are the codes of what has been done to the report so far.
    """

    parts: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    titles: tuple[Line, ...] = ()
    headings: tuple[Line, ...] = ()
    left_out: dict[int, str] = field(default_factory=dict)
    totals: Cells | None = None
    decimal: str = "."
    evidence: dict[str, dict[str, object]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    steps: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    asks_year: bool = False

    @property
    def width(self) -> int:
        return len(self.parts)

    @cached_property
    def header(self) -> tuple[str, ...]:
        return tuple(" / ".join(dict.fromkeys(parts)) for parts in self.parts)

    def without(self, out: Iterable[tuple[Line, str]]) -> Report:
        """Lines out of the report, each with its reason."""
        reasons = {line.row: reason for line, reason in out}
        if not reasons:
            return self
        kept = tuple(line for line in self.lines if line.row not in reasons)
        return replace(self, lines=kept, left_out=self.left_out | reasons)

    def each(self, change: Callable[[Line], Cells]) -> Report:
        # `replace` of a line takes thrice as long, and there are hundreds of thousands of them.
        return replace(self, lines=tuple([Line(line.row, change(line), line.level) for line in watched(self.lines)]))

    def only(self, places: Sequence[int]) -> Report:
        """The report of some of its columns."""
        if len(places) == self.width:
            return self

        def cut(cells: Cells) -> Cells:
            return tuple(cells[p] for p in places)

        head = tuple(replace(line, cells=cut(line.cells)) for line in self.headings)
        total = None if self.totals is None else cut(self.totals)
        narrow = replace(self, parts=cut(self.parts), headings=head, totals=total)
        return narrow.each(lambda line: cut(line.cells))

    def step(self, code: str) -> Report:
        return self if code in self.steps else replace(self, steps=(*self.steps, code))

    def telling(self, code: str, **particulars: object) -> Report:
        return replace(self, evidence=self.evidence | {code: particulars})

    def noting(self, code: str, **particulars: object) -> Report:
        return replace(self, notices=(*self.notices, Notice(code, particulars)))

    def column(self, place: int) -> list[str]:
        """Filled cells of a column."""
        return [cell for line in self.lines if (cell := line.cells[place]) is not None]

    def looked_at(self, place: int) -> list[str]:
        """The first filled cells of a column, as many as tell what it holds."""
        return list(islice((cell for line in self.lines if (cell := line.cells[place]) is not None), LOOKED_AT))

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """Columns that hold numbers, the numbering of rows not among them."""
        return tuple(p for p in range(self.width) if p not in self.numbering and _holds_numbers(self.looked_at(p)))

    @cached_property
    def numbering(self) -> tuple[int, ...]:
        """Columns that only count the rows."""
        likely = [p for p, name in enumerate(self.header) if not name or _names_numbering(name)]
        return tuple(p for p in likely if _is_numbering(self.header[p], self.column(p)))

    @cached_property
    def usual_texts(self) -> int:
        """How many cells that are no figures a row of this report usually has."""
        counts = Counter([len(self.texts(line)) for line in self.lines])
        return max(counts, key=lambda n: (counts[n] * max(n, 1), n), default=0)

    def texts(self, line: Line) -> list[int]:
        """Places of the filled cells of a line that are neither figures nor numbering."""
        return [p for p in self._of_texts if line.cells[p] is not None]

    @cached_property
    def _of_texts(self) -> tuple[int, ...]:
        numeric = {*self.figures, *self.numbering}
        return tuple(p for p in range(self.width) if p not in numeric)

    def values(self, line: Line, most: int | None = None) -> dict[int, Decimal]:
        """The numbers of a line by column, in the first `most` columns of figures."""
        return {p: n for p in self.figures[:most] if (n := self.number(line, p)) is not None}

    def number(self, line: Line, place: int) -> Decimal | None:
        return number(line.cells[place], self.decimal)


def _holds_numbers(looked: list[str]) -> bool:
    numbers = sum(formats.is_number(cell) and not days.is_compact(cell) for cell in looked)
    return bool(looked) and numbers >= NUMERIC * len(looked)


def _names_numbering(name: str) -> bool:
    return lexicon.normal(name) in vocabulary.words("columns", "numbering")


def _is_numbering(name: str, cells: list[str]) -> bool:
    named = _names_numbering(name)
    if not cells or not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    steps = sum(b in (a + 1, 1) for a, b in zip(numbers, numbers[1:], strict=False))
    return numbers[0] == 1 and steps >= NUMERIC * (len(numbers) - 1) and (named or len(numbers) >= 5)


def blank_or_zero(cell: str | None) -> bool:
    return cell is None or not _SAYS_SOMETHING.search(cell)
