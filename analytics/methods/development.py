"""Development: what drives the change of revenue between two windows, over the whole base and client by client.

The difference is told in two ways, and each adds up to it to the cent: by factors (methods/bridge.py) and by what happened to
the clients. Source: client-centred management (the levers of a client's development: average order, orders, lines per order,
categories bought, margin); the bridge is Shapley's.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pyarrow as pa

from analytics.bases import available
from analytics.classes import ClassColumn
from analytics.facts import Facts
from analytics.methods.bridge import BRIDGES, bridge
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.views import filter_conditions
from analytics.warehouse import Warehouse
from analytics.windows import Paired

MEMBERS = ("new", "grown", "switched", "steady", "shrunk", "lost")
SIDES = ("then", "now")
COUNTS = ("orders", "lines", "categories")
MONEY = ("revenue", "profit")
SUMS = ("clients", *COUNTS, *MONEY)
LEVERS = ("orders", "average_order", "lines_per_order", "categories", "margin")
COLUMNS = [
    *("customer_id", "name", "change", "client_change", "lever"),
    *(f"{side}_{fact}" for fact in (*MONEY, *LEVERS) for side in SIDES),
]
# Totals know orders at most: each is taken for one line, as where no order has two.
ONE_LINE_EACH = "(select customer_id, orders as sale_lines from {customers})"
NO_CATEGORIES = """(select null::varchar as customer_id, null::bigint as then_categories, null::bigint as now_categories,
    null::double as moved_share where false)"""
SPLIT = """
select {number} as client_change, count(*) as customers, coalesce(sum(then_revenue), 0) as value_from,
       coalesce(sum(now_revenue), 0) as value_to
from {levers} group by 1
"""
NOBODY = {"customers": 0, "value_from": Decimal(0), "value_to": Decimal(0)}


@dataclass(frozen=True)
class Development:
    """Two windows compared. `levers`: the table of their clients (sql/levers.sql); `then`, `now`: what each window adds up
    to (clients, orders, lines, categories, revenue, profit; those of which nothing is known are None)."""

    paired: Paired
    levers: str
    then: dict
    now: dict

    @property
    def with_orders(self) -> bool:
        """Whether the orders of every client are known: a list of totals may lack them."""
        return None not in (self.then["orders"], self.now["orders"])

    @property
    def with_lines(self) -> bool:
        """Whether any order has more than one line: without that the average order has no parts."""
        return any(whole["lines"] != whole["orders"] for whole in (self.then, self.now))

    @property
    def with_categories(self) -> bool:
        return None not in (self.then["categories"], self.now["categories"])

    @property
    def members(self) -> tuple[str, ...]:
        """What may have happened to a client: without categories nobody switched them."""
        return tuple(code for code in MEMBERS if code != "switched" or self.with_categories)

    @cached_property
    def bridges(self) -> dict[str, list[dict]]:
        """Name of a bridge this base allows → its rows, see `bridge`."""
        wanted = [name for name in BRIDGES if name != "revenue_by_lines" or self.with_lines]
        found = {name: bridge(name, self.then, self.now) for name in wanted}
        return {name: rows for name, rows in found.items() if rows}


def compare(warehouse: Warehouse, paired: Paired) -> Development:
    """Two windows → how they differ; the tables behind are made once per pair.

    Only clients with an order in a window count in it, as everywhere: the money of those who only returned stays apart.
    """
    columns = available(warehouse)
    with warehouse.transaction(interruptible=True) as cursor:
        levers = _levers(Derived(cursor, warehouse.recently_used), paired, columns)
    whole = warehouse.rows(f"select {', '.join(_sum(side, name) for side in SIDES for name in SUMS)} from {levers}")[0]
    then, now = ({name: whole[f"{side}_{name}"] for name in SUMS} for side in SIDES)
    return Development(paired, levers, then, now)


def _sum(side: str, name: str) -> str:
    """Orders and lines are known of the whole only when they are of every client."""
    known = f"count({side}_{name}) = count({side}_revenue)"
    sums = {"clients": f"count({side}_revenue)"} | {count: f"sum({side}_{count})::bigint" for count in COUNTS}
    sums |= {count: f"case when {known} then {sums[count]} end" for count in ("orders", "lines")}
    return f"{sums.get(name, f'sum({side}_{name})')} as {side}_{name}"


def client_change(thresholds: Thresholds) -> ClassColumn:
    """What happened to a client between the windows, over a row of sql/levers.sql.

    new, lost: bought in only the later, only the earlier one. steady: the change is at most `development.steady` of the larger
    of its two revenues; switched: steady, and at least `development.switched` of its money went to other categories (half of
    the sum of the changes of their shares). grown, shrunk: changed by more.
    """
    within = f"change_share <= {thresholds['development.steady']:.17e}"
    rules = (
        ("then_revenue is null", "new"),
        ("now_revenue is null", "lost"),
        (f"{within} and moved_share >= {thresholds['development.switched']:.17e}", "switched"),
        (within, "steady"),
        ("change > 0", "grown"),
        ("true", "shrunk"),
    )
    return ClassColumn("client_change", rules, MEMBERS)


def lever(with_lines: bool) -> ClassColumn:
    """What explains most of a client's change: of the parts of its own bridge the one that went furthest the way it went.

    orders, lines_per_order, line_value, or orders and average_order where no order has two lines. new and lost explain
    themselves; without a change there is nothing to explain.
    """
    parts = {"orders": "by_orders", "lines_per_order": "by_lines", "line_value": "by_line_value"}
    if not with_lines:
        parts = {"orders": "by_orders", "average_order": "by_line_value"}
    went = {code: f"{part} * sign(change)" for code, part in parts.items()}
    rules = [("then_revenue is null", "new"), ("now_revenue is null", "lost"), ("change = 0", None)]
    rules += [(f"{part} = greatest({', '.join(went.values())})", code) for code, part in went.items()]
    return ClassColumn("lever", tuple(rules), ("new", "lost", *parts))


def split(warehouse: Warehouse, found: Development, thresholds: Thresholds) -> list[dict]:
    """A row per code of `members`, empty ones too: client_change, customers, value_from, value_to, contribution (money).

    Contributions add up to the difference of revenue exactly.
    """
    column = client_change(thresholds)
    asked = warehouse.rows(SPLIT.format(number=column.number, levers=found.levers))
    rows = {column.named(row.pop("client_change")): row for row in asked}
    told = [{"client_change": code} | rows.get(code, NOBODY) for code in found.members]
    return [row | {"contribution": row["value_to"] - row["value_from"]} for row in told]


def clients(
    warehouse: Warehouse,
    found: Development,
    thresholds: Thresholds,
    only: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> pa.Table:
    """Clients of either window with COLUMNS, the largest change of revenue first; `only` those of one code of `members`."""
    change, which = client_change(thresholds), lever(found.with_lines)
    judged = f"select *, {change.sql} as client_change, {which.sql} as lever from {found.levers}"
    kept = " where client_change = $only" if only else ""
    page = f" limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    told = ", ".join(COLUMNS)
    return warehouse.table(
        f"select {told} from ({judged}){kept} order by place{page}", {"only": only} if only else None
    )


def _levers(derived: Derived, paired: Paired, columns: dict[str, set[str]]) -> str:
    moves = NO_CATEGORIES
    if paired.now.dated and "category" in columns["sales"]:
        then, now = (bought_categories(derived, facts, columns) for facts in (paired.then, paired.now))
        moves = derived.made("category_moves", then, now, then_categories=then, now_categories=now)
    windows = {"then_orders": paired.then, "now_orders": paired.now}
    orders = {side: facts.orders or ONE_LINE_EACH.format(customers=facts.customers) for side, facts in windows.items()}
    return derived.made("levers", paired.table, moves, paired=paired.table, category_moves=moves, **orders)


def bought_categories(derived: Derived, facts: Facts, columns: dict[str, set[str]]) -> str:
    """Name of the table of what each client bought of each category in the window (sql/bought_categories.sql)."""
    view = facts.view
    conditions, values = filter_conditions(view, columns, "sales")
    days = {"start": view.start, "end": view.end}
    return derived.made("bought_categories", days, view.filters, values=days | values, filters=conditions)
