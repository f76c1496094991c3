"""A long import belongs to the base, not to the tab: any tab sees it and may stop it, and pages work on meanwhile."""

from __future__ import annotations

import pytest

from analytics.ingest import receipts
from analytics.ingest.progress import STAGES, Step
from analytics.words import LANGUAGES, words
from tests.screens import Visitor, as_read, workspace_with
from ui.desk import desk_of

pytestmark = pytest.mark.usefixtures("own_rooms")

OLD = ("old.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200\nAnna,2025-03-05,100\n")
NEW = ("new.csv", b"Client,Date,Amount\nAnna,2025-04-10,50\nVera,2025-04-20,10\n")
CLIENTS = ("clients.csv", b"Client,City,Industry\nAnna,Omsk,Retail\n")


@pytest.fixture
def anna() -> Visitor:
    """Has a base open and a new file read, to be loaded or not."""
    return Visitor("en", workspace_with(OLD)).opens("data").uploads(NEW)


def held_back(visitor: Visitor):
    """An import waits for the turn of another one, which is ours."""
    visitor.patient = False
    return visitor.workspace.warehouse.importing()


def ended(visitor: Visitor) -> Visitor:
    visitor.patient = True
    return visitor.runs()


def names(visitor: Visitor) -> list[str]:
    return [receipt.name for receipt in receipts(visitor.workspace.warehouse)]


def captions(visitor: Visitor) -> list[str]:
    return [as_read(caption.value) for caption in visitor.app.caption]


class TestTheTab:
    def test_sees_how_far_it_is_and_the_base_that_is_still_open(self, anna):
        with held_back(anna):
            anna.presses_named("data.load")
            assert anna.words("data.old_base_stays") in captions(anna)
            assert "old.csv" in anna.headline and not anna.app.file_uploader
        assert "new.csv" in ended(anna).headline

    def test_stops_it_and_the_base_is_as_it_was(self, anna):
        with held_back(anna):
            anna.presses_named("data.load").presses("stop")
        ended(anna)
        assert names(anna) == ["old.csv"] and not anna.complaints
        assert any(button.label == anna.words("data.load") for button in anna.app.button)

    def test_may_work_on_other_pages_with_the_base_that_is_open(self, anna):
        Visitor("en", anna.browser).opens("overview")
        with held_back(anna):
            anna.presses_named("data.load").opens("overview")
            assert anna.metrics()["Revenue"] == "1K"

    def test_a_reload_does_not_stop_it(self, anna):
        with held_back(anna):
            anna.presses_named("data.load")
            again = Visitor("en", anna.browser)
            again.patient = False
            assert again.opens("data").words("data.old_base_stays") in captions(again)
        assert "new.csv" in ended(again).headline

    def test_a_second_one_stops_what_the_first_began(self, anna):
        with held_back(anna):
            anna.presses_named("data.load")
            second = Visitor("en", anna.browser)
            second.patient = False
            second.opens("data").presses("stop")
        desk_of(anna.workspace.warehouse).wait()
        assert names(anna) == ["old.csv"]

    def test_a_second_one_cannot_begin_another(self, anna):
        with held_back(anna):
            anna.presses_named("data.load")
            second = Visitor("en", anna.browser)
            second.patient = False
            assert not any(b.key.startswith("sample.") for b in second.opens("data").app.button if b.key)
        ended(anna)

    def test_filters_of_the_older_base_are_forgotten_when_the_new_one_comes(self, anna):
        anna.opens("overview", window="2025-01-01..2025-02-28").opens("data").presses_named("data.load")
        assert "window" not in anna.opens("overview").link


class TestJoining:
    def test_is_asked_when_a_base_is_open(self, anna):
        assert anna.app.button_group(key="joining.replace").value == "replace"
        anna.app.button_group(key="joining.replace").set_value("append")
        anna.presses_named("data.load")
        assert names(anna) == ["old.csv", "new.csv"]

    def test_is_not_asked_when_none_is(self):
        visitor = Visitor("en").opens("data").uploads(NEW)
        assert not [group for group in visitor.app.button_group if (group.key or "").startswith("joining")]
        assert names(visitor.presses_named("data.load")) == ["new.csv"]

    def test_a_list_of_clients_comes_to_the_base_unless_said_otherwise(self):
        visitor = Visitor("en", workspace_with(OLD)).opens("data").uploads(CLIENTS).presses_named("data.load")
        assert names(visitor) == ["old.csv", "clients.csv"]
        visitor.uploads(("newer.csv", CLIENTS[1])).presses_named("data.load")
        assert names(visitor) == ["old.csv", "newer.csv"]

    def test_a_fault_of_the_import_is_told_and_the_files_are_still_there_to_correct(self):
        visitor = Visitor("en", workspace_with(OLD)).opens("data")
        visitor.uploads(("bad.csv", b"Client,Date,Amount\nAnna,soon,5\n")).presses_named("data.load")
        assert len(visitor.complaints) == 1 and names(visitor) == ["old.csv"]
        assert visitor.presses_named("data.cancel").complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_its_words(language):
    says = words(language)
    assert all(says(f"data.stage_{stage}", file="x.csv") for stage in (*STAGES, "waiting"))


def test_a_share_is_never_more_than_all():
    assert (Step(bytes_done=5, bytes_total=4).share, Step(bytes_done=5).share) == (1.0, None)
