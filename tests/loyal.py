"""Small bases with contacts and papers, and what loyalty makes of them."""

from __future__ import annotations

from analytics.methods import loyalty
from analytics.thresholds import Thresholds
from tests.bases import Base, _value, sales

SALES = "client day amount"
FOUR = "anna 01-01 400\nboris 02-10 300\nvera 03-10 200\ngena 03-31 100"
PAPERS = "client day amount order invoice_sent_date paid_date docs_sent_date docs_signed_date"


def contacted(rows: str, base: Base | None = None, columns: str = "customer_id date kind") -> Base:
    """Four clients of a quarter and their contacts: `contacted("anna 01-12 request")`."""
    names = columns.split()
    cells = [[_value("date_date", c) if n == "date" else _value("", c) for n, c in zip(names, line.split(), strict=True)]
             for line in rows.splitlines() if line.strip()]  # fmt: skip
    return (base or sales(SALES, FOUR)).with_rows("contacts", names, cells)


def held(base: Base, changes: dict | None = None, **view) -> loyalty.Scores:
    return loyalty.scores(base.warehouse, base.facts(changes, **view), Thresholds(changes))


def scored(base: Base, column: str, changes: dict | None = None, **view) -> dict[str, float | None]:
    """Client → its score of a measure or a type, by id."""
    table = held(base, changes, **view).table
    rows = base.warehouse.rows(f"select client_id, {column} as score from {table} order by 1")
    return {row["client_id"]: row["score"] for row in rows}


def missing(base: Base, **view) -> dict[str, str]:
    return held(base, **view).missing
