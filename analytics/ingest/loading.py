"""Understood files → the tables of a base, all or nothing, with what was refused and the control totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

NEW = "_new"


def load(warehouse: Warehouse, files: Sequence[Understanding], keep_others: bool = False) -> list[Receipt]:
    """Files become the base: a table per kind, files of one kind appended; with `keep_others` other kinds stay.

    All or nothing: a failure leaves the previous base untouched. Raises Unusable when a file cannot make its base.
    """
    for file in files:
        _require(file)
    kinds = dict.fromkeys(f.kind for f in files)
    with warehouse.building:
        # Two transactions: deleting a row the same transaction has written makes DuckDB write the whole table again.
        try:
            with warehouse.transaction() as cursor:
                read = [_read_kind(cursor, [Reading(file) for file in files if file.kind == kind]) for kind in kinds]
            with warehouse.transaction() as cursor:
                return _swap_in(cursor, read, set(kinds) if keep_others else set(BASES))
        finally:
            with warehouse.transaction() as cursor:
                _drop(cursor, [kind + NEW for kind in kinds])


def _require(file: Understanding) -> None:
    """A file without a required column is refused with the sentence of the first one missing."""
    if file.missing:
        columns = ", ".join(file.header)
        raise Unusable(f"no_{file.missing[0]}_column", file=file.name, columns=columns, kind=file.kind)


def _swap_in(cursor: duckdb.DuckDBPyConnection, read: list[list[NewRows]], replaced: set[str]) -> list[Receipt]:
    """Judge the rows that were read, then let them take the place of the bases of the kinds `replaced`."""
    prepare(cursor)
    forget(cursor)
    for table in ("refused", "receipts", "mapped_columns"):
        cursor.execute(f"delete from {table} where list_contains($kinds, kind)", {"kinds": sorted(replaced)})
    _drop(cursor, replaced)
    return [receipt for files in read for receipt in _judge_kind(cursor, files)]


def _drop(cursor: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    for table in tables:
        cursor.execute(f"drop table if exists {table}")


def _read_kind(cursor: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> list[NewRows]:
    """Files of one kind, one after another, into a new table beside the base, helper columns and all."""
    table = readings[0].base.kind + NEW
    _drop(cursor, [table])
    cursor.execute(f"create table {table} ({_definition(readings)})")
    read = [_read(cursor, reading, table) for reading in readings]
    return [replace(rows, alone=len(read) == 1) for rows in read]


def _judge_kind(cursor: duckdb.DuckDBPyConnection, files: Sequence[NewRows]) -> list[Receipt]:
    receipts = [_judge(cursor, rows) for rows in files]
    for helper in _helpers([rows.reading for rows in files]):
        cursor.execute(f"alter table {files[0].table} drop column {helper}")
    cursor.execute(f"alter table {files[0].table} rename to {receipts[0].kind}")
    for receipt in receipts:
        store(cursor, receipt)
    return receipts


def _judge(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> Receipt:
    mending.mend(cursor, rows)
    refusing.refuse(cursor, rows)
    return totals.receipt(cursor, rows)


def _definition(readings: Sequence[Reading]) -> str:
    """Every column of the base in its place; those no file fills are virtual: a stored null costs like a value."""
    base, stored = readings[0].base, {column for reading in readings for column in reading.stored}
    columns = (f"{c.name} {c.sql_type}" + ("" if c.name in stored else _null_of(c)) for c in base.columns)
    return ", ".join([*columns, *(f"{name} {sql_type}" for name, sql_type in _helpers(readings).items())])


def _null_of(column: Column) -> str:
    return f" generated always as (cast(null as {column.sql_type})) virtual"


def _helpers(readings: Sequence[Reading]) -> dict[str, str]:
    return {name: sql_type for reading in readings for name, sql_type in reading.helpers.items()}


def _read(cursor: duckdb.DuckDBPyConnection, reading: Reading, table: str) -> NewRows:
    """One streaming pass; a second, careful one when rows of another width or stray quotes were met."""
    _drop(cursor, (REJECTS, REJECT_SCANS))
    source = reading.understanding.source
    first = answers.value(cursor, f"select count(*) from {table}")
    try:
        cursor.execute(f"insert into {table} ({', '.join(reading.columns)}) {reading.select()}", source.parameters())
    except (duckdb.InvalidInputException, duckdb.IOException) as fault:
        raise Unusable("broken_file", file=reading.understanding.name) from fault
    rejects = refusing.rejects(cursor, source)
    if rejects and not source.careful:
        added = answers.value(cursor, f"select count(*) from {table}") - first
        cursor.execute(
            f"delete from {table} where rowid in (select rowid from {table} order by rowid desc limit {added})"
        )
        return _read(cursor, Reading(replace(reading.understanding, source=source.carefully())), table)
    return NewRows(reading, table, first, answers.value(cursor, f"select count(*) from {table}"), rejects)
