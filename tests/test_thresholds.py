"""Thresholds: textbook values, ranges, order, and the round trips by link, file and command line. CONTRACT.md."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import Unusable
from analytics.segment_map import TEXTBOOK
from analytics.thresholds import (
    ALL,
    ORDERED,
    Cells,
    Choice,
    Flag,
    Names,
    Number,
    Numbers,
    Thresholds,
    from_assignments,
    from_toml,
)

CONTRACT = {
    "measure": "revenue", "bucket": "month", "include_unfinished": False, "order_grain": "auto",
    "abc.method": "share", "abc.share.a": 0.75, "abc.share.b": 0.95, "abc.average.a": 6, "abc.average.c": 2,
    "abc.volume_frequency.split": "median", "profit.d_margin": 0, "profit.d_rule": "unprofitable",
    "xyz.measure": "regularity", "xyz.regularity.x": 0.75, "xyz.regularity.y": 0.25, "xyz.variation.x": 0.10,
    "xyz.variation.y": 0.25, "xyz.deviation": "population", "xyz.count_from": "window",
    "balance.a_low": 0.20, "balance.a_high": 0.30,
    "dependence.top": 3, "dependence.cost_to_serve": None, "dependence.long_run_loss": 0.5, "dependence.rise_share": 0.5,
    "dependence.minimum_of": "order", "dependence.minimum_order": None, "rfm.bins": 5, "rfm.method": "quantile",
    "rfm.recency_cuts": (), "rfm.frequency_cuts": (), "rfm.monetary_cuts": (), "rfm.monetary": "sum", "rfm.map": TEXTBOOK,
    "lifecycle.boundaries": "data", "lifecycle.at_risk_after": None, "lifecycle.lost_after": None,
    "lifecycle.at_risk_rhythm": 1.5, "lifecycle.lost_rhythm": 3, "lifecycle.regular_from": 5, "retention.membership": "buyers",
    "retention.active_days": 90, "development.steady": 0.10, "development.switched": 0.25,
    "loyalty.shows_from": 50, "loyalty.working_days": 3, "loyalty.country": ("RU",),
    "satisfaction.high_from": 8, "satisfaction.low_to": 3, "satisfaction.min_answers": 30,
    "growth.activity": "per_month", "growth.capacity": "graded", "growth.activity_cut": None, "growth.capacity_cut": None,
    "renew.columns": ("brand", "attractiveness", "refusal_status"), "renew.weights": (1, 1, 1),
    "renew.index": "sum",
    "portrait.min_support": 10, "portrait.min_lift": 1.2, "personas.count": "auto", "personas.attributes": "some",
    "plan.near_a": 0.25, "plan.call_after": 1,
}  # fmt: skip


def refusal(ask, *given) -> tuple[str, str | None]:
    with pytest.raises(Unusable) as fault:
        ask(*given)
    return fault.value.code, fault.value.particulars.get("name")


def test_the_textbook_is_the_contract():
    assert dict(Thresholds()) == CONTRACT


def test_nothing_differs_from_the_textbook_at_first():
    assert Thresholds().changed() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("abc.share.a", 0.01), ("abc.share.b", 0.999), ("abc.average.a", 1), ("abc.average.a", 100), ("abc.average.c", 1),
        ("xyz.regularity.x", 1), ("xyz.regularity.y", 0), ("xyz.variation.x", 0), ("xyz.variation.y", 10), ("rfm.bins", 2),
        ("rfm.bins", 10), ("lifecycle.regular_from", 50), ("profit.d_margin", -1),
    ],
)  # fmt: skip
def test_both_ends_of_a_range_are_allowed(name, value):
    assert Thresholds({name: value})[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("abc.share.a", 0), ("abc.share.a", 1), ("abc.share.b", 1), ("abc.average.a", 0.99), ("abc.average.c", 101),
        ("xyz.regularity.x", 1.01), ("xyz.variation.y", 10.1), ("rfm.bins", 1), ("rfm.bins", 2.5), ("abc.share.a", "nan"),
        ("abc.average.a", "inf"), ("abc.share.a", "much"), ("abc.share.a", ""), ("abc.share.a", None), ("rfm.bins", True),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused_by_name(name, value):
    assert refusal(Thresholds, {name: value}) == ("threshold_range", name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("abc.method", "abc", "threshold_choice"), ("measure", "Revenue", "threshold_choice"),
        ("measure", ["revenue"], "threshold_choice"),
        ("include_unfinished", "perhaps", "threshold_choice"), ("rfm.recency_cuts", "3,2,1", "threshold_numbers"),
        ("rfm.recency_cuts", "1,1", "threshold_numbers"), ("rfm.recency_cuts", "a,b", "threshold_numbers"),
        ("rfm.recency_cuts", "nan", "threshold_numbers"), ("rfm.recency_cuts", "1,inf", "threshold_numbers"),
        ("rfm.recency_cuts", 5, "threshold_numbers"), ("rfm.recency_cuts", "1,2,3,4,5,6,7,8,9,10", "threshold_numbers"),
        ("rfm.map", "champion", "threshold_cells"), ("rfm.map", ",".join(["best"] * 25), "threshold_cells"),
        ("rfm.map", "", "threshold_cells"), ("rfm.map", 5, "threshold_cells"), ("renew.weights", "1,nan,1", "threshold_numbers"),
        ("renew.columns", "brand;drop table sales", "threshold_names"), ("renew.columns", "", "threshold_names"),
        ("renew.columns", 5, "threshold_names"), ("renew.columns", None, "threshold_names"),
        ("abc.shares.a", 0.8, "threshold_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(name, value, code):
    assert refusal(Thresholds, {name: value}) == (code, name)


@pytest.mark.parametrize(("low", "high"), ORDERED)
def test_a_pair_out_of_order_is_refused(low, high):
    middle = {"lifecycle.at_risk_after": 10, "lifecycle.lost_after": 10}.get(low, (Thresholds()[low] or 0) or 1)
    value = min(middle, ALL[low].high, ALL[high].high)
    with pytest.raises(Unusable) as fault:
        Thresholds({low: value, high: value})
    assert fault.value.code == "threshold_order"
    assert (fault.value.particulars["low"], fault.value.particulars["high"]) == (low, high)


def test_a_must_stay_below_b():
    assert refusal(Thresholds, {"abc.share.a": 0.95})[0] == "threshold_order"
    assert Thresholds({"abc.share.a": 0.95, "abc.share.b": 0.96})["abc.share.a"] == 0.95


def test_a_boundary_left_to_the_data_breaks_no_order():
    assert Thresholds({"lifecycle.at_risk_after": 400})["lifecycle.lost_after"] is None


def test_a_decimal_comma_is_understood():
    assert Thresholds({"abc.share.a": "0,8"})["abc.share.a"] == 0.8


def test_a_change_makes_a_new_set_and_leaves_the_old():
    textbook = Thresholds()
    changed = textbook.having({"abc.share.a": 0.8})
    assert (textbook["abc.share.a"], changed["abc.share.a"], changed.changed()) == (0.75, 0.8, {"abc.share.a": "0.8"})
    assert changed != textbook and changed.having({"abc.share.a": 0.75}) == textbook


def test_equal_sets_are_one_key():
    assert len({Thresholds(), Thresholds({"abc.average.a": 6.0}), Thresholds({"abc.average.a": "6"})}) == 1


class TestScenarioFile:
    def read(self, tmp_path, text: str) -> Thresholds:
        file = tmp_path / "scenario.toml"
        file.write_text(text, "utf-8")
        return from_toml(file)

    @pytest.mark.parametrize(
        "text", ['"abc.share.a" = 0.8', "[abc.share]\na = 0.8", "abc.share.a = 0.8", "[abc]\nshare = { a = 0.8 }"]
    )
    def test_dotted_names_and_tables_are_the_same(self, tmp_path, text):
        assert self.read(tmp_path, text).changed() == {"abc.share.a": "0.8"}

    def test_lists_are_numbers_and_names(self, tmp_path):
        read = self.read(tmp_path, '"rfm.recency_cuts" = [30, 90]\n"renew.columns" = ["brand"]\n"renew.weights" = [2]')
        assert (read["rfm.recency_cuts"], read["renew.columns"], read["renew.weights"]) == ((30, 90), ("brand",), (2,))

    def test_a_broken_file_is_named(self, tmp_path):
        with pytest.raises(Unusable) as fault:
            self.read(tmp_path, "abc.share.a = ")
        assert (fault.value.code, fault.value.particulars["file"]) == ("scenario_file", "scenario.toml")

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(Unusable) as fault:
            from_toml(tmp_path / "nowhere.toml")
        assert (fault.value.code, fault.value.particulars["file"]) == ("scenario_file", "nowhere.toml")

    def test_a_binary_file_is_named(self, tmp_path):
        (tmp_path / "scenario.toml").write_bytes(b"\xff\xfe\x00")
        assert refusal(from_toml, tmp_path / "scenario.toml") == ("scenario_file", None)

    @pytest.mark.parametrize("text", ["what = 1", "[abc.share]\nc = 1", "abc = 1"])
    def test_an_unknown_name_is_refused(self, tmp_path, text):
        with pytest.raises(Unusable) as fault:
            self.read(tmp_path, text)
        assert fault.value.code == "threshold_unknown"


class TestAssignments:
    def test_they_change_the_set_in_hand(self):
        start = Thresholds({"abc.share.a": 0.8})
        made = from_assignments(["abc.share.b = 0.9", "include_unfinished=yes"], start)
        assert made.changed() == {"abc.share.a": "0.8", "abc.share.b": "0.9", "include_unfinished": "true"}

    def test_the_last_one_wins(self):
        assert from_assignments(["abc.average.a=3", "abc.average.a=4"])["abc.average.a"] == 4

    def test_a_value_may_hold_a_sign(self):
        assert refusal(from_assignments, ["measure=a=b"]) == ("threshold_choice", "measure")

    def test_without_the_sign_it_is_refused(self):
        with pytest.raises(Unusable) as fault:
            from_assignments(["abc.share.a"])
        assert (fault.value.code, fault.value.particulars) == ("assignment", {"value": "abc.share.a"})


def any_value(threshold) -> st.SearchStrategy:
    match threshold:
        case Choice():
            return st.sampled_from(threshold.options)
        case Flag():
            return st.booleans()
        case Number(whole=True):
            return st.integers(int(threshold.low), int(threshold.high)) | _none(threshold)
        case Number():
            return st.floats(threshold.low, threshold.high) | _none(threshold)
        case Numbers():
            numbers = st.lists(st.floats(max(threshold.low, -1e9), min(threshold.high, 1e9)), max_size=4, unique=True)
            return numbers.map(sorted) if threshold.ascending else numbers
        case Cells():
            cells = len(threshold.default)
            return st.lists(st.sampled_from(threshold.options), min_size=cells, max_size=cells)
        case Names():
            return st.lists(st.sampled_from(["brand", "grade_1", "RU", "регион"]), min_size=1, max_size=3)


def _none(threshold: Number) -> st.SearchStrategy:
    return st.none() if threshold.default is None else st.nothing()


@st.composite
def valid(draw) -> Thresholds:
    names = draw(st.lists(st.sampled_from(list(ALL)), max_size=12, unique=True))
    made = Thresholds()
    for name in names:
        try:
            made = made.having({name: draw(any_value(ALL[name]))})
        except Unusable as fault:
            assert fault.code == "threshold_order"
    return made


@settings(max_examples=150, deadline=None)
@given(valid())
def test_any_valid_set_survives_a_link(thresholds):
    link = thresholds.changed()
    assert all(isinstance(text, str) for text in link.values())
    assert Thresholds(link) == thresholds


@settings(max_examples=150, deadline=None)
@given(valid())
def test_any_valid_set_survives_the_command_line(thresholds):
    assert from_assignments([f"{name}={value}" for name, value in thresholds.changed().items()]) == thresholds


@settings(max_examples=100, deadline=None)
@given(thresholds=valid())
def test_any_valid_set_survives_a_scenario_file(thresholds, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "scenario.toml"
    file.write_text(thresholds.toml(), "utf-8")
    assert from_toml(file) == thresholds


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(list(ALL)),
        st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.floats()),
        max_size=3,
    )
)
def test_whatever_is_given_is_a_valid_set_or_a_sentence(changes):
    try:
        made = Thresholds(changes)
    except Unusable:
        return
    for low, high in ORDERED:
        assert made[low] is None or made[high] is None or made[low] < made[high]
