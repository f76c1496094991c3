"""Opens and locks DuckDB. One warehouse is one base: a folder with its database file and the files being read into it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from analytics.limits import limits

DATABASE = "base.duckdb"
NEW = "_new"
INTERRUPTED_EVERY = 0.05


class Warehouse:
    """A locked DuckDB database in `folder`.

    It reads nothing outside `folder` and the named `readable` files, loads no extensions and runs no code of the base.
    Work on a cursor of your own: a connection is not to be shared by threads. `building` guards changes of tables.
    """

    def __init__(self, folder: Path, readable: Iterable[Path] = ()):
        self.folder = Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.building = threading.RLock()
        self.recently_used: dict[str, None] = {}
        self._asking: dict[duckdb.DuckDBPyConnection, tuple[str | None, int]] = {}
        self._owner = threading.local()
        self._connection = _connected(self.folder / DATABASE)
        self._importer = _telling(self._connection.cursor())
        self._importing = threading.Lock()
        self._sweep()
        self._lock_down([Path(p).resolve() for p in readable])

    def _lock_down(self, readable: Sequence[Path]) -> None:
        spill = self.folder / "spill"
        for name, value in {
            "temp_directory": str(spill),
            "max_temp_directory_size": f"{limits().spill_megabytes}MiB",
            # text is written twice as fast without this compression; the file grows threefold
            "disabled_compression_methods": "dict_fsst",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "allowed_directories": [f"{self.folder}/"],
            "allowed_paths": [str(p) for p in readable],
            "enable_external_access": False,
            "lock_configuration": True,
        }.items():
            self._connection.execute(f"set {name} = ?", [value])

    def _sweep(self) -> None:
        """What an import left that was killed before it took its place: tables begun and files spilled."""
        shutil.rmtree(self.folder / "spill", ignore_errors=True)
        begun = "select table_name from duckdb_tables() where schema_name = 'main' and ends_with(table_name, $new)"
        for (table,) in self._connection.execute(begun, {"new": NEW}).fetchall():
            self._connection.execute(f'drop table main."{table}"')

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self._connection.cursor()

    @contextmanager
    def importing(self):
        """The cursor of the one import that may run at a time; meanwhile the base that is there is asked as ever."""
        with self._importing:
            yield self._importer

    def supersede(self, owner: str) -> None:
        """This thread now works for `owner`: whatever other threads still ask on its behalf is interrupted."""
        self._owner.name = owner
        for cursor, (asking, thread) in list(self._asking.items()):
            if asking == owner and thread != threading.get_ident():
                cursor.interrupt()

    @contextmanager
    def _asked_by_owner(self, cursor: duckdb.DuckDBPyConnection):
        self._asking[cursor] = (getattr(self._owner, "name", None), threading.get_ident())
        try:
            yield
        finally:
            self._asking.pop(cursor, None)

    def table(self, sql: str, parameters: Sequence | dict | None = None) -> pa.Table:
        """Run one query on a cursor of its own and bring the whole (small) result."""
        cursor = self.cursor()
        try:
            with self._asked_by_owner(cursor):
                return cursor.sql(sql, params=parameters).to_arrow_table()
        finally:
            cursor.close()

    def rows(self, sql: str, parameters: Sequence | dict | None = None) -> list[dict]:
        """The same for a few rows, as plain values: a query is bound once here, and twice on the way to Arrow."""
        cursor = self.cursor()
        try:
            with self._asked_by_owner(cursor):
                told = cursor.execute(sql, parameters).fetchall()
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in told]
        finally:
            cursor.close()

    def value(self, sql: str, parameters: Sequence | dict | None = None):
        rows = self.rows(sql, parameters)
        return next(iter(rows[0].values())) if rows else None

    def holds(self, *tables: str) -> bool:
        """Whether all these derived tables are still there: another tab of the same base may have pushed them out.

        Who asks has them in hand, so that counts as use: what is looked at is never the oldest.
        """
        if not all(table in self.recently_used for table in tables):
            return False
        for table in tables:
            self.recently_used.pop(table, None)
            self.recently_used[table] = None
        return True

    def has(self, table: str) -> bool:
        with closing(self.cursor()) as cursor, self._asked_by_owner(cursor):
            return has_table(cursor, table)

    @contextmanager
    def transaction(self, interruptible: bool = False):
        """One writer at a time; all of it happens or none of it. An import is not to be interrupted by a click elsewhere."""
        with self.building, closing(self.cursor()) as cursor, whole(cursor):
            asked = self._asked_by_owner(cursor) if interruptible else nullcontext()
            with asked:
                yield cursor

    def _let_go(self) -> None:
        """An import that is going on ends as if it had not begun."""
        while not self._importing.acquire(timeout=INTERRUPTED_EVERY):
            self._importer.interrupt()
        self._importer.close()
        self._importing.release()

    def close(self) -> None:
        self._let_go()
        self._connection.close()


@contextmanager
def whole(cursor: duckdb.DuckDBPyConnection):
    """One transaction: all of it happens or none of it."""
    cursor.execute("begin")
    try:
        yield cursor
        cursor.execute("commit")
    except BaseException:
        with suppress(duckdb.Error):
            cursor.execute("rollback")
        raise


def has_table(cursor: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Is there a table of the base under this name, as the cursor sees it?"""
    find = "select count(*) from duckdb_tables() where schema_name = 'main' and table_name = $table"
    return bool(cursor.execute(find, {"table": table}).fetchall()[0][0])


def _connected(database: Path) -> duckdb.DuckDBPyConnection:
    """The database, without its last steps when a crash of the machine has left their log unreadable."""
    log = database.with_name(f"{database.name}.wal")
    try:
        return duckdb.connect(str(database), config=limits().base)
    except duckdb.Error as fault:
        if not log.exists() or not _is_of_the_log(fault):
            raise
        log.replace(log.with_suffix(".broken"))
        return duckdb.connect(str(database), config=limits().base)


def _is_of_the_log(fault: duckdb.Error) -> bool:
    """Only a spoilt log is put aside: one that another program holds, or memory is short for, is read the next time."""
    told = str(fault).lower()
    return "wal file" in told and "out of memory" not in told


def _telling(cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor that knows how far its statement is; it can be asked for that only before the settings are locked."""
    cursor.execute("set enable_progress_bar = true")
    cursor.execute("set enable_progress_bar_print = false")
    return cursor
