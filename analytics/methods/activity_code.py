"""The code of four periods, 0000..1111: in which of four buckets on end a client bought, and how often it bought in the next.

Source: client-centred management (activity by periods). A client has bought in a bucket when its net revenue there is positive;
only finished buckets count. A code reads from the oldest bucket to the latest: 0001 is a client who has just come or come back.
"""

from __future__ import annotations

from analytics.facts import Facts
from analytics.statements import Derived
from analytics.warehouse import Warehouse

PERIODS = 4
MOST_OBSERVED = 12
CODES = tuple(f"{number:04b}" for number in reversed(range(2**PERIODS)))
NOW = """
select bought & 15 as code, count(*) as customers, sum(revenue) as revenue
from {activity} where known_buckets > 0 group by 1
"""
OBSERVED = """
with alike as (
    select bought, known_buckets, count(*) as customers from {activity} group by 1, 2
)
select (bought >> back) & 15 as code, sum(customers)::bigint as observed,
       coalesce(sum(customers) filter ((bought >> (back - 1)) & 1 = 1), 0)::bigint as bought_next
from alike, range(1, $positions + 1) moments(back) where known_buckets > back group by 1
"""


def codes(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """A row per code, 1111 first: activity_code, customers and revenue (of the clients who have it over the latest four
    finished buckets), observed (how often a client had it over four buckets followed by a finished one, in up to 12 moments),
    bought_next (share of those that bought in the bucket after, 0..1; None when never observed).

    A client is counted from the bucket of its first order ever. Fewer than four finished buckets, or no dates: no rows.
    """
    finished = facts.whole["finished_buckets"]
    if not facts.dated or finished < PERIODS:
        return []
    activity = _activity(warehouse, facts)
    now = {row["code"]: row for row in warehouse.rows(NOW.format(activity=activity))}
    positions = {"positions": min(MOST_OBSERVED, finished - PERIODS)}
    seen = {row["code"]: row for row in warehouse.rows(OBSERVED.format(activity=activity), positions)}
    return [_row(code, now.get(int(code, 2)), seen.get(int(code, 2))) for code in CODES]


def members(warehouse: Warehouse, facts: Facts, code: str) -> str:
    """The query that tells the clients who have this code now (for `customers.Selection.among`)."""
    return f"select customer_id from {_activity(warehouse, facts)} where known_buckets > 0 and bought & 15 = {int(code, 2)}"


def _row(code: str, now: dict | None, seen: dict | None) -> dict:
    standing = {"customers": now["customers"] if now else 0, "revenue": now["revenue"] if now else 0}
    share = seen["bought_next"] / seen["observed"] if seen else None
    return {"activity_code": code} | standing | {"observed": seen["observed"] if seen else 0, "bought_next": share}


def _activity(warehouse: Warehouse, facts: Facts) -> str:
    made_from = {"customers": facts.customers, "cube": facts.cube, "buckets": facts.buckets}
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made("activity", *made_from.values(), **made_from)
