"""The Lorenz curve and the best fifth on it. METHODS §7."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.charts import lorenz as lorenz_chart
from analytics.charts.theme import Look
from analytics.facts import curve
from analytics.methods import dependence, lorenz
from tests.bases import Base, totals, worth


def points(base: Base, **view) -> list[dict]:
    return lorenz.points(curve(base.warehouse, base.facts(**view)), base.facts(**view))


def places(base: Base) -> list[tuple[float, float]]:
    return [(point["clients"], pytest.approx(point["share"])) for point in points(base)]


class TestPoints:
    def test_worked_by_hand(self):
        assert places(worth("a 50, b 30, c 20")) == [(0, 0), (1 / 3, 0.2), (2 / 3, 0.5), (1, 1)]

    def test_equal_clients_lie_on_the_diagonal(self):
        assert places(worth("a 1, b 1, c 1, d 1")) == [(0, 0), (0.25, 0.25), (0.5, 0.5), (0.75, 0.75), (1, 1)]

    def test_a_single_client_goes_from_corner_to_corner(self):
        assert places(worth("a 7")) == [(0, 0), (1, 1)]

    def test_those_who_brought_nothing_lie_on_the_ground(self):
        assert places(worth("a 7, b 0, c -3")) == [(0, 0), (1 / 3, 0), (2 / 3, 0), (1, 1)]

    def test_without_anything_positive_there_is_no_curve(self):
        assert points(worth("a 0, b -1")) == []

    def test_unknown_values_take_no_part(self):
        base = totals("client amount profit", "a 1 30\nb 1 10\nc 900 .")
        found = lorenz.points(
            curve(base.warehouse, base.facts({"measure": "profit"})), base.facts({"measure": "profit"})
        )
        assert [(point["clients"], point["share"]) for point in found] == [(0, 0), (0.5, 0.25), (1, 1)]

    def test_a_large_base_is_drawn_by_a_few_hundred_points(self):
        base = Base().filled(
            "totals", ("customer_id", "amount"), "select i::varchar, 1e7 / (1 + i) from range(50000) t(i)"
        )
        assert len(points(base)) <= 320

    def test_the_best_fifth_stands_on_the_curve(self):
        base = worth("a 50, b 20, c 10, d 10, e 10")
        facts = base.facts()
        best = lorenz.best_fifth(dependence.concentration(base.warehouse, facts), facts)
        assert best == {"customers": 1, "top_share": 0.5, "clients": 0.8, "share": 0.5}
        assert (best["clients"], best["share"]) in places(base)

    def test_without_anything_positive_there_is_no_best_fifth(self):
        base = worth("a 0")
        assert lorenz.best_fifth(dependence.concentration(base.warehouse, base.facts()), base.facts()) is None


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-50, 1000), min_size=1, max_size=14).filter(lambda values: max(values) > 0))
def test_the_curve_never_rises_above_the_diagonal_and_ever_steeper(values):
    base = Base().with_rows("totals", ("customer_id", "amount"), [(f"c{i}", v) for i, v in enumerate(values)])
    found = points(base)
    assert (found[0]["clients"], found[-1]["clients"], found[-1]["share"]) == (0, 1, 1)
    assert all(point["share"] <= point["clients"] + 1e-12 for point in found)
    slopes = [(b["share"] - a["share"]) / (b["clients"] - a["clients"]) for a, b in zip(found, found[1:], strict=False)]
    assert all(b >= a - 1e-9 for a, b in zip(slopes, slopes[1:], strict=False)) and slopes[0] >= -1e-12
    under = sum(
        (b["clients"] - a["clients"]) * (a["share"] + b["share"]) / 2 for a, b in zip(found, found[1:], strict=False)
    )
    assert dependence.concentration(base.warehouse, base.facts())["gini"] == pytest.approx(1 - 2 * under, abs=1e-9)


def test_a_curve_near_the_diagonal_has_no_room_for_words():
    at = {"customers": 1, "top_share": 0.25, "clients": 0.75, "share": 0.75}
    even = lorenz_chart.frames(points(worth("a 1, b 1, c 1, d 1")), at, "Gini", "best", Look("en"))
    bent = lorenz_chart.frames(points(worth("a 90, b 1, c 1, d 1")), at, "Gini", "best", Look("en"))
    assert (even["gap"].num_rows, bent["gap"]["label"].to_pylist()) == (0, ["Gini"])
