"""The words of the page of loyalty: names of types and measures, why something is not known."""

from __future__ import annotations

from analytics.methods.loyalty import Scores
from analytics.methods.loyalty_measures import MEASURES
from ui import session

ROOM = "loyalty"
LATER = {"no_customers": "customers", "no_contacts": "contacts", "no_sales": "sales"}


def type_name(type: str) -> str:
    return session.t()(f"loyalty_parts.type_{type}")


def measure_name(name: str) -> str:
    return session.t()(f"{ROOM}.measure_{name}")


def why(name: str, reason: str) -> str:
    """Why a measure is not known; of a kind of contact that is not there it says which."""
    kind = session.t()(f"{ROOM}.kind_{name}") if reason == "no_kind" else ""
    return session.t()(f"{ROOM}.why_{reason}", kind=kind)


def why_type(held: Scores, type: str) -> str:
    """Why nobody has a score of a type: the reasons of its measures, each once."""
    return "; ".join(dict.fromkeys(why(m.name, held.missing[m.name]) for m in MEASURES if m.type == type))
