"""Workshop mode: shown large without a sidebar, names replaced first, a tour with the numbers in force, a link for the room."""

from __future__ import annotations

import copy
import re
import secrets

import pytest
import segno

from analytics.aliases import KINDS
from analytics.anonymised_copy import Called, made, origin
from analytics.charts import class_bars, pareto, projector
from analytics.charts.theme import Look
from analytics.keeping import Kept
from analytics.keeping_home import Home
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES, words
from tests.screens import Visitor, as_read, workspace_with
from ui import tour_steps, workshop_link
from ui import workspaces as rooms
from ui.desk import desk_of

pytestmark = pytest.mark.usefixtures("own_rooms")

SALES = """Client,Date,Amount,Manager
Anna Berg,2025-01-10,700,Kim Lee
Boris Stone,2025-02-20,200,Olga Bright
Anna Berg,2025-03-05,100,Kim Lee
"""
NAMED = re.compile("Anna|Berg|Boris|Stone|Kim|Olga|sales.csv")


def owner_of_sales(language: str = "en") -> Visitor:
    return Visitor(language, workspace_with(("sales.csv", SALES)))


def open_now(visitor: Visitor):
    """The workspace the visitor is in."""
    return rooms.workspaces().open(visitor.workspace.home.name, visitor.app.session_state["workspace"])


@pytest.fixture(scope="module")
def souvenirs(own_rooms) -> str:
    """A browser with the souvenir company open."""
    visitor = Visitor("en").opens("data").presses("sample.souvenirs")
    desk_of(visitor.workspace.warehouse).wait()
    return visitor.browser


def guide(browser: str, language: str = "en", **link: str) -> Visitor:
    return Visitor(language, browser).opens("abc_analysis", workshop="on", **link)


class TestTheWayItIsShown:
    def test_the_sidebar_gives_its_place_to_a_bar_with_every_page_the_language_and_the_way_out(self):
        visitor = owner_of_sales().opens("abc_analysis", workshop="on")
        assert visitor.title == visitor.words("abc_analysis.question")
        assert not visitor.app.sidebar.children
        reads = visitor.reads()
        for room in ("data", "rfm", "migration", "satisfaction"):
            assert visitor.words(f"{room}.title") in reads
        assert visitor.app.button(key="workshop.leave").label == visitor.words("workshop.leave")

    def test_one_click_leaves_and_the_link_tells(self):
        visitor = owner_of_sales().opens("abc_analysis", workshop="on")
        assert visitor.link["workshop"] == "on"
        visitor.presses("workshop.leave")
        assert "workshop" not in visitor.link and visitor.app.sidebar.children
        assert visitor.title == visitor.words("abc_analysis.question")

    def test_it_is_of_the_visit_and_not_kept_with_the_base(self):
        visitor = owner_of_sales().opens("abc_analysis", workshop="on")
        visitor.switches("abc.method", "average")
        assert visitor.workspace.kept.thresholds == {"abc.method": "average"}
        again = Visitor("en", visitor.browser)
        again.workspace.keep(thresholds={"abc.method": "average"})
        again.opens("abc_analysis")
        assert again.link == {"abc.method": "average"}

    def test_it_alone_in_the_link_brings_back_what_is_kept_with_the_base(self):
        visitor = owner_of_sales()
        visitor.workspace.keep(thresholds={"abc.share.a": "0.6"})
        visitor.opens("abc_analysis", workshop="on")
        assert visitor.link == {"abc.share.a": "0.6", "workshop": "on"}

    def test_charts_are_drawn_for_the_last_row(self):
        small, large = (
            owner_of_sales().opens("abc_analysis", **shown).app.get("vega_lite_chart")[0].proto.spec
            for shown in ({}, {"workshop": "on"})
        )
        sizes = [max(map(float, re.findall(r'"labelFontSize": ?([\d.]+)', spec))) for spec in (small, large)]
        assert sizes[1] == pytest.approx(1.3 * sizes[0])


class TestEnlarged:
    SPEC = class_bars.chart(Look(), {"customers": "n", "value": "v"}, ("A", "B")).to_dict()

    def test_letters_and_heights_grow_and_what_is_counted_does_not(self):
        spec = {
            "height": 100, "width": "container", "layer": [
                {"mark": {"type": "text", "fontSize": 12, "dy": -8, "size": 50},
                 "encoding": {"x": {"value": 10}, "y": {"datum": 10, "scale": {"padding": 0.2}}, "opacity": {"value": 0.5}}},
                {"mark": {"type": "tick", "size": 20}},
            ],
            "datasets": {"rows": [{"height": 1}]}, "transform": [{"filter": {"field": "size", "equal": 3}}],
        }  # fmt: skip
        before = copy.deepcopy(spec)
        large = projector.enlarged(spec, 1.5)
        text, tick = large["layer"]
        assert large["height"] == 150 and large["width"] == "container" and large["datasets"] == spec["datasets"]
        assert text["mark"] == {"type": "text", "fontSize": 18, "dy": -12, "size": 112.5}
        assert text["encoding"]["x"]["value"] == 15 and text["encoding"]["y"] == spec["layer"][0]["encoding"]["y"]
        assert text["encoding"]["opacity"]["value"] == 0.5 and tick["mark"]["size"] == 30
        assert spec == before

    def test_at_a_desk_nothing_changes(self):
        assert projector.enlarged(self.SPEC, 1) is self.SPEC

    def test_handles_over_cut_lines_stand_on_the_enlarged_chart(self):
        visitor = owner_of_sales().opens("abc_analysis", workshop="on")
        assert visitor.component("cuts.pareto")["height"] == round(pareto.HEIGHT * 1.3)


class TestNamesReplaced:
    """What the dialog does when it is answered; it is answered in tests/browser."""

    @pytest.fixture
    def visitor(self) -> Visitor:
        """Shown the copy of the base, which was looked at by one manager."""
        visitor = owner_of_sales().opens("abc_analysis", filter__manager="Kim Lee", abc__share__a="0.6")
        workspace = visitor.workspace
        kept = Kept(thresholds={"abc.share.a": "0.6"}, choices={"filter.manager": ("Kim Lee",)})
        called = Called({kind: kind.title() for kind in KINDS}, "File", "Base without names")
        copy = made(Home(workspace.home), workspace.warehouse, kept, called)
        visitor.before = visitor.headline
        return visitor.runs().presses(f"base.{copy}").opens("abc_analysis").presses("base.workshop")

    def test_the_question_is_asked_with_yes_proposed(self):
        visitor = owner_of_sales().opens("abc_analysis").presses("base.workshop")
        assert visitor.app.radio(key="workshop_names").value == "replaced"
        assert "workshop" not in visitor.link

    def test_is_not_asked_of_a_copy_without_names(self, visitor):
        assert visitor.link["workshop"] == "on" and not visitor.app.radio

    def test_the_copy_is_looked_at_as_the_base_was_and_names_nobody(self, visitor):
        assert visitor.headline == visitor.before
        assert visitor.link["abc.share.a"] == "0.6" and re.fullmatch(r"Manager 0[12]", visitor.link["filter.manager"])
        for room in ("abc_analysis", "client", "data", "overview"):
            visitor.opens(room)
            assert [text for text in visitor.reads() if NAMED.search(text)] == []

    def test_whoever_is_sought_by_name_is_not_found(self, visitor):
        visitor.opens("client").app.text_input(key="client.search").set_value("Anna")
        assert visitor.words("client.nobody_found") in visitor.runs().reads()
        visitor.app.text_input(key="client.search").set_value("Client 00")
        assert visitor.words("client.nobody_found") not in visitor.runs().reads()

    def test_leaving_goes_back_to_the_base(self, visitor):
        assert origin(open_now(visitor).warehouse)
        visitor.presses("workshop.leave")
        assert origin(open_now(visitor).warehouse) is None
        assert visitor.app.sidebar.children and "Anna Berg" in visitor.opens("client").reads()

    def test_files_that_come_into_the_copy_make_it_a_base_with_names(self, visitor):
        visitor.opens("data").uploads(("more.csv", SALES.encode())).presses_named("data.load")
        assert origin(open_now(visitor).warehouse) is None

    def test_nobody_is_asked_of_a_sample(self, souvenirs):
        visitor = Visitor("en", souvenirs).opens("abc_analysis").presses("base.workshop")
        assert visitor.link["workshop"] == "on" and not visitor.app.radio


class TestTheTour:
    def test_is_walked_from_the_first_step_to_the_last(self, souvenirs):
        visitor = guide(souvenirs).presses("workshop.tour")
        known = tour_steps.ALL
        for place, step in enumerate(known, 1):
            assert visitor.link["tour"] == step.code
            assert visitor.title == visitor.words(f"{step.page}.question")
            assert visitor.words("tour.progress", step=place, n=len(known)) in visitor.reads()
            if step.move:
                before = self.sight(visitor)
                visitor.presses(f"tour.move.{step.code}")
                assert self.sight(visitor) != before
            if place < len(known):
                visitor.presses("tour.next")
        assert visitor.app.button(key="tour.next").disabled

    @pytest.mark.parametrize("step", tour_steps.ALL, ids=lambda step: step.code)
    def test_a_step_opened_by_link_tells_its_numbers_in_russian_too(self, step, souvenirs):
        visitor = Visitor("ru", souvenirs).opens(step.page, tour=step.code)
        assert as_read(visitor.words(f"tour.{step.code}_question")) in visitor.reads()
        assert re.search(r"\d", self.sight(visitor))

    def sight(self, visitor: Visitor) -> str:
        see = visitor.words("tour.see")
        return next(text for text in visitor.reads() if text.lstrip().startswith(f"{see}."))

    def test_tells_what_the_page_tells(self, souvenirs):
        visitor = guide(souvenirs, tour="share")
        for share in (None, "0.5"):
            if share:
                visitor.presses("tour.move.share")
                assert visitor.link["abc.share.a"] == share
            n = re.search(r"(\d+) clients", page_headline(visitor))[1]
            assert f"{n} clients" in self.sight(visitor)

    def test_the_move_can_be_taken_back(self, souvenirs):
        visitor = guide(souvenirs, tour="share").presses("tour.move.share")
        visitor.presses("tour.move.share")
        assert "abc.share.a" not in visitor.link

    def test_a_step_begins_with_its_own_thresholds_whatever_other_steps_have_moved(self, souvenirs):
        visitor = guide(souvenirs, tour="share").presses("tour.move.share").presses("tour.next")
        assert visitor.link == {"abc.method": "average", "tour": "average", "workshop": "on"}
        visitor.presses("tour.back")
        assert visitor.link == {"tour": "share", "workshop": "on"}

    def test_leaving_brings_the_thresholds_of_before_back(self, souvenirs):
        visitor = guide(souvenirs, abc__share__a="0.8", xyz__regularity__y="0.1").presses("workshop.tour")
        assert visitor.link == {"tour": "share", "workshop": "on", "xyz.regularity.y": "0.1"}
        visitor.presses("tour.leave")
        assert visitor.link == {"abc.share.a": "0.8", "workshop": "on", "xyz.regularity.y": "0.1"}
        assert not [b for b in visitor.app.button if b.key == "tour.next"]

    def test_begins_on_the_data_page_and_brings_the_sample_where_there_is_no_base(self):
        visitor = Visitor("en").opens("data").presses("tour_begin")
        assert visitor.link["tour"] == "share"
        assert visitor.title == visitor.words("abc_analysis.question")
        assert re.search(r"\d", self.sight(visitor))

    def test_asks_on_which_base_where_another_is_open(self):
        visitor = owner_of_sales().opens("data").presses("tour_begin")
        assert "tour" not in visitor.link
        assert visitor.app.button(key="tour_on_sample") and visitor.app.button(key="tour_on_mine")

    def test_can_be_taken_on_a_small_base_and_says_what_it_lacks(self):
        visitor = owner_of_sales().opens("abc_analysis", tour="share", workshop="on")
        for place, step in enumerate(tour_steps.ALL):
            if place:
                visitor.presses("tour.next")
            assert visitor.link["tour"] == step.code and len(self.sight(visitor)) > 30

    def test_an_unknown_step_in_the_link_is_no_tour(self, souvenirs):
        visitor = guide(souvenirs, tour="nowhere")
        assert visitor.title == visitor.words("abc_analysis.question")
        assert not [b for b in visitor.app.button if b.key == "tour.next"]

    def test_every_move_is_a_change_of_valid_thresholds(self):
        for step in tour_steps.ALL:
            begun = Thresholds(dict(step.start))
            assert step.is_moved(begun.having(dict(step.move)))
            assert not step.move or not step.is_moved(begun)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_step_has_its_words(self, language):
        told = words(language)
        for step in tour_steps.ALL:
            assert all(told.has(f"tour.{step.code}_{part}") for part in ("question", "move", "explain"))


def page_headline(visitor: Visitor) -> str:
    """The page's own, below the card's."""
    return [as_read(m.value) for m in visitor.app.markdown if m.value.startswith("#### ")][1]


class TestTheLink:
    @pytest.mark.parametrize(
        ("host", "expected"),
        [
            ("", "http://localhost:8501/rfm?abc.share.a=0.6&filter.city=Omsk&filter.city=Tver"),
            ("lab.local", "http://lab.local:8501/rfm?abc.share.a=0.6&filter.city=Omsk&filter.city=Tver"),
            ("192.168.1.20:80", "http://192.168.1.20:80/rfm?abc.share.a=0.6&filter.city=Omsk&filter.city=Tver"),
        ],
    )
    def test_is_the_page_with_what_is_in_force_under_the_name_the_room_knows(self, host, expected):
        told = {"abc.share.a": ["0.6"], "filter.city": ["Omsk", "Tver"]}
        assert workshop_link.address("http://localhost:8501/rfm", told, host) == expected

    def test_is_drawn_black_on_white_with_its_quiet_zone(self):
        link = "http://lab.local:8501/rfm?sample=souvenirs"
        drawn = workshop_link.picture(link)
        side = segno.make(link, micro=False, error="l").symbol_size(border=4)[0]
        assert f'viewBox="0 0 {side} {side}"' in drawn and "#fff" in drawn and "#000" in drawn
        assert not re.search("<script|href|on[a-z]+=", drawn)

    def test_too_long_for_a_code_is_told(self):
        assert workshop_link.fits("x" * 2000) and not workshop_link.fits("x" * 3000)

    def test_carries_the_sample_and_never_the_way_it_is_shown(self, souvenirs):
        visitor = guide(souvenirs, abc__share__a="0.6", tour="share").presses("workshop.link")
        shown = next(code.value for code in visitor.app.code if "sample=" in code.value)
        assert shown.endswith("?abc.share.a=0.6&sample=souvenirs")
        assert visitor.words("workshop.link_sample", name="Souvenir company") in visitor.reads()

    def test_of_a_base_of_ones_own_says_that_it_carries_no_base(self):
        visitor = owner_of_sales().opens("abc_analysis", workshop="on").presses("workshop.link")
        assert visitor.words("workshop.link_own") in visitor.reads()
        assert not [code for code in visitor.app.code if "sample=" in code.value]


class TestAGuest:
    def test_without_a_base_sees_the_same_numbers(self, souvenirs):
        host = guide(souvenirs, abc__share__a="0.6", window="2024-01-01..2024-12-31")
        guest = Visitor("en", secrets.token_hex(8))
        guest.opens("abc_analysis", abc__share__a="0.6", window="2024-01-01..2024-12-31", sample="souvenirs")
        assert guest.headline == host.headline
        assert guest.table("class", "customers").to_dict() == host.table("class", "customers").to_dict()
        assert guest.link == {"abc.share.a": "0.6", "window": "2024-01-01..2024-12-31"}

    def test_with_a_base_keeps_it_and_may_open_the_sample_beside(self, souvenirs):
        host = guide(souvenirs, abc__share__a="0.6")
        guest = owner_of_sales().opens("abc_analysis", abc__share__a="0.6", sample="souvenirs")
        told = guest.words("workshop.invited", name="Souvenir company")
        assert [text for text in guest.reads() if told in text]
        assert guest.headline != host.headline
        guest.presses("guest.accept")
        assert guest.headline == host.headline and guest.link == {"abc.share.a": "0.6"}
        open_now(guest).save()
        kept = Home(guest.workspace.home).workspaces()
        assert sorted(each.shown for each in kept.values()) == ["Souvenir company", "sales.csv"]

    def test_who_stays_with_the_own_base_is_not_asked_again(self):
        guest = owner_of_sales().opens("abc_analysis", abc__share__a="0.6", sample="souvenirs").presses("guest.decline")
        assert not [b for b in guest.app.button if b.key == "guest.accept"]
        assert guest.link == {"abc.share.a": "0.6"}

    def test_who_has_this_very_sample_is_asked_nothing(self, souvenirs):
        guest = Visitor("en", souvenirs).opens("abc_analysis", sample="souvenirs")
        assert not [b for b in guest.app.button if b.key == "guest.accept"]

    def test_a_sample_nobody_knows_opens_nothing(self):
        guest = Visitor("en").opens("abc_analysis", sample="../secrets")
        assert guest.words("frame.no_base") in guest.remarks
