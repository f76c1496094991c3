"""The two windows of the chapters that compare."""

from __future__ import annotations

from analytics import window_words
from analytics.bases import periods, span
from analytics.errors import Unusable
from analytics.report_pages.telling import Asked, Missing, Told
from analytics.windows import Paired, both, pair


def paired(asked: Asked) -> Paired:
    """Both windows of the base; raises Missing when there are none to compare."""
    several = periods(asked.warehouse)
    if not asked.facts.dated and not several:
        raise Missing(asked.words("frame.needs_dates"))
    try:
        windows = pair(span(asked.warehouse), asked.facts.view, asked.against, several)
        return asked.once("paired", lambda: both(asked.warehouse, windows))
    except Unusable as fault:
        raise Missing(asked.words.error(fault)) from None


def said(asked: Asked, found: Paired) -> Told:
    """Which windows, and why these."""
    words, (then, now) = asked.words, (window_words.named(asked.words, w) for w in found.pair.windows)
    told = [f"**{then} → {now}.**", words(f"windows.reason_{found.pair.reason}")]
    return Told(" ".join([*told, *([words("windows.overlap")] if found.pair.overlap else [])]))
