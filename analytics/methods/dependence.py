"""Balance and concentration: how much of the business hangs on how few clients.

Source: a Russian sales handbook's chapter on client segmentation (class A should hold 20–30 % of clients); HHI and Gini as
commonly defined; how an HHI is read: merger guidelines of the US Department of Justice and the Federal Trade Commission.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.classes import sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

TOPS = (1, 3, 5, 10)
INDICES = (*(f"top{k}_share" for k in TOPS), "top20_share", "customers_for_80", "hhi", "gini")
# Where a market counts as moderately and as highly concentrated: US Horizontal Merger Guidelines, § 5.3 (2010), and the
# stricter lines of the Merger Guidelines of 2023, which are those of 1992 again.
HHI_2010 = (1500, 2500)
HHI_2023 = (1000, 1800)

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
    classes = sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    return of_a(classes, thresholds) | concentration(warehouse, facts)


def of_a(classes: Sequence[dict], thresholds: Thresholds) -> dict:
    """Sizes of the chosen classes, best first → a_customer_share and verdict."""
    share = classes[0]["customer_share"]
    return {"a_customer_share": share, "verdict": verdict(share, thresholds)}


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


def concentrated(hhi: float, lines: tuple[int, int]) -> str:
    """How a market of this HHI would be called by the lines of a guideline: spread | moderate | high; who stands on a line is
    moderate, as the guidelines have it."""
    low, high = lines
    return "spread" if hhi < low else "high" if hhi > high else "moderate"
