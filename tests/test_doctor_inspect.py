"""`inspect` on the terminal and as JSON: what the doctor found, and what the base lacks."""

from __future__ import annotations

import json

import pytest

import analytics.__main__ as command
from analytics.words import LANGUAGES, words

SALES = """\
Client,Date,Amount
Daisy LLC,2025-01-10,700
LLC "Daisy",2025-01-20,200
"DAISY, LLC",2025-01-20,200
"DAISY, LLC",2025-01-20,200
Vector,2125-02-05,100
Vector,2025-02-05,-30
"""


@pytest.fixture
def say(capsys, tmp_path):
    def run(*arguments: str, **files: str) -> str:
        paths = [tmp_path / f"{name}.csv" for name in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.write_text(text, "utf-8")
        assert command.main(["inspect", *map(str, paths), *arguments]) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_has_a_section_of_the_doctor(language, say):
    told, says = say("--lang", language, sales=SALES), words(language)
    doctor = told.split(says("doctor.section"))[1]
    lines = [line for line in doctor.splitlines() if line]
    assert [line.split(":")[0] for line in lines[:4]] == [
        says(f"doctor.{s}") for s in ("wrong", "look", "look", "note")
    ]
    assert says("doctor.similar_clients", n=2, money=600) in doctor
    assert says("unlocks.column_profit") in doctor.split(says("unlocks.title"))[1]


def test_a_healthy_base_is_told_to_be_so(say):
    told = say("--lang", "en", sales="Client,Date,Amount\nAnna,2025-01-10,700\n")
    assert words("en")("doctor.healthy") in told


def test_json_warns_of_what_is_worth_a_look_and_of_nothing_else(say):
    (file,) = json.loads(say("--json", "--lang", "en", sales=SALES))["files"]
    warned = " ".join(file["warnings"])
    assert "dated in the future" in warned and "1 row repeats another" in warned and "written down twice" in warned
    assert "return" not in warned


def test_each_base_is_warned_of_its_own(say):
    clients = "Client,City\nVector,Omsk\nNobody,Omsk\n"
    sales, listed = json.loads(say("--json", "--lang", "en", sales=SALES, customers=clients))["files"]
    assert any("not in the base" in text for text in listed["warnings"])
    assert not any("not in the base" in text for text in sales["warnings"])


def test_what_two_files_of_a_kind_share_is_said_once(say):
    first, second = json.loads(say("--json", "--lang", "en", one=SALES, two=SALES.replace("2025", "2024")))["files"]
    assert any("future" in text for text in first["warnings"])
    assert not any("future" in text for text in second["warnings"])
