"""Any container a base comes in reads as the same table: encodings, line ends, delimiters, archives, workbooks, pages."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.styles import Alignment

from analytics.errors import Unusable
from analytics.ingest import Hints, containers, magic, spreadsheets, understand
from analytics.ingest.readers import RawTable
from analytics.words import LANGUAGES, words
from tests.ingest_files import Loaded, rows_text, text_file, workbook
from tests.xls_files import excel_5

SALES = [
    ["Клиент", "Дата", "Сумма"],
    ["Ромашка", "2024-03-05", "1234.5"],
    ["ООО «Лютик»", "2024-03-06", "10"],
    ["Ёлка и Щука", "2024-03-07", "99"],
]
KUNDEN = [["Kunde", "Datum", "Betrag"], ["Müller GmbH", "2024-03-05", "5"], ["Café José", "2024-03-06", "7"]]
PLAIN = rows_text(SALES)
ALIGNED = (
    " 00004  1 19970101  2  29.33\n 00004  1 19970118  2  29.73\n"
    " 00021  2 19970101  3  63.34\n 00050 12 19970101  1   6.79\n"
)
TITLED = """<html><head><meta charset="windows-1251"></head><body><table><tr><td>меню</td></tr></table>
<table><caption>Продажи</caption><tr><th>Клиент</th><th>Дата</th><th>Сумма</th></tr>
<tr><td>Ромашка</td><td>2024-03-05</td><td>1234.5</td></tr><tr><td>ООО «Лютик»</td><td>2024-03-06</td><td>10</td></tr>
<tr><td>Ёлка и&nbsp;Щука</td><td>2024-03-07</td><td>99</td></tr></table></body></html>"""


def table_of(path: Path, hints: Hints | None = None) -> RawTable:
    return containers.raw_table(path, path.name, hints or Hints(), path.parent / "scratch")


def fault_of(path: Path) -> Unusable:
    with pytest.raises(Unusable) as raised:
        table_of(path)
    told = [words(language).error(raised.value) for language in LANGUAGES]
    assert told[0] != told[1] and all(path.name in sentence and "{" not in sentence for sentence in told)
    return raised.value


def said_of(table: RawTable) -> list[str]:
    """Every sentence about how a table was read, in both languages."""
    told = [*table.evidence.items(), *((n.code, n.particulars) for n in table.notices)]
    return [words(language)(f"ingest.{code}", **particulars) for language in LANGUAGES for code, particulars in told]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


class TestText:
    @pytest.mark.parametrize(
        ("encoding", "found"),
        [
            ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp1251", "cp1251"), ("mac-cyrillic", "mac-cyrillic"),
        ],
    )  # fmt: skip
    def test_russian_text_reads_in_any_encoding(self, encoding, found, tmp_path):
        table = table_of(text_file(tmp_path, PLAIN, encoding=encoding))
        assert (table.encoding, table.rows) == (found, SALES)
        assert not any("{" in sentence for sentence in said_of(table))

    @pytest.mark.parametrize("encoding", ["cp866", "koi8-r"])
    def test_pages_of_dos_and_unix_read_too(self, encoding, tmp_path):
        rows = [[cell.replace("«", '"').replace("»", '"') for cell in row] for row in SALES]
        table = table_of(text_file(tmp_path, rows_text(rows), encoding=encoding))
        assert (table.encoding, table.rows) == (encoding, rows)

    @pytest.mark.parametrize(("encoding"), ["cp1252", "mac-roman", "cp850"])
    def test_western_text_does_not_become_russian(self, encoding, tmp_path):
        table = table_of(text_file(tmp_path, rows_text(KUNDEN), encoding=encoding))
        assert (table.encoding, table.rows) == (encoding, KUNDEN)
        assert list(table.evidence) == ["encoding_western"]

    @pytest.mark.parametrize(
        "name", ["Größe", "été", "Señor Ibáñez", "Åse Sørensen", "Łódź".replace("Ł", "L").replace("ź", "z")]
    )
    def test_one_foreign_letter_in_a_large_western_file_is_read_as_written(self, name, tmp_path):
        rows = [["customer", "amount"], *[["Smith", "10"]] * 500, [name, "20"]]
        assert table_of(text_file(tmp_path, rows_text(rows), encoding="cp1252")).rows[-1] == [name, "20"]

    def test_one_russian_name_in_a_large_latin_file_is_read_as_written(self, tmp_path):
        rows = [["customer", "amount"], *[["Smith", "10"]] * 500, ["Рога и копыта", "20"]]
        assert table_of(text_file(tmp_path, rows_text(rows), encoding="cp1251")).rows[-1] == ["Рога и копыта", "20"]

    def test_letters_of_neither_are_said_to_be_a_guess(self, tmp_path):
        rows = [["編號", "景點中文名稱", "開放時間"], *[["國家風景區管理處", "觀音山遊客中心", "星期一至星期五"]] * 20]
        table = table_of(text_file(tmp_path, rows_text(rows), encoding="big5"))
        assert list(table.evidence) == ["encoding_likely"] and table.rows == rows

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_rows_end_as_any_system_ends_them(self, end, tmp_path):
        read = Loaded(tmp_path, text_file(tmp_path, rows_text(SALES, line_end=end), encoding="cp1251"))
        assert table_of(tmp_path / "base.csv").rows == SALES and read.receipt.rows_used == 3

    def test_lone_returns_in_utf8_are_rows_to_duckdb_too(self, tmp_path):
        assert Loaded(tmp_path, text_file(tmp_path, rows_text(SALES, line_end="\r"))).receipt.rows_used == 3

    def test_lines_that_end_in_two_ways_are_all_read(self, tmp_path):
        text = rows_text(SALES, line_end="\r\n").replace("10\r\n", "10\n")
        assert Loaded(tmp_path, text_file(tmp_path, text)).receipt.rows_used == 3

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "*"])
    def test_any_delimiter_is_found(self, delimiter, tmp_path):
        table = table_of(text_file(tmp_path, rows_text(SALES, delimiter)))
        assert (table.delimiter, table.rows) == (delimiter, SALES)

    def test_a_star_in_the_names_of_goods_parts_nothing(self, tmp_path):
        rows = [["product*", "amount"], *[[f"Curtain 60*{i}", "5"] for i in range(20)]]
        assert table_of(text_file(tmp_path, rows_text(rows, ";"))).rows == rows

    def test_columns_aligned_by_spaces_are_columns(self, tmp_path):
        table = table_of(text_file(tmp_path, ALIGNED))
        assert table.rows[3] == ["00050", "12", "19970101", "1", "6.79"]
        assert table.delimiter == " " and "aligned_by_blanks" in table.evidence
        assert all(table.source.path.read_text().splitlines()[i].split("\t") == row for i, row in enumerate(table.rows))

    def test_spaces_are_the_delimiter_when_the_visitor_says_so(self, tmp_path):
        path = text_file(tmp_path, "client amount\nA,B 5\nC,D 6\n")
        assert table_of(path, Hints(delimiter=" ")).rows == [["client", "amount"], ["A,B", "5"], ["C,D", "6"]]

    def test_names_of_two_words_stay_whole_between_wide_gaps(self, tmp_path):
        text = "Client name      Day         Amount\nIvan Petrov      2024-03-05      10\nAnna Lee         2024-03-06     200\n"
        assert table_of(text_file(tmp_path, text)).rows[1] == ["Ivan Petrov", "2024-03-05", "10"]

    def test_a_letter_is_not_a_table_of_words(self, tmp_path):
        table = table_of(text_file(tmp_path, "Dear colleagues,\nthe report is attached.\nBest wishes\n"))
        assert table.source.width <= 2


class TestArchives:
    @pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
    def test_a_packed_text_reads_as_it_is(self, encoding, tmp_path):
        path = text_file(tmp_path, gzip.compress(PLAIN.encode(encoding)), "base.csv.gz")
        assert table_of(path).rows == SALES and Loaded(tmp_path, path).receipt.rows_used == 3

    def test_a_packed_workbook_reads_as_it_is(self, tmp_path):
        path = text_file(tmp_path, gzip.compress(workbook(tmp_path, {"Лист1": SALES}).read_bytes()), "base.gz")
        table = table_of(path)
        assert (table.container, table.rows) == ("xlsx", SALES)

    @pytest.mark.parametrize("packed", [PLAIN.encode(), PLAIN.encode("utf-16"), gzip.compress(PLAIN.encode())])
    def test_one_file_in_a_zip_is_read(self, packed, tmp_path):
        path = zipped(tmp_path / "base.zip", {"__MACOSX/._база.csv": b"x", "отчёт/": b"", "отчёт/база.csv": packed})
        table = table_of(path)
        assert table.rows == SALES and table.evidence["unpacked"] == {"member": "база.csv"}
        assert Loaded(tmp_path, path).receipt.rows_used == 3

    def test_a_zip_of_a_workbook_leaves_no_copy_behind(self, tmp_path):
        path = zipped(tmp_path / "b.zip", {"b.xlsx": workbook(tmp_path, {"Лист1": SALES}).read_bytes()})
        table = table_of(path)
        assert table.rows == SALES and list((tmp_path / "scratch").iterdir()) == [table.source.path]

    def test_several_files_in_a_zip_are_named(self, tmp_path):
        fault = fault_of(zipped(tmp_path / "b.zip", {"март.csv": b"1", "апрель.csv": b"2"}))
        assert fault.code == "several_in_zip" and fault.particulars["members"] == "март.csv, апрель.csv"

    def test_names_in_a_zip_of_russian_windows_are_read(self, tmp_path):
        path = zipped(tmp_path / "b.zip", {"aaaa.csv": b"1", "b.csv": b"2"})
        path.write_bytes(path.read_bytes().replace(b"aaaa.csv", "март.csv".encode("cp866")))
        assert "март.csv" in fault_of(path).particulars["members"]

    def test_what_is_wrong_with_an_archive_is_told(self, tmp_path):
        whole = gzip.compress(PLAIN.encode() * 50)
        assert fault_of(zipped(tmp_path / "none.zip", {})).code == "empty_file"
        assert fault_of(text_file(tmp_path, whole[: len(whole) // 2], "cut.csv.gz")).code == "truncated_file"
        assert fault_of(text_file(tmp_path, whole[:-8] + bytes(8), "bad.csv.gz")).code == "broken_file"
        book = workbook(tmp_path, {"Лист1": SALES}).read_bytes()
        assert fault_of(text_file(tmp_path, book[: len(book) // 2], "cut.xlsx")).code == "truncated_file"
        locked = zipped(tmp_path / "locked.zip", {"b.csv": b"1,2"})
        locked.write_bytes(_with_password(locked.read_bytes()))
        assert fault_of(locked).code == "encrypted_file"

    def test_archives_in_archives_end_somewhere(self, tmp_path):
        data = PLAIN.encode()
        for _ in range(6):
            data = gzip.compress(data)
        assert fault_of(text_file(tmp_path, data, "matryoshka.gz")).code == "archive_file"

    def test_an_archive_that_swells_like_a_bomb_is_refused_before_it_fills_the_disk(self, tmp_path):
        bomb = gzip.compress(gzip.compress(b"1,2\n" * (40 << 20)))
        assert fault_of(text_file(tmp_path, bomb, "bomb.gz")).code == "swells_too_much"
        assert list((tmp_path / "scratch").iterdir()) == []


def _with_password(archive: bytes) -> bytes:
    """The same archive with the mark of a password on its member."""
    at = archive.index(b"PK\x01\x02") + 8
    return archive[:6] + b"\x01" + archive[7:at] + b"\x01" + archive[at + 1 :]


NOT_TABLES = [
    ("pdf_file", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
    ("document_file", b"{\\rtf1\\ansi\\ansicpg1251 text}"),
    ("document_file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)),
    ("picture_file", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    ("picture_file", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40)),
    ("archive_file", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
    ("archive_file", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(40)),
    ("database_file", b"SQLite format 3\x00" + bytes(80)),
    ("database_file", b"1CDBMSV8" + bytes(80)),
    ("old_excel", b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(40)),
    ("xml_file", b"<?xml version='1.0'?><orders><order id='1'/></orders>"),
    ("json_file", b'[{"customer": "A", "amount": 5}]'),
    ("page_not_table", b"<!DOCTYPE html><html><body><p>Please log in</p></body></html>"),
    ("not_a_table", bytes(range(1, 32)) * 40),
    ("encrypted_file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "data"), NOT_TABLES)
def test_what_is_no_table_is_called_by_its_name(code, data, tmp_path):
    assert fault_of(text_file(tmp_path, data, "report.xls")).code == code


def test_documents_of_words_are_no_tables_though_packed_alike(tmp_path):
    assert fault_of(zipped(tmp_path / "a.xlsx", {"word/document.xml": b"<w/>"})).code == "document_file"
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"}
    assert fault_of(zipped(tmp_path / "b.ods", odt)).code == "document_file"
    assert fault_of(zipped(tmp_path / "c.zip", {"Index/Document.iwa": b"x"})).code == "numbers_file"


def test_a_bomb_in_the_name_of_a_document_is_not_read_out(tmp_path):
    bomb = zipped(tmp_path / "b.ods", {"mimetype": bytes(50 << 20), "content.xml": b"<a/>"})
    tracemalloc.start()
    try:
        assert magic.container(bomb, bomb.name) == "ods"
        assert tracemalloc.get_traced_memory()[1] < 5 << 20
    finally:
        tracemalloc.stop()


class TestWorkbooks:
    def test_cells_read_as_canonical_text(self, tmp_path):
        cells = [
            5,
            0.1 + 0.2,
            1234.5,
            123456789.12,
            True,
            dt.datetime(2024, 1, 31),
            dt.datetime(2024, 1, 31, 10, 30, 15),
        ]
        cells += [dt.time(9, 5), dt.timedelta(hours=30), "00123", "  text ", None]
        expected = ["5", "0.3", "1234.5", "123456789.12", "true", "2024-01-31", "2024-01-31 10:30:15"]
        expected += ["09:05:00", "30:00:00", "00123", "  text ", None]
        assert table_of(workbook(tmp_path, {"a": [cells, ["x"] * 12]})).rows[0] == expected

    def test_a_large_workbook_reads_as_a_small_one_does(self, tmp_path, monkeypatch):
        rows = [["Клиент", "День", "Время", "Сумма", "Скидка", "Длинное имя"]]
        for i in range(3000):
            day = dt.datetime(2024, 1, 1, 10 if i % 2 else 0, 30 if i % 2 else 0) + dt.timedelta(days=i % 300)
            rows.append(
                [f"К{i}", day, dt.time(i % 24, 5), i * 1000.55 + 1e8, 1 / (i + 1), None if i % 3 else "имя " * 5]
            )
        small = table_of(workbook(tmp_path, {"a": rows}))
        book = openpyxl.load_workbook(tmp_path / "base.xlsx")
        book["a"]["H1"] = "x" * 30_000
        for place in range(2, 700):
            book["a"].cell(place, 8, "y" * 25_000 + str(place))
        book.save(tmp_path / "large.xlsx")
        _as_inline(tmp_path / "large.xlsx")
        large = table_of(tmp_path / "large.xlsx")
        assert [row[:6] for row in large.rows] == small.rows

    def test_empty_rows_above_count_in_row_numbers(self, tmp_path):
        rows = [[], [], ["Клиент", "Дата", "Сумма"], *SALES[1:], ["Иволга", "вчера", "5"]]
        read = Loaded(tmp_path, workbook(tmp_path, {"a": rows}))
        assert read.told[0].header_row == 3
        assert read.warehouse.rows('select "row" from refused') == [{"row": 7}]

    def test_days_count_from_1904_where_the_workbook_says_so(self, tmp_path):
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append([dt.datetime(2024, 3, 5), "x"])
        book.save(tmp_path / "mac.xlsx")
        assert table_of(tmp_path / "mac.xlsx").rows == [["2024-03-05", "x"]]

    def test_errors_in_cells_are_empty_and_counted(self, tmp_path):
        book = openpyxl.Workbook()
        for row in [*SALES, ["Иволга", "2024-03-08", "#N/A"], ["#REF!", "2024-03-08", 5]]:
            book.active.append(row)
        book.active["C5"].data_type = book.active["A6"].data_type = "e"
        book.save(tmp_path / "e.xlsx")
        table = table_of(tmp_path / "e.xlsx")
        assert table.rows[4][2] is None and table.rows[5][0] is None
        assert [(n.code, n.particulars) for n in table.notices] == [("error_cells", {"n": 2})]
        assert "2 ячейки" in said_of(table)[0] or "2 ячейки" in said_of(table)[1]

    def test_ids_ruined_by_excel_are_written_out_and_warned_of(self, tmp_path):
        rows = [["client_id", "code"], [12345678901234567890.0, "12345678901234567890"], [5, "7"]]
        table = table_of(workbook(tmp_path, {"a": rows}))
        assert table.rows[1] == ["12345678901234569216", "12345678901234567890"]
        assert [(n.code, n.particulars) for n in table.notices] == [("rounded_ids", {"n": 1})]

    def test_merged_ranges_are_told_in_the_places_of_the_rows(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["B2"], book.active["B3"], book.active["D2"] = "Клиент", "Ромашка", "Март"
        book.active.merge_cells("B3:B4")
        book.active.merge_cells("D2:E2")
        book.active["E4"] = 5
        book.save(tmp_path / "m.xlsx")
        table = table_of(tmp_path / "m.xlsx")
        assert table.rows == [
            [None] * 4,
            ["Клиент", None, "Март", None],
            ["Ромашка", None, None, None],
            [None] * 3 + ["5"],
        ]
        assert sorted(table.merged) == [(1, 2, 1, 3), (2, 0, 3, 0)]

    def test_levels_are_outlines_of_rows(self, tmp_path):
        book = openpyxl.Workbook()
        for row in [*SALES, ["Итого", None, 5]]:
            book.active.append(row)
        for row, level in ((2, 1), (3, 2), (4, 2)):
            book.active.row_dimensions[row].outline_level = level
        book.save(tmp_path / "o.xlsx")
        assert table_of(tmp_path / "o.xlsx").levels == (0, 1, 2, 2, 0)

    def test_levels_are_indents_where_there_is_no_outline(self, tmp_path):
        book = openpyxl.Workbook()
        for row in [["Отчёт"], [], ["Москва"], ["Ромашка", 5], [None, "Лютик"]]:
            book.active.append(row)
        book.active["A4"].alignment = Alignment(indent=1)
        book.active["B5"].alignment = Alignment(indent=3)
        book.save(tmp_path / "i.xlsx")
        assert table_of(tmp_path / "i.xlsx").levels == (0, 0, 0, 1, 3)

    @pytest.mark.parametrize(
        ("page", "says"), [("cp1251", None), ("cp1251", "cp1251"), ("cp1251", "cp1252"), ("cp866", "cp866")]
    )
    def test_russian_in_an_old_workbook_reads_whatever_it_says_of_its_page(self, page, says, tmp_path):
        rows = [[cell.replace("«", '"').replace("»", '"') for cell in row] for row in SALES]
        table = table_of(excel_5(tmp_path / "old.xls", rows, page, says, name="Лист1"))
        assert (table.sheet, table.rows) == ("Лист1", rows)

    def test_western_names_in_an_old_workbook_stay_western(self, tmp_path):
        assert table_of(excel_5(tmp_path / "old.xls", KUNDEN, "cp1252", name="Übersicht")).rows == KUNDEN

    def test_a_workbook_cut_short_is_told(self, tmp_path):
        path = excel_5(tmp_path / "old.xls", SALES * 100)
        path.write_bytes(path.read_bytes()[:3000])
        assert fault_of(path).code in ("truncated_file", "broken_file")


def _as_inline(path: Path) -> None:
    """The shared texts of a workbook written into its cells, so that the sheet itself is large."""
    book = openpyxl.load_workbook(path)
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("a")
    for row in book["a"].iter_rows(values_only=True):
        sheet.append(row)
    made.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    member = "xl/worksheets/sheet1.xml"
    # Blanks between rows mean nothing and weigh as much as cells do.
    parts[member] = parts[member].replace(b"</row>", b"</row>" + b" " * 8000)
    zipped(path, parts)

    def test_reads_where_the_system_bounds_no_memory(self, tmp_path, monkeypatch):
        program = tmp_path / "refusing.py"
        program.write_text(
            "import resource, runpy\ndef refuse(*_): raise ValueError\nresource.setrlimit = refuse\n"
            f"runpy.run_path({str(spreadsheets.CHILD)!r}, run_name='__main__')\n"
        )
        monkeypatch.setattr(spreadsheets, "CHILD", program)
        assert table_of(workbook(tmp_path, {"Лист1": SALES})).rows == SALES


class TestSheets:
    BASE = [["Клиент", "Дата продажи", "Сумма", "Товар"], *[["Ромашка", "2024-03-05", 10, "Чай"]] * 20]
    GOODS = [["Артикул", "Вес"], *[[f"a{i}", i] for i in range(3000)]]

    def test_the_sheet_that_looks_like_a_base_comes_first_and_says_why(self, tmp_path):
        table = table_of(workbook(tmp_path, {"Справочник": self.GOODS, "Продажи": self.BASE, "Пустой": []}))
        assert (table.sheet, table.sheets) == ("Продажи", ("Справочник", "Продажи", "Пустой"))
        assert table.evidence["sheet_likely"] == {
            "sheet": "Продажи",
            "names": "Клиент, Дата продажи, Сумма, Товар",
            "n": 21,
        }
        assert "21 строка" in said_of(table)[LANGUAGES.index("ru") * len(table.evidence)]

    def test_without_known_names_it_is_the_largest_in_sight(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["a", "b"])
        for title, rows in (("Большой", 5), ("Скрытый", 50)):
            sheet = book.create_sheet(title)
            for i in range(rows):
                sheet.append([i, "x"])
        book["Скрытый"].sheet_state = "hidden"
        book.save(tmp_path / "h.xlsx")
        table = table_of(tmp_path / "h.xlsx")
        assert table.sheet == "Большой" and "Скрытый" in table.sheets and "sheet_largest" in table.evidence

    def test_a_hidden_sheet_can_be_asked_for(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["a", "b"])
        book.create_sheet("Скрытый").append(["c", "d"])
        book["Скрытый"].sheet_state = "veryHidden"
        book.save(tmp_path / "h.xlsx")
        assert table_of(tmp_path / "h.xlsx", Hints(sheet="Скрытый")).rows == [["c", "d"]]

    def test_a_chart_sheet_is_not_offered(self, tmp_path):
        book = openpyxl.Workbook()
        for row in SALES:
            book.active.append(row)
        book.create_chartsheet("Диаграмма")
        book.save(tmp_path / "c.xlsx")
        assert table_of(tmp_path / "c.xlsx").sheets == ("Sheet",)


class TestPages:
    def test_html_called_a_workbook_reads_as_a_table(self, tmp_path):
        table = table_of(text_file(tmp_path, TITLED.encode("cp1251"), "report.xls"))
        assert (table.container, table.encoding, table.rows) == ("html", "cp1251", SALES)
        assert (table.sheet, table.sheets) == ("Продажи", ("1", "Продажи"))

    def test_the_other_table_of_a_page_can_be_asked_for(self, tmp_path):
        path = text_file(tmp_path, TITLED.encode("cp1251"), "report.xls")
        assert table_of(path, Hints(sheet="1")).rows == [["меню"]]

    @pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16"])
    def test_a_page_that_says_nothing_of_its_encoding_is_read_by_its_letters(self, encoding, tmp_path):
        silent = TITLED.replace('<meta charset="windows-1251">', "")
        assert table_of(text_file(tmp_path, silent.encode(encoding), "report.xls")).rows == SALES

    def test_spans_are_laid_out_and_told_as_merged(self, tmp_path):
        page = """<table><tr><th rowspan=2>Клиент<th colspan=2>Март</tr><tr><th>Шт.<th>Сумма</tr>
                  <tr><td>Ромашка<td>2<td>1&nbsp;234,56</tr><tr><td colspan=3>Итого</table>"""
        table = table_of(text_file(tmp_path, page, "report.xls"))
        expected = [
            ["Клиент", "Март", None],
            [None, "Шт.", "Сумма"],
            ["Ромашка", "2", "1 234,56"],
            ["Итого", None, None],
        ]
        assert table.rows == expected
        assert sorted(table.merged) == [(0, 0, 1, 0), (0, 1, 0, 2), (3, 0, 3, 2)]

    def test_a_table_inside_a_cell_is_a_table_of_its_own(self, tmp_path):
        inner = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in [("Клиент", "Сумма"), ("A", "5"), ("B", "6")])
        page = f"<html><table><tr><td>Шапка</td><td><table>{inner}</table></td></tr></table></html>"
        table = table_of(text_file(tmp_path, page, "report.xls"))
        assert table.rows == [["Клиент", "Сумма"], ["A", "5"], ["B", "6"]] and len(table.sheets) == 2

    def test_hard_blanks_before_a_name_are_its_level(self, tmp_path):
        page = (
            "<table><tr><td>Клиент<td>Сумма</tr><tr><td>Москва<td>5</tr><tr><td>&nbsp;&nbsp;Ромашка<td>5</tr></table>"
        )
        table = table_of(text_file(tmp_path, page, "report.xls"))
        assert table.levels == (0, 0, 2) and table.rows[2] == ["Ромашка", "5"]

    def test_csv_called_a_workbook_reads_as_csv(self, tmp_path):
        table = table_of(text_file(tmp_path, rows_text(SALES, "\t"), "report.xls", "utf-16"))
        assert (table.container, table.delimiter, table.rows) == ("csv", "\t", SALES)

    def test_a_span_of_millions_is_no_wider_than_the_values(self, tmp_path):
        page = "<table><tr><td colspan=99999999 rowspan=99999999>A</td></tr><tr></tr></table>"
        assert table_of(text_file(tmp_path, page, "report.xls")).rows == [["A"], [None]]


class TestSpreadsheetXml:
    HEAD = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    NAMES = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )

    def book(self, folder: Path, rows: str, before: str = "") -> Path:
        text = f"""{self.HEAD}{before}<Workbook {self.NAMES}><Styles><Style ss:ID="s1"><Alignment ss:Indent="2"/></Style>
            </Styles><Worksheet ss:Name="Продажи"><Table>{rows}</Table></Worksheet></Workbook>"""
        return text_file(folder, text, "report.xls")

    def test_a_workbook_of_xml_reads_as_a_table(self, tmp_path):
        rows = """<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Клиент &amp; К</Data></Cell>
              <Cell><Data ss:Type="String">Сумма</Data></Cell></Row>
            <Row ss:Index="3"><Cell ss:StyleID="s1"><Data ss:Type="String">Ромашка</Data></Cell>
              <Cell><Data ss:Type="DateTime">2024-03-05T00:00:00.000</Data></Cell>
              <Cell><Data ss:Type="Number">1234.50</Data></Cell></Row>
            <Row><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>"""
        table = table_of(self.book(tmp_path, rows))
        assert table.rows == [
            ["Клиент & К", None, "Сумма"], [None] * 3, ["Ромашка", "2024-03-05", "1234.5"], [None, "true", None],
        ]  # fmt: skip
        assert (table.container, table.sheet, table.merged, table.levels) == (
            "xml",
            "Продажи",
            ((0, 0, 0, 1),),
            (0, 0, 2, 0),
        )
        assert [n.code for n in table.notices] == ["error_cells"]

    def test_entities_are_not_unfolded(self, tmp_path):
        laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        rows = (
            '<Row><Cell><Data ss:Type="String">&f;&a;</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>'
        )
        table = table_of(self.book(tmp_path, rows, laughs))
        assert table.rows == [["&f;&a;", "x"]]


def test_parquet_reads_by_its_bytes_too(tmp_path):
    pq.write_table(pa.table({"Клиент": ["Ромашка"], "Сумма": [5]}), tmp_path / "base.csv")
    table = table_of(tmp_path / "base.csv")
    assert (table.container, table.header, table.rows) == ("parquet", ("Клиент", "Сумма"), [["Ромашка", "5"]])
    whole = (tmp_path / "base.csv").read_bytes()
    assert fault_of(text_file(tmp_path, whole[:-10], "cut.parquet")).code == "truncated_file"
    assert fault_of(text_file(tmp_path, whole[:20] + bytes(90) + whole[-20:], "bad.parquet")).code == "broken_file"


def test_a_base_in_any_workbook_or_page_is_understood_to_the_end(tmp_path):
    rows = [SALES[0], *[[f"Клиент {i}", f"2024-03-{i:02}", "10.5"] for i in range(1, 29)]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = text_file(tmp_path, f"<table>{cells}</table>".encode("cp1251"), "1c.xls")
    old = excel_5(tmp_path / "old.xls", rows)
    packed = io.BytesIO(gzip.compress(rows_text(rows, ";").encode("cp866")))
    for path in (page, old, text_file(tmp_path, packed.getvalue(), "base.xls")):
        told = understand(path, scratch=tmp_path / "s")
        assert (told.kind, told.header) == ("sales", ("Клиент", "Дата", "Сумма"))
