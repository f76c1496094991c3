"""How days are written: with marks, with the month's name, as a quarter or a month, as one number of a program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analytics.ingest import lexicon

BLANKS = " \t\r\n\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
CLOCK = r"(T|[\s,]+([^\s\d:]{1,2}\s+)?)\d{1,2}:\d{2}.*$"
# Excel counts days from 1899-12-30; 32874 is the first day of 1990 and 62091 the last of 2069.
SERIAL = (32874, 62091)
# A cell is asked about several times while a file is understood, and most cells come again further down.
CELLS_REMEMBERED = 1 << 14
_CLOCK = re.compile(CLOCK)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})$")
_MONTH = re.compile(r"^(?:(?:19|20)\d{2}[-/](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/](?:19|20)\d{2})$")
_DOTTED_MONTH = re.compile(r"^(?:0[1-9]|1[0-2])\.(?:19|20)\d{2}$|^(?:19|20)\d{2}\.(?:0[1-9]|1[0-2])$")
_SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
_STAMP = re.compile(
    r"^(19|20)\d{2}(0[1-9]|1[0-2])(?:(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d)?)?)?)?$"
)
_SECONDS = re.compile(r"^1\d{9}(?:\d{3})?(?:[.,]\d+)?$")
_WORDS = re.compile(r"[^\W\d_]+")
_AFTER_MONTH = re.compile(r"^[^\W\d_]+\.?[-. '\u2019](\d{2})$")


def has_digit(text: str) -> bool:
    return bool(_DIGIT.search(text))


def trimmed(text: str) -> str:
    """Without blanks of any width and invisible marks at the ends."""
    return text.strip(BLANKS + INVISIBLE)


def bare(text: str) -> str:
    """A written day without its clock, zone and the word "year" behind it."""
    text = _CLOCK.sub("", trimmed(text))
    words = _WORDS.findall(text)
    if words and words[-1].casefold() in lexicon.words_for("year"):
        text = text[: text.rindex(words[-1])].rstrip(BLANKS)
    return text


def parts(text: str) -> tuple[str, str, str, str] | None:
    """A day in three numbers: first, mark, middle, last; None for any other form."""
    found = _DATE.match(bare(text))
    return found.groups() if found else None


@lru_cache(maxsize=CELLS_REMEMBERED)
def is_date(text: str) -> bool:
    """Looks like a day by itself: 2024-01-31, 31.01.2024 10:30, 1/31/24, 20240131, 5 Mar 2024, 2024-03, Q1 2024."""
    if not has_digit(text):
        return False
    found = parts(text)
    if found:
        return _could_be(found[0], found[2], found[3])
    text = bare(text)
    return bool(_MONTH.match(text)) or is_compact(text) or is_worded(text)


def _could_be(first: str, middle: str, last: str) -> bool:
    if len(first) == 4:
        return 1 <= int(middle) <= 12 and 1 <= int(last) <= 31
    days = sorted((int(first), int(middle)))
    return len(first) < 3 and len(last) in (2, 4) and 1 <= days[0] <= 12 and days[1] <= 31


def is_compact(text: str) -> bool:
    return len(text) == 8 and bool(_STAMP.match(text))


def is_worded(text: str) -> bool:
    """5 March 2024, Mar 5, 2024, 05-mar-24, March 2024, mar-24, 1 q. 2024: one month or quarter and the numbers for it."""
    text = bare(text)
    words, numbers = [w.casefold() for w in _WORDS.findall(text)], re.findall(r"\d+", text)
    months = [w for w in words if w in lexicon.months()]
    if months:
        alone = len(numbers) == 1 and (len(numbers[0]) == 4 or bool(_AFTER_MONTH.match(text)))
        return len(months) == 1 and (alone or (len(numbers) == 2 and any(0 < int(n) <= 31 for n in numbers)))
    return _is_quarter(words, numbers)


def _is_quarter(words: list[str], numbers: list[str]) -> bool:
    if not lexicon.words_for("quarter") & set(words) or not any(len(n) == 4 for n in numbers):
        return False
    said = [n for n in numbers if len(n) == 1] + [w for w in words if w in lexicon.ROMAN]
    return len(said) == 1 and said[0] in ("1", "2", "3", "4", *lexicon.ROMAN)


def is_number_of_day(text: str) -> bool:
    """Is a day only where the column is known to hold days: Excel's 45292.5, 2024030510, 1709632200, 202403, 03.2024."""
    text = trimmed(text)
    serial = _SERIAL.match(text)
    if serial:
        return SERIAL[0] <= int(serial[1]) <= SERIAL[1]
    return bool(_STAMP.match(text) or _SECONDS.match(text) or _DOTTED_MONTH.match(text))


def are_days(values: Sequence[str]) -> bool:
    """Could every value of a column be a day, were its heading to say so?"""
    return bool(values) and all(is_number_of_day(v) or is_date(v) for v in values)


def order(text: str) -> str | None:
    """What one day proves of its column: dmy, mdy, ymd, words, numbers; "?" when it reads either way, None for no day."""
    found = parts(text)
    if not found:
        stamp = is_compact(bare(text)) or _MONTH.match(bare(text))
        return "ymd" if stamp else "words" if is_worded(text) else "numbers" if is_number_of_day(text) else None
    first, mark, middle, _ = found
    if len(first) == 4:
        return "ymd"
    if mark == "." or int(first) > 12:
        return "dmy"
    return "mdy" if int(middle) > 12 else "?"
