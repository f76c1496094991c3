"""Formulas with their answers: openpyxl writes a formula without one, and then a preview, a phone or a protected view of
Excel shows nothing in its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from openpyxl.utils import get_column_letter, quote_sheetname

CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v\s*/?>(?:</v>)?</c>')
Answers = Mapping[str, Mapping[str, float]]


def place(row: int, column: int, fixed: bool = False) -> str:
    sign = "$" if fixed else ""
    return f"{sign}{get_column_letter(column)}{sign}{row}"


def block(rows: tuple[int, int], columns: tuple[int, int], sheet: str | None = None) -> str:
    """A range of cells; of another sheet, and for charts, with its sheet."""
    fixed = sheet is not None
    corners = dict.fromkeys((place(rows[0], columns[0], fixed), place(rows[1], columns[1], fixed)))
    told = ":".join(corners)
    return f"{quote_sheetname(sheet)}!{told}" if fixed else told


def sum_of(rows: tuple[int, int], column: int) -> str:
    return f"SUM({block(rows, (column, column))})"


def answered(content: bytes, answers: Answers) -> bytes:
    """A saved workbook with the answer of every formula beside it; `answers` is file of a sheet → cell → number."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as saved, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as told:
        for file in saved.infolist():
            xml = saved.read(file)
            if file.filename in answers:
                xml = _told(xml, answers[file.filename])
            told.writestr(file, xml)
    return out.getvalue()


def _told(xml: bytes, answers: Mapping[str, float]) -> bytes:
    def tell(found: re.Match) -> bytes:
        place, look, formula = found.groups()
        answer = f"{answers[place.decode()]:.17g}".encode()
        return b'<c r="' + place + b'"' + look + b"><f>" + formula + b"</f><v>" + answer + b"</v></c>"

    return CELL.sub(tell, xml)
