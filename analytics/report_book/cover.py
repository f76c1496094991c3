"""The first sheet: what the report is of, its control totals, where everything is, all thresholds, what the words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest import Receipt
from analytics.report_book import looks
from analytics.report_book.material import Material, days
from analytics.report_book.pages import Page
from analytics.report_book.tables import Table, put_table
from analytics.report_pages.markdown import plain
from analytics.threshold_words import setting
from analytics.thresholds import textbook_values

FILES = (
    "kind name rows_read rows_used rows_refused rows_without_client amount_without_client duplicate_rows clients amount "
    "first_date last_date"
).split()
DEFINITION_COLUMNS = 7


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a sheet that is there, or why it is not."""

    title: str
    question: str
    sheet: str | None
    why: str = ""


def cover(
    page: Page, of: Material, receipts: Sequence[Receipt], entries: Sequence[Entry], rooms: Sequence[str]
) -> None:
    page.line(of.words("report.book_title"), looks.TITLE)
    page.line(_said(of), looks.QUIET)
    page.row += 1
    _seen(page, of)
    _files(page, of, receipts)
    _contents(page, of, entries)
    _thresholds(page, of)
    _definitions(page, of, rooms)


def _said(of: Material) -> str:
    whole, words = of.facts.whole, of.words
    return words("report.book_said", n=whole["clients"], revenue=whole["revenue"])


def _seen(page: Page, of: Material) -> None:
    """The window, the day recency is counted from, filters, and the rules that hold for all sheets."""
    words, view = of.words, of.facts.view
    window = days(view.start, view.end, words) if view.start else words("report.book_no_dates")
    told = {
        "report.book_window": window,
        "report.book_as_of": words.date(view.as_of),
        "report.book_filters": _filters(of) or words("report.book_no_filters"),
        "thresholds.measure": of.measure,
    }
    for name in ("bucket", "order_grain", "include_unfinished"):
        told[f"thresholds.{name}"] = setting(words, name, of.thresholds[name])
    page.line(words("report.book_seen"), looks.SUBTITLE)
    for key, value in told.items():
        page.put(page.row, 1, words(key), looks.body(text=True))
        page.put(page.row, 2, value, looks.body(text=True, bold=True))
        page.widen(1, len(words(key)) + 2)
        page.row += 1
    page.row += 1


def _filters(of: Material) -> str:
    told = [
        f"{of.words.name('columns', chosen.column)}: {', '.join(v or of.words('frame.not_given') for v in chosen.values)}"
        for chosen in of.facts.view.filters
    ]
    return "; ".join(told)


def _files(page: Page, of: Material, receipts: Sequence[Receipt]) -> None:
    """The control totals of every file: before and after."""
    words = of.words
    rows = [_file(receipt, words) for receipt in receipts]
    have = [c for c in FILES if any(row[c] is not None for row in rows)]
    heads = {c: words(f"report.book_file_{c}") for c in have}
    if rows:
        formats = dict.fromkeys(
            ("rows_read", "rows_used", "rows_refused", "rows_without_client", "duplicate_rows"), looks.COUNT
        )
        put_table(page, Table(rows, have, heads, words("report.book_files"), formats=formats))


def _file(receipt: Receipt, words) -> dict:
    told = {c: getattr(receipt, c, None) for c in FILES}
    return told | {"kind": words(f"bases.{receipt.kind}"), "rows_refused": sum(receipt.rows_left_out.values())}


def _contents(page: Page, of: Material, entries: Sequence[Entry]) -> None:
    page.line(of.words("report.book_contents"), looks.SUBTITLE)
    for entry in entries:
        if entry.sheet:
            page.link(page.row, 1, entry.title, entry.sheet)
            page.put(page.row, 2, entry.question, looks.CellLook())
        else:
            page.put(page.row, 1, entry.title, looks.SMALL)
            page.put(page.row, 2, of.words("report.book_left_out", why=entry.why), looks.SMALL)
        page.row += 1
    page.row += 1


def _thresholds(page: Page, of: Material) -> None:
    """Every threshold in force beside the textbook; numbers are numbers, the changed ones stand out."""
    words, textbook, changed = of.words, textbook_values(), of.thresholds.changed()
    page.line(words("report.book_thresholds"), looks.SUBTITLE)
    page.line(words("report.book_changed", n=len(changed)) if changed else words("report.book_unchanged"), looks.QUIET)
    rows = [
        {
            "threshold": words.name("thresholds", name),
            "now": _value(name, value, of),
            "textbook": _value(name, textbook[name], of),
            "mark": words("report.book_is_changed") if name in changed else None,
            "code": name,
        }
        for name, value in of.thresholds.items()
    ]
    heads = {"code": words("report.book_code"), "mark": words("report.book_mark")}
    placed = put_table(page, Table(rows, ("threshold", "now", "textbook", "mark", "code"), heads))
    for i, name in enumerate(of.thresholds):
        row, fill = placed.row_of(i)[0], looks.CHANGED if name in changed else None
        for column in ("now", "textbook"):
            look = looks.CellLook(fill=fill, line="bottom", align="left", wrap=True, indent=1)
            page.put(row, placed.columns[column], rows[i][column], look)
        page.tall(row, placed.columns["now"], max((str(rows[i][side]) for side in ("now", "textbook")), key=len))


def _value(name: str, value: object, of: Material) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if name == "rfm.map":
        return ", ".join(of.words.segment(code) for code in value)
    return setting(of.words, name, value) if _is_named(name, value, of) else str(value)


def _is_named(name: str, value: object, of: Material) -> bool:
    return not isinstance(value, str) or of.words.has(f"thresholds.{name}.{value}")


def _definitions(page: Page, of: Material, rooms: Sequence[str]) -> None:
    """A sentence for each method: what it tells and how it names classes."""
    page.line(of.words("report.book_definitions"), looks.SUBTITLE)
    for room in (room for room in rooms if of.words.has(f"{room}.definition")):
        page.put(page.row, 1, of.words(f"{room}.title"), looks.CellLook(bold=True, wrap=True))
        page.paragraph(2, plain(of.words(f"{room}.definition")), DEFINITION_COLUMNS)
        page.row += 1
    for term in terms(of.words):
        page.put(page.row, 1, term[0], looks.CellLook(bold=True, wrap=True))
        page.paragraph(2, term[1], DEFINITION_COLUMNS)
        page.row += 1


def terms(words) -> list[tuple[str, str]]:
    """The glossary of classes and measures: (word, meaning)."""
    names = "value abc xyz class_d rfm stage rung crr cohort loyalty csi nps quadrant renew hhi gini".split()
    return [(words(f"report.book_term_{name}"), words(f"report.book_meaning_{name}")) for name in names]
