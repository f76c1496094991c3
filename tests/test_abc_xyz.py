"""ABC × XYZ: the matrix adds up, and every cell has its treatment. METHODS §6."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classes import sizes
from analytics.methods import abc_analysis, abc_xyz, xyz_analysis
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES, words
from tests.bases import FOUR_MONTHS, Base, monthly, worth

FOUR = "01-01 04-30"


def matrix_of(base: Base, changes: dict | None = None, **view) -> list[dict]:
    return abc_xyz.matrix(base.warehouse, base.facts(changes, **view), Thresholds(changes))


def test_clients_fall_into_cells():
    base = monthly(FOUR_MONTHS)
    assert base.told("abc_xyz", window=FOUR) == "anna AX, boris AY, vera BY, gena CX, dina CY"


def test_a_cell_counts_its_clients_and_its_money():
    cells = {(row["abc_class"], row["xyz_class"]): row for row in matrix_of(monthly(FOUR_MONTHS), window=FOUR)}
    told = {cell: (row["customers"], row["revenue"]) for cell, row in cells.items() if row["customers"]}
    assert told == {
        ("A", "X"): (1, 160),
        ("A", "Y"): (1, 60),
        ("B", "Y"): (1, 20),
        ("C", "X"): (1, 8),
        ("C", "Y"): (1, 4),
    }
    assert cells["A", "X"]["revenue_share"] == pytest.approx(160 / 252)
    assert cells["A", "X"]["customer_share"] == 0.2
    assert (cells["B", "Z"]["customers"], cells["B", "Z"]["revenue_share"]) == (0, 0)


def test_there_are_nine_cells_best_first_even_when_empty():
    rows = matrix_of(monthly({"anna": [1, 1, 1, 1]}), window=FOUR)
    assert [row["abc_class"] + row["xyz_class"] for row in rows] == "AX AY AZ BX BY BZ CX CY CZ".split()


def test_every_cell_has_its_treatment():
    treatments = [row["treatment"] for row in matrix_of(monthly(FOUR_MONTHS), window=FOUR)]
    assert treatments == "keep_close level_out find_rhythm widen develop remind raise_order automate release".split()


def test_the_next_step_of_a_client_is_the_treatment_of_its_cell():
    assert (
        monthly(FOUR_MONTHS).told("next_step", window=FOUR)
        == "anna keep_close, boris level_out, vera develop, gena raise_order, dina automate"
    )


def test_without_an_xyz_class_the_abc_class_alone_decides():
    base = worth("a 70, b 10, c 15, d 5")
    assert base.told("abc_xyz") == "a ., c ., b ., d ."
    assert base.told("next_step") == "a keep_close, c keep_close, b develop, d automate"


def test_too_few_buckets_gather_in_a_column_without_a_class():
    rows = matrix_of(monthly({"anna": [9, 9], "boris": [2, 0]}))
    told = {(row["abc_class"], row["xyz_class"]): row["customers"] for row in rows if row["customers"]}
    assert told == {("A", None): 1, ("B", None): 1}


def test_nobody_is_told_what_to_do_without_a_class():
    assert abc_xyz.treatment(None, "X") is None and abc_xyz.treatment(None, None) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_treatment_has_its_name_and_its_advice(language):
    for code in set(abc_xyz.TREATMENTS.values()):
        assert words(language)(f"treatments.{code}") and words(language)(f"treatments.{code}.advice")


shops = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.lists(st.integers(-20, 300), min_size=5, max_size=5),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(shops, st.sampled_from(["share", "average"]), st.sampled_from(["regularity", "variation"]))
def test_cells_sum_to_all_clients_and_all_the_money_and_margins_to_the_classes(shop, abc, xyz):
    base = monthly({"always": [1] * 5, **shop})
    changes = {"abc.method": abc, "xyz.measure": xyz}
    thresholds, facts = Thresholds(changes), base.facts(changes, window="01-01 05-31")
    rows = abc_xyz.matrix(base.warehouse, facts, thresholds)
    assert sum(row["customers"] for row in rows) == facts.whole["clients"]
    assert sum(row["revenue"] for row in rows) == facts.whole["revenue"]
    for name, column in (
        ("abc_class", abc_analysis.chosen(thresholds, facts)),
        ("xyz_class", xyz_analysis.column(thresholds)),
    ):
        for size in sizes(base.warehouse, facts, column):
            cells = [row for row in rows if row[name] == size["class"]]
            assert sum(row["customers"] for row in cells) == size["customers"]
            assert sum(row["revenue"] for row in cells) == size["revenue"]
