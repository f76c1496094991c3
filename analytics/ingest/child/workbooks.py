"""XLSX, XLSM, XLSB, XLS and ODS → tables of text, by calamine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

import large_workbooks
import mojibake
import python_calamine as calamine
import xls_marks
import xlsx_marks
from tables import HEAD, Fault, Marks, Row, Table, of_rows
from texts import written

CUT_SHORT = ("past end of file", "failed to fill whole buffer", "unexpected end")
TOO_MANY_CELLS = "Cell limit exceeded"


def opened(asked: dict) -> Workbook:
    if asked["container"] == "xlsx" and large_workbooks.is_large(asked["file"]):
        return LargeWorkbook(asked["file"], asked["container"])
    return Workbook(asked["file"], asked["container"])


class Workbook:
    """`names` are those of its sheets that hold cells: charts and macros have none."""

    def __init__(self, file: str, container: str):
        self.file, self.container = file, container
        try:
            self.book = calamine.CalamineWorkbook.from_path(file)
        except (calamine.CalamineError, OSError) as fault:
            raise of_calamine(fault) from fault
        metas = [meta for meta in self.book.sheets_metadata if _holds_cells(meta)]
        mended = mojibake.mending([[meta.name for meta in metas]]) if container == "xls" else None
        self.metas = {mended(meta.name) if mended else meta.name: meta for meta in metas}
        self.names = list(self.metas)

    def tables(self, names: list[str]) -> list[Table]:
        """Those of the named sheets that can be opened. Raises Fault when none can."""
        found, faults = [], []
        for name in names:
            try:
                found.append(self.table(name))
            except (calamine.CalamineError, OSError) as fault:
                faults.append(fault)
        if faults and not found:
            raise of_calamine(faults[0]) from faults[0]
        return found

    def table(self, name: str) -> Table:
        sheet = self.book.get_sheet_by_name(self.metas[name].name)
        height, left = (sheet.end[0] + 1, sheet.start[1]) if sheet.start else (0, 0)
        mended = mojibake.mending(self._rows(sheet)) if self.container == "xls" else None
        rows = partial(self._rows, sheet, mended)
        return Table(
            name, height, sheet.width, list(itertools.islice(rows(), HEAD)), lambda: of_rows(rows(), sheet.width),
            partial(self._marks, sheet, height, left), self.hidden(name),
        )  # fmt: skip

    def hidden(self, name: str) -> bool:
        return not str(self.metas[name].visible).endswith(".Visible")

    def _rows(self, sheet, mended=None) -> Iterator[Row]:
        for row in sheet.iter_rows():
            cells = [written(cell) for cell in row]
            yield [mended(cell) if cell else cell for cell in cells] if mended else cells

    def _marks(self, sheet, height: int, left: int) -> Marks:
        merged = [(t, le - left, b, r - left) for (t, le), (b, r) in sheet.merged_cell_ranges or [] if le >= left]
        levels, errors = _levels_and_errors(self.file, self.container, sheet.name, height)
        return Marks(merged, levels, errors, _rounded(sheet) if self.container != "ods" else 0)


class LargeWorkbook(Workbook):
    """An XLSX too large for rows of Python objects: its cells come as columns."""

    def table(self, name: str) -> Table:
        return large_workbooks.table(self.file, name, self.hidden(name), partial(self._count_rounded, name))

    def _count_rounded(self, name: str) -> int:
        return _rounded(self.book.get_sheet_by_name(name))


def _holds_cells(meta) -> bool:
    return str(meta.typ).endswith("WorkSheet")


def _levels_and_errors(file: str, container: str, name: str, height: int) -> tuple[list[int], int]:
    if container == "xlsx":
        return xlsx_marks.levels(file, name, height), xlsx_marks.merged_and_errors(file, name)[1]
    return xls_marks.levels_and_errors(file, name, height) if container == "xls" else ([], 0)


def _rounded(sheet) -> int:
    """How many numbers have more digits than a cell keeps: ids ruined by Excel."""
    numbers = (cell for row in sheet.iter_rows() for cell in row if type(cell) is float)
    return sum(abs(value) >= 1e15 for value in numbers)


def of_calamine(fault: Exception) -> Fault:
    if isinstance(fault, calamine.PasswordError):
        return Fault("encrypted_file")
    if TOO_MANY_CELLS in str(fault):
        return Fault("workbook_too_heavy")
    return Fault("truncated_file" if any(sign in str(fault) for sign in CUT_SHORT) else "broken_file")
