"""Scenarios: sets of thresholds under a name, there and back by link, file and what is kept with the base. METHODS §18."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import __main__ as command
from analytics import keeping, scenarios
from analytics.errors import Unusable
from analytics.keeping import Kept
from analytics.scenarios import BUILT_IN, MOST, Scenario, built_in
from analytics.segment_map import TEXTBOOK
from analytics.thresholds import ALL, MOST_BYTES, Thresholds, read_toml
from tests.test_thresholds import valid

CAUTIOUS = Thresholds({"abc.share.a": 0.6, "measure": "profit"})
# every kind of threshold at once: a choice, a flag, shares, days left to the data and set, cut points, a map, names, weights
OF_EVERY_KIND = Thresholds(
    {
        "measure": "orders",
        "include_unfinished": True,
        "abc.share.a": 0.1 + 0.2,
        "lifecycle.lost_after": 400,
        "growth.capacity_cut": 1e12,
        "rfm.method": "cuts",
        "rfm.recency_cuts": [-3.5, 1e-9, 1e22],
        "rfm.map": ["own_1", *TEXTBOOK[1:]],
        "renew.columns": ["grade_1"],
        "renew.weights": [0.5],
        "loyalty.country": "KZ",
    }
)


def fault_of(ask, *given) -> str:
    with pytest.raises(Unusable) as fault:
        ask(*given)
    return fault.value.code


class TestOurs:
    @pytest.mark.parametrize("code", BUILT_IN)
    def test_are_valid_and_named_by_their_code_in_a_link(self, code):
        assert built_in(code).text == code and scenarios.read(code) == built_in(code)

    def test_differ_from_each_other(self):
        assert len({built_in(code).thresholds for code in BUILT_IN}) == len(BUILT_IN)

    def test_the_textbook_changes_nothing(self):
        assert built_in("textbook").thresholds == Thresholds()


class TestALink:
    def test_carries_what_differs_and_the_name_at_its_end(self):
        assert scenarios.written("Cautious", CAUTIOUS) == "measure=profit;abc.share.a=0.6;name=Cautious"
        assert scenarios.read("measure=profit;abc.share.a=0.6;name=Cautious") == Scenario(CAUTIOUS, "Cautious")

    def test_carries_a_name_without_a_threshold(self):
        assert scenarios.read("name=As ever") == Scenario(Thresholds(), "As ever")

    @pytest.mark.parametrize("name", ["a;name=b", "x=y;z", "6·P", "textbook", "ООО «Ромашка»", "name="])
    def test_any_name_comes_back(self, name):
        assert scenarios.read(scenarios.written(name, CAUTIOUS)) == Scenario(CAUTIOUS, name)

    def test_every_kind_of_threshold_comes_back(self):
        assert scenarios.read(scenarios.written("x", OF_EVERY_KIND)).thresholds == OF_EVERY_KIND

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "scenario_text"),
            ("nonsense", "scenario_text"),
            ("abc.share.a=0.8", "scenario_text"),
            ("name=", "scenario_text"),
            ("name=\u202e \x00", "scenario_text"),
            ("abc.share.a;name=x", "scenario_text"),
            ("abc.share.a=2;name=x", "threshold_range"),
            ("abc.share.a=0.96;name=x", "threshold_order"),
            ("no.such=1;name=x", "threshold_unknown"),
            ("rfm.map=champion;name=x", "threshold_cells"),
        ],
    )
    def test_what_it_cannot_be_is_refused(self, text, code):
        assert fault_of(scenarios.read, text) == code

    def test_a_name_of_a_link_is_one_line_of_a_bearable_length(self):
        assert scenarios.read("name=a\nb\u202ec").name == "a bc"
        assert len(scenarios.read(f"name={'x' * 500}").name) == keeping.LONGEST_NAME


@settings(max_examples=60, deadline=None)
@given(thresholds=valid(), name=st.text(min_size=1))
def test_any_valid_set_under_any_name_survives_a_link_and_what_is_kept(thresholds, name):
    name = keeping.clean(name)
    if not name:
        return
    assert scenarios.read(scenarios.written(name, thresholds)) == Scenario(thresholds, name)
    kept = keeping.read(Kept(scenarios=scenarios.with_one({}, name, thresholds)).toml())
    assert scenarios.usable(kept.scenarios) == ({name: Scenario(thresholds, name)}, {})


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(st.sampled_from([*ALL, "=", ";", "name=", "0.5", "x", "\x00"])).map("".join))
def test_whatever_a_link_holds_is_a_scenario_or_a_sentence(text):
    try:
        found = scenarios.read(text)
    except Unusable:
        return
    assert scenarios.read(found.text) == found


@settings(max_examples=100, deadline=None)
@given(st.binary() | st.text().map(str.encode) | valid().map(lambda thresholds: thresholds.toml().encode() + b"\n["))
def test_whatever_a_file_holds_is_a_set_or_a_sentence(content):
    try:
        assert isinstance(read_toml(content, "x.toml"), Thresholds)
    except Unusable:
        return


class TestAFile:
    def test_every_kind_of_threshold_comes_back(self):
        assert read_toml(OF_EVERY_KIND.toml().encode(), "x.toml") == OF_EVERY_KIND

    def test_boundaries_left_to_the_data_are_left_to_it_again(self):
        read = read_toml(Thresholds({"lifecycle.at_risk_after": 30}).toml().encode(), "x.toml")
        assert (read["lifecycle.at_risk_after"], read["lifecycle.lost_after"], read["growth.activity_cut"]) == (
            30,
            None,
            None,
        )

    def test_notepad_may_have_saved_it(self):
        assert read_toml(b'\xef\xbb\xbf"abc.share.a" = 0.8\r\n', "x.toml")["abc.share.a"] == 0.8

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"[" * 10_000, "scenario_file"),
            (b"x = " + b"[" * 10_000, "scenario_file"),
            (b"a." * 5_000 + b"a = 1", "scenario_file"),
            (b'"rfm.bins" = ' + b"9" * 5000, "scenario_file"),
            (b'"rfm.bins" = 0x' + b"f" * 5000, "scenario_file"),
            (b'"rfm.recency_cuts" = [' + b"9" * 400 + b"]", "threshold_numbers"),
            (b'"abc.share.a" = 1979-05-27', "threshold_range"),
            (b'"abc.share.a" = nan', "threshold_range"),
            (b"\xff\xfe", "scenario_file"),
            (b"#" * (MOST_BYTES + 1), "scenario_too_large"),
        ],
        ids=lambda given: given[:24] if isinstance(given, bytes) else given,
    )
    def test_a_hostile_one_ends_in_a_sentence(self, content, code):
        assert fault_of(read_toml, content, "x.toml") == code

    def test_a_sentence_quotes_no_more_of_it_than_a_person_reads(self):
        with pytest.raises(Unusable) as fault:
            read_toml(b'"abc.method" = "' + b"x" * 5000 + b'"', "x.toml")
        assert len(fault.value.particulars["value"]) < 100

    def test_the_command_line_reads_the_same_set(self, tmp_path, capsys):
        sales, file = tmp_path / "sales.csv", tmp_path / "scenario.toml"
        sales.write_text("Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200\n", "utf-8")
        file.write_text(OF_EVERY_KIND.toml(), "utf-8")
        assert command.main(["summary", str(sales), "--scenario", str(file), "--json", "--quiet"]) == 0
        told = json.loads(capsys.readouterr().out)["thresholds"]
        assert Thresholds(told) == OF_EVERY_KIND


class TestThoseOfAPerson:
    OWN = {"Cautious": {"abc.share.a": "0.6"}}

    def test_one_more(self):
        assert scenarios.with_one(self.OWN, " Bold  one ", CAUTIOUS) == self.OWN | {"Bold one": CAUTIOUS.changed()}

    @pytest.mark.parametrize(("name", "code"), [("cautious ", "scenario_name_taken"), ("\u202e ", "scenario_unnamed")])
    def test_a_name_that_will_not_do_is_told(self, name, code):
        assert fault_of(scenarios.with_one, self.OWN, name, CAUTIOUS) == code

    def test_no_more_than_can_be_chosen_from(self):
        many = {str(i): {} for i in range(MOST)}
        assert fault_of(scenarios.with_one, many, "one more", CAUTIOUS) == "scenarios_too_many"

    def test_another_name_and_other_thresholds(self):
        assert scenarios.renamed(self.OWN | {"B": {}}, "Cautious", "Bold") == {"Bold": self.OWN["Cautious"], "B": {}}
        assert scenarios.renamed(self.OWN, "Cautious", "CAUTIOUS") == {"CAUTIOUS": self.OWN["Cautious"]}
        assert fault_of(scenarios.renamed, self.OWN | {"B": {}}, "B", "cautious") == "scenario_name_taken"
        assert scenarios.changed(self.OWN, "Cautious", CAUTIOUS) == {"Cautious": CAUTIOUS.changed()}
        assert scenarios.without(self.OWN, "Cautious") == {}

    def test_one_that_is_gone_meanwhile_is_not_brought_back(self):
        assert scenarios.changed(self.OWN, "Bold", CAUTIOUS) == self.OWN
        assert scenarios.renamed(self.OWN, "Bold", "Bolder") == self.OWN

    def test_a_file_of_a_taken_name_gets_a_number(self):
        assert scenarios.free_name("cautious", self.OWN) == "cautious (2)"

    def test_what_cannot_be_used_of_what_is_kept_is_told_by_name(self):
        kept = self.OWN | {"old": {"abc.shares": "1"}, "odd": {"abc.share.a": "much"}, "": {}}
        found, broken = scenarios.usable(kept)
        assert list(found) == ["Cautious"]
        told = {name: fault.code for name, fault in broken.items()}
        assert told == {"old": "threshold_unknown", "odd": "threshold_range", "": "scenario_unnamed"}

    def test_a_file_with_thousands_of_them_shows_the_first(self):
        found, broken = scenarios.usable({f"{i:05}": {} for i in range(5000)})
        assert (len(found), len(broken)) == (MOST, 0)


def test_scenarios_differ_in_the_thresholds_that_are_not_the_same_in_all():
    sets = [Thresholds(), CAUTIOUS, Thresholds({"bucket": "week", "abc.share.a": 0.6})]
    assert scenarios.differing(sets) == ["measure", "bucket", "abc.share.a"]
    assert scenarios.differing([CAUTIOUS, CAUTIOUS]) == []
