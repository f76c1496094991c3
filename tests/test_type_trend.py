"""Which type of loyalty is falling: judged by the quarter before, the year before and the average. METHODS §12."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.methods.loyalty_measures import TYPES
from analytics.methods.type_trend import FALLING, NO_DATA, NOT_NOW, RISING, STEADY, TOO_FEW, TOO_SHORT, Trend, trends
from analytics.words import LANGUAGES, words


def shown(told: str, unfinished: int = 0, code: str = "contact") -> list[dict]:
    """`shown("9 8 . 7")`: clients showing a type by quarter from 2024 on, `.` is no data."""
    cells = told.split()
    return [
        {"quarter": dt.date(2024 + i // 4, 1 + i % 4 * 3, 1), "finished": i < len(cells) - unfinished, "type": code}
        | {"customers_with_data": 0 if n == "." else 99, "customers_showing": None if n == "." else int(n)}
        for i, n in enumerate(cells)
    ]


@pytest.mark.parametrize(
    ("clients", "verdict", "why"),
    [
        ("100 100 90", FALLING, "fewer than before, and just a tenth below the average"),
        ("100 100 91", STEADY, "less than a tenth below the average"),
        ("200 50 60", STEADY, "above the quarter before, though far below the average"),
        ("10 200 100", STEADY, "half of the quarter before, but not below the average of 105 by a tenth"),
        ("90 90 100", RISING, "more than before, and a tenth above the average"),
        ("91 91 100", STEADY, "less than a tenth above the average"),
        ("90 90 50 90 90 90 60", STEADY, "a weak season: the same quarter a year before was weaker still"),
        ("90 90 70 90 90 90 60", FALLING, "weaker than that season a year before"),
        ("10 10 90 10 10 10 80", STEADY, "a strong season was stronger a year before"),
        ("50 50 50 50", STEADY, "as ever"),
        ("40 20 0", FALLING, "down to nobody"),
        ("0 0 30", RISING, "up from nobody"),
        ("10 10 0", FALLING, "ten on average can be judged"),
        ("10 9 0", TOO_FEW, "fewer than ten on average: a handful falls to nobody by chance"),
        ("0 0 10", RISING, "ten now can be judged"),
        ("0 0 9", TOO_FEW, "nine out of nothing is a handful still"),
        ("0 0 0", TOO_FEW, "nobody, as ever"),
    ],
)
def test_a_type_falls_when_the_quarter_before_the_year_before_and_the_average_say_so(clients, verdict, why):
    assert trends(shown(clients))[0].verdict == verdict, why


def test_a_trend_tells_what_it_was_judged_by():
    assert trends(shown("10 20 12 6")) == [Trend("contact", FALLING, dt.date(2024, 10, 1), 6, 12, 14)]


def test_the_same_quarter_a_year_before_is_told_where_it_is_known():
    assert trends(shown("9 9 7 9 9 9 6"))[0].year_before == 7
    assert trends(shown("9 9 . 9 9 9 6"))[0].year_before is None


def test_an_unfinished_quarter_is_judged_only_when_it_is_to_be_counted():
    rows = shown("90 90 90 0", unfinished=1)
    assert (trends(rows)[0].verdict, trends(rows, include_unfinished=True)[0].verdict) == (STEADY, FALLING)


@pytest.mark.parametrize(
    ("clients", "verdict"), [("9 1", TOO_SHORT), ("9", TOO_SHORT), (". . .", NO_DATA), ("9 9 9 .", NOT_NOW)]
)
def test_too_little_is_not_judged(clients, verdict):
    assert trends(shown(clients))[0].verdict == verdict


def test_a_quarter_without_data_is_left_out_and_is_no_nought():
    assert trends(shown("90 . 90 90"))[0] == Trend("contact", STEADY, dt.date(2024, 10, 1), 90, 90, 90)


def test_each_type_is_judged_by_itself_and_they_keep_their_order():
    rows = shown("90 90 90", code="referral") + shown("90 90 10", code="financial")
    assert [(trend.type, trend.verdict) for trend in trends(rows)] == [("referral", STEADY), ("financial", FALLING)]
    assert trends([]) == []


def test_every_type_has_its_remedy_in_both_languages():
    for language in LANGUAGES:
        assert all(words(language).has(f"loyalty_parts.{what}_{code}") for code in TYPES for what in ("remedy", "type"))
