"""Chosen pages of the product as one document that needs nothing else: HTML that prints well, or PDF.

The chapters are data (telling.py) made by one module a page (rooms/), so both forms say the same. Charts are those of the
screen, drawn by the same templates. Nothing is fetched: letters and pictures are inside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from importlib import import_module

from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.windows import OPEN
from analytics.words import Words

CHAPTERS = (
    "overview",
    "abc_analysis",
    "abc_xyz",
    "profitability",
    "rfm",
    "lifecycle",
    "portrait",
    "retention",
    "migration",
    "development",
    "loyalty",
    "satisfaction",
    "growth_matrix",
    "renewal",
    "channels",
    "dependence",
    "action_plan",
)
FORMS = ("html", "pdf")


def document(
    warehouse: Warehouse, facts: Facts, thresholds: Thresholds, words: Words, chapters: Sequence[str] = CHAPTERS,
    form: str = "html", against: tuple[dt.date | None, dt.date | None] = OPEN,
    told: Callable[[int, int, str], None] = lambda done, all, title: None,
) -> bytes:  # fmt: skip
    """The chapters of CHAPTERS (in their order, whatever the order asked for) → the file.

    A chapter the base has nothing for is left out and named at the start with the reason. `told` hears how many of how many
    chapters are done, and which comes next. Raises Unusable: chapter_unknown; what `told` raises ends the work.
    """
    # what draws and sets a page is loaded only when one is asked for
    from analytics.report_pages import as_html, as_pdf, gathering
    from analytics.report_pages.telling import Asked

    asked = Asked(warehouse, facts, thresholds, words, against)
    found = gathering.gathered(asked, in_order(chapters), told)
    return (as_pdf if form == "pdf" else as_html).written(found, words)


def in_order(chapters: Sequence[str]) -> tuple[str, ...]:
    """Names of chapters, each once and as the product has them. Raises Unusable naming one that is none."""
    for name in chapters:
        if name not in CHAPTERS:
            raise Unusable("chapter_unknown", value=name, options=", ".join(CHAPTERS))
    return tuple(name for name in CHAPTERS if name in chapters)


def room(name: str):
    """The module that tells a chapter."""
    return import_module(f"analytics.report_pages.rooms.{name}")
