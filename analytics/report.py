"""The report of a base as one Excel workbook: every table of the summary with native charts, thresholds and definitions.

Numbers are those of `summary`; sums a reader would check are formulas with their answers beside them, so that the workbook
also reads where nothing is counted anew: in a preview, on a phone, in the protected view of Excel.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics import summary
from analytics.facts import Facts
from analytics.ingest import receipts
from analytics.report_book import (
    change_sheets,
    client_sheet,
    cover,
    definitions,
    life_sheets,
    looks,
    money_sheets,
    relation_sheets,
)
from analytics.report_book.cover import Entry
from analytics.report_book.material import Material
from analytics.report_book.pages import Book, Page
from analytics.report_pages.markdown import plain
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.windows import OPEN
from analytics.words import Words

FORBIDDEN, LONGEST_NAME = re.compile(r"[\[\]:*?/\\]"), 31
HEAD_ROWS = 5


@dataclass(frozen=True)
class Sheet:
    """A sheet of the book: its key in the words of the report, the room whose question it answers, the tables it needs one
    of, and what writes it. A `told` column must have something in it, where rows alone say nothing. The first `head_rows`
    rows and `frozen` columns stay in sight."""

    key: str
    room: str
    tables: tuple[str, ...]
    write: Callable[[Page, Material], None]
    told: str = ""
    head_rows: int = 1
    frozen: int = 0

    def is_there(self, of: Material) -> bool:
        rows = [row for table in self.tables for row in of.tables[table]]
        return bool(rows) and (not self.told or any(row[self.told] is not None for row in rows))


SHEETS = (
    Sheet("overview", "overview", ("overview",), money_sheets.overview),
    Sheet("abc", "abc_analysis", ("abc",), money_sheets.abc),
    Sheet("matrix", "abc_xyz", ("matrix",), money_sheets.matrix),
    Sheet("profit", "profitability", ("profit",), money_sheets.profit),
    Sheet("balance", "dependence", ("balance",), money_sheets.balance),
    Sheet("rfm", "rfm", ("rfm",), life_sheets.rfm),
    Sheet("lifecycle", "lifecycle", ("lifecycle",), life_sheets.lifecycle),
    Sheet("retention", "retention", ("retention",), life_sheets.retention),
    Sheet("cohorts", "cohorts", ("cohorts",), life_sheets.cohorts, frozen=1),
    Sheet("migration", "migration", ("migration",), change_sheets.migration),
    Sheet("development", "development", ("development",), change_sheets.development),
    Sheet("loyalty", "loyalty", ("loyalty",), relation_sheets.loyalty, "mean_score"),
    Sheet("satisfaction", "satisfaction", ("satisfaction",), relation_sheets.satisfaction),
    Sheet("growth", "growth_matrix", ("growth",), relation_sheets.growth),
    Sheet("renew", "renewal", ("renew",), relation_sheets.renew, head_rows=HEAD_ROWS),
    Sheet("portrait", "portrait", ("portrait",), relation_sheets.portrait),
    Sheet("channels", "channels", ("channels",), relation_sheets.channels),
    Sheet("departures", "retention", ("departures",), life_sheets.departures),
    Sheet("clients", "overview", ("overview",), client_sheet.clients, head_rows=HEAD_ROWS, frozen=2),
)


def workbook(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    words: Words,
    against: tuple[dt.date | None, dt.date | None] = OPEN,
) -> bytes:
    """The report of a base and view as an XLSX file. Raises Unusable as `summary.tables` does."""
    tables = summary.tables(warehouse, facts, thresholds, against)
    return book(Material(warehouse, facts, thresholds, words, tables)).content()


def book(of: Material) -> Book:
    """The workbook, not saved yet: a sheet a question, those with nothing in them left out and named on the first."""
    words = of.words
    made = Book(words, words("report.book_title"))
    first = made.page(_name(words, "cover"))
    there = [sheet for sheet in SHEETS if sheet.is_there(of)]
    for sheet in there:
        _write(made.page(_name(words, sheet.key)), of, sheet)
    rooms = _rooms(there, words)
    how = made.page(_name(words, "how"))
    _definitions(how, of, rooms)
    entries = [_entry(sheet, of) for sheet in SHEETS]
    entries.append(Entry(how.name, words("report.book_about_how"), how.name))
    cover.cover(first, of, receipts(of.warehouse), entries, tuple(rooms))
    first.finish(1)
    return made


def _rooms(there: Sequence[Sheet], words: Words) -> dict[str, str]:
    """Room → the name of its first sheet."""
    rooms: dict[str, str] = {}
    for sheet in there:
        rooms.setdefault(sheet.room, _name(words, sheet.key))
    return rooms


def _write(page: Page, of: Material, sheet: Sheet) -> None:
    words = of.words
    page.line(page.name, looks.TITLE)
    page.line(words(f"report.book_about_{sheet.key}"), looks.QUIET)
    page.link(page.row, 1, words("report.book_back"), _name(words, "cover"))
    page.row += 2
    sheet.write(page, of)
    page.finish(sheet.head_rows, sheet.frozen)


def _definitions(page: Page, of: Material, rooms: dict[str, str]) -> None:
    page.line(page.name, looks.TITLE)
    page.link(page.row, 1, of.words("report.book_back"), _name(of.words, "cover"))
    page.row += 2
    page.widen(1, looks.READABLE)
    definitions.how_counted(page, of, rooms)
    page.finish(1)


def _entry(sheet: Sheet, of: Material) -> Entry:
    name, about = _name(of.words, sheet.key), plain(of.words(f"report.book_about_{sheet.key}"))
    if sheet.is_there(of):
        return Entry(name, about, name)
    return Entry(name, about, None, of.words(f"report.book_without_{sheet.key}"))


def _name(words: Words, key: str) -> str:
    """The name of a sheet as Excel allows it."""
    return FORBIDDEN.sub(" ", words(f"report.book_sheet_{key}"))[:LONGEST_NAME]
