"""The heavy step: sales become orders, orders become facts of clients, once per base, window and filter; stored as tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

from analytics import quantiles
from analytics.bases import available, main_base
from analytics.errors import Unusable
from analytics.statements import Derived
from analytics.views import (
    STEPS,
    View,
    check_filters,
    check_measure,
    filter_conditions,
    order_key,
    over_all_days,
    settle,
)
from analytics.warehouse import Warehouse

CURVE_POINTS = 300
LEAST_BUCKETS = 3
RHYTHM = "r.counted_buckets, r.active_buckets, r.active_share, r.revenue_cv"
NO_RHYTHM = """null::bigint as counted_buckets, null::bigint as active_buckets,
    null::double as active_share, null::double as revenue_cv"""
PACE = "coalesce(p.orders_ever, 0) as orders_ever, p.median_gap_days, p.last_gap_days"
NO_PACE = "c.orders as orders_ever, null::double as median_gap_days, null::bigint as last_gap_days"
LISTED = """ left join (select customer_id, min(name) as name, max(cost_to_serve) as cost_to_serve,
    bool_or(image_client) as image_client from customers group by customer_id) n using (customer_id)"""
REFERRED = """ left join (select referrer_id as customer_id, count(distinct customer_id) as referrals
    from customers where referrer_id <> customer_id group by referrer_id) q using (customer_id)"""
NO_COUNTS = {"finished_buckets": 0, "counted_buckets": 0, "gaps": 0, "gap_80": None, "gap_95": None}


@dataclass(frozen=True)
class Facts:
    """Names of the tables built for one view, and `whole`: what they add up to (the row of sql/whole.sql, and quantiles).

    `customers`: a row per client with an order. `clients`: also those who only returned. `cube`: a row per client and
    bucket. `rhythm`: a row per client, how steadily it bought. `gaps`: a row per order ever made up to as_of, with the days
    since the one before; `gap_counts`: how many gaps have a length. The dated ones are None for a totals base.
    """

    view: View
    customers: str
    clients: str
    pareto_curve: str
    whole: dict
    orders: str | None = None
    cube: str | None = None
    buckets: str | None = None
    rhythm: str | None = None
    gaps: str | None = None
    gap_counts: str | None = None

    @property
    def dated(self) -> bool:
        return self.cube is not None

    @property
    def enough_buckets(self) -> bool:
        return (self.whole["counted_buckets"] or 0) >= LEAST_BUCKETS


@dataclass(frozen=True)
class History:
    """Tables from the base's first day (`start`) to the window's end: `orders`, `cube` (a row per client and bucket) and
    `first_orders` (a row per client, the day of its first order ever whatever the filters)."""

    start: dt.date
    orders: str
    cube: str
    first_orders: str


def build(warehouse: Warehouse, view: View) -> Facts:
    """A view → its facts, building only the tables that are not there yet.

    Raises Unusable when there is no base, the measure or a filter is not in it, or nobody bought in the window under them.
    """
    base = main_base(warehouse)
    if base is None:
        raise Unusable("no_base")
    settled, columns = settle(warehouse, view), available(warehouse)
    check_measure(settled, columns, base)
    check_filters(settled, columns, base)
    ever = over_all_days(warehouse, settled)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        facts = _from_sales(derived, settled, ever, columns) if ever else _from_totals(derived, settled, columns)
        derived.drop_the_oldest()
    if not facts.whole["clients"]:
        raise Unusable("filter_empty" if settled.filters else "window_empty", start=settled.start, end=settled.end)
    return facts


def rhythm_by(warehouse: Warehouse, facts: Facts, bucket: str) -> tuple[str, dict]:
    """The same clients judged on another calendar bucket → (name of the rhythm table, {finished_buckets, counted_buckets})."""
    view = replace(facts.view, bucket=bucket)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        order_days = _order_days(derived, view, available(warehouse))
        rhythm, buckets = _rhythm(derived, view, order_days, facts.orders, facts.clients)[:2]
        return rhythm, _bucket_counts(derived, view, buckets)


def cube_by(warehouse: Warehouse, facts: Facts, bucket: str) -> tuple[str, str]:
    """The same window and filters on another calendar bucket → (name of the table of buckets, name of the cube)."""
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        view = replace(facts.view, bucket=bucket)
        return _by_bucket(derived, view, _order_days(derived, view, available(warehouse)), facts.orders)


def history(warehouse: Warehouse, facts: Facts) -> History:
    """What the same clients did before the window too, up to its end: with the same filters, bucket and grain of an order."""
    view = replace(facts.view, start=over_all_days(warehouse, facts.view).start)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        order_days, orders = _orders(derived, view, available(warehouse))
        cube = derived.made("cube", orders, view.bucket, order_days=order_days, orders=orders, bucket=view.bucket)
        return History(view.start, orders, cube, derived.made("first_orders"))


def overdue(warehouse: Warehouse, facts: Facts) -> str:
    """Name of the table of clients past their own usual gap with all their facts, and what each brought in its last year
    (sql/overdue.sql)."""
    past, customers = last_years(warehouse, facts, "c.recency_days > c.usual_gap_days"), facts.customers
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made("overdue", past, customers, last_years=past, customers=customers)


def last_years(warehouse: Warehouse, facts: Facts, whom: str = "true") -> str:
    """Name of the table of what clients, or those `whom` is true of, brought in their last year (sql/last_years.sql)."""
    view, customers = facts.view, facts.customers
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        order_days = _order_days(derived, over_all_days(warehouse, view), available(warehouse))
        tables = {"order_days": order_days, "customers": customers}
        return derived.made("last_years", order_days, customers, values={"as_of": view.as_of}, whom=whom, **tables)


def remaining(warehouse: Warehouse, facts: Facts, query: str, values: dict | None = None) -> Facts:
    """Facts of the clients that are left when those whose customer_id `query` tells (with its own `values`) are taken out:
    ranked, shared out and summed anew, equal to those of a base whose sales never had them, looked at through the same window.

    `orders`, `cube`, `buckets`, `rhythm` and `gaps` stay those of everybody, and so does the list of clients: who brought a
    client that is gone brought it all the same. Raises Unusable when nobody is left.
    """
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        left = _remaining(derived, facts, available(warehouse), _set_apart(derived, query, values))
        derived.drop_the_oldest()
    if not left.whole["clients"]:
        raise Unusable("nobody_remains")
    return left


def set_apart(warehouse: Warehouse, query: str, values: dict | None = None) -> str:
    """Name of the table of the clients (customer_id) whom `query` tells, with its own `values`."""
    with warehouse.transaction(interruptible=True) as cursor:
        return _set_apart(Derived(cursor, warehouse.recently_used), query, values)


def _set_apart(derived: Derived, query: str, values: dict | None) -> str:
    return derived.made("set_apart", sorted((values or {}).items()), query=query, values=values)


def _remaining(derived: Derived, facts: Facts, columns: dict[str, set[str]], apart: str) -> Facts:
    clients = derived.made("remaining_clients", facts.clients, apart, clients=facts.clients, set_apart=apart)
    if not facts.dated:
        customers = _customers_of_totals(derived, facts.view, clients, columns)
        curve, whole = _summed_up(derived, customers, clients, NO_COUNTS)
        return replace(facts, customers=customers, clients=clients, pareto_curve=curve, whole=whole)
    pace = derived.made("pace", facts.gaps, gaps=facts.gaps)
    customers = _customers_of_sales(derived, facts.view, clients, columns, facts.rhythm, pace)
    gaps = f"(select * from {facts.gaps} where customer_id not in (select customer_id from {apart}))"
    counts = {name: facts.whole[name] for name in ("finished_buckets", "counted_buckets")}
    counts |= derived.row(derived.made("gap_percentiles", gaps, gaps=gaps))
    gap_counts = derived.made("gap_counts", gaps, gaps=gaps)
    curve, whole = _summed_up(derived, customers, clients, counts)
    return replace(facts, customers=customers, clients=clients, pareto_curve=curve, whole=whole, gap_counts=gap_counts)


def _from_sales(derived: Derived, view: View, ever: View, columns: dict[str, set[str]]) -> Facts:
    order_days, orders = _orders(derived, view, columns)
    gaps, pace, gap_counts = _gaps(derived, _orders(derived, ever, columns)[1], view)
    clients = derived.made("clients", orders, order_days=order_days, orders=orders)
    rhythm, buckets, cube = _rhythm(derived, view, order_days, orders, clients)
    customers = _customers_of_sales(derived, view, clients, columns, rhythm, pace)
    counts = _bucket_counts(derived, view, buckets) | derived.row(derived.made("gap_percentiles", gaps, gaps=gaps))
    curve, whole = _summed_up(derived, customers, clients, counts)
    return Facts(view, customers, clients, curve, whole, orders, cube, buckets, rhythm, gaps, gap_counts)


def _customers_of_sales(
    derived: Derived, view: View, clients: str, columns: dict[str, set[str]], rhythm: str, pace: str
) -> str:
    return _customers(
        derived,
        view,
        clients,
        (*_listed(columns), rhythm, pace),
        rhythm_columns=RHYTHM,
        pace_columns=PACE,
        first_ever_date="f.first_ever_date",
        recency_days="$as_of::date - c.last_order_date",
        has_orders="c.orders > 0",
        name=_name("f", columns),
        joins=f"left join {rhythm} r using (customer_id) left join {pace} p using (customer_id) "
        f"left join {derived.made('first_orders')} f using (customer_id){_beside(columns)}",
        **_told_by_list(columns),
    )


def _from_totals(derived: Derived, view: View, columns: dict[str, set[str]]) -> Facts:
    conditions, values = filter_conditions(view, columns, "totals")
    made_from = (view.filters, view.start, view.end)
    clients = derived.made("clients_from_totals", *made_from, target="clients", values=values, filters=conditions)
    customers = _customers_of_totals(derived, view, clients, columns)
    curve, whole = _summed_up(derived, customers, clients, NO_COUNTS)
    return Facts(view, customers, clients, curve, whole)


def _customers_of_totals(derived: Derived, view: View, clients: str, columns: dict[str, set[str]]) -> str:
    return _customers(
        derived,
        view,
        clients,
        _listed(columns),
        rhythm_columns=NO_RHYTHM,
        pace_columns=NO_PACE,
        first_ever_date="c.first_order_date",
        recency_days="coalesce(c.recency_days, $as_of::date - c.last_order_date)",
        has_orders="coalesce(c.orders, 1) > 0",
        name=_name("c", columns),
        joins=_beside(columns),
        **_told_by_list(columns),
    )


def _orders(derived: Derived, view: View, columns: dict[str, set[str]]) -> tuple[str, str]:
    order_days = _order_days(derived, view, columns)
    return order_days, derived.made("orders", order_days, order_days=order_days)


def _gaps(derived: Derived, orders_ever: str, view: View) -> tuple[str, str, str]:
    gaps = derived.made("gaps", orders_ever, view.as_of, orders=orders_ever, values={"as_of": view.as_of})
    return gaps, derived.made("pace", gaps, gaps=gaps), derived.made("gap_counts", gaps, gaps=gaps)


def _order_days(derived: Derived, view: View, columns: dict[str, set[str]]) -> str:
    conditions, values = filter_conditions(view, columns, "sales")
    return derived.made(
        "order_days",
        view.start,
        view.end,
        view.filters,
        view.order_grain,
        values={"start": view.start, "end": view.end} | values,
        order_key=order_key(view, columns["sales"]),
        filters=conditions,
    )


def alive(warehouse: Warehouse, facts: Facts) -> bool:
    """Whether the tables of these facts are still there."""
    names = [getattr(facts, f.name) for f in fields(facts) if f.name not in ("view", "whole")]
    return warehouse.holds(*filter(None, names))


def _rhythm(derived: Derived, view: View, order_days: str, orders: str, clients: str) -> tuple[str, str, str]:
    buckets, cube = _by_bucket(derived, view, order_days, orders)
    rhythm = derived.made(
        "rhythm",
        cube,
        buckets,
        view.include_unfinished,
        view.count_from,
        clients=clients,
        cube=cube,
        buckets=buckets,
        first_orders=derived.made("first_orders"),
        bucket=view.bucket,
        include_unfinished=str(view.include_unfinished).lower(),
        from_first_order=str(view.count_from == "first_order").lower(),
    )
    return rhythm, buckets, cube


def _by_bucket(derived: Derived, view: View, order_days: str, orders: str) -> tuple[str, str]:
    days = {"start": view.start, "end": view.end}
    buckets = derived.made("buckets", days, view.bucket, values=days, bucket=view.bucket, step=STEPS[view.bucket])
    return buckets, derived.made("cube", orders, view.bucket, order_days=order_days, orders=orders, bucket=view.bucket)


def _bucket_counts(derived: Derived, view: View, buckets: str) -> dict:
    counts = derived.row(f"(select count(*) as touched, count(*) filter (finished) as finished_buckets from {buckets})")
    counted = counts["touched"] if view.include_unfinished else counts["finished_buckets"]
    return {"finished_buckets": counts["finished_buckets"], "counted_buckets": counted}


def _listed(columns: dict[str, set[str]]) -> tuple[bool, ...]:
    """Whether there is a list of clients, and what it says of them that facts are made of."""
    told = columns.get("customers", set())
    return "customers" in columns, *(name in told for name in ("referrer_id", "cost_to_serve", "image_client"))


def _name(table: str, columns: dict[str, set[str]]) -> str:
    own = f"{table}.customer_name"
    return f"coalesce(n.name, {own}, c.customer_id)" if "customers" in columns else f"coalesce({own}, c.customer_id)"


def _told_by_list(columns: dict[str, set[str]]) -> dict[str, str]:
    is_there, names_referrers, *_ = _listed(columns)
    return {
        "referrals": "coalesce(q.referrals, 0)" if names_referrers else "null::bigint",
        "cost_to_serve": "n.cost_to_serve" if is_there else "null::decimal(18, 4)",
        "image_client": "coalesce(n.image_client, false)" if is_there else "false",
    }


def _beside(columns: dict[str, set[str]]) -> str:
    is_there, names_referrers, *_ = _listed(columns)
    return (LISTED if is_there else "") + (REFERRED if names_referrers else "")


def _customers(derived: Derived, view: View, clients: str, made_from: tuple, **blanks: str) -> str:
    units = {
        "units_value": "value::decimal(38, 4) * 10000",
        "whole_value": "(value::decimal(38, 4) * 10000)::hugeint::double",
        "whole_total": "(total * 10000)::hugeint::double",
        "whole_cumulative": "(cumulative * 10000)::hugeint::double",
        "whole_positive": "(positive_total * 10000)::hugeint::double",
        "whole_profit": "(profit_after_serving::decimal(38, 4) * 10000)::hugeint::double",
        "whole_revenue": "(revenue::decimal(38, 4) * 10000)::hugeint::double",
    }
    values = {"as_of": view.as_of}
    measured = {"clients": clients, "measure": view.measure}
    return derived.made(
        "customers", clients, made_from, view.measure, view.as_of, values=values, **measured, **blanks, **units
    )


def _summed_up(derived: Derived, customers: str, clients: str, counts: dict) -> tuple[str, dict]:
    whole = derived.row(derived.made("whole", customers, customers=customers, clients=clients)) | counts
    whole["average"] = whole["total"] / whole["valued_clients"] if whole["valued_clients"] else None
    whole["quantiles"] = quantiles.of(derived, customers)
    ranks = {"ranks": curve_ranks(whole["valued_clients"])}
    return derived.made("pareto_curve", customers, customers=customers, values=ranks), whole


def curve(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """Points of the Pareto curve by rank (sql/pareto_curve.sql); no threshold moves them."""
    return warehouse.rows(f"select * from {facts.pareto_curve} order by rank")


def curve_ranks(clients: int, points: int = CURVE_POINTS) -> list[int]:
    """Which clients draw the curve: evenly over all ranks, and evenly by magnitude so that the steep head is smooth."""
    even = {max(1, round(clients * i / (points * 2 // 3))) for i in range(points * 2 // 3 + 1)}
    steep = {round(clients ** (i / (points // 3))) for i in range(points // 3 + 1)} if clients else set()
    return sorted(rank for rank in even | steep if 1 <= rank <= clients)
