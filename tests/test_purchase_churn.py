"""Churn by the number of the purchase: who made one more, who still may, who did not. METHODS §11."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.charts import purchase_bars
from analytics.methods import purchase_churn
from tests.bases import Base, monthly, sales
from tests.test_charts import BY_LOOK, LOOKS, drawn, fields

# anna ordered three times, boris twice, vera once long ago, gena once a moment ago
FOUR_CLIENTS = """
    anna  01-01 5
    anna  02-01 5
    anna  06-20 5
    boris 01-01 5
    boris 03-01 5
    vera  01-01 5
    gena  06-25 5
"""
LABELS = {name: name for name in ("number", "share", "clients", "state", *purchase_bars.STATES)}


def rows_of(base: Base, usual_days: float = 30, **view) -> list[dict]:
    return purchase_churn.by_number(base.warehouse, base.facts(**view), usual_days)


def told(rows: list[dict]) -> list[str]:
    return [f"{r['number']}: {r['clients']} = {r['again']} again {r['waiting']} waiting {r['gone']} gone" for r in rows]


def four(**view) -> list[dict]:
    return rows_of(sales("client day amount", FOUR_CLIENTS), **({"window": "01-01 06-30"} | view))


def test_of_those_who_came_that_far_who_went_on_who_may_and_who_did_not():
    assert told(four()) == [
        "1: 4 = 2 again 1 waiting 1 gone",
        "2: 2 = 1 again 0 waiting 1 gone",
        "3: 1 = 0 again 1 waiting 0 gone",
    ]


def test_shares_are_of_those_who_came_that_far():
    first = four()[0]
    assert [first[f"{name}_share"] for name in ("again", "waiting", "gone")] == [0.5, 0.25, 0.25]


@pytest.mark.parametrize(("usual_days", "waiting"), [(5, 1), (4, 0), (4.9, 0), (180, 2), (179, 1)])
def test_the_usual_time_itself_still_counts_as_waiting(usual_days, waiting):
    """gena's order is 5 days old, vera's 180."""
    assert four(usual_days=usual_days)[0]["waiting"] == waiting


def test_orders_are_counted_from_the_beginning_of_the_base_whatever_the_window():
    assert told(four(window="06-01 06-30")) == told(four())


def test_what_came_after_the_day_of_asking_is_not_known_yet():
    assert told(four(window="01-01 01-31")) == ["1: 3 = 0 again 3 waiting 0 gone"]


def test_returns_are_no_purchases():
    base = sales("client day amount", "anna 01-01 5\nanna 02-01 -5")
    assert told(rows_of(base, window="01-01 02-28")) == ["1: 1 = 0 again 0 waiting 1 gone"]


def test_a_filter_leaves_the_orders_it_lets_through():
    base = sales("client day amount channel", "anna 01-01 5 shop\nanna 01-02 5 net\nanna 01-03 5 shop")
    rows = rows_of(base, window="01-01 01-31", only={"channel": ["shop"]})
    assert told(rows) == ["1: 1 = 1 again 0 waiting 0 gone", "2: 1 = 0 again 1 waiting 0 gone"]


def test_no_more_than_ten_purchases_are_told_and_the_tenth_knows_who_went_on():
    base = monthly({"anna": [1] * 12, "boris": [1] * 10})
    rows = rows_of(base)
    assert len(rows) == 10 and told(rows)[-1].startswith("10: 2 = 1 again")


amounts = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@given(st.lists(amounts, min_size=1, max_size=6).filter(lambda rows: any(map(any, rows))), st.integers(0, 200))
@settings(max_examples=12, deadline=None)
def test_nobody_is_lost_from_purchase_to_purchase(clients, usual_days):
    base = monthly({f"c{i}": row for i, row in enumerate(clients)})
    rows = rows_of(base, usual_days)
    assert rows[0]["clients"] == base.facts().whole["clients"]
    assert all(row["again"] + row["waiting"] + row["gone"] == row["clients"] for row in rows)
    assert all(row["again"] == after["clients"] for row, after in zip(rows, rows[1:], strict=False))


@BY_LOOK
def test_the_bars_are_drawn_in_both_languages_and_themes(look):
    spec, frames = purchase_bars.chart(look, LABELS).to_dict(), purchase_bars.frames(four(), LABELS, look)
    assert fields(spec) <= set(frames["parts"].column_names)
    svg = drawn(spec, {name: table.to_pandas() for name, table in frames.items()})
    assert "NaN" not in svg and "undefined" not in svg


def test_a_bar_is_filled_from_end_to_end_and_what_may_come_yet_is_open():
    parts = purchase_bars.frames(four(), LABELS, LOOKS[0])["parts"].to_pylist()
    first = [(part["state"], part["from"], part["to"], part["open"]) for part in parts if part["number"] == "1"]
    assert first == [("again", 0, 0.5, False), ("waiting", 0.5, 0.75, True), ("gone", 0.75, 1, False)]
