"""What a company is after → which types of loyalty matter most for it.

Source: S. Nezhintseva names two (a start-up: financial; streamlining processes: evaluative); the rest follow her reasoning:
the type that pays in what the company lacks comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

GOALS: dict[str, tuple[str, ...]] = {
    "start_up": ("financial", "referral"),
    "turnover": ("financial", "contact"),
    "new_clients": ("referral", "evaluative"),
    "streamline": ("evaluative", "procedural"),
    "payments": ("procedural", "financial"),
    "keep": ("contact", "evaluative"),
    "new_product": ("contact", "evaluative"),
    "reputation": ("evaluative", "referral"),
}


def ordered(types: Sequence[str], goal: str | None) -> tuple[str, ...]:
    """The types with those first that matter for the goal; the others keep their order. Without a goal nothing moves."""
    first = [code for code in GOALS.get(goal or "", ()) if code in types]
    return (*first, *(code for code in types if code not in first))
