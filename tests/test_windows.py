"""Two windows of one base: which two are compared, and the table in which a client has the facts of both. METHODS §8."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.bases import span
from analytics.errors import Unusable
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.windows import Paired, both, pair
from tests.bases import Base, day, sales, seen, totals

TWO_YEARS = "2024-01-01 2025-12-31"
# anna bought in both years, boris in the first, vera in the second
THREE = "anna 2024-01-01 100\nanna 2025-06-01 10\nboris 2024-05-05 20\nvera 2025-12-31 50"


def told(base_days: str, window: str = "", against: str = "") -> str:
    """`2024-01-01..2024-12-31 | 2025-01-01..2025-12-31 years`"""
    days, chosen = tuple(map(day, base_days.split())), seen(window)
    found = pair(days, chosen, tuple(map(day, against.split())) if against else (None, None))
    return f"{found.then.start}..{found.then.end} | {found.now.start}..{found.now.end} {found.reason}"


def refusal(act, *given) -> tuple[str, dict]:
    with pytest.raises(Unusable) as refused:
        act(*given)
    return refused.value.code, refused.value.particulars


def paired_of(base: Base, view: View | None = None) -> Paired:
    return both(base.warehouse, pair(span(base.warehouse), view or View().under(Thresholds())))


class TestTheDefault:
    def test_two_full_years_are_compared(self):
        assert told(TWO_YEARS) == "2024-01-01..2024-12-31 | 2025-01-01..2025-12-31 years"

    def test_of_many_years_the_last_two(self):
        assert told("2019-03-05 2025-12-31") == "2024-01-01..2024-12-31 | 2025-01-01..2025-12-31 years"

    def test_a_year_that_has_only_begun_is_left_out(self):
        assert told("2023-01-01 2025-03-14") == "2023-01-01..2023-12-31 | 2024-01-01..2024-12-31 years"

    @pytest.mark.parametrize(
        ("days", "reason"),
        [
            ("2024-01-11 2025-12-21", "years"),
            ("2024-01-12 2025-12-21", "halves"),
            ("2024-01-11 2025-12-20", "halves"),
        ],
    )
    def test_holidays_at_the_ends_leave_a_year_full(self, days, reason):
        assert told(days).endswith(reason)

    def test_without_two_years_the_halves(self):
        assert told("1997-01-01 1998-06-30") == "1997-01-01..1997-09-30 | 1997-10-01..1998-06-30 halves"

    def test_of_an_odd_number_of_days_the_second_half_has_one_more(self):
        assert told("01-01 01-03") == "2025-01-01..2025-01-01 | 2025-01-02..2025-01-03 halves"

    def test_one_day_has_no_halves(self):
        assert refusal(told, "01-01 01-01") == ("pair_too_short", {"start": day("01-01"), "end": day("01-01")})

    def test_the_whole_base_chosen_as_a_window_is_the_whole_base(self):
        assert told(TWO_YEARS, window=TWO_YEARS) == told(TWO_YEARS)


class TestAChosenWindow:
    @pytest.mark.parametrize(
        ("window", "then"),
        [
            ("2025-01-01 2025-12-31", "2024-01-01..2024-12-31"),
            ("2025-03-10 2025-04-09", "2024-03-10..2024-04-09"),
            ("2025-02-01 2025-02-28", "2024-02-01..2024-02-29"),
            ("2025-03-01 2025-03-01", "2024-03-01..2024-03-01"),
        ],
    )
    def test_meets_the_same_days_a_year_earlier(self, window, then):
        start, end = window.split()
        assert told(TWO_YEARS, window) == f"{then} | {start}..{end} year_earlier"

    @pytest.mark.parametrize(
        ("window", "then"),
        [
            ("2024-07-01 2024-09-30", "2024-04-01..2024-06-30"),
            ("2024-03-01 2024-03-31", "2024-02-01..2024-02-29"),
            ("2024-07-05 2024-07-11", "2024-06-28..2024-07-04"),
        ],
    )
    def test_else_a_stretch_of_its_length_right_before(self, window, then):
        start, end = window.split()
        assert told(TWO_YEARS, window) == f"{then} | {start}..{end} before"

    def test_longer_than_a_year_it_meets_what_lies_before_it(self):
        assert told("2020-01-01 2025-12-31", "2024-01-01 2025-12-31").startswith("2022-01-01..2023-12-31 |")

    def test_what_lies_outside_the_base_is_cut_off(self):
        assert told("01-20 03-31", "02-01 03-31").startswith("2025-01-20..2025-01-31 |")
        assert told("01-01 03-31", "2025-03-01 9999-12-31").startswith("2025-02-01..2025-02-28 |")

    def test_from_the_first_day_on_has_nothing_before_it(self):
        assert refusal(told, TWO_YEARS, "2024-01-01 2024-12-31")[0] == "against_nothing"
        assert refusal(told, TWO_YEARS, "0001-01-01 0001-12-31")[0] == "against_nothing"

    def test_after_the_last_day_has_no_sales(self):
        assert refusal(told, TWO_YEARS, "2030-01-01 2030-12-31")[0] == "window_empty"

    def test_open_at_an_end_reaches_to_the_end_of_the_base(self):
        found = pair((day("01-01"), day("12-31")), View(start=day("07-01")))
        assert (found.then.start, found.now.end) == (day("01-01"), day("12-31"))


class TestAgainst:
    def test_is_the_earlier_window(self):
        assert told(TWO_YEARS, against="2024-01-01 2024-03-31").startswith("2024-01-01..2024-03-31 | 2025-01-01")
        assert told(TWO_YEARS, "2024-07-01 2024-12-31", "2024-01-01 2024-06-30").endswith("2024-12-31 own")

    def test_may_overlap_and_says_so(self):
        days = tuple(map(day, TWO_YEARS.split()))
        assert pair(days, seen("2024-06-01 2025-05-31"), (day("2024-01-01"), day("2024-12-31"))).overlap
        assert not pair(days, View()).overlap

    def test_must_begin_earlier(self):
        same = {"start": day("2025-01-01"), "now": day("2025-01-01")}
        assert refusal(told, TWO_YEARS, "2025-01-01 2025-06-30", "2025-01-01 2025-03-31") == ("against_order", same)

    def test_must_not_end_before_it_begins(self):
        assert refusal(told, TWO_YEARS, "", "2024-03-01 2024-01-01")[0] == "window_order"

    def test_open_at_the_beginning_reaches_to_the_first_day(self):
        found = pair(tuple(map(day, TWO_YEARS.split())), View(), (None, day("2024-06-30")))
        assert (found.then.start, found.then.end) == (day("2024-01-01"), day("2024-06-30"))

    def test_helps_a_window_with_nothing_before_it_nowhere(self):
        assert refusal(told, TWO_YEARS, "2024-01-01 2024-12-31", "2025-01-01 2025-12-31")[0] == "against_order"


class TestTheViews:
    def test_each_window_is_seen_from_its_own_end(self):
        found = pair((day("01-01"), day("12-31")), View())
        assert (found.then.as_of, found.now.as_of) == (found.then.end, found.now.end)

    def test_a_later_day_of_counting_is_as_late_for_both(self):
        found = pair((day("01-01"), day("12-31")), View(start=day("07-01"), end=day("12-31"), as_of=day("2026-01-10")))
        assert found.now.as_of - found.now.end == found.then.as_of - found.then.end == dt.timedelta(days=10)

    def test_measure_bucket_and_filters_are_the_same(self):
        found = pair((day("01-01"), day("12-31")), seen(only={"channel": ["shop"]}, measure="orders", bucket="week"))
        assert (found.then.measure, found.then.bucket, found.then.filters) == ("orders", "week", found.now.filters)

    def test_without_dates_nothing_can_be_compared(self):
        assert span(totals("client amount", "anna 5").warehouse) is None
        assert refusal(pair, None, View())[0] == "pair_needs_dates"


class TestPaired:
    @pytest.fixture(scope="class")
    def base(self) -> Base:
        return sales("client day amount", THREE)

    def test_has_a_row_per_client_of_either_window(self, base):
        rows = base.warehouse.rows(
            f"select customer_id, then_value::int as before, now_value::int as after from {paired_of(base).table} order by 1"
        )
        assert [tuple(row.values()) for row in rows] == [("anna", 100, 10), ("boris", 20, None), ("vera", None, 50)]

    def test_holds_all_facts_of_both_windows_as_they_are(self, base):
        found = paired_of(base)
        for side, facts in (("then", found.then), ("now", found.now)):
            own = base.warehouse.rows(
                f"select * exclude (customer_id, name) from {facts.customers} order by customer_id"
            )
            columns = ", ".join(f"{side}_{fact} as {fact}" for fact in found.facts)
            query = f"select {columns} from {found.table} where {side}_rank is not null order by customer_id"
            assert base.warehouse.rows(query) == own

    def test_each_window_is_judged_by_its_own_cut_points(self, base):
        found, thresholds = paired_of(base), Thresholds({"abc.method": "volume_frequency"})
        judged = found.judged(*(abc_analysis.chosen(thresholds, facts) for facts in (found.then, found.now)))
        rows = base.warehouse.rows(f"select customer_id, then_class, now_class from {judged} order by 1")
        # the median of revenue is 60 in 2024 and 30 in 2025: 100 is much, 10 is little
        assert [tuple(row.values()) for row in rows] == [("anna", 1, 2), ("boris", 2, None), ("vera", None, 1)]

    def test_is_made_once(self, base):
        first = paired_of(base)
        assert paired_of(base).table == first.table
        assert paired_of(base, View().under(Thresholds({"measure": "orders"}))).table != first.table

    def test_a_window_in_which_nobody_bought_says_so(self, base):
        empty = pair(span(base.warehouse), seen("2025-06-01 2025-06-30"), (day("2025-03-01"), day("2025-04-30")))
        assert refusal(both, base.warehouse, empty)[0] == "window_empty"
