"""A copy of a base in which nobody is named: every client, lead and manager under an alias, and all results as before.

A workspace of its own, with its own facts. Nothing that is not known here to be harmless goes along: names, e-mails, phones,
attributes nearly every client has its own value of, what was quoted of refused rows, names of files; a text that names somebody
is replaced. Ties are broken by the client's id, and aliases have another order: clients of exactly equal value may change
places in a list, the sizes of classes stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analytics import aliases, free_texts, keeping_file, own_grades, plan_notes, plan_texts
from analytics.doctor import merging
from analytics.ingest.receipts import Receipt, from_json, to_json
from analytics.ingest.sources import literal
from analytics.ingest.understanding import Notice
from analytics.keeping import Kept
from analytics.keeping_home import Home, passing, size_of
from analytics.schema import BASES
from analytics.warehouse import Warehouse, has_table

MADE = "anonymised_copies"
LEFT_OUT = {*aliases.NAMES, "email", "phone"}
QUOTED = {"value", "raw"}
AS_THEY_ARE = ("opened_sample",)
# these never go along: who is who, and whose copy an earlier copy was
NEVER = (aliases.TABLE, aliases.ORIGIN)
NAMED_SO = ("column", "rule")
# choices that say by a column of the base, or by name, who is lost in a stress test
LOSS_COLUMN, LOSS_VALUES, LOSS_CLIENTS = "dependence.column", "dependence.values", "dependence.clients"


@dataclass(frozen=True)
class Called:
    """Words of the visitor's language: for each of aliases.KINDS, for a `file`, and the `name` of the copy."""

    kinds: Mapping[str, str]
    file: str
    name: str


def made(home: Home, warehouse: Warehouse, kept: Kept, called: Called) -> str:
    """The copy of this base as it is now → our name of the workspace; one made before of the very same base is found again.

    `kept` is what is in force: thresholds, choices and scenarios go along, in so far as they name nobody.
    """
    aliases.give(warehouse)
    state = _state(warehouse, called)
    known = _made_before(home, warehouse, state)
    if known:
        return known
    home.require_room(2 * size_of(warehouse.folder))
    with passing(warehouse.folder) as folder, closing(warehouse.cursor()) as cursor:
        cursor.execute("begin")
        file = _file(cursor, warehouse, kept, called, folder)
        cursor.execute("rollback")
        copy = keeping_file.read(home, file, called.name)
    _remember(warehouse, copy, state)
    return copy


def origin(warehouse: Warehouse) -> str | None:
    """Our name of the workspace this base is a copy without names of; None for a base that is no such copy."""
    return warehouse.value(f"select workspace from {aliases.ORIGIN}") if warehouse.has(aliases.ORIGIN) else None


def _file(cursor: duckdb.DuckDBPyConnection, warehouse: Warehouse, kept: Kept, called: Called, folder: Path) -> Path:
    aliases.look_up(cursor, called.kinds)
    kinds = [kind for kind in BASES if has_table(cursor, kind)]
    free_texts.look_through(cursor, kinds, [*_headings(cursor), *_of_plan(cursor), *_own_texts(kept)])
    gone = {kind: {*LEFT_OUT, *free_texts.nearly_unique(cursor, kind)} for kind in kinds} | {plan_notes.TABLE: {"note"}}
    parts = folder / "parts"
    (parts / "tables").mkdir(parents=True)
    counts = _write_tables(cursor, parts / "tables", Rewriting(gone, called.file), warehouse.folder.name)
    return keeping_file.pack(parts, counts, _kept(cursor, kept, called, gone), folder / f"copy.{keeping_file.ENDING}")


class Rewriting:
    """What each table says in the copy: column → SQL; a table that is not known here says nothing."""

    def __init__(self, gone: Mapping[str, set[str]], file: str):
        self.gone, self.file = gone, file

    def of(self, cursor: duckdb.DuckDBPyConnection, table: str) -> dict[str, str] | None:
        if table in AS_THEY_ARE:
            return {c: f'"{c}"' for c in keeping_file.TABLES[table]}
        if table == "refused":
            return {c: how for c, how in self._refused().items() if c not in QUOTED}
        if table in (merging.LINKS, merging.BEFORE):
            return {c: aliases.alias(aliases.CLIENT, c) for c in keeping_file.TABLES[table]}
        kind = next((table.removeprefix(p) for p in keeping_file.LISTS if table.startswith(p)), table)
        if table == plan_texts.TABLE:
            return {c: f'"{c}"' for c in keeping_file.TABLES[table]} | {"text": free_texts.shown("text")}
        if kind in BASES or table in (own_grades.TABLE, plan_notes.TABLE):
            return {c: _told(c, kind) for c in self._columns(cursor, table) if c not in self.gone.get(kind, ())}
        return None

    def _columns(self, cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
        stored = set(merging.stored_columns(cursor, table))
        return [c for c in keeping_file.TABLES[table] if c in stored]

    def _refused(self) -> dict[str, str]:
        return {c: f'"{c}"' for c in keeping_file.TABLES["refused"]} | {"file": literal(self.file)}


def _told(column: str, kind: str) -> str:
    """SQL of one column of a base, as it was read."""
    if column in aliases.ROLES:
        return aliases.alias(aliases.ROLES[column], column)
    free = kind in BASES and column in free_texts.columns_of(kind)
    if kind == "customers" and column == "source":
        return f"coalesce({aliases.alias(aliases.CLIENT, column)}, {free_texts.shown(column)})"
    return free_texts.shown(column) if free else f'"{column}"'


def _write_tables(
    cursor: duckdb.DuckDBPyConnection, folder: Path, rewriting: Rewriting, workspace: str
) -> dict[str, int]:
    counts = {}
    for table in (t for t in keeping_file.TABLES if t not in NEVER and has_table(cursor, t)):
        told = rewriting.of(cursor, table)
        if told:
            read = ", ".join(merging.as_read(cursor, table, told))
            shown = ", ".join(f'{how} as "{column}"' for column, how in told.items())
            counts[table] = _write(
                cursor, f"select {shown} from (select {read} from {table})", folder / f"{table}.parquet"
            )
    _gather_small(cursor, rewriting, workspace)
    small = {"receipts": "new_receipts", "mapped_columns": "new_mapping", aliases.ORIGIN: "new_origin"}
    return counts | {t: _write(cursor, f"from {new}", folder / f"{t}.parquet") for t, new in small.items()}


def _write(cursor: duckdb.DuckDBPyConnection, query: str, file: Path) -> int:
    told = cursor.execute(f"copy ({query}) to {literal(str(file))} (format parquet, compression zstd)")
    return told.fetchall()[0][0]


def _gather_small(cursor: duckdb.DuckDBPyConnection, rewriting: Rewriting, workspace: str) -> None:
    retold = free_texts.retold(cursor)
    _make(cursor, "new_receipts", "kind varchar, receipt json", _receipts(cursor, rewriting, retold))
    mapped = cursor.execute('select kind, "column", source from mapped_columns order by rowid').fetchall()
    kept = [
        (kind, column, retold.get(source, source))
        for kind, column, source in mapped
        if not _is_gone(rewriting, kind, column)
    ]
    _make(cursor, "new_mapping", 'kind varchar, "column" varchar, source varchar', kept)
    _make(cursor, "new_origin", "workspace varchar", [(workspace,)])


def _make(cursor: duckdb.DuckDBPyConnection, table: str, columns: str, rows: list[tuple]) -> None:
    cursor.execute(f"create or replace temp table {table} ({columns})")
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        cursor.executemany(f"insert into {table} values ({marks})", rows)


def _receipts(
    cursor: duckdb.DuckDBPyConnection, rewriting: Rewriting, retold: Mapping[str, str]
) -> list[tuple[str, str]]:
    found = [from_json(text) for (text,) in cursor.execute("select receipt from receipts order by rowid").fetchall()]
    return [(r.kind, to_json(_receipt(r, f"{rewriting.file} {n}", rewriting, retold))) for n, r in enumerate(found, 1)]


def _receipt(receipt: Receipt, name: str, rewriting: Rewriting, retold: Mapping[str, str]) -> Receipt:
    mapping = {
        column: retold.get(source, source)
        for column, source in receipt.mapping.items()
        if not _is_gone(rewriting, receipt.kind, column)
    }
    warnings = [_notice(notice, retold) for notice in receipt.warnings]
    return replace(receipt, path="", name=name, sheet=None, mapping=mapping, warnings=warnings, content="")


def _notice(notice: Notice, retold: Mapping[str, str]) -> Notice:
    """Numbers and columns stay, what was quoted goes."""
    told = {
        key: value if not isinstance(value, str) else retold.get(value, value) if key in NAMED_SO else free_texts.HIDDEN
        for key, value in notice.particulars.items()
    }
    return Notice(notice.code, told)


def _is_gone(rewriting: Rewriting, kind: str, column: str) -> bool:
    return column in rewriting.gone.get(kind, LEFT_OUT)


def _headings(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """What the visitor's files call their columns."""
    return [source for (source,) in cursor.execute("select distinct source from mapped_columns").fetchall()]


def _of_plan(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """What the visitor wrote into the action plan for everybody."""
    if not has_table(cursor, plan_texts.TABLE):
        return []
    return [text for (text,) in cursor.execute(f"select text from {plan_texts.TABLE}").fetchall()]


def _own_texts(kept: Kept) -> list[str]:
    """What the visitor named and chose."""
    chosen = [each for value in kept.choices.values() for each in ((value,) if isinstance(value, str) else value)]
    return [*kept.scenarios, *chosen]


def _kept(cursor: duckdb.DuckDBPyConnection, kept: Kept, called: Called, gone: Mapping[str, set[str]]) -> Kept:
    """Thresholds, choices and scenarios as they are in the copy; a choice by what is gone there is none."""
    retold, everywhere_gone = free_texts.retold(cursor), set().union(*gone.values())
    choices = {}
    for name, value in kept.choices.items():
        column = kept.choices.get(LOSS_COLUMN) if name == LOSS_VALUES else name.removeprefix("filter.")
        if column in everywhere_gone:
            continue
        values = (value,) if isinstance(value, str) else value
        role = aliases.CLIENT if name == LOSS_CLIENTS else aliases.ROLES.get(str(column))
        if role:
            found = _aliases(cursor, role, values)
        elif column != name:
            found = [retold.get(each, each) for each in values]
        else:
            found = [each for each in values if each not in retold]
        if found:
            choices[name] = found[0] if isinstance(value, str) else tuple(found)
    scenarios = {name: set_ for name, set_ in kept.scenarios.items() if name not in retold}
    return Kept(called.name, "", kept.thresholds, choices, scenarios)


def _aliases(cursor: duckdb.DuckDBPyConnection, role: str, texts: Sequence[str]) -> list[str]:
    """Who is not in the base is hidden, not left out: a filter by nobody is not a filter by everybody."""
    known = f"select text, alias from {aliases.WHOSE} where role = $role and list_contains($texts, text)"
    found = dict(cursor.execute(known, {"role": role, "texts": list(texts)}).fetchall())
    return [found.get(text, free_texts.HIDDEN) if text else text for text in texts]


def _state(warehouse: Warehouse, called: Called) -> str:
    """A mark of all that is in the base and of the words it is told in."""
    tables = [table for table in keeping_file.TABLES if table != aliases.TABLE and warehouse.has(table)]
    marks = [(t, warehouse.value(f"select (count(*), bit_xor(hash(t)))::varchar from {t} t")) for t in tables]
    return hashlib.sha256(repr((marks, sorted(called.kinds.items()), called.file)).encode()).hexdigest()


def _made_before(home: Home, warehouse: Warehouse, state: str) -> str | None:
    if not warehouse.has(MADE):
        return None
    found = warehouse.rows(f"select workspace from {MADE} where state = $state", {"state": state})
    return next((row["workspace"] for row in found if home.has(row["workspace"])), None)


def _remember(warehouse: Warehouse, copy: str, state: str) -> None:
    with warehouse.transaction() as cursor:
        cursor.execute(f"create table if not exists {MADE} (workspace varchar, state varchar)")
        cursor.execute(f"insert into {MADE} values ($workspace, $state)", {"workspace": copy, "state": state})
