"""What part of a base is looked at and how: window, filters, measure, bucket, grain of an order; settled against the base."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

from analytics.bases import chosen_period, main_base, periods, span, stated_period
from analytics.errors import Unusable
from analytics.schema import FILTERS, PERIOD
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

STEPS = {
    "week": "interval 7 day",
    "month": "interval 1 month",
    "quarter": "interval 3 month",
    "year": "interval 1 year",
}
NEEDED_FOR = {"profit": "profit", "quantity": "quantity", "orders": "orders", "average_order": "orders"}


@dataclass(frozen=True)
class Filter:
    """Only rows whose `column` is one of `values`; the empty text stands for "not given"."""

    column: str
    values: tuple[str, ...]

    def __post_init__(self):
        if self.column not in FILTERS:
            raise Unusable("filter_unknown", column=self.column)


@dataclass(frozen=True)
class View:
    """What part of the base is looked at and how: window (inclusive days), filters, measure, bucket and grain of an order.

    Of totals of several periods the window is one of those.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    as_of: dt.date | None = None
    filters: tuple[Filter, ...] = ()
    measure: str = "revenue"
    bucket: str = "month"
    include_unfinished: bool = False
    order_grain: str = "auto"
    count_from: str = "window"

    def under(self, thresholds: Thresholds) -> View:
        named = {f.name: thresholds[f.name] for f in fields(self) if f.name in thresholds}
        return replace(self, **named, count_from=thresholds["xyz.count_from"])


def settle(warehouse: Warehouse, view: View) -> View:
    """The view with its open ends filled in from the base, so that equal views share their tables."""
    days, several = span(warehouse), periods(warehouse)
    if several:
        start, end = chosen_period(several, view.start, view.end)
        return replace(view, start=start, end=end, as_of=view.as_of or end)
    if days is None:
        return replace(view, start=None, end=None, as_of=view.as_of or view.end or _last_day_of_totals(warehouse))
    start, end = view.start or days[0], view.end or days[1]
    if start > end:
        raise Unusable("window_order", start=start, end=end)
    return replace(view, start=start, end=end, as_of=view.as_of or end)


def _last_day_of_totals(warehouse: Warehouse) -> dt.date | None:
    """The end of the period the file states, else the last day anybody in it ordered on; None when it knows no days."""
    stated = stated_period(warehouse)
    if stated or main_base(warehouse) != "totals":
        return stated and stated[1]
    return warehouse.value("select max(last_order_date) from totals")


def over_all_days(warehouse: Warehouse, view: View) -> View | None:
    """The same filters and grain over all the days there are: what the history of a client is read from; None without dates."""
    days = span(warehouse)
    return replace(view, start=min(view.start, days[0]), end=max(view.end, days[1])) if days else None


def check_measure(view: View, columns: dict[str, set[str]], base: str) -> None:
    needed = NEEDED_FOR.get(view.measure)
    always = {"orders"} if base == "sales" else set()
    if needed and needed not in columns.get(base, set()) | always:
        raise Unusable("measure_missing", column=needed)


def check_filters(view: View, columns: dict[str, set[str]], base: str) -> None:
    known = columns.get(base, set()) | columns.get("customers", set())
    for chosen in view.filters:
        if chosen.column not in known:
            raise Unusable("filter_unknown", column=chosen.column)


def order_key(view: View, columns: set[str]) -> str:
    """What tells orders of one client apart, over a line of sales; `columns` are those the sales have."""
    if view.order_grain == "row":
        return "rowid"
    if view.order_grain == "order_id" and "order_id" not in columns:
        raise Unusable("measure_missing", column="order_id")
    if view.order_grain == "day" or "order_id" not in columns:
        return "order_date"
    return "coalesce(order_id, order_date::varchar)"


def filter_conditions(view: View, columns: dict[str, set[str]], base: str) -> tuple[str, dict]:
    """Filters → (conditions to append to `where`, their values). A column of the clients base chooses whole clients.

    Totals of several periods are also kept to the one that is looked at.
    """
    conditions, values = "", {}
    if base == "totals" and view.start:
        conditions = " and ".join(["", *(f"{column} = ${column}" for column in PERIOD)])
        values = dict(zip(PERIOD, (view.start, view.end), strict=True))
    for i, chosen in enumerate(view.filters):
        condition = f"coalesce({chosen.column}, '') in (select unnest($filter_{i}))"
        if chosen.column not in columns.get(base, set()):
            condition = f"(customer_id in (select customer_id from customers where {condition}){_unlisted(chosen)})"
        conditions += f" and {condition}"
        values[f"filter_{i}"] = list(chosen.values)
    return conditions, values


def _unlisted(chosen: Filter) -> str:
    """ "Not given" also takes those who are not in the list of clients at all."""
    return (
        " or customer_id not in (select customer_id from customers where customer_id is not null)"
        if "" in chosen.values
        else ""
    )
