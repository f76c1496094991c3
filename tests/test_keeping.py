"""What is kept with a base: its file, homes with several workspaces, a workspace as one file to take away."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import keeping, keeping_base, keeping_file, keeping_home
from analytics.errors import Unusable
from analytics.ingest import Hints, load, receipts, understand
from analytics.keeping import Kept, clean, free_name, require_free, same
from analytics.keeping_home import Home, size_of
from analytics.schema import BASES
from analytics.warehouse import DATABASE, Warehouse

HERE = Path(__file__).resolve().parent
FORMAT_1 = HERE / "kept_format_1.clientbase"
SALES = """Client,Date,Amount,Manager
Anna,2025-01-10,700.50,Kim
Boris,2025-02-20,200,
Anna,lots of,5,Kim
Anna,2025-03-05,100,Kim
"""
EVERY_KIND = {
    "sales": SALES + "Anna,2025-01-10,700.50,Kim\n",
    "totals": "Client,Amount,Orders\nAnna,800,2\nBoris,200,1\n",
    "customers": "Client,City,Email\nAnna,Omsk,a@example.com\nBoris,Tver,\n",
    "contacts": "Client,Date,Kind\nAnna,2025-01-10,call\n",
    "scores": "Client,Date,Score\nAnna,2025-01-10,9\n",
    "leads": "Lead,Date,Outcome\n17,2025-01-10,won\n",
    "departures": "Client,Date,Reason\nBoris,2025-03-10,moved\n",
}
KEPT = Kept(
    name="Shop",
    thresholds={"abc.share.a": "0.8", "xyz.measure": "variation"},
    choices={"window": "last_year", "filter.manager": ("Kim", "")},
    scenarios={"stricter": {"abc.share.a": "0.5"}},
)
TEXTS = st.text(max_size=40)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home").made()


@pytest.fixture
def shop(tmp_path):
    """A small base with a refused row."""
    made = Warehouse(tmp_path / "shop")
    file = made.folder / "sales.csv"
    file.write_text(SALES)
    load(made, [understand(file, "sales.csv", scratch=made.folder)])
    yield made
    made.close()


def fault_of(action) -> str:
    with pytest.raises(Unusable) as caught:
        action()
    return caught.value.code


class TestTheFileBesideTheBase:
    @settings(deadline=None)
    @given(name=TEXTS, values=st.dictionaries(TEXTS, TEXTS), many=st.dictionaries(TEXTS, st.lists(TEXTS, min_size=1)))
    def test_reads_back_whatever_was_written(self, name, values, many):
        choices = {key: tuple(value) for key, value in many.items()}
        kept = Kept(clean(name), "", values, choices, {clean(name): values})
        assert keeping.read(kept.toml()) == kept

    def test_what_it_does_not_write_is_left_out(self):
        odd = 'name = 5\nthresholds = "x"\n[choices]\nwindow = 7\n"filter.city" = ["a", 1]\nlang = "ru"\n[scenarios]\na = 1\n'
        assert keeping.read(odd) == Kept(choices={"lang": "ru"}, scenarios={"a": {}})

    @pytest.mark.parametrize("content", [b"", b"name = ", b"\xff\xfe", b"x" * (keeping.MOST_BYTES + 1)])
    def test_a_spoilt_file_keeps_nothing_and_stops_nobody(self, content, tmp_path):
        (tmp_path / keeping.FILE).write_bytes(content)
        assert keeping.load(tmp_path) == Kept()

    def test_is_saved_whole_and_found_again(self, tmp_path):
        keeping.save(tmp_path, KEPT)
        keeping.save(tmp_path, replace(KEPT, name="Other"))
        assert keeping.load(tmp_path) == replace(KEPT, name="Other")
        assert [file.name for file in tmp_path.iterdir()] == [keeping.FILE]


class TestNames:
    @pytest.mark.parametrize(
        ("given", "called"),
        [
            ("  My   shop ", "My shop"),
            ("a\nb\tc\x00d", "a b c d"),
            ("../../etc/passwd", "../../etc/passwd"),
            ("evil\u202etxt.exe", "eviltxt.exe"),
            ("ООО «Ромашка» 🌼", "ООО «Ромашка» 🌼"),
            ("x" * 200, "x" * 80),
            ("\u200f \x7f", ""),
        ],
    )
    def test_any_text_is_one_line(self, given, called):
        assert clean(given) == called

    @pytest.mark.parametrize(("one", "other"), [("Shop", "SHOP"), ("Ёлка", "ёлка"), ("é", "e\u0301")])
    def test_names_people_take_for_one_are_one(self, one, other):
        assert same(one, other)

    def test_a_taken_name_gets_a_number(self):
        assert free_name("Shop", ["shop", "Shop (2)"]) == "Shop (3)"
        assert free_name("Shop (2)", ["Shop", "Shop (2)"]) == "Shop (3)"
        assert free_name("Shop", ["Store"]) == "Shop"

    def test_a_person_is_told_of_a_taken_or_empty_name(self):
        assert fault_of(lambda: require_free("shop ", ["Shop"])) == "workspace_name_taken"
        assert fault_of(lambda: require_free(" \u202e", [])) == "workspace_unnamed"


class TestHome:
    def test_holds_workspaces_in_the_order_of_their_names(self, home):
        for name in ("b", "A", "в"):
            home.make(Kept(name=name))
        assert [kept.name for kept in home.workspaces().values()] == ["A", "b", "в"]

    def test_folders_bear_names_of_ours_whatever_people_call_them(self, home):
        made = home.make(Kept(name="../../away"))
        assert home.path(made).parent == home.folder and keeping_home.OWN_NAME.fullmatch(made)

    @pytest.mark.parametrize("name", ["..", "../home", "/etc", "", None, "abc", "0" * 12])
    def test_a_name_not_of_ours_is_no_workspace(self, name, home):
        assert not home.has(name)

    def test_is_closed_to_other_users_of_the_machine(self, home):
        made = home.make()
        assert home.folder.stat().st_mode & 0o077 == 0 and home.path(made).stat().st_mode & 0o077 == 0

    def test_remembers_the_last_one_until_it_is_deleted(self, home):
        first, second = home.make(), home.make()
        home.remember(second)
        assert home.last() == second
        home.delete(second)
        assert home.last() is None and list(home.workspaces()) == [first]

    @pytest.mark.parametrize("content", ["../../etc", "\n", "f" * 12])
    def test_a_last_one_that_is_none_of_ours_is_not_believed(self, content, home):
        (home.folder / keeping_home.LAST).write_text(content)
        assert home.last() is None

    def test_leftovers_of_a_day_ago_are_cleared_and_fresh_ones_left(self, home):
        old, fresh = home.beside(), home.beside()
        os.utime(old, (0, 0))
        home.made()
        assert not old.exists() and fresh.exists() and home.workspaces() == {}


class TestRoom:
    @pytest.fixture(autouse=True)
    def _little(self, little_room):
        """A megabyte for everything."""

    def test_a_full_home_takes_no_more(self, home):
        home.require_room(900_000)
        (home.folder / "base").write_bytes(b"x" * 200_000)
        assert fault_of(lambda: home.require_room(900_000)) == "home_full"

    def test_a_base_that_grows_too_large_is_stopped_and_nothing_of_it_is_left(self, home, tmp_path):
        warehouse = Warehouse(home.beside())

        def grow():
            with warehouse.transaction() as cursor, home.watched(cursor.interrupt):
                cursor.execute("create table t as select random() as r from range(400000000)")

        assert fault_of(grow) == "home_full"
        assert not warehouse.has("t")
        warehouse.close()

    def test_a_file_too_large_for_the_home_is_not_opened(self, home, shop, tmp_path):
        out = keeping_file.write(shop, KEPT, tmp_path / "shop.clientbase")
        (home.folder / "base").write_bytes(b"x" * ((1 << 20) - 100))
        assert fault_of(lambda: keeping_file.read(home, out, "shop")) == "home_full"
        assert home.workspaces() == {}


@pytest.fixture
def little_room(monkeypatch, tmp_path):
    from analytics.limits import limits

    (tmp_path / "little.toml").write_text("home_megabytes = 1\n")
    monkeypatch.setenv("CLIENT_BASE_LIMITS", str(tmp_path / "little.toml"))
    limits.cache_clear()
    yield
    limits.cache_clear()


def tables(warehouse: Warehouse) -> dict[str, list]:
    """Every table of a base with its rows in their order; facts are counted anew and do not belong to it."""
    return {
        name: warehouse.table(f"select {', '.join(columns)} from {name} order by rowid").to_pylist()
        for name, columns in keeping_file.TABLES.items()
        if warehouse.has(name)
        for columns in [[f'"{c}"' for c in columns]]
        if name != "receipts"
    } | {"receipts": [replace(receipt, path="") for receipt in receipts(warehouse)]}


class TestOneFile:
    def test_a_workspace_comes_back_from_its_file_whole(self, home, shop, tmp_path):
        before = tables(shop)
        out = keeping_file.write(shop, KEPT, tmp_path / "shop.clientbase")
        back = keeping_file.read(home, out, "shop.clientbase")
        warehouse, trouble = keeping_base.opened(home.path(back))
        assert trouble is None and tables(warehouse) == before
        assert keeping.load(home.path(back)) == KEPT
        warehouse.close()

    def test_every_table_an_import_makes_is_in_the_file(self, home, tmp_path):
        warehouse = Warehouse(tmp_path / "base")
        read = []
        for kind, text in EVERY_KIND.items():
            file = warehouse.folder / f"{kind}.csv"
            file.write_text(text)
            read.append(understand(file, file.name, Hints(kind=kind), scratch=warehouse.folder))
        load(warehouse, read)
        made = "select table_name as name from duckdb_tables() where schema_name = 'main'"
        assert {row["name"] for row in warehouse.rows(made)} <= keeping_file.TABLES.keys()
        before, back = tables(warehouse), keeping_file.copy(home, warehouse, KEPT)
        copied, _ = keeping_base.opened(home.path(back))
        assert before.keys() >= BASES.keys() and tables(copied) == before
        copied.close()
        warehouse.close()

    def test_a_copy_gets_the_next_name_and_lives_its_own_life(self, home, shop):
        first = keeping_file.copy(home, shop, KEPT)
        second = keeping_file.copy(home, shop, KEPT)
        assert [home.workspaces()[each].name for each in (first, second)] == ["Shop", "Shop (2)"]
        home.delete(first)
        assert list(home.workspaces()) == [second]

    def test_an_empty_workspace_can_be_taken_away_too(self, home, tmp_path):
        empty = Warehouse(tmp_path / "empty")
        back = keeping_file.copy(home, empty, Kept(name="Empty"))
        empty.close()
        assert home.workspaces()[back] == Kept(name="Empty")

    def test_a_file_of_format_1_opens(self, home):
        back = keeping_file.read(home, FORMAT_1, FORMAT_1.name)
        assert keeping.load(home.path(back)) == KEPT
        warehouse, _ = keeping_base.opened(home.path(back))
        rows = warehouse.rows(
            "select customer_id, order_date::varchar as day, amount::double as amount, manager from sales"
        )
        assert [tuple(row.values()) for row in rows] == [
            ("Anna", "2025-01-10", 700.5, "Kim"),
            ("Boris", "2025-02-20", 200, None),
            ("Anna", "2025-03-05", 100, "Kim"),
        ]
        (receipt,) = receipts(warehouse)
        assert (receipt.name, receipt.rows_read, receipt.rows_used, receipt.amount) == ("sales.csv", 4, 3, 1000.5)
        assert warehouse.value("select value from refused") == "lots of"
        warehouse.close()


def forged(tmp_path, shop, **parts: bytes | None) -> Path:
    """A file of a shop with some of its parts changed (by the last word of their names), added or taken out."""
    real, out = keeping_file.write(shop, KEPT, tmp_path / "real.clientbase"), tmp_path / "forged.clientbase"
    with zipfile.ZipFile(real) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        contents = {member: archive.read(member) for member in archive.namelist()}
        for member, content in (contents | parts).items():
            if content is not None:
                changed.writestr(member, content)
    return out


def parquet(tmp_path, sql: str) -> bytes:
    file = tmp_path / "made.parquet"
    duckdb.sql(f"copy ({sql}) to '{file}' (format parquet)")
    return file.read_bytes()


MANIFEST = b"format = 1\n[tables]\nsales = 3\nrefused = 1\nreceipts = 1\nmapped_columns = 4\n"
ONE_SALE = "select 'Anna' as customer_id, date '2025-01-01' as order_date, 5 as amount"


def _on_a_full_disk(*_):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class TestForeignFiles:
    def refused(self, home, file) -> str:
        code = fault_of(lambda: keeping_file.read(home, file, "x.clientbase"))
        assert home.workspaces() == {} and list(home.folder.iterdir()) == []
        return code

    @pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken", os.urandom(3000)])
    def test_what_is_no_archive_is_refused(self, content, home, tmp_path):
        (tmp_path / "x").write_bytes(content)
        assert self.refused(home, tmp_path / "x") == "kept_file_damaged"

    def test_an_archive_of_something_else_is_refused(self, home, tmp_path):
        with zipfile.ZipFile(tmp_path / "x", "w") as archive:
            archive.writestr("photo.jpg", b"...")
        assert self.refused(home, tmp_path / "x") == "kept_file_foreign"

    def test_a_later_format_is_refused_before_anything_else_is_looked_at(self, home, shop, tmp_path):
        parts = {"manifest.toml": b"format = 2\nnew = true", "tables/future.bin": b"?"}
        assert self.refused(home, forged(tmp_path, shop, **parts)) == "kept_file_newer"

    @pytest.mark.parametrize("version", [b"format = 0", b"format = '1'", b"", b"format = ", b"\xff"])
    def test_a_format_that_is_no_number_is_refused(self, version, home, shop, tmp_path):
        assert self.refused(home, forged(tmp_path, shop, **{"manifest.toml": version})) == "kept_file_damaged"

    @pytest.mark.parametrize(
        "member",
        [
            "../../away",
            "/etc/cron.d/x",
            "tables/../../x.parquet",
            "tables/facts.parquet",
            "base.duckdb",
            "C:\\x",
            "scratch/",
        ],
    )
    def test_a_part_that_does_not_belong_is_refused(self, member, home, shop, tmp_path):
        assert self.refused(home, forged(tmp_path, shop, **{member: b"x"})) == "kept_file_foreign_part"
        assert not (tmp_path / "away").exists()

    def test_a_bomb_is_refused_by_its_size_before_it_is_unpacked(self, home, shop, tmp_path, little_room):
        bomb = forged(tmp_path, shop, **{"tables/sales.parquet": bytes(50_000_000)})
        assert bomb.stat().st_size < 200_000
        assert self.refused(home, bomb) == "home_full"

    def test_settings_too_large_are_refused(self, home, shop, tmp_path):
        swollen = {"workspace.toml": b"#" * (2 << 20)}
        assert self.refused(home, forged(tmp_path, shop, **swollen)) == "kept_file_damaged"

    @pytest.mark.parametrize(
        "missing",
        ["tables/sales.parquet", "tables/receipts.parquet", "tables/mapped_columns.parquet", "workspace.toml"],
    )
    def test_a_file_that_lacks_a_part_is_refused(self, missing, home, shop, tmp_path):
        assert self.refused(home, forged(tmp_path, shop, **{missing: None})) == "kept_file_damaged"

    def test_a_table_without_its_receipt_is_refused(self, home, shop, tmp_path):
        manifest = b"format = 1\n[tables]\nsales = 3\nrefused = 1\nmapped_columns = 4\n"
        file = forged(tmp_path, shop, **{"manifest.toml": manifest, "tables/receipts.parquet": None})
        assert self.refused(home, file) == "kept_file_damaged"

    @pytest.mark.parametrize(
        ("sql", "code"),
        [
            (f"from ({ONE_SALE})", "kept_file_damaged"),
            (f"select *, 1 as \"x; drop table sales\" from ({ONE_SALE}), range(3)", "kept_file_foreign_part"),
            (f"select * from ({ONE_SALE}), range(3)", "kept_file_foreign_part"),
            ("select 'Anna' as customer_id, 'soon' as order_date, 5 as amount from range(3)", "kept_file_damaged"),
            ("select 'Anna' as customer_id, date '250000-01-01' as order_date, 5 as amount from range(3)", "kept_file_damaged"),
            ("select 'Anna' as customer_id, date '2025-01-01' as order_date, 1e30 as amount from range(3)", "kept_file_damaged"),
        ],
    )  # fmt: skip
    def test_rows_that_are_not_sales_are_refused(self, sql, code, home, shop, tmp_path):
        file = forged(tmp_path, shop, **{"tables/sales.parquet": parquet(tmp_path, sql)})
        assert self.refused(home, file) == code

    @pytest.mark.parametrize(
        "changes",
        [
            {"rows_used": "many"},
            {"rows_used": "left out"},
            {"amount": "NaN"},
            {"first_date": "soon"},
            {"mapping": {"customer_id": 5}},
            {"rows_left_out": {"no such reason": 1}},
            {"rows_left_out": {"total_row": "two"}},
            {"period": ["2025-01-01"]},
            {"period": ["2025-02-01", "2025-01-01"]},
            {"amount_without_client": None},
            {"warnings": [{"code": "no such word", "particulars": {}}]},
            {"kind": "totals"},
        ],
        ids=str,
    )
    def test_a_receipt_that_cannot_be_shown_is_refused(self, changes, home, shop, tmp_path):
        told = json.loads(shop.value("select receipt::varchar from receipts")) | changes
        receipt = json.dumps({name: value for name, value in told.items() if value != "left out"})
        made = parquet(tmp_path, f"select 'sales' as kind, $${receipt}$$::varchar as receipt")
        assert self.refused(home, forged(tmp_path, shop, **{"tables/receipts.parquet": made})) == "kept_file_damaged"

    @pytest.mark.parametrize("receipt", ["{}", "[]", "nothing", "[" * 5000])
    def test_a_receipt_that_is_none_is_refused(self, receipt, home, shop, tmp_path):
        made = parquet(tmp_path, f"select 'sales' as kind, $${receipt}$$::varchar as receipt")
        assert self.refused(home, forged(tmp_path, shop, **{"tables/receipts.parquet": made})) == "kept_file_damaged"

    @pytest.mark.parametrize("part", ["manifest.toml", "workspace.toml"])
    def test_settings_nested_without_an_end_harm_nobody(self, part, home, shop, tmp_path):
        file = forged(tmp_path, shop, **{part: b"format = 1\nnested = " + b"[" * 20_000})
        if part == "manifest.toml":
            assert self.refused(home, file) == "kept_file_damaged"
        else:
            assert keeping.load(home.path(keeping_file.read(home, file, "x"))).thresholds == {}

    def test_a_part_that_says_it_lies_before_the_file_begins_is_refused(self, home, tmp_path):
        content = bytearray(FORMAT_1.read_bytes())
        where = content.rfind(b"PK\x05\x06") + 16  # of the list of parts, told by the end of the archive
        content[where : where + 4] = (int.from_bytes(content[where : where + 4], "little") + 4000).to_bytes(4, "little")
        (tmp_path / "x").write_bytes(content)
        assert self.refused(home, tmp_path / "x") == "kept_file_damaged"

    def test_a_disk_without_room_is_told(self, home, shop, tmp_path, monkeypatch):
        file = keeping_file.write(shop, KEPT, tmp_path / "x")
        monkeypatch.setattr("shutil.copyfileobj", _on_a_full_disk)
        assert self.refused(home, file) == "no_room"

    def test_settings_of_a_stranger_are_texts_and_nothing_else(self, home, shop, tmp_path):
        odd = '[thresholds]\n"abc.share.a" = "9"\n"x; drop table sales" = "1"\n[choices]\nlang = "klingon"\n'
        back = keeping_file.read(home, forged(tmp_path, shop, **{"workspace.toml": odd.encode()}), "odd name")
        assert keeping.load(home.path(back)).thresholds == {"abc.share.a": "9", "x; drop table sales": "1"}
        assert home.workspaces()[back].name == "odd name"

    @settings(deadline=None, max_examples=40)
    @given(place=st.integers(0, 10**9), byte=st.integers(1, 255))
    def test_a_changed_byte_is_refused_or_changes_nothing_it_should_not(self, place, byte, tmp_path_factory):
        tmp_path = tmp_path_factory.mktemp("flipped")
        home, content = Home(tmp_path / "home").made(), bytearray(FORMAT_1.read_bytes())
        content[place % len(content)] ^= byte
        (tmp_path / "x").write_bytes(content)
        try:
            keeping_file.read(home, tmp_path / "x", "x")
        except Unusable:
            assert home.workspaces() == {}


class TestOpeningABase:
    def opened(self, folder: Path):
        warehouse, trouble = keeping_base.opened(folder)
        found = warehouse.has("sales")
        warehouse.close()
        return found, trouble.code if trouble else None

    @pytest.mark.parametrize("spoil", ["garbage", "short", "half", "another_version"])
    def test_one_that_cannot_be_read_is_put_aside_and_told(self, spoil, shop):
        folder = shop.folder
        shop.close()
        file = folder / DATABASE
        whole = bytearray(file.read_bytes())
        at = whole.find(b"DUCK")
        content = {
            "garbage": os.urandom(9000),
            "short": b"abc",
            "half": bytes(whole[: 3 * 4096]),
            "another_version": bytes(whole[: at + 4]) + b"\xc8" + bytes(whole[at + 5 :]),
        }[spoil]
        file.write_bytes(content)
        assert self.opened(folder) == (False, "base_put_aside")
        (aside,) = folder.glob("*.unread")
        assert aside.read_bytes() == content
        assert self.opened(folder) == (False, None)

    def test_its_log_is_put_aside_with_it(self, shop):
        folder = shop.folder
        shop.close()
        (folder / DATABASE).write_bytes(os.urandom(9000))
        (folder / f"{DATABASE}.wal").write_bytes(b"the last steps")
        assert self.opened(folder) == (False, "base_put_aside")
        (log,) = folder.glob("*.unread.wal")
        assert log.read_bytes() == b"the last steps"

    def test_one_held_by_another_program_is_left_alone_and_told(self, shop):
        before = sorted(f.name for f in shop.folder.iterdir())
        script = "import sys; from pathlib import Path; from analytics import errors, keeping_base\n"
        script += "try: keeping_base.opened(Path(sys.argv[1]))\nexcept errors.Unusable as fault: print(fault.code)"
        told = subprocess.run(
            [sys.executable, "-c", script, str(shop.folder)], capture_output=True, text=True, cwd=HERE.parent
        )
        assert told.stdout.strip() == "base_held", told.stderr
        assert sorted(f.name for f in shop.folder.iterdir()) == before

    def test_one_that_memory_is_short_for_is_left_alone_and_told(self, shop, monkeypatch):
        folder = shop.folder
        shop.close()
        limits = keeping_home.limits()
        monkeypatch.setattr("analytics.warehouse.limits", lambda: replace(limits, base_memory_megabytes=0))
        assert fault_of(lambda: keeping_base.opened(folder)) == "base_unreachable"
        assert (folder / DATABASE).exists() and not list(folder.glob("*.unread"))

    def test_what_was_passing_when_the_server_was_killed_is_swept(self, shop):
        folder = shop.folder
        (folder / ".passing-1234").mkdir()
        (folder / ".passing-1234" / "copy.clientbase").write_bytes(b"half of it")
        shop.close()
        assert self.opened(folder) == (True, None)
        assert not list(folder.glob(".passing-*"))

    def test_a_base_of_an_older_program_gets_the_columns_it_lacks(self, shop):
        folder = shop.folder
        with shop.transaction() as cursor:
            cursor.execute("create table totals (customer_id varchar, amount decimal(18, 4))")
        shop.close()
        warehouse, _ = keeping_base.opened(folder)
        assert {row["column_name"] for row in warehouse.rows("describe totals")} == {
            c.name for c in BASES["totals"].columns
        }
        warehouse.close()

    def test_facts_counted_by_other_rules_are_counted_anew_and_those_by_ours_are_kept(self, shop):
        folder = shop.folder
        with shop.transaction() as cursor:
            cursor.execute("create schema facts")
            cursor.execute("create table facts.old as select 1 as a")
        shop.close()
        warehouse, _ = keeping_base.opened(folder)
        assert warehouse.recently_used == {}
        with warehouse.transaction() as cursor:
            cursor.execute("create schema facts")
            cursor.execute("create table facts.ours as select 1 as a")
        warehouse.close()
        warehouse, _ = keeping_base.opened(folder)
        assert list(warehouse.recently_used) == ["facts.ours"]
        warehouse.close()


WORKER = """
import os, sys
from dataclasses import replace
from pathlib import Path
from analytics import keeping, keeping_base, keeping_file
from analytics.keeping_home import Home

def work(home, workspace, out):
    warehouse, _ = keeping_base.opened(home.path(workspace))
    print("working", os.getpid(), flush=True)
    number = int(keeping.load(home.path(workspace)).thresholds["abc.average.a"])
    while True:
        number += 1
        told = {"thresholds": {"abc.average.a": str(number)}, "choices": {"window": str(number)}}
        kept = replace(keeping.load(home.path(workspace)), **told)
        keeping.save(home.path(workspace), kept)
        copied, back = keeping_file.copy(home, warehouse, kept), keeping_file.read(home, out, "arrived")
        home.delete(copied)
        home.delete(back)

for line in sys.stdin:
    child = os.fork()
    if not child:
        work(Home(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
    os.waitpid(child, 0)
    print("killed", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the worker is made by fork")
def test_killed_at_any_moment_of_a_save_a_copy_or_an_opening_everything_is_old_or_new(home, shop, tmp_path):
    known = replace(KEPT, thresholds={"abc.average.a": "0"}, choices={"window": "0"})
    workspace = keeping_file.copy(home, shop, known)
    out = keeping_file.write(shop, known, tmp_path / "arrived.clientbase")
    rows, moments, seen = tables(shop), random.Random(7), {"0"}
    command = [sys.executable, "-c", WORKER, str(home.folder), workspace, str(out)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as maker:
        for _ in range(50):
            kill_one(maker, moments.uniform(0, 0.2))
            kept = keeping.load(home.path(workspace))
            assert kept.thresholds["abc.average.a"] == kept.choices["window"]
            seen.add(kept.choices["window"])
            for found in home.workspaces():
                assert rows_of(home, found) == rows
                if found != workspace:
                    home.delete(found)
        maker.stdin.close()
    assert len(seen) > 10


def kill_one(maker: subprocess.Popen, after: float) -> None:
    """A worker at work, killed after so many seconds."""
    maker.stdin.write("go\n")
    maker.stdin.flush()
    word, process = maker.stdout.readline().split()
    assert word == "working"
    time.sleep(after)
    os.kill(int(process), signal.SIGKILL)
    assert maker.stdout.readline() == "killed\n"


def rows_of(home: Home, workspace: str) -> dict[str, list]:
    warehouse, trouble = keeping_base.opened(home.path(workspace))
    try:
        assert trouble is None
        return tables(warehouse)
    finally:
        warehouse.close()


def test_the_size_of_a_folder_counts_every_file_in_it(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "1").write_bytes(b"12345")
    (tmp_path / "a" / "b" / "2").write_bytes(b"123")
    assert size_of(tmp_path) == 8
