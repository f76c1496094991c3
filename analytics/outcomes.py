"""What files write in the outcome of a lead, told apart by the table of words beside this file.

A lead without an outcome, or with one that says it is in hand, is open; one that became a client is won; any other refused.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from analytics.ingest.names import normal_name

WON, OPEN, REFUSED = "won", "open", "refused"


def is_won(outcome: str | None) -> bool:
    return state(outcome) == WON


@lru_cache(maxsize=10_000)
def state(outcome: str | None) -> str:
    """`won`, `open` or `refused`."""
    said = normal_name(outcome or "")
    if said in _words(WON):
        return WON
    return OPEN if not said or said in _words(OPEN) else REFUSED


@cache
def _words(state_: str) -> frozenset[str]:
    """Outcomes of this state, in the normal form of a name."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[state_]
    return frozenset(map(normal_name, told))
