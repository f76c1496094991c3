"""The heavy step: sales become orders, orders become facts of clients, once per base, window and filter; stored as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from analytics import quantiles
from analytics.errors import Unusable
from analytics.ingest.receipts import receipts
from analytics.schema import FILTERS, PERIOD, STAND_ALONE
from analytics.statements import Derived, in_use
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

Period = tuple[dt.date, dt.date]
CURVE_POINTS = 300
LEAST_BUCKETS = 3
STEPS = {
    "week": "interval 7 day",
    "month": "interval 1 month",
    "quarter": "interval 3 month",
    "year": "interval 1 year",
}
NEEDED_FOR = {"profit": "profit", "quantity": "quantity", "orders": "orders", "average_order": "orders"}
RHYTHM = "r.counted_buckets, r.active_buckets, r.active_share, r.revenue_cv"
NO_RHYTHM = """null::bigint as counted_buckets, null::bigint as active_buckets,
    null::double as active_share, null::double as revenue_cv"""
PACE = "coalesce(p.orders_ever, 0) as orders_ever, p.median_gap_days, p.last_gap_days"
NO_PACE = "c.orders as orders_ever, null::double as median_gap_days, null::bigint as last_gap_days"
NAMES = " left join (select customer_id, min(name) as name from customers group by customer_id) n using (customer_id)"
REFERRED = """ left join (select referrer_id as customer_id, count(distinct customer_id) as referrals
    from customers where referrer_id <> customer_id group by referrer_id) q using (customer_id)"""
NO_COUNTS = {"finished_buckets": 0, "counted_buckets": 0, "gaps": 0, "gap_80": None, "gap_95": None}


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


def build(warehouse: Warehouse, view: View) -> Facts:
    """A view → its facts, building only the tables that are not there yet.

    Raises Unusable when there is no base, the measure or a filter is not in it, or nobody bought in the window under them.
    """
    base = main_base(warehouse)
    if base is None:
        raise Unusable("no_base")
    settled, columns = settle(warehouse, view), available(warehouse)
    _check_measure(settled, columns, base)
    _check_filters(settled, columns, base)
    ever = _ever(warehouse, settled)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        facts = _from_sales(derived, settled, ever, columns) if ever else _from_totals(derived, settled, columns)
        derived.drop_the_oldest()
    if not facts.whole["clients"]:
        raise Unusable("filter_empty" if settled.filters else "window_empty", start=settled.start, end=settled.end)
    return facts


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


def _ever(warehouse: Warehouse, view: View) -> View | None:
    """The same filters and grain over all the days there are: what the history of a client is read from; None without dates."""
    days = span(warehouse)
    return replace(view, start=min(view.start, days[0]), end=max(view.end, days[1])) if days else None


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
    view = replace(facts.view, start=_ever(warehouse, facts.view).start)
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        order_days, orders = _orders(derived, view, available(warehouse))
        cube = derived.made("cube", orders, view.bucket, order_days=order_days, orders=orders, bucket=view.bucket)
        return History(view.start, orders, cube, derived.made("first_orders"))


def overdue(warehouse: Warehouse, facts: Facts) -> str:
    """Name of the table of clients past their own usual gap with all their facts, and what each brought in its last year
    (sql/overdue.sql)."""
    view, customers = facts.view, facts.customers
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        order_days = _order_days(derived, _ever(warehouse, view), available(warehouse))
        values = {"as_of": view.as_of}
        return derived.made("overdue", order_days, customers, values=values, order_days=order_days, customers=customers)


def _check_measure(view: View, columns: dict[str, set[str]], base: str) -> None:
    needed = NEEDED_FOR.get(view.measure)
    always = {"orders"} if base == "sales" else set()
    if needed and needed not in columns.get(base, set()) | always:
        raise Unusable("measure_missing", column=needed)


def _check_filters(view: View, columns: dict[str, set[str]], base: str) -> None:
    known = columns.get(base, set()) | columns.get("customers", set())
    for chosen in view.filters:
        if chosen.column not in known:
            raise Unusable("filter_unknown", column=chosen.column)


def _from_sales(derived: Derived, view: View, ever: View, columns: dict[str, set[str]]) -> Facts:
    order_days, orders = _orders(derived, view, columns)
    gaps, pace, gap_counts = _gaps(derived, _orders(derived, ever, columns)[1], view)
    clients = derived.made("clients", orders, order_days=order_days, orders=orders)
    first_orders = derived.made("first_orders")
    rhythm, buckets, cube = _rhythm(derived, view, order_days, orders, clients)
    customers = _customers(
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
        referrals=_referrals(columns),
        joins=f"left join {rhythm} r using (customer_id) left join {pace} p using (customer_id) "
        f"left join {first_orders} f using (customer_id){_names(columns)}",
    )
    counts = _bucket_counts(derived, view, buckets) | derived.row(derived.made("gap_percentiles", gaps, gaps=gaps))
    curve, whole = _summed_up(derived, customers, clients, counts)
    return Facts(view, customers, clients, curve, whole, orders, cube, buckets, rhythm, gaps, gap_counts)


def _from_totals(derived: Derived, view: View, columns: dict[str, set[str]]) -> Facts:
    conditions, values = filter_conditions(view, columns, "totals")
    made_from = (view.filters, view.start, view.end)
    clients = derived.made("clients_from_totals", *made_from, target="clients", values=values, filters=conditions)
    customers = _customers(
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
        referrals=_referrals(columns),
        joins=_names(columns),
    )
    curve, whole = _summed_up(derived, customers, clients, NO_COUNTS)
    return Facts(view, customers, clients, curve, whole)


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


def alive(warehouse: Warehouse, facts: Facts) -> bool:
    """Whether the tables of these facts are still there: another tab of the same base may have pushed them out.

    Who asks has them in hand, so that counts as use: what is looked at is never the oldest.
    """
    names = [getattr(facts, f.name) for f in fields(facts) if f.name not in ("view", "whole")]
    return in_use(warehouse.recently_used, [name for name in names if name])


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


def _listed(columns: dict[str, set[str]]) -> tuple[bool, bool]:
    """Whether there is a list of clients, and whether it says who brought whom."""
    return "customers" in columns, "referrer_id" in columns.get("customers", set())


def _name(table: str, columns: dict[str, set[str]]) -> str:
    own = f"{table}.customer_name"
    return f"coalesce(n.name, {own}, c.customer_id)" if "customers" in columns else f"coalesce({own}, c.customer_id)"


def _referrals(columns: dict[str, set[str]]) -> str:
    return "coalesce(q.referrals, 0)" if _listed(columns)[1] else "null::bigint"


def _names(columns: dict[str, set[str]]) -> str:
    is_there, names_referrers = _listed(columns)
    return (NAMES if is_there else "") + (REFERRED if names_referrers else "")


def _customers(derived: Derived, view: View, clients: str, made_from: tuple, **blanks: str) -> str:
    units = {
        "units_value": "value::decimal(38, 4) * 10000",
        "whole_value": "(value::decimal(38, 4) * 10000)::hugeint::double",
        "whole_total": "(total * 10000)::hugeint::double",
        "whole_cumulative": "(cumulative * 10000)::hugeint::double",
        "whole_positive": "(positive_total * 10000)::hugeint::double",
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
