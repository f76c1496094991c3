"""One file → the statement that reads, types and marks its rows in a single pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analytics.ingest import casts, checks, day_casts, formulas
from analytics.ingest.understanding import Understanding
from analytics.schema import BASES, PERIOD

RAW, REST, BAD = "raw_row", "rest_hash", "unread_"
Cell = Callable[[int], str]
COUNTED = ("customer_id", "last_order_date", "date", *PERIOD)


@dataclass(frozen=True)
class NewRows:
    """The rows of one file in the new `table`: rowids `first`..`end`, end not included; and the lines not read at all.

    `rejects` are row number, reason and text of lines that could not be cut into cells.
    """

    reading: Reading
    table: str
    first: int
    end: int
    rejects: list[tuple[int, str, str]]
    alone: bool = False

    @property
    def condition(self) -> str:
        # A filter by rowid is not free: a file alone in its table goes without.
        return "true" if self.alone else f"rowid >= {self.first} and rowid < {self.end}"

    @property
    def sql(self) -> str:
        return f"{self.table} where {self.condition}"

    @property
    def in_trouble(self) -> str:
        """True for the rows to be refused, once they have been mended."""
        told = self.reading.understanding
        return f"{RAW} is not null and ({checks.trouble(told, f'{RAW}[{told.source.width + 1}]')})"


class Reading:
    """The columns of one understood file as SQL."""

    def __init__(self, understanding: Understanding):
        self.understanding = understanding
        self.base = BASES[understanding.kind]
        self.formulas = {
            column: formulas.parse(text, understanding.header, understanding.name, column)
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
        rest = {REST: "ubigint"} if self._lost else {}
        return {RAW: "varchar[]"} | rest | {BAD + column: "varchar" for column in self.optional}

    @property
    def line(self) -> str:
        """What makes two lines of the file equal, as arguments of a hash."""
        return ", ".join([*self.stored, *([REST] if self._lost else [])])

    @property
    def columns(self) -> list[str]:
        return [*self.stored, *self.helpers]

    def select(self) -> str:
        """Rows of the stored columns followed by the helpers; fill its parameters with those of the source."""
        source = self.understanding.source
        typed = ", ".join(f"{self._usual(c)} as {c}" for c in self.stored)
        cells = ", ".join(source.columns)
        overflow = f"c{source.width}"
        # Lines are duplicates when equal in the file, so what the stored columns lose is kept as a hash.
        rest = f", hash({', '.join(f'c{p}' for p in self._lost)}) as {REST}" if self._lost else ""
        return (
            f"select {', '.join(self.stored)}, "
            f"case when {checks.trouble(self.understanding, overflow)} then [{cells}] end as {RAW}"
            f"{rest}{''.join(f', {self._unread(c)} as {BAD}{c}' for c in self.optional)} "
            f"from (select {typed}, {cells} from {source.sql()})"
        )

    def again(self, column: str) -> str:
        """The other reading of a needed column, from the raw cells that were kept."""
        return self._any(column, lambda place: f"{RAW}[{place + 1}]")

    def again_optional(self, column: str) -> str:
        return self._any(column, lambda _: BAD + column)

    @property
    def as_they_were(self) -> list[str]:
        """Text columns stored without a look at their ends."""
        return [c for c in self.stored if self._is_text(c) and self._is_plain(c)]

    def clean(self, column: str, cell: str) -> str:
        return casts.identifier(cell) if column.endswith("_id") else casts.text(cell)

    def _is_text(self, column: str) -> bool:
        return self.base.column(column).holds == "text" and column in self.formulas

    def _is_plain(self, column: str) -> bool:
        places = self.places[column]
        return bool(places) and self.understanding.shapes[places[0]].plain

    def _usual(self, name: str) -> str:
        column, formula = self.base.column(name), self.formulas.get(name)
        if formula is None:
            return f"cast({self._of_file(name)} as {column.sql_type})"
        if formula.code:
            return f"'{formula.code}'"
        if column.holds == "text":
            cell = f"c{formula.places[0]}"
            return cell if self._is_plain(name) else self.clean(name, cell)
        if formula.single is None and name not in checks.needed(self.base):
            return self._any(name, "c{}".format)
        told = self.understanding
        return self._typed(
            name,
            "c{}".format,
            lambda place: day_casts.usual_date(f"c{place}", told.date_order, told.shapes[place]),
            lambda place, sql_type: casts.usual_number(f"c{place}", told.decimal, told.shapes[place], sql_type),
        )

    def _of_file(self, name: str) -> str:
        """What every row has of a column the file does not fill: a day of the period the file is for, else nothing."""
        period = self.understanding.period
        return f"'{period[PERIOD.index(name)]}'" if period and name in PERIOD else "null"

    def _any(self, name: str, cell: Cell) -> str:
        told = self.understanding
        if self.formulas[name].code:
            return f"'{self.formulas[name].code}'"
        if self.base.column(name).holds == "text":
            return self.clean(name, cell(self.places[name][0]))
        return self._typed(
            name,
            cell,
            lambda place: day_casts.any_date(cell(place), told.date_order, told.shapes[place]),
            lambda place, sql_type: self._any_number(name, place, cell(place), sql_type),
        )

    def _any_number(self, name: str, place: int, cell: str, sql_type: str) -> str:
        told = self.understanding
        number = casts.any_number(cell, told.decimal, sql_type, told.shapes[place])
        return f"coalesce({number}, {casts.yes_as_one(cell)})" if self.base.column(name).holds == "grade" else number

    def _typed(self, name: str, cell: Cell, date: Cell, number: Callable[[int, str], str]) -> str:
        """The column's value in either reading; a product is exact before it is rounded, an empty subtrahend is 0."""
        column, formula = self.base.column(name), self.formulas[name]
        if formula.single is None:
            products = [" * ".join(number(place, casts.FACTOR) for place in term) for term in formula.terms]
            less = [_nothing_when_empty(p, map(cell, t)) for p, t in zip(products[1:], formula.terms[1:], strict=True)]
            return f"try_cast({' - '.join([products[0], *less])} as {column.sql_type})"
        if column.holds == "flag":
            return casts.flag(cell(formula.single))
        return date(formula.single) if column.holds == "date" else number(formula.single, column.sql_type)

    def _unread(self, column: str) -> str:
        cell = f"c{self.places[column][0]}"
        unread = checks.is_unread(self.base.column(column))
        # Not casts.text: it is for columns where every row is looked at, here it makes the whole reading slower.
        return f"case when {unread} then nullif(trim({cell}, {casts.BLANKS}), '') end"

    @property
    def _lost(self) -> list[int]:
        """Places of source columns that the stored ones do not keep whole."""
        told = self.understanding
        kept = {p for c, places in self.places.items() if self.base.has(c) and len(places) == 1 for p in places}
        return [p for p in range(told.source.width) if p not in kept or told.shapes[p].timed]


def _nothing_when_empty(product: str, cells: Iterable[str]) -> str:
    # Read first: looking for words of nothing costs more than the number, and few cells have them.
    return f"coalesce({product}, case when {' and '.join(map(casts.is_nothing, cells))} then 0 end)"
