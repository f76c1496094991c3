"""Understood files → the tables of a base, all or nothing, with what was refused and the control totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.doctor import merging
from analytics.errors import Unusable
from analytics.ingest import answers, doubts, duplicates, mending, placing, quotes, refusing, scales, sizes, totals, who
from analytics.ingest.progress import Progress, here, told_to
from analytics.ingest.receipts import REFUSED, REFUSED_NEW, Receipt
from analytics.ingest.sources import REJECT_SCANS, REJECTS
from analytics.ingest.typing_sql import NewRows, Reading
from analytics.ingest.understanding import Understanding
from analytics.limits import limits
from analytics.warehouse import NEW, Warehouse, whole

Also = Callable[[duckdb.DuckDBPyConnection], object]
# DuckDB works the expression out anew for every two thousand rows it stores: a bare null is the quickest.
ABSENT = " generated always as (null) virtual"
NO_ROOM = ("max_temp_directory_size", "No space left", "File too large", "Disk quota")


def load(
    warehouse: Warehouse,
    files: Sequence[Understanding],
    joining: str = "replace",
    progress: Progress | None = None,
    also: Also | None = None,
) -> list[Receipt]:
    """Files become the base: a table per kind, files of one kind one after another → their receipts.

    `joining`: "replace" makes a new base of them, "beside" leaves the bases of other kinds, "append" adds the rows to
    those of the same kind as well. All or nothing: until the last moment everybody sees the previous base. `also` is
    done in that moment. Raises Unusable when a file cannot make its base or there is no room on the disk; Cancelled.
    """
    for file in files:
        _require(file)
    with told_to(progress), warehouse.importing() as cursor, _tidied(cursor, files):
        with whole(cursor), here().stopped_by(cursor.interrupt):
            read = _read_all(cursor, files, joining)
        # Another transaction: deleting a row the same one has written makes DuckDB write the whole table again.
        with whole(cursor), here().stopped_by(cursor.interrupt):
            receipts = [receipt for rows in read for receipt in _judge_kind(cursor, rows, joining == "append")]
        here().begins("placing")
        with warehouse.building, whole(cursor):
            here().check()
            placing.place(cursor, receipts, joining)
            if also:
                also(cursor)
    return receipts


def _require(file: Understanding) -> None:
    """A file without a required column is refused with the sentence of the first one missing."""
    if file.missing:
        columns = ", ".join(file.header)
        raise Unusable(f"no_{file.missing[0]}_column", file=file.name, columns=columns, kind=file.kind)


@contextmanager
def _tidied(cursor: duckdb.DuckDBPyConnection, files: Sequence[Understanding]):
    """Nothing begun is left behind; a full disk is told in a sentence."""
    try:
        yield
    except duckdb.Error as fault:
        if not any(sign in str(fault) for sign in NO_ROOM):
            _tell_memory(fault, files)
            raise
        raise Unusable("no_room", file=", ".join(file.name for file in files)) from fault
    finally:
        with whole(cursor):
            placing.drop_begun(cursor)


def _tell_memory(fault: duckdb.Error, files: Sequence[Understanding]) -> None:
    if isinstance(fault, duckdb.OutOfMemoryException):
        told = ", ".join(file.name for file in files)
        raise Unusable("base_too_heavy", file=told, limit=limits().base_memory_megabytes) from fault


def _read_all(cursor: duckdb.DuckDBPyConnection, files: Sequence[Understanding], joining: str) -> list[list[NewRows]]:
    cursor.execute(f"create table {REFUSED_NEW} ({REFUSED})")
    kinds = dict.fromkeys(file.kind for file in files)
    return [_read_kind(cursor, [Reading(f) for f in files if f.kind == kind], joining == "append") for kind in kinds]


def _read_kind(cursor: duckdb.DuckDBPyConnection, readings: Sequence[Reading], append: bool) -> list[NewRows]:
    """Files of one kind, one after another, into a new table beside the base, helper columns and all."""
    base = readings[0].base
    table, old = base.kind + NEW, placing.stored(cursor, base) if append else []
    cursor.execute(f"create table {table} ({_definition(readings, old)})")
    if old:
        here().begins("reading", readings[0].understanding.name)
        as_read = ", ".join(merging.as_read(cursor, base.kind, old))
        cursor.execute(f"insert into {table} ({', '.join(old)}) select {as_read} from {base.kind} order by rowid")
    read = [_read(cursor, reading, table) for reading in readings]
    return [replace(rows, alone=len(read) == 1 and not old) for rows in read]


def _judge_kind(cursor: duckdb.DuckDBPyConnection, files: Sequence[NewRows], append: bool) -> list[Receipt]:
    """What of the rows that were read can be used; the helper columns are gone afterwards."""
    known = placing.receipts_of(cursor, files[0].reading.base.kind) if append else []
    receipts: list[Receipt] = []
    for rows in files:
        receipts.append(_judge(cursor, rows, [*known, *receipts]))
    for helper in _helpers([rows.reading for rows in files]):
        cursor.execute(f"alter table {files[0].table} drop column {helper}")
    return receipts


def _judge(cursor: duckdb.DuckDBPyConnection, rows: NewRows, known: Sequence[Receipt]) -> Receipt:
    name = rows.reading.understanding.name
    here().begins("checking", name, rows=rows.end - rows.first)
    mended = mending.mend(cursor, rows)
    refusing.refuse(cursor, rows)
    scales.to_ten(cursor, rows)
    here().begins("counting", name, rows=rows.end - rows.first)
    with who.written_down(cursor, rows):
        receipt = totals.receipt(cursor, rows)
        told = [*receipt.warnings, *mended, *doubts.doubts(cursor, rows)]
    return replace(receipt, warnings=[*told, *duplicates.told(cursor, rows, receipt.content, known)])


def _definition(readings: Sequence[Reading], old: Sequence[str]) -> str:
    """Every column of the base in its place; those no file fills are virtual: a stored null costs like a value."""
    base, stored = readings[0].base, {*old, *(column for reading in readings for column in reading.stored)}
    columns = (f"{c.name} {c.sql_type}" + ("" if c.name in stored else ABSENT) for c in base.columns)
    return ", ".join([*columns, *(f"{name} {sql_type}" for name, sql_type in _helpers(readings).items())])


def _helpers(readings: Iterable[Reading]) -> dict[str, str]:
    return {name: sql_type for reading in readings for name, sql_type in reading.helpers.items()}


def _read(cursor: duckdb.DuckDBPyConnection, reading: Reading, table: str) -> NewRows:
    """One streaming pass; a second, careful one when rows of another width or stray quotes were met."""
    for left in (REJECTS, REJECT_SCANS):
        cursor.execute(f"drop table if exists {left}")
    source = reading.understanding.source
    first = answers.value(cursor, f"select count(*) from {table}")
    _insert(cursor, reading, table)
    rejects = refusing.rejects(cursor, source)
    again = _otherwise(cursor, reading, rejects)
    if again:
        added = answers.value(cursor, f"select count(*) from {table}") - first
        cursor.execute(
            f"delete from {table} where rowid in (select rowid from {table} order by rowid desc limit {added})"
        )
        return _read(cursor, again, table)
    _refuse_long(cursor, reading, table, first)
    return NewRows(reading, table, first, answers.value(cursor, f"select count(*) from {table}"), rejects)


def _otherwise(
    cursor: duckdb.DuckDBPyConnection, reading: Reading, rejects: list[tuple[int, str, str]]
) -> Reading | None:
    """How to read a file again that lost lines: with its unclosed quotes taken off, or carefully; None: all was read."""
    told, source = reading.understanding, reading.understanding.source
    lost = quotes.swallowed(rejects) or (source.careful and quotes.is_odd(source))
    if lost and not any(notice.code == quotes.UNCLOSED for notice in told.notices):
        spill = answers.value(cursor, "select current_setting('temp_directory')")
        whole, broken = quotes.repaired(source, Path(spill).parent / "scratch")
        if broken:
            return Reading(replace(told, source=whole, notices=[*told.notices, *quotes.told(broken)]))
    return Reading(replace(told, source=source.carefully())) if rejects and not source.careful else None


def _refuse_long(cursor: duckdb.DuckDBPyConnection, reading: Reading, table: str, first: int) -> None:
    if answers.value(cursor, f"select count(*) from {table}") - first > limits().rows:
        raise Unusable("too_many_rows", file=reading.understanding.name, limit=limits().rows)


def _insert(cursor: duckdb.DuckDBPyConnection, reading: Reading, table: str) -> None:
    told = reading.understanding
    here().begins("reading", told.name, sizes.size(told.source))
    try:
        with here().measured(cursor, sizes.about_rows(told.source)):
            cursor.execute(
                f"insert into {table} ({', '.join(reading.columns)}) {reading.select()}", told.source.parameters()
            )
    except (duckdb.InvalidInputException, duckdb.IOException) as fault:
        if any(sign in str(fault) for sign in NO_ROOM):
            raise
        raise Unusable("broken_file", file=told.name) from fault
