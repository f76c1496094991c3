"""Cohorts: clients by the bucket of their first order ever, and what every bucket since then brought.

Source: a retention guide and the usual cohort table. The first bucket has everyone who came in it (rate 1), also those who
brought all of it back; later ones those with net revenue > 0. In a base that does not begin with the business itself the
first cohorts hold old clients too. Fixed by the published CDNOW base: of 781 clients of January 1997 124, 95, 70 bought in
the months after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.bases import available
from analytics.errors import Unusable
from analytics.facts import Facts, cube_by
from analytics.schema import ATTRIBUTES
from analytics.statements import Derived
from analytics.warehouse import Warehouse

SHOWN = ("rate", "customers", "revenue", "cumulative_revenue", "revenue_per_client")
MOST_GROUPS = 12
OTHERS = MOST_GROUPS + 1
FIRM_FROM = 0.5
OF_FIRST_ORDER = ("channel", "category", "manager", "country", "region", "city", *(c.name for c in ATTRIBUTES))
OF_CLIENT = "source sex age country region city settlement_type device industry size manager".split()
OF_CLIENT += [c.name for c in ATTRIBUTES]
BUCKETS = ("month", "quarter")
# single years of age are too many to tell anything: by tens, and whatever is no number as it is written
BY_TENS = "coalesce((try_cast(age as integer) // 10 * 10) || '–' || (try_cast(age as integer) // 10 * 10 + 9), age)"

# where nobody bought there was none; where somebody did and the file tells no profit it is not known
KNOWN_PROFIT = "coalesce(profit, case when customers is null then 0 end)"

CELLS = """
with summed as (
    select {row} as cohort, since as bucket, min(bucket) as first_day, bool_and(finished) as finished,
           sum(clients)::bigint as clients, sum(customers)::bigint as customers, sum(revenue) as revenue, sum(profit) as profit
    from {cells} {counted}
    group by all
)
select *, customers / clients as rate, {so_far} sum(revenue) over since_then end as cumulative_revenue,
       {so_far} round(sum(revenue / clients) over since_then, 9) end as revenue_per_client,
       {so_far} round(sum(profit / clients) over since_then, 9) end as profit_per_client
from summed
window since_then as (partition by cohort order by bucket)
order by cohort, bucket
"""
# what has come so far is known only where no bucket before is missing
SO_FAR = "case when count(*) over since_then = bucket + 1 then"


@dataclass(frozen=True)
class Group:
    """Clients who came with one value of the column cohorts are split by; None: not given. `place` OTHERS: all the rest."""

    place: int
    value: str | None
    clients: int


@dataclass(frozen=True)
class Cohorts:
    """Names of the tables stored for one view, calendar bucket and split.

    `cells`: a row per first bucket, place of the group and bucket since (sql/cohort_cells.sql). `members`: a row per client
    who came up to the end of the window, whenever that was. `groups` are by place; without a split there are none.
    """

    bucket: str
    members: str
    cells: str
    cube: str
    buckets: str
    groups: tuple[Group, ...] = ()


def splits(warehouse: Warehouse) -> tuple[str, ...]:
    """Columns of this base that cohorts can be split by: of the first order, then of the list of clients."""
    columns = available(warehouse)
    first = [c for c in OF_FIRST_ORDER if c in columns.get("sales", set())]
    return tuple(dict.fromkeys(first + [c for c in OF_CLIENT if c in columns.get("customers", set())]))


def build(warehouse: Warehouse, facts: Facts, bucket: str, split: str | None = None) -> Cohorts:
    """Dated facts → their cohorts by `bucket` (week, month, quarter, year), also by `split`, a column of `splits`.

    A cohort is told from the first order ever, whatever the window; cells are the buckets the window touches. Under filters
    a client came with its first order ever and counts when it has any order under them. Raises Unusable for another column.
    """
    if split and split not in splits(warehouse):
        raise Unusable("filter_unknown", column=split)
    buckets, cube = cube_by(warehouse, facts, bucket)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        members, groups = _members(derived, facts, bucket, split, _is_of_first_order(warehouse, split))
        profit = KNOWN_PROFIT if "profit" in available(warehouse)["sales"] else "profit"
        made_of = {"members": members, "cube": cube, "buckets": buckets, "bucket": bucket, "profit": profit}
        cells = derived.made("cohort_cells", members, cube, buckets, **made_of)
    return Cohorts(bucket, members, cells, cube, buckets, groups)


def by_date(warehouse: Warehouse, cohorts: Cohorts) -> list[dict]:
    """A row per cohort and bucket since, unfinished ones too: cohort (first day of its bucket), bucket (0, 1, …), first_day
    (of the calendar bucket), finished, clients (who came), customers, rate (0..1), revenue, profit, cumulative_revenue,
    revenue_per_client and profit_per_client (both so far, divided by those who came).

    What lies outside the window has no row; what came so far is None when the window does not hold the first bucket.
    """
    return _rows(warehouse, cohorts, "cohort", "")


def by_group(warehouse: Warehouse, cohorts: Cohorts, include_unfinished: bool = False) -> list[dict]:
    """The same with the place of a group as `cohort`. Only finished buckets count, so of a group `clients` are those for
    whom that bucket since has passed; money per client is added up bucket by bucket, each over the clients it has passed for.
    """
    return _rows(warehouse, cohorts, "place", _counted(include_unfinished))


def together(warehouse: Warehouse, cohorts: Cohorts, include_unfinished: bool = False) -> list[dict]:
    """All cohorts as one, counted as in `by_group`: a row per bucket since."""
    return _rows(warehouse, cohorts, "0", _counted(include_unfinished))


def counted(rows: list[dict], include_unfinished: bool = False) -> list[dict]:
    """Cells of `by_date` that do not change any more: those of finished buckets. A cohort that came to its end before the
    window did keeps its first cell, for its clients are counted in the whole base."""
    closed = {row["cohort"] for row in rows if row["finished"]}
    return [r for r in rows if include_unfinished or r["finished"] or (r["bucket"] == 0 and r["cohort"] in closed)]


def firm(rows: Sequence[dict]) -> list[dict]:
    """Those rows of `together` whose bucket has passed for at least half of the clients: later ones tell of the first
    cohorts alone."""
    everybody = max((row["clients"] for row in rows), default=0)
    return [row for row in rows if row["clients"] >= FIRM_FROM * everybody]


def clients_of(cohorts: Cohorts, row: dt.date | int, since: int, include_unfinished: bool = False) -> str:
    """A query that tells the customer_id of everyone counted as `customers` in one cell: of `by_date` when `row` is the
    first day of a cohort, of `by_group` when it is a place."""
    if isinstance(row, dt.date):
        whose, inside = f"cohort = date '{row}'", f"select bucket from {cohorts.buckets}"
    else:
        whose = f"place = {int(row)}"
        inside = f"select bucket from {cohorts.buckets} {_counted(include_unfinished)}"
    if since == 0:
        return f"select customer_id from {cohorts.members} where {whose} and cohort in ({inside})"
    passed = f"date_diff('{cohorts.bucket}', cohort, bucket) = {int(since)}"
    bought = f"select customer_id from {cohorts.cube} join {cohorts.members} using (customer_id)"
    return f"{bought} where {whose} and {passed} and revenue > 0 and bucket in ({inside})"


def _rows(warehouse: Warehouse, cohorts: Cohorts, row: str, counted: str) -> list[dict]:
    return warehouse.rows(CELLS.format(row=row, cells=cohorts.cells, counted=counted, so_far=SO_FAR))


def _counted(include_unfinished: bool) -> str:
    return "" if include_unfinished else "where finished"


def _members(
    derived: Derived, facts: Facts, bucket: str, split: str | None, of_first_order: bool
) -> tuple[str, tuple[Group, ...]]:
    first_orders = derived.made("first_orders")
    sources = {"gaps": facts.gaps, "first_orders": first_orders, "bucket": bucket, "last_place": OTHERS}
    values, end = {"end": facts.view.end}, facts.view.end
    if split is None:
        plain = {"place": "0", "groups": ""}
        return derived.made("cohort_members", facts.gaps, bucket, end, values=values, **sources, **plain), ()
    groups = _groups(derived, first_orders, split, of_first_order)
    places = derived.made("cohort_places", facts.gaps, groups, end, values=values, gaps=facts.gaps, groups=groups)
    placed = {
        "place": f"least(p.place, {OTHERS})",
        "groups": f"left join {groups} g using (customer_id) join {places} p on p.value is not distinct from g.value",
    }
    members = derived.made("cohort_members", facts.gaps, bucket, end, places, values=values, **sources, **placed)
    return members, _named(derived, places)


def _groups(derived: Derived, first_orders: str, split: str, of_first_order: bool) -> str:
    if of_first_order:
        return derived.made("cohort_groups", split, column=split, first_orders=first_orders)
    value = BY_TENS if split == "age" else split
    return f"(select customer_id, min({value}) as value from customers group by customer_id)"


def _named(derived: Derived, places: str) -> tuple[Group, ...]:
    found = derived.cursor.execute(f"select place, value, clients from {places} order by place").fetchall()
    rest = sum(clients for place, _, clients in found if place >= OTHERS)
    named = tuple(Group(*row) for row in found if row[0] < OTHERS)
    return named + ((Group(OTHERS, None, rest),) if rest else ())


def _is_of_first_order(warehouse: Warehouse, split: str | None) -> bool:
    return split in available(warehouse)["sales"]
