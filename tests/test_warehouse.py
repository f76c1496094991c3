"""The warehouse is locked, shared safely and all-or-nothing; derived tables outlive a rerun, not a base."""

from __future__ import annotations

import threading

import duckdb
import pytest

from analytics.warehouse import Warehouse
from tests.bases import Base, sales


@pytest.fixture
def warehouse(tmp_path):
    made = Warehouse(tmp_path / "base")
    yield made
    made.close()


class TestLocked:
    @pytest.mark.parametrize(
        "sql",
        [
            "from read_csv('/etc/passwd')",
            "from read_text('/etc/passwd')",
            "copy (select 1) to '/tmp/stolen.csv'",
            "attach '/tmp/other.duckdb' as other",
            "install httpfs",
            "load spatial",
            "from read_csv('https://example.com/x.csv')",
        ],
    )
    def test_nothing_outside_is_read_written_or_loaded(self, warehouse, sql):
        with pytest.raises(duckdb.Error):
            warehouse.cursor().execute(sql)

    @pytest.mark.parametrize(
        "sql", ["set enable_external_access = true", "set memory_limit = '100GB'", "reset lock_configuration"]
    )
    def test_the_lock_cannot_be_opened(self, warehouse, sql):
        with pytest.raises(duckdb.Error):
            warehouse.cursor().execute(sql)

    def test_its_own_folder_is_open_to_it(self, warehouse):
        (warehouse.folder / "in.csv").write_text("a\n1\n")
        assert warehouse.value(f"select a from read_csv('{warehouse.folder}/in.csv')") == 1

    def test_a_named_file_is_open_to_it_and_its_neighbour_is_not(self, tmp_path):
        named, neighbour = tmp_path / "named.csv", tmp_path / "neighbour.csv"
        for file in (named, neighbour):
            file.write_text("a\n1\n")
        warehouse = Warehouse(tmp_path / "base", readable=[named])
        assert warehouse.value(f"select a from read_csv('{named}')") == 1
        with pytest.raises(duckdb.Error):
            warehouse.value(f"select a from read_csv('{neighbour}')")
        warehouse.close()


class TestTransaction:
    def test_all_of_it_happens(self, warehouse):
        with warehouse.transaction() as cursor:
            cursor.execute("create table t as select 1 as a")
        assert warehouse.has("t") and not warehouse.has("other")

    @pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
    def test_or_none_of_it(self, warehouse, fault):
        with pytest.raises(fault), warehouse.transaction() as cursor:
            cursor.execute("create table t as select 1 as a")
            raise fault
        assert not warehouse.has("t")

    def test_a_broken_statement_leaves_the_base_usable(self, warehouse):
        with pytest.raises(duckdb.Error), warehouse.transaction() as cursor:
            cursor.execute("create table t as select 1 as a")
            cursor.execute("select nonsense")
        assert not warehouse.has("t") and warehouse.value("select 1") == 1

    def test_one_writer_at_a_time(self, warehouse):
        with warehouse.transaction() as cursor:
            cursor.execute("create table t (a int)")

        def add():
            for _ in range(20):
                with warehouse.transaction() as cursor:
                    cursor.execute("insert into t select coalesce(max(a), 0) + 1 from t")

        together(add, add, add)
        assert warehouse.value("select max(a) from t") == 60


class TestReading:
    def test_rows_are_dictionaries(self, warehouse):
        assert warehouse.rows("select 1 as a, null as b") == [{"a": 1, "b": None}]

    def test_nothing_found_is_nothing(self, warehouse):
        assert warehouse.rows("select 1 as a where false") == []
        assert warehouse.value("select 1 as a where false") is None

    def test_values_are_passed_never_pasted(self, warehouse):
        nasty = "'); drop table t; --"
        assert warehouse.value("select $name", {"name": nasty}) == nasty

    def test_many_threads_may_read_at_once(self):
        base = sales("client day amount", "anna 01-05 10")
        found = []
        together(*[lambda: found.append(base.warehouse.value("select sum(amount) from sales")) for _ in range(8)])
        assert found == [10] * 8

    def test_a_base_outlives_the_process(self, tmp_path):
        first = Warehouse(tmp_path)
        with first.transaction() as cursor:
            cursor.execute("create table kept as select 42 as a")
        first.close()
        second = Warehouse(tmp_path)
        assert second.value("from kept") == 42
        second.close()


class TestSuperseding:
    LONG = "select count(*) from range(100000000) a, range(1000) b where a.range % 7 = b.range % 5"

    def asked(self, warehouse: Warehouse, owner: str) -> tuple[threading.Thread, list]:
        outcome, begun = [], threading.Event()

        def ask():
            warehouse.supersede(owner)
            begun.set()
            try:
                warehouse.value(self.LONG)
            except duckdb.InterruptException as fault:
                outcome.append(fault)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        begun.wait()
        while not warehouse._asking:
            pass
        return thread, outcome

    def test_a_newer_run_of_the_same_visitor_interrupts_the_older(self, warehouse):
        thread, outcome = self.asked(warehouse, "anna")
        for _ in range(100):
            warehouse.supersede("anna")
            thread.join(0.1)
            if not thread.is_alive():
                break
        assert len(outcome) == 1

    def test_another_visitor_is_left_alone(self, warehouse):
        thread, outcome = self.asked(warehouse, "anna")
        warehouse.supersede("boris")
        thread.join(0.3)
        assert thread.is_alive() and outcome == []
        while thread.is_alive():
            warehouse.supersede("anna")
            thread.join(0.1)


def test_facts_of_a_view_are_built_once_by_many_threads():
    base = Base().filled(
        "sales",
        ("customer_id", "order_date", "amount"),
        "select (i % 9)::varchar, date '2025-01-01' + (i % 90)::int, i from range(900) t(i)",
    )
    found = []
    together(*[lambda: found.append(base.facts().customers) for _ in range(4)])
    made = base.warehouse.value(
        "select count(*) from duckdb_tables() where schema_name = 'facts' and starts_with(table_name, 'customers')"
    )
    assert len(found) == 4 and len(set(found)) == made == 1


def test_two_warehouses_never_see_each_other(tmp_path):
    first, second = Warehouse(tmp_path / "1"), Warehouse(tmp_path / "2")
    with first.transaction() as cursor:
        cursor.execute("create table t as select 1 as a")
    assert not second.has("t")
    first.close()
    second.close()


def test_the_folder_is_made_when_missing(tmp_path):
    Warehouse(tmp_path / "a" / "b").close()
    assert (tmp_path / "a" / "b" / "base.duckdb").exists()


def together(*tasks) -> None:
    faults = []

    def run(task):
        try:
            task()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults
