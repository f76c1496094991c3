"""How a window is written."""

from __future__ import annotations

from analytics.windows import Window, whole_months
from analytics.words import Words


def named(words: Words, window: Window) -> str:
    """A window as a person calls it: a whole year, quarter or month by its name, else its days."""
    start, end = window
    for bucket, months in (("year", 12), ("quarter", 3), ("month", 1)):
        if start.day == 1 and (start.month - 1) % months == 0 and whole_months(window) == months:
            return words.bucket(bucket, start)
    return f"{words.date(start, 'short')} – {words.date(end, 'short')}"
