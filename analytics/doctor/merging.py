"""Several clients that are one: accepted one by one, followed by every base, undone one by one without a trace.

`merged_clients` has a row per accepted merge: client `customer_id` is really `into_id`, which may itself be merged on.
A row whose client was merged keeps the id that was read in `read_<column>`; a base without such rows has no such column.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from analytics.schema import BASES
from analytics.statements import forget
from analytics.warehouse import Warehouse

LINKS, BEFORE, READ = "merged_clients", "merged_before", "read_"
NAMES_A_CLIENT = ("customer_id", "referrer_id")
FORM = "(customer_id varchar, into_id varchar)"


def merge(warehouse: Warehouse, pairs: Iterable[tuple[str, str]]) -> int:
    """(client, whom it is the same as) pairs → how many were merged; a pair that is one client already is passed over."""
    with warehouse.transaction() as cursor:
        links, merged = _links(cursor), 0
        for client, into in pairs:
            client, into = _end(links, client), _end(links, into)
            if client != into:
                links[client] = into
                merged += 1
        _rewrite(cursor, links)
    return merged


def undo(warehouse: Warehouse, clients: Iterable[str]) -> None:
    """These merges are undone; whatever was merged into such a client stays with it."""
    with warehouse.transaction() as cursor:
        undone = set(clients)
        _rewrite(cursor, {client: into for client, into in _links(cursor).items() if client not in undone})


def merged(warehouse: Warehouse) -> list[dict]:
    """A row per accepted merge: customer_id, into_id; in the order of the clients they were merged into."""
    if not warehouse.has(LINKS):
        return []
    return warehouse.rows(f"select customer_id, into_id from {LINKS} order by into_id, customer_id")


def merged_by_name(warehouse: Warehouse, kind: str, column: str) -> list[dict]:
    """The same with the names that `column` of a base gives to clients: customer_id, name, into_id, into_name."""
    cursor = warehouse.cursor()
    try:
        client, name = as_read(cursor, BASES[kind].kind, ["customer_id", BASES[kind].column(column).name])
    finally:
        cursor.close()
    return warehouse.rows(
        f"""with read as (select {client}, {name} from {kind}),
        names as (select customer_id, min({column}) as name from read group by 1)
        select l.customer_id, n.name, l.into_id, i.name as into_name from {LINKS} l
        left join names n on n.customer_id = l.customer_id left join names i on i.customer_id = l.into_id
        order by l.into_id, l.customer_id"""
    )


def offered_again(warehouse: Warehouse) -> list[dict]:
    """Merges accepted in the base that was here before, of clients that this one has too: customer_id, into_id."""
    kinds = [k for k in ("sales", "totals", "customers") if warehouse.has(k)]
    if not kinds or not warehouse.has(BEFORE):
        return []
    here = " union ".join(f"select customer_id from {kind} where customer_id is not null" for kind in kinds)
    return warehouse.rows(
        f"""with here as ({here})
        select customer_id, into_id from {BEFORE}
        where customer_id in (from here) and into_id in (from here) order by into_id, customer_id"""
    )


def set_aside(cursor: duckdb.DuckDBPyConnection) -> None:
    """Another base comes in: what was accepted in this one is no longer in force, only remembered."""
    if stored_columns(cursor, LINKS):
        cursor.execute(f"create table if not exists {BEFORE} {FORM}")
        cursor.execute(f"delete from {BEFORE} where customer_id in (select customer_id from {LINKS})")
        cursor.execute(f"insert into {BEFORE} select * from {LINKS}")
        cursor.execute(f"drop table {LINKS}")


def settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """Rows of merged clients, wherever they are, go over to the clients they were merged into."""
    links = _links(cursor)
    if not links:
        return
    cursor.execute("create or replace temp table ends (customer_id varchar, into_id varchar)")
    ends = [[client, _end(links, client)] for client in links]
    cursor.execute(
        "insert into ends select unnest($clients), unnest($ends)",
        {"clients": [client for client, _ in ends], "ends": [end for _, end in ends]},
    )
    for kind, column in _places(cursor):
        _send_over(cursor, kind, column)
    cursor.execute("drop table ends")


def unsettle(cursor: duckdb.DuckDBPyConnection) -> None:
    """Every row has the client that was read in its file, and no base a column of this module's."""
    for kind, column in _places(cursor):
        if READ + column in stored_columns(cursor, kind):
            cursor.execute(f"update {kind} set {column} = {READ}{column} where {READ}{column} is not null")
            cursor.execute(f"alter table {kind} drop column {READ}{column}")


def as_read(cursor: duckdb.DuckDBPyConnection, kind: str, columns: Iterable[str]) -> list[str]:
    """The columns of a base as SQL that gives what was read in its files, whoever was merged since."""
    have = set(stored_columns(cursor, kind))
    return [f'coalesce("{READ}{c}", "{c}") as "{c}"' if READ + c in have else f'"{c}"' for c in columns]


def stored_columns(cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Columns of a table that hold anything; those no file fills are virtual. None of a table that is not there."""
    find = """select column_name from duckdb_columns()
        where schema_name = 'main' and table_name = ? and not is_generated order by column_index"""
    return [name for (name,) in cursor.execute(find, [table]).fetchall()]


def _rewrite(cursor: duckdb.DuckDBPyConnection, links: dict[str, str]) -> None:
    cursor.execute(f"drop table if exists {LINKS}")
    if links:
        cursor.execute(f"create table {LINKS} {FORM}")
        values = {"clients": list(links), "into": list(links.values())}
        cursor.execute(f"insert into {LINKS} select unnest($clients), unnest($into)", values)
    unsettle(cursor)
    settle(cursor)
    forget(cursor)


def _send_over(cursor: duckdb.DuckDBPyConnection, kind: str, column: str) -> None:
    moved = f"select count(*) from {kind} where {column} in (select customer_id from ends)"
    if cursor.execute(moved).fetchall()[0][0]:
        cursor.execute(f"alter table {kind} add column {READ}{column} varchar")
        cursor.execute(
            f"""update {kind} set {READ}{column} = {kind}.{column}, {column} = ends.into_id
                from ends where ends.customer_id = {kind}.{column}"""
        )


def _links(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    if not stored_columns(cursor, LINKS):
        return {}
    links = f"select customer_id, into_id from {LINKS} where customer_id is not null and into_id is not null"
    return dict(cursor.execute(f"{links} order by rowid").fetchall())


def _end(links: dict[str, str], client: str) -> str:
    """Whom a client is in the end. Ours never run in a circle; those of a file from elsewhere may."""
    seen: set[str] = set()
    while client in links and client not in seen:
        seen.add(client)
        client = links[client]
    return client


def _places(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(kind, column) wherever a stored column of a loaded base names a client."""
    return [
        (kind, column)
        for kind in BASES
        for column in stored_columns(cursor, kind)
        if column in NAMES_A_CLIENT and BASES[kind].has(column)
    ]
