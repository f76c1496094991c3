"""Sensitivity: sizes of classes as one threshold sweeps its range, and the thresholds with which A is in balance. METHODS §18."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classes import sizes
from analytics.facts import Facts, build
from analytics.methods import lifecycle, sensitivity
from analytics.methods.sensitivity import Dial
from analytics.thresholds import ALL, ORDERED, Thresholds
from analytics.views import View
from tests.bases import Base, monthly, totals, worth
from tests.screens import Visitor, workspace_with

# by share: anna starts at 0 %, boris at 70 %, vera at 90 %, gena at 96 %; by the average (25): 2.8, 0.8, 0.24, 0.16
FOUR = "anna 70, boris 20, vera 6, gena 4"
MANY = {f"client {i:02}": [(i * 7 + m * 3) % 11 * (i % 4 + 1) for m in range(8)] for i in range(1, 40)}
EVERY_KIND = (
    "abc.share.a", "abc.share.b", "abc.average.a", "abc.average.c", "xyz.regularity.x", "xyz.regularity.y", "xyz.variation.x",
    "xyz.variation.y", "lifecycle.at_risk_after", "lifecycle.lost_after", "lifecycle.at_risk_rhythm", "lifecycle.lost_rhythm",
    "lifecycle.regular_from", "rfm.bins",
)  # fmt: skip


def dial(base: Base, name: str, changes: dict | None = None, facts: Facts | None = None) -> Dial:
    return sensitivity.dial(base.warehouse, facts or base.facts(changes), Thresholds(changes), name)


def held(base: Base, name: str, code: str, changes: dict | None = None) -> dict[float, int]:
    """Value of the threshold → clients of one class."""
    rows = sensitivity.sweep(base.warehouse, dial(base, name, changes))
    return {row["at"]: row["customers"] for row in rows if row["class"] == code}


class TestSweep:
    def test_the_client_on_the_line_belongs_to_the_better_class(self):
        a = held(worth(FOUR), "abc.share.a", "A")
        assert [a[at] for at in (0.4, 0.7, 0.71, 0.9, 0.91)] == [1, 1, 2, 2, 3]

    def test_the_client_exactly_at_so_many_averages_is_in_a(self):
        a = held(worth(FOUR), "abc.average.a", "A")
        assert [a[at] for at in (1, 2.8, 3)] == [1, 1, 0]

    def test_tells_every_class_with_its_money_best_first(self):
        rows = sensitivity.sweep(*asked(worth(FOUR), "abc.share.a"))
        assert [(r["class"], r["customers"], r["value"], r["value_share"]) for r in rows if r["at"] == 0.75] == [
            ("A", 2, 90, 0.9),
            ("B", 1, 6, 0.06),
            ("C", 1, 4, 0.04),
        ]

    def test_goes_through_todays_value_and_the_textbooks(self):
        values = dial(worth(FOUR), "abc.share.a", {"abc.share.a": 0.8123}).values
        assert 0.8123 in values and 0.75 in values and list(values) == sorted(values)

    @pytest.mark.parametrize("name", EVERY_KIND)
    def test_takes_no_more_steps_than_can_be_drawn(self, name):
        found = dial(monthly(MANY), name).values
        assert 2 <= len(found) <= sensitivity.MOST_STEPS + 5

    def test_stops_a_step_short_of_the_partner(self):
        base = worth(FOUR)
        assert dial(base, "abc.share.a", {"abc.share.b": 0.8}).high == 0.795 - 0.005
        assert dial(base, "abc.share.b").low == 0.755
        low = dial(
            monthly(MANY), "lifecycle.lost_after", {"lifecycle.at_risk_after": 40, "lifecycle.lost_after": 90}
        ).low
        assert low == 41

    def test_reaches_as_far_as_todays_value_does(self):
        assert dial(worth(FOUR), "abc.average.a", {"abc.average.a": 40}).high == 40
        assert dial(worth(FOUR), "abc.share.a", {"abc.share.a": 0.1}).low == 0.1

    def test_days_that_come_from_the_data_are_swept_from_where_they_stand(self):
        base = monthly(MANY)
        found, facts = dial(base, "lifecycle.at_risk_after"), base.facts()
        assert found.now == lifecycle.from_data(facts)[0] and found.in_force and found.textbook is None
        assert found.high == lifecycle.from_data(facts)[1] - 1

    def test_knows_whether_the_threshold_judges_anybody_now(self):
        base = monthly(MANY)
        on = [name for name in EVERY_KIND if dial(base, name).in_force]
        assert on == [
            n
            for n in EVERY_KIND
            if not n.startswith(("abc.average", "xyz.variation", "lifecycle.at_risk_r", "lifecycle.lost_r"))
        ]
        assert dial(base, "abc.average.a", {"abc.method": "average"}).in_force

    def test_clients_without_a_class_come_last(self):
        base = totals("client amount profit", "anna 70 7\nboris 30 .")
        rows = sensitivity.sweep(*asked(base, "abc.share.a", {"measure": "profit"}))
        assert [(r["class"], r["customers"]) for r in rows if r["at"] == 0.75] == [
            ("A", 1),
            ("B", 0),
            ("C", 0),
            (None, 1),
        ]

    def test_says_what_the_base_cannot_be_swept_by(self):
        base = worth(FOUR)
        assert sensitivity.offered(base.warehouse, base.facts(), Thresholds()) == [
            "abc.share.a", "abc.share.b", "abc.average.a", "abc.average.c",
        ]  # fmt: skip
        dated = monthly(MANY)
        assert sensitivity.offered(dated.warehouse, dated.facts(), Thresholds()) == list(EVERY_KIND)

    def test_profit_and_the_growth_matrix_are_swept_where_the_base_has_them(self):
        base = totals("client amount profit orders", "anna 70 7 5\nboris 30 1 2\nvera 10 -2 1")
        base.customers("client capacity", "anna 1\nboris 4\nvera 5")
        found = sensitivity.offered(base.warehouse, base.facts(), Thresholds())
        assert found[4:] == ["profit.d_margin", "growth.activity_cut", "growth.capacity_cut"]
        d = held(base, "profit.d_margin", "D")
        # margins: anna 0.1, boris 0.033, vera loses
        assert [d[at] for at in (-0.5, 0, 0.05, 0.9)] == [1, 1, 2, 3]
        stars = held(base, "growth.capacity_cut", "stars", {"growth.activity_cut": 2})
        assert (stars[1], stars[5]) == (2, 0)


def asked(base: Base, name: str, changes: dict | None = None) -> tuple:
    return base.warehouse, dial(base, name, changes)


class TestMoved:
    def test_counts_who_changes_class_with_one_step_of_the_hand(self):
        base = worth(FOUR)
        assert sensitivity.moved(*asked(base, "abc.share.a", {"abc.share.a": 0.7})) == 1
        assert sensitivity.moved(*asked(base, "abc.share.a", {"abc.share.a": 0.71})) == 0
        assert sensitivity.moved(*asked(base, "abc.share.a", {"abc.share.a": 0.71}), steps=-1) == 1

    def test_goes_no_further_than_the_threshold_can(self):
        assert sensitivity.moved(*asked(worth(FOUR), "abc.share.a", {"abc.share.a": 0.94}), steps=50) == 0

    def test_tells_between_what_sizes_a_class_goes(self):
        least, most = sensitivity.span(sensitivity.sweep(*asked(worth(FOUR), "abc.share.a")), "A")
        assert (least["at"], least["customers"], most["at"], most["customers"]) == (0.4, 1, 0.91, 3)


class TestFit:
    def fit(self, base: Base, method: str, low: float = 0.2, high: float = 0.3, changes: dict | None = None):
        return sensitivity.fit(base.warehouse, base.facts(changes), Thresholds(changes), method, low, high)

    def test_finds_the_strictest_share_with_which_a_holds_enough(self):
        found = self.fit(worth(", ".join(f"c{i} 1" for i in range(10))), "share")
        assert (found.changes, found.customers, found.why) == (
            {"abc.share.a": 0.11, "abc.share.b": 0.95, "abc.method": "share"}, 2, None,
        )  # fmt: skip

    def test_what_it_finds_puts_that_many_clients_into_a(self):
        base = monthly(MANY)
        for method in ("share", "average"):
            found = self.fit(base, method)
            facts, thresholds = base.facts(), Thresholds(found.changes)
            column = sensitivity.abc_analysis.chosen(thresholds, facts)
            a = sizes(base.warehouse, facts, column)[0]
            assert (a["customers"], a["customer_share"]) == (found.customers, found.customer_share)
            assert 0.2 <= found.customer_share <= 0.3 and found.why is None

    def test_equal_clients_on_the_boundary_go_together(self):
        found = self.fit(worth("anna 90, boris 90, vera 90, gena 90, dina 1, egor 1, zina 1, ivan 1"), "average")
        assert (found.customers, found.customer_share, found.why) == (4, 0.5, "ties")

    def test_of_three_clients_one_is_already_too_many(self):
        found = self.fit(worth("anna 50, boris 30, vera 20"), "share")
        assert (found.customers, found.why) == (1, "few") and found.changes

    def test_who_brought_nothing_cannot_be_in_a(self):
        found = self.fit(worth("anna 100, " + ", ".join(f"zero{i} 0" for i in range(9))), "share")
        assert (found.changes, found.customers, found.customer_share, found.why) == ({}, 1, 0.1, "nobody")

    def test_a_base_with_one_giant_has_too_few_above_the_average(self):
        found = self.fit(worth("anna 1000, " + ", ".join(f"small{i} {i + 1}" for i in range(9))), "average")
        assert (found.changes, found.customers, found.why) == ({}, 1, "even")

    def test_boundary_b_makes_way_where_it_must(self):
        found = self.fit(
            worth(", ".join(f"c{i} 1" for i in range(10))), "share", changes={"abc.share.a": 0.05, "abc.share.b": 0.1}
        )
        assert found.changes["abc.share.a"] == 0.11 < found.changes["abc.share.b"]
        assert Thresholds(found.changes)["abc.share.b"] == found.changes["abc.share.b"]

    def test_the_bounds_asked_for_are_met(self):
        base = monthly(MANY)
        found = self.fit(base, "share", 0.5, 0.6)
        assert 0.5 <= found.customer_share <= 0.6


bases = st.lists(st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(any), min_size=2, max_size=12)
values = st.lists(st.integers(1, 1000), min_size=1, max_size=20)


class TestLaws:
    @settings(max_examples=7, deadline=None)
    @given(amounts=bases, seed=st.integers(0, 9999))
    def test_at_every_value_the_sweep_says_what_the_class_itself_says(self, amounts, seed):
        base, dice = monthly({f"c{i}": row for i, row in enumerate(amounts)}), random.Random(seed)
        changes = drawn(dice)
        facts = build(base.warehouse, View().under(Thresholds(changes)))
        for name in dice.sample(sensitivity.offered(base.warehouse, facts, Thresholds(changes)), 4):
            found = dial(base, name, changes, facts)
            rows = sensitivity.sweep(base.warehouse, found)
            for at in {found.low, found.now, found.high, dice.choice(found.values)}:
                mine = [(r["class"], r["customers"], r["value"]) for r in rows if r["at"] == at and r["customers"]]
                truth = sizes(base.warehouse, found.facts, found.at(at))
                assert sorted(mine, key=str) == sorted(
                    ((r["class"], r["customers"], r["value"]) for r in truth if r["customers"]), key=str
                ), (name, at)

    @settings(max_examples=6, deadline=None)
    @given(amounts=values, name=st.sampled_from(EVERY_KIND[:4]))
    def test_the_classes_share_out_all_clients_and_all_money_at_every_value(self, amounts, name):
        base = worth(", ".join(f"c{i} {amount}" for i, amount in enumerate(amounts)))
        rows = sensitivity.sweep(*asked(base, name))
        for at in {row["at"] for row in rows}:
            mine = [row for row in rows if row["at"] == at]
            assert sum(row["customer_share"] for row in mine) == pytest.approx(1)
            assert sum(row["value_share"] for row in mine) == pytest.approx(1)

    @settings(max_examples=6, deadline=None)
    @given(amounts=values)
    def test_a_wider_a_never_loses_a_client(self, amounts):
        base = worth(", ".join(f"c{i} {amount}" for i, amount in enumerate(amounts)))
        by_share, by_average = (list(held(base, name, "A").values()) for name in ("abc.share.a", "abc.average.a"))
        assert by_share == sorted(by_share) and by_average == sorted(by_average, reverse=True)


def drawn(dice: random.Random) -> dict:
    """Some thresholds elsewhere, in a valid set."""
    changes = {}
    for name in ("abc.share.a", "xyz.regularity.x", "xyz.variation.y", "lifecycle.regular_from", "rfm.bins"):
        if dice.random() < 0.5:
            low, high, step = sensitivity.REACH[name]
            changes[name] = round(low + step * dice.randrange(int((high - low) / step)), 3)
    for low, high in ORDERED:
        now = [changes.get(name, ALL[name].default) for name in (low, high)]
        if None not in now and not now[0] < now[1]:
            changes.pop(low, None), changes.pop(high, None)
    return changes


FOUR_CLIENTS = "Client,Amount\nanna,70\nboris,20\nvera,6\ngena,4\n"


@pytest.mark.usefixtures("own_rooms")
class TestOnScreen:
    def opened(self, tab: str, language: str = "en", text: str = FOUR_CLIENTS, **link: str) -> Visitor:
        visitor = Visitor(language, workspace_with(("clients.csv", text)))
        told = visitor.words(f"what_if_evidence.tab_{tab}")
        visitor.app.session_state[f"what_if_evidence.tabs.{language}"] = told
        return visitor.opens("what_if", **link)

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_a_sentence_says_how_much_hangs_on_the_threshold(self, language):
        visitor = self.opened("sensitivity", language, abc__share__a="0.7")
        told = {"name": "A", "least": 1, "most": 3, "now": 1, "least_at": visitor.words.percent(0.4, 0)}
        swing = visitor.words(
            "what_if_evidence.swing", at=visitor.words.percent(0.7, 0), most_at=visitor.words.percent(0.91, 0), **told
        )
        one_step = visitor.words("what_if_evidence.one_step", n=1, there=visitor.words.percent(0.71, 0))
        assert f"#### {swing} {one_step}" in [markdown.value for markdown in visitor.app.markdown]

    def test_todays_line_stands_where_the_threshold_does(self):
        visitor = self.opened("sensitivity")
        line = visitor.component("cuts.sweep_abc_share_a_clients_revenue")["lines"][0]
        assert line["level"] == pytest.approx((0.75 - 0.4) / (0.94 - 0.4))

    def test_one_click_puts_the_fitted_threshold_in_force(self):
        visitor = self.opened("fit")
        visitor.presses("what_if_evidence.fit.average")
        assert visitor.link["abc.average.a"] == "2.8" and visitor.link["abc.method"] == "average"
        assert visitor.words("what_if_evidence.fit_is_on") in [button.label for button in visitor.app.button]

    def test_a_base_that_cannot_be_fitted_says_why(self):
        one_giant = "Client,Amount\nanna,1000\n" + "".join(f"small{i},{i + 1}\n" for i in range(9))
        visitor = self.opened("fit", text=one_giant)
        told = {"n": 1, "share": 0.1, "low": 0.2, "high": 0.3}
        assert visitor.words("what_if_evidence.fit_even", **told) in [m.value for m in visitor.app.markdown]

    def test_xyz_by_step_needs_dates(self):
        visitor = self.opened("buckets")
        assert visitor.words("frame.needs_dates") in visitor.remarks

    def test_xyz_by_step_tells_who_keeps_the_class(self):
        days = [f"anna,2025-{month:02}-{day:02},10" for month in range(1, 13) for day in range(1, 29)]
        visitor = self.opened("buckets", text="\n".join(["Client,Date,Amount", *days, "boris,2025-05-05,3\n"]))
        assert any("The XYZ class of **1 client** (50.0%)" in markdown.value for markdown in visitor.app.markdown)
        assert visitor.column("xyz_week", "xyz_quarter") == ["Z"]
