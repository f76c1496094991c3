"""How many requests became orders and how many orders had a problem, by calendar bucket of the view.

Source: S. Nezhintseva, five types of loyalty: in her company the first share grew from 30 to 70 % and the second fell from 7
to 2 %.
"""

from __future__ import annotations

from analytics import side_bases
from analytics.bases import available
from analytics.facts import Facts
from analytics.statements import Derived
from analytics.views import STEPS, filter_conditions, order_key
from analytics.warehouse import Warehouse

REQUESTS, PROBLEMS = SHARES = ("requests", "problems")
KINDS = "('request', 'request_own_form')"
PUBLISHED = {REQUESTS: (0.30, 0.70), PROBLEMS: (0.07, 0.02)}
FEW = 20
AT_END = 3

ASKED = """select date as day, 'requests' as share, coalesce(became_order, {otherwise}) as hit from contacts
    where kind in {kinds} and date between $start and $end {kept}"""
ORDERED = "select day, 'problems' as share, problem as hit from {problem_orders}"


def lacking(warehouse: Warehouse, facts: Facts) -> dict[str, str | None]:
    """Share → what the base lacks for it: no_contacts, no_requests (among the contacts), no_outcome (nowhere is it said
    whether a request became an order); no_sales (totals have no orders), no_problem (no such column); None: nothing."""
    return {REQUESTS: _lacking_of_requests(warehouse), PROBLEMS: _lacking_of_problems(warehouse, facts)}


def _lacking_of_requests(warehouse: Warehouse) -> str | None:
    if not warehouse.has("contacts"):
        return "no_contacts"
    found = warehouse.rows(f"select count(*) as n, count(became_order) as told from contacts where kind in {KINDS}")[0]
    return "no_requests" if not found["n"] else None if found["told"] else "no_outcome"


def _lacking_of_problems(warehouse: Warehouse, facts: Facts) -> str | None:
    if not facts.dated:
        return "no_sales"
    return None if "problem" in available(warehouse)["sales"] else "no_problem"


def shares(warehouse: Warehouse, facts: Facts) -> dict[str, list[dict]]:
    """Share → a row per bucket the window touches: bucket, bucket_end, finished, counted (requests or orders of which it is
    known), hits (that became orders; that had a problem), rate 0..1 (None when nothing is counted), few (fewer than FEW counted).

    A request is of its own day, an order of the day of its first sale; an order has a problem when any of its lines is marked.
    An empty mark means "no" in a base that never writes "no", and elsewhere that it is not known. What the base lacks
    (`lacking`) has no rows. A base without dates shows the days of its contacts.
    """
    have = [share for share, reason in lacking(warehouse, facts).items() if reason is None]
    days = (facts.view.start, facts.view.end) if facts.dated else side_bases.days(warehouse, facts, "contacts")
    if not have or days is None:
        return {}
    rows = warehouse.rows(f"select * from {_made(warehouse, facts, have, days)} order by bucket")
    return {share: [row | _judged(row) for row in rows if row["share"] == share] for share in have}


def judged(rows: list[dict], include_unfinished: bool) -> list[dict]:
    """The buckets that may be judged: finished ones (or any, when they are to be counted) with enough to count."""
    return [row for row in rows if not row["few"] and (row["finished"] or include_unfinished)]


def ends(rows: list[dict]) -> tuple[dict, dict]:
    """Rows of `judged`, one at least → the first of them and the last, AT_END together where there are so many apart, for one
    month is mostly chance: bucket (of the first), until (the bucket of the last), rate."""
    several = AT_END if len(rows) >= 2 * AT_END else 1
    return _together(rows[:several]), _together(rows[-several:])


def _together(rows: list[dict]) -> dict:
    rate = sum(row["hits"] for row in rows) / sum(row["counted"] for row in rows)
    return {"bucket": rows[0]["bucket"], "until": rows[-1]["bucket"], "rate": rate}


def _judged(row: dict) -> dict:
    return {"rate": row["hits"] / row["counted"] if row["counted"] else None, "few": row["counted"] < FEW}


def _made(warehouse: Warehouse, facts: Facts, have: list[str], days: tuple) -> str:
    window, bucket = dict(zip(("start", "end"), days, strict=True)), facts.view.bucket
    queries = {
        REQUESTS: lambda derived: _asked(warehouse, facts),
        PROBLEMS: lambda derived: _ordered(warehouse, facts, derived),
    }
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        buckets = derived.made("buckets", window, bucket, values=window, bucket=bucket, step=STEPS[bucket])
        happened = " union all ".join(queries[share](derived) for share in have)
        values = window | {"shares": have}
        return derived.made("request_shares", values, values=values, bucket=bucket, buckets=buckets, happened=happened)


def _asked(warehouse: Warehouse, facts: Facts) -> str:
    said = warehouse.value(f"select bool_or(not became_order) from contacts where kind in {KINDS}")
    return ASKED.format(otherwise=_unmarked(said), kinds=KINDS, kept=side_bases.kept(facts))


def _ordered(warehouse: Warehouse, facts: Facts, derived: Derived) -> str:
    view, columns = facts.view, available(warehouse)
    conditions, values = filter_conditions(view, columns, "sales")
    values |= {"start": view.start, "end": view.end}
    table = derived.made(
        "problem_orders",
        values,
        values=values,
        orders=facts.orders,
        order_key=order_key(view, columns["sales"]),
        filters=conditions,
        otherwise=_unmarked(warehouse.value("select bool_or(not problem) from sales")),
    )
    return ORDERED.format(problem_orders=table)


def _unmarked(says_no: bool | None) -> str:
    """What an empty mark means, as SQL."""
    return "null::boolean" if says_no else "false"
