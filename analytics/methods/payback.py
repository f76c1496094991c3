"""Payback: in which month since its first order a client has brought as much profit as it cost to win it.

Source: a retention guide; F. Reichheld found that in most trades it takes more than half a year. Profit per client is added
up month by month over all cohorts, each month over the clients for whom it has passed (`cohorts.together`).
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.bases import available
from analytics.methods.cohorts import Cohorts
from analytics.warehouse import Warehouse

COST = """
with costs as (select customer_id, max(acquisition_cost) as cost from customers group by customer_id)
select avg(cost)::double as cost, count(cost) as clients from {members} join costs using (customer_id)
"""


@dataclass(frozen=True)
class Payback:
    """`points`: a row per month since the first order: month, clients (for whom it has passed), brought (profit per client
    so far). `month` of break-even, 0 being the calendar month of the first order; None when it is not reached in `points`.
    """

    points: tuple[dict, ...]
    cost: float

    @property
    def month(self) -> int | None:
        return next((point["month"] for point in self.points if point["brought"] >= self.cost), None)

    @property
    def brought(self) -> float | None:
        """Profit per client in all the months there are."""
        return self.points[-1]["brought"] if self.points else None


def payback(rows: list[dict], cost: float, margin: float | None = None) -> Payback:
    """Rows of `cohorts.together` by month and the cost of winning a client (money) → its payback.

    With `margin` (0..1) profit is that share of revenue, for a base that has no profit of its own.
    """
    points = [{"month": row["bucket"], "clients": row["clients"], "brought": _brought(row, margin)} for row in rows]
    return Payback(tuple(point for point in points if point["brought"] is not None), cost)


def has_profit(warehouse: Warehouse) -> bool:
    return "profit" in available(warehouse).get("sales", set())


def average_cost(warehouse: Warehouse, cohorts: Cohorts) -> tuple[float | None, int]:
    """What it cost on average to win a client of these cohorts, and for how many of them the base knows it."""
    if "acquisition_cost" not in available(warehouse).get("customers", set()):
        return None, 0
    row = warehouse.rows(COST.format(members=cohorts.members))[0]
    return row["cost"], row["clients"]


def _brought(row: dict, margin: float | None) -> float | None:
    if margin is None:
        return row["profit_per_client"]
    return None if row["revenue_per_client"] is None else round(row["revenue_per_client"] * margin, 9)
