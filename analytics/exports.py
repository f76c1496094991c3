"""Tables out of the house: workbook, CSV, Parquet, JSON. Nothing in them can run as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from analytics.errors import Unusable
from analytics.words import Words

# Excel and others run a cell that begins so, after blanks too; the full-width signs are taken for the plain ones.
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
BLANKS = " \u00a0\u200b\ufeff\0"
A_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
WIDEST = 40
LOOKED_AT = 100


def as_table(rows: pa.Table | Sequence[dict]) -> pa.Table:
    """Rows of the same keys → a table; a column that holds money in one row and a rate or a count in another holds plain
    numbers. A table stays as it is."""
    if isinstance(rows, pa.Table):
        return rows
    columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    return pa.table({name: unmixed(values) for name, values in columns.items()})


def unmixed(values: list) -> list:
    """A column of different numbers becomes one of plain numbers."""
    mixed = len({type(value) for value in values} & {int, float, Decimal}) > 1
    return [None if value is None else float(value) for value in values] if mixed else values


def workbook(table: pa.Table, head: Callable[[str], str] = str, sheet: str = "Clients") -> bytes:
    """A table → a book of one sheet."""
    return book({sheet: table}, head)


def book(sheets: dict[str, pa.Table], head: Callable[[str], str] = str, contents: bool = False) -> bytes:
    """Tables by name → sheets: numbers as numbers, dates as dates, texts as texts even when they look like formulas.

    With `contents` a name of another sheet in the first column of the first one leads to that sheet.
    """
    made = Workbook(write_only=True)
    for place, (name, table) in enumerate(sheets.items()):
        _sheet(made.create_sheet(name), table, head, set(sheets) if contents and not place else set())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _sheet(page, table: pa.Table, head: Callable[[str], str], linked: set[str]) -> None:
    page.freeze_panes = "A2"
    for i, name in enumerate(table.column_names):
        page.column_dimensions[get_column_letter(i + 1)].width = _width(table[name], head(name))
    page.append([_cell(page, head(name), bold=True) for name in table.column_names])
    for batch in table.to_batches(max_chunksize=10_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            cells = [_cell(page, value) for value in row]
            if row[0] in linked:
                cells[0].hyperlink = Hyperlink(ref="", location=f"'{row[0]}'!A1")
                cells[0].style = "Hyperlink"
            page.append(cells)


def _width(column: pa.ChunkedArray, head: str) -> int:
    """As wide as its head and the first texts ask for."""
    texts = [value for value in column.slice(0, LOOKED_AT).to_pylist() if isinstance(value, str)]
    return min(WIDEST, max(12, *(len(text) + 2 for text in (head, *texts))))


def csv_for_excel(table: pa.Table, head: Callable[[str], str], words: Words, encoding: str = "utf-8-sig") -> bytes:
    """CSV that Excel of the visitor's language opens by a double click: its decimal mark, its separator, a BOM. A letter that
    another encoding does not have is a question mark."""
    russian = words.language == "ru"
    return _csv(table, head, ";" if russian else ",", "," if russian else ".").encode(encoding, errors="replace")


def csv_plain(table: pa.Table) -> bytes:
    """CSV for programs: comma, point, ISO dates, UTF-8, column names of the contract."""
    return _csv(table, str, ",", ".").encode()


def as_json(value: object) -> str:
    """JSON with numbers as numbers, ISO dates, null for the undefined."""
    return json.dumps(_json_value(value), ensure_ascii=False, indent=1)


def write(table: pa.Table, file: Path) -> None:
    """Write a table in the format of the file's ending, whole or not at all. Raises Unusable for another ending."""
    forms = {
        ".csv": lambda: csv_plain(table),
        ".xlsx": lambda: workbook(table),
        ".json": lambda: as_json(table.to_pylist()).encode(),
        ".parquet": lambda: _parquet(table),
    }
    check_ending(file, tuple(forms))
    write_whole(file, forms[file.suffix.lower()]())


def check_ending(file: Path, endings: tuple[str, ...]) -> None:
    if file.suffix.lower() not in endings:
        raise Unusable("out_format", file=str(file), formats=", ".join(endings))


def write_whole(file: Path, content: bytes) -> None:
    """The file appears complete under its name or does not appear: written beside it, flushed, renamed."""
    try:
        handle, beside = tempfile.mkstemp(dir=file.parent or ".", prefix=f".{file.name}.")
    except OSError as fault:
        raise Unusable("out_folder", file=str(file), detail=fault.strerror or str(fault)) from None
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, file)
    except BaseException as fault:
        Path(beside).unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise Unusable("out_folder", file=str(file), detail=fault.strerror or str(fault)) from None
        raise


def harmless(text: str) -> str:
    """A text that a spreadsheet would run gets an apostrophe in front; a number keeps its sign."""
    runs = text.startswith(RUNS_AS_FORMULA) or text.lstrip(BLANKS).startswith(RUNS_AS_FORMULA)
    return f"'{text}" if runs and not A_NUMBER.fullmatch(text) else text


@cache
def _umask() -> int:
    """Asked once: it can be learnt only by changing it, and other threads make files meanwhile."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _csv(table: pa.Table, head: Callable[[str], str], separator: str, decimal: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([harmless(head(name)) for name in table.column_names])
    for batch in table.to_batches(max_chunksize=10_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            writer.writerow([_csv_value(value, decimal) for value in row])
    return out.getvalue()


def _csv_value(value: object, decimal: str) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", decimal)
    if isinstance(value, float):
        return f"{value:.12g}".replace(".", decimal)
    if isinstance(value, bool):
        return str(value).lower()
    return harmless(value) if isinstance(value, str) else str(value)


def _cell(page, value: object, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        cell = WriteOnlyCell(page, value=without_control(value))
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(page, value=sheet_value(value))
    if isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def sheet_value(value: object) -> object:
    """What a cell can hold: money as a number, nothing for what is not a number."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return float(value) if isinstance(value, Decimal) else value


def without_control(text: str) -> str:
    """What a cell can hold of a text."""
    return "".join(c for c in text if c >= " " or c in "\t\n")[:32767]


def _json_value(value: object) -> object:
    if isinstance(value, dict):
        return {k: _json_value(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_json_value(v) for v in value]
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()
