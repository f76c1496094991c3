"""What can be done with class D, in numbers: raise the price, set a minimum order, or release; of the class and of one client.

Arithmetic, not a forecast: everybody who agrees goes on buying as many goods and as often, the others leave. A rate is 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analytics.facts import Facts
from analytics.methods import profitability
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

RISES = (0.05, 0.1, 0.2, 0.5)
NOW, PRICE, MINIMUM, RELEASE = "as_is", "price", "minimum", "release"
WAYS = (NOW, PRICE, MINIMUM, RELEASE)
WORST = 30

# `priced` have a revenue to raise, `lacking` of them a margin below the one wanted; `ordered` are those of whom orders and the
# cost to serve are known beside revenue.
SUMS = f"""
select {profitability.SUMS},
       count(*) filter (revenue > 0) as priced,
       count(*) filter (margin_after_serving < $margin) as lacking,
       coalesce(sum(revenue) filter (margin_after_serving < $margin), 0) as lacking_revenue,
       coalesce(sum(profit_after_serving) filter (margin_after_serving < $margin), 0) as lacking_profit,
       {{rises}},
       count(*) filter ({{ordered}}) as ordered,
       sum(revenue) filter ({{ordered}}) as ordered_revenue, sum(profit) filter ({{ordered}}) as ordered_profit,
       sum(cost_to_serve) filter ({{ordered}}) as ordered_cost, sum(orders) filter ({{ordered}})::bigint as ordered_orders
from {{customers}} where {{condition}} and not image_client
"""
ORDERED = "revenue > 0 and orders > 0 and cost_to_serve is not null"
# Goods bought by a client grow in step with its order; the cost of serving an order does not.
RAISED = """
select sum(revenue * greatest(1, $least * orders / revenue)) as revenue,
       sum(profit * greatest(1, $least * orders / revenue) - cost_to_serve) as profit
from (select revenue::double as revenue, profit::double as profit, cost_to_serve::double as cost_to_serve, orders
      from {customers} where {condition} and not image_client and {ordered})
"""


@dataclass(frozen=True)
class Wish:
    """What the visitor supposes: the margin wanted, the share of the class that agrees to new terms, and the share of the
    cost to serve that is really saved when a client leaves."""

    margin: float = 0.1
    agree: float = 0.5
    freed: float = 1.0


def of_class(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, margin: float) -> dict:
    """Class D, image clients left out: the sums of `profitability.SUMS`, those of SUMS, and up_to_<rise> for each of RISES:
    how many reach the margin by such a rise in price or a smaller one."""
    rises = ", ".join(
        f"count(*) filter (margin_after_serving >= $margin - {rise} * (1 - $margin)) as up_to_{i}"
        for i, rise in enumerate(RISES)
    )
    told = {"condition": profitability.unprofitable(thresholds, facts), "customers": facts.customers}
    return warehouse.rows(SUMS.format(rises=rises, ordered=ORDERED, **told), {"margin": margin})[0]


def price_rise(revenue: Decimal, profit: Decimal, margin: float) -> float | None:
    """How much dearer the same goods must be for `margin`: (margin·revenue − profit) / (revenue·(1 − margin)).

    The costs are revenue − profit and stay: they must be 1 − margin of the new revenue. 0 where the margin is there already;
    None without a revenue above zero.
    """
    if revenue <= 0:
        return None
    wanted = Decimal(str(margin))
    return float(max((wanted * revenue - profit) / (revenue * (1 - wanted)), 0))


def brought_by_price(found: dict, margin: float) -> Decimal:
    """Money that the rise each client needs brings in all: (margin·revenue − profit) / (1 − margin) of those who lack it."""
    wanted = Decimal(str(margin))
    return (wanted * found["lacking_revenue"] - found["lacking_profit"]) / (1 - wanted)


def least_order(revenue, profit, cost, orders: int | None, margin: float) -> Decimal | None:
    """The order that leaves `margin` after serving: (cost / orders) / (profit / revenue − margin), `profit` being before
    serving. None where something of it is unknown, or no size is large enough: the goods themselves leave no more than that."""
    if not orders or cost is None or not revenue or revenue <= 0:
        return None
    left = Decimal(profit) - Decimal(str(margin)) * revenue
    return Decimal(cost) * revenue / (orders * left) if left > 0 else None


def least_order_of_class(found: dict, margin: float) -> Decimal | None:
    """The same of the whole class: one size for everybody of whom orders and costs are known."""
    names = ("revenue", "profit", "cost", "orders")
    return least_order(*(found[f"ordered_{name}"] for name in names), margin) if found["ordered"] else None


def ways(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, whole: dict, found: dict, wish: Wish
) -> list[dict]:
    """`profitability.known` and `of_class` → a row per way that can be counted: way, revenue and profit of what was class D,
    whole_profit (of everybody, after serving) and change of it against now."""
    now = (found["revenue"] or Decimal(0), found["profit_after_serving"] or Decimal(0))
    least = least_order_of_class(found, wish.margin)
    left = _left_behind(found, wish)
    counted = {NOW: now, PRICE: _agreed(now, brought_by_price(found, wish.margin), wish, left)}
    if least is not None:
        extra = _raised(warehouse, facts, thresholds, found, least)
        counted[MINIMUM] = _agreed(now, extra, wish, left)
    counted[RELEASE] = (Decimal(0), left)
    return [{"way": way} | _beside(now, whole, *counted[way]) for way in WAYS if way in counted]


def worst(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """The clients of class D who cost most, with what the arithmetic of one client takes."""
    condition = profitability.unprofitable(thresholds, facts)
    return warehouse.rows(
        f"""select customer_id, name, revenue, profit, cost_to_serve, profit_after_serving, margin_after_serving, orders
            from {facts.customers} where {condition} and not image_client order by profit_rank desc limit {WORST}"""
    )


def assumed(warehouse: Warehouse, facts: Facts, cost: float, per_order: bool) -> dict:
    """If each order (or each client) cost so much to serve: profit left, cost in all, and how many who earned would not
    (`turned`, of them `turned_revenue`). Clients of whom profit or orders are unknown are left out; nothing is stored."""
    units = "orders" if per_order else "1"
    after = f"profit_after_serving - {units} * $cost::decimal(18, 4)"
    return warehouse.rows(
        f"""select count(*) as customers, sum({after}) as profit, sum({units} * $cost::decimal(18, 4)) as cost,
                   count(*) filter (profit_after_serving > 0 and {after} <= 0) as turned,
                   sum(revenue) filter (profit_after_serving > 0 and {after} <= 0) as turned_revenue
            from {facts.customers} where profit_after_serving is not null and {units} is not null""",
        {"cost": Decimal(str(cost))},
    )[0]


def _raised(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, found: dict, least: Decimal) -> tuple:
    """Revenue and profit that the minimum order adds, when everybody agrees to it."""
    told = {"condition": profitability.unprofitable(thresholds, facts), "customers": facts.customers}
    after = warehouse.rows(RAISED.format(ordered=ORDERED, **told), {"least": float(least)})[0]
    before = found["ordered_profit"] - found["ordered_cost"]
    return _money(after["revenue"]) - found["ordered_revenue"], _money(after["profit"]) - before


def _agreed(now: tuple, extra: Decimal | tuple, wish: Wish, left: Decimal) -> tuple[Decimal, Decimal]:
    """Of the class as it is now, the share that agrees brings the extra as well; the rest leaves."""
    extra = extra if isinstance(extra, tuple) else (extra, extra)
    agree = Decimal(str(wish.agree))
    return agree * (now[0] + extra[0]), agree * (now[1] + extra[1]) + (1 - agree) * left


def _left_behind(found: dict, wish: Wish) -> Decimal:
    """What goes on being spent on those who left: the cost to serve that is not saved."""
    return -(1 - Decimal(str(wish.freed))) * (found["cost_to_serve"] or Decimal(0))


def _beside(now: tuple, whole: dict, revenue: Decimal, profit: Decimal) -> dict:
    change = profit - now[1]
    return {
        "revenue": revenue,
        "profit": profit,
        "whole_profit": whole["profit_after_serving"] + change,
        "change": change,
    }


def _money(amount: float) -> Decimal:
    return Decimal(str(round(amount, 4)))
