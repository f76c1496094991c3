"""A minimum: who is below it either rises to it or leaves. METHODS §7."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.charts import break_even
from analytics.charts.theme import Look
from analytics.methods import minimum_order
from analytics.methods.minimum_order import ORDER, SUM, Outcome
from analytics.thresholds import Thresholds
from tests.bases import Base, totals, worth

TEXTBOOK = Thresholds()
COLUMNS = "client amount profit orders"
# average orders: 100, 50, 20, 10
ROWS = "anna 1000 300 10\nboris 100 20 2\nvera 60 6 3\ngena 10 -2 1"


def worked() -> Base:
    return totals(COLUMNS, ROWS)


def outcomes(base: Base, of: str, least: float, changes: dict | None = None) -> dict[str | None, Outcome]:
    return minimum_order.outcomes(base.warehouse, base.facts(changes), Thresholds(changes), of, least)


def outcome(base: Base, of: str, least: float) -> Outcome:
    return minimum_order.all_of(outcomes(base, of, least))


class TestOfAnOrder:
    def test_worked_by_hand(self):
        found = outcome(worked(), ORDER, 40)
        assert (found.customers, found.below) == (4, 2)
        assert (found.revenue, found.revenue_below, found.revenue_raised) == (1170, 70, 3 * 40 + 40)
        # vera earns 10 % on 60 more; gena loses 20 % on 30 more
        assert (found.profit, found.profit_below, found.profit_raised) == (324, 4, pytest.approx(6 + 6 - 2 - 6))

    def test_all_rise_all_leave_and_half_of_them(self):
        found = outcome(worked(), ORDER, 40)
        assert [found.change(x) for x in (0, 0.5, 1)] == [-70, 10, 90]
        assert [found.left(x) for x in (0, 0.5, 1)] == [2, 3, 4]

    def test_who_is_exactly_on_it_is_not_below(self):
        assert outcome(worked(), ORDER, 20).below == 1
        assert outcome(worked(), ORDER, 20.01).below == 2

    def test_the_break_even_is_where_nothing_changes(self):
        found = outcome(worked(), ORDER, 40)
        assert found.break_even() == pytest.approx(70 / 160)
        assert found.change(found.break_even()) == pytest.approx(0)
        assert found.break_even("profit") == pytest.approx(1)


class TestOfTheRevenue:
    def test_worked_by_hand(self):
        found = outcome(worked(), SUM, 80)
        assert (found.below, found.revenue_below, found.revenue_raised) == (2, 70, 160)

    def test_it_is_all_there_is_without_orders(self):
        facts = worth("anna 60, boris 30").facts()
        assert minimum_order.ways(facts) == (SUM,)
        assert minimum_order.way(TEXTBOOK, facts) == SUM
        assert minimum_order.way(TEXTBOOK, worked().facts()) == ORDER


class TestProfit:
    def test_is_after_serving(self):
        base = worked().customers("client cost_to_serve", "vera 5")
        found = outcome(base, ORDER, 40)
        assert (found.profit, found.profit_below) == (319, -1)
        assert found.profit_raised == pytest.approx(6 - 5 + 6 - 2 - 6)

    def test_without_it_there_is_revenue_alone(self):
        found = outcome(worth("anna 60, boris 30"), SUM, 50)
        assert (found.revenue_below, found.profit, found.profit_raised) == (30, None, None)
        assert found.change(0.5, "profit") is None and found.break_even("profit") is None
        assert found.break_even() == pytest.approx(0.6)

    def test_a_margin_of_its_own_is_none_where_nothing_was_bought_or_it_cannot_be(self):
        """Both are taken at the base's 10 %: on 50 more for one, on 70 more for the other."""
        base = totals(COLUMNS, "anna 930 98 9\nboris 50 -60 1\nvera 20 62 1\ngena 0 0 1")
        found = outcome(base, SUM, 100)
        assert found.profit_below == 2 and found.profit_raised == pytest.approx(2 + 0.1 * (50 + 80 + 100))

    def test_who_brings_none_is_not_missed(self):
        base = totals(COLUMNS, "anna 1000 300 10\ngena 10 -2 1")
        assert outcome(base, SUM, 50).break_even("profit") == 0

    def test_never_where_even_all_would_not_do(self):
        assert Outcome(2, 1, 100, 10, 12, 50, 5, 4).break_even("profit") is None


class TestByClass:
    def test_every_class_apart(self):
        found = outcomes(worked(), ORDER, 40)
        assert {code: (o.customers, o.below) for code, o in found.items()} == {"A": (1, 0), "B": (2, 1), "C": (1, 1)}
        rows = minimum_order.table(found, 0.5)
        assert [(row["class"], row["revenue_change"], row["break_even"]) for row in rows] == [
            ("A", 0, None),
            ("B", 0, 0.5),
            ("C", 10, 0.25),
        ]

    def test_those_of_no_class_come_last(self):
        base = totals(COLUMNS, "anna 10 95 1\nboris 10 5 1\nvera 9 . 1")
        assert list(outcomes(base, ORDER, 9.5, {"measure": "profit"})) == ["A", "C", None]

    def test_who_is_below_can_be_listed(self):
        base = worked()
        listed = base.warehouse.rows(minimum_order.members(base.facts(), ORDER, 40))
        assert sorted(row["customer_id"] for row in listed) == ["gena", "vera"]


class TestReach:
    def test_a_quarter_is_below_what_the_data_suggest(self):
        base = Base().filled(
            "totals",
            ("customer_id", "amount", "orders"),
            "select i::varchar, i * 10, 1 from range(1, 101) t(i)",
        )
        reach = minimum_order.reach(base.warehouse, base.facts(), ORDER)
        assert reach == {"usual": 260, "most": 960, "step": 1}
        assert minimum_order.minimum(TEXTBOOK, reach) == 260
        assert minimum_order.minimum(Thresholds({"dependence.minimum_order": 70}), reach) == 70

    @pytest.mark.parametrize("values", ["a 0, b 0", "a -3"])
    def test_nobody_buying_for_anything_has_none(self, values):
        base = worth(values)
        assert minimum_order.reach(base.warehouse, base.facts(), SUM) is None

    @pytest.mark.parametrize(("value", "most"), [("0.04", 0.04), ("7", 7), ("123456", 130000)])
    def test_of_any_size_of_money(self, value, most):
        base = worth(f"a {value}")
        assert minimum_order.reach(base.warehouse, base.facts(), SUM)["most"] == pytest.approx(most)


rows_of_clients = st.lists(
    st.tuples(st.integers(-20, 400), st.integers(-60, 90), st.integers(1, 6)), min_size=1, max_size=8
)


@settings(max_examples=8, deadline=None)
@given(rows_of_clients, st.sampled_from((ORDER, SUM)), st.integers(1, 300), st.floats(0, 1))
def test_laws_of_a_minimum(rows, of, least, rise):
    told = [(f"c{i}", *row) for i, row in enumerate(rows)]
    base = Base().with_rows("totals", ("customer_id", "amount", "profit", "orders"), told)
    nothing = outcome(base, of, 0)
    assert (nothing.below, nothing.change(rise), nothing.change(rise, "profit")) == (0, 0, 0)
    assert nothing.left(rise) == len(rows) and nothing.break_even() is None
    found = outcome(base, of, least)
    assert found.revenue == sum(amount for amount, _, _ in rows)
    assert found.revenue_raised >= found.revenue_below
    even = found.break_even()
    if found.below:
        assert 0 <= even <= 1 and found.change(min(1, even + 0.01)) >= -1e-6
    points = minimum_order.by_share(found)
    assert [point["rise"] for point in (points[0], points[-1])] == [0, 1]
    changes = [point["revenue"] for point in points]
    assert changes == sorted(changes)


class TestChart:
    def test_a_line_that_is_not_known_is_not_drawn(self):
        rows = minimum_order.by_share(outcome(worth("anna 60, boris 30"), SUM, 50))
        frames = break_even.frames(
            rows, {"revenue": 0.6, "profit": None}, {"revenue": "r", "profit": "p"}, 0.5, Look("en")
        )
        assert set(frames["lines"]["what"].to_pylist()) == {break_even.REVENUE}
        assert frames["even"]["label"].to_pylist() == ["60%"]

    def test_names_of_lines_that_end_together_do_not_meet(self):
        rows = [{"rise": x, "revenue": x * 100 - 50, "profit": x * 100 - 51} for x in (0, 1)]
        names = {"revenue": "r", "profit": "p"}
        ends = break_even.frames(rows, {"revenue": 0.5, "profit": 0.51}, names, 0.5, Look("en"))["ends"][
            "change"
        ].to_pylist()
        assert abs(ends[0] - ends[1]) >= 8
