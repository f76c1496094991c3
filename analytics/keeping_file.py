"""One file with a whole workspace, to take away and open elsewhere or later: its tables as Parquet, its settings as TOML.

    manifest.toml          format = 1, [tables] name = rows
    workspace.toml         what analytics.keeping.Kept writes
    tables/<name>.parquet  a table each, only of names and columns known here

Nothing of a file is run or attached: rows are read by a locked warehouse in a folder of their own and cast to our types.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import duckdb

from analytics import aliases, foreign_toml, keeping, own_grades, plan_notes, plan_texts
from analytics.doctor import merging
from analytics.doctor.corrections import DROPPED
from analytics.errors import Unusable
from analytics.ingest.duplicates import DUPLICATES
from analytics.ingest.loading import ABSENT, NO_ROOM
from analytics.ingest.receipts import REFUSED, Receipt, from_json
from analytics.ingest.sources import literal
from analytics.keeping import Kept
from analytics.keeping_base import opened
from analytics.keeping_home import Home, passing, room_on_disk, size_of
from analytics.limits import limits
from analytics.schema import BASES
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, words

FORMAT = 1
ENDING = "clientbase"
MANIFEST = "manifest.toml"
SMALL = {MANIFEST, keeping.FILE}
SPOOL = 1 << 20
DATES = "between date '0001-01-01' and date '9999-12-31'"
# Where the files of a base lay on this disk is nobody's business elsewhere.
WITHOUT_PATH = """json_merge_patch(receipt, '{"path": ""}') as receipt"""
# A step per format: it turns an unpacked folder of that format into the next one.
MIGRATIONS: dict[int, Callable[[Path], None]] = {}
LISTS = (DUPLICATES, DROPPED)
HOLDS = {
    "str": str,
    "int": int,
    "Decimal | None": Decimal | None,
    "dt.date | None": dt.date | None,
    "list[Notice]": list,
}
HOLDS |= {"str | None": str | None, "dict[str, str]": dict, "dict[str, int]": dict}


def _definitions() -> dict[str, dict[str, str]]:
    """Table → its columns and their types; no other table is written or read."""
    known = {kind: {c.name: c.sql_type for c in base.columns} for kind, base in BASES.items()}
    known |= {f"{list_}{kind}": known[kind] | {"times": "BIGINT"} for kind in BASES for list_ in LISTS}
    known |= dict.fromkeys((merging.LINKS, merging.BEFORE), dict.fromkeys(("customer_id", "into_id"), "VARCHAR"))
    known["refused"] = dict(re.findall(r'"?(\w+)"? (\w+)', REFUSED))
    known["receipts"] = {"kind": "VARCHAR", "receipt": "JSON"}
    known["mapped_columns"] = dict.fromkeys(("kind", "column", "source"), "VARCHAR")
    known["opened_sample"] = {"key": "VARCHAR"}
    known[own_grades.TABLE] = own_grades.COLUMNS
    known |= {plan_notes.TABLE: plan_notes.COLUMNS, plan_texts.TABLE: plan_texts.COLUMNS}
    known |= {aliases.TABLE: aliases.COLUMNS, aliases.ORIGIN: aliases.ORIGIN_COLUMNS}
    return known


TABLES = _definitions()


def write(warehouse: Warehouse, kept: Kept, out: Path) -> Path:
    """The workspace as it is at this moment → the file `out`; its parts are made inside the warehouse's own folder."""
    with passing(warehouse.folder) as folder:
        (folder / "tables").mkdir()
        return pack(folder, _write_tables(warehouse, folder), kept, out)


def pack(folder: Path, counts: dict[str, int], kept: Kept, out: Path) -> Path:
    """The tables that were written in `folder`, `counts` rows of each, and the settings → the file `out`."""
    manifest = f"format = {FORMAT}\n\n[tables]\n" + "".join(f"{name} = {n}\n" for name, n in counts.items())
    (folder / MANIFEST).write_text(manifest, "utf-8")
    (folder / keeping.FILE).write_text(kept.toml(), "utf-8")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(f for f in folder.rglob("*") if f.is_file()):
            archive.write(file, file.relative_to(folder).as_posix())
    return out


def _write_tables(warehouse: Warehouse, folder: Path) -> dict[str, int]:
    """Every table of one moment: an import in another tab is in the file whole or not at all."""
    counts, cursor = {}, warehouse.cursor()
    try:
        cursor.execute("begin")
        for table in (table for table in TABLES if warehouse.has(table)):
            counts[table] = _write_table(cursor, table, folder / "tables" / f"{table}.parquet")
        return counts
    finally:
        cursor.close()


def _write_table(cursor: duckdb.DuckDBPyConnection, table: str, file: Path) -> int:
    """Columns nobody has filled are not written: a base keeps no room for them."""
    columns = list(TABLES[table])
    counted = ", ".join(f'count("{name}")' for name in columns)
    rows, *filled = cursor.execute(f"select count(*), {counted} from {table}").fetchall()[0]
    written = [name for name, values in zip(columns, filled, strict=True) if values] or columns[:1]
    # A base leaves as it was read, and with it what was merged in it: merging is repeated where it is opened.
    written = merging.as_read(cursor, table, written)
    if table == "receipts":
        written = ["kind", WITHOUT_PATH]
    cursor.execute(
        f"copy (select {', '.join(written)} from {table}) to {literal(str(file))} (format parquet, compression zstd)"
    )
    return rows


def read(home: Home, file: Path, name: str) -> str:
    """A file somebody has kept → a new workspace of the home, there whole or not at all; gives our name of it.

    `name` is what people call the file. Raises Unusable when it is not such a file, is damaged, comes from a later version
    of the program, holds what does not belong there, or there is no room for it.
    """
    home.require_room(file.stat().st_size)
    beside = home.beside()
    try:
        _fill(home, beside, _unpack(home, file, name, beside / "scratch"), name)
        kept = keeping.load(beside / "scratch")
        taken = [other.shown for other in home.workspaces().values()]
        keeping.save(beside, replace(kept, name=keeping.free_name(kept.shown or Path(name).stem, taken)))
        shutil.rmtree(beside / "scratch")
        return home.adopt(beside)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def copy(home: Home, warehouse: Warehouse, kept: Kept) -> str:
    """A second workspace with the same base, thresholds and scenarios, under the name with a number → our name of it."""
    home.require_room(2 * size_of(warehouse.folder))
    with passing(warehouse.folder) as folder:
        return read(home, write(warehouse, kept, folder / f"copy.{ENDING}"), kept.shown)


def _unpack(home: Home, file: Path, name: str, folder: Path) -> dict[str, int]:
    """The parts of the file in `folder`, brought to today's format → rows of each table as the manifest tells them."""
    folder.mkdir()
    try:
        with room_on_disk(name), zipfile.ZipFile(file) as archive:
            version = _version(archive, name)
            home.require_room(_checked_size(archive, name))
            for member in archive.infolist():
                _extract(archive, member, folder / Path(member.filename).name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        raise Unusable("kept_file_damaged", file=name) from None
    for step in range(version, FORMAT):
        MIGRATIONS[step](folder)
    rows = _manifest((folder / MANIFEST).read_bytes(), name).get("tables", {})
    if not isinstance(rows, dict) or {f"{table}.parquet" for table in rows} != {
        f.name for f in folder.glob("*.parquet")
    }:
        raise Unusable("kept_file_damaged", file=name)
    return rows


def _version(archive: zipfile.ZipFile, name: str) -> int:
    """The format of the file. Raises Unusable for one of a later program, and for an archive of something else."""
    try:
        with archive.open(MANIFEST) as member:
            version = _manifest(member.read(SPOOL), name).get("format")
    except KeyError:
        raise Unusable("kept_file_foreign", file=name) from None
    if not isinstance(version, int) or version < 1:
        raise Unusable("kept_file_damaged", file=name)
    if version > FORMAT:
        raise Unusable("kept_file_newer", file=name, version=version, known=FORMAT)
    return version


def _manifest(content: bytes, name: str) -> dict:
    try:
        return foreign_toml.parsed(content.decode())
    except ValueError:
        raise Unusable("kept_file_damaged", file=name) from None


def _checked_size(archive: zipfile.ZipFile, name: str) -> int:
    """Bytes of all parts unpacked. Raises Unusable when a part is not one of ours or says it is larger than it may be."""
    members = archive.infolist()
    known = SMALL | {f"tables/{table}.parquet" for table in TABLES}
    foreign = [m.filename for m in members if m.filename not in known]
    if foreign:
        raise Unusable("kept_file_foreign_part", file=name, value=foreign[0])
    names = [m.filename for m in members]
    swollen = any(m.file_size > SPOOL for m in members if m.filename in SMALL)
    if len(set(names)) < len(names) or swollen or not set(names) >= SMALL:
        raise Unusable("kept_file_damaged", file=name)
    return sum(m.file_size for m in members)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path) -> None:
    with archive.open(member) as packed, to.open("wb") as out:
        shutil.copyfileobj(packed, out, SPOOL)


def _fill(home: Home, folder: Path, rows: dict[str, int], name: str) -> None:
    """The tables of the unpacked parts into the new base of `folder`, in one transaction."""
    warehouse, _ = opened(folder)
    try:
        with warehouse.transaction() as cursor, home.watched(cursor.interrupt):
            for table, count in rows.items():
                _fill_table(cursor, table, folder / "scratch" / f"{table}.parquet", count, name)
            merging.settle(cursor)
            own_grades.settle(cursor)
            plan_notes.settle(cursor)
            plan_texts.settle(cursor)
            _require_whole(cursor, set(rows), name)
    except duckdb.InterruptException:
        raise
    except duckdb.Error as fault:
        full = any(sign in str(fault) for sign in NO_ROOM)
        raise Unusable("no_room" if full else "kept_file_damaged", file=name) from None
    finally:
        warehouse.close()


def _fill_table(cursor: duckdb.DuckDBPyConnection, table: str, file: Path, count: int, name: str) -> None:
    told = {"file": str(file)}
    rows = cursor.execute("select sum(num_rows) from parquet_file_metadata($file)", told).fetchall()[0][0]
    source = "read_parquet($file, hive_partitioning = false)"
    found = [row[0] for row in cursor.execute(f"describe select * from {source}", told).fetchall()]
    foreign = set(found) - TABLES[table].keys()
    if foreign:
        raise Unusable("kept_file_foreign_part", file=name, value=f"{table}.{min(foreign)}")
    if rows != count or rows > limits().rows * limits().files_at_once:
        raise Unusable("kept_file_damaged", file=name)
    cursor.execute(f"create table {table} ({_columns(table, found)})")
    names, values = ", ".join(f'"{c}"' for c in found), ", ".join(f'cast("{c}" as {TABLES[table][c]})' for c in found)
    cursor.execute(f"insert into {table} ({names}) select {values} from {source}", told)


def _columns(table: str, found: list[str]) -> str:
    """As a fresh import makes them: what a base's file did not have is a column that takes no room."""
    based = next((table.removeprefix(p) for p in LISTS if table.startswith(p)), table) in BASES
    told = {c: t + (ABSENT if based and c not in found else "") for c, t in TABLES[table].items()}
    return ", ".join(f'"{column}" {how}' for column, how in told.items())


def _require_whole(cursor: duckdb.DuckDBPyConnection, tables: set[str], name: str) -> None:
    """Raises Unusable unless every base has its columns, its mapping and its receipts, and every date can be a day."""
    kinds = tables & BASES.keys()
    mapped, receipts = _rows(cursor, tables, "mapped_columns"), _rows(cursor, tables, "receipts")
    whole = kinds == {row[0] for row in mapped} == {row[0] for row in receipts}
    whole = whole and all(BASES[kind].has(column) for kind, column, _ in mapped)
    whole = whole and all(_is_receipt(kind, text) for kind, text in receipts)
    if not whole or any(_odd_days(cursor, table) for table in tables):
        raise Unusable("kept_file_damaged", file=name)


def _rows(cursor: duckdb.DuckDBPyConnection, tables: set[str], table: str) -> list[tuple]:
    return cursor.execute(f"select * from {table}").fetchall() if table in tables else []


def _odd_days(cursor: duckdb.DuckDBPyConnection, table: str) -> bool:
    days = [column for column, sql_type in TABLES[table].items() if sql_type == "DATE"]
    odd = " or ".join(f"not ({day} {DATES})" for day in days)
    return bool(days) and bool(cursor.execute(f"select count(*) from {table} where {odd}").fetchall()[0][0])


def _is_receipt(kind: str, text: str) -> bool:
    """Whether a receipt can be read and shown: its counts are counts, its sums are sums, its words are ours."""
    try:
        receipt, says = from_json(text), words(LANGUAGES[0])
        for notice in receipt.warnings:
            says(f"ingest.{notice.code}", **notice.particulars)
        for amount in (value for value in vars(receipt).values() if isinstance(value, Decimal)):
            says.money(amount)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return False
    right = all(isinstance(getattr(receipt, f.name), HOLDS.get(f.type, object)) for f in fields(Receipt))
    texts = [*receipt.mapping.items(), *((code, "") for code in receipt.rows_left_out)] if right else []
    known = right and all(says.has(f"ingest.{code}") for code in receipt.rows_left_out)
    known = known and receipt.kind == kind and all(isinstance(part, str) for pair in texts for part in pair)
    return known and _can_be_counted_with(receipt)


def _can_be_counted_with(receipt: Receipt) -> bool:
    """Rows left out are counted, a period has two ends, and a base of money has the sums it must have."""
    counts = all(type(n) is int for n in receipt.rows_left_out.values())
    ends = receipt.period
    period = ends is None or (isinstance(ends, tuple) and len(ends) == 2 and ends[0] <= ends[1])
    money = BASES[receipt.kind].has("amount") and BASES[receipt.kind].column("amount").required
    return counts and period and not (money and None in (receipt.amount, receipt.amount_without_client))
