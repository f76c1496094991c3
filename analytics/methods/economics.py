"""What a point of retention is worth: the base's own rates carried forward, beside published rules of thumb.

A model, never a forecast. Each calendar bucket keeps `retention` of the clients of the one before and gains `joined` more;
each client brings what a client brought on average. Nothing else changes, and keeping costs nothing. Source of the rules:
F. Reichheld, and a guide to customer retention.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.facts import Facts
from analytics.methods.retention import IN_A_YEAR, counted, overall
from analytics.timeline import timeline
from analytics.warehouse import Warehouse

HORIZONS = (12, 24)
# Published rules: what one point of retention adds to profit at least, what five per cent take off costs, how many times
# dearer a new client is than a kept one, and the odds of selling to either.
POINT_ADDS_TO_PROFIT = 0.03
FIVE_PER_CENT_OFF_COSTS = 0.18
WINNING_TO_KEEPING = 5
SELLING_TO_EXISTING = (0.60, 0.70)
SELLING_TO_NEW = (0.05, 0.20)


@dataclass(frozen=True)
class Rates:
    """Of one calendar bucket: clients at its end, share kept 0..1, clients who join, revenue and profit of a client (profit
    None: the base does not tell); `in_a_year`: how many such buckets a year has; `buckets`: how many they were taken from."""

    customers: float
    retention: float
    joined: float
    revenue: float
    profit: float | None
    in_a_year: int
    buckets: int = 1


def rates(warehouse: Warehouse, facts: Facts, rows: list[dict]) -> Rates | None:
    """Rows of `retention.table` → the rates of the last year of those that have a CRR; None when none has."""
    in_a_year = IN_A_YEAR[facts.view.bucket]
    taken = counted(rows)[-in_a_year:]
    clients = sum(row["end_customers"] for row in taken)
    if not clients:
        return None
    money = {row["bucket"]: row for row in timeline(warehouse, facts)}
    return Rates(
        customers=taken[-1]["end_customers"],
        retention=overall(taken),
        joined=sum(row["new"] + row["returned"] for row in taken) / len(taken),
        revenue=float(sum(money[row["bucket"]]["revenue"] for row in taken)) / clients,
        profit=_known([money[row["bucket"]]["profit"] for row in taken], clients),
        in_a_year=in_a_year,
        buckets=len(taken),
    )


def with_points(found: Rates, points: float) -> Rates:
    """The same with the share kept raised by `points` (0.05 is five points), never above all of them."""
    return replace(found, retention=min(1.0, found.retention + points))


def with_arrivals(found: Rates, share: float) -> Rates:
    """The same with `share` of the clients who join now (1: as many)."""
    return replace(found, joined=found.joined * share)


def with_margin(found: Rates, margin: float) -> Rates:
    """The same with an assumed share of profit in revenue."""
    return replace(found, profit=found.revenue * margin)


def path(found: Rates, months: int = HORIZONS[-1]) -> list[dict]:
    """A row per bucket ahead, from now (month 0) on: month, customers, and revenue and profit since now."""
    rows = [
        {
            "month": 0.0,
            "customers": float(found.customers),
            "revenue": 0.0,
            "profit": None if found.profit is None else 0.0,
        }
    ]
    for step in range(1, round(months * found.in_a_year / 12) + 1):
        before = rows[-1]
        customers = before["customers"] * found.retention + found.joined
        row = {"month": 12 * step / found.in_a_year, "customers": customers}
        row["revenue"] = before["revenue"] + customers * found.revenue
        row["profit"] = None if found.profit is None else before["profit"] + customers * found.profit
        rows.append(row)
    return rows


def effect(found: Rates, points: float) -> list[dict]:
    """A row per horizon of HORIZONS and of what (customers at its end, revenue, profit over it): months, what, as_is,
    raised, difference, growth. What is unknown is None; growth of nothing too."""
    ways = path(found), path(with_points(found, points))
    rows = []
    for months in HORIZONS:
        ends = [next(row for row in reversed(way) if row["month"] <= months) for way in ways]
        rows += [_beside(months, what, ends[0][what], ends[1][what]) for what in ("customers", "revenue", "profit")]
    return rows


def growth(found: Rates, points: float, months: int = HORIZONS[0]) -> float | None:
    """By what share revenue over so many months (and profit, at a margin that stays) grows with the points."""
    return next(row["growth"] for row in effect(found, points) if (row["months"], row["what"]) == (months, "revenue"))


def same_by_joining(found: Rates, points: float, months: int = HORIZONS[0]) -> float:
    """How many more clients would have to join in each bucket to bring the revenue that the points bring."""
    one_more = replace(found, joined=found.joined + 1)
    as_is, raised, joined = (path(way, months)[-1]["revenue"] for way in (found, with_points(found, points), one_more))
    return (raised - as_is) / (joined - as_is) if joined > as_is else 0.0


def _beside(months: int, what: str, as_is: float | None, raised: float | None) -> dict:
    difference = None if as_is is None else raised - as_is
    growth_of = difference / as_is if as_is else None
    return {
        "months": months,
        "what": what,
        "as_is": as_is,
        "raised": raised,
        "difference": difference,
        "growth": growth_of,
    }


def _known(amounts: list, clients: int) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return float(sum(known)) / clients if known else None
