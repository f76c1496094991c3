"""The heavy step of loyalty: what each client did in a period, then the scores of measures and types.

The same statements serve the window, a row per client, and its quarters, a row per quarter and client.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analytics import bases, side_bases, workdays
from analytics import facts as heavy
from analytics.bases import available
from analytics.facts import Facts
from analytics.methods.loyalty_measures import TYPES, Measure
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.views import filter_conditions
from analytics.warehouse import Warehouse

CALENDAR_BESIDE = dt.timedelta(days=366)
EVER = (dt.date(1, 1, 1), dt.date(9999, 12, 31))
PARTS = {
    "bought": ("revenue", "orders"),
    "contacts": tuple("requests own_forms pickups events mailings responses order_reviews company_reviews".split()),
    "papers": ("invoices", "paid_in_time", "documents", "signed_in_time"),
    "referred": ("referred",),
}
WRITTEN = {
    "contacts": "case when p.recorded then coalesce(contacts.{0}, 0) end as {0}",
    "papers": "papers.{0}",
    "referred": "coalesce(referred.{0}, 0) as {0}",
}


@dataclass(frozen=True)
class _Periods:
    """The whole window as one period, or its quarters. `of_day`: the period of a `day`; `calendar`: rows as of sql/buckets.sql;
    `bought`: revenue and orders by period and client, `bought_written` as PARTS are written."""

    of_day: str
    calendar: str
    bought: str
    bought_written: str
    by_quarter: bool


def of_window(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, told: Sequence[Measure]) -> str:
    """Name of the table of scores, a row per client of the window, by the measures `told`."""
    first, last = (f"date '{day.isoformat()}'" for day in _days(warehouse, facts))
    calendar = f"(select {first} as bucket, {last} as bucket_end, true as finished)"
    bought = f"(select {first} as period, customer_id, revenue, orders from {facts.customers})"
    return _made(warehouse, facts, thresholds, told, _Periods(first, calendar, bought, "bought.{0}", False))[1]


def of_quarters(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, told: Sequence[Measure]) -> tuple[str, str]:
    """Names of the tables of quarters (sql/loyalty_periods.sql) and of scores within them."""
    buckets, cube = heavy.cube_by(warehouse, facts, "quarter")
    bought = f"(select bucket as period, customer_id, revenue, orders from {cube})"
    by_quarter = "date_trunc('quarter', day)::date"
    written = "coalesce(bought.{0}, 0) as {0}"
    return _made(warehouse, facts, thresholds, told, _Periods(by_quarter, buckets, bought, written, True))


def _made(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, told: Sequence[Measure], periods: _Periods
) -> tuple[str, str]:
    needed = _needed(told)
    paper_days = _paper_days(warehouse, facts, thresholds) if "papers" in needed else ""
    reach = side_bases.reach(warehouse, "contacts") if "contacts" in needed else None
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        calendar = _calendar(derived, facts, periods, reach)
        happened = {"bought": periods.bought}
        if "contacts" in needed:
            happened["contacts"] = _contacts(derived, _days(warehouse, facts), periods)
        if "papers" in needed:
            happened["papers"] = _papers(derived, paper_days, thresholds, periods)
        if "referred" in needed:
            happened["referred"] = _referred(derived, _days(warehouse, facts), facts, periods)
        return calendar, _scored(derived, facts, told, periods, calendar, happened)


def _needed(told: Sequence[Measure]) -> set[str]:
    counted = {name for measure in told for name in (measure.of, measure.out_of)}
    return {part for part, names in PARTS.items() if counted & set(names)}


def _days(warehouse: Warehouse, facts: Facts) -> tuple[dt.date, dt.date]:
    return side_bases.days(warehouse, facts, "contacts") or (facts.view.start or EVER[0], facts.view.end or EVER[1])


def _calendar(derived: Derived, facts: Facts, periods: _Periods, reach: tuple | None) -> str:
    values = dict(zip(("first_contact", "last_contact"), reach or (None, None), strict=True))
    blanks = {"buckets": periods.calendar, "customers": facts.customers}
    return derived.made("loyalty_periods", values, values=values, **blanks)


def _contacts(derived: Derived, days: tuple, periods: _Periods) -> str:
    values = dict(zip(("start", "end"), days, strict=True))
    return derived.made("loyalty_contacts", values, values=values, period=periods.of_day)


def _papers(derived: Derived, paper_days: str, thresholds: Thresholds, periods: _Periods) -> str:
    values = {"working_days": thresholds["loyalty.working_days"]}
    return derived.made("loyalty_papers", values, values=values, period=periods.of_day, paper_days=paper_days)


def _referred(derived: Derived, days: tuple, facts: Facts, periods: _Periods) -> str:
    values = dict(zip(("start", "end"), days, strict=True))
    within = "day between $start and $end"
    blanks = {"period": periods.of_day, "customers": facts.customers}
    blanks |= {"counted": within if periods.by_quarter else f"(day is null or {within})"}
    blanks |= {"first_ordered": "first_ever_date", "first_orders": ""}
    if facts.dated:
        first_orders = derived.made("first_orders")
        blanks["first_orders"] = f"left join {first_orders} f on f.customer_id = newcomer"
    else:
        blanks |= {"first_ordered": "null::date", "counted": "true"}
    return derived.made("loyalty_referred", values, values=values, **blanks)


def _paper_days(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> str:
    """Name of the table of invoices and documents with the working days each took (sql/paper_days.sql)."""
    view, (first, last) = facts.view, bases.span(warehouse)
    days = {"calendar_start": first - CALENDAR_BESIDE, "calendar_end": last + CALENDAR_BESIDE}
    working_days = workdays.table(warehouse, thresholds["loyalty.country"][0], *days.values())
    conditions, values = filter_conditions(view, available(warehouse), "sales")
    values |= days | {"start": view.start, "end": view.end, "as_of": view.as_of}
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made("paper_days", values, values=values, filters=conditions, working_days=working_days)


def _scored(
    derived: Derived, facts: Facts, told: Sequence[Measure], periods: _Periods, calendar: str, happened: dict[str, str]
) -> str:
    keys = periods.bought
    if periods.by_quarter:
        every = " union all ".join(f"select period, customer_id from {part}" for part in happened.values())
        keys = derived.made("loyalty_keys", happened=every, periods=calendar, customers=facts.customers)
    written = WRITTEN | {"bought": periods.bought_written}
    did = derived.made(
        "loyalty_did",
        keys=keys,
        periods=calendar,
        did=", ".join(written[part].format(name) for part in happened for name in PARTS[part]),
        joins=" ".join(f"left join {table} {part} using (period, customer_id)" for part, table in happened.items()),
    )
    counted = [measure for measure in told if not measure.out_of]
    return derived.made(
        "loyalty",
        did=did,
        unknown=", ".join(measure.unknown for measure in counted),
        more=",\n".join(measure.more(did) for measure in counted),
        joins=" ".join(f"left join more_{measure.of} using (period, {measure.of})" for measure in counted),
        measures=", ".join(measure.score for measure in told),
        types=", ".join(_mean(type, told) for type in TYPES),
    )


def _mean(type: str, told: Sequence[Measure]) -> str:
    """The mean of a client's measures of a type; the ones it has no score of stay out."""
    names = [measure.name for measure in told if measure.type == type]
    return f"list_avg([{', '.join(names)}]) as {type}" if names else f"null::double as {type}"
