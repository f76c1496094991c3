"""Workbooks and Parquet → text rows DuckDB can read. A workbook is opened by a child process with limits, not here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from analytics.errors import Unusable
from analytics.ingest import progress
from analytics.ingest.readers import LONGEST_SEEN, SAMPLE_CELLS, SAMPLE_ROWS, RawTable, refuse_wide
from analytics.ingest.scratch import new_file
from analytics.ingest.sources import Source
from analytics.ingest.understanding import Hints, Notice
from analytics.ingest.unpacking import refuse_swelling
from analytics.limits import MB, limits

CHILD = Path(__file__).with_name("child")
# Rows a sheet can have.
TALLEST = 1_048_576
# Aborted or killed; the last is how Windows names an abort.
OUT_OF_MEMORY = (-6, -9, 0xC0000409)


def read_spreadsheet(
    path: Path, name: str, container: str, hints: Hints, scratch: Path, encoding: str | None = None
) -> RawTable:
    """One sheet of a workbook or table of a page (the told one, else the likeliest), each cell as canonical text.

    5, 1234.5, 2024-01-31, 2024-01-31 10:30:00, 30:00:00, true. Raises Unusable when it cannot be opened or is empty.
    """
    progress.here().begins("opening", name)
    if container in ("xlsx", "xlsb", "ods"):
        _refuse_bomb(path, name)
    book = new_file(scratch, f".{container}")
    target = book.with_suffix(".parquet")
    try:
        shutil.copyfile(path, book)
        asked = {
            "container": container,
            "file": str(book),
            "target": str(target),
            "sheet": hints.sheet,
            "encoding": encoding,
        }
        told = _run_child(asked, name)
    finally:
        book.unlink(missing_ok=True)
    refuse_wide(told["width"], name)
    source = Source(target, "parquet", told["width"], 1)
    return RawTable(
        container, source, _sample(source), encoding=encoding, sheet=told["sheet"], sheets=tuple(told["sheets"]),
        evidence=told["evidence"], notices=_notices(told), merged=tuple(map(tuple, told["merged"])),
        levels=tuple(told["levels"]),
    )  # fmt: skip


def _notices(told: dict) -> tuple[Notice, ...]:
    """What stands in the cells and cannot be read from them: errors of formulas, ids cut to fifteen digits."""
    counted = {"error_cells": told["errors"], "rounded_ids": told["rounded"]}
    return tuple(Notice(code, {"n": n}) for code, n in counted.items() if n)


def _refuse_bomb(path: Path, name: str) -> None:
    members = zipfile.ZipFile(path).infolist()
    unpacked, packed = sum(m.file_size for m in members), max(sum(m.compress_size for m in members), 1)
    refuse_swelling(unpacked, packed, name)


def _run_child(asked: dict, name: str) -> dict:
    allowed = limits()
    asked |= {"memory": allowed.workbook_memory_megabytes * MB, "sheets": allowed.sheets}
    asked |= {"columns": allowed.columns, "rows": min(allowed.rows, TALLEST)}
    try:
        done = progress.run([sys.executable, "-I", str(CHILD), json.dumps(asked)], allowed.workbook_seconds)
    except subprocess.TimeoutExpired as fault:
        raise Unusable("workbook_too_slow", file=name, limit=allowed.workbook_seconds) from fault
    try:
        told = json.loads(done.stdout)
    except ValueError:
        # Out of memory aborts the child without a word: a sheet that claims billions of cells does exactly that.
        code = "workbook_too_heavy" if done.returncode in OUT_OF_MEMORY else "broken_file"
        raise Unusable(code, file=name, limit=allowed.workbook_memory_megabytes) from None
    if "fault" in told:
        limit = {"limit": allowed.workbook_memory_megabytes}
        raise Unusable(told["fault"], file=name, **limit | told.get("particulars", {}))
    return told


def read_parquet(path: Path, name: str, scratch: Path) -> RawTable:
    """A Parquet file as it is; its column names are the header."""
    try:
        names = tuple(pq.read_schema(path).names)
    except (OSError, ValueError) as fault:
        raise Unusable("broken_file", file=name) from fault
    refuse_wide(len(names), name)
    source = Source(path, "parquet", len(names), 1)
    try:
        rows = _sample(source) if names else []
    except duckdb.Error as fault:
        raise Unusable("broken_file", file=name) from fault
    if not rows:
        raise Unusable("header_only", file=name, row=1)
    return RawTable("parquet", source, rows, header=names)


def _sample(source: Source) -> list[list[str | None]]:
    most = min(SAMPLE_ROWS, SAMPLE_CELLS // source.width)
    with duckdb.connect(config=limits().look) as connection:
        cells = ", ".join(f"{column}[:{LONGEST_SEEN}]" for column in source.columns)
        sample = f"select {cells} from {source.sql()} limit {most}"
        rows = connection.execute(sample, source.parameters()).fetchall()
    return [[cell or None for cell in row] for row in rows]
