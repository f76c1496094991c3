"""Tables of the workbook: rows under heads with totals as formulas, and grids of two classes with sums both ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.chart._chart import ChartBase
from openpyxl.formatting.rule import ColorScaleRule

from analytics.report_book import formulas, looks
from analytics.report_book.pages import Page

HEAT = ("FFFFFF", "8FC5C5")
DAY_LETTERS, RATE_LETTERS, LONGEST = 10, 6, 500


@dataclass(frozen=True)
class Table:
    """Rows whose texts are words already. `heads` names the columns, `summed` have a total under them, `codes` are the
    classes of the rows for the colour of their first cell, `formats` overrule how a column is written."""

    rows: Sequence[Mapping]
    columns: Sequence[str]
    heads: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    summed: Sequence[str] = ()
    codes: Sequence[str | None] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    heat: Sequence[str] = ()


@dataclass(frozen=True)
class Placed:
    """Where a table or a grid stands: its sheet, the rows of its body, the number of each column and of the row of heads,
    and how many columns it takes."""

    sheet: str
    rows: tuple[int, int]
    columns: Mapping[str, int]
    head: int
    breadth: int

    def values(self, first: str, last: str = "", rows: tuple[int, int] | None = None) -> str:
        """The cells of a column of the body, or of several from one to another, as a chart refers to them."""
        return formulas.block(rows or self.rows, (self.columns[first], self.columns[last or first]), self.sheet)

    def heads(self, first: str, last: str = "") -> str:
        return formulas.block((self.head, self.head), (self.columns[first], self.columns[last or first]), self.sheet)

    def row_of(self, i: int) -> tuple[int, int]:
        return self.rows[0] + i, self.rows[0] + i


@dataclass(frozen=True)
class Grid:
    """Numbers by two sides: (down, across) → number, none where there is nothing to tell. `down` and `across` are code →
    word; `sums` puts totals at both ends as formulas, `heat` deepens the large ones."""

    cells: Mapping[tuple[object, object], object]
    down: Mapping[object, str | dt.date]
    across: Mapping[object, str | int]
    corner: str
    format: str
    title: str = ""
    sums: str = ""
    heat: bool = False
    down_format: str = "General"


def put_table(page: Page, table: Table) -> Placed:
    """Write a table at the page's row; the page goes on below it."""
    _title(page, table.title)
    head = page.row
    heads = {name: table.heads.get(name) or page.words.name("columns", name) for name in table.columns}
    texts = {name: _is_text(table, name) for name in table.columns}
    page.heads(list(heads.values()), list(texts.values()))
    for column, name in enumerate(table.columns, 1):
        _column(page, table, name, column, texts[name])
    rows = head + 1, head + len(table.rows)
    placed = Placed(page.name, rows, {name: i for i, name in enumerate(table.columns, 1)}, head, len(table.columns))
    page.row = rows[1] + 1
    if table.summed:
        _totals(page, table, placed)
    _heat(page, table.heat, placed)
    page.row += 1
    return placed


def put_grid(page: Page, grid: Grid) -> Placed:
    """Write a grid at the page's row; with sums the last row and column are formulas."""
    _title(page, grid.title)
    head = page.row
    ends = [grid.sums] if grid.sums else []
    in_words = any(isinstance(value, str) for value in grid.cells.values())
    page.heads(
        [grid.corner, *map(str, grid.across.values()), *ends],
        [True, *[in_words] * len(grid.across), *[False] * len(ends)],
    )
    for i, down in enumerate(grid.down):
        _grid_row(page, grid, down, head + 1 + i)
    rows = head + 1, head + len(grid.down)
    columns = {"": 1} | {code: i for i, code in enumerate(grid.across, 2)}
    placed = Placed(page.name, rows, columns, head, len(columns) + len(ends))
    page.row = rows[1] + 1
    if grid.sums:
        _grid_sums(page, grid, placed)
    if grid.heat:
        _scale(page, formulas.block(rows, (2, len(grid.across) + 1)))
    page.row += 1
    return placed


def with_charts(
    page: Page, put: Callable[[], Placed], *charts: Callable[[Placed], ChartBase], below: bool = True
) -> Placed:
    """A table with charts beside it, one under another; the page goes on below whatever reaches lowest, or, when what
    follows is no broader, right under the table."""
    row = page.row + 1
    placed = put()
    for chart in charts:
        row += page.draw(chart(placed), row, placed.breadth + 2)
    page.row = max(page.row, row) if below else page.row
    return placed


def first_rows(page: Page, rows: Sequence) -> Sequence:
    """No more rows than a reader would look through; where there are more the page says so."""
    if len(rows) > LONGEST:
        page.line(page.words("report.book_first_rows", n=LONGEST), looks.QUIET)
    return rows[:LONGEST]


def _title(page: Page, title: str) -> None:
    if title and title != page.name:
        page.line(title, looks.SUBTITLE)


def _is_text(table: Table, name: str) -> bool:
    return any(isinstance(row[name], str) for row in table.rows)


def _column(page: Page, table: Table, name: str, column: int, text: bool) -> None:
    values = [row[name] for row in table.rows]
    format = table.formats.get(name) or looks.number_format(name, values)
    plain = looks.body(format, text)
    plain = looks.first(plain) if column == 1 else plain
    for i, value in enumerate(values):
        look = _of_class(table.codes[i]) if column == 1 and table.codes and table.codes[i] else plain
        page.put(page.row + i, column, value, look)
    page.widen(column, _breadth(page, values, format) + 2)


def _of_class(code: str) -> looks.CellLook:
    return looks.first(looks.body(text=True, fill=looks.tint(looks.colour(code)), bold=True))


def _breadth(page: Page, values: Sequence[object], format: str) -> int:
    """How many letters the widest of the values takes."""
    told = [value for value in values if value is not None]
    texts = [len(value) for value in told if isinstance(value, str)]
    if texts or any(isinstance(value, dt.date) for value in told):
        return max(texts, default=DAY_LETTERS)
    if format == looks.RATE or not told:
        return RATE_LETTERS
    return max(len(page.words.number(value)) for value in (min(told), max(told))) + (3 if "." in format else 0)


def _totals(page: Page, table: Table, placed: Placed) -> None:
    for name, column in placed.columns.items():
        values = [row[name] for row in table.rows]
        format = table.formats.get(name) or looks.number_format(name, values)
        if name in table.summed and any(value is not None for value in values):
            answer = sum(value for value in values if value is not None)
            page.formula(page.row, column, formulas.sum_of(placed.rows, column), answer, looks.total(format))
        else:
            told = page.words("report.book_total") if column == 1 else None
            page.put(page.row, column, told, looks.total(text=column == 1))
    page.row += 1


def _heat(page: Page, names: Sequence[str], placed: Placed) -> None:
    for name in names:
        column = placed.columns[name]
        _scale(page, formulas.block(placed.rows, (column, column)))


def _scale(page: Page, cells: str) -> None:
    rule = ColorScaleRule(start_type="min", start_color=HEAT[0], end_type="max", end_color=HEAT[1])
    page.sheet.conditional_formatting.add(cells, rule)


def _grid_row(page: Page, grid: Grid, down: object, row: int) -> None:
    told = grid.down[down]
    coloured = isinstance(down, str) and looks.colour(down) != looks.colour("")
    look = _of_class(down) if coloured else looks.first(looks.body(grid.down_format, True, bold=True))
    page.put(row, 1, told, look)
    page.widen(1, _breadth(page, [told], grid.format) + 2)
    for column, across in enumerate(grid.across, 2):
        value = grid.cells.get((down, across))
        page.put(row, column, value, looks.body(grid.format, isinstance(value, str)))
        page.widen(column, _breadth(page, [value], grid.format) + 2)
    if grid.sums:
        last = len(grid.across) + 1
        answer = sum(grid.cells.get((down, a)) or 0 for a in grid.across)
        formula = f"SUM({formulas.block((row, row), (2, last))})"
        page.formula(row, last + 1, formula, answer, looks.body(grid.format, bold=True))


def _grid_sums(page: Page, grid: Grid, placed: Placed) -> None:
    page.put(page.row, 1, grid.sums, looks.total(text=True))
    for column, across in enumerate([*grid.across, None], 2):
        mine = grid.across if across is None else [across]
        answer = sum(grid.cells.get((down, a)) or 0 for down in grid.down for a in mine)
        page.formula(page.row, column, formulas.sum_of(placed.rows, column), answer, looks.total(grid.format))
    page.row += 1
