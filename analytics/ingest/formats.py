"""How numbers and dates are written in a file: decimal mark and day/month order, each with the value that proves it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analytics.ingest import lexicon

SPACES = " \u00a0\u202f\u2009\u2007\t"
APOSTROPHES = "'\u2019\u00b4"
SIGNS = "$\u20ac\u00a3\u20bd\u20b4\u20b8"
_CURRENCY = "|".join([f"[{SIGNS}]", *sorted(lexicon.words_for("currency"), key=len, reverse=True)])
CURRENCY_AT_ENDS = f"^({_CURRENCY})\\.?|({_CURRENCY})\\.?$"
_GROUPING = re.compile(f"[{SPACES}{APOSTROPHES}]")
_ENDS = re.compile(CURRENCY_AT_ENDS, re.IGNORECASE)
_PLAIN = re.compile(r"^[+-]?(\d+([.,]\d+)*|[.,]\d+)(e[+-]?\d+)?$", re.IGNORECASE)
_DATE = re.compile(r"^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T,]+\d{1,2}:\d{2}.*)?$")
_COMPACT = re.compile(r"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")


@dataclass(frozen=True)
class Decision:
    """What was decided and why: `reason` is a code of `ingest.*`, `value` the cell that shows it."""

    choice: str | None
    reason: str
    value: str | None = None


def stripped_number(text: str) -> str:
    """A written number without its grouping spaces, currency, brackets and trailing minus; marks stay as they are."""
    text = _GROUPING.sub("", text).replace("\u2212", "-")
    if _PLAIN.match(text):
        return text
    text = _ENDS.sub("", text)
    if text.startswith("(") and text.endswith(")"):
        text = "-" + _ENDS.sub("", text[1:-1])
    return "-" + text[:-1] if text.endswith("-") else text


def is_number(text: str) -> bool:
    return bool(_PLAIN.match(stripped_number(text)))


def is_date(text: str) -> bool:
    """Looks like a day: 2024-01-31, 31.01.2024 10:30, 1/31/24, 20240131."""
    text = text.strip()
    found = _DATE.match(text)
    if not found:
        return bool(_COMPACT.match(text))
    first, _, middle, last = found.groups()
    if len(first) == 4:
        return 1 <= int(middle) <= 12 and 1 <= int(last) <= 31
    days = sorted((int(first), int(middle)))
    return len(first) < 3 and len(last) in (2, 4) and 1 <= days[0] <= 12 and days[1] <= 31


def decimal_mark(values: Iterable[str], likely: str) -> Decision:
    """The decimal mark of a file by the most of its numbers; `likely` is taken where none of them tells.

    The last of two different marks is decimal; a single one is too, unless exactly three digits follow it: it may group.
    """
    examples: dict[str | None, str] = {}
    votes: Counter[str | None] = Counter()
    for value in values:
        mark = _telling_mark(stripped_number(value))
        examples.setdefault(mark, value)
        votes[mark] += 1
    if votes[","] or votes["."]:
        mark = max(",.", key=lambda m: (votes[m], m == likely))
        return Decision(mark, "decimal_seen", examples[mark])
    return Decision(likely, "decimal_unclear", examples["?"]) if "?" in examples else Decision(likely, "decimal_none")


def _telling_mark(number: str) -> str | None:
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
    """The order of day, month and year in one column, from all the values given; dots are always day first."""
    slashed = None
    shape = None
    for value in values:
        order = _telling_order(value.strip())
        if order in ("dmy", "mdy"):
            return Decision(order, f"order_{order}_seen", value)
        if order == "?":
            slashed = slashed or value
        shape = shape or (order and Decision(order, "order_ymd_seen", value))
    return Decision(None, "order_unclear", slashed) if slashed else shape or Decision(None, "order_none")


def _telling_order(text: str) -> str | None:
    if _COMPACT.match(text):
        return "ymd"
    found = _DATE.match(text)
    if not found:
        return None
    first, mark, middle, last = found.groups()
    if len(first) == 4:
        return "ymd"
    if mark == "." or int(first) > 12:
        return "dmy"
    return "mdy" if int(middle) > 12 else "?"
