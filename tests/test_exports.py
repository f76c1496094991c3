"""Tables out of the house: exact, readable by the visitor's programs, and nothing in them runs as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import stat
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import exports
from analytics.errors import Unusable
from analytics.words import words

FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "\r=1",
    "\n=1",
    "-",
    "+7 900",
    "-inf",
    "+nan",
    "-1_0",
]


def table(**columns) -> pa.Table:
    return pa.table(columns)


def read_csv(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def read_book(content: bytes) -> list[list[openpyxl.cell.Cell]]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert exports.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+7", "-0.5", "-1,5", "1=1", "a@b.c", "", "Anna", "'=1", "-1e5"])
def test_other_texts_and_numbers_stay_as_they_are(text):
    assert exports.harmless(text) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_in_a_workbook_a_formula_stays_a_text(text):
    cell = read_book(exports.workbook(table(name=[text])))[1][0]
    assert cell.data_type != "f" and (cell.value or "").strip() == text.strip()


def test_numbers_dates_and_texts_keep_their_kind_in_a_workbook():
    row = {
        "id": "007",
        "money": Decimal("10.5000"),
        "n": 3,
        "rate": 0.25,
        "day": dt.date(2025, 1, 31),
        "yes": True,
        "none": None,
    }
    cells = read_book(exports.workbook(pa.Table.from_pylist([row])))[1]
    assert [cell.value for cell in cells] == ["007", 10.5, 3, 0.25, dt.datetime(2025, 1, 31), True, None]
    assert cells[4].number_format == "yyyy-mm-dd"


def test_a_workbook_has_one_row_per_row_and_the_visitors_headings():
    rows = read_book(exports.workbook(table(a=["x"] * 3), head=lambda name: f"<{name}>"))
    assert [cell.value for (cell,) in rows] == ["<a>", "x", "x", "x"] and rows[0][0].font.bold


def test_what_a_workbook_cannot_hold_is_left_out_of_it():
    rows = read_book(exports.workbook(table(name=["a\x00b\x1fc", "я" * 40_000], n=[float("nan"), float("inf")])))
    assert rows[1][0].value == "abc" and len(rows[2][0].value) == 32_767
    assert rows[1][1].value is None and rows[2][1].value is None


def test_csv_for_excel_speaks_the_visitors_language():
    rows = table(name=["Анна; и Ко"], money=[Decimal("1234.5000")], rate=[0.25], day=[dt.date(2025, 1, 31)])
    russian = exports.csv_for_excel(rows, str.upper, words("ru"))
    english = exports.csv_for_excel(rows, str.upper, words("en"))
    assert russian == '\ufeffNAME;MONEY;RATE;DAY\r\n"Анна; и Ко";1234,5;0,25;2025-01-31\r\n'.encode()
    assert english == "\ufeffNAME,MONEY,RATE,DAY\r\nАнна; и Ко,1234.5,0.25,2025-01-31\r\n".encode()


def test_plain_csv_is_for_programs():
    rows = table(customer_id=["1"], revenue=[Decimal("0.1000")], margin=[None], rank=[1])
    assert exports.csv_plain(rows) == b"customer_id,revenue,margin,rank\r\n1,0.1,,1\r\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("100.0000"), "100"), (Decimal("0.0000"), "0"), (Decimal("-12.3400"), "-12.34"), (Decimal("1E+3"), "1000"),
        (0.1 + 0.2, "0.3"), (1e-7, "1e-07"), (float("nan"), ""), (float("inf"), ""), (None, ""), (7, "7"),
        (Decimal("99999999999999.9999"), "99999999999999.9999"),
    ],
)  # fmt: skip
def test_numbers_in_csv_are_plain_and_the_undefined_is_empty(value, text):
    assert exports._csv_value(value, ".") == text


def test_json_has_numbers_iso_days_and_null():
    told = {
        "n": 1,
        "money": Decimal("10.5000"),
        "whole": Decimal("10.0000"),
        "day": dt.date(2025, 1, 31),
        "rows": [{"x": float("nan")}],
        "no": None,
    }
    assert json.loads(exports.as_json(told)) == {
        "n": 1,
        "money": 10.5,
        "whole": 10,
        "day": "2025-01-31",
        "rows": [{"x": None}],
        "no": None,
    }
    assert "Анна" in exports.as_json(["Анна"])


class TestWriting:
    rows = table(customer_id=["1", "2"], revenue=[Decimal("1.5000"), None])

    @pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json", ".parquet", ".CSV"])
    def test_the_ending_chooses_the_format(self, tmp_path, ending):
        file = tmp_path / f"out{ending}"
        exports.write(self.rows, file)
        reads = {
            ".csv": lambda: read_csv(file.read_bytes()) == [["customer_id", "revenue"], ["1", "1.5"], ["2", ""]],
            ".xlsx": lambda: [[c.value for c in row] for row in read_book(file.read_bytes())][1] == ["1", 1.5],
            ".json": lambda: json.loads(file.read_text("utf-8"))[1] == {"customer_id": "2", "revenue": None},
            ".parquet": lambda: pq.read_table(file).equals(self.rows),
        }
        assert reads[ending.lower()]()

    def test_another_ending_is_refused_and_nothing_appears(self, tmp_path):
        with pytest.raises(Unusable) as fault:
            exports.write(self.rows, tmp_path / "out.docx")
        assert fault.value.code == "out_format" and ".xlsx" in fault.value.particulars["formats"]
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(Unusable) as fault:
            exports.write(self.rows, tmp_path / "nowhere" / "out.csv")
        assert fault.value.code == "out_folder"

    def test_an_older_file_is_replaced_whole_or_left_alone(self, tmp_path, monkeypatch):
        file = tmp_path / "out.csv"
        file.write_text("old")
        monkeypatch.setattr(exports.os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        with pytest.raises(Unusable):
            exports.write(self.rows, file)
        assert file.read_text() == "old" and list(tmp_path.iterdir()) == [file]
        monkeypatch.undo()
        exports.write(self.rows, file)
        assert file.read_bytes().startswith(b"customer_id") and list(tmp_path.iterdir()) == [file]

    def test_an_interrupted_writing_leaves_nothing_behind(self, tmp_path, monkeypatch):
        def stop(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(exports.os, "fsync", stop)
        with pytest.raises(KeyboardInterrupt):
            exports.write(self.rows, tmp_path / "out.csv")
        assert list(tmp_path.iterdir()) == []

    def test_the_file_is_readable_as_any_other_of_the_user(self, tmp_path):
        ours, theirs = tmp_path / "out.csv", tmp_path / "touched"
        exports.write(self.rows, ours)
        theirs.touch()
        assert stat.S_IMODE(ours.stat().st_mode) == stat.S_IMODE(theirs.stat().st_mode)


texts = st.text(max_size=12) | st.sampled_from(FORMULAS) | st.from_regex(r"\A[=+\-@][0-9a-z.,_ ]{0,6}\Z")


@settings(max_examples=200, deadline=None)
@given(st.lists(texts, min_size=1, max_size=6), st.sampled_from(["ru", "en"]))
def test_no_cell_of_a_csv_begins_as_a_formula_unless_it_is_a_number(cells, language):
    content = exports.csv_for_excel(table(cell=cells), str, words(language))
    for (cell,) in (row for row in read_csv(content, ";" if language == "ru" else ",")[1:] if row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) or exports.A_NUMBER.fullmatch(cell)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=6))
def test_any_text_makes_a_workbook_that_opens_with_texts_only(cells):
    rows = read_book(exports.workbook(table(cell=cells, last=["."] * len(cells))))
    assert len(rows) == len(cells) + 1
    assert all(cell.data_type != "f" and isinstance(cell.value, str | None) for row in rows for cell in row)
