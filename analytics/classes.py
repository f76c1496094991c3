"""Classes over the facts of clients: what a class is, and the few questions that can be asked of any class or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from analytics.facts import Facts
from analytics.warehouse import Warehouse

TOTALS = """count(*) as customers, sum(revenue) as revenue, sum(profit) as profit, sum(orders)::bigint as orders,
    sum(value) as value, min(value) as least_value, max(value) as most_value"""

NOBODY = {
    "customers": 0,
    "revenue": 0,
    "profit": None,
    "orders": 0,
    "value": 0,
    "least_value": None,
    "most_value": None,
}


@dataclass(frozen=True)
class ClassColumn:
    """A class as an expression over a row of facts; `members` are its codes, best first. Null: the client has no class."""

    name: str
    sql: str
    members: tuple[str, ...]


def sizes(warehouse: Warehouse, facts: Facts, column: ClassColumn) -> list[dict]:
    """A row per class, best first, empty ones too: customers, customer_share, value, value_share, revenue, profit, orders,
    least_value, most_value. Clients without a class come last under None, when there are any."""
    found = warehouse.rows(f"select {column.sql} as class, {TOTALS} from {facts.customers} group by 1")
    rows = {row["class"]: row for row in found}
    order = [*column.members, *([None] if None in rows else [])]
    return [_shared(rows.get(code, {"class": code} | NOBODY), facts.whole) for code in order]


def cross(warehouse: Warehouse, facts: Facts, down: ClassColumn, across: ClassColumn) -> list[dict]:
    """Any class by any other: a row per cell, best first, empty cells too, keyed by the names of the two classes, with
    customers, customer_share, revenue, revenue_share, profit, orders, value, least_value and most_value."""
    found = warehouse.rows(
        f"select {down.sql} as down, {across.sql} as across, {TOTALS} from {facts.customers} group by 1, 2"
    )
    rows = {(row.pop("down"), row.pop("across")): row for row in found}
    cells = [(d, a) for d in _present(down, {d for d, _ in rows}) for a in _present(across, {a for _, a in rows})]
    return [
        {down.name: d, across.name: a} | _shared(rows.get((d, a), NOBODY), facts.whole, "revenue") for d, a in cells
    ]


def clients(
    warehouse: Warehouse,
    facts: Facts,
    columns: Sequence[ClassColumn] = (),
    only: dict[str, object] | None = None,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> pa.Table:
    """Clients in the order of their value with all facts and the given classes; `only` keeps {class name: code}."""
    classes = "".join(f", {c.sql} as {c.name}" for c in columns)
    conditions, values = _conditions(only or {}, search)
    page = f" limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    return warehouse.table(
        f"with judged as (select *{classes} from {facts.customers}) select * from judged{conditions} order by rank{page}",
        values,
    )


def count(
    warehouse: Warehouse, facts: Facts, columns: Sequence[ClassColumn], only: dict[str, object], search: str = ""
) -> int:
    classes = "".join(f", {c.sql} as {c.name}" for c in columns)
    conditions, values = _conditions(only, search)
    return warehouse.value(
        f"with judged as (select customer_id, name{classes} from {facts.customers}) select count(*) from judged{conditions}",
        values,
    )


def _conditions(only: dict[str, object], search: str) -> tuple[str, dict]:
    conditions = [f"{name} is null" if code is None else f"{name} = $only_{name}" for name, code in only.items()]
    values = {f"only_{name}": code for name, code in only.items() if code is not None}
    if search:
        conditions.append("(contains(lower(name), lower($search)) or contains(lower(customer_id), lower($search)))")
        values["search"] = search
    return (" where " + " and ".join(conditions) if conditions else ""), values


def _present(column: ClassColumn, found: set) -> list:
    return [*column.members, *([None] if None in found else [])]


def _shared(totals: dict, whole: dict, measured: str = "value") -> dict:
    """Totals with customer_share and value_share (or revenue_share): whole sums divided last; None where nothing is there."""
    total = whole["total" if measured == "value" else measured]
    share = float((totals[measured] or 0) / total) if total else None
    return totals | {"customer_share": totals["customers"] / whole["clients"], f"{measured}_share": share}
