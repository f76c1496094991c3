"""The table of names and words that recognition works from: `synonyms.toml`, normalised once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_CASES = re.compile(r"(?<=[a-z\u0430-\u044f\d])(?=[A-Z\u0410-\u042f])")
_SIGNS = re.compile(r"[\W_]+")
_IO = str.maketrans("\u0451", "\u0435")
ROMAN = ("i", "ii", "iii", "iv")


@lru_cache(maxsize=20_000)
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


@cache
def months() -> dict[str, int]:
    """Names of months in small letters, whole, in the genitive and shortened → 1..12."""
    return {name: i for i, names in enumerate(_data()["months"]["names"], 1) for name in names}


@cache
def codes(column: str) -> dict[str, str]:
    """What people write in a column of ours, normalised → the code it is kept as; empty where words are free."""
    table = _data()["values"].get(column, {})
    return {normal(word): code for code, words in table.items() for word in [code, *words]}


def kinds() -> dict[str, list[str]]:
    return _data()["kinds"]


@cache
def synonyms(column: str) -> tuple[str, ...]:
    """Names of one of our columns, the surest first. Normalised, so that a mistake in the table cannot hide a name."""
    return tuple(dict.fromkeys(normal(name) for name in [column, *_data()["columns"].get(column, ())]))


@cache
def known_names() -> frozenset[str]:
    return frozenset(name for column in _data()["columns"] for name in synonyms(column))


def names_a_client(heading: str) -> bool:
    """Is a heading one of our names of a client: of the code, of the name beside it, or in a list of clients?"""
    return normal(heading) in _client_names()


@cache
def _client_names() -> frozenset[str]:
    return frozenset(name for column in ("customer_id", "customer_name", "name") for name in synonyms(column))


def counts_thousands(heading: str) -> bool:
    """Does a heading say that its numbers are in thousands or millions: `Sum, k USD`?"""
    words = _SIGNS.sub(" ", heading).casefold().split()
    return bool(set(words) & (words_for("thousands") | words_for("millions")))


def is_known(heading: str) -> bool:
    return normal(heading) in known_names()
