"""The growth matrix: how active a client is against how much can still be sold to it; the agency's BCG matrix.

Source: A. Terekhov, client-base segmentation in digital agencies. Stars are active and have capacity, cash cows are active and
nearly full, difficult children have capacity and are passive, dogs are neither.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from analytics import initiators
from analytics.bases import available, stated_period
from analytics.classes import Beside, ClassColumn, sizes
from analytics.facts import Facts
from analytics.growth_side import Side
from analytics.methods.development import bought_categories
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.views import filter_conditions, order_key
from analytics.warehouse import Warehouse

# (whether it is active, whether it has capacity) → the quadrant
BY_SIDES = {
    (True, True): "stars",
    (True, False): "cash_cows",
    (False, True): "difficult_children",
    (False, False): "dogs",
}
MEMBERS = tuple(BY_SIDES.values())
SIDES = ("activity", "capacity")
COLUMNS = (*SIDES, "growth_quadrant")
SOURCES = {"activity": ("per_month", "initiated"), "capacity": ("graded", "assortment")}
ON_MATRIX = "activity is not null and capacity is not null"
SHOWN_AT_MOST, SHOWN_OF_MANY = 500, 300
REQUESTS = """select customer_id, count(*) as requests from contacts
    where kind in ('request', 'request_own_form') and date between $start and $end group by customer_id"""
NO_REQUESTS = "select null::varchar as customer_id, null::bigint as requests where false"


@dataclass(frozen=True)
class Growth:
    """The matrix of one view. `facts` are the same facts over `table` (sql/growth.sql), to be judged and counted.

    `known` clients have both sides and are on the matrix; `unknown` tells of the others which side they lack.
    `months` are those the activity is divided by; None where a base of totals does not say its period.
    """

    facts: Facts
    activity: Side
    capacity: Side
    known: int
    unknown: dict[str, int]
    months: float | None
    with_requests: bool

    @property
    def table(self) -> str:
        return self.facts.customers

    def side(self, name: str) -> Side:
        return self.activity if name == "activity" else self.capacity


def sources(warehouse: Warehouse, facts: Facts) -> dict[str, dict[str, str | None]]:
    """Side → its sources, the textbook's first → why the base does not have it (None: it has).

    per_month: no_orders. initiated: needs_sales, no_initiator, never_by_client. graded: no_grades. assortment: needs_sales,
    no_categories, one_category.
    """
    return {side: {source: WHY_NOT[source](warehouse, facts) for source in its} for side, its in SOURCES.items()}


def in_force(thresholds: Thresholds, found: dict[str, dict[str, str | None]]) -> dict[str, str | None]:
    """Side → the source it is measured by: the chosen one, or else what the base has; None where it has none."""
    return {side: _in_force(thresholds[f"growth.{side}"], had) for side, had in found.items()}


def build(warehouse: Warehouse, facts: Facts, measured_by: dict[str, str | None]) -> Growth | None:
    """The matrix of these facts measured by the sources of `in_force`; None when a side has none. Made once, then read.

    per_month: (orders + requests) / months of the window; requests are contacts of the kinds `request` and `request_own_form`,
    a window shorter than a month is one. initiated: orders the client began / orders of which it is told who did (0..1).
    graded: `capacity` of the list of clients. assortment: 1 − categories the client bought / categories sold in the window.
    """
    if None in measured_by.values():
        return None
    columns, period = available(warehouse), _period(warehouse, facts)
    by_client = _words_for_client(warehouse) if measured_by["activity"] == "initiated" else []
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        if measured_by["activity"] == "initiated":
            activity = _initiated(derived, facts, columns, by_client)
        else:
            activity = _per_month(derived, facts, columns, period)
        capacity, sold = _capacity(derived, facts, columns, measured_by["capacity"])
        sides = {"customers": facts.customers, "activity": activity, "capacity": capacity}
        table = derived.made("growth", *sides.values(), **sides)
        whole = derived.row(derived.made("growth_whole", table, growth=table))
    return _measured(warehouse.has("contacts"), replace(facts, customers=table), measured_by, whole, period, sold)


def of(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Growth | None:
    """The matrix these thresholds ask for, by the sources the base has; no source is looked for beyond the one found."""
    measured_by = {
        side: next((s for s in (thresholds[f"growth.{side}"], *its) if WHY_NOT[s](warehouse, facts) is None), None)
        for side, its in SOURCES.items()
    }
    return build(warehouse, facts, measured_by)


def cuts(thresholds: Thresholds, growth: Growth) -> tuple[float, float]:
    """The cuts of activity and capacity: those set by hand, the others from the data (`Side.fitted`)."""
    own = (thresholds[f"growth.{side}_cut"] for side in SIDES)
    fitted = (growth.side(side).fitted for side in SIDES)
    return tuple(f if cut is None else cut for cut, f in zip(own, fitted, strict=True))


def quadrant(thresholds: Thresholds, growth: Growth) -> ClassColumn:
    """The quadrant over a row of the matrix: a side is high from its cut up, a client exactly on it too. No class where a
    side is not known."""
    activity, capacity = cuts(thresholds, growth)
    active, roomy = f"activity >= {activity:.17e}", f"capacity >= {capacity:.17e}"
    rules = (
        ("activity is null or capacity is null", None),
        (f"{active} and {roomy}", BY_SIDES[True, True]),
        (active, BY_SIDES[True, False]),
        (roomy, BY_SIDES[False, True]),
        ("true", BY_SIDES[False, False]),
    )
    return ClassColumn("growth_quadrant", rules, MEMBERS, ordered=False)


def quadrant_of(client: dict, at: tuple[float, float]) -> str:
    """The same for one row of `bubbles` and the two cuts."""
    return BY_SIDES[tuple(client[side] >= cut for side, cut in zip(SIDES, at, strict=True))]


def quadrants(warehouse: Warehouse, growth: Growth, thresholds: Thresholds) -> list[dict]:
    """A row per quadrant, empty ones too, with the keys of `classes.sizes`, quadrant and revenue_share; clients outside the
    matrix come last under None, when there are any."""
    revenue = growth.facts.whole["revenue"]
    rows = sizes(warehouse, growth.facts, quadrant(thresholds, growth))
    share = lambda row: float((row["revenue"] or 0) / revenue) if revenue else None  # noqa: E731
    return [row | {"quadrant": row["class"], "revenue_share": share(row)} for row in rows]


def members(growth: Growth, thresholds: Thresholds, code: str | None) -> str:
    """A query: customer_id of the clients of a quadrant, or of those outside the matrix (None)."""
    column = quadrant(thresholds, growth)
    is_it = f"({column.sql}) is null" if code is None else f"({column.sql}) = '{column.named(MEMBERS.index(code))}'"
    return f"select customer_id from {growth.table} where {is_it}"


def bubbles(warehouse: Warehouse, growth: Growth) -> list[dict]:
    """Rows of customer_id, name, activity, capacity, revenue to be drawn one by one: all the clients on the matrix when there
    are at most SHOWN_AT_MOST, else those SHOWN_OF_MANY with most revenue. No threshold moves them."""
    most = growth.known if growth.known <= SHOWN_AT_MOST else SHOWN_OF_MANY
    return warehouse.rows(
        f"""select customer_id, name, activity, capacity, revenue from {growth.table} where {ON_MATRIX}
            order by revenue desc nulls last, place limit {most}"""
    )


def density(warehouse: Warehouse, growth: Growth, across: int, up: int) -> list[dict]:
    """All clients on the matrix by cells of at most `across` × `up`: activity_from, activity_to, capacity_from, capacity_to,
    customers; empty cells are left out."""
    xs, ys = growth.activity.edges(across), growth.capacity.edges(up)
    column, row = _place("activity", xs[1:-1]), _place("capacity", ys[1:-1])
    found = warehouse.rows(
        f"select {column} as x, {row} as y, count(*) as customers from {growth.table} where {ON_MATRIX} group by all"
    )
    return [
        {"activity_from": xs[r["x"]], "activity_to": xs[r["x"] + 1], "capacity_from": ys[r["y"]]}
        | {"capacity_to": ys[r["y"] + 1], "customers": r["customers"]}
        for r in found
    ]


def of_clients(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Beside:
    """activity, capacity and growth_quadrant of clients as columns of a list; nothing where the base cannot tell."""
    growth = of(warehouse, facts, thresholds)
    if growth is None:
        nothing = "null::double as activity, null::double as capacity, null::varchar as growth_quadrant"
        return Beside(COLUMNS, f"select null::bigint as rank, {nothing} where false", "rank")
    told = f"activity, capacity, {quadrant(thresholds, growth).sql} as growth_quadrant"
    return Beside(COLUMNS, f"select place as rank, {told} from {growth.table}", "rank")


def table(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """The contract's rows: quadrant (None: a side is not known), customers, revenue. Empty when a side has no source."""
    growth = of(warehouse, facts, thresholds)
    return quadrants(warehouse, growth, thresholds) if growth else []


def months_of(start: dt.date, end: dt.date) -> float:
    """Both inclusive: a calendar month wholly inside is one, a part of a month its share of the days; never below one."""
    months = (end.year - start.year) * 12 + end.month - start.month - 1
    months += (_days_in(start) - start.day + 1) / _days_in(start) + end.day / _days_in(end)
    return max(months, 1.0)


def _days_in(day: dt.date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _in_force(chosen: str, had: dict[str, str | None]) -> str | None:
    return next((source for source in (chosen, *had) if had[source] is None), None)


def _no_orders(warehouse: Warehouse, facts: Facts) -> str | None:
    known = f"select exists (select 1 from {facts.customers} where orders is not null)"
    return None if warehouse.value(known) else "no_orders"


def _no_initiators(warehouse: Warehouse, facts: Facts) -> str | None:
    if not facts.dated:
        return "needs_sales"
    if "initiated_by" not in available(warehouse)["sales"]:
        return "no_initiator"
    return None if _words_for_client(warehouse) else "never_by_client"


def _no_grades(warehouse: Warehouse, facts: Facts) -> str | None:
    if "capacity" not in available(warehouse).get("customers", set()):
        return "no_grades"
    graded = "select customer_id from customers where capacity is not null"
    known = f"select exists (select 1 from {facts.customers} where customer_id in ({graded} {{}}))"
    # the first thousand nearly always answer, in a tenth of the time
    return None if any(warehouse.value(known.format(few)) for few in ("limit 1000", "")) else "no_grades"


def _no_categories(warehouse: Warehouse, facts: Facts) -> str | None:
    if not facts.dated:
        return "needs_sales"
    if "category" not in available(warehouse)["sales"]:
        return "no_categories"
    first, last = warehouse.rows("select min(category) as first, max(category) as last from sales")[0].values()
    return "no_categories" if first is None else "one_category" if first == last else None


def _words_for_client(warehouse: Warehouse) -> list[str]:
    """What the sales write where the client began the order."""
    written = warehouse.rows("select distinct initiated_by as word from sales where trim(initiated_by) <> ''")
    return sorted(row["word"] for row in written if initiators.is_client(row["word"]))


def _period(warehouse: Warehouse, facts: Facts) -> tuple[dt.date, dt.date] | None:
    """The window, or the period a base of totals states."""
    return (facts.view.start, facts.view.end) if facts.view.start else stated_period(warehouse)


def _per_month(derived: Derived, facts: Facts, columns: dict[str, set[str]], period: tuple | None) -> str:
    start, end = period or (dt.date.min, dt.date.max)
    values = {"start": start, "end": end, "months": months_of(*period) if period else 1.0}
    requests = REQUESTS if "contacts" in columns else NO_REQUESTS
    blanks = {"customers": facts.customers, "requests": requests}
    return derived.made("activity_per_month", values, values=values, **blanks)


def _initiated(derived: Derived, facts: Facts, columns: dict[str, set[str]], by_client: list[str]) -> str:
    view = facts.view
    conditions, values = filter_conditions(view, columns, "sales")
    values |= {"start": view.start, "end": view.end, "by_client": by_client}
    key = order_key(view, columns["sales"])
    return derived.made(
        "activity_by_initiative", view.filters, values, values=values, order_key=key, filters=conditions
    )


def _capacity(derived: Derived, facts: Facts, columns: dict[str, set[str]], source: str) -> tuple[str, int | None]:
    """The table of capacity, and how many categories were sold where it is told by them."""
    if source == "graded":
        return derived.made("capacity_graded"), None
    view = facts.view
    of_categories = tuple(chosen for chosen in view.filters if chosen.column == "category")
    conditions, values = filter_conditions(replace(view, filters=of_categories), columns, "sales")
    values |= {"start": view.start, "end": view.end}
    bought = bought_categories(derived, facts, columns)
    blanks = {"bought_categories": bought, "of_categories": conditions}
    made = derived.made("capacity_by_range", bought, values, values=values, **blanks)
    return made, derived.row(f"(select max(sold)::integer as sold from {made})")["sold"]


def _measured(
    with_requests: bool, facts: Facts, measured_by: dict, whole: dict, period: tuple | None, sold: int | None
) -> Growth:
    months = months_of(*period) if period else None
    steps = {"per_month": 1 / (months or 1), "assortment": 1 / sold if sold else 0}
    steps |= {"graded": 1 if whole["whole_grades"] else 0}
    sides = (_side(side, measured_by[side], whole, steps.get(measured_by[side], 0)) for side in SIDES)
    unknown = {side: whole[f"without_{side}"] for side in SIDES if whole[f"without_{side}"]}
    return Growth(facts, *sides, whole["known"], unknown, months, with_requests)


def _side(side: str, source: str, whole: dict, step: float) -> Side:
    """The fitted cut is the median; where nobody is below it, for most share the lowest value, the next value up."""
    if not whole["known"]:
        return Side(source, 0, 0, 0, 0, step)
    least, (median, usual_most) = whole[f"{side}_least"], whole[f"{side}_at"]
    fitted = whole[f"{side}_above"] if median == least else median
    return Side(source, least, whole[f"{side}_most"], usual_most, median if fitted is None else fitted, step)


def _place(side: str, edges: list[float]) -> str:
    return " + ".join(f"({side} > {edge:.17e})::integer" for edge in edges) or "0"


WHY_NOT = {
    "per_month": _no_orders,
    "initiated": _no_initiators,
    "graded": _no_grades,
    "assortment": _no_categories,
}
