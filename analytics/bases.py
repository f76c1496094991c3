"""What a warehouse holds: the bases, their columns, the days they reach over, the periods totals are of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics.errors import Unusable
from analytics.ingest.receipts import receipts
from analytics.schema import PERIOD, STAND_ALONE
from analytics.warehouse import Warehouse

Period = tuple[dt.date, dt.date]


def main_base(warehouse: Warehouse) -> str | None:
    """The base facts come from: sales when there are any, else totals, else None."""
    return next((kind for kind in STAND_ALONE if warehouse.has(kind)), None)


def available(warehouse: Warehouse) -> dict[str, set[str]]:
    """Kind → its columns that the files really had (or that were computed from them)."""
    found: dict[str, set[str]] = {}
    for row in warehouse.rows('select kind, "column" from mapped_columns'):
        found.setdefault(row["kind"], set()).add(row["column"])
    return found


def span(warehouse: Warehouse) -> tuple[dt.date, dt.date] | None:
    """First and last day of the sales base, both inclusive; None without dated sales.

    A report that states its period is that long, even when nobody bought on the first and last days of it.
    """
    if main_base(warehouse) != "sales":
        return None
    days = warehouse.rows("select min(order_date) as first, max(order_date) as last from sales")[0]
    return _widest([(days["first"], days["last"]), stated_period(warehouse)]) if days["first"] else None


def periods(warehouse: Warehouse) -> tuple[Period, ...]:
    """The periods of a base of totals that has several, first and last day, the latest at the end; else none.

    Of periods that end together the longer one is later. Rows of no period belong to none of several; with one period, or
    without any, all rows are summed.
    """
    if main_base(warehouse) != "totals":
        return ()
    start, end = PERIOD
    found = warehouse.rows(
        f"select distinct {start}, {end} from totals where {start} <= {end} order by {end}, {start} desc"
    )
    return tuple((row[start], row[end]) for row in found) if len(found) > 1 else ()


def chosen_period(known: Sequence[Period], start: dt.date | None, end: dt.date | None) -> Period:
    """The one of the periods that has these days or lies alone between them; the latest when none are given.

    Raises Unusable when no period is meant, or several are.
    """
    if start is None and end is None:
        return known[-1]
    within = [p for p in known if (start is None or start <= p[0]) and (end is None or p[1] <= end)]
    found = [p for p in known if p == (start, end)] or within
    if len(found) != 1:
        raise Unusable("period_unknown", periods=", ".join(f"{first}..{last}" for first, last in known))
    return found[0]


def of_no_period(warehouse: Warehouse) -> dict:
    """What of totals of several periods is in none of them, for its file says no period: `rows` and `amount`."""
    start, end = PERIOD
    return warehouse.rows(
        f"select count(*) as rows, coalesce(sum(amount), 0) as amount from totals where ({start} <= {end}) is not true"
    )[0]


def stated_period(warehouse: Warehouse) -> Period | None:
    """The period the titles of the main base's files state, from the earliest first day to the latest last one."""
    kind = main_base(warehouse)
    return _widest([receipt.period for receipt in receipts(warehouse) if receipt.kind == kind])


def _widest(periods: Sequence[Period | None]) -> Period | None:
    known = [period for period in periods if period]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None
