"""Aliases of whoever a base names, Client 001 and Manager 01: given once, kept with the base, telling nothing of the person.

`aliases` has a row for everybody: `kind` (client, lead, company, manager), the `original` text and a `number`. Numbers go by a
hash under a secret of the base (the row of kind `secret`), not by name, size or place; whoever comes later gets the next ones.
One text of the files is one alias in every base. Where a name stands in the place of an id, as our methods take it (a
referrer, a lead that became a client), it gets the alias of the client that is called so.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import duckdb

from analytics import plan_notes
from analytics.doctor import merging
from analytics.doctor.corrections import DROPPED
from analytics.ingest.duplicates import DUPLICATES
from analytics.schema import BASES
from analytics.warehouse import Warehouse, has_table

TABLE = "aliases"
COLUMNS = {"kind": "VARCHAR", "original": "VARCHAR", "number": "BIGINT"}
CLIENT, LEAD, COMPANY, MANAGER, ORDER = KINDS = ("client", "lead", "company", "manager", "order")
SECRET = "secret"
# a copy without names knows whose it is by our name of that workspace
ORIGIN = "anonymised_from"
ORIGIN_COLUMNS = {"workspace": "VARCHAR"}
ROLES = {
    "customer_id": CLIENT,
    "into_id": CLIENT,
    "referrer_id": CLIENT,
    "lead_id": LEAD,
    "company": COMPANY,
    "manager": MANAGER,
    "owner": MANAGER,
    "order_id": ORDER,
}
NAMES = ("customer_name", "name")
LEAST_DIGITS = {MANAGER: 2}
# a bare number is a lead's own: a client with the same number is somebody else (sql/enquiries.sql)
BARE_NUMBER = "regexp_full_match(text, '[0-9]+')"
WHOSE = "whose_alias"


def give(warehouse: Warehouse) -> None:
    """Everybody in the base has a number; those who had one keep it. A base of quite other clients begins anew."""
    with warehouse.transaction() as cursor:
        columns = ", ".join(f"{name} {sql_type}" for name, sql_type in COLUMNS.items())
        cursor.execute(f"create table if not exists {TABLE} ({columns})")
        _gather(cursor)
        known = f"select count(*) from {TABLE} where kind = '{CLIENT}' and original in (select text from ids)"
        if not cursor.execute(known).fetchall()[0][0]:
            cursor.execute(f"delete from {TABLE}")
            cursor.execute(f"insert into {TABLE} values ('{SECRET}', $secret, 0)", {"secret": secrets.token_hex(32)})
        cursor.execute(
            f"""insert into {TABLE}
                select kind, text, coalesce(last, 0) + row_number() over (partition by kind order by sha256(secret || text))
                from ({_everybody()}) e
                left join (select kind, max(number) as last from {TABLE} group by kind) l using (kind)
                cross join (select original as secret from {TABLE} where kind = '{SECRET}') s
                where not exists (from {TABLE} a where a.kind = e.kind and a.original = e.text)"""
        )


def look_up(cursor: duckdb.DuckDBPyConnection, called: Mapping[str, str]) -> None:
    """WHOSE holds, for this cursor, each text in each role → its alias; `called` is the word for each of KINDS.

    Numbers of orders are given anew: nobody knows an order by heart.
    """
    _gather(cursor)
    cursor.execute("create or replace temp table words (kind varchar, word varchar, digits integer)")
    for kind in KINDS:
        told = {"kind": kind, "word": called[kind], "digits": LEAST_DIGITS.get(kind, 3)}
        cursor.execute("insert into words values ($kind, $word, $digits)", told)
    cursor.execute(
        f"""create or replace temp table {WHOSE} as
            with numbered as (
                select kind, original, number from {TABLE} where kind <> '{SECRET}'
                union all
                select '{ORDER}', text, row_number() over (order by sha256(secret || text))
                from (select distinct text from mentioned where role = '{ORDER}')
                cross join (select original as secret from {TABLE} where kind = '{SECRET}')
            ), named as (
                select *, max(number) over (partition by kind)::varchar as last,
                       word || ' ' || lpad(number::varchar, greatest(digits, length(last))::integer, '0') as alias
                from numbered join words using (kind)
            )
            select m.role, m.text, n.alias from ({_meant()}) m join named n on n.kind = m.kind and n.original = m.original"""
    )


def alias(role: str, column: str) -> str:
    """SQL: the alias of what `column` says in this role; what nobody is called by is null."""
    return f"(select w.alias from {WHOSE} w where w.role = '{role}' and w.text = {column})"


def _gather(cursor: duckdb.DuckDBPyConnection) -> None:
    """`mentioned`: each role and text of the base as it was read; `ids` of clients; `keys`: how a client is called → its id."""
    cursor.execute("create or replace temp table mentioned (role varchar, text varchar)")
    cursor.execute("create or replace temp table called_so (key varchar, original varchar)")
    for table in _tables(cursor):
        columns = merging.stored_columns(cursor, table)
        for column in (c for c in columns if c in ROLES):
            read = merging.as_read(cursor, table, [column])[0]
            cursor.execute(
                f"insert into mentioned select distinct '{ROLES[column]}', text from (select {read} from {table}) t(text)"
                f" where text <> ''"
            )
        for column in (c for c in columns if c in NAMES):
            who = ", ".join(merging.as_read(cursor, table, ["customer_id", column]))
            cursor.execute(
                f"insert into called_so select distinct lower(trim({column})), customer_id from (select {who} from {table})"
            )
    _gather_clients(cursor)


def _gather_clients(cursor: duckdb.DuckDBPyConnection) -> None:
    """A referrer nobody is called by is a client too, of whom nothing else is known."""
    ids = " union ".join(
        f"select {merging.as_read(cursor, table, [column])[0]} from {table}"
        for table in _tables(cursor)
        for column in merging.stored_columns(cursor, table)
        if ROLES.get(column) == CLIENT and column != "referrer_id"
    )
    cursor.execute(
        f"create or replace temp table ids as select distinct t.text from ({ids or 'select null'}) t(text) where t.text <> ''"
    )
    cursor.execute(
        """create or replace temp table keys as select key, min(original) as original
           from (from called_so union all select lower(trim(text)), text from ids)
           where key <> '' and original is not null group by key"""
    )


def _meant() -> str:
    """SQL: each role and text mentioned → the kind and original whose alias it gets. Exactly so called goes first."""
    client = f"role <> '{LEAD}' or not {BARE_NUMBER}"
    return f"""select role, text, case when role in ('{MANAGER}', '{ORDER}') then role
                   when ({client}) and i.id is not null then '{CLIENT}'
                   when ({client}) and k.original is not null then '{CLIENT}' else role end as kind,
                   case when role in ('{MANAGER}', '{ORDER}') or not ({client}) then text
                   else coalesce(i.id, k.original, text) end as original
               from (select distinct role, text from mentioned)
               left join (select text as id from ids) i on i.id = text left join keys k on k.key = lower(trim(text))"""


def _everybody() -> str:
    return f"select distinct kind, original as text from ({_meant()}) where kind <> '{ORDER}'"


def _tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables whose rows name somebody."""
    of_bases = [prefix + kind for kind in BASES for prefix in ("", DUPLICATES, DROPPED)]
    return [table for table in (*of_bases, merging.LINKS, merging.BEFORE, plan_notes.TABLE) if has_table(cursor, table)]
