"""Understood files → the tables of a base, in one transaction, with what was refused and the control totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from analytics.errors import Unusable
from analytics.ingest import refusing, totals
from analytics.ingest.receipts import Receipt, prepare, store
from analytics.ingest.sources import REJECT_SCANS, REJECTS
from analytics.ingest.typing_sql import Reading
from analytics.ingest.understanding import Understanding
from analytics.schema import BASES
from analytics.warehouse import Warehouse


def load(warehouse: Warehouse, files: Sequence[Understanding], keep_others: bool = False) -> list[Receipt]:
    """Files become the base: a table per kind, files of one kind appended; with `keep_others` other kinds stay.

    All or nothing: a failure leaves the previous base untouched. Raises Unusable when a file cannot make its base.
    """
    for file in files:
        _require(file)
    with warehouse.transaction() as cursor:
        prepare(cursor)
        _clear(cursor, {f.kind for f in files} if keep_others else set(BASES))
        return [receipt for kind in dict.fromkeys(f.kind for f in files) for receipt in _load_kind(cursor, kind, files)]


def _require(file: Understanding) -> None:
    """A file without a required column is refused with the sentence of the first one missing."""
    if file.missing:
        columns = ", ".join(file.header)
        raise Unusable(f"no_{file.missing[0]}_column", file=file.name, columns=columns, kind=file.kind)


def _clear(cursor: duckdb.DuckDBPyConnection, kinds: set[str]) -> None:
    for kind in sorted(kinds):
        _drop(cursor, kind)
        for table in ("refused", "receipts", "mapped_columns"):
            cursor.execute(f"delete from {table} where kind = $kind", {"kind": kind})


def _drop(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    cursor.execute(f"drop view if exists {kind}")
    for table in _parts(cursor, kind):
        cursor.execute(f"drop table {table}")


def _parts(cursor: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    names = "select table_name from duckdb_tables() where starts_with(table_name, $prefix) order by table_oid"
    return [name for (name,) in cursor.execute(names, {"prefix": f"{kind}_part_"}).fetchall()]


def _load_kind(cursor: duckdb.DuckDBPyConnection, kind: str, files: Sequence[Understanding]) -> list[Receipt]:
    """One table per file with the columns it fills; the base is a view of them all with every column in its place."""
    readings, receipts = [], []
    for number, file in enumerate(f for f in files if f.kind == kind):
        reading, receipt = _load_file(cursor, file, f"{kind}_part_{number}")
        readings.append(reading)
        receipts.append(receipt)
        store(cursor, receipt)
    cursor.execute(f"create view {kind} as {' union all '.join(_whole(r, i) for i, r in enumerate(readings))}")
    return receipts


def _whole(reading: Reading, number: int) -> str:
    columns = (c.name if c.name in reading.stored else f"cast(null as {c.sql_type}) as {c.name}" for c in reading.base.columns)
    return f"select {', '.join(columns)} from {reading.base.kind}_part_{number}"


def _load_file(cursor: duckdb.DuckDBPyConnection, file: Understanding, stage: str) -> tuple[Reading, Receipt]:
    reading = _read(cursor, Reading(file), stage)
    refusing.refuse(cursor, reading, stage)
    receipt = totals.receipt(cursor, reading, stage)
    for helper in reading.helpers:
        cursor.execute(f"alter table {stage} drop column {helper}")
    return reading, receipt


def _read(cursor: duckdb.DuckDBPyConnection, reading: Reading, stage: str) -> Reading:
    """One streaming pass; a second, careful one when rows of another width or stray quotes were met."""
    for table in (REJECTS, REJECT_SCANS):
        cursor.execute(f"drop table if exists {table}")
    try:
        cursor.execute(f"create or replace table {stage} as {reading.select()}", reading.understanding.source.parameters())
    except (duckdb.InvalidInputException, duckdb.IOException) as fault:
        raise Unusable("broken_file", file=reading.understanding.name) from fault
    source = reading.understanding.source
    if source.form == "csv" and not source.careful and cursor.execute(f"select count(*) from {REJECTS}").fetchone()[0]:
        return _read(cursor, Reading(replace(reading.understanding, source=source.carefully())), stage)
    return reading
