"""What was said of a file is remembered for the next one with the same header, and for no other."""

from __future__ import annotations

import pytest

from analytics.ingest import Hints, memory

HEADER = ("Клиент", "Когда", "Сколько")
SAID = Hints(kind="sales", decimal=",", date_order="mdy", header_row=3, mapping={"amount": "Сколько", "profit": ""})


def test_the_same_header_brings_back_what_was_said(tmp_path):
    memory.remember(tmp_path, HEADER, SAID)
    assert memory.recall(tmp_path, HEADER) == SAID


def test_case_and_blanks_do_not_make_another_header(tmp_path):
    memory.remember(tmp_path, HEADER, SAID)
    assert memory.recall(tmp_path, ["клиент ", "КОГДА", " Сколько"]) == SAID


@pytest.mark.parametrize("other", [("Клиент", "Когда"), ("Когда", "Клиент", "Сколько"), ("Клиент", "КогдаСколько", "")])
def test_another_header_knows_nothing(tmp_path, other):
    memory.remember(tmp_path, HEADER, SAID)
    assert memory.recall(tmp_path, other) is None


def test_what_was_said_last_counts(tmp_path):
    memory.remember(tmp_path, HEADER, SAID)
    memory.remember(tmp_path, HEADER, Hints(kind="totals"))
    assert memory.recall(tmp_path, HEADER) == Hints(kind="totals")


def test_steps_of_a_layout_come_back_as_they_were(tmp_path):
    memory.remember(tmp_path, HEADER, Hints(layout=("one", "two")))
    assert memory.recall(tmp_path, HEADER).layout == ("one", "two")


@pytest.mark.parametrize("forgotten", [lambda home: memory.forget(home, HEADER),
                                       lambda home: memory.remember(home, HEADER, Hints())])  # fmt: skip
def test_it_can_be_forgotten(tmp_path, forgotten):
    memory.remember(tmp_path, HEADER, SAID)
    forgotten(tmp_path)
    assert memory.recall(tmp_path, HEADER) is None


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"kind": 5', '{"unknown": 1}'])
def test_a_broken_note_is_no_note(tmp_path, broken):
    memory.remember(tmp_path, HEADER, SAID)
    (file,) = (tmp_path / memory.READINGS).iterdir()
    file.write_text(broken, "utf-8")
    assert memory.recall(tmp_path, HEADER) is None


def test_only_so_many_are_kept_the_oldest_go(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "KEPT", 3)
    for i in range(5):
        memory.remember(tmp_path, (str(i),), SAID)
    assert len(list((tmp_path / memory.READINGS).iterdir())) == 3 and memory.recall(tmp_path, ("4",)) == SAID
