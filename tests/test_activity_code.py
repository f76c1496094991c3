"""The code of four periods, and how often its bearers bought in the next. METHODS §10."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.charts import activity_bars
from analytics.methods import activity_code
from tests.bases import Base, monthly, sales, worth

HALF = "01-01 06-30"


def codes(base: Base, **view) -> dict[str, dict]:
    return {row["activity_code"]: row for row in activity_code.codes(base.warehouse, base.facts(**view))}


def now(base: Base, **view) -> dict[str, int]:
    return {code: row["customers"] for code, row in codes(base, **view).items() if row["customers"]}


def seen(base: Base, **view) -> dict[str, tuple]:
    rows = codes(base, **view)
    return {code: (row["observed"], row["bought_next"]) for code, row in rows.items() if row["observed"]}


class TestCodeNow:
    def test_it_reads_from_the_oldest_of_the_latest_four_periods(self):
        base = monthly({"anna": [0, 0, 5, 0, 0, 9], "boris": [7, 0, 0, 0, 0, 0], "vera": [0, 0, 1, 1, 1, 1]})
        assert now(base, window=HALF) == {"1001": 1, "0000": 1, "1111": 1}
        assert codes(base, window=HALF)["1001"]["revenue"] == Decimal(14)

    def test_all_sixteen_are_told_the_busiest_first(self):
        rows = activity_code.codes(*found(monthly({"anna": [1, 1, 1, 1]}), window="01-01 04-30"))
        assert [row["activity_code"] for row in rows][:3] == ["1111", "1110", "1101"] and len(rows) == 16
        assert (rows[1]["customers"], rows[1]["revenue"], rows[1]["bought_next"]) == (0, 0, None)

    def test_an_unfinished_period_is_left_out(self):
        base = monthly({"anna": [1, 1, 1, 1, 1, 0], "boris": [0, 0, 0, 0, 0, 1]})
        assert now(base, window="01-01 06-20") == {"1111": 1}

    def test_a_period_whose_purchases_all_came_back_is_none(self):
        base = sales("client day amount", "anna 01-05 9\nanna 02-05 9\nanna 02-20 -9\nanna 03-05 9\nanna 04-05 9")
        assert now(base, window="01-01 04-30") == {"1011": 1}

    def test_members_are_those_who_have_it_now(self):
        base = monthly({"anna": [1, 0, 0, 1], "boris": [1, 1, 1, 1]})
        query = activity_code.members(*found(base, window="01-01 04-30"), "1001")
        assert base.warehouse.rows(query) == [{"customer_id": "anna"}]

    @pytest.mark.parametrize("base", [monthly({"anna": [1, 1, 1]}), worth("anna 1")], ids=["three months", "totals"])
    def test_fewer_than_four_finished_periods_or_no_dates_have_no_codes(self, base):
        assert activity_code.codes(*found(base)) == []


class TestObserved:
    def test_every_moment_with_a_period_after_it_counts(self):
        base = monthly({"anna": [1, 1, 1, 1, 1, 0]})
        assert seen(base, window=HALF) == {"1111": (2, 0.5)}

    def test_a_client_is_counted_from_its_first_purchase_on(self):
        base = monthly({"anna": [0, 0, 0, 0, 1, 0], "boris": [0, 0, 0, 1, 0, 1]})
        assert seen(base, window=HALF) == {"0001": (2, 0), "0010": (1, 1)}

    def test_twelve_moments_at_most_are_looked_at(self):
        base = monthly({"anna": [1] * 24})
        assert seen(base, window="2025-01-01 2026-12-31") == {"1111": (12, 1)}


class TestTheBars:
    base_codes = {"1111": (40, 0.5), "0001": (2, 1.0), "0110": (0, None), "1000": (30, 0.5)}

    def bars(self) -> list[dict]:
        rows = [{"activity_code": c, "observed": n, "bought_next": s} for c, (n, s) in self.base_codes.items()]
        seen = activity_bars.observed(rows)
        return activity_bars.frames(seen, [row["activity_code"] for row in seen])["bars"].to_pylist()

    def test_the_likeliest_to_buy_are_first_and_the_never_observed_are_not_there(self):
        assert [bar["code"] for bar in self.bars()] == ["0001", "1000", "1111"]

    def test_a_code_is_a_pattern_of_purchases(self):
        assert [bar["position"].split("|")[1] for bar in self.bars()] == ["○ ○ ○ ●", "● ○ ○ ○", "● ● ● ●"]

    def test_what_was_seen_of_a_few_is_pale(self):
        assert [bar["firm"] for bar in self.bars()] == [False, True, True]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.lists(st.integers(0, 1), min_size=7, max_size=7).filter(any), min_size=1, max_size=5))
def test_laws_of_the_codes(clients):
    """Every client has one code now, and each share is between none and all."""
    base = monthly({f"c{i}": bought for i, bought in enumerate(clients)})
    rows = activity_code.codes(*found(base, window="01-01 07-31"))
    assert sum(row["customers"] for row in rows) == len(clients)
    assert all(row["bought_next"] is None or 0 <= row["bought_next"] <= 1 for row in rows)
    assert all((row["bought_next"] is None) == (row["observed"] == 0) for row in rows)


def found(base: Base, **view) -> tuple:
    return base.warehouse, base.facts(**view)
