"""Traits of clients: channel, preferred category, city, industry … as a class of any view, its values being the classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.bases import available, main_base
from analytics.classes import ClassColumn
from analytics.facts import Facts
from analytics.schema import ATTRIBUTES, FILTERS
from analytics.statements import Derived
from analytics.views import filter_conditions
from analytics.warehouse import Warehouse

OF_CLIENTS = "sex settlement_type device industry size source country region city manager".split()
OF_CLIENTS += [column.name for column in ATTRIBUTES]
# Grades, flags and ages describe clients too, but are no classes of their own.
WRITTEN = {
    "age": "age",
    "capacity": "rtrim(rtrim(capacity::varchar, '0'), '.')",
    "brand": "rtrim(rtrim(brand::varchar, '0'), '.')",
    "image_client": "case when image_client is not null then if(image_client, 'yes', 'no') end",
}
MOST_VALUES = 8
OTHERS = "others"


@dataclass(frozen=True)
class Trait:
    """One column as a class: `codes` are the places of its commonest values, `values` what the file writes for them.

    `others` is the code of the rest; a client without a value has no class. `facts` are the same facts with the trait in them,
    to be judged and crossed; `table` is a row per client that has a value (sql/traits.sql).
    """

    column: str
    table: str
    facts: Facts
    values: tuple[str, ...]
    has_others: bool

    @property
    def codes(self) -> tuple[str, ...]:
        return (*(str(place + 1) for place in range(len(self.values))), *([OTHERS] if self.has_others else []))

    def as_class(self) -> ClassColumn:
        conditions = {code: f"trait_place = {code}" for code in self.codes} | {OTHERS: "trait_place is not null"}
        rules = tuple((conditions[code], code) for code in self.codes)
        return ClassColumn("trait", rules, self.codes, ordered=False)

    def members(self, code: str | None) -> str:
        """The query that tells whose value has this code; None: those who have no value."""
        if code is None:
            return f"select customer_id from {self.facts.customers} where trait_place is null"
        condition = f"place > {len(self.values)}" if code == OTHERS else f"place = {int(code)}"
        return f"select customer_id from {self.table} where {condition}"


def offered(warehouse: Warehouse) -> list[str]:
    """The columns the base can be split by: those of its sales or totals, then those of its list of clients."""
    columns = available(warehouse)
    of_base = [name for name in FILTERS if name in columns.get(main_base(warehouse) or "", set())]
    of_clients = [name for name in OF_CLIENTS if name in columns.get("customers", set())]
    return list(dict.fromkeys([*of_base, *of_clients]))


def describing(warehouse: Warehouse) -> list[str]:
    """The `offered` columns, and the age, grades and flags of the list of clients."""
    of_clients = available(warehouse).get("customers", set())
    return [*offered(warehouse), *(column for column in WRITTEN if column in of_clients)]


def own_values(warehouse: Warehouse, facts: Facts, column: str) -> str:
    """Name of the table of the clients' own values of one of the `describing` columns (sql/traits.sql)."""
    if column not in {*FILTERS, *OF_CLIENTS, *WRITTEN}:
        raise KeyError(column)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return _made(derived, facts, column, available(warehouse), main_base(warehouse))


def trait(warehouse: Warehouse, facts: Facts, column: str) -> Trait:
    """One of the `offered` columns as a class of these facts; of several values a client has the one it spent most on."""
    if column not in {*FILTERS, *OF_CLIENTS}:
        raise KeyError(column)
    table = own_values(warehouse, facts, column)
    found = warehouse.rows(f"select distinct place, value from {table} order by place limit {MOST_VALUES + 1}")
    has_others = len(found) > MOST_VALUES
    joined = f"(select c.*, t.place as trait_place from {facts.customers} c left join {table} t using (customer_id))"
    values = tuple(row["value"] for row in found[:MOST_VALUES])
    return Trait(column, table, replace(facts, customers=joined), values, has_others)


def _made(derived: Derived, facts: Facts, column: str, columns: dict[str, set[str]], base: str) -> str:
    view, parameters = facts.view, {}
    conditions, worth = "", "count(*)"
    if column in columns[base]:
        conditions, parameters = filter_conditions(view, columns, base)
        worth = "sum(amount)"
        if base == "sales":
            conditions += " and order_date between $start and $end"
            parameters |= {"start": view.start, "end": view.end}
    else:
        base = "customers"
    return derived.made(
        "traits",
        column,
        base,
        facts.customers,
        values=parameters,
        column=WRITTEN.get(column, column),
        worth=worth,
        base=base,
        conditions=conditions,
        customers=facts.customers,
    )
