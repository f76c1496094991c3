"""A file may be a new base, come beside the open one, or add its rows to it; what is met twice is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analytics.errors import Unusable
from analytics.ingest import load, receipts, refused, understand
from analytics.schema import BASES
from analytics.words import LANGUAGES, words
from tests.ingest_files import HEADER, Loaded, loaded_text, rows_text, text_file

JANUARY = [("Anna", "2025-01-10", "700"), ("Boris", "2025-01-20", "200.50"), ("", "2025-01-21", "9"), ("Vera", "", "5")]
FEBRUARY = [("Anna", "2025-02-05", "100"), ("Vera", "2025-02-07", "50"), ("Vera", "2025-02-30", "1")]


@pytest.fixture
def january(tmp_path) -> Loaded:
    return loaded_text(tmp_path, rows_text([HEADER, *JANUARY]))


def added(read: Loaded, text: str, name: str = "more.csv", joining: str = "append", **hints) -> list:
    file = text_file(read.warehouse.folder, text, name)
    return load(read.warehouse, [understand(file, **hints)], joining)


def told(receipt) -> list[tuple]:
    return [(notice.code, notice.particulars) for notice in receipt.warnings]


def test_rows_are_added_after_those_there(january):
    added(january, rows_text([HEADER, *FEBRUARY]))
    assert january.rows("customer_id", "amount") == [
        ("Anna", Decimal(700)),
        ("Boris", Decimal("200.50")),
        (None, Decimal(9)),
        ("Anna", Decimal(100)),
        ("Vera", Decimal(50)),
    ]


def test_each_file_keeps_its_receipt_and_its_refused_rows(january):
    first = receipts(january.warehouse)
    second = added(january, rows_text([HEADER, *FEBRUARY]))
    assert receipts(january.warehouse) == first + second
    assert second[0].amount == 150 and second[0].rows_used == 2
    assert [(r["file"], r["row"], r["reason"]) for r in refused(january.warehouse)] == [
        ("base.csv", 5, "no_date"),
        ("more.csv", 4, "bad_date"),
    ]


def test_a_column_only_the_new_file_has_is_kept_and_empty_for_the_older_rows(january):
    added(january, "customer_id,order_date,amount,channel\nAnna,2025-02-05,100,shop\n")
    assert january.rows("channel")[-2:] == [(None,), ("shop",)]
    added(january, "customer_id,order_date,amount,quantity\nAnna,2025-03-05,100,3\n", "march.csv")
    assert january.rows("channel", "quantity")[-2:] == [("shop", None), (None, 3)]
    described = january.warehouse.rows("describe sales")
    assert [r["column_name"] for r in described] == [c.name for c in BASES["sales"].columns]


def test_a_file_loaded_twice_is_noticed(january):
    again = added(january, rows_text([HEADER, *JANUARY]), "january again.csv")
    assert told(again[0]) == [("file_already_loaded", {"file": "base.csv"})]
    assert january.warehouse.value("select count(*) from sales") == 6


def test_the_same_rows_are_the_same_file_in_any_form(january):
    form = "customer_id;order_date;amount\n" + "".join(
        f"{who};{day};{amount.replace('.', ',')}\n" for who, day, amount in reversed(JANUARY)
    )
    assert told(added(january, form, "forms.csv")[0]) == [("file_already_loaded", {"file": "base.csv"})]


def test_two_files_brought_together_are_compared_too(tmp_path):
    text = rows_text([HEADER, *FEBRUARY])
    read = Loaded(tmp_path, text_file(tmp_path, text, "one.csv"), text_file(tmp_path, text, "two.csv"))
    assert [told(receipt) for receipt in read.receipts] == [[], [("file_already_loaded", {"file": "one.csv"})]]


def test_rows_met_before_are_counted(january):
    overlap = added(january, rows_text([HEADER, JANUARY[0], *FEBRUARY]))
    assert told(overlap[0]) == [("rows_already_loaded", {"n": 1})]


def test_a_new_base_is_not_compared_with_the_one_it_replaces(january):
    assert told(added(january, rows_text([HEADER, *JANUARY]), joining="replace")[0]) == []


def test_another_kind_comes_beside_and_the_same_kind_is_replaced_alone(january):
    added(january, "customer_id,city,industry\nAnna,Omsk,Retail\n", "clients.csv")
    added(january, "customer_id,city,industry\nBoris,Perm,Retail\n", "newer.csv", "beside")
    assert january.rows("customer_id", table="customers") == [("Boris",)]
    assert [r.name for r in receipts(january.warehouse)] == ["base.csv", "newer.csv"]


def test_what_cannot_be_added_leaves_the_base_that_was(january):
    before = receipts(january.warehouse)
    with pytest.raises(Unusable, match="all_dates_unreadable"):
        added(january, rows_text([HEADER, ("C", "soon", "10")]))
    assert receipts(january.warehouse) == before and len(january.rows("customer_id")) == 3


class TestRepeatedLines:
    TWICE = [("Anna", "2025-01-10", "700")] * 3 + [("Boris", "2025-01-20", "5")] + [("Vera", "2025-01-21", "9")] * 2

    def test_are_set_aside_with_how_often_they_came_again(self, tmp_path):
        read = loaded_text(tmp_path, rows_text([HEADER, *self.TWICE]))
        assert read.rows("customer_id", "amount", "times", table="duplicates_sales") == [
            ("Anna", Decimal(700), 2),
            ("Vera", Decimal(9), 1),
        ]
        assert (read.receipt.duplicate_rows, read.receipt.duplicate_amount) == (3, Decimal(1409))

    def test_of_added_files_come_to_those_there(self, tmp_path):
        read = loaded_text(tmp_path, rows_text([HEADER, *self.TWICE]))
        added(read, rows_text([HEADER, *[("Gleb", "2025-02-01", "1")] * 2]))
        assert read.rows("customer_id", "times", table="duplicates_sales") == [("Anna", 2), ("Vera", 1), ("Gleb", 1)]

    def test_go_with_their_base(self, tmp_path):
        read = loaded_text(tmp_path, rows_text([HEADER, *self.TWICE]))
        added(read, rows_text([HEADER, *FEBRUARY]), joining="replace")
        assert not read.warehouse.has("duplicates_sales")

    def test_have_the_columns_of_the_base_and_times(self, tmp_path):
        read = loaded_text(tmp_path, rows_text([HEADER, *self.TWICE]))
        described = [(r["column_name"], r["column_type"]) for r in read.warehouse.rows("describe duplicates_sales")]
        assert described == [(c.name, c.sql_type) for c in BASES["sales"].columns] + [("times", "BIGINT")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "particulars"), [("file_already_loaded", {"file": "x.csv"}), ("rows_already_loaded", {"n": 3})]
)
def test_what_is_met_twice_is_told_in_words(code, particulars, language):
    said = words(language)(f"ingest.{code}", **particulars)
    assert "{" not in said and str(next(iter(particulars.values()))) in said
