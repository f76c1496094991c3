"""Written numbers → exact Decimals, for the arithmetic of reports."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from analytics.ingest import formats

PLACES = Decimal("0.0001")
# Without a group of three digits behind a mark nothing can be read in two ways.
_SIMPLE = re.compile(r"^-?\d{1,15}(?:[.,]\d{1,2})?$")
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+$")


@lru_cache(maxsize=200_000)
def number(text: str | None, decimal: str) -> Decimal | None:
    """`1 234,50` by a comma → 1234.5000; None for anything that is no number. Rounded as money is kept."""
    if not text:
        return None
    if _SIMPLE.match(text):
        return Decimal(text.replace(",", ".")).quantize(PLACES)
    if not any(c.isdigit() for c in text) or not formats.is_number(text):
        return None
    plain = _marked(formats.stripped_number(text), decimal)
    try:
        return Decimal(plain).quantize(PLACES)
    except InvalidOperation:
        return None


def _marked(text: str, decimal: str) -> str:
    other = "." if decimal == "," else ","
    if decimal in text and other in text:
        last = max(decimal, other, key=text.rindex)
        return text.replace(other if last == decimal else decimal, "").replace(last, ".")
    if other in text and (text.count(other) > 1 or _GROUPED.match(text)):
        return text.replace(other, "")
    if text.count(decimal) > 1:
        return text.replace(decimal, "")
    return text.replace(",", ".")


def is_value(text: str) -> bool:
    """A number or a day, not a name."""
    return formats.is_number(text) or formats.is_date(text)
