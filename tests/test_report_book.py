"""The Excel report: every number is the summary's, sums are live formulas, charts point at their cells, nothing runs."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.utils import range_boundaries

import analytics.__main__ as command
from analytics import exports, facts, report, summary
from analytics.report_book import client_sheet, formulas
from analytics.report_book.material import Material
from analytics.report_book.pages import Book
from analytics.thresholds import ALL, Thresholds
from analytics.views import View
from analytics.words import LANGUAGES, Words, words
from tests.bases import FOUR_MONTHS, Base, monthly, sales, worth
from tests.samples import opened_sample

HOSTILE = ["=cmd|'/C calc'!A0", "]*[:?/\\", "@SUM(A1)", "🎉<b>", "+7 900", "A" * 400]
OFFICE = shutil.which("soffice")


@dataclass
class Made:
    """A report of a base in a language, and what `summary --json` says of the same base."""

    of: Material

    @property
    def words(self) -> Words:
        return self.of.words

    @cached_property
    def book(self) -> Book:
        return report.book(self.of)

    @cached_property
    def content(self) -> bytes:
        return self.book.content()

    @cached_property
    def told(self) -> dict[str, list[dict]]:
        return json.loads(exports.as_json(self.of.tables))

    @cached_property
    def sheets(self) -> dict[str, list[list]]:
        read = python_calamine.load_workbook(io.BytesIO(self.content))
        return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}

    def sheet(self, key: str) -> list[list]:
        return self.sheets[self.words(f"report.book_sheet_{key}")]

    def under(self, sheet: str, title: str) -> list[dict]:
        """The table under a title: its rows by the words of its heads, without the totals."""
        rows = self.sheet(sheet)
        at = 3 if rows[0][0] == title else next(i for i, row in enumerate(rows) if row[0] == title)
        heads = [head for head in rows[at + 1] if head != ""]
        body = []
        for row in rows[at + 2 :]:
            if row[0] in ("", self.words("report.book_total"), self.words("report.book_contributions")):
                break
            body.append(dict(zip(heads, row, strict=False)))
        return body

    def head(self, column: str) -> str:
        return self.words.name("columns", column)


def made_of(base: Base, language: str = "en", changes: dict | None = None) -> Made:
    of = base.warehouse, base.facts(changes), Thresholds(changes)
    return Made(Material(*of, words(language), summary.tables(*of)))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    warehouse = opened_sample("online_retail", tmp_path_factory.mktemp("shop"))
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module", params=["souvenirs", "shop"])
def judged(request, souvenirs, shop) -> tuple:
    """A base, its facts, the thresholds and the tables of `summary`."""
    of = {"souvenirs": souvenirs, "shop": shop}[request.param], Thresholds()
    built = facts.build(of[0], View())
    return of[0], built, of[1], summary.tables(of[0], built, of[1])


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request, judged) -> Made:
    *of, tables = judged
    return Made(Material(*of, words(request.param), tables))


def same(cell: object, value: object) -> bool:
    """A cell of the workbook holds a value of the JSON: a day as a day, nothing as an empty cell."""
    if value is None:
        return cell == ""
    if isinstance(cell, dt.date):
        return value == cell.isoformat()[:10]
    return cell == (pytest.approx(value, rel=1e-12) if isinstance(value, int | float) else value)


# table → its sheet, the key of its title, and how the codes of its columns are words
LISTS = {
    "timeline": ("overview", "overview.over_time", {}),
    "pareto": ("abc", "report.book_pareto", {}),
    "profit": ("profit", "command_line.table_profit", {}),
    "class_d": ("profit", "command_line.table_class_d", {"rule": "thresholds.profit.d_rule"}),
    "xyz": ("matrix", "abc_xyz.steadiness", {"class": "common"}),
    "rfm": ("rfm", "command_line.table_rfm", {}),
    "rfm_cuts": ("rfm", "rfm.cut_points", {"dimension": "common"}),
    "rfm_segments": ("rfm", "command_line.table_rfm_segments", {"segment": "common"}),
    "lifecycle": ("lifecycle", "command_line.table_lifecycle", {"stage": "common"}),
    "ladder": ("lifecycle", "command_line.table_ladder", {"rung": "common"}),
    "retention": ("retention", "command_line.table_retention", {}),
    "development_split": ("development", "development.happened", {"client_change": "development"}),
    "growth": ("growth", "growth_matrix.title", {"quadrant": "common"}),
    "channels": ("channels", "command_line.table_channels", {}),
    "departures": ("departures", "command_line.table_departures", {"reason": "departures"}),
}
OWN_HEADS = {
    "a_share": "report.book_a_share",
    "value:rfm_cuts": "columns.limit",
    "bucket": "thresholds.bucket.month",
    "value": "thresholds.measure.revenue",
}


class TestNumbers:
    """Cell by cell against `summary --json`."""

    @pytest.mark.parametrize("table", LISTS)
    def test_a_list(self, made, table):
        sheet, title, rooms = LISTS[table]
        if not made.told[table]:
            return
        written = made.under(sheet, made.words(title))
        assert len(written) == len(made.told[table])
        for cells, row in zip(written, made.told[table], strict=True):
            for key, value in row.items():
                if key in rooms:
                    value = made.words(f"{rooms[key]}.{value}")
                if key != "unfinished" and (value is not None or self.head(made, table, key) in cells):
                    assert same(cells[self.head(made, table, key)], value), (table, key, row)

    def head(self, made: Made, table: str, key: str) -> str:
        if key == "value_share":
            return made.words("frame.share_of", measure=made.words("thresholds.measure.revenue.genitive"))
        own = OWN_HEADS.get(f"{key}:{table}") or OWN_HEADS.get(key)
        return made.words(own) if own else made.head(key)

    def test_abc_by_three_methods(self, made):
        chosen = made.words("report.book_chosen")
        for row in made.told["abc"]:
            method = made.words(f"thresholds.abc.method.{row['method']}")
            title = f"{method}{chosen}" if row["method"] == "share" else method
            cells = next(c for c in made.under("abc", title) if c[made.head("class")] == row["class"])
            for key in row.keys() - {"method", "class"}:
                assert same(cells.get(self.head(made, "abc", key), ""), row[key]), row

    def test_the_matrix_both_ways(self, made):
        for column in ("customers", "revenue", "profit", "customer_share", "revenue_share"):
            if any(row[column] for row in made.told["matrix"]):
                grid = self.grid(made, "matrix", made.head(column))
                for row in made.told["matrix"]:
                    assert same(grid[row["abc_class"], row["xyz_class"]], row[column])

    def test_who_moved(self, made):
        says = made.words
        titles = {"customers": says("columns.customers")}
        titles |= {
            side: f"{says('columns.revenue')}: {says(f'columns.{side}').lower()}" for side in ("value_from", "value_to")
        }
        for column, title in titles.items():
            grid = self.grid(made, "migration", title)
            for row in made.told["migration"]:
                down = says("migration.joined") if row["from_class"] == "new" else row["from_class"]
                across = says("migration.left") if row["to_class"] == "lost" else row["to_class"]
                assert same(grid[down, across], row[column])

    def test_cohorts(self, made):
        for column in ("rate", "customers", "revenue"):
            grid = self.grid(made, "cohorts", made.words(f"report.book_cohorts_{column}"))
            told = {(row["cohort"], str(row["bucket"])): row[column] for row in made.told["cohorts"]}
            assert {(d.isoformat(), a): v for (d, a), v in grid.items() if v != ""} == pytest.approx(told, rel=1e-12)

    def grid(self, made: Made, sheet: str, title: str) -> dict:
        rows = made.under(sheet, title)
        corner, *across = rows[0]
        return {(row[corner], name): row[name] for row in rows for name in across}

    def test_the_overview_and_the_balance_line_by_line(self, made):
        for table, sheet in (("overview", "overview"), ("balance", "balance")):
            lines = {row[0]: row[1] for row in made.sheet(sheet)}
            row = made.told[table][0]
            missing = [
                key
                for key, value in row.items()
                if value and key not in ("verdict", "total") and not same(lines.get(made.head(key)), value)
            ]
            assert missing == []

    def test_every_bridge(self, made):
        for bridge in dict.fromkeys(row["bridge"] for row in made.told["development"]):
            written = made.under("development", made.words(f"development.{bridge}"))
            rows = [row for row in made.told["development"] if row["bridge"] == bridge]
            for cells, row in zip(written, rows, strict=True):
                assert cells[made.head("factor")] == made.words(f"development.{row['factor']}")
                for key in ("value_from", "value_to", "change_rate", "contribution"):
                    assert same(cells[made.head(key)], row[key])

    def test_loyalty(self, made):
        written = made.under("loyalty", made.words("loyalty.types"))
        for cells, row in zip(written, made.told["loyalty"], strict=True):
            assert same(cells[made.words("report.book_mean_score")], row["mean_score"])
            for key in ("customers_with_data", "customers_showing"):
                assert same(cells[made.head(key)], row[key])

    def test_portrait(self, made):
        keys = ("share_in_class", "share_in_base", "lift")
        told = [(row["class"], *(round(row[key], 9) for key in keys)) for row in made.told["portrait"]]
        written = [
            (letter, *(round(cells[made.head(key)], 9) for key in keys))
            for letter in sorted({row["class"] for row in made.told["portrait"]})
            for cells in made.under("portrait", made.words("report.book_portrait", letter=letter))
        ]
        assert sorted(written) == sorted(told)

    def test_satisfaction_of_the_company_by_quarter(self, made):
        quarters = [row for row in made.told["satisfaction"] if row["cut"] == "company" and row["period"]]
        if quarters:
            written = made.under("satisfaction", made.words("report.book_answers_company"))
            for cells, row in zip(written, quarters, strict=True):
                assert same(cells[made.words("report.book_quarter")], row["period"])
                assert all(
                    same(cells[made.head(key)], row[key]) for key in ("answers", "csi", "nps", "nps_low", "nps_high")
                )

    def test_refused_leads(self, made):
        if made.told["renew"]:
            rows = made.sheet("renew")
            at = next(i for i, row in enumerate(rows) if row[0] == made.head("lead_id"))
            for cells, row in zip(rows[at + 1 :], made.told["renew"], strict=False):
                assert all(same(cell, value) for cell, value in zip(cells, row.values(), strict=False))

    def test_no_table_of_the_summary_is_forgotten(self, made):
        elsewhere = (
            "overview abc matrix balance cohorts migration development loyalty satisfaction renew portrait".split()
        )
        assert {name for name, rows in made.told.items() if rows} <= {*LISTS, *elsewhere}

    def test_clients_are_those_of_the_list(self, made):
        rows = made.sheet("clients")
        at = next(i for i, row in enumerate(rows) if row[0] == made.head("rank"))
        heads = rows[at]
        revenue = [row[heads.index(made.head("revenue"))] for row in rows[at + 1 :]]
        assert len(revenue) == min(client_sheet.MOST, made.told["overview"][0]["clients"])
        assert sum(revenue) == pytest.approx(made.told["overview"][0]["revenue"])


class TestFormulas:
    def test_every_sum_adds_up_to_the_answer_beside_it(self, made):
        for name, answers in made.book.answers.items():
            sheet = made.book.made[name]
            for place, answer in answers.items():
                if cells := re.fullmatch(r"=SUM\(([A-Z]+\d+(:[A-Z]+\d+)?)\)", sheet[place].value):
                    values = [answers.get(c.coordinate, c.value) for c in cells_of(sheet, cells[1])]
                    assert sum(v for v in values if isinstance(v, int | float)) == pytest.approx(answer), (name, place)

    def test_classes_and_cells_differ_from_the_overview_by_nothing(self, made):
        label = made.words("report.book_difference")
        differences = [row[1:] for row in made.sheet("abc") if row[0] == label]
        assert len(differences) == 3
        assert all(cell == 0 for row in differences for cell in row if cell != "")

    def test_a_preview_that_counts_nothing_shows_the_answers(self):
        made = made_of(monthly(FOUR_MONTHS))
        with zipfile.ZipFile(io.BytesIO(made.content)) as book:
            cells = [
                c
                for f in book.namelist()
                if "/sheet" in f
                for c in re.findall(rb"<f>[^<]*</f><v\s*/?>.{0,9}", book.read(f))
            ]
        assert cells and all(re.search(rb"<v>-?[0-9]", cell) for cell in cells)


class TestCharts:
    def test_each_refers_to_cells_that_are_filled(self, made):
        for sheet in made.book.made:
            for chart in sheet._charts:
                for series in (series for part in chart._charts for series in part.ser):
                    of, cells = reference(series.val.numRef.f)
                    values = [cell.value for cell in cells_of(made.book.made[of], cells)]
                    assert of == sheet.title and any(value is not None for value in values), (sheet.title, cells)
                    label = series.cat.strRef or series.cat.numRef
                    assert size(label.f) == size(series.val.numRef.f)
                    named, place = reference(series.tx.strRef.f)
                    assert made.book.made[named][place].value is not None

    def test_none_covers_a_table(self, made):
        for sheet in made.book.made:
            for chart in sheet._charts:
                left, top, _, _ = range_boundaries(chart.anchor)
                rows = range(top, top + int(chart.height / 2.54 * 72 / 15) + 1)
                wide = range(left, left + 6)
                covered = [
                    c.coordinate
                    for row in sheet.iter_rows(min(rows), max(rows), min(wide), max(wide))
                    for c in row
                    if c.value is not None
                ]
                assert covered == [], sheet.title

    def test_axes_are_seen_and_titles_are_words(self, made):
        for sheet in made.book.made:
            for part in (part for chart in sheet._charts for part in chart._charts):
                assert part.x_axis.delete is False and part.y_axis.delete is False
        titles = [c.title.tx.rich.p[0].r[0].t for s in made.book.made for c in s._charts]
        assert all(titles) and made.words("report.book_chart_pareto") in titles

    def test_the_unfinished_month_is_hatched(self):
        made = made_of(sales("client day amount", "anna 01-05 10\nanna 02-05 10\nanna 03-05 10\nboris 04-10 5"))
        chart = made.book.made["Overview"]._charts[0]
        assert [point.idx for point in chart.ser[0].dPt if point.spPr.pattFill] == [0, 3]


def cells_of(sheet, text: str) -> list:
    left, top, right, bottom = range_boundaries(text)
    return [cell for row in sheet.iter_rows(top, bottom, left, right) for cell in row]


def reference(text: str) -> tuple[str, str]:
    sheet, cells = re.fullmatch(r"'(.+)'!(.+)", text).groups()
    return sheet, cells.replace("$", "")


def size(text: str) -> int:
    left, top, right, bottom = range_boundaries(reference(text)[1])
    return (right - left + 1) * (bottom - top + 1)


@pytest.mark.parametrize("language", LANGUAGES)
class TestSheets:
    def test_names_are_what_excel_allows_and_none_twice(self, language):
        keys = [*(sheet.key for sheet in report.SHEETS), "cover", "how"]
        names = [report._name(words(language), key) for key in keys]
        assert len({name.casefold() for name in names}) == len(names)
        assert not [
            name for name in names if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or not name.strip("' ")
        ]

    def test_what_a_base_has_nothing_for_is_left_out_and_said_why(self, language):
        made = made_of(worth("anna 70, boris 30"), language)
        cover = {row[0]: row[1] for row in made.sheet("cover")}
        for key in ("matrix", "rfm", "retention", "cohorts", "migration", "satisfaction", "renew", "departures"):
            name = made.words(f"report.book_sheet_{key}")
            assert name not in made.sheets
            assert cover[name] == made.words("report.book_left_out", why=made.words(f"report.book_without_{key}"))

    def test_contents_lead_to_every_sheet_and_every_sheet_leads_back(self, language):
        made = made_of(monthly(FOUR_MONTHS), language)
        read = openpyxl.load_workbook(io.BytesIO(made.content))
        cover, *others = read.worksheets
        goes = {cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink}
        assert goes == {f"'{sheet.title}'!A1" for sheet in others}
        back = [next(cell.hyperlink for (cell,) in sheet["A1:A4"] if cell.hyperlink) for sheet in others]
        assert {link.location for link in back} == {f"'{cover.title}'!A1"}

    def test_all_thresholds_stand_beside_the_textbook_and_a_changed_one_is_marked(self, language):
        made = made_of(monthly(FOUR_MONTHS), language, {"abc.share.a": 0.8})
        rows = {row[4]: row for row in made.sheet("cover") if len(row) > 4 and row[4] in ALL}
        assert set(rows) == set(ALL)
        assert rows["abc.share.a"][1:4] == [0.8, 0.75, made.words("report.book_is_changed")]
        assert [name for name, row in rows.items() if row[3]] == ["abc.share.a"]
        assert all(row[0] != name for name, row in rows.items()), "a threshold has no word"

    def test_three_rows_and_totals_make_a_report(self, language):
        three = sales("client day amount", "anna 01-10 700\nboris 01-20 200.5\nanna 02-05 100")
        assert all(made_of(base, language).sheets for base in (three, worth("anna 70, boris 0, vera -5")))


@pytest.mark.parametrize(
    "changes", [{"bucket": "week"}, {"bucket": "year"}, {"measure": "orders"}, {"abc.method": "average"}], ids=str
)
def test_other_settings_make_a_report_too(changes):
    made = made_of(monthly(FOUR_MONTHS), "ru", changes)
    assert made.told["overview"][0]["clients"] == len(FOUR_MONTHS) and len(made.sheets) > 5


def test_texts_of_the_base_stay_texts():
    rows = [(text, dt.date(2025, 1 + i, 5), 10 * (i + 1)) for i, text in enumerate(HOSTILE)]
    made = made_of(Base().with_rows("sales", ("customer_id", "order_date", "amount"), rows))
    read = openpyxl.load_workbook(io.BytesIO(made.content))
    shown = {cell.value: cell for sheet in read for row in sheet.iter_rows() for cell in row if cell.value in HOSTILE}
    assert set(shown) == set(HOSTILE)
    assert all(cell.data_type == "s" for cell in shown.values())
    assert all(shown[text].quotePrefix for text in ("=cmd|'/C calc'!A0", "@SUM(A1)", "+7 900"))


def test_no_formula_holds_a_word_of_the_base(made):
    cells = [cell for sheet in made.book.made for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    own = "|".join(re.escape(f"'{name}'!") for name in made.sheets)
    assert cells and all(re.fullmatch(rf"=({own}|[A-Z0-9$:+\-(),])+", cell.value) for cell in cells)


def test_the_file_of_a_shop_is_small(made):
    assert len(made.content) < 5_000_000


class TestCommandLine:
    def test_it_writes_the_workbook_by_its_ending(self, tmp_path, capsys):
        (tmp_path / "sales.csv").write_text("Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-01-20,200\n", "utf-8")
        out = tmp_path / "report.xlsx"
        assert command.main(["report", str(tmp_path / "sales.csv"), "--out", str(out), "--lang", "ru"]) == 0
        assert capsys.readouterr() == ("", "")
        assert openpyxl.load_workbook(out).sheetnames[0] == words("ru")("report.book_sheet_cover")

    @pytest.mark.parametrize("out", [[], ["--out", "report.docx"]], ids=["nowhere", "docx"])
    def test_it_says_what_a_report_can_be(self, out, tmp_path, capsys):
        assert command.main(["report", str(tmp_path / "none.csv"), *out, "--lang", "en"]) == 2
        said = capsys.readouterr().err
        assert ".xlsx, .html, .pdf" in said and said.count("\n") == 1


@pytest.mark.skipif(
    not OFFICE, reason="LibreOffice is not here: that it opens the book and counts the same sums was not checked"
)
class TestLibreOffice:
    def converted(self, content: bytes, folder: Path, form: str) -> bytes:
        (folder / "in").mkdir()
        (folder / "in" / "report.xlsx").write_bytes(content)
        office = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form]
        subprocess.run(
            [*office, "--outdir", folder, folder / "in" / "report.xlsx"], check=True, capture_output=True, timeout=300
        )
        return (folder / f"report.{form}").read_bytes()

    def test_it_counts_the_answers_we_wrote(self, tmp_path):
        """Two years, so that two windows are compared; without answers in the file it has to count."""
        steady = {client: amounts * 6 for client, amounts in FOUR_MONTHS.items()}
        book = made_of(monthly(steady, "2024-01")).book
        counted = openpyxl.load_workbook(
            io.BytesIO(self.converted(book.content(with_answers=False), tmp_path, "xlsx")), data_only=True
        )
        told = {
            (sheet, place): counted[sheet][place].value for sheet, answers in book.answers.items() for place in answers
        }
        ours = {(sheet, place): answer for sheet, answers in book.answers.items() for place, answer in answers.items()}
        assert told == pytest.approx(ours) and len(told) > 100

    def test_it_prints_every_sheet(self, tmp_path):
        made = made_of(monthly(FOUR_MONTHS), "ru")
        printed = self.converted(made.content, tmp_path, "pdf")
        assert printed.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", printed)) >= len(made.sheets)


def test_an_answer_is_put_beside_its_formula_and_nowhere_else():
    xml = b'<c r="A1" s="1"><f>SUM(B1:C1)</f><v></v></c><c r="A2"><v>5</v></c>'
    assert formulas._told(xml, {"A1": 2.5}) == b'<c r="A1" s="1"><f>SUM(B1:C1)</f><v>2.5</v></c><c r="A2"><v>5</v></c>'
