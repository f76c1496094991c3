"""Why a client is in its classes, and what lacks to the better one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analytics import customers, reasons
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES, words
from tests.bases import MUCH_AND_OFTEN, Base, monthly, sales, totals, worth

FOUR = "01-01 04-30"


def why(base: Base, client: str, column: str, changes: dict | None = None, **view) -> dict:
    return next(row for row in every(base, client, changes, **view) if row["column"] == column)


def every(base: Base, client: str, changes: dict | None = None, **view) -> list[dict]:
    thresholds, facts = Thresholds(changes), base.facts(changes, **view)
    return reasons.of(base.warehouse, facts, thresholds, customers.one(base.warehouse, facts, thresholds, client))


class TestByShare:
    base_values = "a 70, b 10, c 15, d 5"

    def test_what_stands_before_the_client_decides(self):
        row = why(worth(self.base_values), "c", "abc_share_class")
        assert (row["class"], row["reason"], row["lacks"]) == ("A", "share", None)
        assert (row["particulars"]["before"], row["particulars"]["rank"]) == (0.7, 2)

    @pytest.mark.parametrize(("client", "better", "lacking"), [("b", "A", 5), ("d", "B", 5)])
    def test_the_smallest_of_the_better_class_is_the_aim(self, client, better, lacking):
        row = why(worth(self.base_values), client, "abc_share_class")
        assert (row["lacks"], row["particulars"]["better"], row["particulars"]["lacking"]) == ("value", better, lacking)

    def test_over_an_empty_b_the_aim_is_a(self):
        row = why(worth("a 96, b 3, c 1"), "c", "abc_share_class", {"abc.share.a": 0.9, "abc.share.b": 0.901})
        assert (row["class"], row["particulars"]["better"], row["particulars"]["lacking"]) == ("C", "A", 95)

    def test_with_nobody_above_there_is_no_aim(self):
        assert why(worth("a 0"), "a", "abc_share_class")["lacks"] is None


class TestByTheAverage:
    @pytest.mark.parametrize(("client", "better", "lacking"), [("b", "A", 150), ("d", "B", 10)])
    def test_the_boundary_is_the_aim(self, client, better, lacking):
        row = why(worth("a 70, b 30, c 15, d 5"), client, "abc_average_class")
        assert (row["particulars"]["better"], row["particulars"]["lacking"]) == (better, lacking)
        assert row["particulars"]["average"] == 30

    def test_a_client_exactly_at_the_boundary_of_c_is_told_of_no_lack(self):
        row = why(worth("a 70, b 30, c 15, d 5"), "c", "abc_average_class")
        assert (row["class"], row["lacks"], row["particulars"]["lacking"]) == ("C", None, 0)

    def test_without_a_positive_average_it_is_not_told(self):
        assert [row["column"] for row in every(worth("a 1, b -1"), "a")] == ["abc_share_class"]


class TestByVolumeAndFrequency:
    lines = MUCH_AND_OFTEN

    @pytest.mark.parametrize(
        ("client", "lacks", "revenue", "orders"),
        [("anna", None, 0, 0), ("boris", "revenue", 45, 0), ("vera", "orders", 0, 2), ("gena", "both", 45, 2)],
    )
    def test_what_lacks_is_money_orders_or_either(self, client, lacks, revenue, orders):
        row = why(sales("client day amount", self.lines), client, "abc_volume_frequency_class")
        assert (row["lacks"], row["particulars"]["lacking"], row["particulars"]["n"]) == (lacks, revenue, orders)


class TestSteadiness:
    @pytest.mark.parametrize(
        ("bought", "letter", "better", "months"),
        [([1, 0, 0, 1], "Y", "X", 1), ([0, 0, 1, 0], "Y", "X", 2)],
    )
    def test_regularity_lacks_whole_months(self, bought, letter, better, months):
        row = why(monthly({"anna": bought, "zoe": [1] * 4}), "anna", "xyz_class", window=FOUR)
        assert (row["class"], row["lacks"], row["particulars"]["better"], row["particulars"]["n"]) == (
            letter,
            "buckets",
            better,
            months,
        )

    @pytest.mark.parametrize("x", [0.3, 0.6, 0.7, 0.9])
    def test_as_many_months_as_it_lacks_would_really_do(self, x):
        changes = {"xyz.regularity.x": x, "xyz.regularity.y": 0.05}
        lacking = why(monthly({"anna": [1] + [0] * 9}), "anna", "xyz_class", changes, window="01-01 10-31")[
            "particulars"
        ]["n"]
        better = monthly({"anna": [1] * (1 + lacking) + [0] * (9 - lacking)})
        worse = monthly({"anna": [1] * lacking + [0] * (10 - lacking)})
        assert better.told("xyz_class", changes, window="01-01 10-31") == "anna X"
        assert worse.told("xyz_class", changes, window="01-01 10-31") == "anna Y"

    def test_variation_is_told_as_it_was_judged(self):
        changes = {"xyz.measure": "variation", "xyz.deviation": "sample"}
        row = why(monthly({"anna": [90, 110, 90, 110]}), "anna", "xyz_class", changes, window=FOUR)
        assert (row["class"], row["reason"], row["lacks"]) == ("Y", "variation", None)
        assert row["particulars"]["cv"] == pytest.approx(0.11547, abs=1e-5)

    def test_an_undefined_variation_is_told(self):
        base = sales("client day amount", "anna 01-05 10\nanna 02-05 -10\nboris 03-05 1\nboris 04-30 1")
        row = why(base, "anna", "xyz_class", {"xyz.measure": "variation"}, window=FOUR)
        assert (row["class"], row["reason"]) == ("Z", "no_variation")

    def test_too_few_months_are_told(self):
        row = why(monthly({"anna": [1, 1]}), "anna", "xyz_class")
        assert (row["class"], row["reason"], row["particulars"]) == (None, "few_buckets", {"n": 0})

    def test_totals_have_no_steadiness(self):
        assert "xyz_class" not in [row["column"] for row in every(worth("a 1"), "a")]


@pytest.mark.parametrize("method", ["share", "average", "volume_frequency"])
def test_the_chosen_method_is_marked(method):
    base = sales("client day amount", TestByVolumeAndFrequency.lines)
    rows = every(base, "anna", {"abc.method": method})
    assert [row["column"] for row in rows if row["chosen"]] == [f"abc_{method}_class"]


def test_an_unknown_value_is_in_no_class_by_value():
    base = totals("client amount profit", "a 5 10\nb 9 .")
    assert every(base, "b", {"measure": "profit"}) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", ["regularity", "variation"])
def test_every_reason_has_its_sentence(language, measure):
    told = words(language)
    base = sales(
        "client day amount", "a 01-01 70\na 02-02 9\na 03-03 30\nb 01-05 10\nb 02-05 -10\nc 03-31 3\nd 03-01 0"
    )
    for client in "abcd":
        for row in every(base, client, {"xyz.measure": measure}, window="01-01 03-31"):
            assert told(f"client.why_{row['reason']}", **row["particulars"])
            if row["lacks"]:
                assert told(f"client.lacks_{row['lacks']}", **row["particulars"])


def test_distance_told_on_the_card_is_the_one_in_the_table():
    base = worth("a 70, b 10, c 15, d 3, e 2")
    for client, row in base.clients().items():
        told = why(base, client, "abc_share_class")["particulars"]["lacking"]
        assert row["distance_to_better_class"] == (None if told is None else Decimal(told))
