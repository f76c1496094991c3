"""The Pareto curve in twenty steps of equally many clients, the largest first: what each brings, and all up to it."""

from __future__ import annotations

from analytics.facts import Facts
from analytics.warehouse import Warehouse

STEPS = 20
SQL = """
select (rank * $steps + $clients - 1) // $clients as step, count(*) as customers, count(*) / $clients as customer_share,
       sum(value) as value, (sum(greatest(value, 0)) / $positive)::double as value_share,
       max(cumulative_share) as cumulative_share
from {customers} where value is not null group by 1 order by 1
"""


def steps(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """A row per step (1..20, fewer where there are fewer clients): customers, customer_share (of those with a value), value
    (in units of the measure), value_share and cumulative_share, both of the positive total; None where nothing is positive."""
    clients = facts.whole["valued_clients"]
    values = {"clients": clients, "steps": min(STEPS, clients), "positive": facts.whole["positive_total"] or None}
    return warehouse.rows(SQL.format(customers=facts.customers), values) if clients else []
