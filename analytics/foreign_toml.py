"""TOML from somebody's file: read as it is, or refused as no TOML of ours before it can take hours."""

from __future__ import annotations

import re
import tomllib

MANY_LINES = ('"""', "'''")
# each is taken whole, an unfinished one to the end of its line, so that nothing is looked at twice
TEXTS = re.compile(r"\"\"\"|'''|\"(?:[^\"\\\n]|\\.)*\"?|'[^'\n]*'?|#[^\n]*")
# a key of more than eight parts; a quoted part stands as one letter by then
TOO_DEEP = re.compile(r"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){8}[\w-]")


def parsed(text: str) -> dict:
    """The text → its tables. Raises ValueError when it is no TOML, holds a text of many lines, or has a key of more parts than
    a person would write.

    The parser's time grows with the square of the parts of a key: a million of them would hold a processor for hours.
    """
    if TOO_DEEP.search(TEXTS.sub(_one_letter, text)):
        raise ValueError("a key of too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _one_letter(found: re.Match) -> str:
    if found[0] in MANY_LINES:
        raise ValueError("a text of many lines")
    return "q"
