"""Working days of a country: weekends, public holidays, days off moved by a government, Saturdays worked instead. METHODS §12."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import workdays
from analytics.errors import Unusable
from tests.bases import Base

START, END = dt.date(2021, 1, 1), dt.date(2026, 12, 31)


@pytest.fixture(scope="module")
def base() -> Base:
    return Base()


def took(base: Base, sent: str, paid: str, country: str = "RU") -> int:
    """Working days after sending until it was paid."""
    table = workdays.table(base.warehouse, country, START, END)
    numbers = {str(row["day"]): row["number"] for row in base.warehouse.rows(f"select * from {table}")}
    return numbers[paid] - numbers[sent]


@pytest.mark.parametrize(
    ("sent", "paid", "days", "why"),
    [
        ("2025-06-02", "2025-06-02", 0, "the same day"),
        ("2025-06-02", "2025-06-05", 3, "Monday to Thursday"),
        ("2025-06-05", "2025-06-07", 1, "Saturday adds nothing to Friday"),
        ("2025-06-05", "2025-06-09", 2, "nor does Sunday"),
        ("2025-06-07", "2025-06-08", 0, "both are days of rest"),
        ("2023-12-29", "2024-01-08", 0, "New Year holidays to the 8th"),
        ("2023-12-29", "2024-01-09", 1, "the first working day of the year"),
        ("2025-12-30", "2026-01-12", 1, "31 December and 9 January are off, moved from a weekend"),
        ("2023-11-03", "2023-11-07", 1, "Unity Day on a Saturday gives Monday off"),
        ("2024-04-26", "2024-04-27", 1, "a Saturday worked instead of Monday 29 April"),
        ("2024-04-26", "2024-05-02", 2, "that Saturday and 2 May"),
        ("2025-04-30", "2025-05-05", 1, "1 and 2 May are off"),
    ],
)
def test_working_days_in_russia_by_hand(base, sent, paid, days, why):
    assert took(base, sent, paid) == days, why


@pytest.mark.parametrize(
    ("country", "sent", "paid", "days"),
    [
        ("US", "2025-07-03", "2025-07-07", 1),
        ("US", "2021-12-30", "2022-01-03", 1),
        ("DE", "2025-06-06", "2025-06-10", 1),
        ("AE", "2021-06-03", "2021-06-06", 1),
        ("AE", "2025-06-12", "2025-06-15", 1),
    ],
    ids=["4 July", "New Year kept on 31 December", "Whit Monday", "Friday is rest", "Friday is work since 2022"],
)
def test_other_countries_keep_their_own_days(base, country, sent, paid, days):
    assert took(base, sent, paid, country) == days


def test_a_table_has_every_day_once_and_counts_from_its_first(base):
    table = workdays.table(base.warehouse, "RU", dt.date(2025, 6, 6), dt.date(2025, 6, 10))
    rows = base.warehouse.rows(f"select day, number from {table} order by day")
    assert [(row["day"].day, row["number"]) for row in rows] == [(6, 1), (7, 1), (8, 1), (9, 2), (10, 3)]


def test_the_same_days_of_a_country_are_made_once_and_case_does_not_matter(base):
    tables = [workdays.table(base.warehouse, code, START, END) for code in ("RU", "ru", " Ru ")]
    assert len(set(tables)) == 1
    assert workdays.table(base.warehouse, "KZ", START, END) not in tables


@pytest.mark.parametrize("country", ["", "XX", "Russia", "R U"])
def test_an_unknown_country_is_told(base, country):
    with pytest.raises(Unusable) as told:
        workdays.table(base.warehouse, country, START, END)
    assert (told.value.code, told.value.particulars) == ("country_unknown", {"value": country})


def test_the_years_a_base_may_reach_are_all_counted(base):
    table = workdays.table(base.warehouse, "RU", dt.date(1900, 1, 1), dt.date(2199, 12, 31))
    assert base.warehouse.value(f"select count(*) from {table}") == (dt.date(2200, 1, 1) - dt.date(1900, 1, 1)).days


def test_countries_are_named_in_both_languages():
    offered = workdays.countries()
    assert {"RU", "BY", "KZ", "UZ", "US", "DE"} <= set(offered)
    assert offered["RU"] == {"ru": "Россия", "en": "Russia"}
    assert list(offered) == sorted(offered)
    assert all(names[language] != code for code, names in offered.items() for language in ("ru", "en"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["RU", "US", "AE"]), st.dates(START, END), st.dates(START, END))
def test_days_add_up_and_none_counts_twice(country, one, other):
    first, last = sorted((one, other))
    days = workdays.working_days(country, first, last)
    middle = first + (last - first) / 2
    halves = workdays.working_days(country, first, middle) + workdays.working_days(country, middle + workdays.DAY, last)
    assert days == halves
    assert len(set(days)) == len(days) <= (last - first).days + 1
