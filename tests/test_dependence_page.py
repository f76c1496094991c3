"""The page of dependence as a visitor meets it: balance, concentration, the stress test, group C cut off, a minimum."""

from __future__ import annotations

import re

import pytest

from tests.screens import Visitor, as_read, workspace_with
from tests.test_pages import CODE, FILE_NAME, FOREIGN

pytestmark = pytest.mark.usefixtures("own_rooms")

# C are vera and gena with 20 and 10 of 1,000; without them it is dina
SHOP = """Client,Date,Amount,Profit,Manager
anna,2025-01-05,400,100,Ira
anna,2025-02-05,300,60,Ira
boris,2025-01-15,150,30,Oleg
boris,2025-03-15,50,10,Oleg
dina,2025-03-16,70,7,Ira
vera,2025-02-17,20,2,Oleg
gena,2025-03-18,10,-4,Ira
"""
TOTALS = "Client,Amount\nanna,800\nboris,150\nvera,50\n"
BELOW_ZERO = "Client,Amount\nanna,-5\nboris,0\n"
ONE = "Client,Date,Amount\nanna,2025-01-05,400\n"
TABS = ("concentration", "stress", "cut", "minimum")


@pytest.fixture(scope="module")
def browsers(own_rooms) -> dict[str, str]:
    files = {"shop": SHOP, "totals": TOTALS, "negative": BELOW_ZERO, "one": ONE}
    return {name: workspace_with((f"{name}.csv", text)) for name, text in files.items()}


@pytest.fixture
def shop(browsers) -> str:
    return browsers["shop"]


def opened(browser: str, tab: str = "concentration", language: str = "en", **link: str | list[str]) -> Visitor:
    visitor = Visitor(language, browser)
    visitor.app.session_state[f"dependence.tabs.{language}"] = visitor.words(f"dependence.tab_{tab}")
    return visitor.opens("dependence", **link)


def headlines(visitor: Visitor) -> list[str]:
    return [as_read(m.value) for m in visitor.app.markdown if m.value.startswith("#### ")]


def listed(visitor: Visitor) -> list[str]:
    return visitor.column("customer_id", "average_order")


class TestBalance:
    def test_the_share_of_a_is_held_against_the_norm(self, shop):
        told = "Class A is 40.0% of clients, above the norm (20–30%): class A is diluted, the best get lost in it."
        assert opened(shop).headline == f"{told} The three largest bring 97.0% of revenue."

    def test_the_norm_is_the_visitors(self, shop):
        assert "within the norm (20–45%)" in opened(shop, balance__a_high="0.45").headline
        assert "below the norm (50–60%)" in opened(shop, balance__a_low="0.5", balance__a_high="0.6").headline

    def test_the_method_of_abc_decides(self, shop):
        assert opened(shop, abc__method="average").headline.startswith("Class A is empty, 0.0% of clients")
        assert opened(shop, abc__method="volume_frequency").headline.startswith("Class A is 40.0%")


class TestConcentration:
    def test_the_indices_are_told_and_read(self, shop):
        visitor = opened(shop)
        assert (visitor.metrics()["HHI"], visitor.metrics()["Gini"]) == ("5,354", "0.62")
        assert any(
            text.startswith("HHI 5,354: the base is built as if there were 2 equal clients") for text in visitor.reads()
        )

    def test_the_largest_fifth_is_marked_on_the_curve(self, shop):
        assert "the largest 20% bring 70.0%" in opened(shop).letters()

    def test_the_page_of_abc_tells_the_same_indices(self, shop):
        assert Visitor("en", shop).opens("abc_analysis").metrics()["HHI"] == "5,354"


class TestStress:
    def test_the_largest_three_to_begin_with(self, shop):
        told = "3 clients leave (60.0% of the base), taking 97.0% of revenue (970). Of profit 207 goes (101.0%)."
        visitor = opened(shop, "stress")
        assert headlines(visitor)[-1] == told and listed(visitor) == ["anna", "boris", "dina"]

    def test_a_book_a_class_and_a_client_together(self, shop):
        link = {"dependence__top": "0", "dependence__class": "abc_share_class.C"}
        visitor = opened(shop, "stress", **link)
        assert listed(visitor) == ["vera", "gena"]
        link |= {"dependence__column": "manager", "dependence__values": "Oleg"}
        assert listed(opened(shop, "stress", **link)) == ["boris", "vera", "gena"]
        assert listed(opened(shop, "stress", **link, dependence__clients="dina")) == ["boris", "dina", "vera", "gena"]

    def test_what_is_chosen_goes_to_the_link_and_changes_the_answer(self, shop):
        visitor = opened(shop, "stress", dependence__top="0")
        assert headlines(visitor)[-1].startswith("0 clients: nobody is chosen")
        visitor.chooses("dependence.clients", ["anna", "gena"], "multiselect")
        assert visitor.link["dependence.clients"] == ["anna", "gena"]
        assert headlines(visitor)[-1].startswith("2 clients leave (40.0% of the base), taking 71.0%")
        visitor.chooses("dependence.class", "abc_share_class.B")
        assert headlines(visitor)[-1].startswith("3 clients leave")
        assert visitor.link["dependence.class"] == "abc_share_class.B"
        visitor.chooses("dependence.column", "manager").chooses("dependence.values", ["Oleg"], "multiselect")
        assert visitor.link["dependence.values"] == "Oleg"
        assert headlines(visitor)[-1].startswith("Everybody leaves: 5 clients")
        visitor.chooses("dependence.column", "")
        assert "dependence.values" not in visitor.link

    def test_before_and_after_stand_side_by_side(self, shop):
        table = opened(shop, "stress", dependence__top="1").table("what", "before", "after").set_index("what")
        assert table.loc["Clients"].tolist() == ["5", "4", "−1"]
        assert table.loc["Revenue"].tolist() == ["1K", "300", "−700"]
        assert table.loc["Share of clients in A"].tolist() == ["40.0%", "50.0%", "+10.0 p.p."]

    def test_those_who_change_class_are_listed(self, shop):
        visitor = opened(shop, "stress", dependence__top="1")
        rows = visitor.table("customer_id", "from_class", "to_class")
        assert rows[["customer_id", "from_class", "to_class"]].to_numpy().tolist() == [
            ["dina", "B", "A"],
            ["vera", "C", "B"],
        ]

    def test_everybody_gone_is_said_in_a_sentence(self, shop):
        visitor = opened(shop, "stress", dependence__top="5")
        assert visitor.remarks == [visitor.words("errors.nobody_remains")]
        assert headlines(visitor)[-1].startswith("Everybody leaves: 5 clients")

    def test_a_link_of_another_base_takes_nobody(self, browsers):
        link = {"dependence__top": "0", "dependence__column": "manager", "dependence__values": "Oleg"}
        visitor = opened(browsers["totals"], "stress", **link, dependence__clients="nobody", dependence__class="x.y")
        assert headlines(visitor)[-1].startswith("0 clients") and not visitor.told


class TestCut:
    def test_at_once_in_the_long_run_and_the_new_c(self, shop):
        visitor = opened(shop, "cut", dependence__long_run_loss="0.25")
        assert headlines(visitor)[-1].startswith("Group C is 2 clients (40.0% of the base). Cutting it off loses 3.0%")
        effects = visitor.table("what", "revenue", "revenue_share")
        assert effects["revenue"].tolist() == ["1,000", "970", "750"]
        assert effects["profit"].tolist() == ["205", "207", "160.05"]
        assert visitor.words("dependence.no_new_c") in visitor.reads()

    def test_a_cost_of_serving_is_saved(self, shop):
        visitor = opened(shop, "cut", dependence__cost_to_serve="10")
        assert any(
            text.startswith("20 of serving it is saved. Together that is +22 of profit at once.")
            for text in visitor.reads()
        )

    def test_again_and_again(self, shop):
        visitor = Visitor("en", shop)
        visitor.app.session_state["dependence.tabs.en"] = visitor.words("dependence.tab_cut")
        visitor.app.session_state["dependence.again"] = True
        rounds = visitor.opens("dependence", abc__share__b="0.8").table("round", "c_customers")
        assert rounds["customers"].tolist()[:2] == ["5", "2"]

    def test_an_empty_c_is_said(self, shop):
        visitor = opened(shop, "cut", abc__share__b="0.995")
        assert visitor.remarks == [visitor.words("dependence.no_c")]


class TestMinimum:
    def test_who_is_below_and_what_it_changes(self, shop):
        visitor = opened(shop, "minimum", dependence__minimum_order="80", dependence__rise_share="0.5")
        told = "The average orders of 3 clients (60.0% of the base) are below the minimum of 80."
        assert headlines(visitor)[-1].startswith(f"{told} If 50% of them rise and the others leave: +20 of revenue")
        assert listed(visitor) == ["dina", "vera", "gena"]

    def test_of_the_revenue_of_the_period(self, shop):
        visitor = opened(shop, "minimum", dependence__minimum_order="80")
        visitor.switches("dependence.minimum_of", "sum")
        assert visitor.link["dependence.minimum_of"] == "sum" and "dependence.minimum_order" not in visitor.link

    def test_nobody_below_is_said(self, shop):
        assert headlines(opened(shop, "minimum", dependence__minimum_order="0"))[-1].startswith(
            "A minimum of 0 changes nothing"
        )


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    ("base", "language"), [("shop", "ru"), ("shop", "en"), ("totals", "ru"), ("negative", "en"), ("one", "ru")]
)
def test_every_part_answers_or_says_why_not_in_one_language(browsers, base, tab, language):
    visitor = opened(browsers[base], tab, language, dependence__top="1")
    assert not visitor.complaints and re.search(r"\d", visitor.headline)
    foreign, known = FOREIGN[language]
    texts = [FILE_NAME.sub("", text) for text in visitor.reads()]
    mine = {"anna", "boris", "dina", "vera", "gena", "Ira", "Oleg"} if language == "ru" else set()
    assert {word for text in texts for word in foreign.findall(text)} - known - mine == set()
    assert {code for text in texts for code in CODE.findall(text)} == set()
    assert [text for text in texts if re.search(r"[{}]|\bNone\b|\bnan\b|\bNaT\b", text)] == []
