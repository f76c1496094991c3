"""Numbers, dates, plurals and refusals as each language writes them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import Unusable
from analytics.words import LANGUAGES, UNDEFINED, words

RU, EN = words("ru"), words("en")
SPACE = "\u00a0"


class TestPlurals:
    @pytest.mark.parametrize(
        ("n", "told"),
        [
            (0, "0 заказов"),
            (1, "1 заказ"),
            (2, "2 заказа"),
            (5, "5 заказов"),
            (11, "11 заказов"),
            (21, "21 заказ"),
            (24, "24 заказа"),
            (112, "112 заказов"),
        ],
    )
    def test_russian_has_its_forms(self, n, told):
        assert RU("client.orders", n=n) == told

    @pytest.mark.parametrize(("n", "told"), [(0, "0 orders"), (1, "1 order"), (2, "2 orders"), (21, "21 orders")])
    def test_english_has_two(self, n, told):
        assert EN("client.orders", n=n) == told

    @given(st.integers(0, 10**9), st.sampled_from(LANGUAGES))
    def test_every_number_has_a_form(self, n, language):
        assert words(language)("client.orders", n=n).startswith(words(language).number(n))


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "russian", "english"),
        [
            (1234567, f"1{SPACE}234{SPACE}567", "1,234,567"),
            (0, "0", "0"),
            (-5, "−5", "−5"),
            (2.5, "2", "2"),
            (None, UNDEFINED, UNDEFINED),
        ],
    )
    def test_whole(self, value, russian, english):
        assert (RU.number(value), EN.number(value)) == (russian, english)

    @pytest.mark.parametrize(
        ("value", "russian", "english"),
        [
            (0.75, "0,75", "0.75"),
            (6, "6", "6"),
            (6.0, "6", "6"),
            (1.26, "1,26", "1.26"),
            (1234.5, f"1{SPACE}234,5", "1,234.5"),
            (None, UNDEFINED, UNDEFINED),
        ],
    )
    def test_exact(self, value, russian, english):
        assert (RU.exact(value), EN.exact(value)) == (russian, english)

    @pytest.mark.parametrize(
        ("value", "russian", "english"),
        [
            (0.2, f"20,0{SPACE}%", "20.0%"),
            (0.12345, f"12,3{SPACE}%", "12.3%"),
            (1, f"100,0{SPACE}%", "100.0%"),
            (0, f"0,0{SPACE}%", "0.0%"),
            (0.0006, f"0,1{SPACE}%", "0.1%"),
            (0.0005, f"<{SPACE}0,1{SPACE}%", f"<{SPACE}0.1%"),
            (0.0004, f"<{SPACE}0,1{SPACE}%", f"<{SPACE}0.1%"),
            (None, UNDEFINED, UNDEFINED),
        ],
    )
    def test_percent(self, value, russian, english):
        assert (RU.percent(value), EN.percent(value)) == (russian, english)

    @pytest.mark.parametrize(
        ("value", "english"),
        [
            (Decimal("1234.5600"), "1,235"),
            (Decimal("12.5000"), "12.50"),
            (Decimal("12.0000"), "12"),
            (0, "0"),
            (-0.5, "−0.50"),
            (None, UNDEFINED),
        ],
    )
    def test_money_is_whole_from_a_thousand_up(self, value, english):
        assert EN.money(value) == english

    @pytest.mark.parametrize(
        ("value", "russian", "english"),
        [
            (8_300_065.81, f"8,3{SPACE}млн", "8.3M"),
            (999, "999", "999"),
            (1_500, f"1,5{SPACE}тыс.", "1.5K"),
            (-1_500, f"−1,5{SPACE}тыс.", "−1.5K"),
            (None, UNDEFINED, UNDEFINED),
        ],
    )
    def test_large_figures_are_short_in_a_headline(self, value, russian, english):
        assert (RU.short(value), EN.short(value)) == (russian, english)

    @pytest.mark.parametrize(
        ("value", "write", "english"),
        [
            (30, EN.short, "+30"),
            (-1_500, EN.short, "−1.5K"),
            (0, EN.short, "0"),
            (0.0003, EN.percent, f"<{SPACE}+0.1%"),
            (-0.0003, EN.percent, f"<{SPACE}−0.1%"),
            (-0.04, lambda points: EN.number(points, 1), "0.0"),
        ],
    )
    def test_a_change_has_its_sign_and_one_that_rounds_to_nothing_has_none(self, value, write, english):
        assert EN.signed(value, write) == english

    def test_nothing_is_never_zero(self):
        for told in (RU, EN):
            assert {
                told.number(None),
                told.exact(None),
                told.percent(None),
                told.money(None),
                told.short(None),
                told.date(None),
                told.month(None),
            } == {UNDEFINED}


class TestDates:
    day = dt.date(2025, 1, 31)

    def test_a_day(self):
        assert (RU.date(self.day), EN.date(self.day)) == ("31 янв. 2025\u202fг.", "Jan 31, 2025")

    @pytest.mark.parametrize(
        ("bucket", "english"), [("month", "Jan 2025"), ("quarter", "Q1 2025"), ("year", "2025"), ("week", "1/31/25")]
    )
    def test_a_bucket_is_named_by_its_first_day(self, bucket, english):
        assert EN.bucket(bucket, self.day) == english

    @pytest.mark.parametrize("bucket", ["week", "month", "quarter", "year"])
    def test_a_bucket_has_a_russian_name_too(self, bucket):
        assert "25" in RU.bucket(bucket, self.day)


class TestNames:
    def test_a_code_has_its_word(self):
        assert (RU.name("common", "often"), EN.name("common", "often")) == ("Часто", "Often")

    def test_the_visitors_own_text_stays(self):
        assert EN.name("common", "Shop №1 {x}") == "Shop №1 {x}"

    def test_nothing_is_a_dash(self):
        assert EN.name("common", None) == UNDEFINED

    def test_an_unknown_language_is_english(self):
        assert words("de")("frame.own_name") == EN("frame.own_name")


class TestRefusals:
    fault = Unusable("window_empty", start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31))

    def test_a_refusal_is_a_sentence_with_its_particulars(self):
        assert "Jan 1, 2025" in EN.error(self.fault) and "Jan 31, 2025" in EN.error(self.fault)
        assert "31 янв." in RU.error(self.fault)

    def test_a_column_is_called_by_its_word(self):
        assert RU("columns.profit") in RU.error(Unusable("measure_missing", column="profit"))

    def test_the_visitors_braces_are_only_text(self):
        assert "{name} {0}" in EN.error(Unusable("assignment", value="{name} {0}"))

    def test_it_carries_its_code_and_particulars(self):
        assert (self.fault.code, set(self.fault.particulars)) == ("window_empty", {"start", "end"})


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15), st.sampled_from(LANGUAGES))
def test_any_number_can_be_written(value, language):
    told = words(language)
    assert all(write(value) for write in (told.number, told.exact, told.percent, told.money, told.short))
