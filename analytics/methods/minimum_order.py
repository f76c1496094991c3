"""A minimum: clients who buy for less either rise to it or leave. Of an average order, or of the revenue of the window.

Each client who rises earns on what it adds at its own margin, and its cost of serving stays; who leaves takes revenue, profit
and cost away. How many rise is the visitor's assumption and no forecast. Source: a Russian sales handbook's chapter on client
segmentation (group C: a minimum order in place of cutting it off).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

ORDER, SUM = "order", "sum"
BOUGHT = {ORDER: "average_order", SUM: "revenue"}
RAISED = {ORDER: "$minimum * orders", SUM: "$minimum"}
STEPS = 20
# A margin beyond these tells more of returns and of cents than of what a further sale would earn.
LEAST_MARGIN, MOST_MARGIN = -1, 1

REACH = """
select quantile_cont({bought}::double, 0.25) as usual, quantile_cont({bought}::double, 0.95) as most, count({bought}) as known
from {customers} where {bought} > 0
"""

WHOLES = """
select {abc} as class, count(*) as customers, sum(revenue) as revenue, sum(profit_after_serving) as profit
from {customers} group by 1
"""

BELOW = """
with below as (
    select {abc} as class, revenue, profit_after_serving as profit, {raised} as raised,
           coalesce(if(revenue > 0 and margin between {least} and {most}, margin, null), $usual_margin) as rate
    from {customers} where $minimum > 0 and {bought}::double < $minimum
)
select class, count(*) as below, sum(revenue) as revenue_below, sum(profit) as profit_below,
       sum(raised) as revenue_raised, sum(profit::double + (raised - revenue::double) * rate) as profit_raised
from below group by 1
"""
SUMMED = "customers revenue profit below revenue_below profit_below revenue_raised profit_raised".split()
NOBODY = dict.fromkeys(("below", "revenue_below", "profit_below", "revenue_raised", "profit_raised"), 0)
MAYBE = ("profit", "profit_below", "profit_raised")


@dataclass(frozen=True)
class Outcome:
    """What a minimum does to some clients: how many they are, how many are `below` it, and their money as it is, of those below
    as it is, and of those below if all of them rise. Profit, after serving, is None where unknown."""

    customers: int
    below: int
    revenue: float
    revenue_below: float
    revenue_raised: float
    profit: float | None
    profit_below: float | None
    profit_raised: float | None

    def change(self, rise: float, what: str = "revenue") -> float | None:
        """By how much revenue (or profit) differs from today's when this share (0..1) of those below rises."""
        raised, below = getattr(self, f"{what}_raised"), getattr(self, f"{what}_below")
        return None if getattr(self, what) is None else rise * raised - below

    def left(self, rise: float) -> float:
        """How many clients stay."""
        return self.customers - (1 - rise) * self.below

    def break_even(self, what: str = "revenue") -> float | None:
        """The least share (0..1) of those below that must rise for revenue (or profit) to be no lower than today; None where
        it is not known, or even all of them would not do."""
        raised, below = getattr(self, f"{what}_raised"), getattr(self, f"{what}_below")
        if getattr(self, what) is None or not self.below:
            return None
        if below <= 0:
            return 0.0
        return below / raised if raised >= below else None


def ways(facts: Facts) -> tuple[str, ...]:
    """What a minimum can be of: of an order only where orders are known."""
    return (ORDER, SUM) if facts.whole["orders"] is not None else (SUM,)


def way(thresholds: Thresholds, facts: Facts) -> str:
    chosen = thresholds["dependence.minimum_of"]
    return chosen if chosen in ways(facts) else SUM


def reach(warehouse: Warehouse, facts: Facts, of: str) -> dict | None:
    """`usual`: what a quarter of the clients stay below, to two digits; `most`: how far a slider reaches, to two digits up; and
    its `step`. None where nobody buys for anything."""
    row = warehouse.rows(REACH.format(bought=BOUGHT[of], customers=facts.customers))[0]
    if not row["known"]:
        return None
    most = _to_two_digits(row["most"], math.ceil)
    return {
        "usual": _to_two_digits(row["usual"], round),
        "most": most,
        "step": 10 ** math.floor(math.log10(most)) / 100,
    }


def minimum(thresholds: Thresholds, reach: dict) -> float:
    """The minimum in force: the visitor's, or what a quarter of the clients stay below."""
    chosen = thresholds["dependence.minimum_order"]
    return reach["usual"] if chosen is None else chosen


def wholes(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict[str | None, dict]:
    """Class of the chosen ABC → its customers, revenue and profit after serving, best first, those without a class under None;
    no minimum moves them."""
    abc = abc_analysis.chosen(thresholds, facts)
    found = warehouse.rows(WHOLES.format(abc=abc.number, customers=facts.customers))
    rows = {abc.named(row.pop("class")): row for row in found}
    return {code: rows[code] for code in (*abc.members, None) if code in rows}


def outcomes(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, of: str, least: float, of_classes: dict | None = None
) -> dict[str | None, Outcome]:
    """Class → what a minimum of `least` (of an order or of the window's revenue) does to it, in the order of `wholes`, which are
    asked for where they are not given."""
    abc = abc_analysis.chosen(thresholds, facts)
    blanks = {"abc": abc.number, "bought": BOUGHT[of], "raised": RAISED[of], "customers": facts.customers}
    asked = BELOW.format(**blanks, least=LEAST_MARGIN, most=MOST_MARGIN)
    found = warehouse.rows(asked, {"minimum": float(least), "usual_margin": _usual_margin(facts)})
    below = {abc.named(row["class"]): row for row in found}
    of_classes = wholes(warehouse, facts, thresholds) if of_classes is None else of_classes
    return {code: _outcome(NOBODY | row | below.get(code, {})) for code, row in of_classes.items()}


def all_of(outcomes: dict[str | None, Outcome]) -> Outcome:
    """All classes together; profit is that of those where it is known."""
    rows = list(outcomes.values())

    def summed(name: str):
        known = [getattr(row, name) for row in rows if getattr(row, name) is not None]
        return sum(known) if known else None

    return Outcome(**{name: summed(name) for name in SUMMED})


def by_share(outcome: Outcome, steps: int = STEPS) -> list[dict]:
    """At each share of those below that rises, from 0 to 1: rise, customers who stay, changes of revenue and of profit."""
    shares = [i / steps for i in range(steps + 1)]
    return [
        {"rise": x, "customers": outcome.left(x)} | {what: outcome.change(x, what) for what in ("revenue", "profit")}
        for x in shares
    ]


def members(facts: Facts, of: str, least: float) -> str:
    """The query that tells who is below."""
    return f"select customer_id from {facts.customers} where {BOUGHT[of]}::double < {float(least):.17e}"


def table(outcomes: dict[str | None, Outcome], rise: float) -> list[dict]:
    """A row per class: class, customers, below, revenue, revenue_below, change_all_rise, change_all_leave, change (at this
    share), profit_change and break_even of revenue and of profit."""
    return [
        {
            "class": code,
            "customers": o.customers,
            "below": o.below,
            "revenue": o.revenue,
            "revenue_below": o.revenue_below,
        }
        | {"revenue_change": o.change(rise), "profit_change": o.change(rise, "profit")}
        | {"break_even": o.break_even(), "profit_break_even": o.break_even("profit")}
        for code, o in outcomes.items()
    ]


def _usual_margin(facts: Facts) -> float:
    revenue, profit = facts.whole["revenue"], facts.whole["profit"]
    return float(profit / revenue) if profit is not None and revenue and revenue > 0 else 0.0


def _outcome(row: dict) -> Outcome:
    """Nobody's profit is nothing, but only where profit is known at all."""
    known = row["profit"] is not None
    money = {name: float(row[name] or 0) for name in SUMMED if name not in MAYBE}
    money |= {name: float(row[name] or 0) if known else None for name in MAYBE}
    return Outcome(**money | {"customers": row["customers"], "below": row["below"]})


def _to_two_digits(number: float, rounded) -> float:
    size = 10.0 ** (math.floor(math.log10(number)) - 1)
    return float(f"{rounded(number / size) * size:.12g}")
