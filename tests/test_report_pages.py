"""The report of chosen pages: its numbers are those of `summary`, nothing is fetched or runs, no text of a base is markup."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import report_pages, summary
from analytics.__main__ import main
from analytics.errors import Unusable
from analytics.facts import build
from analytics.headlines import overview as headline
from analytics.markup import plain as escaped
from analytics.methods import dependence
from analytics.plain_text import one_line
from analytics.report_pages import drawing, markdown
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.words import LANGUAGES, Words, words
from tests.bases import FOUR_MONTHS, Base, monthly, sales, totals, worth
from tests.screens import Visitor, workspace_with
from tests.source import ROOT
from tests.test_hostile_text import MARKED, SQL

BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
FETCHING = re.compile(
    r"""(?:src|href|xlink:href|action|data|poster)\s*=\s*["'](?!#|data:)|url\((?!#|data:)|@import""", re.I
)
LETTERS_IN_PLACE = re.compile(r"@font-face\{.*?\}")


class Page(HTMLParser):
    """A report as a reader has it: chapter → its tables as rows of cells, headline; ids, anchors, tags."""

    def __init__(self, text: str):
        super().__init__()
        self.text, self.tables, self.headlines, self.cover = text, {}, {}, []
        self.tags, self.ids, self.anchors, self.alts, self.language = set(), [], [], [], None
        self._chapter, self._into = "", None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list):
        given = dict(attributes)
        self.tags.add(tag)
        self.language = given.get("lang", self.language) if tag == "html" else self.language
        self.ids += [given["id"]] if "id" in given else []
        self.anchors += [given["href"]] if tag == "a" else []
        self.alts += [given.get("aria-label")] if given.get("role") == "img" else []
        if tag == "section":
            self._chapter = given["id"]
        if tag == "table":
            self.tables.setdefault(self._chapter, []).append([])
        if tag == "tr":
            self.tables[self._chapter][-1].append([])
        self._into = tag if tag in ("td", "th") else "headline" if given.get("class") == "headline" else self._into
        if tag in ("td", "th"):
            self.tables[self._chapter][-1][-1].append("")

    def handle_endtag(self, tag: str):
        self._into = None if tag in ("td", "th", "p") else self._into

    def handle_data(self, data: str):
        if self._into in ("td", "th"):
            self.tables[self._chapter][-1][-1][-1] += data
        if self._into == "headline":
            self.headlines[self._chapter] = self.headlines.get(self._chapter, "") + data
        if not self._chapter:
            self.cover.append(data)

    def figures(self, chapter: str) -> set[str]:
        """The large numbers of a chapter."""
        section = self.text.partition(f'id="{chapter}"')[2].partition("</section>")[0]
        return set(map(unescape, re.findall(r"<div><span>.*?</span><b>(.*?)</b></div>", section)))

    def rows(self, chapter: str) -> set[tuple[str, ...]]:
        return {tuple(row) for table in self.tables.get(chapter, []) for row in table}


def page_of(
    base: Base, language: str = "en", chapters=report_pages.CHAPTERS, changes: dict | None = None, **view
) -> Page:
    facts, thresholds = base.facts(changes, **view), Thresholds(changes)
    return Page(report_pages.document(base.warehouse, facts, thresholds, words(language), chapters).decode())


def chapters_of(page: Page) -> list[str]:
    return [name for name in report_pages.CHAPTERS if name in page.ids]


@pytest.fixture(scope="module")
def company(souvenirs):
    """The souvenir company: its facts, its summary, and its report in both languages."""
    thresholds = Thresholds()
    facts = build(souvenirs, View().under(thresholds))
    asked = (souvenirs, facts, thresholds)
    pages = {lang: Page(report_pages.document(*asked, words(lang)).decode()) for lang in LANGUAGES}
    return facts, summary.tables(*asked), pages


def in_words(says: Words, row: dict, **writers) -> set[str]:
    """A row of the summary as the report writes it."""
    return {write(row[key]) for key, write in writers.items()}


def told(rows: list[dict], page: Page, chapter: str, says: Words, **writers) -> bool:
    """Whether every row of the summary is a row of the chapter."""
    written = [set(cells) for cells in page.rows(chapter)]
    return bool(rows) and all(any(in_words(says, row, **writers) <= cells for cells in written) for row in rows)


@BY_LANGUAGE
class TestNumbersAreThoseOfTheSummary:
    def test_of_the_classes(self, company, language):
        says, (_, tables, pages) = words(language), company
        rows = [row for row in tables["abc"] if row["method"] == "share" and row["class"]]
        writers = {"class": str, "customers": says.number, "customer_share": says.percent, "value": says.money}
        writers |= {"value_share": says.percent, "orders": says.number, "profit": says.money}
        assert told(rows, pages[language], "abc_analysis", says, **writers)

    def test_of_the_matrix(self, company, language):
        says, (_, tables, pages) = words(language), company
        rows = [row | {"cell": row["abc_class"] + row["xyz_class"]} for row in tables["matrix"]]
        writers = {"cell": str, "customers": says.number, "revenue": says.money, "revenue_share": says.percent}
        assert told(rows, pages[language], "abc_xyz", says, **writers)

    def test_of_the_segments(self, company, language):
        says, (_, tables, pages) = words(language), company
        writers = {"segment": says.segment, "customers": says.number, "orders": says.number, "revenue": says.money}
        assert told(tables["rfm_segments"], pages[language], "rfm", says, **writers)
        cuts = {says.exact(row["value"]) for row in tables["rfm_cuts"]}
        assert cuts <= {cell for row in pages[language].rows("rfm") for cell in row}

    def test_of_the_stages_and_the_ladder(self, company, language):
        says, (_, tables, pages) = words(language), company
        name = lambda code: says.name("common", code)  # noqa: E731
        stages = {"stage": name, "customers": says.number, "revenue": says.money}
        assert told(tables["lifecycle"], pages[language], "lifecycle", says, **stages)
        rungs = {"rung": name, "customers": says.number, "conversion": says.percent}
        assert told(tables["ladder"], pages[language], "lifecycle", says, **rungs)

    def test_of_retention_and_departures(self, company, language):
        says, (_, tables, pages) = words(language), company
        month = lambda day: says.bucket("month", day)  # noqa: E731
        counts = dict.fromkeys(("start_customers", "new", "returned", "lost", "end_customers"), says.number)
        writers = {"bucket": month} | counts | {"crr": says.percent, "churn": says.percent}
        assert told(tables["retention"][-24:], pages[language], "retention", says, **writers)
        writers = {"customers": says.number, "share": says.percent, "published_share": says.percent}
        assert told(tables["departures"], pages[language], "retention", says, **writers)

    def test_of_migration_and_development(self, company, language):
        says, (_, tables, pages) = words(language), company
        came = [row for row in tables["migration"] if row["from_class"] == "new"]
        gone = [row for row in tables["migration"] if row["to_class"] == "lost"]
        cells = {cell for row in pages[language].rows("migration") for cell in row}
        sums = [says.number(sum(row["customers"] for row in rows)) for rows in (came, gone)]
        sums += [says.money(sum(row[key] for row in rows)) for rows, key in ((came, "value_to"), (gone, "value_from"))]
        assert set(sums) <= cells
        writers = {"customers": says.number, "value_from": says.money, "value_to": says.money}
        split = pages[language], "development", says
        assert told(tables["development_split"], *split, **writers, contribution=says.money)

    def test_of_loyalty_satisfaction_and_growth(self, company, language):
        says, (_, tables, pages) = words(language), company
        writers = {"customers_with_data": says.number, "customers_showing": says.number}
        score = lambda value: says.number(value, 1)  # noqa: E731
        assert told(tables["loyalty"], pages[language], "loyalty", says, **writers, mean_score=score)
        name = lambda code: says.name("common", code)  # noqa: E731
        writers = {"quadrant": name, "customers": says.number, "revenue": says.money}
        assert told(tables["growth"], pages[language], "growth_matrix", says, **writers)
        quarters = [row for row in tables["satisfaction"] if row["cut"] == "company" and row["period"]]
        assert told(quarters, pages[language], "satisfaction", says, answers=says.number, csi=score)

    def test_of_channels_refusals_and_the_portrait(self, company, language):
        says, (_, tables, pages) = words(language), company
        writers = {"channel": str, "customers": says.number, "revenue": says.money, "profit": says.money}
        shares = dict.fromkeys(("repeat_share", "a_share", "crr"), says.percent)
        assert told(tables["channels"], pages[language], "channels", says, **writers, **shares)
        assert told(tables["renew"][:25], pages[language], "renewal", says, index=says.exact)
        marks = [row for row in tables["portrait"] if row["class"] == "A" and row["value"] in ("Large", "Banking")]
        writers = {"value": str, "share_in_class": says.percent, "share_in_base": says.percent}
        assert told(marks, pages[language], "portrait", says, **writers)

    def test_of_dependence_profitability_and_the_plan(self, company, language):
        says, (_, tables, pages) = words(language), company
        told_of = pages[language].figures("dependence")
        balance = tables["balance"][0]
        shares = {says.percent(balance[f"top{k}_share"]) for k in (1, 3, 5, 10)}
        assert shares | {says.number(balance["customers_for_80"]), says.number(balance["gini"], 2)} <= told_of
        cells = {cell for row in pages[language].rows("profitability") for cell in row}
        d = next(row for row in tables["class_d"] if row["rule"] == "unprofitable")
        assert {says.number(d["customers"]), says.money(d["profit_after_serving"])} <= cells
        assert len(pages[language].rows("action_plan")) > 5

    def test_of_the_overview_and_its_sentence(self, company, souvenirs, language):
        says, (facts, tables, pages) = words(language), company
        overview, page = tables["overview"][0], pages[language]
        assert {says.number(overview["clients"]), says.money(overview["revenue"])} <= set(page.cover)
        sentence = headline.sentence(says, facts, dependence.concentration(souvenirs, facts))
        assert markdown.plain(sentence) == page.headlines["overview"]


@BY_LANGUAGE
class TestTheFile:
    def test_has_every_chapter_this_base_has_data_for(self, company, language):
        assert chapters_of(company[2][language]) == list(report_pages.CHAPTERS)

    def test_fetches_nothing_and_runs_nothing(self, company, language):
        page = company[2][language]
        assert not FETCHING.findall(LETTERS_IN_PLACE.sub("", page.text))
        assert not page.tags & {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
        assert "default-src 'none'" in page.text

    def test_says_its_language_and_leads_to_its_chapters(self, company, language):
        page = company[2][language]
        assert page.language == language
        assert page.anchors == [f"#{name}" for name in report_pages.CHAPTERS]
        assert {anchor[1:] for anchor in page.anchors} <= set(page.ids)

    def test_tells_every_picture_in_words(self, company, language):
        page = company[2][language]
        assert len(page.alts) == page.text.count("<svg") > 20 and all(page.alts)

    def test_pictures_keep_their_clips_apart(self, company, language):
        ids = company[2][language].ids
        assert len(ids) == len(set(ids)) > len(report_pages.CHAPTERS)

    def test_is_small_enough_to_send(self, company, language):
        assert len(company[2][language].text.encode()) < 3_000_000

    def test_has_no_words_of_the_catalogue_left_blank(self, company, language):
        page = company[2][language]
        assert not re.search(r"\{\w+(:\w+)?\}|>(None|nan|NaN|undefined)<", re.sub("<style>.*?</style>", "", page.text))


class TestChapters:
    def test_come_in_the_order_of_the_product_each_once(self):
        assert report_pages.in_order(["rfm", "overview", "rfm"]) == ("overview", "rfm")

    def test_nobody_knows_are_named(self):
        with pytest.raises(Unusable) as fault:
            report_pages.in_order(["overview", "horoscope"])
        assert "horoscope" in words("en").error(fault.value)

    def test_are_those_that_were_asked_for(self):
        page = page_of(monthly(FOUR_MONTHS), chapters=("abc_analysis", "overview"))
        assert chapters_of(page) == ["overview", "abc_analysis"]

    @BY_LANGUAGE
    def test_without_data_are_left_out_and_named_with_the_reason(self, language):
        page, says = page_of(worth("anna 70, boris 20, vera 10"), language), words(language)
        assert chapters_of(page) == ["overview", "abc_analysis", "loyalty", "dependence", "action_plan"]
        told = "".join(page.cover)
        assert told.count(markdown.plain(says("frame.needs_dates"))) >= 4
        left_out = set(report_pages.CHAPTERS) - {"overview", "abc_analysis", "loyalty", "dependence", "action_plan"}
        assert all(f"{says(f'{name}.title')}." in page.cover for name in left_out)

    def test_of_totals_with_orders_and_days_tell_what_they_can(self):
        base = totals(
            "client amount orders last_order_date",
            "anna 900 9 2025-06-01\nboris 50 1 2025-01-01\nvera 30 2 2025-05-01",
        )
        assert {"rfm", "lifecycle"} <= set(chapters_of(page_of(base)))

    def test_of_three_rows(self):
        page = page_of(sales("client day amount", "anna 01-10 100\nboris 02-10 50\nanna 02-20 30"))
        assert {"overview", "abc_analysis", "rfm", "lifecycle"} <= set(chapters_of(page))

    def test_of_twenty_clients(self):
        clients = {f"client {i:02}": [(i * 37 + m * 11) % 90 * (1 + (i + m) % 3) for m in range(9)] for i in range(20)}
        page = page_of(monthly(clients))
        expected = {"overview", "abc_analysis", "abc_xyz", "rfm", "lifecycle", "retention", "migration", "development"}
        assert expected <= set(chapters_of(page))

    def test_hear_how_far_the_work_is(self):
        base, heard = monthly(FOUR_MONTHS), []
        facts, asked = base.facts(), ("overview", "abc_analysis")
        hear = lambda done, of, title: heard.append((done, of, title))  # noqa: E731
        report_pages.document(base.warehouse, facts, Thresholds(), words("en"), asked, told=hear)
        assert heard == [(0, 2, "Overview"), (1, 2, "ABC")]


class TestTheFirstPage:
    def test_tells_the_window_and_the_thresholds_that_are_not_the_textbooks(self):
        changes = {"abc.share.a": 0.8}
        page = page_of(monthly(FOUR_MONTHS), changes=changes, chapters=("overview",), window="01-01 03-31")
        assert "Jan 1, 2025 – Mar 31, 2025" in page.cover
        assert ("Boundary A: the share the best bring", "0.8", "0.75") in page.rows("")

    def test_says_so_when_all_are_the_textbooks(self):
        page = page_of(monthly(FOUR_MONTHS), chapters=("overview",))
        assert words("en")("report_pages.textbook") in page.cover and page.rows("") == set()

    def test_names_the_filters_letter_for_letter(self):
        base = sales(
            "client day amount channel", "anna 01-10 100 <b>web</b>\nboris 02-10 50 shop\nanna 02-20 30 <b>web</b>"
        )
        page = page_of(base, chapters=("overview",), only={"channel": ["<b>web</b>"]})
        assert "Channel: <b>web</b>" in page.cover


@pytest.fixture(scope="module")
def hostile() -> Base:
    """Texts that are markup somewhere, as clients and as channels."""
    names = [
        *MARKED.values(),
        *SQL,
        "#eval(1)",
        "*bold*",
        '"quoted"',
        "</svg><script>",
        "\x0b\x1f\ufffe",
        "a" * 300,
        "\U0001f600" * 99,
    ]
    rows = [(n, dt.date(2025, m, 15), str(100 + i * m), n) for i, n in enumerate(names) for m in range(1, 2 + i % 4)]
    return Base().with_rows("sales", ("customer_id", "order_date", "amount", "channel"), rows)


class TestTextOfABase:
    CHAPTERS = ("overview", "channels", "portrait")

    def test_is_no_markup_of_the_page(self, hostile):
        page = page_of(hostile, chapters=self.CHAPTERS)
        assert not page.tags & {"script", "img", "label"}
        assert not any(mark in page.text for mark in ("<script", "onerror=alert(1)>", "</svg><script>"))

    def test_is_shown_letter_for_letter(self, hostile):
        cells = {
            cell
            for chapter in self.CHAPTERS
            for row in page_of(hostile, chapters=self.CHAPTERS).rows(chapter)
            for cell in row
        }
        channels = {
            row["channel"] for row in summary.tables(hostile.warehouse, hostile.facts(), Thresholds())["channels"]
        }
        assert len(channels) > 5 and {one_line(name) for name in channels if name not in (None, "others")} <= cells

    def test_is_no_markup_of_the_printed_page(self, hostile):
        asked = (hostile.warehouse, hostile.facts(), Thresholds(), words("ru"), self.CHAPTERS)
        assert report_pages.document(*asked, form="pdf").startswith(b"%PDF-")

    def test_stands_in_a_sentence_as_it_is(self):
        assert markdown.plain(f"**{escaped('*a* <b> _c_ `d`')}**") == "*a* <b> _c_ `d`"


class TestMarkdown:
    def test_tells_bold_italic_and_lists(self):
        first, item, last = markdown.blocks("One **two** *three*\n\n* four\n\nfive")
        assert [(run.text, run.bold, run.italic) for run in first.runs] == [
            ("One ", False, False),
            ("two", True, False),
            (" ", False, False),
            ("three", False, True),
        ]
        assert (item.is_item, last.is_item) == (True, False)

    def test_leaves_numbers_of_a_list_on_lines_of_their_own(self):
        assert [markdown.plain(text) for text in ("1. one\n2. two",)] == ["1. one 2. two"]
        assert len(markdown.blocks("first:\n1. one\n2. two")) == 3

    def test_keeps_a_dash_and_a_per_cent_with_what_they_belong_to(self):
        assert markdown.plain("A — 5 %") == "A\u00a0— 5\u00a0%"

    @given(st.text())
    def test_reads_escaped_text_back_letter_for_letter(self, text):
        meant = one_line(text).strip().replace(" — ", "\u00a0— ")
        assert markdown.plain(f"**{escaped(text)}**").strip() == re.sub(r"(?<=\d) %", "\u00a0%", meant)


class TestPictures:
    def test_of_one_page_have_names_of_their_own(self):
        svg = '<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="c"/><g clip-path="url(#c)"><text>id="c"</text></g></svg>'
        told = drawing.with_own_ids(svg, "x-")
        assert 'id="x-c"' in told and "url(#x-c)" in told and '>id="c"<' in told

    def test_tell_signs_the_letters_lack_apart(self):
        svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>\u2197 66 % \u2715</text></svg>'
        assert drawing.with_signs(svg).count("DejaVu Sans Mono") == 2
        assert unescape(re.sub("<[^>]+>", "", drawing.with_signs(svg))) == "\u2197 66 % \u2715"


def test_the_product_starts_without_what_draws_and_sets():
    code = "import sys, analytics.__main__, ui.report_offer, analytics.report_pages; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"typst", "vl_convert", "font_source_sans_pro"} & set(loaded.stdout.split())


@pytest.mark.usefixtures("own_rooms")
class TestTheOffer:
    SOLD = ("sold.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200\nAnna,2025-03-05,100\n")

    @BY_LANGUAGE
    def test_is_one_press_for_each_form(self, language):
        visitor = Visitor(language, workspace_with(self.SOLD)).opens("overview")
        take = lambda: [b for b in visitor.app.get("download_button") if b.label == visitor.words("report_pages.take")]  # noqa: E731
        assert len(take()) == 1
        for form in ("html", "pdf"):
            visitor.app.button_group(key="report_pages.form").set_value(form)
            visitor.runs()
            assert len(take()) == 1 and not visitor.complaints

    def test_asks_for_a_chapter_when_none_is_chosen(self):
        visitor = Visitor("en", workspace_with(self.SOLD)).opens("overview")
        visitor.app.button_group(key="report_pages.form").set_value("pdf")
        visitor.runs().app.button_group(key="report_pages.chapters.en").set_value([])
        visitor.runs()
        assert visitor.words("report_pages.choose_one") in [caption.value for caption in visitor.app.caption]

    def test_is_not_there_without_a_base(self):
        visitor = Visitor("en").opens("overview")
        assert visitor.words("report_pages.take") not in [b.label for b in visitor.app.get("download_button")]


class TestTheCommand:
    ROWS = "Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200\nAnna,2025-03-05,100\n"

    def test_writes_the_chapters_that_are_named_in_the_language_that_is_named(self, tmp_path):
        (tmp_path / "sold.csv").write_text(self.ROWS, "utf-8")
        asked = ["report", str(tmp_path / "sold.csv"), "--out", str(tmp_path / "of.html"), "--quiet"]
        assert main([*asked, "--pages", "rfm, overview", "--lang", "ru"]) == 0
        page = Page((tmp_path / "of.html").read_text("utf-8"))
        assert (page.language, chapters_of(page)) == ("ru", ["overview", "rfm"])

    def test_names_a_chapter_there_is_not_and_writes_nothing(self, tmp_path, capsys):
        (tmp_path / "sold.csv").write_text(self.ROWS, "utf-8")
        asked = ["report", str(tmp_path / "sold.csv"), "--out", str(tmp_path / "of.pdf"), "--lang", "en"]
        assert main([*asked, "--pages", "horoscope"]) == 2
        assert "horoscope" in capsys.readouterr().err and not (tmp_path / "of.pdf").exists()
