"""Every fault of a file is one plain sentence in both languages, naming the file and what to mend."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from analytics.errors import Unusable
from analytics.ingest import Hints, understand
from analytics.ingest.columns import missing
from analytics.schema import BASES
from analytics.words import LANGUAGES, words
from tests.ingest_files import HEADER, Loaded, loaded_text, rows_text, text_file, workbook

GOOD = rows_text([HEADER, ("A", "2024-03-05", "10")])

TEXTS = [
    ("empty_file", b"", Hints()),
    ("empty_file", b"\n\n  \n", Hints()),
    ("header_only", "customer_id,order_date,amount\n", Hints()),
    ("header_only", "customer_id,order_date,amount\n,,\n\n", Hints()),
    ("not_a_table", bytes(range(32)) * 40, Hints()),
    ("truncated_file", b"PK\x03\x04" + b"\x00" * 40, Hints()),
    ("truncated_file", b"PAR1" + b"\x00" * 40, Hints()),
    ("broken_file", b"PAR1" + b"\x00" * 40 + b"PAR1", Hints()),
    ("broken_file", b"\x1f\x8b" + b"\x00" * 40, Hints()),
    ("page_not_table", "<html><p>Sales are told by telephone</p></html>", Hints()),
    ("no_header_row", GOOD, Hints(header_row=9)),
    ("unknown_encoding", GOOD, Hints(encoding="klingon")),
    ("unknown_encoding", GOOD, Hints(encoding="base64")),
    ("unknown_encoding", GOOD, Hints(encoding="utf\0")),
    ("unknown_kind", GOOD, Hints(kind="orders")),
    ("unknown_our_column", GOOD, Hints(mapping={"colour": "amount"})),
    ("unknown_mapping_column", GOOD, Hints(mapping={"amount": "Sum"})),
    ("unknown_formula_source", GOOD, Hints(mapping={"amount": "amount*Price"})),
    ("no_customer_id_column", "order_date,amount\n2024-03-05,10\n", Hints(kind="sales")),
    ("no_order_date_column", "customer_id,amount\nA,10\n", Hints(kind="sales")),
    ("no_amount_column", "customer_id,order_date\nA,2024-03-05\n", Hints()),
    ("no_date_column", "customer_id,kind\nA,call\n", Hints(kind="contacts")),
    ("no_kind_column", "customer_id,date\nA,2024-03-05\n", Hints(kind="contacts")),
    ("no_score_column", "customer_id,date\nA,2024-03-05\n", Hints(kind="scores")),
    ("no_lead_id_column", "date\n2024-03-05\n", Hints(kind="leads")),
    ("no_reason_column", "customer_id,date\nA,2024-03-05\n", Hints(kind="departures")),
    ("all_dates_unreadable", rows_text([HEADER, ("A", "soon", "10"), ("B", "later", "20")]), Hints()),
    ("all_dates_unreadable", "Client,Date,Amount\nA,soon,10\nB,later,20\n", Hints()),
    ("all_amounts_unreadable", rows_text([HEADER, ("A", "2024-03-05", "ten"), ("B", "2024-03-05", "two")]), Hints()),
    ("nothing_usable", rows_text([HEADER, ("A", "", "10"), ("B", "", "20")]), Hints()),
]


def fault_of(folder: Path, *files: Path, hints: Hints | None = None) -> Unusable:
    with pytest.raises(Unusable) as raised:
        Loaded(folder, *files, hints=hints)
    return raised.value


def is_told(fault: Unusable) -> bool:
    """One sentence or two in each language, with the file's name and no hole left in it."""
    told = [words(language).error(fault) for language in LANGUAGES]
    return told[0] != told[1] and all(fault.particulars["file"] in t and "{" not in t and "None" not in t for t in told)


@pytest.mark.parametrize(("code", "text", "hints"), TEXTS)
def test_a_fault_of_a_text_file_is_told(code, text, hints, tmp_path):
    fault = fault_of(tmp_path, text_file(tmp_path, text), hints=hints)
    assert fault.code == code and is_told(fault)


def test_a_file_that_is_not_there_is_told(tmp_path):
    fault = fault_of(tmp_path, tmp_path / "gone.csv")
    assert fault.code == "no_such_file" and is_told(fault)


def test_unreadable_dates_are_told_with_their_place(tmp_path):
    fault = fault_of(tmp_path, text_file(tmp_path, "Клиент;Дата;Сумма\nРомашка;скоро;10\n"))
    assert fault.particulars == {"file": "base.csv", "row": 2, "column": "Дата", "value": "скоро"}
    assert "строке 2" in words("ru").error(fault) and "скоро" in words("en").error(fault)


@pytest.mark.parametrize("sheet", ["Sales", 7, -1])
def test_an_unknown_sheet_is_told_with_those_there_are(sheet, tmp_path):
    fault = fault_of(tmp_path, workbook(tmp_path, {"March": [HEADER, ("A", 1, 2)]}), hints=Hints(sheet=sheet))
    assert fault.code == "unknown_sheet" and fault.particulars["sheets"] == "March" and is_told(fault)


def test_an_empty_workbook_is_told(tmp_path):
    fault = fault_of(tmp_path, workbook(tmp_path, {"March": []}))
    assert fault.code == "empty_file" and is_told(fault)


def repacked(book: Path, member: str, change) -> Path:
    """The workbook with one member rewritten, as no program would write it."""
    target = book.with_name("changed.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return target


def test_a_sheet_that_claims_billions_of_cells_ends_the_child_and_not_the_server(tmp_path):
    book = workbook(tmp_path, {"March": [HEADER, ("A", "2024-03-05", 10)]})
    bomb = repacked(book, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="C2"', b'r="XFD1048576"'))
    fault = fault_of(tmp_path, bomb)
    assert fault.code == "workbook_too_heavy" and is_told(fault)


def test_a_sheet_that_unpacks_a_thousandfold_is_not_opened(tmp_path):
    book = workbook(tmp_path, {"March": [HEADER, ("A", "2024-03-05", 10)]})
    bomb = repacked(book, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (120 << 20))
    fault = fault_of(tmp_path, bomb)
    assert fault.code == "swells_too_much" and is_told(fault)


def test_a_broken_workbook_is_told(tmp_path):
    book = workbook(tmp_path, {"March": [HEADER, ("A", "2024-03-05", 10)]})
    fault = fault_of(tmp_path, repacked(book, "xl/workbook.xml", lambda xml: xml[: len(xml) // 2]))
    assert fault.code == "broken_file" and is_told(fault)


def test_a_workbook_with_a_password_is_told(tmp_path):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    fault = fault_of(tmp_path, text_file(tmp_path, locked, "base.xlsx"))
    assert fault.code == "encrypted_file" and is_told(fault)


def test_what_is_missing_is_known_before_loading(tmp_path):
    told = understand(text_file(tmp_path, "customer_id,order_date\nA,2024-03-05\n"), hints=Hints(kind="sales"))
    assert told.missing == ("amount",) == missing("sales", told.mapping)


def test_every_required_column_has_its_sentence():
    for base in BASES.values():
        assert all(words("ru").has(f"errors.no_{column}_column") for column in base.required), base.kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_understood_and_refused_is_told_in_words(language, tmp_path):
    text = rows_text(
        [
            (*HEADER, "quantity"),
            *[("A", "03/05/2024", "10", "1")] * 4,
            ("B", "x", "1", "2"),
            ("C", "03/05/2024", "1", "q"),
        ]
    )
    read = loaded_text(tmp_path, text)
    said, told = words(language), read.told[0]
    for code, particulars in told.evidence.items():
        assert "{" not in said(f"ingest.{code}", **particulars)
    for notice in [*told.notices, *read.receipt.warnings]:
        assert "{" not in said(f"ingest.{notice.code}", **notice.particulars)
    assert all(said.has(f"ingest.{reason}") for reason in read.receipt.rows_left_out)
    assert all(said.has(f"columns.{c.name}") for base in BASES.values() for c in base.columns + base.only_to_compute)
    assert all(said.has(f"bases.{kind}") and said.has(f"bases.{kind}_about") for kind in BASES)
