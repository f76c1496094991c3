"""The service board: defects, complaints, praise, days to resolve and cash collected, month by month.

Source: F. Reichheld (what a service is watched by).
"""

from __future__ import annotations

from analytics import side_bases
from analytics.facts import Facts
from analytics.statements import Derived
from analytics.views import STEPS
from analytics.warehouse import Warehouse

KINDS = {
    "defects": ("defect",),
    "complaints": ("complaint",),
    "praise": ("praise",),
    "days_to_resolve": ("complaint_closed", "complaint", "defect"),
    "cash_collected": ("cash_collected",),
}
MEASURES = tuple(KINDS)


def months(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """A row per month the window touches: bucket, bucket_end, finished, defects, complaints, praise, days_to_resolve (the
    average of what was settled in the month), cash_collected (money). Empty without a base of contacts.

    None is 0, but what is not recorded is undefined (None): a measure whose contacts the base never has, a month before its
    first contact or after its last, and the days of a month that settled nothing.
    """
    days = side_bases.days(warehouse, facts, "contacts")
    if days is None:
        return []
    known, (first, last) = _recorded(warehouse), side_bases.reach(warehouse, "contacts")
    rows = warehouse.rows(f"select * from {_made(warehouse, facts, days)} order by bucket")
    for row in rows:
        outside = row["bucket_end"] < first or row["bucket"] > last
        row |= {measure: None for measure in MEASURES if outside or measure not in known}
    return rows


def recorded(rows: list[dict]) -> tuple[str, ...]:
    """The measures that any month tells."""
    return tuple(measure for measure in MEASURES if any(row[measure] is not None for row in rows))


def _recorded(warehouse: Warehouse) -> set[str]:
    kinds = {row["kind"] for row in warehouse.rows("select distinct kind from contacts")}
    return {measure for measure, its in KINDS.items() if kinds & set(its)}


def _made(warehouse: Warehouse, facts: Facts, days: tuple) -> str:
    values, kept = dict(zip(("start", "end"), days, strict=True)), side_bases.kept(facts)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        buckets = derived.made("buckets", values, "month", values=values, bucket="month", step=STEPS["month"])
        return derived.made("service_months", buckets, kept, values=values, kept=kept, buckets=buckets)
