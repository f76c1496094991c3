"""What people wrote beside names, for who must not be named: a text that is a name, holds one, or tells how to reach somebody.

What cannot be found so is a name in another form (in another case of a language, misspelt, in a nickname).
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from analytics import aliases
from analytics.doctor import merging
from analytics.doctor.corrections import DROPPED
from analytics.ingest.duplicates import DUPLICATES
from analytics.schema import ATTRIBUTES, BASES

HIDDEN = "…"
RETOLD = "retold"
LETTER = "regexp_matches({}, '[\\p{{L}}]')"
# words of letters and digits with single blanks between them
BARE = "trim(regexp_replace(lower({}), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
LONGEST_NAME, LEAST_LETTERS, LEAST_INSIDE = 4, 3, 4
REACHED = "regexp_matches(text, '[^\\s@]+@[^\\s@]+[.]') or length(regexp_replace(text, '[^0-9]', '', 'g')) >= 10"
FEW_VALUES = 2


def columns_of(kind: str) -> list[str]:
    """Columns of a base where people write what they like, names and ways to reach somebody aside."""
    apart = {*aliases.ROLES, *aliases.NAMES, "email", "phone"}
    return [c.name for c in BASES[kind].columns if c.holds == "text" and c.name not in apart]


def nearly_unique(cursor: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    """Attributes of a base that tell more than every other client from all the rest."""
    stored = merging.stored_columns(cursor, kind)
    found = []
    for column in (c.name for c in ATTRIBUTES if c.name in stored):
        values, clients = cursor.execute(
            f"select count(distinct {column}), count(distinct customer_id) from {kind} where {column} is not null"
        ).fetchall()[0]
        if values > FEW_VALUES and 2 * values > clients:
            found.append(column)
    return found


def look_through(cursor: duckdb.DuckDBPyConnection, kinds: Iterable[str], others: Iterable[str]) -> None:
    """RETOLD holds, for this cursor, each text of these bases and each of `others` that must not be shown as it is, and what is
    shown in its place: the alias of who it is, else HIDDEN. `aliases.look_up` must have been asked before."""
    cursor.execute(
        "create or replace temp table free_texts as select unnest($others::varchar[]) as text", {"others": list(others)}
    )
    for kind, table in ((kind, prefix + kind) for kind in kinds for prefix in ("", DUPLICATES, DROPPED)):
        stored = merging.stored_columns(cursor, table)
        for column in (c for c in columns_of(kind) if c in stored):
            cursor.execute(f"insert into free_texts select distinct {column} from {table}")
    _name_everybody(cursor)
    cursor.execute(
        f"""create or replace temp table {RETOLD} as
            with texts as (select distinct text from free_texts where text is not null),
            exact as (select t.text, coalesce(min(n.alias) filter (n.text = t.text), min(n.alias)) as alias from texts t
                      join everybody n on n.spelt = lower(trim(t.text)) group by 1),
            inside as ({_holding_names()})
            select text as written, coalesce(e.alias, '{HIDDEN}') as shown from texts t left join exact e using (text)
            where e.alias is not null or text in (from inside) or {REACHED}"""
    )


def shown(column: str) -> str:
    """SQL: what is shown in the place of the text of `column`."""
    return f"coalesce((select r.shown from {RETOLD} r where r.written = {column}), {column})"


def retold(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Text → what is shown in its place, of those that are not shown as they are."""
    return dict(cursor.execute(f"from {RETOLD}").fetchall())


def _name_everybody(cursor: duckdb.DuckDBPyConnection) -> None:
    """`everybody`: how somebody is `spelt` and, without signs, `bare`; and the alias."""
    cursor.execute(
        f"""create or replace temp table everybody as
            with spelt as (
                select lower(trim(text)) as spelt, text, alias from {aliases.WHOSE} where role <> '{aliases.ORDER}'
                union all
                select k.key, k.key, w.alias from keys k
                join {aliases.WHOSE} w on w.role = '{aliases.CLIENT}' and w.text = k.original
            )
            select spelt, {BARE.format("spelt")} as bare, text, alias from spelt
            where {LETTER.format("spelt")} and length(spelt) >= {LEAST_LETTERS}"""
    )


def _holding_names() -> str:
    """SQL: texts among whose words a name stands; of a long name its first words are looked for."""
    words = f"string_split({BARE.format('text')}, ' ')"
    return f"""
        with split as (select text, {words} as words from texts where {LETTER.format("text")}),
        runs as (
            select text, array_to_string(words[first : first + length - 1], ' ') as run
            from (select *, unnest(range(1, len(words) + 1)) as first from split), range(1, {LONGEST_NAME + 1}) l(length)
            where first + length - 1 <= len(words)
        )
        select distinct text from runs where run in (
            select array_to_string(string_split(bare, ' ')[1:{LONGEST_NAME}], ' ') from everybody
            where length(bare) >= {LEAST_INSIDE})"""
