"""The table of names and words that recognition works from: `synonyms.toml`, normalised once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_CASES = re.compile(r"(?<=[a-z\u0430-\u044f\d])(?=[A-Z\u0410-\u042f])")
_SIGNS = re.compile(r"[\W_]+")
_IO = str.maketrans("\u0451", "\u0435")


@cache
def normal(heading: str) -> str:
    """`CustomerID`, `customer_id`, ` Customer  Id ` → `customer id`; units at the end (`, USD`) are dropped."""
    text = unicodedata.normalize("NFKC", heading)
    text = _SIGNS.sub(" ", _CASES.sub(" ", text)).casefold().translate(_IO)
    words = text.split()
    while len(words) > 1 and words[-1] in words_for("noise"):
        words.pop()
    return " ".join(words)


@cache
def _data() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text("utf-8"))


@cache
def words_for(use: str) -> frozenset[str]:
    return frozenset(_data()["words"][use])


def kinds() -> dict[str, list[str]]:
    return _data()["kinds"]


@cache
def synonyms(column: str) -> tuple[str, ...]:
    """Names of one of our columns, the surest first. Normalised, so that a mistake in the table cannot hide a name."""
    return tuple(dict.fromkeys(normal(name) for name in [column, *_data()["columns"].get(column, ())]))


@cache
def known_names() -> frozenset[str]:
    return frozenset(name for column in _data()["columns"] for name in synonyms(column))


def is_known(heading: str) -> bool:
    return normal(heading) in known_names()
