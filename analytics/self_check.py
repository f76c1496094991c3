"""Recounts published numbers of the sample bases: ours beside theirs."""

from __future__ import annotations

from analytics.classes import sizes
from analytics.facts import Facts, build
from analytics.methods import abc_analysis, dependence
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse

WHOLE_BASE = """
select count(*) as rows, count(distinct customer_id) as clients, sum(amount) as amount,
       sum(amount) filter (customer_id is not null) as amount_with_client,
       count(*) filter (customer_id is null) as rows_without_client
from sales
"""


def recount(warehouse: Warehouse) -> dict[str, object]:
    """The loaded base, whole and by the textbook → every number that others have published, by its code."""
    thresholds = Thresholds()
    facts = build(warehouse, View().under(thresholds))
    counted = warehouse.rows(WHOLE_BASE)[0] | {"average": facts.whole["average"]}
    counted |= dependence.concentration(warehouse, facts)
    for name in ("share", "average"):
        counted |= _classes(warehouse, facts, thresholds, name)
    return counted


def beside(ours: dict[str, object], published) -> list[dict]:
    """A row per published number: what, ours, theirs, source, agrees (ours rounded to as many digits as were published)."""
    return [
        {
            "what": p.what,
            "ours": ours[p.what],
            "theirs": p.value,
            "source": p.source,
            "agrees": agrees(ours[p.what], p.value),
        }
        for p in published
    ]


def agrees(ours: object, theirs: object) -> bool:
    digits = len(str(theirs).partition(".")[2])
    return round(float(ours), digits) == round(float(theirs), digits)


def _classes(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, name: str) -> dict[str, int]:
    column = abc_analysis.method(thresholds, facts, name).column()
    return {f"abc_{name}_{row['class'].lower()}": row["customers"] for row in sizes(warehouse, facts, column)}
