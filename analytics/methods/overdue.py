"""Clients past their own usual gap between orders: whom to call first, by the money at stake.

Source: client-centred management (the overdue list). Money at stake is what a client brought in its last year: the 365 days that
end with its last order. That much a year is lost when it does not come back.
"""

from __future__ import annotations

import pyarrow as pa

from analytics import facts as facts_of
from analytics.facts import Facts
from analytics.methods import lifecycle
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

TOTALS = "select count(*) as customers, coalesce(sum(at_stake), 0) as at_stake from {table}"
LIST = """
select customer_id, name, at_stake, overdue_days, recency_days, median_gap_days, orders_ever, last_order_date, lifecycle_stage
from (select *, {overdue} as overdue_days, {stage} as lifecycle_stage from {customers} join {table} using (customer_id))
order by at_stake desc, overdue_days desc, customer_id
"""


def overdue(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, limit: int | None = None, offset: int = 0
) -> pa.Table:
    """Clients with an own rhythm (three orders, a median gap above zero) whose recency is past their median gap, by falling
    money at stake: customer_id, name, at_stake (money), overdue_days, recency_days, median_gap_days, orders_ever,
    last_order_date, lifecycle_stage. Needs dated sales."""
    page = f"limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    stage = lifecycle.column(thresholds, facts).sql
    named = {"overdue": lifecycle.overdue().sql, "stage": stage, "customers": facts.customers}
    return warehouse.table(LIST.format(**named, table=facts_of.overdue(warehouse, facts)) + page)


def totals(warehouse: Warehouse, facts: Facts) -> dict:
    """How many clients are past their usual gap and what is at stake: {customers, at_stake}. No threshold moves it."""
    return warehouse.rows(TOTALS.format(table=facts_of.overdue(warehouse, facts)))[0]
