"""What an XLS sheet says beside its cells: levels of rows and cells with errors. Best effort: calamine reads the cells."""

from __future__ import annotations

import os

import xlrd
from xlsx_marks import MOST_ROWS


def levels_and_errors(file: str, name: str, height: int) -> tuple[list[int], int]:
    """For each row its outline level, or the indent of its first filled cell when there is no outline; [] if flat."""
    if height > MOST_ROWS:
        return [], 0
    try:
        book = _opened(file)
        sheet = book.sheet_by_name(name)
        return _levels(book, sheet, height), _errors(sheet)
    except Exception:  # xlrd meets a broken workbook with whatever comes: struct, index, assertion, unicode errors
        return [], 0


def _opened(file: str) -> xlrd.Book:
    told = {"formatting_info": True, "on_demand": True}
    with open(os.devnull, "w") as silence:
        try:
            return xlrd.open_workbook(file, logfile=silence, **told)
        except UnicodeDecodeError:
            # No code page is named: calamine takes the Western one, and sheets are known by the names it gives.
            return xlrd.open_workbook(file, logfile=silence, encoding_override="cp1252", **told)


def _levels(book, sheet, height: int) -> list[int]:
    outlines, indents = [0] * height, [0] * height
    for row in range(min(sheet.nrows, height)):
        outlines[row] = sheet.rowinfo_map[row].outline_level if row in sheet.rowinfo_map else 0
        kinds = sheet.row_types(row)
        filled = next((i for i, kind in enumerate(kinds) if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)), None)
        if filled is not None:
            indents[row] = book.xf_list[sheet.cell_xf_index(row, filled)].alignment.indent_level
    return next((found for found in (outlines, indents) if any(found)), [])


def _errors(sheet) -> int:
    return sum(kind == xlrd.XL_CELL_ERROR for row in range(sheet.nrows) for kind in sheet.row_types(row))
