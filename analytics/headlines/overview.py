"""How is the base? How many clients bring how much, and how few of them bring most of it."""

from __future__ import annotations

from analytics.facts import Facts
from analytics.words import UNDEFINED, Words

ROOM = "overview"
LEFT_OUT = ("profit", "orders", "average_order")


def sentence(words: Words, facts: Facts, found: dict) -> str:
    """`found`: dependence.concentration."""
    whole = facts.whole
    told = words(f"{ROOM}.headline", n=whole["clients"], revenue=words.short(whole["revenue"]))
    return f"{told} {words(f'{ROOM}.headline_80', n=found['customers_for_80'])}" if found["customers_for_80"] else told


def figures(words: Words, facts: Facts, classes: list[dict], found: dict) -> dict[str, str]:
    """Name of a figure → how it is written; those of LEFT_OUT only where the base tells them. `classes`: sizes of the chosen
    ABC."""
    whole = facts.whole
    told = {
        "customers": words.number(whole["clients"]),
        "revenue": words.short(whole["revenue"]),
        "profit": words.short(whole["profit"]),
        "orders": words.number(whole["orders"]),
        "average_order": words.short(whole["revenue"] / whole["orders"] if whole["orders"] else None),
        "a_customer_share": words.percent(classes[0]["customer_share"]),
        "top10_share": words.percent(found["top10_share"]),
    }
    missing = {name for name in LEFT_OUT if told[name] == UNDEFINED}
    return {words(f"columns.{name}"): value for name, value in told.items() if name not in missing}
