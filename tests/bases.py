"""Small readable bases for tests: a table a marketer could write down becomes a real warehouse.

`sales("client day amount", ROWS)` and `totals("client amount", ROWS)` make the tables just as analytics.ingest.load does;
`worth("anna 70, boris 30")` is a totals base of values only. A day is `2025-01-31`, or `01-31` in 2025; a lone `.` is
nothing. A warehouse goes back to the pool when its Base is forgotten, so hundreds of tests share a few.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import weakref
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from analytics import classes, customers, facts, own_grades, plan_notes, plan_texts
from analytics.doctor import merging
from analytics.facts import Facts
from analytics.schema import BASES
from analytics.statements import forget
from analytics.thresholds import Thresholds
from analytics.views import Filter, View
from analytics.warehouse import Warehouse

SHORT = {"client": "customer_id", "day": "order_date", "order": "order_id"}
SHORT_DAY = re.compile(r"\d\d-\d\d")
SCRATCH = tempfile.TemporaryDirectory(prefix="client_base_test_")
FREE: list[Warehouse] = []

# Four months of five clients: a steady big one, a rare big one, one of every other month, a steady small one, a rare small one.
FOUR_MONTHS = {
    "anna": [40, 40, 40, 40],
    "boris": [0, 0, 60, 0],
    "vera": [10, 0, 10, 0],
    "gena": [2, 2, 2, 2],
    "dina": [0, 0, 0, 4],
}
# One client buys much and often, one often but little, one much but rarely, one little and rarely.
MUCH_AND_OFTEN = """
    anna   01-01  40
    anna   01-02  40
    anna   01-03  20
    boris  01-01   5
    boris  01-02   3
    boris  01-03   2
    vera   01-01 100
    gena   01-01  10
"""


class Base:
    """A warehouse with one visitor's base, and the questions tests ask of it most."""

    def __init__(self):
        self.warehouse = FREE.pop() if FREE else Warehouse(Path(tempfile.mkdtemp(dir=SCRATCH.name)))
        weakref.finalize(self, FREE.append, self.warehouse)
        with self.warehouse.transaction() as cursor:
            forget(cursor)
            for table in (*BASES, merging.LINKS, merging.BEFORE, own_grades.TABLE, plan_notes.TABLE, plan_texts.TABLE):
                cursor.execute(f"drop table if exists {table}")
            cursor.execute('create or replace table mapped_columns (kind varchar, "column" varchar, source varchar)')
        self.warehouse.recently_used.clear()
        self._facts: dict[View, Facts] = {}

    def with_rows(self, kind: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> Base:
        values = ", ".join(f"({', '.join(_literal(value) for value in row)})" for row in rows)
        return self.filled(kind, names, f"from (values {values})" if values else "")

    def filled(self, kind: str, names: Sequence[str], query: str) -> Base:
        """A base table with these columns filled by `query`; the others stay empty, as in a file that lacks them."""
        columns = ", ".join(f"{c.name} {c.sql_type}" for c in BASES[kind].columns)
        with self.warehouse.transaction() as cursor:
            cursor.execute(f"create table {kind} ({columns})")
            if query:
                cursor.execute(f"insert into {kind} ({', '.join(names)}) {query}")
            for name in names:
                cursor.execute("insert into mapped_columns values ($kind, $name, $name)", {"kind": kind, "name": name})
        return self

    def customers(self, columns: str, rows: str) -> Base:
        return self.with_rows("customers", *_read(columns, rows))

    def facts(self, changes: dict | None = None, **view) -> Facts:
        """Facts of a view: `window="01-01 06-30"`, `as_of="07-01"`, `only={"channel": ["shop"]}`."""
        wanted = seen(**view).under(Thresholds(changes))
        if wanted not in self._facts:
            self._facts[wanted] = facts.build(self.warehouse, wanted)
        return self._facts[wanted]

    def clients(self, changes: dict | None = None, **view) -> dict[str, dict]:
        """customer_id → its row of `customers`, in the order of rank."""
        table = customers.customers(self.warehouse, self.facts(changes, **view), Thresholds(changes))
        return {row["customer_id"]: row for row in table.to_pylist()}

    def told(self, column: str, changes: dict | None = None, **view) -> str:
        """One column of the clients by rank, as `anna A, boris C`; nothing is `.`"""
        rows = self.clients(changes, **view)
        return ", ".join(f"{client} {_shown(row[column])}" for client, row in rows.items())

    def judged(self, column: classes.ClassColumn, **view) -> str:
        rows = classes.clients(self.warehouse, self.facts(**view), (column,)).to_pylist()
        return ", ".join(f"{row['customer_id']} {_shown(row[column.name])}" for row in rows)


def sales(columns: str, rows: str) -> Base:
    return Base().with_rows("sales", *_read(columns, rows))


def totals(columns: str, rows: str) -> Base:
    return Base().with_rows("totals", *_read(columns, rows))


def worth(values: str) -> Base:
    """`worth("anna 70, boris 30")`: a totals base, one row a client."""
    return totals("client amount", values.replace(",", "\n"))


def monthly(clients: dict[str, Sequence[object]], first: str = "2025-01") -> Base:
    """client → its amounts by month from `first` on, each dated the 15th; 0 is no sale."""
    year, month = map(int, first.split("-"))
    return periodic(clients, lambda i: dt.date(year + (month - 1 + i) // 12, (month - 1 + i) % 12 + 1, 15))


def weekly(clients: dict[str, Sequence[object]], first: str = "2025-01-06") -> Base:
    """client → its amounts by week from the Monday `first` on, each dated the Wednesday; 0 is no sale."""
    return periodic(clients, lambda i: day(first) + dt.timedelta(days=7 * i + 2))


def periodic(clients: dict[str, Sequence[object]], date_of: Callable[[int], dt.date]) -> Base:
    lines = [(c, date_of(i), amount) for c, amounts in clients.items() for i, amount in enumerate(amounts) if amount]
    return Base().with_rows("sales", ("customer_id", "order_date", "amount"), lines)


def seen(window: str = "", as_of: str = "", only: dict[str, Sequence[str]] | None = None, **settings) -> View:
    start, end = (day(d) for d in window.split()) if window else (None, None)
    filters = tuple(Filter(column, tuple(values)) for column, values in (only or {}).items())
    return View(start=start, end=end, as_of=day(as_of) if as_of else None, filters=filters, **settings)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2025-{text}" if SHORT_DAY.fullmatch(text) else text)


def _read(columns: str, rows: str) -> tuple[list[str], list[list[object]]]:
    names = [SHORT.get(name, name) for name in columns.split()]
    lines = [line.split() for line in rows.splitlines() if line.strip()]
    return names, [[_value(name, cell) for name, cell in zip(names, line, strict=True)] for line in lines]


def _value(name: str, cell: str) -> object:
    if cell == ".":
        return None
    return day(cell) if name.endswith("_date") else cell


def _literal(value: object) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"


def _shown(value: object) -> str:
    return "." if value is None else str(value)
