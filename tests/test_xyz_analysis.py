"""XYZ by regularity and by variation, at every boundary. METHODS §5."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.methods import xyz_analysis
from analytics.methods.xyz_analysis import ByRegularity, ByVariation
from analytics.thresholds import Thresholds
from tests.bases import day, monthly, periodic, sales, weekly, worth

FOUR, TEN, YEAR = "01-01 04-30", "01-01 10-31", "01-01 12-31"
VARIATION = {"xyz.measure": "variation"}
WEEKS = [0, 15, 40, 15, 10, 15, 20, 15, 10, 15, 20, 15, 5, 20, 45, 20, 15, 20, 25, 20, 15, 20, 25, 20, 40, 10, 35, 10]
WEEKS += [5, 10, 15, 10, 5, 10, 15, 10]
MONTHS, QUARTERS = [70, 60, 60, 90, 80, 80, 95, 40, 40], [190, 250, 175]


class TestRegularity:
    @pytest.mark.parametrize(
        ("bought", "letter"),
        [([1, 1, 1, 1], "X"), ([1, 0, 1, 1], "X"), ([1, 0, 0, 1], "Y"), ([0, 0, 1, 0], "Y")],
        ids=["4 of 4", "exactly 75 %", "2 of 4", "exactly 25 %"],
    )
    def test_the_share_of_months_with_a_purchase_decides(self, bought, letter):
        assert monthly({"anna": bought}).told("xyz_class", window=FOUR) == f"anna {letter}"

    @pytest.mark.parametrize(
        ("n", "x", "y", "letter"),
        [
            (7, 0.7, 0.3, "X"),
            (6, 0.7, 0.3, "Y"),
            (3, 0.7, 0.3, "Y"),
            (2, 0.7, 0.3, "Z"),
            (1, 1, 0.1, "Y"),
            (10, 1, 0.1, "X"),
        ],
    )
    def test_a_boundary_is_met_exactly(self, n, x, y, letter):
        base = monthly({"anna": [1] * n + [0] * (10 - n), "other": [1] * 10})
        found = base.clients({"xyz.regularity.x": x, "xyz.regularity.y": y}, window=TEN)
        assert found["anna"]["xyz_class"] == letter

    def test_nothing_in_a_finished_month_is_z(self):
        base = sales("client day amount", "anna 01-15 1\nanna 02-15 1\nanna 03-15 1\nboris 04-02 9")
        assert base.told("xyz_class", window="01-01 04-15") == "boris Z, anna X"
        assert base.told("active_share", window="01-01 04-15") == "boris 0.0, anna 1.0"

    def test_a_month_whose_purchases_all_came_back_does_not_count(self):
        base = sales("client day amount", "anna 01-05 50\nanna 01-20 -50\nanna 02-05 50\nanna 03-05 50\nanna 04-05 9")
        assert base.told("active_buckets", window=FOUR) == "anna 3"

    def test_a_month_of_free_goods_only_does_not_count(self):
        base = sales("client day amount", "anna 01-05 50\nanna 02-05 0\nanna 03-05 50\nanna 04-05 9")
        assert base.told("active_buckets", window=FOUR) == "anna 3"

    def test_many_purchases_in_a_month_are_one_active_month(self):
        assert (
            sales("client day amount", "anna 01-05 1\nanna 01-06 1\nanna 03-07 1").told("active_buckets", window=FOUR)
            == "anna 2"
        )


class TestVariation:
    @pytest.mark.parametrize(
        ("amounts", "letter"),
        [
            ([100, 100, 100, 100], "X"),
            ([90, 110, 90, 110], "X"),
            ([89, 111, 89, 111], "Y"),
            ([75, 125, 75, 125], "Y"),
            ([74, 126, 74, 126], "Z"),
            ([0, 100, 0, 100], "Z"),
        ],
        ids=["even", "exactly 10 %", "11 %", "exactly 25 %", "26 %", "half empty"],
    )
    def test_the_coefficient_of_variation_decides(self, amounts, letter):
        assert monthly({"anna": amounts}).told("xyz_class", VARIATION, window=FOUR) == f"anna {letter}"

    @pytest.mark.parametrize(("low", "high", "letter"), [(9, 11, "X"), (15, 25, "Y")])
    def test_a_boundary_is_met_exactly_in_every_currency(self, low, high, letter):
        amounts = {f"c{k}": [Decimal(part * k) / 100 for part in (low, high, low, high)] for k in range(1, 150)}
        found = monthly(amounts).clients(VARIATION, window=FOUR)
        assert {row["xyz_class"] for row in found.values()} == {letter}

    def test_a_boundary_of_a_sample_is_met_exactly_in_every_currency(self):
        amounts = {f"c{k}": [Decimal(part * k) / 100 for part in (9, 10, 11)] for k in range(1, 150)}
        found = monthly(amounts).clients(VARIATION | {"xyz.deviation": "sample"}, window="01-01 03-31")
        assert {row["xyz_class"] for row in found.values()} == {"X"}

    def test_the_boundaries_are_sliders(self):
        base = monthly({"anna": [0, 100, 0, 100]})
        assert base.told("xyz_class", VARIATION | {"xyz.variation.x": 1, "xyz.variation.y": 3}, window=FOUR) == "anna X"

    def test_empty_months_count_as_nothing_bought(self):
        assert monthly({"anna": [0, 100, 0, 100]}).told("revenue_cv", window=FOUR) == "anna 1.0"

    def test_a_month_of_returns_counts_with_its_minus(self):
        base = sales("client day amount", "anna 01-05 100\nanna 02-05 100\nanna 03-05 -50\nanna 04-05 50")
        expected = statistics.pstdev([100, 100, -50, 50]) / 50
        assert base.clients(window=FOUR)["anna"]["revenue_cv"] == pytest.approx(expected)

    @pytest.mark.parametrize("last", [-300, -400], ids=["nothing", "a loss"])
    def test_a_mean_that_is_not_positive_leaves_it_undefined_and_makes_z(self, last):
        base = sales("client day amount", f"anna 01-05 100\nanna 02-05 100\nanna 03-05 100\nanna 04-05 {last}")
        row = base.clients(VARIATION, window=FOUR)["anna"]
        assert (row["revenue_cv"], row["xyz_class"]) == (None, "Z")

    def test_of_a_sample_it_is_wider(self):
        base = monthly({"anna": [90, 110, 90, 110]})
        assert base.told("xyz_class", VARIATION | {"xyz.deviation": "sample"}, window=FOUR) == "anna Y"
        assert ByVariation(sample=True).of(0.1, 4) == pytest.approx(statistics.stdev([90, 110, 90, 110]) / 100)
        assert ByVariation(sample=True).of(None, 4) is None and ByVariation().of(0.1, 4) == 0.1


class TestPublishedSeries:
    """oracles/small_oracles.json: a series published at olegon.ru/showthread.php?t=22257 as 59 / 29 / 19 %."""

    @pytest.mark.parametrize(
        ("series", "bucket", "population", "sample"),
        [(WEEKS, "week", 0.5787, 0.5869), (MONTHS, "month", 0.2759, 0.2927), (QUARTERS, "quarter", 0.1581, 0.1936)],
        ids=["36 weeks", "9 months", "3 quarters"],
    )
    def test_variation_depends_on_the_bucket(self, series, bucket, population, sample):
        base, window = self.made(series, bucket)
        cv = base.clients({"bucket": bucket}, window=window)["anna"]["revenue_cv"]
        assert cv == pytest.approx(population, abs=5e-5)
        assert ByVariation(sample=True).of(cv, len(series)) == pytest.approx(sample, abs=5e-5)

    def test_the_letters_follow_the_bucket(self):
        told = {}
        for series, bucket in ((WEEKS, "week"), (MONTHS, "month"), (QUARTERS, "quarter")):
            base, window = self.made(series, bucket)
            changes = VARIATION | {"bucket": bucket, "xyz.variation.x": 0.18, "xyz.variation.y": 0.3}
            told[bucket] = base.told("xyz_class", changes, window=window)
        assert told == {"week": "anna Z", "month": "anna Y", "quarter": "anna X"}

    @staticmethod
    def made(series, bucket):
        if bucket == "week":
            return weekly({"anna": series}), "2025-01-06 2025-09-14"
        if bucket == "month":
            return monthly({"anna": series}), "01-01 09-30"
        return periodic({"anna": series}, lambda i: day(f"{3 * i + 2:02}-10")), "01-01 09-30"


class TestCountedBuckets:
    three_and_a_bit = "anna 01-15 1\nanna 02-15 1\nanna 03-15 1\nanna 04-05 1"

    def test_an_unfinished_month_is_left_out(self):
        base = sales("client day amount", self.three_and_a_bit)
        facts = base.facts(window="01-01 04-10")
        assert (facts.whole["finished_buckets"], facts.whole["counted_buckets"]) == (3, 3)
        assert base.told("active_buckets", window="01-01 04-10") == "anna 3"

    def test_an_unfinished_first_month_is_left_out_too(self):
        base = sales("client day amount", self.three_and_a_bit)
        assert base.told("active_buckets", window="01-02 04-30") == "anna 3"

    def test_unfinished_months_count_when_asked(self):
        base, changes = sales("client day amount", self.three_and_a_bit), {"include_unfinished": True}
        assert base.facts(changes, window="01-02 04-10").whole["counted_buckets"] == 4
        assert base.told("active_buckets", changes, window="01-02 04-10") == "anna 4"

    @pytest.mark.parametrize("measure", ["regularity", "variation"])
    def test_fewer_than_three_finished_buckets_give_no_class(self, measure):
        base = monthly({"anna": [1, 1, 1]})
        facts = base.facts(window="01-01 03-30")
        assert (facts.whole["counted_buckets"], facts.enough_buckets) == (2, False)
        changes = {"xyz.measure": measure}
        assert base.told("xyz_class", changes, window="01-01 03-30") == "anna ."
        assert base.told("xyz_class", changes, window="01-01 03-31") == "anna X"

    def test_a_finer_bucket_may_be_enough(self):
        base = monthly({"anna": [1, 1]})
        assert base.facts({"bucket": "week"}, window="01-01 02-28").enough_buckets

    def test_a_totals_base_has_no_buckets(self):
        assert worth("anna 5").facts().whole["counted_buckets"] == 0


class TestCountFrom:
    FROM_FIRST = {"xyz.count_from": "first_order"}
    newcomer = {"anna": [0] * 8 + [1, 1, 0, 1], "boris": [5] * 12}

    def test_from_the_start_of_the_window_a_newcomer_looks_rare(self):
        row = monthly(self.newcomer).clients(window=YEAR)["anna"]
        assert (row["active_share"], row["xyz_class"]) == (0.25, "Y")

    def test_from_its_first_order_a_newcomer_is_judged_by_its_own_time(self):
        row = monthly(self.newcomer).clients(self.FROM_FIRST, window=YEAR)["anna"]
        assert (row["active_share"], row["xyz_class"]) == (0.75, "X")

    def test_variation_too_is_counted_from_the_first_order(self):
        row = monthly(self.newcomer).clients(self.FROM_FIRST, window=YEAR)["anna"]
        assert row["revenue_cv"] == pytest.approx(statistics.pstdev([1, 1, 0, 1]) / 0.75)

    def test_an_old_client_silent_for_most_of_the_window_is_not_taken_for_a_newcomer(self):
        base = monthly({"anna": [7] + [0] * 20 + [1, 1, 1], "boris": [5] * 24}, first="2024-01")
        assert base.told("active_share", self.FROM_FIRST, window=YEAR) == "boris 1.0, anna 0.25"

    def test_a_client_too_new_for_three_months_has_no_class(self):
        base = monthly({"anna": [0] * 10 + [1, 1], "boris": [5] * 12})
        assert base.told("xyz_class", self.FROM_FIRST, window=YEAR) == "boris X, anna ."

    def test_a_client_of_the_unfinished_month_has_no_class(self):
        base = sales("client day amount", "boris 01-15 9\nboris 02-15 9\nboris 03-15 9\nanna 04-05 1")
        row = base.clients(self.FROM_FIRST, window="01-01 04-10")["anna"]
        assert (row["active_share"], row["revenue_cv"], row["xyz_class"]) == (None, None, None)


class TestBuckets:
    @pytest.mark.parametrize(
        ("bucket", "counted", "active"), [("week", 12, 3), ("month", 3, 3), ("quarter", 1, 1), ("year", 0, 0)]
    )
    def test_the_calendar_step_decides(self, bucket, counted, active):
        base = monthly({"anna": [1, 1, 1]})
        facts = base.facts({"bucket": bucket}, window="01-01 03-31")
        assert facts.whole["counted_buckets"] == counted
        assert base.told("active_buckets", {"bucket": bucket}, window="01-01 03-31") == f"anna {active}"

    def test_sensitivity_shows_week_month_and_quarter_side_by_side(self):
        base = monthly({"anna": [1] * 9, "boris": [1, 0, 0] * 3})
        facts = base.facts(window="01-01 09-30")
        rows = xyz_analysis.bucket_sensitivity(base.warehouse, facts, Thresholds())
        told = {(row["bucket"], row["class"]): row["customers"] for row in rows if row["customers"]}
        assert told == {("week", "Z"): 2, ("month", "X"): 1, ("month", "Y"): 1, ("quarter", "X"): 2}
        assert {row["bucket"]: row["counted_buckets"] for row in rows} == {"week": 38, "month": 9, "quarter": 3}

    def test_sensitivity_of_the_chosen_bucket_is_the_class_itself(self):
        base = monthly({"anna": [1] * 9, "boris": [1, 0, 0] * 3, "vera": [0, 5] + [0] * 7})
        facts = base.facts(window="01-01 09-30")
        rows = [
            r for r in xyz_analysis.bucket_sensitivity(base.warehouse, facts, Thresholds()) if r["bucket"] == "month"
        ]
        letters = [row["xyz_class"] for row in base.clients(window="01-01 09-30").values()]
        assert {r["class"]: r["customers"] for r in rows} == {letter: letters.count(letter) for letter in "XYZ"}

    def test_sensitivity_with_too_few_buckets_has_no_class(self):
        base = monthly({"anna": [1] * 4})
        rows = xyz_analysis.bucket_sensitivity(base.warehouse, base.facts(window=FOUR), Thresholds())
        assert [(r["class"], r["customers"]) for r in rows if r["bucket"] == "quarter"] == [
            ("X", 0),
            ("Y", 0),
            ("Z", 0),
            (None, 1),
        ]


def test_the_methods_carry_the_textbook_values():
    assert xyz_analysis.method(Thresholds()) == ByRegularity(0.75, 0.25)
    assert xyz_analysis.method(Thresholds(VARIATION)) == ByVariation(0.10, 0.25, sample=False)


series = st.lists(st.integers(-50, 500), min_size=3, max_size=9)


@settings(max_examples=15, deadline=None)
@given(series, st.sampled_from([1, 100]))
def test_variation_is_the_textbook_formula_and_ignores_the_currency(amounts, rate):
    base = monthly({"anna": [amount * rate for amount in amounts], "keeps": [1] * 9})
    months = {3: "03-31", 4: "04-30", 5: "05-31", 6: "06-30", 7: "07-31", 8: "08-31", 9: "09-30"}
    row = base.clients(window=f"01-01 {months[len(amounts)]}").get("anna")
    if not any(amount > 0 for amount in amounts):
        assert row is None
        return
    mean = statistics.fmean(amounts)
    expected = statistics.pstdev(amounts) / mean if mean > 0 else None
    assert row["revenue_cv"] == (None if expected is None else pytest.approx(expected, rel=1e-9))
    assert row["active_share"] == sum(amount > 0 for amount in amounts) / len(amounts)
