"""Ours beside the published: rounded to as many digits as were published."""

from __future__ import annotations

from decimal import Decimal

import pytest

import sample_data
from analytics import self_check
from analytics.words import LANGUAGES, words
from sample_data.published import Published
from tests.bases import sales

LINES = "anna 01-05 70\nboris 01-06 15\nvera 01-07 10\ngena 01-08 5\n. 01-08 900\ndina 01-09 -3"


@pytest.mark.parametrize(
    ("ours", "theirs", "agrees"),
    [
        (0.63094, 0.6309, True), (0.63096, 0.6309, False), (22.8599, 22.86, True), (636, 636, True), (635, 636, False),
        (Decimal("9747747.9340"), Decimal("9747747.93"), True), (Decimal("9747747.94"), Decimal("9747747.93"), False),
        (Decimal("464158.0000"), Decimal("464158"), True),
    ],
)  # fmt: skip
def test_numbers_agree_in_the_digits_that_were_published(ours, theirs, agrees):
    assert self_check.agrees(ours, theirs) is agrees


def test_a_base_is_recounted_whole_and_by_the_textbook():
    counted = self_check.recount(sales("client day amount", LINES).warehouse)
    expected = {
        "rows": 6, "clients": 5, "amount": 997, "amount_with_client": 97, "rows_without_client": 1, "average": 25,
        "abc_share_a": 2, "abc_share_b": 1, "abc_share_c": 1, "abc_average_a": 0, "abc_average_b": 2, "abc_average_c": 2,
    }  # fmt: skip
    assert {name: counted[name] for name in expected} == expected


def test_ours_stand_beside_theirs():
    published = (Published("clients", 5, "source_uci"), Published("abc_share_a", 3, "source_independent"))
    rows = self_check.beside(self_check.recount(sales("client day amount", LINES).warehouse), published)
    assert rows == [
        {"what": "clients", "ours": 5, "theirs": 5, "source": "source_uci", "agrees": True},
        {"what": "abc_share_a", "ours": 2, "theirs": 3, "source": "source_independent", "agrees": False},
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_published_number_and_source_has_its_words(language):
    told = words(language)
    for sample in sample_data.SAMPLES:
        assert told(f"samples.{sample.key}") and told(f"samples.{sample.key}_about")
        for number in sample.published:
            assert told(f"samples.{number.what}") and told(f"samples.{number.source}")
