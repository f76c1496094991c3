"""The chapters that were asked for, those left out with the reason, and the first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import analytics.report_pages as pages
from analytics.bases import main_base
from analytics.filters import own_name
from analytics.ingest import receipts
from analytics.plain_text import one_line
from analytics.report_pages.telling import Asked, Chapter, Figures, LeftOut, Missing
from analytics.thresholds import Thresholds


@dataclass(frozen=True)
class Document:
    """Everything a form writes, in words. `facts_of_base`: (name, value) lines of the first page."""

    title: str
    lines: tuple[tuple[str, str], ...]
    figures: Figures
    settings: tuple[tuple[str, str, str], ...]
    chapters: tuple[Chapter, ...]
    left_out: tuple[LeftOut, ...]


def gathered(asked: Asked, names: Sequence[str], told: Callable[[int, int, str], None]) -> Document:
    chapters, left_out, words = [], [], asked.words
    for i, name in enumerate(names):
        told(i, len(names), words(f"{name}.title"))
        try:
            chapters.append(pages.room(name).tell(asked))
        except Missing as why:
            left_out.append(LeftOut(words(f"{name}.title"), str(why)))
    title = words("report_pages.title")
    return Document(title, _lines(asked), _figures(asked), _changed(asked), tuple(chapters), tuple(left_out))


def _lines(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What was looked at: the files, the window, the filters, what money means and what an order is."""
    words, view = asked.words, asked.facts.view
    told = {"base": _files(asked)}
    if view.start:
        told["window"] = words("frame.window_is", start=view.start, end=view.end)
    if view.as_of:
        told["as_of"] = words.date(view.as_of)
    told["filters"] = _filters(asked) or words("report_pages.no_filters")
    told["measure"] = words(f"thresholds.measure.{asked.thresholds['measure']}")
    return tuple((words(f"report_pages.{name}"), one_line(value)) for name, value in told.items())


def _files(asked: Asked) -> str:
    """Kinds of bases with their files, the main one first."""
    main, found = main_base(asked.warehouse), receipts(asked.warehouse)
    names = {
        kind: ", ".join(r.name for r in found if r.kind == kind)
        for kind in dict.fromkeys([main, *(r.kind for r in found)])
    }
    return "; ".join(asked.words(f"bases.{kind}") + (f": {files}" if files else "") for kind, files in names.items())


def _filters(asked: Asked) -> str:
    told = []
    for chosen in asked.facts.view.filters:
        name = own_name(asked.warehouse, chosen.column) or asked.words.name("columns", chosen.column)
        values = ", ".join(value or asked.words("frame.not_given") for value in chosen.values)
        told.append(f"{name}: {values}")
    return "; ".join(told)


def _figures(asked: Asked) -> Figures:
    words, whole = asked.words, asked.facts.whole
    told = {"customers": words.number(whole["clients"]), "revenue": words.money(whole["revenue"])}
    told |= {"profit": words.money(whole["profit"])} if whole["profit"] is not None else {}
    told |= {"orders": words.number(whole["orders"])} if whole["orders"] is not None else {}
    return Figures(tuple((words(f"columns.{name}"), value) for name, value in told.items()))


def _changed(asked: Asked) -> tuple[tuple[str, str, str], ...]:
    """The thresholds that are not the textbook's."""
    names = asked.thresholds.changed()
    return asked.settings([name for name in Thresholds() if name in names])
