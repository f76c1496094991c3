"""One file → the statement that reads, types and marks its rows in a single pass."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.ingest import casts, checks, formulas
from analytics.ingest.formulas import Formula
from analytics.ingest.understanding import Understanding
from analytics.schema import BASES

RAW, REST, BAD = "raw_row", "rest_hash", "unread_"
COUNTED = ("customer_id", "last_order_date", "date")


@dataclass(frozen=True)
class NewRows:
    """The rows of one file in the kind's table: those from `first` (a rowid) on, until the next file is read."""

    reading: Reading
    first: int

    @property
    def sql(self) -> str:
        return f"{self.reading.base.kind} where rowid >= {self.first}"


class Reading:
    """The columns of one understood file as SQL."""

    def __init__(self, understanding: Understanding):
        self.understanding = understanding
        self.base = BASES[understanding.kind]
        self.formulas = {
            column: formulas.parse(text, understanding.header, understanding.name)
            for column, text in understanding.mapping.items()
        }
        self.places = {column: formula.places for column, formula in self.formulas.items()}

    @property
    def stored(self) -> list[str]:
        """Columns the file fills, and those the control totals ask for, in the base's order."""
        return [c.name for c in self.base.columns if c.name in self.formulas or c.required or c.name in COUNTED]

    @property
    def optional(self) -> list[str]:
        """Typed columns a row may lack, read from one source each: unreadable values become null and are counted."""
        needed = checks.needed(self.base)
        return [
            c.name
            for c in self.base.columns
            if c.holds != "text" and c.name not in needed and len(self.places.get(c.name, ())) == 1
        ]

    @property
    def helpers(self) -> dict[str, str]:
        """Name → type of the columns that serve the judging of rows and leave after it."""
        return {RAW: "varchar[]", REST: "ubigint"} | {BAD + column: "varchar" for column in self.optional}

    @property
    def columns(self) -> list[str]:
        return [*self.stored, *self.helpers]

    def select(self) -> str:
        """Rows of the stored columns followed by the helpers; fill its parameters with those of the source."""
        stored = ", ".join(self.stored)
        typed = ", ".join(f"{self._expression(c)} as {c}" for c in self.stored)
        source = self.understanding.source
        return (
            f"select {stored}, "
            f"case when {checks.trouble(self.understanding)} then [{', '.join(source.columns)}] end as {RAW}, "
            f"{self._rest()} as {REST}{''.join(f', {self._unread(c)} as {BAD}{c}' for c in self.optional)} "
            f"from (select {typed}, {', '.join(source.columns)} from {source.sql()})"
        )

    def _expression(self, name: str) -> str:
        column, formula = self.base.column(name), self.formulas.get(name)
        if formula is None:
            return f"cast(null as {column.sql_type})"
        if formula.single is None:
            return self._computed(formula, column.sql_type)
        if name.endswith("_id"):
            return casts.identifier(f"c{formula.single}")
        return self._cell(formula.single, column.holds)

    def _cell(self, place: int, holds: str) -> str:
        told = self.understanding
        return casts.typed(f"c{place}", holds, told.decimal, told.date_order, told.shapes[place])

    def _computed(self, formula: Formula, sql_type: str) -> str:
        first, *others = (self._product(term) for term in formula.terms)
        emptied = [_nothing_when_empty(o, t) for o, t in zip(others, formula.terms[1:], strict=True)]
        return f"try_cast({' - '.join([first, *emptied])} as {sql_type})"

    def _product(self, term: tuple[int, ...]) -> str:
        told = self.understanding
        factors = (casts.number(f"c{p}", told.decimal, told.shapes[p], casts.FACTOR) for p in term)
        return " * ".join(factors)

    def _unread(self, column: str) -> str:
        cell = f"c{self.places[column][0]}"
        return f"case when {column} is null and {cell} is not null then {casts.text(cell)} end"

    def _rest(self) -> str:
        """A hash of what the stored columns lose, so that duplicates are lines equal in the file, not only here."""
        told = self.understanding
        kept = {p for c, places in self.places.items() if self.base.has(c) and len(places) == 1 for p in places}
        lost = [p for p in range(told.source.width) if p not in kept or told.shapes[p].timed]
        return f"hash({', '.join(f'c{p}' for p in lost)})" if lost else "cast(null as ubigint)"


def _nothing_when_empty(product: str, term: tuple[int, ...]) -> str:
    blank = " and ".join(f"nullif(trim(c{p}), '') is null" for p in term)
    return f"case when {blank} then 0 else {product} end"
