"""The doctor's table of words: `words.toml`, in the normal form of names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from analytics.ingest.names import normal_name


@cache
def words_for(use: str) -> frozenset[str]:
    told = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))[use]
    return frozenset(normal_name(word) for word in told)
