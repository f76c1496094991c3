"""Names of clients as different people write them, brought to one form."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

_SIGNS = re.compile(r"[\W_]+")
_IO = str.maketrans("\u0451", "\u0435")
_RUSSIAN = re.compile(r"[\u0430-\u044f]")
_LATIN = re.compile("[a-z]")


def normal_name(name: str) -> str:
    """A name without case, marks, blanks at will, its io dots and its legal form; what is nothing but a form stays."""
    return " ".join(taken_apart(name)[0])


def taken_apart(name: str) -> tuple[list[str], str | None]:
    """Words of the normal form in the order they were written, and the code of the legal form (`ooo`, `ip`, `ltd`), if any."""
    return _without_form(_words(name))


def _words(name: str) -> list[str]:
    # the numero sign would become the letters "no", stuck to the number
    text = unicodedata.normalize("NFKC", name.replace("\u2116", " ")).casefold().translate(_IO)
    return [_one_alphabet(word) for word in _SIGNS.sub(" ", text).split()]


def _one_alphabet(word: str) -> str:
    """A word that mixes look-alike letters of two alphabets, all in Russian; any other as it is."""
    if not (_RUSSIAN.search(word) and _LATIN.search(word)):
        return word
    meant = word.translate(_lookalikes())
    return word if _LATIN.search(meant) else meant


def _without_form(words: list[str]) -> tuple[list[str], str | None]:
    """The words beside the legal form, and the form; a form stands at an end of the name."""
    for length in range(min(_longest_form(), len(words)), 0, -1):
        for form, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            code = _forms().get(" ".join(form))
            if code and rest:
                return rest, code
    return words, None


@cache
def _data() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))


@cache
def _lookalikes() -> dict[int, str]:
    return str.maketrans(_data()["lookalikes"])


@cache
def _forms() -> dict[str, str]:
    return {spelling: code for code, spellings in _data()["legal_forms"].items() for spelling in spellings}


@cache
def _longest_form() -> int:
    return max(len(spelling.split()) for spelling in _forms())
