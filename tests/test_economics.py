"""What a point of retention is worth: a model over the base's own rates. METHODS §11."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods import economics, retention
from analytics.methods.economics import Rates
from analytics.thresholds import Thresholds
from tests.bases import Base, monthly, sales

YEARLY = Rates(customers=100, retention=0.5, joined=20, revenue=10, profit=2, in_a_year=1)


def rates_of(base: Base, changes: dict | None = None, **view) -> Rates | None:
    facts = base.facts(changes, **view)
    rows = retention.table(base.warehouse, facts, Thresholds(changes))
    return economics.rates(base.warehouse, facts, rows)


class TestPath:
    def test_each_bucket_keeps_a_share_and_gains_those_who_join(self):
        """100 × 0.5 + 20 = 70, 70 × 0.5 + 20 = 55; 10 of revenue and 2 of profit from each client a year."""
        assert [row["customers"] for row in economics.path(YEARLY)] == [100, 70, 55]
        assert economics.path(YEARLY)[-1] == {"month": 24, "customers": 55, "revenue": 1250, "profit": 250}

    @pytest.mark.parametrize(("in_a_year", "steps"), [(1, 2), (4, 8), (12, 24), (52, 104)])
    def test_two_years_have_as_many_steps_as_buckets(self, in_a_year, steps):
        path = economics.path(Rates(100, 0.5, 20, 10, 2, in_a_year))
        assert len(path) == steps + 1 and path[-1]["month"] == 24

    def test_unknown_profit_stays_unknown(self):
        assert economics.path(Rates(100, 0.5, 20, 10, None, 1))[-1]["profit"] is None


class TestEffect:
    def test_ten_points_by_hand(self):
        """100 × 0.6 + 20 = 80 against 70 in a year; 80 × 0.6 + 20 = 68 against 55 in two."""
        told = {(row["months"], row["what"]): row for row in economics.effect(YEARLY, 0.1)}
        assert (told[12, "customers"]["as_is"], told[12, "customers"]["raised"]) == (70, 80)
        assert told[12, "revenue"]["difference"] == 100 and told[12, "profit"]["difference"] == 20
        assert told[24, "customers"]["raised"] == pytest.approx(68)
        assert told[24, "revenue"]["growth"] == pytest.approx((80 + 68) / (70 + 55) - 1)

    def test_one_point_of_the_published_rule(self):
        assert economics.growth(YEARLY, 0.01) == pytest.approx(1 / 70)

    def test_nobody_can_keep_more_than_all(self):
        assert economics.with_points(YEARLY, 0.7).retention == 1

    def test_unknown_profit_has_no_difference(self):
        rows = economics.effect(Rates(100, 0.5, 20, 10, None, 1), 0.1)
        assert {row["difference"] for row in rows if row["what"] == "profit"} == {None}

    def test_nothing_has_no_growth(self):
        assert economics.growth(Rates(0, 0.5, 0, 10, None, 1), 0.1) is None

    def test_joining_that_brings_the_same(self):
        """Ten clients kept of a hundred are ten more who join, in the first year."""
        assert economics.same_by_joining(YEARLY, 0.1) == pytest.approx(10)
        assert economics.same_by_joining(Rates(100, 0.5, 20, 0, None, 1), 0.1) == 0

    def test_assumptions_of_the_visitor(self):
        assert economics.with_arrivals(YEARLY, 0.5).joined == 10
        assert economics.with_margin(YEARLY, 0.3).profit == 3


class TestRates:
    SHOP = {"anna": [10, 10, 10], "boris": [10, 10, 0], "vera": [10, 0, 10]}

    def test_they_are_the_bases_own(self):
        """February keeps 2 of 3 and gains none, March 1 of 2 and gains vera: 3 of 5 kept, half a client joins."""
        found = rates_of(monthly(self.SHOP), window="01-01 03-31")
        assert found == Rates(2, 3 / 5, 0.5, 10, None, 12, 2)

    def test_an_unfinished_bucket_is_left_out(self):
        assert rates_of(monthly(self.SHOP), window="01-01 03-20") == Rates(2, 2 / 3, 0, 10, None, 12, 1)

    def test_only_the_last_year_counts(self):
        base = monthly({"anna": [10] * 15, "boris": [10] * 2 + [0] * 13})
        assert rates_of(base, window="2025-01-01 2026-03-31") == Rates(1, 1, 0, 10, None, 12, 12)

    def test_profit_where_the_base_tells_it(self):
        base = sales("client day amount profit", "anna 01-15 10 4\nanna 02-15 10 2")
        assert rates_of(base, window="01-01 02-28").profit == 2

    def test_without_a_rate_there_is_nothing_to_carry_forward(self):
        assert rates_of(monthly({"anna": [10]}), window="01-01 01-31") is None
        assert rates_of(monthly({"anna": [10, 0]}), window="01-01 02-28") is None


@given(st.floats(0, 1), st.floats(1, 500), st.floats(0, 1), st.sampled_from([1, 4, 12, 52]))
def test_keeping_more_never_brings_less(kept, joined, points, in_a_year):
    found = Rates(100, kept, joined, 10, 2, in_a_year)
    rows = economics.effect(found, points)
    assert all(row["difference"] >= -1e-6 for row in rows)
    grown = {row["what"]: row["growth"] for row in rows if row["months"] == 24}
    assert grown["profit"] == pytest.approx(grown["revenue"])
