"""Understood files → the tables of a base, in one transaction, with what was refused and the control totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from analytics.errors import Unusable
from analytics.ingest import answers, mending, refusing, totals
from analytics.ingest.receipts import Receipt, prepare, store
from analytics.ingest.sources import REJECT_SCANS, REJECTS
from analytics.ingest.typing_sql import NewRows, Reading
from analytics.ingest.understanding import Understanding
from analytics.schema import BASES, Column
from analytics.statements import forget
from analytics.warehouse import Warehouse


def load(warehouse: Warehouse, files: Sequence[Understanding], keep_others: bool = False) -> list[Receipt]:
    """Files become the base: a table per kind, files of one kind appended; with `keep_others` other kinds stay.

    All or nothing: a failure leaves the previous base untouched. Raises Unusable when a file cannot make its base.
    """
    for file in files:
        _require(file)
    with warehouse.transaction() as cursor:
        prepare(cursor)
        forget(cursor)
        _clear(cursor, {f.kind for f in files} if keep_others else set(BASES))
        return [receipt for kind in dict.fromkeys(f.kind for f in files) for receipt in _load_kind(cursor, kind, files)]


def _require(file: Understanding) -> None:
    """A file without a required column is refused with the sentence of the first one missing."""
    if file.missing:
        columns = ", ".join(file.header)
        raise Unusable(f"no_{file.missing[0]}_column", file=file.name, columns=columns, kind=file.kind)


def _clear(cursor: duckdb.DuckDBPyConnection, kinds: set[str]) -> None:
    for kind in sorted(kinds):
        cursor.execute(f"drop table if exists {BASES[kind].kind}")
        for table in ("refused", "receipts", "mapped_columns"):
            cursor.execute(f"delete from {table} where kind = $kind", {"kind": kind})


def _load_kind(cursor: duckdb.DuckDBPyConnection, kind: str, files: Sequence[Understanding]) -> list[Receipt]:
    """Each file is read into the kind's new table and judged there; the helper columns leave when all have been."""
    readings = [Reading(file) for file in files if file.kind == kind]
    cursor.execute(f"create table {kind} ({_definition(readings)})")
    receipts = [_load_file(cursor, reading) for reading in readings]
    for helper in _helpers(readings):
        cursor.execute(f"alter table {kind} drop column {helper}")
    for receipt in receipts:
        store(cursor, receipt)
    return receipts


def _definition(readings: Sequence[Reading]) -> str:
    """Every column of the base in its place; those no file fills are virtual: a stored null costs like a value."""
    base, stored = readings[0].base, {column for reading in readings for column in reading.stored}
    columns = (f"{c.name} {c.sql_type}" + ("" if c.name in stored else _null_of(c)) for c in base.columns)
    return ", ".join([*columns, *(f"{name} {sql_type}" for name, sql_type in _helpers(readings).items())])


def _null_of(column: Column) -> str:
    return f" generated always as (cast(null as {column.sql_type})) virtual"


def _helpers(readings: Sequence[Reading]) -> dict[str, str]:
    return {name: sql_type for reading in readings for name, sql_type in reading.helpers.items()}


def _load_file(cursor: duckdb.DuckDBPyConnection, reading: Reading) -> Receipt:
    last = answers.value(cursor, f"select max(rowid) from {reading.base.kind}")
    after = -1 if last is None else last
    rows = _read(cursor, reading, after)
    mending.mend(cursor, rows)
    refusing.refuse(cursor, rows)
    return totals.receipt(cursor, rows)


def _read(cursor: duckdb.DuckDBPyConnection, reading: Reading, after: int) -> NewRows:
    """One streaming pass; a second, careful one when rows of another width or stray quotes were met."""
    for table in (REJECTS, REJECT_SCANS):
        cursor.execute(f"drop table if exists {table}")
    source, kind = reading.understanding.source, reading.base.kind
    try:
        cursor.execute(f"insert into {kind} ({', '.join(reading.columns)}) {reading.select()}", source.parameters())
    except (duckdb.InvalidInputException, duckdb.IOException) as fault:
        raise Unusable("broken_file", file=reading.understanding.name) from fault
    if source.form == "csv" and not source.careful and answers.value(cursor, f"select count(*) from {REJECTS}"):
        cursor.execute(f"delete from {kind} where rowid > {after}")
        return _read(cursor, Reading(replace(reading.understanding, source=source.carefully())), after)
    first = answers.value(cursor, f"select min(rowid) from {kind} where rowid > {after}")
    return NewRows(reading, after + 1 if first is None else first, alone=after < 0)
