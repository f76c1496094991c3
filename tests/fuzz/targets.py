"""What is fuzzed: bytes → a room of the reader, with the laws that hold whatever the bytes are.

A target returns quietly for an input that is read or refused by `Unusable`; anything else it lets out is a find. The same
functions replay the kept corpus in the ordinary tests, where no fuzzer is installed.
"""

from __future__ import annotations

import atexit
import csv
import io
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import duckdb

from analytics.errors import Unusable
from analytics.ingest import Hints, casts, charsets, day_casts, formulas, load, understand
from analytics.ingest.shapes import shape
from analytics.thresholds import ALL, Thresholds
from analytics.warehouse import Warehouse
from analytics.words import words

HEADS = (
    ("customer_id,order_date,amount\n", "utf-8", ","),
    ("client;date;amount\r\n", "utf-8", ";"),
    ("Клиент;Дата;Сумма\r\n", "cp1251", ";"),
    ("Клиент\tДата\tСумма\tМенеджер\n", "utf-16", "\t"),
    ("Отчёт за март\n\nКлиент|Дата|Сумма\n", "utf-8", "|"),
)


@cache
def folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="client_base_fuzz_"))
    atexit.register(shutil.rmtree, made, True)
    return made


@cache
def warehouse() -> Warehouse:
    return Warehouse(folder() / "base")


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def understanding(data: bytes) -> None:
    """Any bytes as a file: a table of one width under one header, or a sentence that can be said in both languages."""
    try:
        told = _understood(data)
    except Unusable as fault:
        _say(fault)
        return
    assert len(told.header) == len(set(told.header)) == told.source.width == len(told.shapes)
    for notice in told.notices:
        words("ru")(f"ingest.{notice.code}", **notice.particulars)
    for code, particulars in told.evidence.items():
        words("en")(f"ingest.{code}", **particulars)


def loading(data: bytes) -> None:
    """A sales file whose rows are any bytes: each written row is used or named among those left out, no kopeck is lost."""
    head, encoding, delimiter = HEADS[data[0] % len(HEADS)] if data else HEADS[0]
    try:
        body = data[1:].decode("utf-8", "ignore").replace("\0", "")
        told = _understood((head + body).encode(encoding, "replace"), Hints(kind="sales"))
        [receipt] = load(warehouse(), [told])
    except Unusable as fault:
        _say(fault)
        return
    assert receipt.rows_read == receipt.rows_used + sum(receipt.rows_left_out.values())
    table = warehouse().rows("select count(*) as n, sum(amount) as total from sales")[0]
    assert table["n"] == receipt.rows_used and (table["total"] or 0) == receipt.amount + receipt.amount_without_client
    assert receipt.amount_read == receipt.amount + receipt.amount_without_client + receipt.amount_left_out
    assert warehouse().value("select count(*) from refused") == sum(receipt.rows_left_out.values())
    if told.header_row and told.delimiter == delimiter and told.encoding != "cp866":
        _nothing_lost(told, receipt)


def _nothing_lost(told, receipt) -> None:
    """Where no quote makes a record longer than a line, every line with something in it is a row that was read."""
    text = told.path.read_bytes().decode(told.encoding, "replace").lstrip("\ufeff")
    if '"' in text:
        return
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=told.delimiter, quoting=csv.QUOTE_NONE))
    filled = [line for line in lines[told.header_row :] if any(cell.strip(casts.BLANKS[1:-1]) for cell in line)]
    assert receipt.rows_read == len(filled), f"{len(filled)} rows in the file, {receipt.rows_read} in the receipt"


def encodings(data: bytes) -> None:
    """Bytes → an encoding Python has; valid UTF-8 is never taken for another unless zero bytes tell of UTF-16."""
    told = charsets.detect(iter([data]))
    assert charsets.known(told.name)
    data.decode(told.name, "replace")
    if told.reason == "letters":
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return
        raise AssertionError("strict UTF-8 was given up")


def values(data: bytes) -> None:
    """One cell as a number and as a day: what the usual reading gives, the reading that knows every form gives too."""
    cell = data.decode("utf-8", "ignore").replace("\0", "")
    seen = shape([cell])
    asked = {
        f"number {mark}": (casts.usual_number("cell", mark, seen), casts.any_number("cell", mark, shape=seen))
        for mark in ",."
    } | {
        f"day {order}": (day_casts.usual_date("cell", order, seen), day_casts.any_date("cell", order, seen))
        for order in ("dmy", "mdy")
    }
    columns = ", ".join(f"{usual}, {every}" for usual, every in asked.values())
    found = connection().execute(f"select {columns} from (select $cell::varchar as cell)", {"cell": cell}).fetchall()[0]
    for place, reading in enumerate(asked):
        usual, every = found[2 * place : 2 * place + 2]
        in_reach = usual is not None and (reading.startswith("number") or 1900 <= usual.year <= 2199)
        assert not in_reach or usual == every, f"{reading} of {cell!r}: {usual} and {every}"


def mappings(data: bytes) -> None:
    """`header line \\n formula` → places of the header, which written out again mean the same."""
    head, _, text = data.decode("utf-8", "ignore").partition("\n")
    header = tuple(dict.fromkeys(head.split(",")))
    try:
        formula = formulas.parse(text, header, "base.csv")
    except Unusable as fault:
        _say(fault)
        return
    assert formula.places and all(0 <= place < len(header) for place in formula.places)


def links(data: bytes) -> None:
    """`name=value` lines of an address → thresholds, or a sentence."""
    given = dict(line.partition("=")[::2] for line in data.decode("utf-8", "ignore").split("\n"))
    try:
        Thresholds({name: value for name, value in given.items() if name in ALL}).changed()
    except Unusable as fault:
        _say(fault)


def workbooks(data: bytes) -> None:
    """A workbook whose first sheet is any bytes."""
    path = folder() / "book.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, content in _parts().items():
            book.writestr(name, data if name == "xl/worksheets/sheet1.xml" else content)
    _understand(path)


@cache
def _parts() -> dict[str, bytes]:
    import openpyxl

    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    book = zipfile.ZipFile(out)
    return {name: book.read(name) for name in book.namelist()}


def _understood(data: bytes, hints: Hints | None = None):
    path = folder() / "base.csv"
    path.write_bytes(data)
    scratch = folder() / "base" / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    inside = scratch / "base.csv"
    path.replace(inside)
    return understand(inside, "base.csv", hints, scratch=scratch)


def _understand(path: Path) -> None:
    try:
        understand(path, path.name, scratch=folder() / "scratch")
    except Unusable as fault:
        _say(fault)
    finally:
        shutil.rmtree(folder() / "scratch", ignore_errors=True)


def _say(fault: Unusable) -> None:
    for language in ("ru", "en"):
        assert words(language).error(fault)


TARGETS = {
    "understanding": understanding,
    "loading": loading,
    "encodings": encodings,
    "values": values,
    "mappings": mappings,
    "links": links,
    "workbooks": workbooks,
}
