"""Opens the database of a workspace that may be older than this program, held by another one, or broken."""

from __future__ import annotations

import hashlib
import time
from functools import cache
from pathlib import Path

import duckdb

from analytics import facts, statements
from analytics.doctor.corrections import DROPPED
from analytics.errors import Unusable
from analytics.ingest.duplicates import DUPLICATES
from analytics.keeping_home import sweep
from analytics.schema import BASES
from analytics.warehouse import DATABASE, Warehouse

HELD = ("could not set lock", "being used by another process", "already attached")
BROKEN = ("not a valid duckdb database", "could not read enough bytes", "version number")
# Faults of the machine at this moment: the file may well be whole.
NOT_OF_THE_FILE = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException)
MADE_BY = "facts_made_by"


def opened(folder: Path) -> tuple[Warehouse, Unusable | None]:
    """The base of the folder as this version of the program knows it, and the word to be said about it, if any.

    A file that cannot be understood is put aside under another name, never removed, and an empty base takes its place.
    Raises Unusable when another program holds the file or the disk does not give it.
    """
    try:
        warehouse = _brought_up_to_date(Warehouse(folder))
        sweep(folder)
        return warehouse, None
    except duckdb.Error as fault:
        aside = _put_aside(folder, fault)
        return _brought_up_to_date(Warehouse(folder)), Unusable("base_put_aside", file=aside.name)


def _put_aside(folder: Path, fault: duckdb.Error) -> Path:
    told = str(fault).lower()
    if isinstance(fault, duckdb.IOException) and any(sign in told for sign in HELD):
        raise Unusable("base_held") from None
    if isinstance(fault, NOT_OF_THE_FILE) and not any(sign in told for sign in BROKEN):
        raise Unusable("base_unreachable", detail=" ".join(str(fault).split())) from None
    aside = folder / f"{DATABASE}.{time.strftime('%Y-%m-%d_%H-%M-%S')}.unread"
    (folder / DATABASE).rename(aside)
    log = folder / f"{DATABASE}.wal"
    if log.exists():
        log.rename(f"{aside}.wal")
    return aside


def _brought_up_to_date(warehouse: Warehouse) -> Warehouse:
    """Bases of an older program get the columns they lack; facts it has counted are counted anew, by today's rules."""
    try:
        with warehouse.transaction() as cursor:
            _add_columns(cursor, warehouse)
            if not _counted_by_these_rules(cursor):
                statements.forget(cursor)
                mark(cursor)
        warehouse.recently_used |= dict.fromkeys(_facts_of(warehouse))
        return warehouse
    except duckdb.Error:
        warehouse.close()
        raise


def mark(cursor: duckdb.DuckDBPyConnection) -> None:
    """The facts that are there were counted by the rules of this program."""
    cursor.execute(f"create or replace table {MADE_BY} as select $rules as rules", {"rules": rules()})


def _add_columns(cursor: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    for kind, table in ((kind, prefix + kind) for kind in BASES for prefix in ("", DUPLICATES, DROPPED)):
        known = {row[0] for row in cursor.execute(f"describe {table}").fetchall()} if warehouse.has(table) else set()
        for column in (c for c in BASES[kind].columns if known and c.name not in known):
            cursor.execute(f"alter table {table} add column {column.name} {column.sql_type}")


def _counted_by_these_rules(cursor: duckdb.DuckDBPyConnection) -> bool:
    cursor.execute(f"create table if not exists {MADE_BY} (rules varchar)")
    return cursor.execute(f"select rules from {MADE_BY}").fetchall() == [(rules(),)]


def _facts_of(warehouse: Warehouse) -> list[str]:
    rows = warehouse.rows(
        "select table_name as name from duckdb_tables() where schema_name = 'facts' order by table_oid"
    )
    return [f"facts.{row['name']}" for row in rows]


@cache
def rules() -> str:
    """A mark of the statements that count facts: another program may count otherwise under the same table names."""
    sources = [*sorted(statements.SQL.glob("*.sql")), Path(facts.__file__), Path(statements.__file__)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()[:16]
