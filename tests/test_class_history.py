"""How a class changes over time: which windows are judged, how large the classes were, who changed class and when."""

from __future__ import annotations

import datetime as dt

from analytics.bases import span
from analytics.class_history import History, histories, points
from analytics.classes import sizes
from analytics.customers import crossable
from analytics.methods import abc_analysis, migration
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.windows import both, pair
from tests.bases import Base, day, periodic, seen

# Sums of January to April 2025: the later window is April, so the windows of the timeline are single months.
MONTHS = {
    "anna": [90, 90, 10, 10],
    "boris": [5, 5, 90, 90],
    "vera": [2, 2, 2, 0],
    "gena": [0, 3, 0, 3],
}
APRIL = "04-01 04-30"


def monthly(clients: dict = MONTHS) -> Base:
    """client → its sums by month of 2025, each brought twice: on the 1st and at the end, so that the base has whole months."""
    twice = {client: [amount for amount in sums for _ in (1, 2)] for client, sums in clients.items()}
    return periodic(twice, lambda i: dt.date(2025, i // 2 + 1, (28 if i == 3 else 30) if i % 2 else 1))


def views_of(base: Base, window: str = APRIL, **settings) -> list[View]:
    days = span(base.warehouse)
    return points(days, pair(days, seen(window, **settings)))


def asked(base: Base, name: str = "abc_share_class") -> History:
    found = histories(base.warehouse, views_of(base), lambda facts: crossable(Thresholds(), facts))
    return found[name]


def windows(base_days: str, window: str, **settings) -> list[str]:
    days = tuple(map(day, base_days.split()))
    return [f"{view.start}..{view.end}" for view in points(days, pair(days, seen(window, **settings)))]


class TestTheWindows:
    def test_end_with_each_bucket_and_are_as_long_as_the_later_one(self):
        assert windows("2025-01-01 2025-04-30", APRIL) == [
            "2025-01-01..2025-01-31",
            "2025-02-01..2025-02-28",
            "2025-03-01..2025-03-31",
            "2025-04-01..2025-04-30",
        ]

    def test_a_year_rolls_by_the_bucket(self):
        quarters = windows("2023-10-01 2025-12-31", "2025-01-01 2025-12-31", bucket="quarter")
        assert quarters[0] == "2023-10-01..2024-09-30"
        assert quarters[-2:] == ["2024-10-01..2025-09-30", "2025-01-01..2025-12-31"]

    def test_the_last_is_the_later_window_itself_wherever_it_ends(self):
        assert windows("2025-01-01 2025-03-12", "2025-02-11 2025-03-12") == [
            "2025-01-02..2025-01-31",
            "2025-01-30..2025-02-28",
            "2025-02-11..2025-03-12",
        ]

    def test_weeks_end_on_sunday(self):
        assert windows("2025-01-06 2025-01-22", "2025-01-16 2025-01-22", bucket="week")[:2] == [
            "2025-01-06..2025-01-12",
            "2025-01-13..2025-01-19",
        ]

    def test_a_base_as_long_as_the_window_has_that_one_alone(self):
        assert windows("2025-01-01 2025-01-31", "2025-01-12 2025-01-31") == ["2025-01-12..2025-01-31"]
        assert len(windows("2025-01-06 2025-01-22", "2025-01-16 2025-01-22", bucket="week")) == 3

    def test_are_at_most_thirteen(self):
        assert len(windows("2020-01-01 2025-12-31", "2025-12-01 2025-12-31")) == 13

    def test_each_is_seen_from_its_own_end(self):
        assert all(view.as_of == view.end for view in views_of(monthly()))


class TestSizes:
    def test_are_the_clients_of_each_class_at_each_end(self):
        told = [(f"{row['until']:%m-%d}", row["class"], row["customers"]) for row in asked(monthly()).sizes]
        # a month's whole is 194, 200, 204 and 206: who starts below 75 % is A, below 95 % B
        assert told == [
            ("01-31", "A", 1), ("01-31", "B", 1), ("01-31", "C", 1),
            ("02-28", "A", 1), ("02-28", "B", 1), ("02-28", "C", 2),
            ("03-31", "A", 1), ("03-31", "B", 1), ("03-31", "C", 1),
            ("04-30", "A", 1), ("04-30", "B", 1), ("04-30", "C", 1),
        ]  # fmt: skip

    def test_at_the_ends_of_both_windows_they_are_those_of_the_matrix(self):
        base, thresholds = monthly(), Thresholds()
        found = both(base.warehouse, pair(span(base.warehouse), seen(APRIL), (day("03-01"), day("03-31"))))
        for name in ("abc_share_class", "rfm_segment", "lifecycle_stage"):
            mine, rows = migration.of_class(found, thresholds, name), asked(base, name).sizes
            for facts, column in ((found.then, mine.then), (found.now, mine.now)):
                counted = {row["class"]: row["customers"] for row in rows if row["until"] == facts.view.end}
                whole = {
                    row["class"]: row["customers"] for row in sizes(base.warehouse, facts, column) if row["customers"]
                }
                assert counted == whole


class TestChanges:
    def changes(self, base: Base, name: str = "abc_share_class") -> dict[str, str]:
        rows = base.warehouse.rows(f"select * from {asked(base, name).changes} order by customer_id")
        return {row["customer_id"]: f"{row['previous_class']} {row['changed_on']:%m-%d}" for row in rows}

    def test_the_last_one_of_each_client_with_the_class_before_it(self):
        # anna A A B B; boris B B A A; vera C C C and gone; gena comes, goes and comes again
        assert self.changes(monthly()) == {
            "anna": "A 03-31",
            "boris": "B 03-31",
            "gena": "None 04-30",
            "vera": "C 04-30",
        }

    def test_who_keeps_the_class_is_not_there(self):
        assert self.changes(monthly({"anna": [9, 9, 9, 9]})) == {}

    def test_of_two_changes_the_later_counts(self):
        assert self.changes(monthly({"anna": [9, 1, 9, 9], "boris": [1, 9, 1, 1]}))["boris"] == "A 03-31"

    def test_leaving_is_dated_by_the_first_window_without_the_client(self):
        assert self.changes(monthly({"anna": [9, 9, 9, 9], "boris": [9, 0, 0, 0]}))["boris"] == "A 02-28"

    def test_a_window_in_which_nobody_bought_is_where_all_have_left(self):
        base = monthly({"anna": [9, 0, 9, 9], "boris": [1, 0, 0, 9]})
        assert {f"{row['until']:%m-%d}" for row in asked(base).sizes} == {"01-31", "03-31", "04-30"}
        assert self.changes(base) == {"anna": "None 03-31", "boris": "None 04-30"}

    def test_stand_beside_the_clients_of_a_cell(self):
        base = monthly()
        found = both(base.warehouse, pair(span(base.warehouse), seen(APRIL)))
        rows = migration.clients(base.warehouse, migration.of_abc(found, Thresholds()), changes=asked(base).changes)
        told = {row["customer_id"]: (row["previous_class"], row["changed_on"]) for row in rows.to_pylist()}
        assert told["anna"] == ("A", day("03-31"))


class TestWhatIsKept:
    def test_only_the_answers_stay_of_the_passing_windows(self):
        base = monthly()
        base.facts(window=APRIL)
        before = set(base.warehouse.recently_used)
        answers = histories(base.warehouse, views_of(base), lambda facts: crossable(Thresholds(), facts))
        added = set(base.warehouse.recently_used) - before
        assert added == {history.changes for history in answers.values()}

    def test_nothing_of_the_facts_in_hand_is_dropped(self):
        base = monthly()
        facts = base.facts(window=APRIL)
        asked(base)
        assert sizes(base.warehouse, facts, abc_analysis.chosen(Thresholds(), facts))

    def test_is_asked_again_without_a_change(self):
        base = monthly()
        assert asked(base) == asked(base)
