"""The words of the page of loyalty: names of types and measures, why something is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.methods.loyalty import Scores
from analytics.methods.loyalty_measures import MEASURES, Measure
from ui import session

ROOM = "loyalty"
LATER = {"no_customers": "customers", "no_contacts": "contacts", "no_sales": "sales"}


def type_name(type: str) -> str:
    return session.t()(f"loyalty_parts.type_{type}")


def measure_name(name: str) -> str:
    return session.t()(f"{ROOM}.measure_{name}")


def by_reason(held: Scores, measures: Iterable[Measure]) -> dict[str, list[str]]:
    """Reason → names of those of the measures that are not known because of it, in their order."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        if measure.name in held.missing:
            found.setdefault(held.missing[measure.name], []).append(measure.name)
    return found


def why(reason: str, names: Sequence[str]) -> str:
    """Why these measures are not known; of kinds of contacts that are not there it says which."""
    words = session.t()
    if reason != "no_kind":
        return words(f"{ROOM}.why_{reason}")
    return words(f"{ROOM}.why_no_kind", n=len(names), kind=", ".join(words(f"{ROOM}.kind_{name}") for name in names))


def why_type(held: Scores, type: str) -> str:
    """Why nobody has a score of a type: the reasons of its measures, each once."""
    reasons = by_reason(held, (measure for measure in MEASURES if measure.type == type))
    return "; ".join(why(reason, names) for reason, names in reasons.items())
