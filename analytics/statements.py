"""Derived tables: made once from a statement of sql/, named after what they were made from, dropped when long unused."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"
# Every page together asks of one window for some 110 tables, those of both windows it is compared with among them; two
# windows are kept whole, so that going back and forth between them makes nothing anew.
KEPT_TABLES = 240


class Derived:
    """The derived tables of one warehouse, seen from inside one transaction (`cursor`)."""

    def __init__(self, cursor, recently_used: dict[str, None]):
        self.cursor = cursor
        self.recently_used = recently_used
        cursor.execute("create schema if not exists facts")

    def made(
        self, statement: str, *made_from: object, target: str = "", values: dict | None = None, **blanks: object
    ) -> str:
        """Name of the table that `statement` makes from the tables and settings in `made_from`; made now if not there yet.

        A kept base outlives a version of the program: where the statement says something else, it is another table.
        """
        target = target or statement
        name = f"facts.{target}_{_digest(_text(statement), sorted(blanks.items()), *made_from)}"
        if not self._exists(name):
            sql = _text(statement).format(**blanks, **{target: name})
            self.cursor.execute(sql, {k: v for k, v in (values or {}).items() if f"${k}" in sql})
        self._keep(name)
        return name

    def row(self, table: str) -> dict:
        result = self.cursor.execute(f"select * from {table}")
        names = [column[0] for column in result.description]
        return dict(zip(names, result.fetchall()[0], strict=True))

    def drop_the_oldest(self) -> None:
        while len(self.recently_used) > KEPT_TABLES:
            oldest = next(iter(self.recently_used))
            self.cursor.execute(f"drop table if exists {oldest}")
            del self.recently_used[oldest]

    def _exists(self, name: str) -> bool:
        find = "select count(*) from duckdb_tables() where schema_name = 'facts' and table_name = ?"
        return bool(self.cursor.execute(find, [name.removeprefix("facts.")]).fetchall()[0][0])

    def _keep(self, name: str) -> None:
        self.recently_used.pop(name, None)
        self.recently_used[name] = None


def forget(cursor) -> None:
    """Drop every derived table: the base has changed."""
    cursor.execute("drop schema if exists facts cascade")


@cache
def _text(statement: str) -> str:
    return (SQL / f"{statement}.sql").read_text("utf-8")


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
