"""XML Spreadsheet 2003, the workbook of one XML file → tables of text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree
from tables import HEAD, Fault, Marks, Row, Table, of_rows, refuse_spread
from texts import number

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def opened(asked: dict) -> Book:
    book = Book(asked["columns"], asked["rows"])
    try:
        elements = etree.iterparse(asked["file"], tag=(f"{SS}Style", f"{SS}Row", f"{SS}Worksheet"), events=("start", "end"),
                                   resolve_entities=False, no_network=True)  # fmt: skip
        for event, element in elements:
            book.meets(event, element)
    except etree.XMLSyntaxError as fault:
        raise Fault("truncated_file" if "Premature end" in str(fault) else "broken_file") from fault
    return book


class Book:
    """Sheets met so far; no row may stand below `tallest`, no cell beyond `widest`."""

    def __init__(self, widest: int, tallest: int):
        self.widest, self.tallest = widest, tallest
        self.sheets: dict[str, Sheet] = {}
        self.indents: dict[str, int] = {}

    @property
    def names(self) -> list[str]:
        return list(self.sheets)

    def meets(self, event: str, element) -> None:
        """The next element of the file begins or ends."""
        kind = element.tag.removeprefix(SS)
        if event == "start" and kind == "Worksheet":
            self.sheets[element.get(f"{SS}Name") or str(len(self.sheets) + 1)] = Sheet(self.widest, self.tallest)
        elif event == "end" and kind == "Style":
            alignment = element.find(f"{SS}Alignment")
            self.indents[element.get(f"{SS}ID")] = int("0" if alignment is None else alignment.get(f"{SS}Indent", "0"))
        elif event == "end" and kind == "Row" and self.sheets:
            list(self.sheets.values())[-1].takes(element, self.indents)
            element.clear()

    def tables(self, names: list[str]) -> list[Table]:
        return [self.sheets[name].table(name) for name in names]


class Sheet:
    """Rows met so far, each of its own width."""

    def __init__(self, widest: int, tallest: int):
        self.widest, self.tallest = widest, tallest
        self.cells: list[dict[int, str | None]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.levels: list[int] = []
        self.errors = 0

    def takes(self, row, indents: dict[str, int]) -> None:
        below = int(row.get(f"{SS}Index", "0")) - 1
        if below > self.tallest:
            raise Fault("too_many_rows", limit=self.tallest)
        while len(self.cells) < below:
            self._add({}, 0)
        filled, level, place = {}, 0, 0
        for cell in row.iterfind(f"{SS}Cell"):
            place = int(cell.get(f"{SS}Index", place + 1)) - 1
            text = self._value(cell)
            if text and not filled:
                level = indents.get(cell.get(f"{SS}StyleID"), 0)
            if text and place >= self.widest:
                raise Fault("too_many_columns", value=place + 1, limit=self.widest)
            if text:
                filled[place] = text
            place = self._merge(cell, place) + 1
        self._add(filled, level)

    def _add(self, cells: dict[int, str | None], level: int) -> None:
        self.cells.append(cells)
        self.levels.append(level)

    def _merge(self, cell, left: int) -> int:
        across, down = int(cell.get(f"{SS}MergeAcross", "0")), int(cell.get(f"{SS}MergeDown", "0"))
        if across or down:
            top = len(self.cells)
            self.merged.append((top, left, top + down, left + across))
        return left + across

    def _value(self, cell) -> str | None:
        data = cell.find(f"{SS}Data")
        text = "" if data is None else "".join(data.itertext())
        kind = "" if data is None else data.get(f"{SS}Type")
        self.errors += kind == "Error"
        return _READ.get(kind, _as_it_is)(text) if text else None

    def table(self, name: str) -> Table:
        width = max((max(row) + 1 for row in self.cells if row), default=0)
        refuse_spread(len(self.cells) * width)
        head = [row for row, _ in zip(self._rows(width), range(HEAD), strict=False)]
        marks = Marks(self.merged, self.levels if any(self.levels) else [], self.errors)
        return Table(name, len(self.cells), width, head, partial(_batches, self, width), lambda: marks)

    def _rows(self, width: int) -> Iterator[Row]:
        return ([row.get(place) for place in range(width)] for row in self.cells)


def _batches(sheet: Sheet, width: int):
    return of_rows(sheet._rows(width), width)


def _as_it_is(text: str) -> str:
    return text


def _number(text: str) -> str:
    try:
        return number(float(text))
    except (ValueError, OverflowError):
        return text


def _moment(text: str) -> str:
    return text.split(".")[0].replace("T", " ").removesuffix(" 00:00:00")


_READ = {
    "Number": _number,
    "DateTime": _moment,
    "Boolean": lambda text: "true" if text == "1" else "false",
    "Error": lambda _: None,
}
