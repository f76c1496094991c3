"""Retention: who stayed from the start of a calendar bucket to its end, who was lost, who joined.

Source: a guide to customer retention with the CRR formula; reference levels from the same and from client-centred management.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.facts import Facts, history
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.views import STEPS
from analytics.warehouse import Warehouse

FLOWS = ("retained", "returned", "new", "lost")
REFERENCES = {"toyota": 0.70, "excellent": 0.35, "low_saas": 0.16, "low_shop": 0.06}
IN_A_YEAR = {"week": 52, "month": 12, "quarter": 4, "year": 1}

BUYERS = """
select b.bucket, b.bucket_end, b.finished, if(b.bucket > $first, coalesce(earlier.customers, 0), null) as start_customers,
       coalesce(this.customers, 0) as end_customers, coalesce(this.retained, 0) as retained, coalesce(this.new, 0) as new,
       false as early
from {buckets} b
left join {found} this on this.bucket = b.bucket
left join {found} earlier on earlier.bucket = (b.bucket - {step})::date
order by b.bucket
"""
ACTIVE = """
select b.bucket, any_value(b.bucket_end) as bucket_end, any_value(b.finished) as finished,
       if(b.bucket > $first, coalesce(sum(at_start), 0)::bigint, null) as start_customers,
       coalesce(sum(at_end), 0)::bigint as end_customers, coalesce(sum(at_both), 0)::bigint as retained,
       coalesce(sum(new), 0)::bigint as new, least(any_value(b.bucket_end), $end::date) - $active_days < $first as early
from {buckets} b left join {found} f on f.bucket = b.bucket and f.days < $active_days
group by b.bucket
order by b.bucket
"""


@dataclass(frozen=True)
class Movement:
    """Clients at the start S (None: unknown) and at the end E of a bucket, and those who joined during it, N = new + returned.

    CRR = (E − N) / S and churn = lost / S, lost = S − (E − N), so that CRR + churn = 1. Undefined (None) when S is 0 or unknown.
    S 200, E 130, new 10 → CRR 60 %, churn 40 %.
    """

    start: int | None
    end: int
    new: int = 0
    returned: int = 0

    @property
    def retained(self) -> int | None:
        return None if self.start is None else self.end - self.new - self.returned

    @property
    def lost(self) -> int | None:
        return None if self.start is None else self.start - self.retained

    @property
    def crr(self) -> float | None:
        return self.retained / self.start if self.start else None

    @property
    def churn(self) -> float | None:
        return self.lost / self.start if self.start else None


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """A row per bucket the window touches: bucket, bucket_end, start_customers, new, returned, lost, end_customers, retained,
    crr, churn, unfinished, early. Empty for a totals base.

    Membership `buyers`: S bought (net revenue > 0) in the bucket before, E in this one. `active`: ordered within the last W
    days of the date, that day included: the day before the bucket, and its last day. New have their first order ever in the
    bucket; whoever else joined has returned. What came before the window is known from the base, so only the base's first
    bucket has no start (None, and so are retained, lost, crr, churn). Of an unfinished bucket the counts are those so far, and
    its crr and churn None unless unfinished buckets are counted. An `early` one ends within the first W days of the base: none
    of its active clients could have been lost yet, so its CRR of 1 says nothing.
    """
    if not facts.dated:
        return []
    found = (_active if thresholds["retention.membership"] == "active" else _buyers)(warehouse, facts, thresholds)
    return [_told(row, thresholds["include_unfinished"]) for row in found]


def counted(rows: list[dict]) -> list[dict]:
    """The buckets whose CRR says something."""
    return [row for row in rows if row["crr"] is not None and not row["early"]]


def overall(rows: list[dict]) -> float | None:
    """CRR over several buckets: those retained of all starts, summed before they are divided."""
    start = sum(row["start_customers"] for row in counted(rows))
    return sum(row["retained"] for row in counted(rows)) / start if start else None


def members(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, row: dict, flow: str) -> str:
    """A query: customer_id of those who were `flow` (one of FLOWS) in the bucket of a row of `table`."""
    start, end, first_ever = _sides(warehouse, facts, thresholds, row)
    joined = f"({end}) except ({start})"
    flows = {
        "retained": f"({start}) intersect ({end})",
        "lost": f"({start}) except ({end})",
        "new": f"({joined}) intersect ({first_ever})",
        "returned": f"({joined}) except ({first_ever})",
    }
    return flows[flow]


def _told(found: dict, include_unfinished: bool) -> dict:
    end, new = found["end_customers"], found["new"]
    moved = Movement(found["start_customers"], end, new, end - new - found["retained"])
    told = {"bucket": found["bucket"], "bucket_end": found["bucket_end"], "start_customers": moved.start}
    told |= {
        "new": new,
        "returned": moved.returned,
        "lost": moved.lost,
        "end_customers": end,
        "retained": moved.retained,
    }
    judged = found["finished"] or include_unfinished
    told |= {"crr": moved.crr if judged else None, "churn": moved.churn if judged else None}
    return told | {"unfinished": not found["finished"], "early": found["early"]}


def _buyers(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    past, step = history(warehouse, facts), STEPS[facts.view.bucket]
    with warehouse.transaction(interruptible=True) as cursor:
        derived, held = Derived(cursor, warehouse.recently_used), {"cube": past.cube, "first_orders": past.first_orders}
        found = derived.made("retention_buyers", past.cube, past.first_orders, step=step, **held)
    sql = BUYERS.format(buckets=facts.buckets, found=found, step=step)
    return warehouse.rows(sql, {"first": past.start})


def _active(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    past, bucket = history(warehouse, facts), facts.view.bucket
    days = {"start": past.start, "end": facts.view.end}
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        calendar = derived.made("buckets", days, bucket, values=days, bucket=bucket, step=STEPS[bucket])
        held = {"orders": past.orders, "first_orders": past.first_orders, "calendar": calendar}
        made_from = (past.orders, past.first_orders, calendar)
        found = derived.made("retention_silences", *made_from, values=days, bucket=bucket, **held)
    values = {"first": past.start, "end": facts.view.end, "active_days": thresholds["retention.active_days"]}
    return warehouse.rows(ACTIVE.format(buckets=facts.buckets, found=found), values)


def _sides(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, row: dict) -> tuple[str, str, str]:
    """Queries of who was there at the start, who at the end, and whose first order ever is of the bucket or later."""
    past, bucket = history(warehouse, facts), f"date '{row['bucket']}'"
    first_ever = f"select customer_id from {past.first_orders} where first_ever_date >= {bucket}"
    if thresholds["retention.membership"] == "buyers":
        bought = f"select customer_id from {past.cube} where revenue > 0 and bucket = "
        return f"{bought}({bucket} - {STEPS[facts.view.bucket]})::date", f"{bought}{bucket}", first_ever
    last_day = f"date '{min(row['bucket_end'], facts.view.end)}'"
    width = int(thresholds["retention.active_days"])
    ordered = "select distinct customer_id from {orders} where day <= {day} and day > {day} - {width}"
    start, end = (ordered.format(orders=past.orders, day=day, width=width) for day in (f"({bucket} - 1)", last_day))
    return start, end, first_ever
