"""The words of the page of loyalty: names of types and measures, why something is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.headlines import loyalty as told
from analytics.methods.loyalty import Scores
from analytics.methods.loyalty_measures import Measure
from ui import session

ROOM = "loyalty"
LATER = {"no_customers": "customers", "no_contacts": "contacts", "no_sales": "sales"}


def type_name(type: str) -> str:
    return session.t()(f"loyalty_parts.type_{type}")


def measure_name(name: str) -> str:
    return session.t()(f"{ROOM}.measure_{name}")


def by_reason(held: Scores, measures: Iterable[Measure]) -> dict[str, list[str]]:
    """Reason → names of those of the measures that are not known because of it, in their order."""
    return told.by_reason(held, measures)


def why(reason: str, names: Sequence[str]) -> str:
    return told.why(session.t(), reason, names)


def why_type(held: Scores, type: str) -> str:
    return told.why_type(session.t(), held, type)
