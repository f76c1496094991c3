"""Run as a program of its own: opens a workbook within a memory limit and writes one sheet as text columns to Parquet.

Arguments: workbook, target, memory limit in bytes, sheet (JSON: name, place from 0, or null for the largest).
Prints one JSON object: sheet, sheets, width; or fault (a code of `errors`) and particulars.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sys

BATCH = 20_000


def main(book: str, target: str, memory: str, sheet: str) -> dict:
    _limit(int(memory))
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_path(book)
        return _written(workbook, json.loads(sheet), target)
    except calamine.PasswordError:
        return {"fault": "encrypted_file"}
    except calamine.CalamineError:
        return {"fault": "broken_file"}
    except MemoryError:
        return {"fault": "too_large"}


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit; an abort still ends only this process
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _written(workbook, wanted: str | int | None, target: str) -> dict:
    names = workbook.sheet_names
    if wanted is not None and wanted not in names and not (isinstance(wanted, int) and 0 <= wanted < len(names)):
        return {"fault": "unknown_sheet", "particulars": {"value": wanted, "sheets": ", ".join(names)}}
    sheet = _largest(workbook, names) if wanted is None else _sheet(workbook, names, wanted)
    if sheet is None or not sheet.height or sheet.start is None:
        return {"fault": "empty_file"}
    _write(sheet, target)
    return {"sheet": sheet.name, "sheets": names, "width": sheet.width}


def _sheet(workbook, names: list[str], wanted: str | int):
    return workbook.get_sheet_by_name(wanted if wanted in names else names[wanted])


def _largest(workbook, names: list[str]):
    """The sheet with the most cells among those that can be opened (chart sheets cannot)."""
    kinds = zip(names, workbook.sheets_metadata, strict=True)
    sheets = (_sheet(workbook, names, name) for name, meta in kinds if _holds_cells(meta))
    return max(sheets, key=lambda s: s.height * s.width, default=None)


def _holds_cells(meta) -> bool:
    return str(meta.typ).endswith("WorkSheet")


def _write(sheet, target: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(f"c{i}", pa.string()) for i in range(sheet.width)])
    blank = [[""] * sheet.width] * sheet.start[0]
    rows = itertools.chain(blank, sheet.iter_rows())
    with pq.ParquetWriter(target, schema, compression="snappy") as writer:
        while batch := list(itertools.islice(rows, BATCH)):
            columns = [pa.array([written(row[i]) for row in batch], pa.string()) for i in range(sheet.width)]
            writer.write_table(pa.table(columns, schema=schema))


def written(cell: object) -> str | None:
    """A typed cell as canonical text: 5.0 → 5, 0.1 → 0.1, midnight → the day alone, an empty one → null."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return None if cell is None else str(cell)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
