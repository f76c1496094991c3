"""Whom can more be sold to? The stars, and those with room who are passive."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.growth_side import Side
from analytics.methods.growth_matrix import Growth
from analytics.words import Words

ROOM = "growth_matrix"
TOLD = {"stars": ("headline", "headline_none"), "difficult_children": ("headline_children", "headline_no_children")}


def sentence(words: Words, rows: Sequence[dict]) -> str:
    """`rows`: growth_matrix.quadrants."""
    by_code, told = {row["quadrant"]: row for row in rows}, []
    for code, (some, none) in TOLD.items():
        row = by_code[code]
        key = some if row["customers"] else none
        told.append(words(f"{ROOM}.{key}", n=row["customers"], share=row["revenue_share"]))
    return " ".join(told)


def written(words: Words, side: Side, value: float) -> str:
    """A value of a side: a share, a number of times a month, a grade."""
    if side.is_share:
        return words.percent(value, 0)
    return words.number(value, 2) if side.source == "per_month" else words.exact(value)


def measured_by(growth: Growth, side: str) -> str:
    """What a side is, in full: activity by requests and orders, by orders alone, of a period nobody knows."""
    source = growth.side(side).source
    if source == "per_month":
        source = "requests" if growth.with_requests else "orders"
        source += "" if growth.months else "_ever"
    return source
