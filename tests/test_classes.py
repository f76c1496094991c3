"""Any class, and any class by any other: sizes, cells, lists."""

from __future__ import annotations

import pytest

from analytics.classes import ClassColumn, clients, count, cross, rolled_up, sizes
from tests.bases import sales, totals, worth

SIZE = ClassColumn(
    "size",
    (("value >= 50", "big"), ("value >= 10", "middle"), ("value > 0", "small")),
    ("big", "middle", "small"),
)
PARITY = ClassColumn("parity", (("rank % 2 = 1", "odd"), ("true", "even")), ("odd", "even"))
SHOP = "anna 70, boris 20, vera 10, gena 5, dina 0"


def cell(rows: list[dict], down: str | None, across: str | None) -> dict:
    return next(row for row in rows if (row["size"], row["parity"]) == (down, across))


def test_sizes_come_best_first_with_the_unclassed_last():
    base = worth(SHOP)
    rows = sizes(base.warehouse, base.facts(), SIZE)
    assert [(row["class"], row["customers"], row["value"]) for row in rows] == [
        ("big", 1, 70), ("middle", 2, 30), ("small", 1, 5), (None, 1, 0),
    ]  # fmt: skip


def test_an_empty_class_is_still_shown():
    base = worth("anna 5")
    rows = sizes(base.warehouse, base.facts(), SIZE)
    assert [(row["class"], row["customers"], row["value"], row["value_share"]) for row in rows] == [
        ("big", 0, 0, 0), ("middle", 0, 0, 0), ("small", 1, 5, 1),
    ]  # fmt: skip


def test_any_class_crosses_any_other():
    base = worth(SHOP)
    rows = cross(base.warehouse, base.facts(), SIZE, PARITY)
    assert [(row["size"], row["parity"], row["customers"]) for row in rows] == [
        ("big", "odd", 1), ("big", "even", 0), ("middle", "odd", 1), ("middle", "even", 1),
        ("small", "odd", 0), ("small", "even", 1), (None, "odd", 1), (None, "even", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("column", [SIZE, PARITY], ids=["down", "across"])
@pytest.mark.parametrize("shop", [SHOP, "anna 0", "anna 70, boris 60"], ids=["all", "nobody judged", "one class"])
def test_cells_rolled_up_are_the_sizes_of_either_class(shop, column):
    base = worth(shop)
    cells = cross(base.warehouse, base.facts(), SIZE, PARITY)
    assert rolled_up(cells, base.facts(), column) == sizes(base.warehouse, base.facts(), column)


def test_a_class_writes_its_codes_and_its_places_alike():
    base = worth(SHOP)
    rows = base.warehouse.rows(f"select {SIZE.sql} as code, {SIZE.number} as place from {base.facts().customers}")
    assert [SIZE.named(row["place"]) for row in rows] == [row["code"] for row in rows]


def test_crossing_the_other_way_turns_the_table():
    base = worth(SHOP)
    straight = cross(base.warehouse, base.facts(), SIZE, PARITY)
    turned = cross(base.warehouse, base.facts(), PARITY, SIZE)
    for row in turned:
        assert cell(straight, row["size"], row["parity"])["revenue"] == row["revenue"]


def test_a_cell_carries_money_and_shares():
    base = totals("client amount profit orders", "anna 70 7 2\nboris 20 9 1\nvera 10 1 1")
    row = cell(cross(base.warehouse, base.facts(), SIZE, PARITY), "middle", "even")
    assert (row["customers"], row["customer_share"], row["revenue"], row["revenue_share"]) == (
        1,
        pytest.approx(1 / 3),
        20,
        0.2,
    )
    assert (row["profit"], row["orders"], row["least_value"], row["most_value"]) == (9, 1, 20, 20)


def test_revenue_share_stays_of_revenue_whatever_the_measure():
    base = totals("client amount profit", "anna 50 90\nboris 50 10")
    row = cell(cross(base.warehouse, base.facts({"measure": "profit"}), SIZE, PARITY), "big", "odd")
    assert row["revenue_share"] == 0.5


def test_without_any_money_a_share_is_nothing():
    base = worth("anna 0, boris 0")
    assert {row["value_share"] for row in sizes(base.warehouse, base.facts(), SIZE)} == {None}


class TestLists:
    def names(self, **wanted) -> list[str]:
        base = totals("client amount customer_name", "1 70 Anna\n2 20 Boris\n3 10 Vera\n4 5 ГЕНА\n5 0 100%")
        return clients(base.warehouse, base.facts(), (SIZE, PARITY), **wanted)["name"].to_pylist()

    def test_clients_come_by_value(self):
        assert self.names() == ["Anna", "Boris", "Vera", "ГЕНА", "100%"]

    def test_a_class_lists_its_clients(self):
        assert self.names(only={"size": "middle"}) == ["Boris", "Vera"]
        assert self.names(only={"size": "middle", "parity": "odd"}) == ["Vera"]

    def test_clients_without_a_class_can_be_listed(self):
        assert self.names(only={"size": None}) == ["100%"]

    @pytest.mark.parametrize(
        ("search", "found"),
        [("ann", ["Anna"]), ("гена", ["ГЕНА"]), ("3", ["Vera"]), ("%", ["100%"]), ("_", []), ("' or 1=1 --", [])],
        ids=["part of a name", "another case", "a code", "a percent sign", "an underscore", "sql"],
    )
    def test_search_takes_a_piece_of_a_name_or_code_letter_for_letter(self, search, found):
        assert self.names(search=search) == found

    def test_a_page_is_a_piece_of_the_whole(self):
        assert self.names(limit=2, offset=1) == ["Boris", "Vera"]
        assert self.names(limit=2, offset=9) == []

    def test_counting_agrees_with_listing(self):
        base = worth(SHOP)
        assert count(base.warehouse, base.facts(), (SIZE,), {"size": "middle"}) == 2
        assert count(base.warehouse, base.facts(), (SIZE,), {"size": None}) == 1
        assert count(base.warehouse, base.facts(), (SIZE,), {}, search="AN") == 1


def test_a_dated_base_can_be_judged_by_any_fact():
    base = sales("client day amount", "anna 01-01 5\nboris 01-20 7")
    recent = ClassColumn("recent", (("recency_days < 10", "yes"), ("true", "no")), ("yes", "no"))
    assert base.judged(recent) == "boris yes, anna no"


@pytest.mark.parametrize("column", [SIZE, PARITY], ids=["down", "across"])
def test_cells_roll_up_to_the_sizes_of_either_class(column):
    base = worth(SHOP)
    cells = cross(base.warehouse, base.facts(), SIZE, PARITY)
    assert rolled_up(cells, base.facts(), column) == sizes(base.warehouse, base.facts(), column)


def test_a_class_is_told_the_same_by_its_number_as_by_its_code():
    base = worth(SHOP)
    told = f"select {SIZE.sql} as code, {SIZE.number} as number from {base.facts().customers}"
    assert all(SIZE.named(row["number"]) == row["code"] for row in base.warehouse.rows(told))
