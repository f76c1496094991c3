"""Cutting group C off: at once, in the long run, and the new C. METHODS §7."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import Unusable
from analytics.methods import cut_class_c
from analytics.methods.cut_class_c import Cut
from analytics.thresholds import Thresholds
from tests.bases import Base, totals, worth

TEXTBOOK = Thresholds()
COLUMNS = "client amount profit"
ROWS = "anna 700 210\nboris 200 60\nvera 60 15\ngena 40 5"


def cut(base: Base, changes: dict | None = None) -> Cut:
    return cut_class_c.cut(base.warehouse, base.facts(), Thresholds(changes))


def worked() -> Base:
    return totals(COLUMNS, ROWS)


def costed() -> Base:
    return worked().customers("client cost_to_serve", "vera 12\ngena 30\nanna 50")


class TestAtOnce:
    def test_worked_by_hand(self):
        found = cut(worked())
        assert (found.customers, found.of_customers, found.customer_share) == (1, 4, 0.25)
        assert (found.revenue, found.revenue_share, found.profit) == (40, pytest.approx(0.04), 5)
        assert found.profit_share == pytest.approx(5 / 290)
        assert (found.saving, found.gain, found.cost_that_pays) == (None, -5, 5)

    def test_the_method_and_boundaries_of_abc_decide_who_is_in_c(self):
        assert cut(worked(), {"abc.share.b": 0.9}).customers == 2
        assert cut(worked(), {"abc.method": "average"}).customers == 2

    def test_what_serving_costs_is_saved(self):
        found = cut(costed(), {"abc.share.b": 0.9})
        assert (found.saving, found.costed, found.profit, found.gain) == (42, 2, 20, 22)

    def test_a_cost_of_ones_own_stands_in_where_the_list_says_none(self):
        base = worked().customers("client cost_to_serve", "vera 12")
        assert cut(base, {"abc.share.b": 0.9, "dependence.cost_to_serve": 7.5}).saving == Decimal("19.5")
        assert cut(worked(), {"dependence.cost_to_serve": 7}).gain == 2

    def test_without_profit_there_is_revenue_alone(self):
        found = cut(worth("anna 70, boris 20, vera 6, gena 4"))
        assert (found.revenue, found.profit, found.gain, found.margin_of_rest) == (4, None, None, None)
        assert found.cost_that_pays is None and found.profit_share is None

    def test_an_empty_c_takes_nothing(self):
        found = cut(worth("anna 5, boris 5"))
        assert (found.customers, found.revenue, found.revenue_share, found.cost_that_pays) == (0, 0, 0, None)

    def test_losses_of_the_group_are_saved_too(self):
        found = cut(totals(COLUMNS, "anna 950 100\nboris 50 -20"))
        assert (found.customers, found.gain, found.cost_that_pays) == (1, 20, -20)


class TestInTheLongRun:
    def effects(self, base: Base, loss: float, changes: dict | None = None) -> dict[str, tuple]:
        rows = cut_class_c.effects(cut(base, changes), loss)
        return {row["what"]: (row["revenue"], row["profit"]) for row in rows}

    def test_worked_by_hand(self):
        told = self.effects(worked(), 0.5)
        assert told["today"] == (1000, 290) and told["at_once"] == (960, 285)
        # 460 more goes at the 29.6875 % that the others earn
        assert told["long_run"] == (500, pytest.approx(285 - 460 * 285 / 960))

    def test_with_what_is_saved(self):
        told = self.effects(costed(), 0, {"abc.share.b": 0.9})
        assert told["at_once"] == told["long_run"] == (900, 290 + 22)

    @pytest.mark.parametrize("loss", [0, 0.01, 0.04])
    def test_no_less_than_the_group_itself_goes(self, loss):
        assert self.effects(worked(), loss)["long_run"] == self.effects(worked(), loss)["at_once"]

    def test_shares_are_of_today(self):
        rows = cut_class_c.effects(cut(worked()), 0.25)
        assert [row["revenue_share"] for row in rows] == pytest.approx([1, 0.96, 0.75])

    def test_without_profit_only_sales_are_told(self):
        told = self.effects(worth("anna 70, boris 20, vera 6, gena 4"), 0.5)
        assert told == {"today": (100, None), "at_once": (96, None), "long_run": (50, None)}

    def test_nothing_sold_has_no_shares(self):
        rows = cut_class_c.effects(cut(worth("anna 0, boris 0")), 0.5)
        assert [row["revenue_share"] for row in rows] == [None] * 3

    def test_the_loss_that_eats_the_gain_brings_profit_back_to_today(self):
        found = cut(costed(), {"abc.share.b": 0.9})
        eaten = cut_class_c.loss_that_eats_the_gain(found)
        # 22 saved are the margin of 30 % on 73.33, beyond the 100 of the group
        assert eaten == pytest.approx((100 + 22 / 0.3) / 1000)
        assert cut_class_c.effects(found, eaten)[2]["profit"] == pytest.approx(290)

    def test_where_nothing_is_gained_nothing_can_be_eaten(self):
        assert cut_class_c.loss_that_eats_the_gain(cut(worked())) is None
        assert cut_class_c.loss_that_eats_the_gain(cut(worth("anna 70, boris 20, vera 6, gena 4"))) is None

    def test_a_gain_too_large_is_never_eaten(self):
        assert cut_class_c.loss_that_eats_the_gain(cut(worked(), {"dependence.cost_to_serve": 9000})) is None


class TestTheNewC:
    def test_those_who_stay_have_a_c_of_their_own(self):
        base = worth("anna 70, boris 20, vera 6, gena 4")
        left = cut_class_c.without_c(base.warehouse, base.facts(), TEXTBOOK)
        assert left.whole["clients"] == 3 and cut_class_c.cut(base.warehouse, left, TEXTBOOK).customers == 0
        base = worth("anna 70, boris 15, vera 10, gena 5")
        left = cut_class_c.without_c(base.warehouse, base.facts(), Thresholds({"abc.share.b": 0.8}))
        assert (left.whole["clients"], left.whole["total"]) == (2, 85)

    def test_again_and_again_until_there_is_no_c(self):
        base = totals(COLUMNS, "anna 700 70\nboris 150 15\nvera 80 8\ngena 40 4\ndina 30 -1")
        rows = cut_class_c.again_and_again(base.warehouse, base.facts(), TEXTBOOK)
        told = [(r["round"], r["customers"], r["revenue"], r["profit"], r["c_customers"], r["c_revenue"]) for r in rows]
        assert told == [(0, 5, 1000, 96, 1, 30), (1, 4, 970, 97, 1, 40), (2, 3, 930, 93, 0, 0)]
        assert [row["revenue_share"] for row in rows] == [1, 0.97, 0.93]
        assert [row["customer_share"] for row in rows] == [1, 0.8, 0.6]

    def test_three_times_and_no_more(self):
        base = Base().filled(
            "totals", ("customer_id", "amount"), "select i::varchar, 100000 / (1 + i) from range(2000) t(i)"
        )
        rows = cut_class_c.again_and_again(base.warehouse, base.facts(), TEXTBOOK)
        assert [row["round"] for row in rows] == [0, 1, 2, 3]
        assert [row["customers"] - row["c_customers"] for row in rows[:3]] == [row["customers"] for row in rows[1:]]

    def test_it_ends_where_everybody_is_in_c(self):
        base = worth("anna 0, boris 0")
        assert len(cut_class_c.again_and_again(base.warehouse, base.facts(), TEXTBOOK)) == 1
        with pytest.raises(Unusable) as fault:
            cut_class_c.without_c(base.warehouse, base.facts(), TEXTBOOK)
        assert fault.value.code == "nobody_remains"

    def test_those_of_unknown_value_are_in_no_class_and_stay(self):
        base, changes = totals(COLUMNS, "anna 10 95\nboris 10 5\nvera 900 ."), {"measure": "profit"}
        thresholds = Thresholds(changes)
        left = cut_class_c.without_c(base.warehouse, base.facts(changes), thresholds)
        assert [row["customer_id"] for row in base.warehouse.rows(f"from {left.customers}")] == ["anna", "vera"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(-30, 500), st.integers(-60, 90)), min_size=1, max_size=9), st.floats(0, 0.5))
def test_the_group_and_the_rest_are_the_whole(rows, loss):
    told = [(f"c{i}", amount, profit) for i, (amount, profit) in enumerate([*rows, (1000, 100)])]
    base = Base().with_rows("totals", ("customer_id", "amount", "profit"), told)
    found = cut(base)
    left = cut_class_c.without_c(base.warehouse, base.facts(), TEXTBOOK)
    assert found.of_revenue == found.revenue + left.whole["revenue"]
    assert found.of_profit == found.profit + left.whole["profit"]
    assert found.of_customers == found.customers + left.whole["clients"]
    today, at_once, later = cut_class_c.effects(found, loss)
    assert later["revenue"] <= at_once["revenue"] + 1e-9
    assert later["revenue"] == pytest.approx(min(at_once["revenue"], today["revenue"] * (1 - loss)), abs=1e-6)
