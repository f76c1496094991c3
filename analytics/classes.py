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
class Expression:
    """A named expression over a row of facts: one more column of a list of clients."""

    name: str
    sql: str


@dataclass(frozen=True)
class Beside:
    """Columns of a list of clients that stand in a table of their own: `query` tells `names` by `key`, customer_id or rank, at
    most one row a client. They are looked up for the clients that are listed and no others."""

    names: tuple[str, ...]
    query: str
    key: str


@dataclass(frozen=True)
class ClassColumn:
    """A class as rules over a row of facts: the first condition that holds gives the code, None gives no class.

    `members` are the codes, best first; when not `ordered` they are names, none better than another. `sql` writes the code
    itself; `number` its place among the members (their count for no class), which DuckDB groups by several times faster
    than by text.
    """

    name: str
    rules: tuple[tuple[str, str | None], ...]
    members: tuple[str, ...]
    ordered: bool = True

    @property
    def sql(self) -> str:
        return self._case(lambda code: "null" if code is None else f"'{code}'", "null::varchar")

    @property
    def number(self) -> str:
        places = {code: i for i, code in enumerate(self.members)} | {None: len(self.members)}
        return self._case(lambda code: f"{places[code]}::utinyint", f"{len(self.members)}::utinyint")

    def named(self, number: int) -> str | None:
        return self.members[number] if number < len(self.members) else None

    def _case(self, write, otherwise: str) -> str:
        cases = " ".join(f"when {condition} then {write(code)}" for condition, code in self.rules)
        return f"case {cases} else {otherwise} end" if cases else otherwise


@dataclass(frozen=True)
class GridColumn:
    """A class by a client's place in a grid of cells; it is asked just as a ClassColumn is.

    `place` tells the place over a row of facts, from 0 on, null for none; `cells` are the codes by place. Written as rules,
    DuckDB would judge the client anew for each of them.
    """

    name: str
    place: str
    cells: tuple[str, ...]
    members: tuple[str, ...]
    ordered: bool = True

    @property
    def sql(self) -> str:
        codes = ", ".join(f"'{code}'" for code in self.cells)
        return f"([{codes}])[({self.place}) + 1]"

    @property
    def number(self) -> str:
        numbers = ", ".join(f"{self.members.index(code)}::utinyint" for code in self.cells)
        return f"coalesce(([{numbers}])[({self.place}) + 1], {len(self.members)}::utinyint)"

    def named(self, number: int) -> str | None:
        return self.members[number] if number < len(self.members) else None


def sizes(warehouse: Warehouse, facts: Facts, column: ClassColumn) -> list[dict]:
    """A row per class, best first, empty ones too: customers, customer_share, value, value_share, revenue, profit, orders,
    least_value, most_value. Clients without a class come last under None, when there are any."""
    found = warehouse.rows(f"select {column.number} as class, {TOTALS} from {facts.customers} group by 1")
    rows = {column.named(row.pop("class")): row for row in found}
    return [{"class": code} | _shared(rows.get(code, NOBODY), facts.whole) for code in _present(column, set(rows))]


def cross(warehouse: Warehouse, facts: Facts, down: ClassColumn, across: ClassColumn) -> list[dict]:
    """Any class by any other: a row per cell, best first, empty cells too, keyed by the names of the two classes, with
    customers, customer_share, revenue, revenue_share, profit, orders, value, least_value and most_value."""
    found = warehouse.rows(
        f"select {down.number} as down, {across.number} as across, {TOTALS} from {facts.customers} group by 1, 2"
    )
    rows = {(down.named(row.pop("down")), across.named(row.pop("across"))): row for row in found}
    cells = [(d, a) for d in _present(down, {d for d, _ in rows}) for a in _present(across, {a for _, a in rows})]
    return [
        {down.name: d, across.name: a} | _shared(rows.get((d, a), NOBODY), facts.whole, "revenue") for d, a in cells
    ]


def rolled_up(cells: Sequence[dict], facts: Facts, column: ClassColumn) -> list[dict]:
    """Cells of `cross` → the same rows as `sizes` of one of its two classes, without asking the base again."""
    codes = {row[column.name] for row in cells if row["customers"]}
    together = {
        code: _together([row for row in cells if row[column.name] == code and row["customers"]]) for code in codes
    }
    return [{"class": code} | _shared(together.get(code, NOBODY), facts.whole) for code in _present(column, codes)]


def _together(rows: Sequence[dict]) -> dict:
    def known(key: str) -> list:
        return [row[key] for row in rows if row[key] is not None]

    sums = {
        key: sum(known(key)) if known(key) else None for key in ("customers", "revenue", "profit", "orders", "value")
    }
    extremes = {
        "least_value": min(known("least_value"), default=None),
        "most_value": max(known("most_value"), default=None),
    }
    return sums | extremes


def clients(
    warehouse: Warehouse,
    facts: Facts,
    columns: Sequence[ClassColumn | Expression] = (),
    only: dict[str, object] | None = None,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
    told: Sequence[str] = ("*",),
    among: str = "",
    beside: Sequence[Beside] = (),
) -> pa.Table:
    """Clients in the order of their value with all facts, the given classes and what stands `beside`, or those `told` of them.

    `only` keeps {class name: code}; `among` those whose customer_id this query of ours tells.
    """
    return warehouse.table(*_listing(facts, columns, only, search, limit, offset, told, among, beside))


def page(warehouse: Warehouse, facts: Facts, *which) -> list[dict]:
    """The same as `clients`, which see, for the few rows of a screen: in half the time."""
    return warehouse.rows(*_listing(facts, *which))


def _listing(
    facts: Facts,
    columns: Sequence[ClassColumn | Expression],
    only: dict[str, object] | None,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
    told: Sequence[str] = ("*",),
    among: str = "",
    beside: Sequence[Beside] = (),
) -> tuple[str, dict]:
    """First who is listed, by as little as that takes; then the rows of those."""
    classes = "".join(f", {c.sql} as {c.name}" for c in columns)
    asked = "".join(f", {c.sql} as {c.name}" for c in columns if c.name in (only or {}))
    looked_up = "".join(_joined(b, f"where {b.key} in (select {b.key} from listed)") for b in beside)
    looked_at = "".join(_joined(b) for b in beside if {*b.names} & {*(only or {})})
    conditions, values = _conditions(only or {}, search, among)
    page = f" limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    return (
        f"""with judged as (select *{asked} from {facts.customers}{looked_at}),
            listed as materialized (select customer_id, rank from judged{conditions} order by rank{page})
            select {", ".join(told)}
            from (select *{classes} from {facts.customers} where rank in (select rank from listed)){looked_up}
            order by rank""",
        values,
    )


def _joined(beside: Beside, of_those: str = "") -> str:
    return f" left join (select * from ({beside.query}) {of_those}) using ({beside.key})"


def count(
    warehouse: Warehouse,
    facts: Facts,
    columns: Sequence[ClassColumn],
    only: dict[str, object],
    search: str = "",
    among: str = "",
) -> int:
    classes = "".join(f", {c.sql} as {c.name}" for c in columns)
    conditions, values = _conditions(only, search, among)
    return warehouse.value(
        f"with judged as (select customer_id, name{classes} from {facts.customers}) select count(*) from judged{conditions}",
        values,
    )


def _conditions(only: dict[str, object], search: str, among: str = "") -> tuple[str, dict]:
    conditions = [f"{name} is null" if code is None else f"{name} = $only_{name}" for name, code in only.items()]
    values = {f"only_{name}": code for name, code in only.items() if code is not None}
    if search:
        conditions.append("(contains(lower(name), lower($search)) or contains(lower(customer_id), lower($search)))")
        values["search"] = search
    if among:
        conditions.append(f"customer_id in ({among})")
    return (" where " + " and ".join(conditions) if conditions else ""), values


def _present(column: ClassColumn, found: set) -> list:
    return [*column.members, *([None] if None in found else [])]


def _shared(totals: dict, whole: dict, measured: str = "value") -> dict:
    """Totals with customer_share and value_share (or revenue_share): whole sums divided last; None where nothing is there."""
    total = whole["total" if measured == "value" else measured]
    share = float((totals[measured] or 0) / total) if total else None
    return totals | {"customer_share": totals["customers"] / whole["clients"], f"{measured}_share": share}
