"""How numbers and dates are written in a file: decimal mark and day/month order, each with the value that proves it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analytics.ingest import days, lexicon

SPACES = days.BLANKS.replace("\r\n", "") + days.INVISIBLE
APOSTROPHES = "'\u2019\u00b4`"
SIGNS = "$\u20ac\u00a3\u20bd\u20b4\u20b8\u00a5\u20be"
MINUSES = "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
NUMBER = (
    r"[+-]?(\d+[.,]?\d*|[.,]\d+|\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?|\d{1,3}(\.\d{3})+(,\d*)?|\d{1,3}(,\d{3}){2,}|"
    r"\d{1,3}(\.\d{3}){2,})(e[+-]?\d+)?"
)


def _words(use: str) -> str:
    return "|".join(map(re.escape, sorted(lexicon.words_for(use), key=len, reverse=True)))


BESIDE = f"{_words('currency')}|{_words('pieces')}|[{SIGNS}]"
BESIDE_AT_ENDS = f"^({BESIDE})\\.?|({BESIDE})\\.?$"
MULTIPLES = {n: f"({_words(use)})\\.?$" for use, n in (("thousands", 1000), ("millions", 10**6), ("milliards", 10**9))}
KOPECKS = r"^([+-]?\d+)=(\d\d)$"
_GROUPING = re.compile(f"[{SPACES}{APOSTROPHES}]")
_MINUS = str.maketrans(MINUSES, "-" * len(MINUSES))
_ENDS = re.compile(BESIDE_AT_ENDS, re.IGNORECASE)
_MULTIPLE = re.compile("|".join(MULTIPLES.values()), re.IGNORECASE)
_PLAIN = re.compile(f"^{NUMBER}$", re.IGNORECASE)
_DASHED_KOPECKS = re.compile(r"^\d+-\d\d$")
is_date = days.is_date


@dataclass(frozen=True)
class Decision:
    """What was decided and why: `reason` is a code of `ingest.*`, `value` the cell that shows it, `more` its particulars."""

    choice: str | None
    reason: str
    value: str | None = None
    more: dict[str, object] = field(default_factory=dict)

    @property
    def particulars(self) -> dict[str, object]:
        return {"value": self.value} | self.more


@lru_cache(maxsize=days.CELLS_REMEMBERED)
def stripped_number(text: str) -> str:
    """A written number without its grouping spaces, currency, brackets and trailing minus; marks stay as they are."""
    text = _GROUPING.sub("", text).translate(_MINUS)
    if _PLAIN.match(text):
        return text
    text = _MULTIPLE.sub("", _ENDS.sub("", text))
    if text.startswith("(") and text.endswith(")"):
        text = "-" + _ENDS.sub("", text[1:-1])
    if text.startswith("-"):
        text = "-" + _ENDS.sub("", text[1:])
    text = re.sub(KOPECKS, r"\1.\2", text)
    return "-" + text[:-1] if text.endswith("-") else text


def is_number(text: str) -> bool:
    """1 234,56 in any grouping, (3,50), 5-, $5, 5 rub., 1.5k, 1 200=00; a share with % is no amount."""
    return days.has_digit(text) and bool(_PLAIN.match(stripped_number(text)))


def are_kopecks(values: Sequence[str]) -> bool:
    """Are all the values like 1200-00, roubles and kopecks? A single one of them could be anything."""
    return bool(values) and all(_DASHED_KOPECKS.match(_GROUPING.sub("", v)) for v in values)


def is_nothing(text: str) -> bool:
    """Says a cell of a number or a date that there is none: a dash, n/a, a formula's fault."""
    return days.trimmed(text).casefold() in lexicon.words_for("nothing")


def decimal_mark(values: Iterable[str], likely: str) -> Decision:
    """The decimal mark of a file by the most of its numbers; `likely` is taken where none of them tells.

    The last of two different marks is decimal; a single one is too, unless exactly three digits follow it: it may group.
    """
    examples: dict[str | None, str] = {}
    votes: Counter[str | None] = Counter()
    for value in values:
        mark = telling_mark(stripped_number(value))
        examples.setdefault(mark, value)
        votes[mark] += 1
    if votes[","] or votes["."]:
        mark = max(",.", key=lambda m: (votes[m], m == likely))
        return Decision(mark, "decimal_seen", examples[mark])
    return Decision(likely, "decimal_unclear", examples["?"]) if "?" in examples else Decision(likely, "decimal_none")


def telling_mark(number: str) -> str | None:
    """The decimal mark a stripped number proves; "?" when its one mark may group thousands, None when it has none."""
    marks = [c for c in number if c in ",."]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "." if marks[0] == "," else ","
    whole, _, part = number.lstrip("+-").partition(marks[0])
    grouped = len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "?" if grouped else marks[0]


def date_order(values: Iterable[str]) -> Decision:
    """The order of day, month and year in one column, from all the values given; dots are always day first.

    Values that prove both orders leave it to the order more of them prove: `order_conflict`, with both examples.
    """
    proofs: dict[str | None, list[str]] = {}
    for value in values:
        proofs.setdefault(days.order(value), []).append(value)
    if "dmy" in proofs and "mdy" in proofs:
        return _conflict(proofs)
    for order in ("dmy", "mdy"):
        if order in proofs:
            return Decision(order, f"order_{order}_seen", proofs[order][0])
    if "?" in proofs:
        return Decision(None, "order_unclear", proofs["?"][0])
    for order, choice in (("ymd", "ymd"), ("words", "dmy"), ("numbers", "ymd")):
        if order in proofs:
            return Decision(choice, f"order_{order}_seen", proofs[order][0])
    return Decision(None, "order_none")


def _conflict(proofs: dict[str | None, list[str]]) -> Decision:
    order, other = sorted(("dmy", "mdy"), key=lambda o: len(proofs[o]), reverse=True)
    more = {"n": len(proofs[other]), "other": proofs[other][0]}
    return Decision(order, "order_conflict", proofs[order][0], more)
