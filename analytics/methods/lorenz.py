"""The Lorenz curve: what share of the total the smallest clients bring together; the line of equality is its diagonal.

Source: M. O. Lorenz (1905); the Gini coefficient is twice the area between the two (C. Gini, 1912).
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.facts import Facts


def points(curve: Sequence[dict], facts: Facts) -> list[dict]:
    """The Pareto curve (rank, cumulative_share) → points from the smallest client to the largest: `clients` and `share`, both
    0..1 and the first (0, 0), the last (1, 1), with `rank`, `name` and `value` of the client from whom on the rest is larger.

    Clients who brought nothing above zero lie on the ground. None of unknown value take part; no points without a
    positive total.
    """
    valued = facts.whole["valued_clients"]
    if not valued or not facts.whole["positive_total"]:
        return []
    known = [point for point in curve if point["cumulative_share"] is not None and point["rank"] <= valued]
    told = [{**_told(point), **_place(point["rank"], point["cumulative_share"], valued)} for point in reversed(known)]
    return [*told, {"rank": 0, "name": None, "value": None, "clients": 1.0, "share": 1.0}]


def best_fifth(found: dict, facts: Facts) -> dict | None:
    """Where the best fifth of the clients (whole clients, rounded down but never nobody) begins on the curve: `clients`,
    `share`, and what they bring (`top_share`). `found` is `dependence.concentration`."""
    valued = facts.whole["valued_clients"]
    if found["top20_share"] is None or not valued:
        return None
    many = max(1, valued // 5)
    return {"customers": many, "top_share": found["top20_share"]} | _place(many, found["top20_share"], valued)


def _told(point: dict) -> dict:
    value = point["value"]
    return {"rank": point["rank"], "name": point["name"], "value": None if value is None else float(value)}


def _place(rank: int, cumulative_share: float, valued: int) -> dict:
    return {"clients": (valued - rank) / valued, "share": 1 - cumulative_share}
