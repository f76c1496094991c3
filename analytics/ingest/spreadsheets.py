"""Workbooks and Parquet → text rows DuckDB can read. A workbook is opened by a child process with limits, not here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from analytics.errors import Unusable
from analytics.ingest.readers import SAMPLE_ROWS, RawTable
from analytics.ingest.sources import Source
from analytics.ingest.understanding import Hints

CHILD = Path(__file__).with_name("spreadsheet_child.py")
SECONDS = 180
MEMORY = 3 << 30
LARGEST_UNPACKED = 2 << 30
HIGHEST_RATIO = 150
RATIO_MATTERS_FROM = 100 << 20
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_spreadsheet(path: Path, name: str, container: str, hints: Hints, scratch: Path) -> RawTable:
    """One sheet of a workbook (the told one, else the largest), each cell as canonical text: 5, 1234.5, 2024-01-31."""
    _refuse_bomb(path, name, container)
    scratch.mkdir(parents=True, exist_ok=True)
    book = scratch / f"{uuid.uuid4().hex}.{container}"
    target = book.with_suffix(".parquet")
    try:
        shutil.copyfile(path, book)
        told = _run_child(book, target, hints.sheet, name)
    finally:
        book.unlink(missing_ok=True)
    source = Source(target, "parquet", told["width"], 1)
    several = {"sheet_told" if hints.sheet is not None else "sheet_largest": {"sheet": told["sheet"]}}
    return RawTable(
        container, source, _sample(source), sheet=told["sheet"], sheets=tuple(told["sheets"]),
        evidence=several if len(told["sheets"]) > 1 else {},
    )  # fmt: skip


def _refuse_bomb(path: Path, name: str, container: str) -> None:
    if container == "xls":
        if ENCRYPTED in path.read_bytes():
            raise Unusable("encrypted_file", file=name)
        return
    members = zipfile.ZipFile(path).infolist()
    unpacked, packed = sum(m.file_size for m in members), max(sum(m.compress_size for m in members), 1)
    if unpacked > LARGEST_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked / packed > HIGHEST_RATIO):
        raise Unusable("too_large", file=name)


def _run_child(book: Path, target: Path, sheet: str | int | None, name: str) -> dict:
    command = [sys.executable, "-I", str(CHILD), str(book), str(target), str(MEMORY), json.dumps(sheet)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise Unusable("too_large", file=name) from fault
    try:
        told = json.loads(done.stdout)
    except ValueError:
        # Out of memory aborts the child without a word: a sheet that claims billions of cells does exactly that.
        raise Unusable("too_large" if done.returncode < 0 else "broken_file", file=name) from None
    if "fault" in told:
        raise Unusable(told["fault"], file=name, **told.get("particulars", {}))
    return told


def read_parquet(path: Path, name: str, scratch: Path) -> RawTable:
    """A Parquet file as it is; its column names are the header."""
    try:
        names = tuple(pq.read_schema(path).names)
    except (OSError, ValueError) as fault:
        raise Unusable("broken_file", file=name) from fault
    source = Source(path, "parquet", len(names), 1)
    rows = _sample(source)
    if not rows:
        raise Unusable("header_only", file=name, row=1)
    return RawTable("parquet", source, rows, header=names)


def _sample(source: Source) -> list[list[str | None]]:
    with duckdb.connect(config={"threads": 2, "memory_limit": "500MB"}) as connection:
        rows = connection.execute(f"select * from {source.sql()} limit {SAMPLE_ROWS}", source.parameters()).fetchall()
    return [[cell or None for cell in row] for row in rows]
