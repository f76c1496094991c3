"""What a check of the doctor is given and what it gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pyarrow as pa

from analytics.ingest.receipts import Receipt
from analytics.warehouse import Warehouse

SEVERITIES = ("wrong", "look", "note")
EXAMPLES = 20


@dataclass(frozen=True)
class Rows:
    """The rows a finding is about, the weightiest first: up to EXAMPLES of them at hand, all of them by asking `sql`."""

    examples: Sequence[dict]
    sql: str
    values: dict | None = None

    def all(self, warehouse: Warehouse) -> pa.Table:
        return warehouse.table(self.sql, self.values)


@dataclass(frozen=True)
class Finding:
    """Something worth a look; its sentence is `doctor.<code>`, why it matters and what to do is `doctor.<code>_why`.

    `n` counts rows, clients or days (the sentence says which), `money` is the sum of the rows it touches, None where
    there is none.
    """

    code: str
    kind: str
    severity: str
    n: int
    money: Decimal | None = None
    particulars: dict[str, object] = field(default_factory=dict)
    rows: Rows | None = None

    @property
    def told(self) -> dict[str, object]:
        """What its sentences are filled with."""
        return {"n": self.n, "money": self.money} | self.particulars


@dataclass(frozen=True)
class Case:
    """The base to be examined: its tables, receipts, the columns its files had, and the day it is examined on.

    `main` is the kind facts come from, sales or totals; None when only side bases are there.
    """

    warehouse: Warehouse
    receipts: Sequence[Receipt]
    columns: dict[str, set[str]]
    main: str | None
    today: dt.date

    def has(self, kind: str, *names: str) -> bool:
        return kind in self.columns and self.columns[kind] >= set(names)

    def shown(self, kind: str, *wanted: str) -> str:
        """Those of the wanted columns the base has, as a list for `select`."""
        return ", ".join(name for name in wanted if name in self.columns.get(kind, ()))

    def listed(self, sql: str, values: dict | None = None) -> Rows:
        """The rows of an ordered query."""
        return Rows(self.warehouse.rows(f"{sql} limit {EXAMPLES}", values), sql, values)

    def row(self, sql: str, parameters: dict | None = None) -> dict:
        return self.warehouse.rows(sql, parameters)[0]


def share(part: Decimal | int | None, whole: Decimal | int | None) -> float | None:
    """A rate 0..1; None where there is no whole to speak of."""
    return float(part / whole) if part is not None and whole and whole > 0 else None
