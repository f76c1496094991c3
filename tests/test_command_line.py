"""`python -m analytics`: what it prints and writes, how it fails, and that it counts what the pages count."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import analytics.__main__ as command
from analytics.customers import COLUMNS
from analytics.thresholds import ALL
from analytics.words import LANGUAGES, words
from tests.screens import is_sentence

ROOT = Path(__file__).resolve().parent.parent
SALES = """\
Client,Date,Amount,Channel
Anna,2025-01-10,700,shop
Boris,2025-01-20,200.50,web
Anna,2025-02-05,100,web
Vera,2025-03-05,9,shop
Vera,2025-04-05,lots,shop
,2025-04-07,40,shop
Anna,2025-05-01,60,shop
"""
INSPECT_KEYS = (
    "path kind container encoding delimiter sheet header_row decimal date_order mapping rows_read rows_used rows_left_out "
    "rows_without_client amount_without_client duplicate_rows clients amount first_date last_date report_total warnings"
).split()
TABLE_KEYS = {
    "abc": "method class customers customer_share value value_share orders profit",
    "xyz": "class customers customer_share revenue revenue_share",
    "matrix": "abc_class xyz_class customers customer_share revenue revenue_share profit",
    "balance": "a_customer_share verdict top1_share top3_share top5_share top10_share customers_for_80 hhi gini",
    "cohorts": "cohort bucket customers rate revenue",
    "migration": "from_class to_class customers value_from value_to",
    "rfm": "r_score f_score m_score customers revenue",
    "rfm_cuts": "dimension edge value",
    "rfm_segments": "segment customers orders revenue",
}


@pytest.fixture
def sales(tmp_path) -> str:
    return written(tmp_path / "sales.csv", SALES)


def written(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


class Said:
    """What one command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        assert (self.code, self.err) == (0, "")
        return json.loads(self.out)


@pytest.fixture
def say(capsys):
    """`main([...])` in this process."""

    def run(*arguments: str) -> Said:
        code = command.main(list(arguments))
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


def shell(*arguments: str, given: bytes = b"", **environment: str) -> Said:
    """`python -m analytics` in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "analytics", *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )
    return Said(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


class TestInspect:
    def test_json_has_every_key_of_the_contract(self, say, sales):
        (file,) = say("inspect", sales, "--json").json["files"]
        assert set(INSPECT_KEYS) <= set(file)
        assert file["mapping"] == {
            "customer_id": "Client",
            "order_date": "Date",
            "amount": "Amount",
            "channel": "Channel",
        }
        counted = {key: file[key] for key in ("rows_read", "rows_used", "rows_left_out", "clients", "amount")}
        assert counted == {
            "rows_read": 7,
            "rows_used": 6,
            "rows_left_out": {"bad_amount": 1},
            "clients": 3,
            "amount": 1069.5,
        }
        assert (file["rows_without_client"], file["amount_without_client"]) == (1, 40)
        assert (file["first_date"], file["last_date"]) == ("2025-01-10", "2025-05-01")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_table_names_what_was_understood_in_words(self, language, say, sales):
        told, says = say("inspect", sales, "--lang", language), words(language)
        assert told.code == 0
        for key in ("receipt.encoding", "receipt.rows_read", "ingest.bad_amount", "columns.order_date", "bases.sales"):
            assert says(key) in told.out

    def test_several_files_are_told_one_by_one(self, say, sales, tmp_path):
        people = written(tmp_path / "people.csv", "Client,City,Industry\nAnna,Perm,trade\nBoris,Omsk,banks\n")
        files = say("inspect", sales, f"customers={people}", "--json").json["files"]
        assert [file["kind"] for file in files] == ["sales", "customers"]


class TestCustomers:
    def test_json_has_a_row_per_client_with_the_columns_in_order(self, say, sales):
        rows = say("customers", sales, "--json").json
        assert [list(row) for row in rows] == [COLUMNS] * 3
        assert [(row["customer_id"], row["revenue"], row["abc_class"]) for row in rows] == [
            ("Anna", 860, "A"),
            ("Boris", 200.5, "B"),
            ("Vera", 9, "C"),
        ]
        assert rows[0]["last_order_date"] == "2025-05-01" and rows[0]["profit"] is None

    def test_every_form_of_file_holds_the_same_clients(self, say, sales, tmp_path):
        files = {form: tmp_path / f"clients.{form}" for form in ("csv", "xlsx", "json", "parquet")}
        for file in files.values():
            told = say("customers", sales, "--out", str(file))
            assert (told.code, told.out, told.err) == (0, "", "")
        sheet = openpyxl.load_workbook(files["xlsx"]).active.iter_rows(values_only=True)
        head = next(sheet)
        read = {
            "csv": list(csv.DictReader(io.StringIO(files["csv"].read_text("utf-8")))),
            "xlsx": [dict(zip(head, row, strict=True)) for row in sheet],
            "json": json.loads(files["json"].read_text("utf-8")),
            "parquet": pq.read_table(files["parquet"]).to_pylist(),
        }
        for rows in read.values():
            assert [list(row) for row in rows] == [COLUMNS] * 3
            assert [(row["customer_id"], float(row["revenue"])) for row in rows] == [
                ("Anna", 860),
                ("Boris", 200.5),
                ("Vera", 9),
            ]

    def test_a_name_that_could_run_in_a_spreadsheet_is_neutralised(self, say, tmp_path):
        file = written(tmp_path / "s.csv", "Client,Date,Amount\n=1+1,2025-01-10,5\n")
        assert say("customers", file, "--out", str(tmp_path / "c.csv")).code == 0
        assert "'=1+1" in (tmp_path / "c.csv").read_text("utf-8")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_table_is_in_words_and_ends_with_a_count(self, language, say, sales):
        told, says = say("customers", sales, "--lang", language), words(language)
        assert says("columns.revenue") in told.out and "keep_close" not in told.out
        assert told.out.rstrip().endswith(says("command_line.rows", n=3))

    def test_totals_without_dates_have_no_xyz(self, say, tmp_path):
        file = written(tmp_path / "t.csv", "Client,Amount\nAnna,900\nBoris,100\n")
        rows = say("customers", f"totals={file}", "--json").json
        assert [(row["customer_id"], row["abc_class"], row["xyz_class"]) for row in rows] == [
            ("Anna", "A", None),
            ("Boris", "B", None),
        ]


class TestSummary:
    def test_json_has_the_parts_and_keys_of_the_contract(self, say, sales):
        told = say("summary", sales, "--json").json
        assert list(told) == ["base", "window", "thresholds", "tables"]
        assert told["window"] == {"start": "2025-01-10", "end": "2025-05-01", "as_of": "2025-05-01"}
        assert list(told["thresholds"]) == list(ALL)
        for table, keys in TABLE_KEYS.items():
            assert [" ".join(row) for row in told["tables"][table]] == [keys] * len(told["tables"][table])
        assert sum(row["customers"] for row in told["tables"]["matrix"]) == 3
        assert told["base"]["amount"] == 1069.5

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_tables_speak_one_language(self, language, say, sales):
        told, says = say("summary", sales, "--lang", language), words(language)
        for table in ("overview", "abc", "xyz", "matrix", "balance", "rfm", "rfm_cuts", "rfm_segments"):
            assert says(f"command_line.table_{table}") in told.out
        assert "_" not in told.out

    def test_a_workbook_has_a_sheet_per_table_and_json_is_the_same(self, say, sales, tmp_path):
        book, file = tmp_path / "s.xlsx", tmp_path / "s.json"
        assert say("summary", sales, "--out", str(book)).code == say("summary", sales, "--out", str(file)).code == 0
        told = json.loads(file.read_text("utf-8"))
        assert openpyxl.load_workbook(book).sheetnames == [name for name, rows in told["tables"].items() if rows]
        assert told == say("summary", sales, "--json").json


class TestOptions:
    def test_set_and_scenario_change_thresholds_and_set_wins(self, say, sales, tmp_path):
        scenario = written(tmp_path / "my.toml", '"abc.share.a" = 0.6\n[abc.share]\nb = 0.9\n')
        told = say("summary", sales, "--json", "--scenario", scenario, "--set", "abc.share.a=0.85").json
        assert (told["thresholds"]["abc.share.a"], told["thresholds"]["abc.share.b"]) == (0.85, 0.9)
        of_a = next(row for row in told["tables"]["abc"] if (row["method"], row["class"]) == ("share", "A"))
        assert of_a["customers"] == 2

    def test_window_is_inclusive_and_as_of_sets_recency(self, say, sales):
        rows = say("customers", sales, "--json", "--window", "2025-01-20..2025-02-05", "--as-of", "2025-02-10").json
        assert {row["customer_id"]: row["recency_days"] for row in rows} == {"Boris": 21, "Anna": 5}

    @pytest.mark.parametrize(
        ("window", "clients"), [("2025-02-01..", 2), ("..2025-01-31", 2), ("2025-03-05..2025-03-05", 1)]
    )
    def test_a_window_may_be_open_or_one_day(self, window, clients, say, sales):
        assert len(say("customers", sales, "--json", "--window", window).json) == clients

    def test_standard_input_is_read_as_csv(self):
        told = shell("customers", "-", "--json", given=SALES.encode("cp1251"))
        assert [row["customer_id"] for row in told.json] == ["Anna", "Boris", "Vera"]

    def test_several_files_of_one_kind_are_appended(self, say, sales, tmp_path):
        more = written(tmp_path / "more.csv", "Client,Date,Amount\nAnna,2025-06-01,1000\nZoe,2025-06-02,5\n")
        rows = say("customers", sales, more, "--json").json
        assert [(row["customer_id"], row["revenue"]) for row in rows][:2] == [("Anna", 1860), ("Boris", 200.5)]
        assert len(rows) == 4

    def test_a_mapping_may_compute_the_amount(self, say, tmp_path):
        file = written(
            tmp_path / "s.csv", "Who,When,Quantity,UnitPrice,Sum\nAnna,2025-01-10,3,1.5,1\nBoris,2025-01-11,2,10,1\n"
        )
        told = say(
            "customers",
            file,
            "--json",
            "--map",
            "customer_id=Who",
            "--map",
            "order_date=When",
            "--map",
            "amount=Quantity*UnitPrice",
        )
        assert [(row["customer_id"], row["revenue"]) for row in told.json] == [("Boris", 20), ("Anna", 4.5)]

    def test_encoding_and_sheet_are_obeyed(self, say, tmp_path):
        book = openpyxl.Workbook()
        book.active.title = "big"
        for row in [("Client", "Date", "Amount"), *[("Zoe", dt.date(2025, 1, day), 1) for day in range(1, 9)]]:
            book.active.append(row)
        sheet = book.create_sheet("small")
        sheet.append(("Client", "Date", "Amount"))
        sheet.append(("Anna", dt.date(2025, 1, 1), 7))
        book.save(tmp_path / "b.xlsx")
        assert [
            row["name"] for row in say("customers", str(tmp_path / "b.xlsx"), "--json", "--sheet", "small").json
        ] == ["Anna"]
        (tmp_path / "k.csv").write_bytes("Клиент;Дата;Сумма\nЮля;01.02.2025;5\n".encode("koi8-r"))
        told = say("customers", str(tmp_path / "k.csv"), "--json", "--encoding", "koi8-r")
        assert [row["name"] for row in told.json] == ["Юля"]

    def test_the_scale_of_a_survey_can_be_told(self, say, tmp_path, sales):
        rows = "".join(f"2025-02-0{mark},{mark},Anna\n" for mark in (1, 2, 3, 4, 5))
        survey = "scores=" + written(tmp_path / "survey.csv", f"Date,Score,Client\n{rows}")
        guessed, told = (
            say("summary", sales, survey, "--json", *scale).json["tables"]["satisfaction"][0]["csi"]
            for scale in ((), ("--scale", "10"))
        )
        assert (guessed, told) == (1.0, 0.0)

    def test_the_language_comes_from_the_system_and_help_speaks_it(self):
        assert words("ru")("command_line.inspect") in shell("--help", LC_ALL="ru_RU.UTF-8").out
        assert words("en")("command_line.inspect") in shell("--help", LC_ALL="C.UTF-8").out

    def test_is_told_where_the_system_gives_a_page_without_its_letters(self, sales):
        narrow = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
        told = shell("inspect", sales, "--lang", "ru", **narrow)
        assert (told.code, told.err) == (0, "") and words("ru")("receipt.rows_used") in told.out

    def test_quiet_piped_work_says_nothing_on_stderr(self, sales):
        told = shell("customers", sales, "--json", "--quiet")
        assert (told.code, told.err) == (0, "")


UNUSABLE = {
    "no_such_file": ["summary", "nowhere.csv"],
    "threshold_unknown": ["summary", "{sales}", "--set", "abc.share.z=1"],
    "threshold_range": ["summary", "{sales}", "--set", "abc.share.a=2"],
    "threshold_choice": ["summary", "{sales}", "--set", "bucket=fortnight"],
    "threshold_order": ["summary", "{sales}", "--set", "abc.share.a=0.97"],
    "threshold_numbers": ["summary", "{sales}", "--set", "rfm.recency_cuts=3,2"],
    "threshold_cells": ["summary", "{sales}", "--set", "rfm.map=champion"],
    "threshold_names": ["summary", "{sales}", "--set", "renew.columns=a b"],
    "assignment": ["summary", "{sales}", "--map", "amount"],
    "scenario_file": ["summary", "{sales}", "--scenario", "nowhere.toml"],
    "window_form": ["summary", "{sales}", "--window", "yesterday"],
    "window_order": ["summary", "{sales}", "--window", "2025-02-01..2025-01-01"],
    "window_empty": ["summary", "{sales}", "--window", "2030-01-01..2030-12-31"],
    "date_form": ["summary", "{sales}", "--as-of", "31.12.2025"],
    "measure_missing": ["summary", "{sales}", "--set", "measure=profit"],
    "no_base": ["summary", "customers={people}"],
    "unknown_mapping_column": ["summary", "{sales}", "--map", "amount=Total"],
    "unknown_formula_source": ["summary", "{sales}", "--map", "amount=Amount*Total"],
    "unknown_encoding": ["summary", "{sales}", "--encoding", "klingon"],
    "unknown_sheet": ["summary", "{book}", "--sheet", "nowhere"],
    "all_dates_unreadable": ["customers", "sales={undated}", "--map", "order_date=When"],
    "header_only": ["inspect", "{header}"],
    "empty_file": ["inspect", "{empty}"],
    "not_a_table": ["inspect", "{binary}"],
    "out_format": ["customers", "{sales}", "--out", "clients.pdf"],
    "out_folder": ["customers", "{sales}", "--out", "nowhere/clients.csv"],
    "command_line": ["divine", "{sales}"],
}


class TestWhatCannotBeUsed:
    @pytest.fixture
    def given(self, tmp_path, sales) -> dict[str, str]:
        book = openpyxl.Workbook()
        book.active.append(("Client", "Date", "Amount"))
        book.active.append(("Anna", dt.date(2025, 1, 1), 7))
        book.save(tmp_path / "book.xlsx")
        (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 8)
        return {
            "sales": sales,
            "people": written(tmp_path / "people.csv", "Client,City,Industry\nAnna,Perm,trade\n"),
            "undated": written(tmp_path / "undated.csv", "Client,When,Amount\nAnna,soon,1\nBoris,later,2\n"),
            "header": written(tmp_path / "header.csv", "Client,Date,Amount\n"),
            "empty": written(tmp_path / "empty.csv", ""),
            "binary": str(tmp_path / "binary.csv"),
            "book": str(tmp_path / "book.xlsx"),
        }

    @pytest.mark.parametrize("fault", UNUSABLE)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_one_line_says_what_and_what_to_do(self, fault, language, given, say, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        told = say(*(part.format(**given) for part in UNUSABLE[fault]), "--lang", language)
        assert (told.code, told.out) == (2, "")
        assert told.err.endswith("\n") and told.err.count("\n") == 1
        assert is_sentence(told.err.strip(), language, f"errors.{fault}"), told.err

    def test_what_was_typed_is_quoted_as_typed(self, say, sales):
        assert "«amount»" in say("summary", sales, "--map", "amount", "--lang", "ru").err

    def test_the_shell_sees_the_code_and_no_traceback(self):
        told = shell("summary", "nowhere.csv", "--lang", "en")
        assert (told.code, told.out) == (2, "")
        assert told.err == "There is no file “nowhere.csv”. Check its name and folder.\n"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_unexpected_fault_is_one_line_and_code_1(self, language, say, sales, monkeypatch):
        def broken(*_):
            raise RuntimeError("two\nlines")

        monkeypatch.setitem(command.ANSWERS, "summary", broken)
        told = say("summary", sales, "--lang", language)
        assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
        assert is_sentence(told.err.strip(), language, "command_line.unexpected")


class TestOutAppearsWholeOrNotAtAll:
    @pytest.mark.parametrize("before", [None, "what was there"])
    def test_a_failure_leaves_no_file_and_an_old_one_untouched(self, before, say, sales, tmp_path, monkeypatch):
        out = tmp_path / "answers" / "clients.csv"
        out.parent.mkdir()
        if before:
            written(out, before)

        def broken(*_):
            raise OSError("disk full")

        monkeypatch.setattr(os, "replace", broken)
        told = say("customers", sales, "--out", str(out))
        assert told.code == 2 and "disk full" in told.err
        assert [file.name for file in out.parent.iterdir()] == ([out.name] if before else [])
        assert not before or out.read_text("utf-8") == before

    def test_a_bad_base_does_not_touch_an_old_answer(self, say, tmp_path):
        out = written(tmp_path / "clients.csv", "what was there")
        assert say("customers", "nowhere.csv", "--out", out).code == 2
        assert Path(out).read_text("utf-8") == "what was there"

    def test_a_new_answer_replaces_the_old_one(self, say, sales, tmp_path):
        out = written(tmp_path / "clients.csv", "what was there")
        assert say("customers", sales, "--out", out).code == 0
        assert Path(out).read_text("utf-8").startswith("customer_id,name,revenue")


class TestARealShop:
    """A slice of UCI Online Retail written back as the CSV it came from, packed with gzip."""

    @pytest.fixture(scope="class")
    def packed(self, tmp_path_factory) -> str:
        rows = pq.read_table(ROOT / "sample_data" / "online_retail.parquet").slice(0, 20_000)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(rows.column_names)
        for row in rows.to_pylist():
            writer.writerow(["" if value is None else value for value in row.values()])
        file = tmp_path_factory.mktemp("uci") / "online_retail.csv.gz"
        file.write_bytes(gzip.compress(out.getvalue().encode("utf-8"), 1))
        return str(file)

    def test_gives_one_row_per_client_with_the_columns_of_the_contract(self, packed, tmp_path):
        out = tmp_path / "c.csv"
        told = shell("customers", packed, "--out", str(out))
        assert (told.code, told.err) == (0, "")
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
        assert list(rows[0]) == COLUMNS
        ids = [row["customer_id"] for row in rows]
        assert len(set(ids)) == len(ids) > 500 and all(client.isdigit() for client in ids)

    def test_control_totals_are_those_of_the_rows_themselves(self, packed, say):
        (file,) = say("inspect", packed, "--json").json["files"]
        rows = pq.read_table(ROOT / "sample_data" / "online_retail.parquet").slice(0, 20_000)
        with_client = rows.filter(pa.compute.is_valid(rows.column(customer_column(rows))))
        assert file["rows_read"] == 20_000
        assert file["rows_without_client"] == 20_000 - with_client.num_rows
        assert file["clients"] == len(with_client.column(customer_column(rows)).unique())


def customer_column(rows: pa.Table) -> str:
    return next(name for name in rows.column_names if "customer" in name.lower())
