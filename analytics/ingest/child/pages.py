"""HTML saved as a workbook, as accounting programs and banks do: each table of the page is a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree
from tables import HEAD, Fault, Marks, Row, Table, of_rows

WIDEST_SPAN = 1000
MOST_SPANNED = 2_000_000
NBSP = "\u00a0"


def opened(asked: dict) -> Page:
    # A page within the limit of huge_tree is at most ten megabytes a cell and 256 elements deep, as a page is.
    parser = etree.HTMLParser(encoding=asked["encoding"], no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.parse(asked["file"], parser).getroot()
    except etree.XMLSyntaxError as fault:
        raise Fault("broken_file") from fault
    grids = {} if root is None else _titled(Grid(table) for table in root.iter("table"))
    if not grids:
        raise Fault("page_not_table")
    return Page(grids)


class Page:
    """`names` are the captions of its tables, or their numbers."""

    def __init__(self, grids: dict[str, Grid]):
        self.grids, self.names = grids, list(grids)

    def tables(self, names: list[str]) -> list[Table]:
        return [_table(name, self.grids[name]) for name in names]


class Grid:
    """A table of a page with its spans laid out: the value stands in the first cell, the others are empty and merged."""

    def __init__(self, table):
        self.cells: dict[tuple[int, int], str | None] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.levels: list[int] = []
        self.spanned = 0
        caption = table.find("caption")
        self.title = "" if caption is None else _text(caption)
        rows = list(_rows_of(table))
        for row, cells in enumerate(rows):
            self._lay(row, cells, len(rows))
        self.height = len(rows)
        # A title may span a thousand columns; the table is as wide as its values.
        self.width = max((place + 1 for (_, place), text in self.cells.items() if text), default=0)
        self.merged = [(t, le, b, min(r, self.width - 1)) for t, le, b, r in self.merged if le < self.width]

    def _lay(self, row: int, cells: list, height: int) -> None:
        place, level = 0, None
        for cell in cells:
            while (row, place) in self.cells:
                place += 1
            text = _text(cell)
            if text and level is None:
                level = _indent(cell)
            bottom = min(row + _span(cell, "rowspan", height - row) - 1, height - 1)
            right = place + _span(cell, "colspan", 1) - 1
            self._fill(row, place, bottom, right, text or None)
            place = right + 1
        self.levels.append(level or 0)

    def _fill(self, top: int, left: int, bottom: int, right: int, text: str | None) -> None:
        self.spanned += (bottom - top + 1) * (right - left + 1) - 1
        if self.spanned > MOST_SPANNED:
            raise Fault("workbook_too_heavy")
        for row in range(top, bottom + 1):
            for place in range(left, right + 1):
                self.cells.setdefault((row, place), None)
        self.cells[top, left] = text
        if (top, left) != (bottom, right):
            self.merged.append((top, left, bottom, right))

    def rows(self) -> Iterator[Row]:
        return ([self.cells.get((row, place)) for place in range(self.width)] for row in range(self.height))


def _table(name: str, grid: Grid) -> Table:
    marks = Marks(grid.merged, grid.levels if any(grid.levels) else [])
    filled = [row for row in grid.rows() if any(row)]
    # A page is drawn with tables too; those hold nothing but other tables.
    height = grid.height if filled else 0
    head = [row for row, _ in zip(grid.rows(), range(HEAD), strict=False)]
    return Table(name, height, grid.width, head, partial(_batches, grid), lambda: marks)


def _batches(grid: Grid):
    return of_rows(grid.rows(), grid.width)


def _titled(grids: Iterator[Grid]) -> dict[str, Grid]:
    titled: dict[str, Grid] = {}
    for place, grid in enumerate(grids, 1):
        name = grid.title or str(place)
        titled[name if name not in titled else f"{name} ({place})"] = grid
    return {name: grid for name, grid in titled.items() if any(grid.cells.values())}


def _rows_of(table) -> Iterator[list]:
    """Cells of the rows of this table and not of those inside it."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            yield [cell for cell in row if cell.tag in ("td", "th")]


def _text(cell) -> str:
    return " ".join("".join(_pieces(cell)).split())


def _pieces(element) -> Iterator[str]:
    """Texts inside an element, tables inside it left out; a line break is a blank."""
    yield element.text or ""
    for inner in element:
        if inner.tag not in ("table", "script", "style"):
            yield from _pieces(inner)
        yield " " if inner.tag in ("br", "p", "div", "li") else ""
        yield inner.tail or ""


def _indent(cell) -> int:
    """How far the text of a cell is moved to the right by hard blanks."""
    start = "".join(_pieces(cell)).lstrip(" \t\r\n")
    return len(start) - len(start.lstrip(NBSP))


def _span(cell, name: str, whole: int) -> int:
    """A span as the page says it; zero is "to the end"."""
    try:
        told = int(cell.get(name, "1").strip())
    except ValueError:
        return 1
    return min(max(told, 1), WIDEST_SPAN) if told else max(whole, 1)
