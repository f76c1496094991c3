"""The bases a visitor can bring: their columns, types and grain. Column names here are the only ones SQL ever sees."""

from __future__ import annotations

from dataclasses import dataclass

TYPES = {
    "text": "VARCHAR",
    "date": "DATE",
    "money": "DECIMAL(18,4)",
    "number": "DECIMAL(18,4)",
    "integer": "INTEGER",
    "flag": "BOOLEAN",
    "grade": "DECIMAL(4,2)",
}


@dataclass(frozen=True)
class Column:
    """One column of a base: its fixed name, what it holds (a key of TYPES) and whether every row must have it."""

    name: str
    holds: str = "text"
    required: bool = False

    @property
    def sql_type(self) -> str:
        return TYPES[self.holds]


@dataclass(frozen=True)
class Base:
    """One kind of base: `grain` says what a row is, `columns` come in the order they are stored.

    `only_to_compute` are read from the file to work out other columns (amount, profit) and are not stored.
    """

    kind: str
    grain: str
    columns: tuple[Column, ...]
    only_to_compute: tuple[Column, ...] = ()

    def column(self, name: str) -> Column:
        return next(c for c in self.columns + self.only_to_compute if c.name == name)

    def has(self, name: str) -> bool:
        return any(c.name == name for c in self.columns + self.only_to_compute)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.required)


ATTRIBUTES = tuple(Column(f"attribute_{i}") for i in range(1, 6))
PLACE = (Column("country"), Column("region"), Column("city"))
# The period a row of totals is for: of the row itself where a column says it, else of its file.
PERIOD = ("period_start", "period_end")


def _columns(names: str, holds: str = "text") -> tuple[Column, ...]:
    return tuple(Column(name, holds) for name in names.split())


SALES = Base(
    "sales",
    "order line",
    (Column("customer_id", required=True), Column("order_date", "date", True), Column("amount", "money", True))
    + _columns("order_id customer_name")
    + _columns("profit", "money")
    + _columns("quantity", "number")
    + _columns("product category channel manager status")
    + _columns("problem", "flag")
    + _columns("invoice_sent_date paid_date docs_sent_date docs_signed_date", "date")
    + _columns("initiated_by")
    + PLACE
    + ATTRIBUTES,
    _columns("price discount cost", "money"),
)
TOTALS = Base(
    "totals",
    "client",
    (Column("customer_id", required=True), Column("amount", "money", True))
    + _columns("customer_name")
    + _columns("profit", "money")
    + _columns("orders", "integer")
    + _columns("quantity", "number")
    + _columns("last_order_date first_order_date", "date")
    + _columns("recency_days", "integer")
    + _columns("manager channel category")
    + PLACE
    + ATTRIBUTES
    + tuple(Column(name, "date") for name in PERIOD),
    _columns("price discount cost", "money"),
)
CUSTOMERS = Base(
    "customers",
    "client",
    (Column("customer_id", required=True),)
    + _columns("name sex age")
    + PLACE
    + _columns("settlement_type device industry size source referrer_id manager email phone")
    + _columns("capacity brand", "grade")
    + _columns("image_client", "flag")
    + _columns("acquisition_cost cost_to_serve", "money")
    + ATTRIBUTES,
)
CONTACTS = Base(
    "contacts",
    "contact",
    (Column("customer_id", required=True), Column("date", "date", True), Column("kind", required=True))
    + _columns("order_id")
    + _columns("became_order", "flag")
    + _columns("minutes days_to_resolve", "number")
    + _columns("amount", "money")
    + _columns("manager"),
)
SCORES = Base(
    "scores",
    "survey answer",
    (Column("date", "date", True), Column("score", "number", True)) + _columns("customer_id manager question"),
)
LEADS = Base(
    "leads",
    "lead",
    (Column("lead_id", required=True), Column("date", "date", True))
    + _columns("outcome")
    + _columns("brand attractiveness refusal_status", "grade")
    + _columns("deadline launch_date", "date")
    + _columns("reason channel manager company")
    + _columns("grade_1 grade_2 grade_3", "grade"),
)
DEPARTURES = Base(
    "departures",
    "client known to have left",
    (Column("customer_id", required=True),) + _columns("date", "date") + (Column("reason", required=True),),
)

BASES: dict[str, Base] = {b.kind: b for b in (SALES, TOTALS, CUSTOMERS, CONTACTS, SCORES, LEADS, DEPARTURES)}
STAND_ALONE = ("sales", "totals")
FILTERS = ("channel", "manager", "category", "country", "region", "city", *(c.name for c in ATTRIBUTES))
MEASURES = ("revenue", "profit", "quantity", "orders", "average_order")
BUCKETS = ("week", "month", "quarter", "year")
