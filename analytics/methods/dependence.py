"""Balance and concentration: how much of the business hangs on how few clients.

Source: a Russian sales handbook's chapter on client segmentation (class A should hold 20–30 % of clients); HHI and Gini as
commonly defined.
"""

from __future__ import annotations

from analytics.classes import sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

TOPS = (1, 3, 5, 10)

CONCENTRATION = """
select {tops},
       count(*) filter (share_before < 0.8 and value > 0) as customers_for_80,
       10000 * sum((greatest(value, 0)::double / $positive) ** 2) as hhi,
       1 + 1 / $clients - 2 * sum(rank * greatest(value, 0)::double) / ($clients * $positive) as gini,
       sum(greatest(value, 0)) filter (rank <= greatest(1, floor($clients * 0.2))) / $positive as top20_share
from {customers} where value is not null
"""


def balance(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict:
    """One row: a_customer_share (0..1), verdict (dependent | balanced | diluted), top1/3/5/10_share, customers_for_80, hhi
    (0..10 000), gini (0..1), top20_share. Shares are of the positive total; None when nothing is positive."""
    sizes_of_classes = sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    a_share = sizes_of_classes[0]["customer_share"]
    return {"a_customer_share": a_share, "verdict": verdict(a_share, thresholds)} | concentration(warehouse, facts)


def verdict(a_customer_share: float, thresholds: Thresholds) -> str:
    if a_customer_share < thresholds["balance.a_low"]:
        return "dependent"
    return "diluted" if a_customer_share > thresholds["balance.a_high"] else "balanced"


def concentration(warehouse: Warehouse, facts: Facts) -> dict:
    """The part of `balance` that no threshold moves."""
    tops = ", ".join(f"sum(greatest(value, 0)) filter (rank <= {k}) / $positive as top{k}_share" for k in TOPS)
    positive = float(facts.whole["positive_total"] or 0)
    if not positive:
        return {f"top{k}_share": None for k in TOPS} | dict.fromkeys(("customers_for_80", "hhi", "gini", "top20_share"))
    values = {"positive": positive, "clients": facts.whole["valued_clients"]}
    return warehouse.rows(CONCENTRATION.format(tops=tops, customers=facts.customers), values)[0]
