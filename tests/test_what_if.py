"""The page of scenarios: side by side, saved, put in force, shared by a link, taken away and brought in. METHODS §18."""

from __future__ import annotations

import pytest

from analytics import keeping, keeping_file
from analytics.keeping_home import Home
from analytics.scenarios import BUILT_IN
from analytics.thresholds import Thresholds, read_toml
from analytics.words import LANGUAGES, words
from tests.screens import Visitor, is_sentence, workspace_with
from ui import taken_away
from ui.workspaces import workspaces

pytestmark = pytest.mark.usefixtures("own_rooms")

# Of 100 anna starts at 0 %, boris at 50 %, vera at 80 %, gena at 90 %, dina at 96 %; the average is 20, so by 6·P nobody is
# in A, and C is up to 10. Four whole months: anna bought in all of them, the others in one.
SALES = "Client,Date,Amount\n" + "".join(
    f"{client},{day},{amount}\n"
    for client, day, amount in [
        *(("anna", f"2025-0{month}-01", 12.5) for month in (1, 2, 3)),
        ("anna", "2025-04-30", 12.5),
        ("boris", "2025-02-10", 30),
        ("vera", "2025-03-10", 10),
        ("gena", "2025-01-10", 6),
        ("dina", "2025-04-10", 4),
    ]
)
CLASSES = ("abc_class", "xyz_class", "abc_xyz", "lifecycle_stage", "rfm_segment")
NARROW = "abc.share.a=0.5;name=Narrow"


@pytest.fixture(scope="module")
def shop(own_rooms) -> str:
    """Who asks it must leave no scenario in it."""
    return workspace_with(("sales.csv", SALES))


@pytest.fixture
def own_shop() -> str:
    return workspace_with(("sales.csv", SALES))


@pytest.fixture
def visitor(shop) -> Visitor:
    return Visitor("en", shop).opens("what_if")


def numbers(visitor: Visitor) -> list:
    """Everything a person compares on the page."""
    tables = [table.value.to_dict("records") for table in visitor.app.dataframe][:4]
    return [visitor.headline, *tables]


def saves(visitor: Visitor, name: str) -> Visitor:
    return writes(visitor, "save", name)


def writes(visitor: Visitor, what: str, name: str) -> Visitor:
    field = next(t for t in visitor.app.text_input if t.key.startswith(f"what_if.{what}_name"))
    field.set_value(name)
    next(b for b in visitor.app.button if (b.key or "").startswith(f"FormSubmitter:what_if.{what}_form")).click()
    return visitor.runs()


def kept(visitor: Visitor) -> dict:
    return {name: dict(values) for name, values in visitor.workspace.kept.scenarios.items()}


class TestSideBySide:
    def test_tells_how_many_more_and_how_much_money_moves(self, shop):
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.b": NARROW})
        assert visitor.headline == (
            "Under “Narrow (from the link)” class “A” has 1 client fewer: 2 → 1. "
            "1 client changes class, and 30 of revenue (30.0%) moves along."
        )

    def test_the_thresholds_in_force_meet_one_that_differs_until_others_are_chosen(self, visitor, shop):
        assert "“6·P”" in visitor.headline
        assert "“Textbook”" in Visitor("en", shop).opens("what_if", abc__share__a="0.5").headline

    def test_sizes_stand_beside_each_other_with_the_difference(self, visitor):
        rows = visitor.table("scenario", "customers_change")
        found = list(zip(rows["class"], rows["scenario"], rows["customers"], rows["customers_change"], strict=True))
        assert found[:4] == [
            ("A", "Now", "2", "—"),
            ("A", "6·P", "0", "−2"),
            ("B", "Now", "2", "—"),
            ("B", "6·P", "2", "0"),
        ]
        assert rows["revenue_change"].tolist() == ["—", "−80", "—", "+64", "—", "+16"]

    def test_moves_add_up_in_the_last_row(self, visitor):
        rows = visitor.table("from_class", "move", "customers")
        assert rows["from_class"].tolist() == ["A", "B", "In all"]
        assert rows["customers"].tolist() == ["2", "2", "4"] and rows["revenue"].tolist() == ["80", "16", "96"]

    def test_all_who_moved_are_listed_until_a_cell_is_clicked(self, visitor):
        assert visitor.column("customer_id", "to_class") == ["anna", "boris", "vera", "gena"]
        visitor.app.session_state["what_if_moves.abc_class.en.False"] = {"selection": {"cell": [{"place": 5}]}}
        assert visitor.runs().column("customer_id", "to_class") == ["vera", "gena"]

    def test_only_thresholds_that_differ_are_in_the_table_of_differences(self, visitor):
        rows = visitor.table("threshold", "side_0")
        assert rows.to_dict("records") == [
            {"threshold": "ABC · Method", "side_0": "Shares 75/95", "side_1": "6·P of the average"}
        ]

    def test_a_third_one_stands_beside_them(self, visitor):
        visitor.chooses("what_if.c", "eighty")
        rows = visitor.table("scenario", "customers_change")
        assert rows["scenario"].tolist() == ["Now", "6·P", "80/15/5"] * 3
        assert rows["customers"].tolist() == ["2", "0", "2", "2", "2", "2", "1", "3", "1"]
        assert visitor.link["what_if.c"] == "eighty"
        assert "what_if.c" not in visitor.chooses("what_if.c", "").link

    def test_a_scenario_beside_itself_moves_nobody(self, visitor):
        visitor.chooses("what_if.b", "now")
        assert visitor.headline == visitor.words("what_if.nobody_moves", first="Now", second="Now (2)")
        assert visitor.words("what_if.no_differences") in visitor.reads()
        assert visitor.words("frame.nobody") in visitor.reads()

    @pytest.mark.parametrize("name", CLASSES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_answers_for_every_class(self, name, language, shop):
        link = {"what_if.class": name, "what_if.b": "xyz.regularity.y=0.3;rfm.bins=2;name=X", "what_if.c": "variation"}
        visitor = Visitor(language, shop).opens("what_if", **link)
        assert visitor.headline and not visitor.complaints
        assert visitor.link == link

    def test_the_matrix_names_its_classes_by_both_letters(self, visitor):
        visitor.switches("what_if.class", "abc_xyz")
        assert visitor.column("class", "scenario")[:2] == ["AX", "AX"]

    def test_a_window_too_short_for_xyz_says_so(self):
        shop = workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nZoe,2025-01-12,5\n"))
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.class": "xyz_class"})
        assert visitor.headline and visitor.words("what_if.few_buckets") in visitor.remarks

    def test_totals_are_compared_by_what_they_know(self):
        shop = workspace_with(("totals.csv", "Client,Amount\nAnna,800\nBoris,150\nVera,50\n"))
        visitor = Visitor("en", shop).opens(
            "what_if", **{"what_if.class": "rfm_segment", "what_if.c": "volume_frequency"}
        )
        assert visitor.words("what_if.without_class", n=3, scenario="Volume × frequency") in visitor.reads()
        assert visitor.headline.startswith("Under “6·P” class “A” has 1 client fewer")
        assert visitor.app.button_group(key="kept.what_if.class").options == ["ABC"]


class TestScenariosThatSeeTheBaseOtherwise:
    def test_have_facts_of_their_own_and_money_is_revenue(self, shop):
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.b": "measure=orders;name=By orders"})
        assert visitor.words("what_if.sees_otherwise") in visitor.reads()
        # of 8 orders: anna 4, then boris, dina, gena, vera by name: boris starts at 50 %, dina at 62.5 %, gena at 75 %
        assert "has 1 client more: 2 → 3" in visitor.headline
        rows = visitor.table("scenario", "revenue")
        assert rows["revenue"].tolist() == ["80", "84", "16", "16", "4", "0"]

    def test_what_the_base_does_not_know_is_told_and_can_be_changed_back(self, shop):
        visitor = Visitor("ru", shop).opens("what_if", **{"what_if.b": "measure=profit;name=x"})
        assert len(visitor.complaints) == 1 and is_sentence(visitor.complaints[0], "ru", "errors.measure_missing")
        assert visitor.chooses("what_if.b", "textbook").headline


class TestUnderTheHand:
    def test_the_numbers_follow_a_moved_threshold(self, shop):
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.b": "textbook"})
        assert "sort the clients alike" in visitor.headline
        visitor.app.session_state["thresholds"] = {"abc.share.a": "0.5"}
        assert "class “A” has 1 client more: 1 → 2" in visitor.runs().headline

    def test_the_thresholds_of_the_compared_class_are_at_hand(self, visitor):
        assert visitor.component("tune.abc.share.a")["value"] == 75
        assert visitor.switches("what_if.class", "xyz_class").component("tune.xyz.regularity.x")["value"] == 75

    def test_one_click_leads_back_to_the_whole_textbook(self, shop):
        visitor = Visitor("en", shop).opens("what_if", abc__share__a="0.5", bucket="week", rfm__bins="3")
        assert visitor.presses("what_if.back").link == {}

    def test_without_the_thresholds_in_force_among_them_a_word_says_so(self, shop):
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.a": "textbook"})
        assert visitor.words("what_if.now_is_not_compared") in visitor.reads()


class TestSaved:
    @pytest.fixture
    def keeper(self, own_shop) -> Visitor:
        return saves(Visitor("en", own_shop).opens("what_if", abc__share__a="0.5"), "Narrow")

    def test_is_kept_with_the_base_and_there_after_a_restart(self, keeper):
        assert kept(keeper) == {"Narrow": {"abc.share.a": "0.5"}}
        assert keeping.load(keeper.workspace.folder).scenarios == {"Narrow": {"abc.share.a": "0.5"}}
        again = Visitor("en", keeper.browser).opens("what_if", **{"what_if.b": NARROW})
        assert "Under “Narrow” class “A”" in again.headline

    def test_travels_in_the_file_of_the_base(self, keeper, tmp_path):
        file = keeping_file.write(keeper.workspace.warehouse, keeper.workspace.kept, tmp_path / "x.clientbase")
        home = Home(tmp_path / "home").made()
        opened = keeping_file.read(home, file, "x")
        assert home.workspaces()[opened].scenarios == {"Narrow": {"abc.share.a": "0.5"}}

    @pytest.mark.parametrize(("name", "code"), [("", "scenario_unnamed"), ("narrow", "scenario_name_taken")])
    def test_a_name_that_will_not_do_is_told(self, name, code, keeper):
        saves(keeper, name)
        assert len(keeper.told) == 1 and is_sentence(keeper.told[0], "en", f"errors.{code}")
        assert list(kept(keeper)) == ["Narrow"]

    def test_is_put_in_force_by_one_click(self, keeper):
        visitor = Visitor("en", keeper.browser).opens("what_if")
        visitor.chooses("what_if.managed", NARROW).presses("what_if.apply")
        assert visitor.link == {"abc.share.a": "0.5"}
        assert visitor.app.button(key="what_if.apply").disabled

    def test_one_of_ours_is_put_in_force_too(self, visitor):
        visitor.chooses("what_if.managed", "six_p").presses("what_if.apply")
        assert visitor.link == {"abc.method": "average"}

    def test_another_name_and_other_thresholds_stay_side_by_side(self, keeper):
        keeper.chooses("what_if.b", NARROW).chooses("what_if.managed", NARROW)
        writes(keeper, "rename", "Tight")
        assert keeper.link["what_if.b"] == "abc.share.a=0.5;name=Tight"
        keeper.app.session_state["thresholds"] = {"abc.share.a": "0.6"}
        keeper.runs().presses("what_if.overwrite")
        assert kept(keeper) == {"Tight": {"abc.share.a": "0.6"}}
        assert keeper.link["what_if.b"] == "abc.share.a=0.6;name=Tight"

    def test_what_is_deleted_stands_beside_nothing_any_more(self, keeper):
        keeper.chooses("what_if.b", NARROW).chooses("what_if.managed", NARROW)
        keeper.presses("what_if.delete_it")
        assert kept(keeper) == {} and "what_if.b" not in keeper.link

    def test_what_cannot_be_used_is_told_and_can_be_removed(self, keeper):
        keeper.workspace.keep(scenarios={"Narrow": {"abc.share.a": "0.5"}, "<b>old": {"no.such": "1"}})
        keeper.runs()
        told = [warning.value for warning in keeper.app.warning]
        assert len(told) == 1 and "no\\.such" in told[0] and "\\<b\\>old" in told[0]
        assert list(kept(keeper.presses("what_if.drop_broken"))) == ["Narrow"]

    def test_an_older_kept_file_without_scenarios_opens(self, own_shop):
        folder = workspaces().of(own_shop).folder
        workspaces().leave(workspaces().of(own_shop))
        (folder / keeping.FILE).write_text(
            'format = 1\nname = ""\ntitle = ""\n\n[thresholds]\n"abc.share.a" = "0.5"\n', "utf-8"
        )
        assert Visitor("en", own_shop).opens("what_if").headline


class TestFiles:
    def test_what_is_taken_away_is_the_set_itself(self, own_shop, monkeypatch):
        offered = {}
        monkeypatch.setattr(
            taken_away, "button", lambda label, content, name, key, **look: offered.update({key: (name, content)})
        )
        visitor = saves(Visitor("en", own_shop).opens("what_if", abc__share__a="0.5", rfm__bins="3"), "A/B: test")
        name, content = offered["what_if.take_away"]
        assert name == "A_B_ test.toml"
        assert read_toml(content(), name) == Thresholds({"abc.share.a": 0.5, "rfm.bins": 3})
        assert visitor.headline

    def brings(self, visitor: Visitor, name: str, content: bytes) -> Visitor:
        next(u for u in visitor.app.file_uploader).set_value((name, content, ""))
        return visitor.runs()

    def test_a_file_becomes_a_scenario_under_its_name(self, own_shop):
        visitor = Visitor("en", own_shop).opens("what_if")
        self.brings(visitor, "Осторожный.toml", b'"abc.share.a" = 0.6\n[rfm]\nbins = 3\n')
        assert kept(visitor) == {"Осторожный": {"abc.share.a": "0.6", "rfm.bins": "3"}}
        self.brings(visitor, "осторожный.toml", b"")
        assert list(kept(visitor)) == ["Осторожный", "осторожный (2)"]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"abc.share.a = ", "scenario_file"),
            (b'"no.such" = 1', "threshold_unknown"),
            (b'"abc.share.a" = 2', "threshold_range"),
            (b"#" * 20_000, "scenario_too_large"),
        ],
    )
    def test_one_that_will_not_do_ends_in_one_sentence(self, content, code, visitor):
        self.brings(visitor, "x.toml", content)
        assert len(visitor.complaints) == 1 and is_sentence(visitor.complaints[0], "en", f"errors.{code}")
        assert kept(visitor) == {} and visitor.headline


class TestLinks:
    def test_a_link_shows_identical_numbers_to_somebody_who_has_nothing_saved(self, own_shop, shop):
        mine = Visitor("en", own_shop).opens("what_if", abc__share__a="0.5", xyz__regularity__y="0.3")
        saves(mine, "Narrow; 1=2").chooses("what_if.c", "abc.share.a=0.5;xyz.regularity.y=0.3;name=Narrow; 1=2")
        mine.app.session_state["thresholds"] = {"abc.share.a": "0.8", "abc.share.b": "0.9"}
        mine.runs()
        theirs = Visitor("en", shop).opens("what_if", **mine.link)
        as_of_link = [str(part).replace(" (from the link)", "") for part in numbers(theirs)]
        assert as_of_link == [str(part) for part in numbers(mine)]
        assert theirs.link == mine.link and "Narrow; 1=2 (from the link)" in theirs.reads()

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("text", ["magic", "abc.share.a=2;name=x", "no.such=1;name=<b>", "name=", "=;=;name=x"])
    def test_a_scenario_that_cannot_be_used_is_passed_over_and_told(self, text, language, shop):
        visitor = Visitor(language, shop).opens("what_if", **{"what_if.b": text})
        assert len(visitor.told) == 1 and visitor.headline and visitor.link == {}

    def test_a_hostile_name_is_shown_letter_for_letter(self, shop):
        name = "<img src=x onerror=alert(1)> **b** [a](http://x) :red[x]"
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.b": f"abc.share.a=0.5;name={name}"})
        assert f"Under “{name} (from the link)”" in visitor.headline

    def test_what_came_with_a_link_can_be_kept_here(self, own_shop):
        visitor = Visitor("en", own_shop).opens("what_if", **{"what_if.b": NARROW})
        visitor.presses("what_if.keep_it")
        assert kept(visitor) == {"Narrow": {"abc.share.a": "0.5"}} and "Under “Narrow” class" in visitor.headline
        assert not [button for button in visitor.app.button if button.key == "what_if.keep_it"]

    def test_an_unknown_class_is_passed_over(self, shop):
        visitor = Visitor("en", shop).opens("what_if", **{"what_if.class": "password"})
        assert len(visitor.told) == 1 and visitor.link == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scenario_of_ours_has_its_word(language):
    assert all(words(language).has(f"what_if.scenario_{code}") for code in ("now", *BUILT_IN))
