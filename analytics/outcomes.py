"""What files write in the outcome of a lead, told apart by the table of words beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from analytics.ingest.names import normal_name


@cache
def won() -> frozenset[str]:
    """Outcomes, in the normal form of a name, that say the lead became a client."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["won"]
    return frozenset(normal_name(word) for word in told)


def is_won(outcome: str | None) -> bool:
    return normal_name(outcome or "") in won()
