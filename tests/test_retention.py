"""Retention: who stayed, who joined, who was lost, bucket by bucket. METHODS §11 and §0."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classes import count
from analytics.methods import retention
from analytics.methods.retention import FLOWS, Movement
from analytics.thresholds import Thresholds
from tests.bases import Base, day, monthly, sales, totals, weekly

ACTIVE = {"retention.membership": "active"}


def rows_of(base: Base, changes: dict | None = None, **view) -> list[dict]:
    return retention.table(base.warehouse, base.facts(changes, **view), Thresholds(changes))


def told(base: Base, *keys: str, changes: dict | None = None, **view) -> list[tuple]:
    return [tuple(row[key] for key in keys) for row in rows_of(base, changes, **view)]


def who(base: Base, number: int, changes: dict | None = None, **view) -> dict[str, str]:
    """Flow → the clients of it in one bucket, as `anna boris`."""
    facts, thresholds = base.facts(changes, **view), Thresholds(changes)
    row = retention.table(base.warehouse, facts, thresholds)[number]
    queries = {flow: retention.members(base.warehouse, facts, thresholds, row, flow) for flow in FLOWS}
    found = {flow: base.warehouse.rows(f"from ({sql}) order by 1") for flow, sql in queries.items()}
    return {flow: " ".join(client["customer_id"] for client in clients) for flow, clients in found.items() if clients}


class TestFormula:
    def test_the_worked_example_keeps_60_and_loses_40_per_cent(self):
        year = Movement(start=200, end=130, new=10)
        assert (year.retained, year.lost, year.crr, year.churn) == (120, 80, 0.6, 0.4)

    def test_the_published_calculator(self):
        """costcalculator.calculator.city: S 500, N 100, E 550 → 90 %."""
        assert (Movement(500, 550, 100).crr, Movement(500, 550, 100).churn) == (0.9, 0.1)

    def test_the_returned_are_joined_too(self):
        assert Movement(524, 418, new=0, returned=204).crr == pytest.approx(0.4084, abs=5e-5)
        assert Movement(524, 418, new=0, returned=0).crr == pytest.approx(0.7977, abs=5e-5)

    def test_no_start_leaves_rates_undefined_not_nothing(self):
        nobody, unknown = Movement(0, 5, 5), Movement(None, 5, 5)
        assert (nobody.retained, nobody.lost, nobody.crr, nobody.churn) == (0, 0, None, None)
        assert (unknown.retained, unknown.lost, unknown.crr, unknown.churn) == (None, None, None, None)

    def test_all_who_were_lost_make_nothing_retained_not_undefined(self):
        assert (Movement(3, 2, new=2).crr, Movement(3, 2, new=2).churn) == (0.0, 1.0)


class TestBuyers:
    # anna every month, boris comes back in April after a pause, vera only in January, gena first in March
    SHOP = {"anna": [5, 5, 5, 5], "boris": [5, 5, 0, 5], "vera": [5, 0, 0, 0], "gena": [0, 0, 5, 5]}
    WINDOW = {"window": "01-01 04-30"}

    def test_each_month_by_hand(self):
        keys = "start_customers retained lost new returned end_customers".split()
        assert told(monthly(self.SHOP), *keys, **self.WINDOW) == [
            (None, None, None, 3, 0, 3),
            (3, 2, 1, 0, 0, 2),
            (2, 1, 1, 1, 0, 2),
            (2, 2, 0, 0, 1, 3),
        ]

    def test_the_rates_of_each_month(self):
        rates = told(monthly(self.SHOP), "crr", "churn", **self.WINDOW)
        assert rates == [(None, None), (2 / 3, 1 / 3), (0.5, 0.5), (1.0, 0.0)]

    def test_who_they_are(self):
        base = monthly(self.SHOP)
        assert who(base, 1, **self.WINDOW) == {"retained": "anna boris", "lost": "vera"}
        assert who(base, 2, **self.WINDOW) == {"retained": "anna", "lost": "boris", "new": "gena"}
        assert who(base, 3, **self.WINDOW) == {"retained": "anna gena", "returned": "boris"}

    def test_who_returned_it_all_has_not_bought(self):
        base = monthly({"anna": [5, 5, 5], "boris": [5, 0, 5]})
        kept = sales("client day amount", "anna 01-15 5\nanna 02-15 5\nboris 01-15 5\nboris 02-10 5\nboris 02-15 -5")
        assert (
            told(base, "retained", window="01-01 03-31")[1] == told(kept, "retained", window="01-01 03-31")[1] == (1,)
        )

    def test_a_purchase_worth_nothing_is_none(self):
        base = sales("client day amount", "anna 01-15 5\nboris 01-15 0\nboris 02-15 5\nanna 02-15 5")
        assert told(base, "end_customers", window="01-01 02-28") == [(1,), (2,)]
        assert who(base, 1, window="01-01 02-28") == {"retained": "anna", "returned": "boris"}

    def test_a_month_without_anybody_is_there_and_the_next_has_no_rate(self):
        base = monthly({"anna": [5, 0, 5]})
        assert told(base, "start_customers", "end_customers", "crr", window="01-01 03-31") == [
            (None, 1, None),
            (1, 0, 0.0),
            (0, 1, None),
        ]

    def test_buyers_by_week_and_by_quarter(self):
        base = weekly({"anna": [5, 5, 0], "boris": [5, 0, 0]})
        assert told(base, "crr", changes={"bucket": "week"}, window="01-06 01-26") == [(None,), (0.5,), (0.0,)]
        year = monthly({"anna": [5] * 6, "boris": [5, 0, 0, 0, 0, 0]})
        assert told(year, "crr", changes={"bucket": "quarter"}, window="01-01 06-30") == [(None,), (0.5,)]

    def test_filters_leave_the_first_order_where_it_was(self):
        """Who first bought elsewhere is not new to a channel: the first order ever knows no filters."""
        base = sales(
            "client day amount channel", "anna 01-15 5 web\nboris 01-15 5 shop\nanna 02-15 5 shop\nboris 02-15 5 shop"
        )
        shop = {"only": {"channel": ["shop"]}, "window": "01-01 02-28"}
        assert told(base, "new", "returned", "retained", **shop) == [(1, 0, None), (0, 1, 1)]


class TestWindow:
    SHOP = {"anna": [5, 5, 5, 5], "boris": [5, 0, 5, 0], "vera": [0, 5, 0, 5]}

    def test_what_came_before_the_window_is_known(self):
        base = monthly(self.SHOP)
        assert told(base, "start_customers", "retained", "new", "returned", window="03-01 04-30") == [
            (2, 1, 0, 1),
            (2, 1, 0, 1),
        ]
        assert rows_of(base, window="03-01 04-30") == rows_of(base, window="01-01 04-30")[2:]

    def test_only_the_first_bucket_of_the_base_has_no_start(self):
        starts = told(monthly(self.SHOP), "start_customers", window="01-01 04-30")
        assert [start for (start,) in starts] == [None, 2, 2, 2]

    def test_what_came_after_the_window_is_not_seen(self):
        rows = rows_of(monthly(self.SHOP), {"include_unfinished": True}, window="01-01 03-14")
        assert (rows[-1]["end_customers"], rows[-1]["crr"], rows[-1]["unfinished"]) == (0, 0.0, True)

    def test_those_lost_before_the_window_have_bought_nothing_in_it(self):
        base = monthly({"anna": [5, 5, 5], "boris": [5, 5, 0]})
        facts, thresholds = base.facts(window="03-01 03-31"), Thresholds()
        row = retention.table(base.warehouse, facts, thresholds)[0]
        lost = retention.members(base.warehouse, facts, thresholds, row, "lost")
        assert (row["lost"], count(base.warehouse, facts, (), {}, among=lost)) == (1, 0)


class TestUnfinished:
    SHOP = {"anna": [5, 5, 5], "boris": [5, 5, 0]}

    def test_its_counts_stand_and_its_rates_wait(self):
        rows = rows_of(monthly(self.SHOP), window="01-01 03-20")
        assert [row["unfinished"] for row in rows] == [False, False, True]
        last = rows[-1]
        assert (last["start_customers"], last["end_customers"], last["lost"]) == (2, 1, 1)
        assert (last["crr"], last["churn"]) == (None, None)

    def test_the_visitor_may_count_it(self):
        assert rows_of(monthly(self.SHOP), {"include_unfinished": True}, window="01-01 03-20")[-1]["crr"] == 0.5

    def test_the_overall_rate_sums_before_it_divides(self):
        rows = rows_of(monthly({"anna": [5] * 3, "boris": [5, 0, 0], "vera": [5, 0, 0]}), window="01-01 03-31")
        assert told(monthly({"anna": [5] * 3}), "crr", window="01-01 03-31") == [(None,), (1.0,), (1.0,)]
        assert [row["crr"] for row in retention.counted(rows)] == [1 / 3, 1.0]
        assert retention.overall(rows) == 0.5

    def test_no_rate_at_all_has_no_overall(self):
        assert retention.overall(rows_of(monthly({"anna": [5]}), window="01-01 01-31")) is None


class TestActive:
    def orders(self, *days: str) -> Base:
        return sales("client day amount", "\n".join(f"anna {d} 5" for d in days) + "\nboris 01-01 5\nboris 04-30 5")

    @pytest.mark.parametrize(("ordered", "within"), [("01-22", 1), ("01-21", 0)])
    def test_the_last_days_are_counted_with_the_day_itself(self, ordered, within):
        """On 31 January the last 10 days are 22..31; boris is silent since the first."""
        changes = ACTIVE | {"retention.active_days": 10}
        assert told(self.orders(ordered), "end_customers", changes=changes)[0] == (within,)

    def test_one_day_is_the_day_itself(self):
        changes = ACTIVE | {"retention.active_days": 1}
        assert told(self.orders("01-31"), "end_customers", changes=changes)[:2] == [(1,), (0,)]
        assert told(self.orders("01-30"), "end_customers", changes=changes)[0] == (0,)

    def test_who_stays_silent_too_long_is_lost_and_comes_back_as_returned(self):
        base, changes = self.orders("01-15", "04-10"), ACTIVE | {"retention.active_days": 60}
        keys = "start_customers retained lost new returned end_customers".split()
        assert told(base, *keys, changes=changes) == [
            (None, None, None, 2, 0, 2),
            (2, 2, 0, 0, 0, 2),
            (2, 0, 2, 0, 0, 0),
            (0, 0, 0, 0, 2, 2),
        ]
        assert who(base, 2, changes) == {"lost": "anna boris"}
        assert who(base, 3, changes) == {"returned": "anna boris"}

    def test_new_are_those_who_are_still_active_at_the_end(self):
        changes = ACTIVE | {"retention.active_days": 10}
        base = sales("client day amount", "boris 01-31 5\nanna 02-05 5\nvera 02-25 5\nboris 02-28 5")
        assert who(base, 1, changes) == {"retained": "boris", "new": "vera"}

    def test_before_anybody_could_be_lost_a_rate_says_nothing(self):
        """Of 45 days: who ordered on 1 January is active until 14 February, and lost at the end of that month."""
        base = sales("client day amount", "anna 01-01 5\nboris 01-01 5\nboris 03-31 5")
        rows = rows_of(base, ACTIVE | {"retention.active_days": 45})
        assert [(row["crr"], row["early"]) for row in rows] == [(None, True), (0.0, False), (None, False)]
        longer = rows_of(base, ACTIVE | {"retention.active_days": 60})
        assert [(row["crr"], row["early"]) for row in longer] == [(None, True), (1.0, True), (0.5, False)]
        assert [row["crr"] for row in retention.counted(longer)] == [0.5]
        assert retention.overall(longer) == 0.5

    def test_as_many_days_as_the_bucket_has_are_its_buyers(self):
        shop = {"anna": [5, 5, 0], "boris": [5, 0, 5], "vera": [0, 5, 5]}
        week = {"bucket": "week"}
        active = week | ACTIVE | {"retention.active_days": 7}
        base, window = weekly(shop), {"window": "01-06 01-26"}
        keys = "start_customers retained lost new returned end_customers crr".split()
        assert told(base, *keys, changes=active, **window) == told(base, *keys, changes=week, **window)


def test_a_totals_base_has_no_retention():
    assert rows_of(totals("client amount", "anna 5")) == []


def test_a_base_of_one_bucket_has_no_rate():
    rows = rows_of(monthly({"anna": [5], "boris": [5]}), window="01-01 01-31")
    assert [(row["end_customers"], row["crr"]) for row in rows] == [(2, None)]
    assert retention.counted(rows) == []


days_of = st.lists(st.integers(0, 200), min_size=1, max_size=6)
shops = st.dictionaries(st.sampled_from("abcdefgh"), days_of, min_size=1, max_size=8)
ways = st.sampled_from([{}, ACTIVE | {"retention.active_days": 20}, ACTIVE | {"retention.active_days": 90}])


@settings(max_examples=25, deadline=None)
@given(shops, ways, st.sampled_from(["week", "month", "quarter"]), st.integers(0, 100))
def test_what_always_holds(shop, way, bucket, start):
    lines = [(c, day("01-06") + dt.timedelta(d), 5 + d) for c, days in shop.items() for d in days]
    lines += [("always", day("01-06") + dt.timedelta(d), 1) for d in range(0, 205, 5)]
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), lines)
    changes = way | {"bucket": bucket, "include_unfinished": True}
    rows = rows_of(base, changes, window=f"{day('01-06') + dt.timedelta(start)} {max(d for _, d, _ in lines)}")
    for row in (row for row in rows if row["crr"] is not None):
        assert row["crr"] + row["churn"] == pytest.approx(1) and 0 <= row["crr"] <= 1
        assert row["retained"] + row["lost"] == row["start_customers"]
        assert row["crr"] == 1 or not row["early"]
    for row in rows:
        assert (row["retained"] or 0) + row["new"] + row["returned"] == row["end_customers"]
        assert min(row["new"], row["returned"], row["end_customers"]) >= 0
    for before, after in zip(rows, rows[1:], strict=False):
        assert after["start_customers"] == before["end_customers"]
    facts, thresholds = base.facts(changes), Thresholds(changes)
    for row in retention.counted(retention.table(base.warehouse, facts, thresholds))[-2:]:
        for flow in FLOWS:
            members = retention.members(base.warehouse, facts, thresholds, row, flow)
            assert count(base.warehouse, facts, (), {}, among=members) == row[flow]
