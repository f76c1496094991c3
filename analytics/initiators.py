"""Who began an order, as files write it: the client's own words are told apart by the table beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from analytics.ingest.names import normal_name


@cache
def of_client() -> frozenset[str]:
    """Words, in the normal form of a name, that say the client began it."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["client"]
    return frozenset(normal_name(word) for word in told)


def is_client(written: str | None) -> bool:
    return normal_name(written or "") in of_client()
