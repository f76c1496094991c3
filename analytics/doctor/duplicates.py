"""Lines that are in a file more than once: kept unless the visitor drops them, and put back when asked."""

from __future__ import annotations

import duckdb

from analytics.doctor import merging
from analytics.doctor.corrections import DROPPED
from analytics.doctor.finding import Case, Finding, share
from analytics.ingest.duplicates import DUPLICATES
from analytics.schema import BASES
from analytics.statements import forget
from analytics.warehouse import Warehouse

SHOWN = "customer_id order_date date amount order_id product score kind".split()


def find(case: Case) -> list[Finding]:
    """A finding per kind with repeated lines: `duplicates` while they are in the base, `duplicates_dropped` after."""
    found = []
    for kind in BASES:
        for prefix, code in ((DUPLICATES, "duplicates"), (DROPPED, "duplicates_dropped")):
            if kind in case.columns and case.warehouse.has(prefix + kind):
                found += _told(case, kind, prefix + kind, code)
    return found


def are_dropped(warehouse: Warehouse, kind: str) -> bool:
    return warehouse.has(DROPPED + BASES[kind].kind)


def drop(warehouse: Warehouse, kind: str) -> None:
    """Every copy beyond the first leaves the base; which they were is remembered. All or nothing."""
    table = BASES[kind].kind
    with warehouse.transaction() as cursor:
        merging.unsettle(cursor)
        cursor.execute(_delete(table, _stored(cursor, table)))
        _move(cursor, DUPLICATES + table, DROPPED + table)
        merging.settle(cursor)
        forget(cursor)


def keep(warehouse: Warehouse, kind: str) -> None:
    """The copies that were dropped are back in the base. All or nothing."""
    table = BASES[kind].kind
    with warehouse.transaction() as cursor:
        merging.unsettle(cursor)
        both = set(_stored(cursor, DROPPED + table))
        columns = ", ".join(c for c in _stored(cursor, table) if c in both)
        cursor.execute(f"insert into {table} ({columns}) select {columns} from {DROPPED}{table}, unnest(range(times))")
        _move(cursor, DROPPED + table, DUPLICATES + table)
        merging.settle(cursor)
        forget(cursor)


def _told(case: Case, kind: str, table: str, code: str) -> list[Finding]:
    money = "sum(amount * times)" if case.has(kind, "amount") else "cast(null as decimal(18, 4))"
    counted = case.row(f"select cast(coalesce(sum(times), 0) as bigint) as n, {money} as money from {table}")
    if not counted["n"]:
        return []
    columns = case.shown(kind, *SHOWN)
    heaviest = "abs(amount) * times" if case.has(kind, "amount") else "times"
    rows = f"select {columns}, times from {table} order by {heaviest} desc, rowid"
    told = _effect(case, kind, counted["money"], code == "duplicates")
    severity = "look" if code == "duplicates" else "note"
    return [Finding(code, kind, severity, counted["n"], counted["money"], told, case.listed(rows))]


def _effect(case: Case, kind: str, money, in_the_base: bool) -> dict:
    """The sum of the base with the copies and without them."""
    if money is None:
        return {"before": None, "after": None, "share": None}
    now = case.row(f"select sum(amount) as now from {kind}")["now"] or 0
    before, after = (now, now - money) if in_the_base else (now + money, now)
    return {"before": before, "after": after, "share": share(money, before)}


def _delete(table: str, columns: list[str]) -> str:
    same = " and ".join(f"b.{c} is not distinct from d.{c}" for c in columns)
    listed, all_of_row = ", ".join(columns), ", ".join(f"b.{c}" for c in columns)
    return f"""delete from {table} where rowid in (
        select place from (
            select b.rowid as place, d.times, row_number() over (partition by {all_of_row} order by b.rowid desc) as copy
            from {table} b join (select {listed}, sum(times) as times from {DUPLICATES}{table} group by all) d on {same})
        where copy <= times)"""


def _move(cursor: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """The list of copies changes its name; one already there under the new name takes it in."""
    if _stored(cursor, target):
        cursor.execute(f"insert into {target} by name select * from {source}")
        cursor.execute(f"drop table {source}")
    else:
        cursor.execute(f"alter table {source} rename to {target}")


def _stored(cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return merging.stored_columns(cursor, table)
