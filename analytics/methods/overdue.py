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

WHOM = ("not_lost", "all")
TOTALS = """
select {stage} = 'lost' as lost, count(*) as customers, sum(at_stake) as at_stake from {table} group by 1
"""
LIST = """
select customer_id, name, at_stake, overdue_days, recency_days, median_gap_days, orders_ever, last_order_date, lifecycle_stage
from (select *, {overdue} as overdue_days, {stage} as lifecycle_stage from {table})
{of_them} order by at_stake desc, overdue_days desc, customer_id {page}
"""


def overdue(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    limit: int | None = None,
    offset: int = 0,
    whom: str = "all",
) -> pa.Table:
    """Clients with an own rhythm (three orders, a median gap above zero) whose recency is past their median gap, by falling
    money at stake: customer_id, name, at_stake (money), overdue_days, recency_days, median_gap_days, orders_ever,
    last_order_date, lifecycle_stage. `whom` of WHOM: without the lost, whom a call may come too late for, or all of them.
    Needs dated sales."""
    page = f"limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    of_them = "where lifecycle_stage <> 'lost'" if whom == "not_lost" else ""
    stage = lifecycle.column(thresholds, facts).sql
    named = {"overdue": lifecycle.overdue().sql, "stage": stage, "table": facts_of.overdue(warehouse, facts)}
    return warehouse.table(LIST.format(**named, of_them=of_them, page=page))


def totals(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict[str, dict]:
    """How many clients are past their usual gap and what is at stake: {not_lost, lost, all} → {customers, at_stake}."""
    stage = lifecycle.column(thresholds, facts).sql
    rows = warehouse.rows(TOTALS.format(stage=stage, table=facts_of.overdue(warehouse, facts)))
    sides = {"not_lost": [r for r in rows if not r["lost"]], "lost": [r for r in rows if r["lost"]], "all": rows}
    return {
        side: {key: sum(row[key] for row in of_it) for key in ("customers", "at_stake")}
        for side, of_it in sides.items()
    }
