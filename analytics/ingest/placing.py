"""Read and judged rows take the place of a base, or their place in it; inside the one transaction that is handed in."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from analytics.doctor import corrections
from analytics.ingest.duplicates import DUPLICATES
from analytics.ingest.receipts import REFUSED_NEW, Receipt, from_json, prepare, store
from analytics.ingest.typing_sql import COUNTED
from analytics.schema import BASES, Base
from analytics.statements import forget
from analytics.warehouse import NEW, has_table


def place(cursor: duckdb.DuckDBPyConnection, receipts: Sequence[Receipt], joining: str) -> None:
    """The tables that were made beside the base become it; `joining` as for `load`."""
    prepare(cursor)
    forget(cursor)
    kinds = list(dict.fromkeys(receipt.kind for receipt in receipts))
    _clear(cursor, kinds if joining != "replace" else list(BASES), keep_told=joining == "append")
    for kind in kinds:
        cursor.execute(f"alter table {kind}{NEW} rename to {kind}")
        _place_duplicates(cursor, kind)
    cursor.execute(f"insert into refused select * from {REFUSED_NEW} order by rowid")
    for receipt in receipts:
        store(cursor, receipt)
    corrections.follow(cursor, joining, kinds)


def _clear(cursor: duckdb.DuckDBPyConnection, kinds: Sequence[str], keep_told: bool) -> None:
    """The tables of these kinds go; what was told of their files goes with them, unless their rows have been kept."""
    for kind in kinds:
        cursor.execute(f"drop table if exists {kind}")
    if keep_told:
        return
    for kind in kinds:
        cursor.execute(f"drop table if exists {DUPLICATES}{kind}")
    for table in ("refused", "receipts", "mapped_columns"):
        cursor.execute(f"delete from {table} where list_contains($kinds, kind)", {"kinds": list(kinds)})


def _place_duplicates(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    new, old = f"{DUPLICATES}{kind}{NEW}", f"{DUPLICATES}{kind}"
    if not has_table(cursor, new):
        return
    if has_table(cursor, old):
        # Made anew: that of a kept base may have columns which nothing can be written into.
        cursor.execute(f"create or replace table {old} as from {old} union all by name from {new}")
    else:
        cursor.execute(f"alter table {new} rename to {old}")


def drop_begun(cursor: duckdb.DuckDBPyConnection) -> None:
    """What was made beside the base and has not taken its place."""
    for table in [REFUSED_NEW, *(f"{prefix}{kind}{NEW}" for kind in BASES for prefix in ("", DUPLICATES))]:
        cursor.execute(f"drop table if exists {table}")


def stored(cursor: duckdb.DuckDBPyConnection, base: Base) -> list[str]:
    """Columns of the open base of this kind that hold values; none when there is no such base."""
    if not has_table(cursor, base.kind):
        return []
    filled = 'select distinct "column" from mapped_columns where kind = $kind'
    known = {column for (column,) in cursor.execute(filled, {"kind": base.kind}).fetchall()}
    return [c.name for c in base.columns if c.name in known or c.required or c.name in COUNTED]


def receipts_of(cursor: duckdb.DuckDBPyConnection, kind: str) -> list[Receipt]:
    """Receipts of the open base of a kind."""
    if not has_table(cursor, "receipts"):
        return []
    told = cursor.execute("select receipt from receipts where kind = $kind order by rowid", {"kind": kind})
    return [from_json(text) for (text,) in told.fetchall()]
