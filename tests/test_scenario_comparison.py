"""Scenario comparison: sizes of classes under two sets of thresholds, who moved and with how much money. METHODS §18."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import classes
from analytics.errors import Unusable
from analytics.facts import build
from analytics.methods import scenario_comparison as comparison
from analytics.thresholds import Thresholds
from analytics.views import View
from tests.bases import FOUR_MONTHS, Base, monthly, sales, totals, worth

# Shares of 100 before each client: anna 0 %, boris 50 %, vera 80 %, gena 90 %, dina 96 %. The average is 20: by 6·P nobody
# reaches 120, and C is up to 10.
FIVE = "anna 50, boris 30, vera 10, gena 6, dina 4"
# Four months of the half-year are finished: anna and gena bought in all of them, vera in two, boris and dina in one.
HALF_A_YEAR = {
    "anna": [40] * 6,
    "boris": [0, 0, 90, 0, 0, 0],
    "vera": [10, 0] * 3,
    "gena": [2] * 6,
    "dina": [0, 0, 0, 4, 0, 0],
}
SIX_P, TEXTBOOK, NARROW = {"abc.method": "average"}, {}, {"abc.share.a": 0.5}


def compared(base: Base, first: dict, second: dict, name: str = "abc_class", view: View | None = None):
    return comparison.compare(base.warehouse, view or View(), Thresholds(first), Thresholds(second), name)


def cells(base: Base, *asked) -> list[dict]:
    return comparison.moves(base.warehouse, compared(base, *asked))


def told(rows: list[dict]) -> list[str]:
    return [
        f"{row['from_class']} → {row['to_class']}: {row['customers']} {row['move']} {row['revenue']:.0f}"
        for row in rows
        if row["customers"]
    ]


def names(base: Base, *asked, cell=None) -> list[str]:
    return comparison.clients(base.warehouse, compared(base, *asked), cell)["customer_id"].to_pylist()


class TestWhoMoved:
    def test_a_cell_tells_the_class_under_each_scenario_and_the_money(self):
        assert told(cells(worth(FIVE), TEXTBOOK, NARROW)) == [
            "A → A: 1 stayed 50",
            "A → B: 1 fallen 30",
            "B → B: 2 stayed 16",
            "C → C: 1 stayed 4",
        ]

    def test_another_method_moves_clients_both_ways(self):
        assert told(cells(worth(FIVE), SIX_P, TEXTBOOK)) == [
            "B → A: 2 climbed 80",
            "C → B: 2 climbed 16",
            "C → C: 1 stayed 4",
        ]

    def test_every_cell_is_there_best_first(self):
        found = cells(worth(FIVE), TEXTBOOK, NARROW)
        assert [row["from_class"] + row["to_class"] for row in found] == [a + b for a in "ABC" for b in "ABC"]
        empty = next(row for row in found if row["from_class"] + row["to_class"] == "CA")
        assert empty == {
            "from_class": "C", "to_class": "A", "move": "climbed", "customers": 0, "revenue": 0, "profit": None,
        }  # fmt: skip

    def test_those_who_moved_come_with_most_money_first(self):
        found = comparison.moved(cells(worth(FIVE), SIX_P, TEXTBOOK))
        assert [(row["from_class"], row["to_class"]) for row in found] == [("B", "A"), ("C", "B")]
        assert comparison.together(found) == {"customers": 4, "revenue": 96, "profit": None}

    def test_nothing_moves_nothing(self):
        assert comparison.together([]) == {"customers": 0, "revenue": 0, "profit": None}

    def test_segments_have_no_better_and_worse(self):
        base = monthly(FOUR_MONTHS)
        found = comparison.moved(cells(base, {}, {"rfm.bins": 2}, "rfm_segment"))
        assert found and {row["move"] for row in found} == {"moved"}

    def test_segments_only_one_of_the_maps_has_are_met_by_name(self):
        base = monthly(FOUR_MONTHS)
        one_name = {"rfm.map": ["own_1"] * 25}
        found = comparison.moved(cells(base, {}, one_name, "rfm_segment"))
        assert {row["to_class"] for row in found} == {"own_1"} and sum(row["customers"] for row in found) == 5
        assert len(names(base, {}, one_name, "rfm_segment")) == 5

    def test_without_a_class_nobody_climbs_or_falls(self):
        base = sales("client day amount", "anna 01-10 5\nboris 02-10 4")
        found = cells(base, {}, {"xyz.measure": "variation"}, "xyz_class")
        assert {row["move"] for row in found if row["customers"]} <= {"stayed", "unclassed"}


class TestSizes:
    def test_are_the_margins_of_the_cells(self):
        found = comparison.sizes(cells(worth(FIVE), TEXTBOOK, NARROW), "from")
        assert [(row["class"], row["customers"], row["revenue"]) for row in found] == [
            ("A", 2, 80),
            ("B", 2, 16),
            ("C", 1, 4),
        ]
        assert [row["revenue_share"] for row in found] == [0.8, 0.16, 0.04]
        assert [row["customer_share"] for row in found] == [0.4, 0.4, 0.2]

    def test_an_empty_class_is_there_too(self):
        found = comparison.sizes(cells(worth(FIVE), TEXTBOOK, SIX_P), "to")
        assert [(row["class"], row["customers"]) for row in found] == [("A", 0), ("B", 2), ("C", 3)]

    def test_without_revenue_there_are_no_shares_of_it(self):
        found = comparison.sizes(cells(worth("anna 0, boris 0"), TEXTBOOK, SIX_P), "to")
        assert {row["revenue_share"] for row in found} == {None}

    def test_the_class_of_the_matrix_is_both_letters(self):
        found = comparison.sizes(cells(monthly(HALF_A_YEAR), {}, {}, "abc_xyz"), "from")
        assert [row["class"] for row in found] == [a + x for a in "ABC" for x in "XYZ"]
        assert [row["class"] for row in found if row["customers"]] == ["AX", "AY", "BY", "CX", "CY"]
        assert told(comparison.moved(cells(monthly(HALF_A_YEAR), {}, {"xyz.regularity.y": 0.3}, "abc_xyz"))) == [
            "AY → AZ: 1 moved 90",
            "CY → CZ: 1 moved 4",
        ]


class TestClients:
    def test_who_moved_by_falling_revenue_with_both_classes(self):
        found = comparison.clients(worth(FIVE).warehouse, compared(worth(FIVE), SIX_P, TEXTBOOK)).to_pylist()
        assert [(row["customer_id"], row["from_class"], row["to_class"]) for row in found] == [
            ("anna", "B", "A"), ("boris", "B", "A"), ("vera", "C", "B"), ("gena", "C", "B"),
        ]  # fmt: skip

    def test_of_one_cell_a_page_at_a_time(self):
        base = worth(FIVE)
        mine = compared(base, SIX_P, TEXTBOOK)
        page = comparison.clients(base.warehouse, mine, ("C", "B"), limit=1, offset=1)
        assert page["customer_id"].to_pylist() == ["gena"]
        assert names(base, SIX_P, TEXTBOOK, cell=("C", "C")) == ["dina"]

    def test_of_no_class_too(self):
        base = sales("client day amount", "anna 01-10 5\nboris 02-10 4")
        assert names(base, {}, {"abc.share.a": 0.5}, "xyz_class", cell=(None, None)) == ["anna", "boris"]


class TestScenariosThatSeeTheBaseOtherwise:
    BASE = "anna 01-10 90\nboris 01-10 10\nboris 02-10 20\nboris 03-10 10\nvera 03-10 30"

    @pytest.mark.parametrize(
        "other",
        [{"measure": "orders"}, {"bucket": "week"}, {"order_grain": "row"}, {"xyz.count_from": "first_order"}],
    )
    def test_are_told_from_those_that_only_judge_otherwise(self, other):
        base = sales("client day amount", self.BASE)
        seen, judged = compared(base, {}, other), compared(base, other, other | SIX_P)
        assert not comparison.alike(seen.first, seen.second) and comparison.alike(judged.first, judged.second)

    def test_another_measure_ranks_anew_and_money_stays_revenue(self):
        # of 160 by revenue: anna starts at 0 %, boris at 56 %, vera at 81 %; of 5 orders boris at 0 %, anna at 60 %, vera at 80 %
        base = sales("client day amount", self.BASE)
        first = {"abc.share.a": 0.56}
        assert told(cells(base, first, first | {"measure": "orders"})) == [
            "A → B: 1 fallen 90",
            "B → A: 1 climbed 40",
            "B → B: 1 stayed 30",
        ]
        assert names(base, first, first | {"measure": "orders"}) == ["anna", "boris"]

    def test_another_calendar_step_judges_steadiness_anew(self):
        found = comparison.moved(cells(monthly(HALF_A_YEAR), {}, {"bucket": "week"}, "xyz_class"))
        assert ("X", "Z") in {(row["from_class"], row["to_class"]) for row in found}

    def test_a_measure_the_base_does_not_know_is_told(self):
        with pytest.raises(Unusable) as fault:
            compared(worth(FIVE), {}, {"measure": "profit"})
        assert fault.value.code == "measure_missing"


class TestWhatCanBeCompared:
    def test_sales_know_every_class(self):
        base = sales("client day amount profit", "anna 01-10 5 1\nboris 02-10 4 1")
        assert comparison.comparable(base.warehouse, base.facts(), Thresholds()) == list(comparison.CLASSES)

    def test_without_profit_there_is_no_class_d(self):
        base = monthly(FOUR_MONTHS)
        found = comparison.comparable(base.warehouse, base.facts(), Thresholds())
        assert found == [name for name in comparison.CLASSES if name != "abcd_class"]

    def test_class_d_moves_with_its_margin(self):
        base = sales("client day amount profit", "anna 01-10 70 30\nboris 02-10 20 1\nvera 03-10 10 -1")
        assert told(comparison.moved(cells(base, {}, {"profit.d_margin": 0.1}, "abcd_class"))) == ["A → D: 1 fallen 20"]

    def test_totals_of_money_alone_know_the_ways_of_abc(self):
        base = worth(FIVE)
        assert comparison.comparable(base.warehouse, base.facts(), Thresholds()) == ["abc_class"]

    def test_totals_with_orders_and_recency_know_stages_and_segments(self):
        base = totals("client amount orders recency_days", "anna 5 2 10\nboris 3 1 200")
        found = comparison.comparable(base.warehouse, base.facts(), Thresholds())
        assert found == ["abc_class", "lifecycle_stage", "rfm_segment"]


shops = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2), st.lists(st.integers(-20, 300), min_size=4, max_size=4), max_size=9
)
sets = st.sampled_from(
    [
        {}, SIX_P, NARROW, {"abc.method": "volume_frequency"}, {"measure": "orders"},
        {"bucket": "week", "measure": "average_order"}, {"order_grain": "row", "rfm.bins": 3},
        {"xyz.measure": "variation", "xyz.variation.y": 3}, {"rfm.map": ["own_2"] * 25},
        {"include_unfinished": True, "xyz.count_from": "first_order"}, {"lifecycle.boundaries": "rhythm"},
        {"lifecycle.at_risk_after": 20, "lifecycle.lost_after": 40, "lifecycle.regular_from": 2},
    ]
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(shops, sets, sets)
def test_margins_are_the_classes_of_each_scenario_and_totals_are_kept(shop, first, second):
    base = monthly({"always": [1, 1, 1, 1], **shop})
    for name in comparison.CLASSES:
        mine = compared(base, first, second, name)
        found = comparison.moves(base.warehouse, mine)
        for side, judged in (("from", mine.first), ("to", mine.second)):
            expected = classes.sizes(base.warehouse, judged.facts, judged.column)
            assert [(row["class"], row["customers"], row["revenue"]) for row in comparison.sizes(found, side)] == [
                (row["class"], row["customers"], row["revenue"]) for row in expected
            ]
        assert sum(row["customers"] for row in found) == mine.first.facts.whole["clients"]
        assert sum(row["revenue"] for row in found) == mine.first.facts.whole["revenue"]
        went = comparison.clients(base.warehouse, mine)
        assert len(went) == comparison.together(comparison.moved(found))["customers"]


@settings(max_examples=3, deadline=None)
@given(shops, sets)
def test_a_scenario_beside_itself_moves_nobody(shop, mine):
    base = monthly({"always": [1, 1, 1, 1], **shop})
    for name in comparison.CLASSES:
        assert comparison.moved(cells(base, mine, mine, name)) == []
        assert names(base, mine, mine, name) == []


def test_both_facts_are_there_after_a_comparison():
    base = sales("client day amount", TestScenariosThatSeeTheBaseOtherwise.BASE)
    mine = compared(base, {}, {"measure": "orders"})
    assert mine.second.facts == build(base.warehouse, View(measure="orders"))
