"""What is known of the clients, as codes: each attribute's own value of each client, its commonest values or its bands."""

from __future__ import annotations

from dataclasses import dataclass

from analytics import traits
from analytics.bands import Band, bands
from analytics.classes import ClassColumn
from analytics.facts import Facts
from analytics.statements import Derived
from analytics.warehouse import Warehouse

MOST_VALUES = 40
NUMBERS_FROM = 0.95
BANDS_FROM = 8
NOT_GIVEN = 0
NUMBER = "try_cast(replace(replace(replace(value, ' ', ''), chr(160), ''), ',', '.') as double)"
FINITE = f"case when isfinite({NUMBER}) then {NUMBER} end"


@dataclass(frozen=True)
class Attribute:
    """A column of clients: `values` (texts, or bands of a number) have the codes 1, 2, …; 0 is not given; the code after
    the last stands for all rarer values together, when there are any. `clients` have each code, from 0 on."""

    column: str
    code: str
    values: tuple[str | Band, ...]
    clients: tuple[int, ...]

    @property
    def others(self) -> int:
        return len(self.values) + 1

    @property
    def codes(self) -> range:
        return range(len(self.clients))

    def is_value(self, code: int) -> bool:
        return 0 < code < self.others

    @property
    def is_banded(self) -> bool:
        return any(isinstance(value, Band) for value in self.values)


@dataclass(frozen=True)
class Described:
    """The clients of one view described: `table` has a row per client (sql/described.sql), empty without attributes."""

    facts: Facts
    table: str
    attributes: tuple[Attribute, ...]

    @property
    def customers(self) -> str:
        """Facts and codes together, a row per client."""
        return f"({self.facts.customers} join {self.table} using (rank))" if self.table else self.facts.customers


def describe(warehouse: Warehouse, facts: Facts) -> Described:
    """Every attribute of the base of these clients: of sales or totals (the value a client spent most on), then of the list.

    Text that is a number for 95 % of clients and has more than 8 values is cut into bands of about a fifth of the clients.
    """
    columns = traits.describing(warehouse)
    if not columns:
        return Described(facts, "", ())
    tables = [traits.own_values(warehouse, facts, column) for column in columns]
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        values = [_values(derived, table) for table in tables]
        table = _coded(derived, facts, tables, values)
    counted = _counts(warehouse, f"(from {table})", len(columns))
    attributes = (
        Attribute(column, f"code_{i}", its, _in_order(counted, i, len(its)))
        for i, (column, its) in enumerate(zip(columns, values, strict=True), 1)
    )
    return Described(facts, table, tuple(attributes))


def counts(warehouse: Warehouse, described: Described, column: ClassColumn, code: str) -> list[tuple[int, ...]]:
    """How many clients of a class have each code of each attribute: in one pass over facts and codes."""
    condition = f"({column.number}) = {column.members.index(code)}"
    members = f"(from {described.customers} where {condition})"
    found = _counts(warehouse, members, len(described.attributes))
    return [
        _in_order(found, i, len(attribute.values), len(attribute.clients))
        for i, attribute in enumerate(described.attributes, 1)
    ]


def having(described: Described, attribute: Attribute, code: int, condition: str = "true") -> str:
    """A query: customer_id of those with a code of an attribute, those of them a condition over their facts holds for."""
    return f"select customer_id from {described.customers} where {attribute.code} = {int(code)} and {condition}"


def members(column: ClassColumn, code: str, inside: bool = True) -> str:
    """A condition over facts: in the class, or outside of it."""
    return f"({column.number}) {'=' if inside else '<>'} {column.members.index(code)}"


def _counts(warehouse: Warehouse, members: str, attributes: int) -> dict[tuple[int, int], int]:
    codes = [f"code_{i}" for i in range(1, attributes + 1)]
    each = " union all ".join(
        f"select {i} as attribute, {code} as code, count(*) as clients from members group by 2"
        for i, code in enumerate(codes, 1)
    )
    sql = f"with members as materialized (select {', '.join(codes)} from {members}) {each}"
    return {(row["attribute"], row["code"]): row["clients"] for row in warehouse.rows(sql)}


def _in_order(counted: dict, attribute: int, values: int, length: int = 0) -> tuple[int, ...]:
    length = length or values + 1 + ((attribute, values + 1) in counted)
    return tuple(counted.get((attribute, code), 0) for code in range(length))


def _values(derived: Derived, table: str) -> tuple[str | Band, ...]:
    """The bands of a number or the commonest texts."""
    told = derived.row(derived.made("own_numbers", table, traits=table, number=FINITE))
    if told["values"] > BANDS_FROM and told["numbers"] >= NUMBERS_FROM * told["clients"]:
        return bands(told["at"], told["whole"])
    ask = f"select distinct place, value from {table} where place <= {MOST_VALUES} order by place"
    return tuple(value for _, value in derived.cursor.execute(ask).fetchall())


def _coded(derived: Derived, facts: Facts, tables: list[str], values: list[tuple]) -> str:
    codes = ", ".join(f"coalesce(t{i}.code, 0)::utinyint as code_{i}" for i in range(1, len(tables) + 1))
    own = [_own_code(table, its) for table, its in zip(tables, values, strict=True)]
    joins = " ".join(f"left join {each} t{i} using (customer_id)" for i, each in enumerate(own, 1))
    return derived.made("described", facts.customers, customers=facts.customers, codes=codes, joins=joins)


def _own_code(table: str, values: tuple[str | Band, ...]) -> str:
    """A subquery: the code of each client's own value."""
    if not any(isinstance(value, Band) for value in values):
        return f"(select customer_id, least(place, {len(values) + 1}) as code from {table})"
    above = " + ".join(["1", *(f"(number >= {band.low!r})::utinyint" for band in values[1:])])
    read = f"(select customer_id, {FINITE} as number from {table})"
    return f"(select customer_id, {above} as code from {read} where number is not null)"
