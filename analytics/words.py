"""The words of the product in the visitor's language, with numbers, dates and plurals as that language writes them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter

from babel import Locale, dates, numbers

from analytics.errors import Unusable

LANGUAGES = ("ru", "en")
CATALOGUE = Path(__file__).resolve().parent.parent / "ui" / "locales"
UNDEFINED, MINUS, LESS = "—", "−", "<\u00a0"
SOME = re.compile(r"[1-9]")


class _Formatter(Formatter):
    """`{n:number}`, `{share:percent}`, `{total:money}`, `{day:date}` are written by the language's own rules."""

    def __init__(self, words: Words):
        self.words = words

    def format_field(self, value, spec):
        writers = {"number": self.words.number, "percent": self.words.percent, "money": self.words.money}
        writers |= {"date": self.words.date, "month": self.words.month, "exact": self.words.exact}
        return writers[spec](value) if spec in writers else super().format_field(value, spec)


class Words:
    """Catalogue of one language. `words("room.key", n=3)` → sentence; a key with plural forms is chosen by `n`."""

    def __init__(self, language: str, own: tuple[tuple[str, str], ...] = ()):
        self.language = language if language in LANGUAGES else "en"
        self.locale = Locale.parse(self.language)
        self._sentences = _catalogue(self.language)
        self.own = own
        self._own = dict(own)
        self._formatter = _Formatter(self)

    def __call__(self, key: str, **particulars: object) -> str:
        sentence = self._sentences[key]
        if isinstance(sentence, dict):
            sentence = sentence.get(self.locale.plural_form(particulars["n"]), sentence["other"])
        return self._formatter.vformat(sentence, (), particulars)

    def has(self, key: str) -> bool:
        return key in self._sentences

    def name(self, room: str, code: object) -> str:
        """The word for a code of the data (`at_risk`); the code itself when it is the visitor's own text; — for nothing."""
        return UNDEFINED if code is None else self(f"{room}.{code}") if self.has(f"{room}.{code}") else str(code)

    def segment(self, code: str | None) -> str:
        """A segment of the RFM map by the visitor's own name for it, else by ours."""
        return self._own.get(code) or self.name("common", code)

    def error(self, fault: Unusable) -> str:
        """One sentence; a column of ours in it is named in words, everything else stays as the visitor wrote it."""
        told = dict(fault.particulars)
        if "column" in told:
            told["column"] = self.name("columns", told["column"])
        return self(f"errors.{fault.code}", **told)

    def number(self, value: float | int | Decimal | None, digits: int = 0) -> str:
        return UNDEFINED if value is None else _with_minus(_decimal(value, _pattern(digits), self.language))

    def exact(self, value: float | int | Decimal | None) -> str:
        """As many digits as the number has, up to four: `0,75`, `6`."""
        return UNDEFINED if value is None else _decimal(value, "#,##0.####", self.language)

    def percent(self, value: float | None, digits: int = 1) -> str:
        """A rate 0..1 as per cent; one too small for its digits is `< 0,1 %`, for it is not nothing."""
        if value is None:
            return UNDEFINED
        least = 10.0 ** -(digits + 2)
        if 0 < value <= least / 2:
            return f"{LESS}{self.percent(least, digits)}"
        return _with_minus(_rate(value, _percent(digits, self.language), self.language))

    def money(self, value: float | int | Decimal | None) -> str:
        """Whole units from 1,000 up, cents below; without a currency sign: a file rarely says its currency."""
        return UNDEFINED if value is None else self.number(value, 0 if abs(value) >= 1000 or value == int(value) else 2)

    def short(self, value: float | int | Decimal | None) -> str:
        """`8,3 млн` / `8.3M`: for the large figures of a headline."""
        if value is None or abs(value) < 1000:
            return self.money(value)
        return _with_minus(
            numbers.format_compact_decimal(value, format_type="short", locale=self.locale, fraction_digits=1)
        )

    def signed(self, value: float | int | Decimal | None, write: Callable | None = None) -> str:
        """With its sign, in the words of `short` or of another writer of ours: `+8,3 млн`, `−400`, `0`, `< +0,1 %`.

        What its digits round to nothing has no sign.
        """
        if not value:
            return (write or self.short)(value)
        written = (write or self.short)(abs(value))
        if not SOME.search(written):
            return written
        less = LESS if written.startswith(LESS) else ""
        return f"{less}{'+' if value > 0 else MINUS}{written.removeprefix(less)}"

    def date(self, value: dt.date | None, form: str = "medium") -> str:
        return UNDEFINED if value is None else dates.format_date(value, form, locale=self.locale)

    def bucket(self, bucket: str, first_day: dt.date) -> str:
        """A calendar bucket by its first day: `янв. 2025`, `1-й кв. 2025`, `2025`, a week by its Monday."""
        forms = {"month": "yMMM", "quarter": "yQQQ", "year": "y"}
        if bucket in forms:
            return dates.format_skeleton(forms[bucket], first_day, locale=self.locale)
        return self.date(first_day, "short")

    def month(self, value: dt.date | None) -> str:
        return UNDEFINED if value is None else dates.format_skeleton("yMMM", value, locale=self.locale)


def _with_minus(written: str) -> str:
    """The sign of less than nothing as print has it: Babel writes the hyphen of keyboards."""
    return written.replace("-", MINUS)


# A list is written again at each move of a threshold, nearly always with the same numbers in it.
@lru_cache(maxsize=50_000)
def _decimal(value: float | int | Decimal, pattern: str, language: str) -> str:
    return numbers.format_decimal(value, pattern, locale=language)


@lru_cache(maxsize=50_000)
def _rate(value: float, pattern: str, language: str) -> str:
    return numbers.format_percent(value, pattern, locale=language)


@cache
def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


@cache
def _percent(digits: int, language: str) -> str:
    return _pattern(digits) + ("\u00a0%" if language == "ru" else "%")


@cache
def _catalogue(language: str) -> dict[str, str | dict[str, str]]:
    """`room.key` → sentence, from one TOML file a room: the file's name is the room."""
    sentences = {}
    for file in sorted((CATALOGUE / language).glob("*.toml")):
        for key, sentence in tomllib.loads(file.read_text("utf-8")).items():
            sentences[f"{file.stem}.{key}"] = sentence
    return sentences


@cache
def words(language: str) -> Words:
    return Words(language)


@lru_cache(maxsize=256)
def renamed(language: str, own: tuple[tuple[str, str], ...]) -> Words:
    """The words of a visitor who has names of their own for segments of the RFM map: (code, name) pairs."""
    return Words(language, own) if own else words(language)
