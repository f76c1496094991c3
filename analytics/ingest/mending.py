"""Reads again what the usual reading could not: values unlike the sample, in the few rows that have them."""

from __future__ import annotations

import duckdb

from analytics.ingest import answers, casts, checks
from analytics.ingest.typing_sql import BAD, RAW, NewRows


def mend(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    """Every value some reading knows is in its column afterwards; what is still in the helper columns is unreadable."""
    reading = rows.reading
    _clean_texts(cursor, rows)
    if _any(cursor, rows, f"{RAW} is not null"):
        for column in checks.needed(reading.base):
            unread = f"{RAW} is not null and {checks.is_unread(reading.base.column(column))}"
            _set(cursor, rows, {column: reading.again(column)}, unread)
    for column in reading.optional:
        unread = f"{BAD}{column} is not null"
        if _any(cursor, rows, unread):
            _set(cursor, rows, {column: reading.again_optional(column)}, unread)
            _set(cursor, rows, {BAD + column: "null"}, f"{unread} and {column} is not null")


def _clean_texts(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    columns = rows.reading.as_they_were
    if not columns:
        return
    asked = ", ".join(f"coalesce(bool_or({casts.is_unclean(c)}), false)" for c in columns)
    unclean = answers.values(cursor, f"select {asked} from {rows.sql}")
    for column, found in zip(columns, unclean, strict=True):
        if found:
            _set(cursor, rows, {column: rows.reading.clean(column, column)}, casts.is_unclean(column))


def _any(cursor: duckdb.DuckDBPyConnection, rows: NewRows, condition: str) -> bool:
    return bool(answers.value(cursor, f"select count(*) from {rows.sql} and {condition}"))


def _set(cursor: duckdb.DuckDBPyConnection, rows: NewRows, values: dict[str, str], condition: str) -> None:
    # Never a list column: DuckDB would delete and insert the row, and its place in the file would be lost.
    changed = ", ".join(f"{column} = {value}" for column, value in values.items())
    cursor.execute(f"update {rows.table} set {changed} where {rows.condition} and {condition}")
