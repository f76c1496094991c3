"""Payback: in which month a client has brought what it cost to win it. METHODS §11."""

from __future__ import annotations

import pytest

from analytics.charts import payback_curve
from analytics.methods import cohorts, payback
from analytics.methods.payback import Payback
from tests.bases import Base, monthly, sales
from tests.test_charts import BY_LOOK, LOOKS, drawn, fields

LABELS = {"month": "month", "brought": "brought", "clients": "clients"}
TOLD = {"cost": "cost", "even": "even"}
# as floats 0.7 and 0.1 make 0.7999…
TENTHS = "anna 01-15 1 0.7\nanna 02-15 1 0.1\nanna 03-15 1 0.1"
TWO_CLIENTS = """
    anna  01-10 100 10
    boris 01-10 100 30
    anna  02-10 100 20
    anna  03-10 100 20
"""


def base_of(rows: str) -> Base:
    return sales("client day amount profit", rows)


def paid(base: Base, cost: float, margin: float | None = None, window: str = "01-01 03-31") -> Payback:
    found = cohorts.build(base.warehouse, base.facts(window=window), "month")
    return payback.payback(cohorts.together(base.warehouse, found), cost, margin)


def test_profit_of_all_clients_who_came_is_added_up():
    points = paid(base_of(TWO_CLIENTS), 20).points
    assert [(point["month"], point["clients"], point["brought"]) for point in points] == [
        (0, 2, 20),
        (1, 2, 30),
        (2, 2, 40),
    ]


@pytest.mark.parametrize(("cost", "month"), [(0, 0), (20, 0), (20.01, 1), (30, 1), (30.01, 2), (40, 2), (40.01, None)])
def test_the_month_that_first_reaches_the_cost(cost, month):
    assert paid(base_of(TWO_CLIENTS), cost).month == month


def test_the_cost_is_met_exactly():
    assert paid(base_of(TENTHS), 0.8).month == 1


def test_without_profit_a_share_of_revenue_stands_for_it():
    found = paid(monthly({"anna": [10, 0, 20], "boris": [30, 0, 0]}), 8, margin=0.25)
    assert [point["brought"] for point in found.points] == [5, 5, 7.5]
    assert (found.month, found.brought) == (None, 7.5)


def test_without_profit_or_a_share_there_is_nothing_to_tell():
    found = paid(monthly({"anna": [10, 0, 20]}), 8)
    assert (found.points, found.month, found.brought) == ((), None, None)


def test_losses_do_not_pay_back():
    assert paid(base_of("anna 01-10 100 -5\nanna 02-10 100 -5"), 1).month is None


class TestTheCostOfTheBase:
    def cost(self, base: Base) -> tuple[float | None, int]:
        return payback.average_cost(base.warehouse, cohorts.build(base.warehouse, base.facts(), "month"))

    def test_it_is_the_mean_over_the_clients_it_is_known_of(self):
        base = monthly({"anna": [1], "boris": [1], "vera": [1]})
        assert self.cost(base.customers("customer_id acquisition_cost", "anna 10\nboris 30\nvera .\nolga 900")) == (
            20,
            2,
        )

    def test_a_client_that_stands_twice_in_the_list_counts_once(self):
        base = monthly({"anna": [1], "boris": [1]})
        assert self.cost(base.customers("customer_id acquisition_cost", "anna 10\nanna 10\nboris 40")) == (25, 2)

    def test_a_base_without_it_has_none(self):
        assert self.cost(monthly({"anna": [1]})) == (None, 0)
        assert self.cost(monthly({"anna": [1]}).customers("customer_id city", "anna Omsk")) == (None, 0)

    def test_a_list_that_knows_nobodys_cost_has_none_either(self):
        assert self.cost(monthly({"anna": [1]}).customers("customer_id acquisition_cost", "anna .")) == (None, 0)


class TestTheCurve:
    @BY_LOOK
    @pytest.mark.parametrize("cost", [20, 35, 99])
    def test_it_is_drawn_in_both_languages_and_themes(self, cost, look):
        spec = payback_curve.chart(look, LABELS).to_dict()
        frames = payback_curve.frames(paid(base_of(TWO_CLIENTS), cost), TOLD, look)
        assert fields(spec) <= {name for table in frames.values() for name in table.column_names}
        svg = drawn(spec, {name: table.to_pandas() for name, table in frames.items()})
        assert "NaN" not in svg and "undefined" not in svg
        assert (">even<" in svg) == (cost < 40)

    def test_it_is_dashed_from_where_few_clients_are_seen(self):
        rows = [{"month": m, "clients": n, "brought": float(m)} for m, n in enumerate((10, 6, 5, 4))]
        points = payback_curve.frames(Payback(tuple(rows), 1), TOLD, LOOKS[0])["points"].to_pylist()
        assert [(p["month"], p["firm"]) for p in points] == [(0, True), (1, True), (2, True), (2, False), (3, False)]
