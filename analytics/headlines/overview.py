"""How is the base? How many clients bring how much, and how few of them bring most of it."""

from __future__ import annotations

from analytics.facts import Facts
from analytics.words import Words

ROOM = "overview"


def sentence(words: Words, facts: Facts, found: dict) -> str:
    """`found`: dependence.concentration."""
    whole = facts.whole
    told = words(f"{ROOM}.headline", n=whole["clients"], revenue=words.short(whole["revenue"]))
    return f"{told} {words(f'{ROOM}.headline_80', n=found['customers_for_80'])}" if found["customers_for_80"] else told
