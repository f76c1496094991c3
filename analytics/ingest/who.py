"""The different ids of judged rows, written down once: counting them takes long, and three ask for them."""

from __future__ import annotations

from contextlib import contextmanager

import duckdb

from analytics.ingest.typing_sql import NewRows

WHO = {"leads": "lead_id"}
WHO_HERE = "who_here"


def column(rows: NewRows) -> str:
    """The column that says whose row it is."""
    return WHO.get(rows.reading.base.kind, "customer_id")


@contextmanager
def written_down(cursor: duckdb.DuckDBPyConnection, rows: NewRows):
    """WHO_HERE holds, while the body runs, each different id as `name` and the number of its `rows`.

    A table, not a subquery: over one of those DuckDB takes ten times as long to compare names.
    """
    who = column(rows)
    ids = f"select {who} as name, count(*) as rows from {rows.sql} and {who} is not null group by 1"
    cursor.execute(f"create or replace temp table {WHO_HERE} as {ids}")
    yield
    cursor.execute(f"drop table {WHO_HERE}")
