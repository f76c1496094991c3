"""What happened bucket by bucket."""

from __future__ import annotations

import pytest

from analytics.timeline import of_client, orders_of, timeline
from tests.bases import Base, day, sales, worth

LINES = """
    anna   01-05  10
    anna   03-05  20
    anna   03-06  -5
    boris  03-07   7
    boris  04-02   1
"""


def shop() -> Base:
    return sales("client day amount", LINES)


def test_a_row_for_every_month_the_window_touches_empty_ones_too():
    base = shop()
    rows = timeline(base.warehouse, base.facts())
    assert [(f"{row['bucket']:%m}", row["revenue"], row["orders"], row["customers"]) for row in rows] == [
        ("01", 10, 1, 1), ("02", 0, 0, 0), ("03", 22, 2, 2), ("04", 1, 1, 1),
    ]  # fmt: skip


def test_months_not_wholly_inside_the_window_are_marked():
    base = shop()
    assert [row["finished"] for row in timeline(base.warehouse, base.facts())] == [False, True, True, False]
    assert all(row["finished"] for row in timeline(base.warehouse, base.facts(window="01-01 04-30")))


def test_revenue_of_all_buckets_is_the_revenue_of_all_clients():
    base = shop()
    facts = base.facts()
    assert sum(row["revenue"] for row in timeline(base.warehouse, facts)) == facts.whole["revenue"]


def test_one_client_by_the_same_months():
    base = shop()
    rows = of_client(base.warehouse, base.facts(), "anna")
    assert [(row["revenue"], row["orders"]) for row in rows] == [(10, 1), (0, 0), (15, 1), (0, 0)]


def test_an_unknown_profit_is_nothing():
    base = shop()
    assert {row["profit"] for row in of_client(base.warehouse, base.facts(), "anna")} == {None}


def test_orders_of_a_client_newest_first():
    base = sales(
        "client day amount order",
        "anna 01-05 10 k1\nanna 01-05 5 k1\nanna 02-05 20 k2\nanna 03-01 -9 r1\nboris 01-05 1 k1",
    )
    rows = orders_of(base.warehouse, base.facts(), "anna")
    assert [(row["day"], row["order_id"], row["revenue"], row["sale_lines"]) for row in rows] == [
        (day("02-05"), "k2", 20, 1), (day("01-05"), "k1", 15, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("grain", ["auto", "day", "row"])
def test_an_order_told_apart_by_its_day_or_its_row_has_no_number(grain):
    base = sales("client day amount", "anna 01-05 10\nanna 02-05 20")
    rows = orders_of(base.warehouse, base.facts({"order_grain": grain}), "anna")
    assert [(row["day"], row["order_id"]) for row in rows] == [(day("02-05"), None), (day("01-05"), None)]


def test_at_most_five_hundred_orders_are_listed():
    base = Base().filled(
        "sales",
        ("customer_id", "order_date", "amount"),
        "select 'anna', date '2023-01-01' + i::int, 1 from range(600) t(i)",
    )
    assert len(orders_of(base.warehouse, base.facts(), "anna")) == 500


def test_totals_have_no_time():
    base = worth("a 1")
    facts = base.facts()
    assert (
        timeline(base.warehouse, facts)
        == of_client(base.warehouse, facts, "a")
        == orders_of(base.warehouse, facts, "a")
        == []
    )
