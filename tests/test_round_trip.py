"""Any table of typed values, written in any dialect, reads back as it was: no row, no letter and no kopeck is lost."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.hostile_files import SPREADSHEET, book, ods
from tests.ingest_files import Loaded, written_day, written_money

HEADS = {"en": ("customer_id", "order_date", "amount", "manager"), "ru": ("Клиент", "Дата", "Сумма", "Менеджер")}
LATIN, CYRILLIC = "ABCDEFGHabcdefgh", "АБВГДЕЖЗабвгдежз"
SIGNS = " \"'«»;,|\t\n.&-"


@dataclass(frozen=True)
class Dialect:
    """How a file is written."""

    head: str
    encoding: str
    delimiter: str
    line_end: str
    quoting: int
    decimal: str
    grouping: str
    order: str
    mark: str
    clock: bool
    title: tuple[str, ...]
    packed: str


@st.composite
def dialects(draw) -> Dialect:
    head = draw(st.sampled_from(["en", "ru"]))
    encodings = ["utf-8", "utf-8-sig", "utf-16"] + (["cp1251", "cp866", "koi8-r"] if head == "ru" else [])
    order, mark = draw(st.sampled_from([("ymd", "-"), ("dmy", "."), ("dmy", "/"), ("mdy", "/")]))
    decimal = draw(st.sampled_from([".", ","]))
    return Dialect(
        head, draw(st.sampled_from(encodings)), draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])), draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])), decimal,
        draw(st.sampled_from(["", " ", "'"])), order, mark, draw(st.booleans()),
        draw(st.sampled_from([(), ("Отчёт по продажам",), ("Sales report", "")] if head == "ru" else [(), ("Sales report",)])),
        draw(st.sampled_from(["", "gz", "zip"])),
    )  # fmt: skip


def names(letters: str) -> st.SearchStrategy[str]:
    """Names with the letters of a page and every sign that could cut a cell; blanks at the ends are not kept by anybody."""
    inside = st.text(letters + SIGNS, max_size=12)
    return st.builds(
        lambda first, rest, last: first + rest + last, st.sampled_from(letters), inside, st.sampled_from(letters)
    )


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31))
MONEY = st.decimals(Decimal("-999999.99"), Decimal("999999.99"), places=2)
CODES = st.from_regex(r"[0-9]{4,15}", fullmatch=True)


@st.composite
def tables(draw, letters: str) -> list[tuple[str, dt.date, Decimal, str]]:
    rows = draw(
        st.lists(st.tuples(st.one_of(names(letters), CODES), DAYS, MONEY, names(letters)), min_size=4, max_size=12)
    )
    # Two days that can be read in one way only, as any real column of days has.
    return [
        *rows,
        ("A1", dt.date(2024, 1, 31), Decimal("1.50"), "A1"),
        ("B2", dt.date(2024, 12, 25), Decimal("-2.75"), "B2"),
    ]


def written(rows, dialect: Dialect) -> bytes:
    out = io.StringIO(newline="")
    for line in dialect.title:
        out.write(line + dialect.line_end)
    # Python leaves a line feed unquoted where lines end otherwise.
    quoting = csv.QUOTE_ALL if dialect.line_end == "\r" else dialect.quoting
    writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator=dialect.line_end, quoting=quoting)
    writer.writerow(HEADS[dialect.head])
    for client, day, amount, manager in rows:
        shown = written_day(day, dialect.order, dialect.mark, dialect.clock)
        writer.writerow([client, shown, written_money(amount, dialect.decimal, dialect.grouping), manager])
    return out.getvalue().encode(dialect.encoding)


def packed(folder: Path, content: bytes, form: str) -> Path:
    path = folder / (f"base.csv.{form}" if form else "base.csv")
    if form == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("base.csv", content)
    else:
        path.write_bytes(gzip.compress(content) if form else content)
    return path


def reads_back(rows, file: Path, folder: Path) -> None:
    """Nothing is said of the file: its kind, its header, its delimiter, its decimal mark are found in it."""
    base = Loaded(folder, file)
    try:
        receipt = base.receipt
        assert (receipt.rows_read, receipt.rows_used, receipt.rows_left_out) == (len(rows), len(rows), {})
        assert receipt.amount == receipt.amount_read == sum(amount for _, _, amount, _ in rows)
        expected = [(even(client), day, amount, even(manager)) for client, day, amount, manager in rows]
        found = base.rows("customer_id", "order_date", "amount", "manager")
        assert [(even(c), d, a, even(m)) for c, d, a, m in found] == expected
    finally:
        base.warehouse.close()


def even(text: str) -> str:
    """A line end inside a cell may change its kind."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(
    max_examples=25, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(st.data())
def test_a_text_of_any_dialect_reads_back_equal(data):
    dialect = data.draw(dialects())
    cyrillic = dialect.head == "ru"
    rows = data.draw(tables(CYRILLIC if cyrillic else LATIN))
    if dialect.encoding in ("cp866", "koi8-r"):
        rows = [(c.translate(QUOTES), d, a, m.translate(QUOTES)) for c, d, a, m in rows]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        file = packed(folder, written(rows, dialect), dialect.packed)
        reads_back(rows, file, folder)


QUOTES = str.maketrans("«»", '""')


def of_openpyxl(rows, folder: Path, days_as_days: bool = True, from_1904: bool = False) -> Path:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904 if from_1904 else made.epoch
    made.active.append(HEADS["en"])
    for client, day, amount, manager in rows:
        made.active.append([client, day if days_as_days else day.isoformat(), float(amount), manager])
    made.save(folder / "base.xlsx")
    return folder / "base.xlsx"


def of_inline_strings(rows, folder: Path) -> Path:
    """As programs write that keep no list of strings: each text in its cell, days as ISO."""

    def text(value: str) -> str:
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'

    lines = ["".join(map(text, HEADS["en"]))]
    lines += [f'{text(c)}<c t="d"><v>{day}</v></c><c><v>{amount}</v></c>{text(m)}' for c, day, amount, m in rows]
    data = "".join(f"<row>{line}</row>" for line in lines)
    sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{data}</sheetData></worksheet>'
    return book(folder / "base.xlsx", sheet1=sheet.encode())


def of_open_document(rows, folder: Path) -> Path:
    """Blanks in a row are an element of their own, a line is a paragraph."""

    def text(value: str) -> str:
        spaced = re.sub(" {2,}", lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', escape(value))
        lines = "".join(f"<text:p>{line}</text:p>" for line in spaced.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

    def row(cells: str) -> str:
        return f"<table:table-row>{cells}</table:table-row>"

    def values(day: dt.date, amount: Decimal) -> str:
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{day}"/>'
            f'<table:table-cell office:value-type="float" office:value="{amount}"/>'
        )

    lines = [row("".join(map(text, HEADS["en"])))]
    lines += [row(text(client) + values(day, amount) + text(manager)) for client, day, amount, manager in rows]
    return ods(folder / "base.ods", "".join(lines))


WORKBOOKS_BY_NAME = {
    "days as days": of_openpyxl,
    "days as text": partial(of_openpyxl, days_as_days=False),
    "days since 1904": partial(of_openpyxl, from_1904=True),
    "strings in their cells": of_inline_strings,
    "open document": of_open_document,
}


@settings(
    max_examples=12, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(tables(LATIN + CYRILLIC), st.sampled_from(sorted(WORKBOOKS_BY_NAME)))
def test_a_workbook_reads_back_equal(rows, form):
    rows = [(c.replace("\t", " "), d, a, m.replace("\t", " ")) for c, d, a, m in rows]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        reads_back(rows, WORKBOOKS_BY_NAME[form](rows, folder), folder)
