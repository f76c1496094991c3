"""Dropped repeats and merged clients: what they change, what they never change, and that undoing leaves no trace."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import keeping_file
from analytics.doctor import duplicates, joins, merging
from analytics.doctor.examination import examine
from analytics.ingest import load, understand
from analytics.keeping import Kept
from analytics.keeping_base import opened
from analytics.keeping_home import Home
from analytics.schema import BASES
from tests.bases import Base, sales
from tests.ingest_files import Loaded, text_file
from tests.test_doctor_checks import TODAY

REPEATS = """\
Client,Date,Amount,Note
Anna,2025-01-01,5,a
Anna,2025-01-01,5,a
Anna,2025-01-01,5,a
Anna,2025-01-01,5,b
Boris,2025-01-02,7,a
Boris,2025-01-02,7,a
Vera,2025-01-03,1,a
"""
LAWS = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
CLIENTS = st.sampled_from("abcdef")


def told(warehouse) -> dict:
    return {f.code: f for f in examine(warehouse, TODAY)}


def snapshot(warehouse) -> dict[str, tuple]:
    """Every base as it is: its columns and its rows, however they are ordered."""
    found = {}
    for kind in BASES:
        if warehouse.has(kind):
            table = warehouse.table(f"select * from {kind}")
            found[kind] = table.schema, Counter(tuple(row.values()) for row in table.to_pylist())
    return found


class TestRepeats:
    @pytest.fixture
    def read(self, tmp_path) -> Loaded:
        return Loaded(tmp_path, text_file(tmp_path, REPEATS))

    def test_they_are_told_with_the_effect_on_the_sum(self, read):
        found = told(read.warehouse)["duplicates"]
        assert (found.n, found.money) == (3, Decimal(17))
        assert (found.particulars["before"], found.particulars["after"]) == (Decimal(35), Decimal(18))

    def test_dropping_leaves_one_of_each_line_of_the_file(self, read):
        duplicates.drop(read.warehouse, "sales")
        assert sorted(read.rows("customer_id", "amount")) == [
            ("Anna", 5), ("Anna", 5), ("Boris", 7), ("Vera", 1),
        ]  # fmt: skip

    def test_what_was_dropped_is_told_and_the_totals_still_agree(self, read):
        duplicates.drop(read.warehouse, "sales")
        found = told(read.warehouse)
        assert set(found) == {"duplicates_dropped"} and duplicates.are_dropped(read.warehouse, "sales")
        assert (found["duplicates_dropped"].n, found["duplicates_dropped"].money) == (3, Decimal(17))

    def test_keeping_puts_every_copy_back(self, read):
        before = snapshot(read.warehouse)
        duplicates.drop(read.warehouse, "sales")
        duplicates.keep(read.warehouse, "sales")
        assert snapshot(read.warehouse) == before and set(told(read.warehouse)) == {"duplicates"}

    def test_another_base_forgets_them(self, read, tmp_path):
        duplicates.drop(read.warehouse, "sales")
        again(read, tmp_path, "Client,Date,Amount\nDina,2025-01-01,5\n", "replace")
        assert told(read.warehouse) == {} and not duplicates.are_dropped(read.warehouse, "sales")

    def test_rows_added_later_leave_them_dropped_and_to_be_put_back(self, read, tmp_path):
        duplicates.drop(read.warehouse, "sales")
        again(read, tmp_path, "Client,Date,Amount,Note\nDina,2025-01-01,5,a\n", "append")
        assert len(read.rows("amount")) == 5
        duplicates.keep(read.warehouse, "sales")
        assert len(read.rows("amount")) == 8

    def test_a_merged_client_does_not_hide_them(self, read):
        before = snapshot(read.warehouse)
        merging.merge(read.warehouse, [("Boris", "Anna")])
        duplicates.drop(read.warehouse, "sales")
        assert sorted(read.rows("customer_id", "amount")) == [("Anna", 5), ("Anna", 5), ("Anna", 7), ("Vera", 1)]
        merging.undo(read.warehouse, ["Boris"])
        duplicates.keep(read.warehouse, "sales")
        assert snapshot(read.warehouse) == before


def again(read: Loaded, folder, text: str, joining: str, name: str = "more.csv") -> None:
    file = text_file(read.warehouse.folder, text, name)
    load(read.warehouse, [understand(file, name, scratch=folder)], joining)


class TestMerging:
    @pytest.fixture
    def base(self) -> Base:
        base = sales("client day amount", "anna 01-01 5\n Anna 01-02 7\n ANNA 01-03 1\n boris 01-04 2")
        base.with_rows("contacts", ["customer_id", "date", "kind"], [["Anna", "2025-01-01", "review"]])
        return base.with_rows("customers", ["customer_id", "referrer_id"], [["ANNA", "Anna"], ["boris", "ANNA"]])

    def ids(self, base: Base, kind: str = "sales", column: str = "customer_id") -> list[str]:
        return [row[column] for row in base.warehouse.rows(f"select {column} from {kind} order by rowid")]

    def test_every_base_follows(self, base):
        assert merging.merge(base.warehouse, [("Anna", "anna"), ("ANNA", "anna")]) == 2
        assert self.ids(base) == ["anna", "anna", "anna", "boris"]
        assert (self.ids(base, "contacts"), self.ids(base, "customers")) == (["anna"], ["anna", "boris"])
        assert self.ids(base, "customers", "referrer_id") == ["anna", "anna"]

    def test_facts_count_one_client(self, base):
        base.facts()
        merging.merge(base.warehouse, [("Anna", "anna"), ("ANNA", "anna")])
        assert base.told("revenue", window="01-01 01-04") == "anna 13.0000, boris 2.0000"

    def test_one_is_undone_and_the_other_stays(self, base):
        merging.merge(base.warehouse, [("Anna", "anna"), ("ANNA", "anna")])
        merging.undo(base.warehouse, ["Anna"])
        assert self.ids(base) == ["anna", "Anna", "anna", "boris"]
        assert merging.merged(base.warehouse) == [{"customer_id": "ANNA", "into_id": "anna"}]

    def test_a_chain_is_undone_link_by_link(self, base):
        merging.merge(base.warehouse, [("ANNA", "Anna")])
        merging.merge(base.warehouse, [("Anna", "anna")])
        assert self.ids(base) == ["anna", "anna", "anna", "boris"]
        merging.undo(base.warehouse, ["Anna"])
        assert self.ids(base) == ["anna", "Anna", "Anna", "boris"]

    def test_merges_are_listed_by_the_names_of_the_clients(self):
        rows = [["17", "2025-01-01", 5, "Daisy LLC"], ["35", "2025-01-02", 7, "LLC Daisy"]]
        base = Base().with_rows("sales", ["customer_id", "order_date", "amount", "customer_name"], rows)
        merging.merge(base.warehouse, [("35", "17")])
        assert merging.merged_by_name(base.warehouse, "sales", "customer_name") == [
            {"customer_id": "35", "name": "LLC Daisy", "into_id": "17", "into_name": "Daisy LLC"}
        ]

    def test_a_client_is_not_merged_with_itself_in_a_circle(self, base):
        assert merging.merge(base.warehouse, [("Anna", "anna"), ("anna", "Anna"), ("boris", "boris")]) == 1
        assert merging.merged(base.warehouse) == [{"customer_id": "Anna", "into_id": "anna"}]

    @LAWS
    @given(
        st.lists(st.tuples(CLIENTS, CLIENTS), max_size=6), st.lists(st.tuples(CLIENTS, st.integers(1, 9)), min_size=1)
    )
    def test_merging_keeps_the_money_and_undoing_restores_every_row(self, pairs, lines):
        base = Base().with_rows(
            "sales", ["customer_id", "order_date", "amount"], [(c, "2025-01-01", a) for c, a in lines]
        )
        base.with_rows("scores", ["customer_id", "date", "score"], [(c, "2025-01-01", 5) for c, _ in lines[::2]])
        before, clients = snapshot(base.warehouse), {c for c, _ in lines}
        merging.merge(base.warehouse, pairs)
        links = merging.merged(base.warehouse)
        assert base.warehouse.value("select sum(amount) from sales") == sum(a for _, a in lines)
        ends = {c: end(c, {link["customer_id"]: link["into_id"] for link in links}) for c in clients}
        assert set(self.ids(base)) == set(ends.values())
        for link in links:
            merging.undo(base.warehouse, [link["customer_id"]])
        assert snapshot(base.warehouse) == before

    def test_alike_ids_of_a_side_base_become_those_of_the_sales(self):
        base = sales("client day amount", "0017 01-01 5\n anna 01-02 7")
        base.with_rows("departures", ["customer_id", "reason"], [["17", "price"], ["vera", "moved"]])
        pairs = joins.pairs(base.warehouse, "sales", "departures")
        merging.merge(base.warehouse, pairs)
        assert (pairs, self.ids(base, "departures")) == ([("17", "0017")], ["0017", "vera"])


def end(client: str, links: dict[str, str]) -> str:
    return end(links[client], links) if client in links else client


class TestNewFiles:
    FIRST = "Client,Date,Amount\nAnna,2025-01-01,5\nANNA,2025-01-02,7\n"

    @pytest.fixture
    def read(self, tmp_path) -> Loaded:
        read = Loaded(tmp_path, text_file(tmp_path, self.FIRST))
        merging.merge(read.warehouse, [("ANNA", "Anna")])
        return read

    def test_added_rows_follow_the_accepted_merges(self, read, tmp_path):
        again(read, tmp_path, "Client,Date,Amount\nANNA,2025-02-01,1\nVera,2025-02-01,1\n", "append")
        assert [c for (c,) in read.rows("customer_id")] == ["Anna", "Anna", "Anna", "Vera"]
        merging.undo(read.warehouse, ["ANNA"])
        assert [c for (c,) in read.rows("customer_id")] == ["Anna", "ANNA", "ANNA", "Vera"]

    def test_a_base_laid_beside_follows_too(self, read, tmp_path):
        again(read, tmp_path, "Client,City\nANNA,Omsk\n", "beside")
        assert read.rows("customer_id", table="customers") == [("Anna",)]

    def test_another_base_begins_without_them_and_offers_those_it_knows(self, read, tmp_path):
        again(read, tmp_path, self.FIRST + "Vera,2025-02-01,1\n", "replace")
        assert [c for (c,) in read.rows("customer_id")] == ["Anna", "ANNA", "Vera"]
        assert merging.merged(read.warehouse) == []
        assert merging.offered_again(read.warehouse) == [{"customer_id": "ANNA", "into_id": "Anna"}]

    def test_clients_it_does_not_know_are_not_offered(self, read, tmp_path):
        again(read, tmp_path, "Client,Date,Amount\nVera,2025-01-01,5\n", "replace")
        assert merging.offered_again(read.warehouse) == []


class TestTakenAway:
    """A workspace taken away as one file and opened elsewhere has its corrections, and they can be undone there."""

    def test_merged_clients_and_dropped_repeats_go_with_it(self, tmp_path):
        read = Loaded(tmp_path, text_file(tmp_path, REPEATS))
        as_read = snapshot(read.warehouse)
        merging.merge(read.warehouse, [("Boris", "Anna")])
        duplicates.drop(read.warehouse, "sales")
        corrected = snapshot(read.warehouse)
        there = carried(read.warehouse, tmp_path)
        assert snapshot(there) == corrected
        merging.undo(there, ["Boris"])
        duplicates.keep(there, "sales")
        assert snapshot(there) == as_read
        there.close()

    def test_links_in_a_circle_end(self, tmp_path):
        read = Loaded(tmp_path, text_file(tmp_path, REPEATS))
        merging.merge(read.warehouse, [("Boris", "Anna")])
        read.warehouse.cursor().execute("insert into merged_clients values ('Anna', 'Boris'), (null, 'Anna')")
        there = carried(read.warehouse, tmp_path)
        assert there.value("select sum(amount) from sales") == 35
        there.close()


def carried(warehouse, folder):
    home = Home(folder / "home").made()
    return opened(home.path(keeping_file.copy(home, warehouse, Kept(name="Shop"))))[0]
