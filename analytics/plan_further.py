"""What stands beside the clients in the action plan, of another grain: refusals to call, and the types of loyalty."""

from __future__ import annotations

from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import loyalty, renewal
from analytics.plan_texts import Texts
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

MOST_LEADS = 1000
LEAD = "lead_id name renew_index call_from call_to reason manager".split()
TYPE = "type customers_with_data customers_showing mean_score".split()


def calls(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> int | None:
    """How many refusals are to be called; None without a base of leads, or with an index of columns that are no grades."""
    found = _refusals(warehouse, facts, thresholds)
    return None if found is None else renewal.calls(*found)


def leads(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """A row per refusal whose days to call are not over, the most promising first (at most MOST_LEADS): LEAD."""
    found = _refusals(warehouse, facts, thresholds)
    rows = [] if found is None else renewal.to_call(*found, MOST_LEADS)
    return [{name: row[name] for name in LEAD} for row in rows]


def types(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, texts: Texts) -> list[dict]:
    """A row per type of loyalty that anybody has data on, the one fewest show first: TYPE, showing_share (of those with data)
    and its remedy."""
    rows = [row for row in loyalty.table(warehouse, facts, thresholds) if row["customers_with_data"]]
    told = [
        {name: row[name] for name in TYPE}
        | {"showing_share": row["customers_showing"] / row["customers_with_data"]}
        | {"remedy": texts(f"remedy_{row['type']}")}
        for row in rows
    ]
    return sorted(told, key=lambda row: row["showing_share"])


def _refusals(warehouse: Warehouse, facts: Facts, thresholds: Thresholds):
    if not renewal.is_told(warehouse):
        return None
    found = renewal.leads(warehouse, facts)
    try:
        return found, renewal.index(found, thresholds)
    except Unusable:
        return None
