"""The words reports are recognised by: `words.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analytics.ingest import lexicon

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))


@cache
def words(room: str, use: str) -> frozenset[str]:
    """Normalised words of one use."""
    return frozenset(_data()[room][use])


def own_name(room: str, use: str, beside: Iterable[str | None]) -> str:
    """A heading of ours for a column of the report, in the language its other headings are in."""
    russian, english = _data()[room][use]
    return russian if any(_CYRILLIC.search(text or "") for text in beside) else english


def rank(heading: str) -> int | None:
    """What a level named so holds: 1 clients and more, 0 a client, -1 a part of a client; None for an unknown name."""
    name = lexicon.normal(heading)
    places = {"above": 1, "client": 0, "within": -1}
    return next((place for use, place in places.items() if name in words("groups", use)), None)


def holds_clients(heading: str) -> bool:
    """Does a column with this heading hold clients, and not parts of a client?"""
    return lexicon.names_a_client(heading) and rank(heading) != -1


def begins(text: str, room: str, use: str) -> bool:
    """Is the normalised text one of the words, or does it go on after one of them?"""
    parts = text.split()
    return any(" ".join(parts[:n]) in words(room, use) for n in range(1, min(len(parts), 4) + 1))
