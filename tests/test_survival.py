"""Whatever happens in the middle of an import, the base is whole: the one that was there or the one that was coming."""

from __future__ import annotations

import random
import resource
import shutil
import time
from pathlib import Path

import duckdb
import pytest

from analytics.errors import Unusable
from analytics.ingest import load, receipts, understand
from analytics.warehouse import DATABASE, Warehouse
from tests.ingest_files import HEADER, rows_text, text_file
from tests.survival import killed, moments, seconds

TIMES = 50
ROWS = 130_000
LARGEST_GROWTH = 4


def sales(folder: Path, name: str, amount: int, rows: int = ROWS) -> Path:
    """Rows around an amount, some of them repeated, two that cannot be used."""
    lines = [(f"C{i % 1000}", f"2024-{1 + i % 12:02}-{1 + i % 28:02}", f"{i % 50_000}.{amount}") for i in range(rows)]
    return text_file(
        folder, rows_text([HEADER, *lines, *lines[:99], ("C1", "", "5"), ("C2", "2024-01-01", "x")]), f"{name}.csv"
    )


def importing(home: Path, file: Path):
    """The act of importing a file over whatever base is there."""
    warehouse, told = Warehouse(home, [file]), understand(file)

    def act():
        load(warehouse, [told])
        warehouse.close()

    return act


def state(warehouse: Warehouse) -> dict:
    """All that a base says of itself: its rows, what was told of them, and what is left of unfinished work."""
    return {
        "rows": warehouse.rows(
            "select count(*) as n, sum(amount) as amount, count(distinct customer_id) as who from sales"
        ),
        "told": [(r.name, r.rows_read, r.rows_used, r.amount, r.duplicate_rows) for r in receipts(warehouse)],
        "refused": warehouse.rows('select file, "row", reason from refused order by rowid'),
        "repeated": warehouse.value("select sum(times) from duplicates_sales"),
        "columns": sorted(r["column"] for r in warehouse.rows('select "column" from mapped_columns')),
        "tables": warehouse.rows("select table_name from duckdb_tables() order by 1"),
    }


def state_at(home: Path) -> dict:
    warehouse = Warehouse(home)
    try:
        return state(warehouse)
    finally:
        warehouse.close()


@pytest.fixture(scope="module")
def bases(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    return {name: sales(folder, name, amount) for name, amount in {"first": 10, "second": 75}.items()}


@pytest.fixture
def opened(bases, tmp_path) -> Warehouse:
    """The first base, imported; small work on top of it can go wrong."""
    warehouse = Warehouse(tmp_path / "home", [*bases.values(), tmp_path / "bad.csv"])
    load(warehouse, [understand(bases["first"])])
    yield warehouse
    warehouse.close()


def test_an_import_killed_at_any_moment_leaves_one_whole_base(bases, tmp_path):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    whole, longest = {}, 0.0
    for name, file in bases.items():
        longest = seconds(importing, tmp_path / name, file)
        whole[name] = state_at(tmp_path / name)
    home, cut_short, found = tmp_path / "first", 0, "first"
    for after in moments(TIMES, longest, seed):
        cut_short += killed(after, importing, home, bases["second" if found == "first" else "first"])
        now = state_at(home)
        assert now in whole.values(), after
        found = next(name for name, told in whole.items() if told == now)
    assert cut_short > TIMES / 2
    assert (home / DATABASE).stat().st_size < LARGEST_GROWTH * (tmp_path / "second" / DATABASE).stat().st_size


def test_a_log_cut_at_any_byte_is_a_base_that_opens(bases, tmp_path):
    killed(0.0, _left_in_the_log, tmp_path / "home", bases["first"])
    log = tmp_path / "home" / f"{DATABASE}.wal"
    whole = log.read_bytes()
    lot = random.Random(1)
    for _ in range(10):
        copy = tmp_path / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(tmp_path / "home", copy)
        (copy / log.name).write_bytes(_spoiled(whole, lot))
        warehouse = Warehouse(copy)
        assert [r.rows_used for r in receipts(warehouse)] == [ROWS + 99]
        assert warehouse.value("select count(*) from sales") == ROWS + 99
        warehouse.close()


def _left_in_the_log(home: Path, file: Path):
    """A base on disk and, after it, small changes that only the log has."""
    importing(home, file)()
    warehouse = Warehouse(home)
    for i in range(20):
        with warehouse.transaction() as cursor:
            cursor.execute(f"create table later_{i} as select range as n from range(100)")

    def act():
        time.sleep(60)
        warehouse.close()

    return act


def _spoiled(log: bytes, lot: random.Random) -> bytes:
    place = lot.randrange(len(log))
    return log[:place] if lot.random() < 0.5 else log[:place] + bytes([log[place] ^ 0xFF]) + log[place + 1 :]


def test_a_file_that_fails_after_others_leaves_the_base_that_was(opened, bases, tmp_path):
    before = state(opened)
    bad = text_file(tmp_path, rows_text([HEADER, ("C", "soon", "10")]), "bad.csv")
    with pytest.raises(Unusable, match="all_dates_unreadable"):
        load(opened, [understand(bases["second"]), understand(bad), understand(bases["first"])])
    assert state(opened) == before


def test_a_full_disk_is_told_and_leaves_the_base_that_was(bases, tmp_path):
    importing(tmp_path / "home", bases["first"])()
    before = state_at(tmp_path / "home")
    assert killed(30.0, _on_a_full_disk, tmp_path / "home", bases["second"]) is False
    assert state_at(tmp_path / "home") == before


def _on_a_full_disk(home: Path, file: Path):
    """The database may not grow by a byte; what is told must be the sentence and the base must still answer."""
    warehouse, told = Warehouse(home, [file]), understand(file)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((home / DATABASE).stat().st_size,) * 2)

    def act():
        with pytest.raises(Unusable, match="no_room"):
            load(warehouse, [told])
        assert warehouse.value("select count(*) from sales") == ROWS + 99

    return act


def test_what_a_killed_import_left_is_swept_at_the_next_opening(tmp_path):
    warehouse = Warehouse(tmp_path)
    with warehouse.transaction() as cursor:
        cursor.execute("create table sales_new as select 1 as a")
    warehouse.close()
    again = Warehouse(tmp_path)
    assert not again.has("sales_new")
    again.close()


def test_a_base_held_by_another_program_is_not_taken_for_a_broken_one(tmp_path):
    held = Warehouse(tmp_path)
    (tmp_path / f"{DATABASE}.wal").touch()
    assert killed(30.0, _refused, tmp_path) is False
    assert (tmp_path / f"{DATABASE}.wal").exists() and held.value("select 1") == 1
    held.close()


def _refused(home: Path):
    def act():
        with pytest.raises(duckdb.IOException, match="lock"):
            Warehouse(home)

    return act
