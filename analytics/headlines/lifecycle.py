"""Where in its life is everyone? How many are at risk with how much money, and how many are lost."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.words import Words

ROOM = "lifecycle"


def sentence(words: Words, rows: Sequence[dict]) -> str:
    """`rows`: lifecycle.stages."""
    by_stage = {row["class"]: row for row in rows}
    at_risk, lost = by_stage["at_risk"], by_stage["lost"]
    told = words(f"{ROOM}.headline_none")
    if at_risk["customers"]:
        told = words(
            f"{ROOM}.headline", n=at_risk["customers"], money=at_risk["revenue"], share=at_risk["revenue_share"]
        )
    return f"{told} {words(f'{ROOM}.headline_lost', lost=lost['customers'], share=lost['customer_share'])}"
