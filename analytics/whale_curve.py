"""The whale curve: what the clients bring together, summed up from the most profitable to the one who costs most.

It climbs to a peak at the last client who brings anything, and what it falls from there is what the others take away.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.facts import Facts, curve_ranks
from analytics.methods import profitability
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

HEAD_POINTS, TAIL_POINTS = 200, 90
SEGMENTS = 60


def points(warehouse: Warehouse, facts: Facts, whole: dict) -> list[dict]:
    """`profitability.known` → at most 300 points by rank: rank, customer_id, name, profit (after serving), cumulative, and
    profit_share of the whole profit, None where that is not above zero. Made once; no threshold moves them."""
    n, total = whole["customers"], whole["profit_after_serving"]
    if not n:
        return []
    tail = {n + 1 - rank for rank in curve_ranks(n, TAIL_POINTS)}
    values = {"ranks": sorted({*curve_ranks(n, HEAD_POINTS), *tail}), "peak": whole["winners"]}
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        table = derived.made("whale_curve", facts.customers, customers=facts.customers, values=values)
    share = lambda point: float(point["cumulative"] / total) if total > 0 else None  # noqa: E731
    return [point | {"profit_share": share(point)} for point in warehouse.rows(f"from {table} order by rank")]


def peak(points: Sequence[dict]) -> dict:
    """The first of the points where the curve is highest."""
    return max(points, key=lambda point: (point["cumulative"], -point["rank"]))


def segments(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, whole: dict) -> list[dict]:
    """Where along the curve class D stands: its length in at most SEGMENTS equal parts, each from..to (places, 0 up to the
    number of clients), d (clients of D in it) and share of D in it. Parts without any are left out."""
    n, parts = whole["customers"], min(SEGMENTS, whole["customers"])
    if not n:
        return []
    condition = profitability.unprofitable(thresholds, facts)
    found = warehouse.rows(
        f"""select (profit_rank - 1) * {parts} // {n} as part, count(*) as d
            from {facts.customers} where {condition} and not image_client group by 1 order by 1"""
    )
    edges = [-(-i * n // parts) for i in range(parts + 1)]
    rows = ({"from": edges[r["part"]], "to": edges[r["part"] + 1], "d": r["d"]} for r in found)
    return [row | {"share": row["d"] / (row["to"] - row["from"])} for row in rows]
