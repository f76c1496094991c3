"""Lines met more than once: in one file, in the files of a kind, in a file and the base it is added to."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa

from analytics.ingest import answers
from analytics.ingest.receipts import Receipt
from analytics.ingest.typing_sql import NewRows
from analytics.ingest.understanding import Notice
from analytics.warehouse import NEW

DUPLICATES = "duplicates_"
REPEATED = "repeated_lines"


def count(cursor: duckdb.DuckDBPyConnection, rows: NewRows, amount: str) -> dict:
    """duplicate_rows and duplicate_amount: lines beyond the first among lines equal in the file; and its content.

    `content` is the same for files of the same rows, in whatever order and form. The lines themselves are left in the
    table duplicates_<kind>: columns of the base and `times`, the copies beyond the first.
    """
    hashes = _hashes(cursor, rows)
    content = f"{len(hashes)}-{int(hashes.sum(dtype=np.uint64)):016x}"
    hashes.sort()
    repeated = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not len(repeated):
        return {"duplicate_rows": 0, "duplicate_amount": None, "content": content}
    return _written_down(cursor, rows, repeated, amount) | {"content": content}


def _hashes(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> np.ndarray:
    # Sorting them here is several times as fast as count(distinct ...), and takes 8 bytes a row.
    found = cursor.sql(f"select hash({rows.reading.line}) as line from {rows.sql}").to_arrow_table()
    return np.array(found["line"].to_numpy(), dtype=np.uint64)


def _written_down(cursor: duckdb.DuckDBPyConnection, rows: NewRows, repeated: np.ndarray, amount: str) -> dict:
    table = f"{DUPLICATES}{rows.reading.base.kind}{NEW}"
    columns = [c.name for c in rows.reading.base.columns]
    cursor.register(REPEATED, pa.table({"line": pa.array(repeated, pa.uint64())}))
    line = f"hash({rows.reading.line})"
    typed = ", ".join(f"{c.name} {c.sql_type}" for c in rows.reading.base.columns)
    cursor.execute(f"create table if not exists {table} ({typed}, times bigint)")
    before = answers.value(cursor, f"select count(*) from {table}")
    cursor.execute(
        f"""insert into {table} select {", ".join(f"first({c})" for c in columns)}, count(*) - 1 from {rows.sql}
            and {line} in (select line from {REPEATED}) group by {line}
            order by min(rowid)"""
    )
    cursor.unregister(REPEATED)
    return answers.record(
        cursor,
        f"""select cast(sum(times) as bigint) as duplicate_rows, sum({amount} * times) as duplicate_amount
            from {table} where rowid >= {before}""",
    )


def told(cursor: duckdb.DuckDBPyConnection, rows: NewRows, content: str, known: Iterable[Receipt]) -> list[Notice]:
    """That the very same file is there already, or that some of its rows are; `known` are the files read before it."""
    same = next((receipt for receipt in known if receipt.content == content), None)
    if same:
        return [Notice("file_already_loaded", {"file": same.name})]
    met = _met_before(cursor, rows) if rows.first else 0
    return [Notice("rows_already_loaded", {"n": met})] if met else []


def _met_before(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> int:
    """Rows equal, as far as they are kept, to rows that came before those of this file."""
    line = f"hash({', '.join(rows.reading.stored)})"
    before = f"select {line} from {rows.table} where rowid < {rows.first}"
    return answers.value(cursor, f"select count(*) from {rows.sql} and {line} in ({before})")
