"""Balance and concentration: how much hangs on how few. METHODS §7."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.methods import dependence
from analytics.thresholds import Thresholds
from tests.bases import Base, totals, worth


def concentration(base: Base, changes: dict | None = None) -> dict:
    return dependence.concentration(base.warehouse, base.facts(changes))


class TestVerdict:
    """20–30 % of clients in A is balance; both ends belong to it."""

    @pytest.mark.parametrize(
        ("share", "verdict"),
        [
            (0, "dependent"),
            (0.19999, "dependent"),
            (0.20, "balanced"),
            (0.25, "balanced"),
            (0.30, "balanced"),
            (0.30001, "diluted"),
            (1, "diluted"),
        ],
    )
    def test_the_share_of_clients_in_a_decides(self, share, verdict):
        assert dependence.verdict(share, Thresholds()) == verdict

    @pytest.mark.parametrize(
        ("values", "verdict"),
        [
            ("a 900, b 10, c 10, d 10, e 10, f 10", "dependent"),
            ("a 900, b 10, c 10, d 10, e 10", "balanced"),
            ("a 300, b 300, c 300, d 9, e 8, f 7, g 6, h 5, i 4, j 3", "balanced"),
            ("a 300, b 300, c 300, d 9, e 8, f 7, g 6, h 5, i 4", "diluted"),
        ],
        ids=["1 of 6", "1 of 5 is exactly 20 %", "3 of 10 is exactly 30 %", "3 of 9"],
    )
    def test_of_a_base(self, values, verdict):
        base = worth(values)
        assert dependence.balance(base.warehouse, base.facts(), Thresholds())["verdict"] == verdict

    def test_the_boundaries_are_sliders(self):
        assert dependence.verdict(0.25, Thresholds({"balance.a_low": 0.26})) == "dependent"
        assert dependence.verdict(0.25, Thresholds({"balance.a_high": 0.24})) == "diluted"

    def test_the_method_of_abc_decides_who_is_in_a(self):
        base, changes = worth("a 40, b 30, c 20, d 10"), {"abc.method": "average"}
        found = dependence.balance(base.warehouse, base.facts(changes), Thresholds(changes))
        assert (found["a_customer_share"], found["verdict"]) == (0, "dependent")


class TestConcentration:
    def test_worked_by_hand(self):
        found = concentration(worth("a 50, b 30, c 20"))
        assert (found["top1_share"], found["top3_share"], found["top10_share"]) == (0.5, 1, 1)
        assert found["customers_for_80"] == 2
        assert found["hhi"] == pytest.approx(2500 + 900 + 400)
        assert found["gini"] == pytest.approx(0.2)

    def test_equal_clients_are_no_concentration(self):
        found = concentration(worth("a 1, b 1, c 1, d 1, e 1"))
        assert found["gini"] == pytest.approx(0) and found["hhi"] == pytest.approx(2000)
        assert (found["customers_for_80"], found["top20_share"]) == (4, pytest.approx(0.2))

    def test_a_single_client_is_the_whole_business(self):
        found = concentration(worth("a 7"))
        assert (found["top1_share"], found["customers_for_80"], found["hhi"], found["gini"]) == (1, 1, 10_000, 0)

    def test_one_client_who_brings_everything_is_almost_one_by_gini(self):
        assert concentration(worth("a 7, b 0, c 0, d 0"))["gini"] == pytest.approx(0.75)

    def test_eighty_percent_reached_exactly_needs_no_further_client(self):
        assert concentration(worth("a 80, b 15, c 5"))["customers_for_80"] == 1

    @pytest.mark.parametrize("values", ["a 0, b 0", "a -1, b -2"])
    def test_without_anything_positive_there_is_none(self, values):
        assert set(concentration(worth(values)).values()) == {None}

    def test_those_who_only_cost_take_nothing_from_the_shares_of_the_best(self):
        found = concentration(worth("a 60, b 40, c -50"))
        assert (found["top1_share"], found["top3_share"], found["top5_share"]) == (0.6, 1, 1)
        assert (found["customers_for_80"], found["hhi"]) == (2, pytest.approx(5200))

    def test_unknown_values_take_no_part(self):
        base = totals("client amount profit", "a 1 50\nb 1 30\nc 1 20\nd 900 .")
        found = concentration(base, {"measure": "profit"})
        assert (found["top1_share"], found["gini"]) == (0.5, pytest.approx(0.2))

    @pytest.mark.parametrize(
        ("values", "share"),
        [("a 50, b 30, c 10, d 5, e 5", 0.5), ("a 50, b 30, c 10, d 5, e 3, f 2", 0.5), ("a 60, b 40", 0.6)],
        ids=["1 of 5", "6 clients have 1.2", "2 clients have 0.4"],
    )
    def test_the_best_fifth_is_whole_clients_rounded_down_but_never_nobody(self, values, share):
        assert concentration(worth(values))["top20_share"] == share

    @pytest.mark.parametrize(
        ("hhi", "by_2010", "by_2023"),
        [
            (999, "spread", "spread"),
            (1000, "spread", "moderate"),
            (1500, "moderate", "moderate"),
            (1801, "moderate", "high"),
            (2500, "moderate", "high"),
            (2501, "high", "high"),
        ],
    )
    def test_it_is_read_by_the_lines_of_the_guidelines(self, hhi, by_2010, by_2023):
        lines = (dependence.HHI_2010, dependence.HHI_2023)
        assert tuple(dependence.concentrated(hhi, each) for each in lines) == (by_2010, by_2023)


amounts = st.lists(st.integers(-100, 1000), min_size=1, max_size=12)


@settings(max_examples=20, deadline=None)
@given(amounts)
def test_indices_stay_within_their_bounds_and_shares_never_fall(values):
    found = concentration(
        Base().with_rows("totals", ("customer_id", "amount"), [(f"c{i}", v) for i, v in enumerate(values)])
    )
    positive = sorted((v for v in values if v > 0), reverse=True)
    if not positive:
        assert set(found.values()) == {None}
        return
    shares = [found[f"top{k}_share"] for k in dependence.TOPS]
    assert shares == pytest.approx([sum(positive[:k]) / sum(positive) for k in dependence.TOPS])
    assert shares == sorted(shares)
    assert 10_000 / len(positive) - 1e-6 <= found["hhi"] <= 10_000 + 1e-6
    xs, n = sorted(max(v, 0) for v in values), len(values)
    pairs = sum(abs(x - y) for x in xs for y in xs) / (2 * n * n * (sum(xs) / n))
    assert found["gini"] == pytest.approx(pairs, abs=1e-9)
