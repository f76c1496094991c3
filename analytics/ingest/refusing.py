"""Takes the rows that cannot be used out of a freshly read table and writes down their file, row, column and value."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from analytics.ingest import casts, checks, row_numbers
from analytics.ingest.receipts import REFUSED, REFUSED_NEW
from analytics.ingest.sources import REJECTS, Source, literal
from analytics.ingest.typing_sql import RAW, NewRows

REFUSED_HERE = "refused_here"
SPLITTING = {"UNQUOTED VALUE": "broken_quotes", "TOO MANY COLUMNS": "ragged", "MISSING COLUMNS": "ragged"}


def refuse(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    """Rows in trouble move to `refused`; rows with nothing in them just go.

    REFUSED_HERE holds those of this file alone, with the amount of each that could be read.
    """
    cursor.execute(f"create or replace temp table {REFUSED_HERE} ({REFUSED}, amount {casts.MONEY})")
    found = cursor.sql(f"select rowid from {rows.sql} and {rows.in_trouble} order by rowid").to_arrow_table()
    in_trouble = found["rowid"].to_numpy()
    if len(in_trouble) or rows.rejects or rows.reading.understanding.left_out:
        _number(cursor, rows, in_trouble)
        _write_down(cursor, rows)
        _write_unread(cursor, rows)
        cursor.execute(f"delete from {rows.sql} and {rows.in_trouble}")
        cursor.execute(f'insert into {REFUSED_NEW} select * exclude (amount) from {REFUSED_HERE} order by "row"')


def _number(cursor: duckdb.DuckDBPyConnection, rows: NewRows, places: np.ndarray) -> None:
    rejected = [row for row, _, _ in rows.rejects]
    numbers = row_numbers.of_places(
        places - rows.first, rows.reading.understanding.source, rejected, rows.end - rows.first
    )
    numbered = pa.table({"place": pa.array(places, pa.int64()), "row": pa.array(numbers, pa.int64())})
    cursor.register("numbered", numbered)


def rejects(cursor: duckdb.DuckDBPyConnection, source: Source) -> list[tuple[int, str, str]]:
    """Lines the reader has just met and could not cut into cells: row, reason, text."""
    if source.form != "csv":
        return []
    before = source.first_row - 1 - source.skip
    found = cursor.execute(
        f"select line + $before, any_value(error_type), any_value(csv_line) from {REJECTS} group by line order by line",
        {"before": before},
    )
    lines = found.fetchall()
    return [(row, SPLITTING.get(fault, "unreadable_line"), (text or "").strip("\r\n")) for row, fault, text in lines]


def _write_down(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    reading, told = rows.reading, rows.reading.understanding
    order = checks.checks(told, reading.places)
    reasons = _first_that_fails(order, lambda c: literal(c.reason))
    columns = _first_that_fails(order, lambda c: literal(c.column) if c.column else "null")
    values = _first_that_fails(order, lambda c: f"raw_row[{c.cell}]" if c.cell else "null")
    amount = "amount" if "amount" in reading.places else "null"
    cursor.execute(
        f"""insert into {REFUSED_HERE} select $kind, $file, "row", {reasons}, {columns}, {values},
            array_to_string(list_transform({RAW}, lambda x: coalesce(x, '')), $delimiter), {amount}
            from (select rowid as place, * from {rows.sql} and {rows.in_trouble}) join numbered using (place)
            where not ({checks.blank_row()})""",
        {"kind": told.kind, "file": told.name, "delimiter": told.delimiter or ";"},
    )


def _write_unread(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    """Lines that could not be cut into cells, and rows taken out before the table was read: they are none of its rows."""
    told = rows.reading.understanding
    unread = [*rows.rejects, *((left.row, left.reason, left.raw) for left in told.left_out)]
    types = {"row": pa.int64(), "reason": pa.string(), "raw": pa.string()}
    columns = zip(*unread, strict=True) if unread else ((), (), ())
    told_of = {name: pa.array(column, types[name]) for name, column in zip(types, columns, strict=True)}
    cursor.register("unread_rows", pa.table(told_of))
    cursor.execute(
        f'insert into {REFUSED_HERE} select $kind, $file, "row", reason, null, null, raw, null from unread_rows',
        {"kind": told.kind, "file": told.name},
    )


def _first_that_fails(order: list[checks.Check], then) -> str:
    return "case " + " ".join(f"when {c.fails} then {then(c)}" for c in order) + " end"
