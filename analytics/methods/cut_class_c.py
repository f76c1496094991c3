"""Cutting group C off: what is lost at once, what serving it costs, what may follow in the long run, and the new C that appears.

Source: a Russian sales handbook's chapter on client segmentation: group C is not to be cut off, for in the long run up to half
of all sales may go with it. The long-run loss is the visitor's assumption and no forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analytics import facts as heavy
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

ROUNDS = 3
TODAY, AT_ONCE, LONG_RUN = "today", "at_once", "long_run"

GROUP = """
select count(*) as customers, coalesce(sum(revenue), 0) as revenue, sum(profit) as profit,
       sum(cost_to_serve) as cost_to_serve, count(cost_to_serve) as costed
from {customers} where ({abc}) = 'C'
"""


@dataclass(frozen=True)
class Cut:
    """Group C and the whole base in one window: clients and money; `saving` is what serving the group costs, known of
    `costed` of its clients. Profit is None where unknown, the saving where nobody says it."""

    customers: int
    of_customers: int
    revenue: Decimal
    of_revenue: Decimal
    profit: Decimal | None
    of_profit: Decimal | None
    saving: Decimal | None
    costed: int

    @property
    def customer_share(self) -> float:
        return self.customers / self.of_customers

    @property
    def revenue_share(self) -> float | None:
        return float(self.revenue / self.of_revenue) if self.of_revenue else None

    @property
    def profit_share(self) -> float | None:
        return float(self.profit / self.of_profit) if self.profit is not None and self.of_profit else None

    @property
    def gain(self) -> Decimal | None:
        """What the cut adds to profit at once: the saving less the profit of the group; None where profit is unknown."""
        return None if self.profit is None else (self.saving or Decimal(0)) - self.profit

    @property
    def margin_of_rest(self) -> float | None:
        """Profit per unit of revenue of those who stay."""
        rest = self.of_revenue - self.revenue
        return float((self.of_profit - self.profit) / rest) if self.profit is not None and rest > 0 else None

    @property
    def cost_that_pays(self) -> Decimal | None:
        """From what cost of serving one client of the group the cut pays at once: the group's profit per client."""
        return self.profit / self.customers if self.profit is not None and self.customers else None


def cut(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Cut:
    """Class C of the chosen ABC. The saving is its clients' own cost_to_serve; `dependence.cost_to_serve`, where it is given,
    stands in for those of whom the list of clients does not say it."""
    abc, whole = abc_analysis.chosen(thresholds, facts), facts.whole
    row = warehouse.rows(GROUP.format(customers=facts.customers, abc=abc.sql))[0]
    guess, saving = thresholds["dependence.cost_to_serve"], row["cost_to_serve"]
    if guess is not None:
        saving = (saving or 0) + Decimal(str(guess)) * (row["customers"] - row["costed"])
    # nobody's profit is nothing, but only where profit is known at all
    profit = Decimal(0) if row["profit"] is None and whole["profit"] is not None else row["profit"]
    money = (row["revenue"], whole["revenue"], profit, whole["profit"], saving)
    return Cut(row["customers"], whole["clients"], *money, row["costed"])


def effects(cut: Cut, long_run_loss: float) -> list[dict]:
    """What, revenue, revenue_share (of today's), profit (None where unknown): today, at once, and in the long run.

    The long-run loss is a share (0..1) of all sales of today with that of the group in it, and never less than that; what goes
    beyond the group goes at the margin of those who stay. Profit counts the saving, and no other change of costs.
    """
    whole, group, profit = float(cut.of_revenue), float(cut.revenue), _float(cut.of_profit)
    further = max(0.0, long_run_loss * whole - group)
    at_once = None if cut.gain is None else profit + float(cut.gain)
    later = None if at_once is None or cut.margin_of_rest is None else at_once - further * cut.margin_of_rest
    told = {TODAY: (whole, profit), AT_ONCE: (whole - group, at_once), LONG_RUN: (whole - group - further, later)}
    return [
        {"what": what, "revenue": revenue, "revenue_share": revenue / whole if whole else None, "profit": earned}
        for what, (revenue, earned) in told.items()
    ]


def loss_that_eats_the_gain(cut: Cut) -> float | None:
    """From what long-run loss of all sales (0..1) profit is lower than today; None where the cut gains nothing at once, profit
    is unknown, or even losing everything would leave a gain."""
    if cut.gain is None or cut.gain <= 0 or not cut.margin_of_rest or cut.margin_of_rest <= 0:
        return None
    share = (float(cut.revenue) + float(cut.gain) / cut.margin_of_rest) / float(cut.of_revenue)
    return share if share <= 1 else None


def without_c(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> Facts:
    """Facts of A, B and the unclassed. Raises Unusable when nobody stays."""
    abc = abc_analysis.chosen(thresholds, facts)
    return heavy.remaining(warehouse, facts, f"select customer_id from {facts.customers} where ({abc.sql}) = 'C'")


def again_and_again(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, times: int = ROUNDS) -> list[dict]:
    """Group C is cut off, those who stay are judged anew, their C is cut off …: a row per round from 0, today, with customers,
    revenue, profit, revenue_share and customer_share (of today's), and the new C: c_customers, c_revenue. It ends early where
    there is no C or nobody would stay."""
    rows, left = [], facts
    for time in range(times + 1):
        group = cut(warehouse, left, thresholds)
        rows.append(_round(time, group, facts))
        if not 0 < group.customers < group.of_customers or time == times:
            break
        try:
            left = without_c(warehouse, left, thresholds)
        except Unusable:
            break
    return rows


def _round(time: int, group: Cut, today: Facts) -> dict:
    whole = today.whole
    shares = {"customer_share": group.of_customers / whole["clients"]}
    shares |= {"revenue_share": float(group.of_revenue / whole["revenue"]) if whole["revenue"] else None}
    left = {"customers": group.of_customers, "revenue": group.of_revenue, "profit": group.of_profit}
    return {"round": time} | left | shares | {"c_customers": group.customers, "c_revenue": group.revenue}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
