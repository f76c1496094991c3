"""A sheet being written from top to bottom, and the book of them."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from copy import copy

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart._chart import ChartBase
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from analytics import exports
from analytics.report_book import formulas, looks
from analytics.report_book.looks import CellLook
from analytics.words import Words

ROW_POINTS, LINE_POINTS, CM_POINTS, TALLEST = 15, 13.5, 72 / 2.54, 409
LETTERS_OF_LINE = 1.15
NARROWEST, WIDEST = 11, 44
TEXT_COLUMNS = 8
A4 = 9


class Book:
    """A workbook: its pages in order, the answers of their formulas, and where a figure stands that others refer to."""

    def __init__(self, words: Words, title: str):
        self.words = words
        self.made = Workbook()
        self.made.remove(self.made.active)
        self.made.properties.title = self.made.properties.creator = title
        self.made.calculation.fullCalcOnLoad = True
        self.answers: dict[str, dict[str, float]] = {}
        self.figures: dict[str, str] = {}
        self._worn: dict[CellLook, object] = {}

    def page(self, name: str) -> Page:
        return Page(self, self.made.create_sheet(name))

    def wear(self, cell: Cell, look: CellLook) -> None:
        """Give a cell its look; looks are kept, for making one anew takes longer than writing the cell."""
        if look not in self._worn:
            look.wear(cell)
            self._worn[look] = copy(cell._style)
        cell._style = copy(self._worn[look])

    def content(self, with_answers: bool = True) -> bytes:
        """The file; without answers its formulas are empty until a program counts them."""
        out = io.BytesIO()
        self.made.save(out)
        if not with_answers:
            return out.getvalue()
        files = {f"xl/worksheets/sheet{i}.xml": name for i, name in enumerate(self.made.sheetnames, 1)}
        answers = {file: self.answers[name] for file, name in files.items() if name in self.answers}
        return formulas.answered(out.getvalue(), answers)


class Page:
    """One sheet; `row` is where the next thing goes."""

    def __init__(self, book: Book, sheet: Worksheet):
        self.book, self.sheet, self.words = book, sheet, book.words
        self.row = 1
        self.widths: dict[int, float] = {}
        self._paragraphs: dict[int, tuple[str, range]] = {}
        self._heads: dict[int, Sequence[str]] = {}
        self.narrowest = NARROWEST
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW_POINTS, True
        sheet.sheet_format.defaultColWidth = NARROWEST

    @property
    def name(self) -> str:
        return self.sheet.title

    def put(self, row: int, column: int, value: object, look: CellLook = looks.TEXT) -> Cell:
        """A value in its place; a text stays a text whatever it looks like, what is undefined stays empty."""
        cell = self.sheet.cell(row, column)
        if isinstance(value, str):
            cell.value = exports.without_control(value)
            cell.data_type = "s"
        else:
            cell.value = exports.sheet_value(value)
        self.book.wear(cell, look)
        if isinstance(value, str) and exports.harmless(value) != value:
            cell.quotePrefix = True
        return cell

    def formula(self, row: int, column: int, formula: str, answer: float, look: CellLook) -> Cell:
        cell = self.sheet.cell(row, column, f"={formula}")
        self.book.wear(cell, look)
        self.book.answers.setdefault(self.name, {})[cell.coordinate] = float(answer)
        self.widen(column, len(self.words.number(answer)) + 3)
        return cell

    def line(self, text: str, look: CellLook = looks.TEXT) -> None:
        """A line of text over the breadth of the sheet; a long one is as high as it needs."""
        if look.wrap:
            self.paragraph(1, text, TEXT_COLUMNS, look)
        else:
            self.put(self.row, 1, text, look)
            self.sheet.row_dimensions[self.row].height = max(ROW_POINTS, look.size * 1.6)
        self.row += 1

    def paragraph(self, column: int, text: str, columns: int, look: CellLook = looks.TEXT) -> None:
        """A text in this row over so many columns, as high as it needs."""
        self.put(self.row, column, text, look)
        self.sheet.merge_cells(None, self.row, column, self.row, column + columns - 1)
        self._paragraphs[self.row] = text, range(column, column + columns)

    def tall(self, row: int, column: int, text: str) -> None:
        """A row is as high as the text in one of its columns needs."""
        self._paragraphs[row] = text, range(column, column + 1)

    def link(self, row: int, column: int, text: str, sheet: str) -> None:
        cell = self.put(row, column, text, looks.LINK)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!A1", display=text)
        cell.value = text
        cell.data_type = "s"
        self.book.wear(cell, looks.LINK)

    def heads(self, heads: Sequence[str], texts: Sequence[bool]) -> None:
        """A row of heads, `texts` being those over words, as high as the longest needs."""
        for column, (head, text) in enumerate(zip(heads, texts, strict=True), 1):
            self.put(self.row, column, head, looks.head(text, column == 1))
            longest = max((len(word) for word in head.split()), default=0)
            self.widen(column, max(longest + 3, len(head) / 2 + 3))
        self._heads[self.row] = heads
        self.row += 1

    def widen(self, column: int, width: float) -> None:
        self.widths[column] = max(self.widths.get(column, self.narrowest), min(WIDEST, width))

    def new_paper(self) -> None:
        """What comes now begins on a new sheet of paper."""
        self.sheet.row_breaks.append(Break(id=self.row - 1))

    def draw(self, chart: ChartBase, row: int, column: int) -> int:
        """A chart with its corner in a cell → how many rows it covers, with one to breathe."""
        chart.anchor = f"{get_column_letter(column)}{row}"
        self.sheet.add_chart(chart)
        return math.ceil(chart.height * CM_POINTS / ROW_POINTS) + 1

    def finish(self, head_rows: int, frozen_columns: int = 0) -> None:
        """Widths, heights and the paper: the first rows stay in sight and are printed on every page."""
        for column, width in self.widths.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        for row, heads in self._heads.items():
            lines = max(math.ceil(len(head) / (self.widths[i] - 1)) for i, head in enumerate(heads, 1))
            self.sheet.row_dimensions[row].height = lines * LINE_POINTS + 6
        for row, (text, columns) in self._paragraphs.items():
            self.sheet.row_dimensions[row].height = self._height(text, columns)
        self.sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{head_rows + 1}"
        self.sheet.print_title_rows = f"1:{head_rows}"
        self._paper()

    def _height(self, text: str, columns: range) -> float:
        letters = sum(self.widths.get(column, NARROWEST) for column in columns) * LETTERS_OF_LINE
        lines = sum(max(1, math.ceil(len(part) / letters)) for part in text.split("\n"))
        return min(TALLEST, max(lines * LINE_POINTS + 3, ROW_POINTS))

    def _paper(self) -> None:
        setup, sheet = self.sheet.page_setup, self.sheet
        setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", A4, 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.4
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
