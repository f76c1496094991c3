"""The bridge: the difference of a total shared among its factors, to the cent, whichever window comes first. METHODS §10."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.bridge import BRIDGES, bridge

NAMES = ("clients", "orders", "lines", "categories", "revenue", "profit")


def window(told: str) -> dict:
    """`clients 10 orders 20 revenue 100.50`; a line an order and nothing else known unless told."""
    words = told.split()
    given = {name: int(n) for name, n in zip(words[::2], words[1::2], strict=True) if name in NAMES[:4]}
    money = {name: Decimal(n) for name, n in zip(words[::2], words[1::2], strict=True) if name in NAMES[4:]}
    return {"lines": given.get("orders"), "categories": None, "profit": None} | given | money


def told(name: str, then: str, now: str) -> str:
    """Contributions as `clients +20.00, …, revenue +30.00`."""
    return ", ".join(f"{r['factor']} {r['contribution']:+.2f}" for r in bridge(name, window(then), window(now)))


class TestByHand:
    """Ten clients of two orders at 5 each brought 100."""

    THEN = "clients 10 orders 20 revenue 100"

    @pytest.mark.parametrize(
        ("now", "contributions"),
        [
            ("clients 15 orders 30 revenue 150", "clients +50.00, orders_per_client +0.00, average_order +0.00, revenue +50.00"),
            ("clients 10 orders 30 revenue 150", "clients +0.00, orders_per_client +50.00, average_order +0.00, revenue +50.00"),
            ("clients 10 orders 20 revenue 80", "clients +0.00, orders_per_client +0.00, average_order -20.00, revenue -20.00"),
            (THEN, "clients +0.00, orders_per_client +0.00, average_order +0.00, revenue +0.00"),
        ],
        ids=["clients", "orders per client", "average order", "nothing"],
    )  # fmt: skip
    def test_when_one_factor_changes_the_whole_difference_is_its_own(self, now, contributions):
        assert told("revenue", self.THEN, now) == contributions

    def test_two_factors_share_what_neither_brought_alone(self):
        # 10 → 20 clients and 2 → 3 orders each at 5: alone they add 100 and 50, together 200; the 50 are halved
        assert (
            told("revenue", self.THEN, "clients 20 orders 60 revenue 300")
            == "clients +125.00, orders_per_client +75.00, average_order +0.00, revenue +200.00"
        )

    def test_three_factors_are_counted_in_all_six_orders(self):
        # 1·1·1 → 2·3·4; clients add 1 × ((1·1 + 3·4)/3 + (1·4 + 3·1)/6), orders 2 × ((1·1 + 2·4)/3 + (1·4 + 2·1)/6),
        # the average order 3 × ((1·1 + 2·3)/3 + (1·3 + 2·1)/6)
        assert (
            told("revenue", "clients 1 orders 1 revenue 1", "clients 2 orders 6 revenue 24")
            == "clients +5.50, orders_per_client +8.00, average_order +9.50, revenue +23.00"
        )

    def test_what_rounding_leaves_goes_to_the_largest(self):
        # 1·1·1 → 2·2·2: 7 among three equals is 2.33 each, and the cent that is left goes to the first of them
        rows = bridge("revenue", window("clients 1 orders 1 revenue 1"), window("clients 2 orders 4 revenue 8"))
        assert [str(r["contribution"]) for r in rows] == ["2.34", "2.33", "2.33", "7"]

    def test_money_finer_than_a_cent_is_not_lost(self):
        rows = bridge(
            "revenue", window("clients 1 orders 1 revenue 1.0000"), window("clients 1 orders 1 revenue 2.0055")
        )
        assert [r["contribution"] for r in rows][2:] == [Decimal("1.0055"), Decimal("1.0055")]

    def test_returns_may_leave_a_negative_total(self):
        # more clients of a negative order take away
        assert (
            told("revenue", "clients 10 orders 10 revenue -20", "clients 20 orders 20 revenue -40")
            == "clients -20.00, orders_per_client +0.00, average_order +0.00, revenue -20.00"
        )

    def test_each_factor_is_told_before_and_after(self):
        rows = bridge("revenue", window(self.THEN), window("clients 8 orders 20 revenue 120"))
        assert [(r["factor"], r["value_from"], r["value_to"], r["change_rate"]) for r in rows] == [
            ("clients", 10, 8, pytest.approx(-0.2)),
            ("orders_per_client", 2, 2.5, 0.25),
            ("average_order", 5, 6, pytest.approx(0.2)),
            ("revenue", 100, 120, pytest.approx(0.2)),
        ]


class TestDeeper:
    THEN, NOW = "clients 10 orders 20 lines 40 revenue 400", "clients 12 orders 36 lines 54 revenue 810"

    def test_the_average_order_passes_its_share_on_to_its_lines(self):
        above, below = (
            {r["factor"]: r["contribution"] for r in bridge(name, window(self.THEN), window(self.NOW))}
            for name in ("revenue", "revenue_by_lines")
        )
        assert below["clients"] == above["clients"] and below["orders_per_client"] == above["orders_per_client"]
        assert below["lines_per_order"] + below["line_value"] == above["average_order"]
        assert below["lines_per_order"] < 0 < below["line_value"]

    def test_opposite_changes_within_an_order_that_stayed_are_told_apart(self):
        # two lines of 5 became one of 10: ten orders × one line less × (5 + 10)/2, and as much back by dearer lines
        assert (
            told("revenue_by_lines", "clients 10 orders 10 lines 20 revenue 100", "clients 10 orders 10 lines 10 revenue 100")
            == "clients +0.00, orders_per_client +0.00, lines_per_order -75.00, line_value +75.00, revenue +0.00"
        )  # fmt: skip

    def test_categories_are_another_way_to_the_same_difference(self):
        assert (
            told("revenue_by_categories", "clients 10 orders 10 categories 10 revenue 100",
                 "clients 10 orders 10 categories 15 revenue 150")
            == "clients +0.00, categories_per_client +50.00, category_value +0.00, revenue +50.00"
        )  # fmt: skip

    def test_profit_grows_by_revenue_at_the_mean_margin_and_by_margin_on_the_mean_revenue(self):
        # revenue 100 → 200 by clients alone, margin 10 % → 20 %: 100 × 15 % and 10 % × 150
        assert (
            told("profit", "clients 10 orders 10 revenue 100 profit 10", "clients 20 orders 20 revenue 200 profit 40")
            == "clients +15.00, orders_per_client +0.00, average_order +0.00, margin +15.00, profit +30.00"
        )


class TestNothing:
    EMPTY, SOME = (
        "clients 0 orders 0 categories 0 revenue 0 profit 0",
        "clients 4 orders 8 categories 6 revenue 60 profit 6",
    )

    @pytest.mark.parametrize("name", BRIDGES)
    def test_from_nothing_everything_is_the_clients(self, name):
        rows = bridge(name, window(self.EMPTY), window(self.SOME))
        assert rows[0]["factor"] == "clients" and rows[0]["contribution"] == rows[-1]["contribution"] > 0
        assert all(row["contribution"] == 0 for row in rows[1:-1])
        assert [(row["value_from"], row["change_rate"]) for row in rows[1:-1]] == [(None, None)] * (len(rows) - 2)

    @pytest.mark.parametrize("name", BRIDGES)
    def test_to_nothing_too(self, name):
        rows = bridge(name, window(self.SOME), window(self.EMPTY))
        assert rows[0]["contribution"] == rows[-1]["contribution"] < 0

    @pytest.mark.parametrize("name", BRIDGES)
    def test_from_nothing_to_nothing_nothing_changes(self, name):
        assert {row["contribution"] for row in bridge(name, window(self.EMPTY), window(self.EMPTY))} == {0}

    def test_free_orders_are_orders(self):
        # nobody paid before: the difference is the price
        assert (
            told("revenue", "clients 2 orders 2 revenue 0", "clients 2 orders 2 revenue 10")
            == "clients +0.00, orders_per_client +0.00, average_order +10.00, revenue +10.00"
        )

    @pytest.mark.parametrize(
        ("name", "then"),
        [
            ("profit", "clients 2 orders 2 revenue 10"),
            ("profit", "clients 2 orders 2 revenue 0 profit -3"),
            ("revenue_by_categories", "clients 2 orders 2 revenue 10"),
            ("revenue_by_categories", "clients 2 orders 2 categories 0 revenue 10"),
        ],
        ids=["profit unknown", "loss on no revenue", "categories unknown", "no category given"],
    )
    def test_a_bridge_that_its_factors_do_not_carry_is_not_built(self, name, then):
        assert bridge(name, window(then), window(self.SOME)) == []
        assert bridge(name, window(self.SOME), window(then)) == []


@st.composite
def windows(draw) -> dict:
    """Any window there can be: nobody, or clients with at least an order each and a line an order."""
    clients = draw(st.integers(0, 50))
    if not clients:
        return window("clients 0 orders 0 categories 0 revenue 0 profit 0")
    orders = clients + draw(st.integers(0, 200))
    counts = {"clients": clients, "orders": orders, "lines": orders + draw(st.integers(0, 300))}
    money = st.decimals(Decimal("-99999.9999"), Decimal("999999.9999"), places=4)
    revenue = draw(money.filter(bool))
    return counts | {"categories": draw(st.integers(1, 99)), "revenue": revenue, "profit": draw(money)}


names = st.sampled_from(sorted(BRIDGES))


@given(names, windows(), windows())
def test_contributions_add_up_to_the_difference_exactly(name, then, now):
    *factors, total = bridge(name, then, now)
    difference = now[total["factor"]] - then[total["factor"]]
    assert sum(row["contribution"] for row in factors) == total["contribution"] == difference


@given(names, windows(), windows())
def test_swapping_the_windows_flips_every_sign(name, then, now):
    there, back = bridge(name, then, now), bridge(name, now, then)
    assert [row["contribution"] for row in there] == [-row["contribution"] for row in back]
    assert [row["value_from"] for row in there] == [row["value_to"] for row in back]


@given(names, windows(), windows())
def test_all_but_the_largest_contribution_are_whole_cents(name, then, now):
    factors = bridge(name, then, now)[:-1]
    finer = [row for row in factors if Fraction(row["contribution"]) * 100 % 1]
    assert len(finer) <= 2  # the largest of a bridge and, where that is a product, the largest of its parts


@given(windows(), windows(), st.integers(2, 9))
def test_the_currency_does_not_matter(then, now, rate):
    dearer = [whole | {name: whole[name] * rate for name in ("revenue", "profit")} for whole in (then, now)]
    for row, other in zip(bridge("revenue", then, now), bridge("revenue", *dearer), strict=True):
        assert abs(row["contribution"] * rate - other["contribution"]) <= Decimal("0.05") * rate
