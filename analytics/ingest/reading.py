"""One file → what was understood of it."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import replace
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import columns, dialects, formats, lexicon, readers, spreadsheets, whole_column
from analytics.ingest.columns import Sheet
from analytics.ingest.shapes import shape
from analytics.ingest.understanding import Hints, Notice, Understanding
from analytics.schema import BASES

PREVIEW = 20


def understand(
    path: Path, name: str | None = None, hints: Hints | None = None, scratch: Path | None = None
) -> Understanding:
    """A file and what the visitor said of it → everything needed to show, correct and load it.

    `scratch` is where rewritten copies go (the warehouse must be allowed to read it); `name` is what the visitor
    calls the file. Raises Unusable when there is no table in the file, with the sentence's particulars.
    """
    path, hints = Path(path), hints or Hints()
    name = name or path.name
    if not path.is_file():
        raise Unusable("no_such_file", file=name)
    table = _raw_table(path, name, hints, scratch or Path(tempfile.gettempdir()) / f"ingest-{uuid.uuid4().hex}")
    row, sheet = _sheet(table, hints, name)
    source = _below_header(table, row, len(sheet.header))
    return _understood(path, name, hints, table, row, sheet, source)


def _raw_table(path: Path, name: str, hints: Hints, scratch: Path) -> readers.RawTable:
    container = readers.container(path, name)
    if container == "csv":
        return readers.read_text(path, name, hints, scratch)
    if container == "parquet":
        return spreadsheets.read_parquet(path, name, scratch)
    return spreadsheets.read_spreadsheet(path, name, container, hints, scratch)


def _sheet(table: readers.RawTable, hints: Hints, name: str) -> tuple[int, Sheet]:
    """The header's row (0: none) and the columns with the sample under it."""
    if table.header is not None:
        return 0, Sheet(dialects.unique_names(table.header, len(table.header)), table.rows)
    row = dialects.header_row(table.rows, lexicon.is_known) if hints.header_row is None else hints.header_row
    if row > len(table.rows):
        raise Unusable("no_header_row", file=name, row=row)
    body = table.rows[row:]
    if not any(any(cell and cell.strip() for cell in cells) for cells in body):
        raise Unusable("header_only", file=name, row=row)
    cells = table.rows[row - 1] if row else []
    return row, Sheet(dialects.unique_names(cells, _width(cells, body)), body)


def _width(header: list[str | None], body: list[list[str | None]]) -> int:
    """As many columns as the header names, or as most rows have when the header is shorter (a trailing delimiter)."""
    named = max((i + 1 for i, cell in enumerate(header) if cell), default=0)
    widths = sorted(max((i + 1 for i, cell in enumerate(row) if cell), default=0) for row in body)
    return max(named, widths[len(widths) // 2], 1)


def _below_header(table: readers.RawTable, row: int, width: int):
    """The source of the rows under the header; read carefully at once when the sample shows rows of other widths."""
    source = replace(table.source, first_row=table.source.first_row + row)
    if source.form == "parquet":
        return replace(source, skip=row)
    skip = table.lines[row - 1] if row else 0
    uneven = any(len(cells) != width for cells in table.rows[row:] if cells)
    return replace(source, width=width, skip=skip, careful=uneven)


def _understood(path, name, hints: Hints, table: readers.RawTable, row: int, sheet: Sheet, source) -> Understanding:
    decimal = _decimal(sheet, hints, table.delimiter)
    kind, mapping = columns.kind_and_mapping(sheet, hints.kind, hints.mapping or {}, name)
    order = _date_order(sheet, kind, mapping, hints, source)
    evidence = table.evidence | _header_evidence(table, row) | {d.reason: {"value": d.value} for d in (decimal, order)}
    return Understanding(
        path, name, table.container, kind, table.encoding, table.delimiter, table.sheet, table.sheets, row,
        decimal.choice, order.choice, evidence, sheet.header, [list(r) for r in sheet.rows[:PREVIEW]], mapping,
        columns.unmapped(sheet, mapping), columns.missing(kind, mapping), _notices(table, decimal, order), source,
        tuple(map(shape, sheet.cells)),
    )  # fmt: skip


def _header_evidence(table: readers.RawTable, row: int) -> dict[str, dict[str, object]]:
    if table.header is not None:
        return {}
    return {"header_row": {"row": row}} if row else {"no_header": {}}


def _notices(table: readers.RawTable, decimal: formats.Decision, order: formats.Decision) -> list[Notice]:
    unsure = [d for d in (decimal, order) if d.reason in ("decimal_unclear", "order_assumed")]
    return [*table.notices, *(Notice(d.reason, {"value": d.value}) for d in unsure)]


def _decimal(sheet: Sheet, hints: Hints, delimiter: str | None) -> formats.Decision:
    if hints.decimal:
        return formats.Decision(hints.decimal, "decimal_told")
    numeric = [i for i, share in enumerate(sheet.numeric) if share is not None and share >= columns.READABLE]
    values = (v for i in numeric if not sheet.dated[i] for v in sheet.values[i])
    likely = "," if delimiter in (";", "\t") and _cyrillic(sheet.header) else "."
    return formats.decimal_mark(values, likely)


def _cyrillic(header: tuple[str, ...]) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for name in header for letter in name)


def _date_order(sheet: Sheet, kind: str, mapping: dict[str, str], hints: Hints, source) -> formats.Decision:
    """From the date columns of the mapping: the sample first, the whole column when the sample does not tell."""
    if hints.date_order:
        return formats.Decision(hints.date_order, "order_told")
    days = (c.name for c in BASES[kind].columns if c.holds == "date" and c.name in mapping)
    places = [sheet.header.index(mapping[column]) for column in days]
    decisions = [formats.date_order(sheet.values[place]) for place in places]
    told = next((d for d in decisions if d.choice in ("dmy", "mdy")), None)
    unclear = next((i for i, d in enumerate(decisions) if d.reason == "order_unclear"), None)
    if told or unclear is None:
        return told or next(iter(decisions), formats.Decision(None, "order_none"))
    return whole_column.date_order(source, places[unclear], decisions[unclear].value)
