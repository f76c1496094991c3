"""One-row answers of a query. fetchone leaves a result open, and DuckDB then refuses the next query on the cursor."""

from __future__ import annotations

import duckdb


def values(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict | None = None) -> tuple:
    return cursor.execute(sql, parameters).fetchall()[0]


def value(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict | None = None):
    return values(cursor, sql, parameters)[0]


def record(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict | None = None) -> dict:
    return cursor.sql(sql, params=parameters).to_arrow_table().to_pylist()[0]
