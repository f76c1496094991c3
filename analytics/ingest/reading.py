"""One file → what was understood of it."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import replace
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import columns, containers, dialects, file_periods, layouts, readers, scales, wide_lines
from analytics.ingest.columns import Sheet
from analytics.ingest.progress import Progress, told_to
from analytics.ingest.understanding import Hints, Understanding
from analytics.ingest.value_forms import value_forms
from analytics.limits import MB, limits

PREVIEW = 20


def understand(
    path: Path,
    name: str | None = None,
    hints: Hints | None = None,
    scratch: Path | None = None,
    progress: Progress | None = None,
) -> Understanding:
    """A file and what the visitor said of it → everything needed to show, correct and load it.

    `scratch` is where rewritten copies go (the warehouse must be allowed to read it); `name` is what the visitor
    calls the file. `progress` is told how far it has come. Raises Unusable when there is no table in the file, with the
    sentence's particulars, and Cancelled when the progress has been cancelled.
    """
    with told_to(progress):
        return _understand(path, name, hints, scratch)


def _understand(path: Path, name: str | None, hints: Hints | None, scratch: Path | None) -> Understanding:
    path, hints = Path(path), hints or Hints()
    name = name or path.name
    if not path.is_file():
        raise Unusable("no_such_file", file=name)
    _refuse_large(path, name)
    scratch = scratch or Path(tempfile.gettempdir()) / f"ingest-{uuid.uuid4().hex}"
    table = containers.raw_table(path, name, hints, scratch)
    made = layouts.arranged(table, hints, scratch, name)
    table = made.table if made and made.table else table
    row, sheet = _sheet(table, hints if made is None else replace(hints, header_row=made.last_header_row), name)
    sheet = replace(sheet, of_months=made is not None and "months" in made.report.steps)
    source, wide = wide_lines.taken_out(_below_header(table, row, len(sheet.header)), name, scratch)
    found = replace(_understood(path, name, hints, table, row, sheet, source), left_out=wide)
    return file_periods.told(found if made is None else layouts.told(found, made), hints)


def _refuse_large(path: Path, name: str) -> None:
    size, limit = path.stat().st_size, limits().file_megabytes
    if size > limit * MB:
        raise Unusable("file_too_large", file=name, value=size // MB, limit=limit)


def _sheet(table: readers.RawTable, hints: Hints, name: str) -> tuple[int, Sheet]:
    """The header's row (0: none) and the columns with the sample under it."""
    if table.header is not None:
        return 0, Sheet(dialects.unique_names(table.header, len(table.header)), table.rows)
    row = layouts.header_row(table.rows) if hints.header_row is None else hints.header_row
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
    kind, mapping = columns.kind_and_mapping(sheet, hints.kind, hints.mapping or {}, name)
    values = value_forms(sheet, kind, mapping, hints, table.delimiter, source)
    scale = scales.scale(sheet, kind, mapping, hints, source)
    evidence = table.evidence | _header_evidence(table, row) | values.evidence | scales.evidence(scale, hints)
    return Understanding(
        path, name, table.container, kind, table.encoding, table.delimiter, table.sheet, table.sheets, row,
        values.decimal.choice, values.order.choice, evidence, sheet.header, _preview(sheet), mapping,
        columns.unmapped(sheet, mapping), columns.missing(kind, mapping),
        [*table.notices, *values.notices, *scales.notices(scale, mapping)], source, values.shapes, scale=scale,
    )  # fmt: skip


def _preview(sheet: Sheet) -> list[list[str | None]]:
    """The first rows, each as wide as the header whatever it is in the file."""
    width = len(sheet.header)
    return [[*row[:width], *[None] * (width - len(row))] for row in sheet.rows[:PREVIEW]]


def _header_evidence(table: readers.RawTable, row: int) -> dict[str, dict[str, object]]:
    if table.header is not None:
        return {}
    return {"header_row": {"row": row}} if row else {"no_header": {}}
