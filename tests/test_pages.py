"""Every page in both languages: what it asks, what it answers, what it says when it cannot, and whose words it speaks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analytics import exports, facts
from analytics.classes import sizes
from analytics.customers import customers
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.words import LANGUAGES, words
from tests.screens import FRAME, PAGES, PATIENCE, Visitor, as_read, is_sentence, workspace_with
from ui import taken_away
from ui import workspaces as rooms

pytestmark = pytest.mark.usefixtures("own_rooms")

THREE_ROWS = {
    "ru": ("продажи.csv", "Клиент;Дата;Сумма\nАнна;10.01.2025;700\nБорис;20.02.2025;200,50\nАнна;05.03.2025;100\n"),
    "en": ("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200.50\nAnna,2025-03-05,100\n"),
}
TOTALS = {
    "ru": ("итоги.csv", "Клиент;Сумма\nАнна;800\nБорис;150\nВера;50\n"),
    "en": ("totals.csv", "Client,Amount\nAnna,800\nBoris,150\nVera,50\n"),
}
THREE_ROWS_FILE = (THREE_ROWS["en"][0], THREE_ROWS["en"][1].encode())
BASES = ("nothing", "three_rows", "totals", "souvenirs")
NEED_DATES = {"abc_xyz", "retention", "migration", "development"}
NEED_SCORES = {"satisfaction"}
# What a Russian reader of this trade writes in Latin letters, and the languages' own names for themselves.
LATIN_IN_RUSSIAN = {
    *(
        "ABC",
        "XYZ",
        *(a + x for a in "ABC" for x in "XYZ"),
        *(outer + inner for outer in "ABC" for inner in "ABC"),
        "RFM",
        "FM",
        "rfm",
        "HHI",
        "CSV",
        "Excel",
        "CRM",
        "English",
    ),
    *("UCI", "Online", "Retail", "CDNOW", "The", "Complete", "Journey", "MIT", "CC", "BY"),
    *("CRR", "SaaS", "NPS", "CSI", "PDF", "HTML"),
}
CYRILLIC_IN_ENGLISH = {"Русский"}
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
CYRILLIC_WORD = re.compile(r"[А-Яа-яЁё]+")
FOREIGN = {"ru": (LATIN_WORD, LATIN_IN_RUSSIAN), "en": (CYRILLIC_WORD, CYRILLIC_IN_ENGLISH)}
FILE_NAME = re.compile(r"\w+\.csv|\S+@\S+")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


@pytest.fixture(scope="module")
def browsers(own_rooms) -> dict[tuple[str, str], str]:
    """(base, language) → a browser that has it open."""
    opened = {("nothing", language): "nobody" for language in LANGUAGES}
    for language in LANGUAGES:
        opened["three_rows", language] = workspace_with(THREE_ROWS[language])
        opened["totals", language] = workspace_with(TOTALS[language])
        opened["souvenirs", language] = Visitor(language).opens("data").presses("sample.souvenirs").browser
    return opened


@pytest.fixture
def shop(browsers) -> Visitor:
    """A Russian visitor of the souvenir company."""
    return Visitor("ru", browsers["souvenirs", "ru"])


def of_share(browser: str, changes: dict | None = None, **view) -> dict[str, int]:
    """What the engine itself counts by share for the base of a browser: {"A": clients, …}."""
    warehouse, thresholds = rooms.workspaces().of(browser).warehouse, Thresholds(changes)
    found = facts.build(warehouse, View(**view).under(thresholds))
    rows = sizes(warehouse, found, abc_analysis.chosen(thresholds, found))
    return {row["class"]: row["customers"] for row in rows}


def shown_sizes(visitor: Visitor) -> dict[str, int]:
    rows = visitor.table("class", "customers")
    return {letter: int(re.sub(r"\D", "", n)) for letter, n in zip(rows["class"], rows["customers"], strict=True)}


def rfm_needs(says) -> dict[str, str]:
    lacks = ", ".join(says(f"common.{name}").lower() for name in ("recency", "frequency"))
    return {"what": lacks, "orders": says("columns.orders"), "recency": says("columns.last_order_date")}


@pytest.fixture(scope="module", params=product(PAGES, LANGUAGES, BASES), ids="-".join)
def visit(request, browsers) -> tuple[Visitor, str, str, str]:
    """A page open in a language over a base: (visitor, page, language, base)."""
    room, language, base = request.param
    return Visitor(language, browsers[base, language]).opens(room), room, language, base


class TestEveryPage:
    def test_asks_its_question_and_answers_or_says_why_not(self, visit):
        visitor, room, language, base = visit
        says = words(language)
        assert visitor.title == says(f"{room}.question")
        assert not visitor.complaints
        if room == "data":
            assert (visitor.headline is None) == (base == "nothing")
        elif base == "nothing":
            assert visitor.remarks == [says("frame.no_base")]
        elif room in NEED_DATES and base == "totals":
            assert visitor.remarks == [says("frame.needs_dates")]
        elif room == "rfm" and base == "totals":
            assert visitor.remarks == [says("rfm.lacking", **rfm_needs(says))]
        elif room == "lifecycle" and base == "totals":
            lacks = ", ".join(says(f"lifecycle.lacking_{name}") for name in ("orders", "recency_days"))
            assert visitor.remarks == [says("lifecycle.lacking", columns=lacks)]
        elif room in NEED_SCORES and base in ("three_rows", "totals"):
            assert visitor.remarks == [says(f"{room}.needs_scores")]
        elif room == "growth_matrix" and base in ("three_rows", "totals"):
            lacks = ("capacity",) if base == "three_rows" else ("activity", "capacity")
            assert visitor.remarks == [says(f"growth_matrix.needs_{side}") for side in lacks]
        elif room == "profitability" and base in ("three_rows", "totals"):
            assert visitor.remarks == [says("profitability.needs_profit")]
        elif room == "renewal" and base in ("three_rows", "totals"):
            assert visitor.remarks == [says("renewal.needs_leads")]
        elif room == "channels" and base in ("three_rows", "totals"):
            assert visitor.remarks == [says("channels.needs_channel")]
        elif room == "portrait" and base in ("three_rows", "totals"):
            assert visitor.remarks == [says("portrait.needs_customers"), says("portrait.few_clients", least=30)]
        elif room == "abc_xyz" and base == "three_rows":
            assert len(visitor.remarks) == 1 and "XYZ" in visitor.remarks[0]
        else:
            assert re.search(r"\d", visitor.headline)

    def test_speaks_one_language_without_codes_or_gaps(self, visit):
        visitor, _, language, _ = visit
        texts = visitor.reads()
        foreign, known = FOREIGN[language]
        strange = {word for text in texts for word in foreign.findall(FILE_NAME.sub("", text))} - known
        codes = {code for text in texts for code in CODE.findall(text)}
        gaps = [text for text in texts if re.search(r"[{}]|\bNone\b|\bnan\b|\bNaT\b", text)]
        assert (strange, codes, gaps) == (set(), set(), [])


@pytest.mark.parametrize("room", PAGES)
def test_the_dark_theme_draws_every_page(room, browsers):
    Visitor("ru", browsers["souvenirs", "ru"], dark=True).opens(room)


@pytest.mark.parametrize("room", PAGES)
def test_every_file_offered_for_taking_away_can_be_made(room, browsers, monkeypatch):
    """The server makes them in a thread that knows no visitor, when a button is pressed."""
    offered = {}
    monkeypatch.setattr(taken_away, "button", lambda label, content, name, key, **look: offered.update({key: content}))
    Visitor("ru", browsers["souvenirs", "ru"]).opens(room)
    with ThreadPoolExecutor() as thread:
        assert [key for key, content in offered.items() if not thread.submit(content).result()] == []


class TestLinks:
    def test_a_threshold_in_the_address_changes_the_numbers(self, shop):
        textbook = shown_sizes(shop.opens("abc_analysis"))
        wider = shown_sizes(Visitor("ru", shop.browser).opens("abc_analysis", abc__share__a="0.8"))
        assert textbook == of_share(shop.browser)
        assert wider == of_share(shop.browser, {"abc.share.a": 0.8})
        assert wider["A"] > textbook["A"]

    def test_a_pair_is_taken_together_even_when_each_alone_would_break_the_order(self, shop):
        shop.opens("abc_analysis", abc__share__a="0.96", abc__share__b="0.98")
        assert not shop.told
        assert shop.link == {"abc.share.a": "0.96", "abc.share.b": "0.98"}
        assert shown_sizes(shop) == of_share(shop.browser, {"abc.share.a": 0.96, "abc.share.b": 0.98})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("abc.share.a", "1.5"),
            ("abc.share.a", "much"),
            ("abc.share.a", "nan"),
            ("abc.share.b", "0.5"),
            ("abc.method", "magic"),
            ("bucket", "fortnight"),
            ("include_unfinished", "perhaps"),
            ("lang", "xx"),
            ("window", "yesterday"),
            ("window", "2025-12-31..2025-01-01"),
            ("against", "last_year"),
            ("against", "2025-12-31..2025-01-01"),
            ("filter.shoe_size", "43"),
        ],
    )
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_unusable_value_is_passed_over_and_told(self, name, value, language, browsers):
        visitor = Visitor(language, browsers["souvenirs", language])
        visitor.opens("abc_analysis", **{name: value, "xyz.measure": "variation"})
        assert len(visitor.told) == 1
        assert visitor.link == {"xyz.measure": "variation"}
        assert shown_sizes(visitor) == of_share(visitor.browser)
        assert visitor.title == words(language)("abc_analysis.question")

    def test_what_is_not_ours_in_the_address_is_dropped_in_silence(self, shop):
        shop.opens("abc_analysis", utm_source="mail")
        assert (shop.told, shop.link) == ([], {})

    def test_the_address_carries_codes_whatever_the_language(self, browsers):
        links = []
        for language in LANGUAGES:
            visitor = Visitor(language, browsers["souvenirs", language]).opens("abc_analysis")
            visitor.chooses("measure", "orders").chooses("bucket", "quarter").chooses("window", "last_12_months")
            links.append(visitor.switches("abc.method", "average").link)
        assert links == [
            {"abc.method": "average", "measure": "orders", "bucket": "quarter", "window": "last_12_months"}
        ] * len(LANGUAGES)

    def test_a_choice_follows_the_visitor_to_other_pages(self, shop):
        shop.opens("abc_analysis", abc__share__a="0.8").opens("overview")
        assert shop.metrics()[shop.words("columns.a_customer_share")] != "16,0\u00a0%"
        assert shop.opens("abc_analysis").link == {"abc.share.a": "0.8"}

    def test_a_language_in_the_address_wins_over_the_browser(self, browsers):
        visitor = Visitor("ru", browsers["souvenirs", "ru"]).opens("abc_analysis", lang="en")
        assert visitor.title == words("en")("abc_analysis.question")

    def test_switching_the_language_keeps_page_and_thresholds(self, shop):
        shop.opens("abc_analysis", abc__share__a="0.8")
        before = shown_sizes(shop)
        shop.switches("lang", "en")
        assert shop.title == words("en")("abc_analysis.question")
        assert shown_sizes(shop) == before
        assert shop.link == {"abc.share.a": "0.8", "lang": "en"}

    def test_a_link_to_a_client_opens_the_card(self, shop):
        first = shop.opens("overview").column("customer_id")[2]
        card = Visitor("ru", shop.browser).opens("client", client=first)
        assert card.headline.startswith("3-й по величине")

    def test_a_link_to_a_client_who_is_not_there_says_so(self, shop):
        assert shop.opens("client", client="nobody").remarks == [shop.words("client.not_in_view")]


class TestControls:
    def test_reset_brings_the_textbook_back_and_is_offered_only_then(self, shop):
        shop.opens("abc_analysis")
        textbook, reset = shown_sizes(shop), "reset.abc.method"
        assert shop.app.button(key=reset).disabled
        changed = Visitor("ru", shop.browser).opens("abc_analysis", abc__share__a="0.5", bucket="week")
        assert not changed.app.button(key=reset).disabled
        changed.presses(reset)
        assert shown_sizes(changed) == textbook
        assert changed.link == {"bucket": "week"}

    def test_a_slider_knows_the_textbook_and_the_value_in_force(self, shop):
        slider = shop.opens("abc_analysis", abc__share__a="0.8").component("tune.abc.share.a")
        assert (slider["value"], slider["textbook"]) == (80, "по учебнику 75\u00a0%")
        assert shop.component("tune.abc.share.b")["textbook"] == ""

    def test_a_value_outside_the_slider_widens_it(self, shop):
        slider = shop.opens("abc_analysis", abc__share__a="0.05").component("tune.abc.share.a")
        assert (slider["min"], slider["value"]) == (5, 5)

    def test_the_cut_lines_stand_where_the_thresholds_are(self, shop):
        lines = shop.opens("abc_analysis", abc__share__a="0.8").component("cuts.pareto")["lines"]
        assert [(line["code"], line["level"]) for line in lines] == [("abc.share.a", 0.8), ("abc.share.b", 0.95)]

    @pytest.mark.parametrize("method", ["share", "average", "volume_frequency"])
    def test_each_method_of_abc_has_its_own_answer(self, method, shop):
        shop.opens("abc_analysis").switches("abc.method", method)
        assert shown_sizes(shop) == of_share(shop.browser, {"abc.method": method})
        assert shop.link == ({} if method == "share" else {"abc.method": method})

    def test_the_split_of_volume_and_frequency_can_be_the_mean(self, shop):
        shop.opens("abc_analysis", abc__method="volume_frequency").switches("abc.volume_frequency.split", "mean")
        wanted = {"abc.method": "volume_frequency", "abc.volume_frequency.split": "mean"}
        assert shown_sizes(shop) == of_share(shop.browser, wanted)

    def test_fitting_six_p_leaves_a_fifth_of_the_clients_in_a(self):
        browser = Visitor("en").opens("data").presses("sample.cdnow").browser
        visitor = Visitor("en", browser).opens("abc_analysis", abc__method="average").presses("fit")
        held = shown_sizes(visitor)
        assert 0.2 <= held["A"] / sum(held.values()) < 0.21
        assert float(visitor.link["abc.average.a"]) < 6

    @pytest.mark.parametrize(
        ("link", "told"),
        [
            ({"abc__method": "average", "abc__average__a": "3.7"}, "**Class A is empty:** nobody buys for 37 or more"),
            ({"abc__method": "volume_frequency"}, "**Class A is empty:** there is nobody to single out"),
        ],
        ids=["by the average", "by volume and frequency"],
    )
    def test_an_empty_a_is_explained_by_the_method_in_force(self, link, told):
        equal = workspace_with(("equal.csv", "Client,Order date,Amount\nAnna,2025-01-05,10\nBoris,2025-02-05,10\n"))
        assert Visitor("en", equal).opens("abc_analysis", **link).headline.startswith(as_read(told))

    def test_fitting_six_p_says_when_it_cannot_be(self, shop):
        shop.opens("abc_analysis", abc__method="average").presses("fit")
        assert is_sentence(shop.told[0], "ru", "errors.fit_average")
        assert shop.link == {"abc.method": "average"}

    @pytest.mark.parametrize("measure", ["regularity", "variation"])
    def test_each_measure_of_steadiness_has_its_own_matrix(self, measure, shop):
        shop.opens("abc_xyz").switches("xyz.measure", measure)
        sliders = {f"tune.xyz.{measure}.{letter}" for letter in "xy"}
        assert all(shop.component(slider)["label"] for slider in sliders)
        clients = sum(int(re.sub(r"\D", "", n)) for n in shop.column("customers", "class"))
        assert clients == sum(of_share(shop.browser).values())

    def test_the_measure_changes_what_the_classes_are_of(self, shop):
        shop.opens("abc_analysis").chooses("measure", "profit")
        assert "прибыли" in shop.headline
        assert shown_sizes(shop) == of_share(shop.browser, {"measure": "profit"})

    def test_a_measure_the_base_lacks_is_not_offered(self, browsers):
        visitor = Visitor("en", browsers["three_rows", "en"]).opens("overview")
        assert visitor.app.selectbox(key="kept.measure").options == ["Revenue", "Orders", "Average order"]

    def test_a_narrower_window_has_fewer_clients(self, shop):
        whole = of_share(shop.browser)
        shop.opens("abc_analysis").chooses("window", "last_year")
        assert 0 < sum(shown_sizes(shop).values()) < sum(whole.values())
        assert shop.link == {"window": "last_year"}

    def test_own_days_of_a_link_are_the_window(self, browsers):
        visitor = Visitor("en", browsers["three_rows", "en"]).opens("overview", window="2025-01-01..2025-02-28")
        assert visitor.metrics()["Revenue"] == "900.50"
        assert visitor.app.date_input[0].value == (dt.date(2025, 1, 1), dt.date(2025, 2, 28))

    def test_a_filter_narrows_and_its_title_counts_it(self, shop):
        shop.opens("overview")
        everyone = shop.metrics()[shop.words("columns.customers")]
        channel = shop.app.multiselect(key="kept.filter.channel").options[0]
        shop.chooses("filter.channel", [channel], "multiselect")
        assert shop.metrics()[shop.words("columns.customers")] != everyone
        assert shop.link == {"filter.channel": channel}
        assert shop.words("frame.filters_on", n=1) in shop.reads()

    def test_the_step_of_the_calendar_changes_the_periods(self, shop):
        shop.opens("overview").chooses("bucket", "year")
        assert {"2024", "2025"} <= set(shop.letters())

    def test_a_client_is_found_by_a_piece_of_the_name(self, browsers):
        visitor = Visitor("ru", browsers["totals", "ru"]).opens("client")
        visitor.app.text_input(key="client.search").set_value("бор")
        assert visitor.runs().headline.startswith("2-й по величине")
        visitor.app.text_input(key="client.search").set_value("никто")
        assert visitor.words("client.nobody_found") in visitor.runs().reads()


BAD_FILES = {
    "empty_file": ("sales.csv", b""),
    "header_only": ("sales.csv", "Клиент;Дата;Сумма\n".encode()),
    "not_a_table": ("sales.csv", bytes(range(256)) * 8),
    "truncated_file": ("sales.xlsx", b"PK\x03\x04" + bytes(200)),
}


class TestBadUploads:
    @pytest.mark.parametrize("fault", BAD_FILES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_file_that_cannot_be_read_gets_one_sentence_and_the_base_stays(self, fault, language, browsers):
        visitor = Visitor(language, browsers["three_rows", language]).opens("data")
        before = visitor.headline
        visitor.uploads(BAD_FILES[fault])
        assert len(visitor.complaints) == 1
        assert is_sentence(visitor.complaints[0], language, f"errors.{fault}")
        assert visitor.headline == before
        assert Visitor(language, visitor.browser).opens("data").headline == before

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_dates_that_cannot_be_read_are_told_on_loading_and_the_base_stays(self, language, browsers):
        visitor = Visitor(language, browsers["three_rows", language]).opens("data")
        before = visitor.headline
        visitor.uploads(("new.csv", "Клиент;Дата продажи;Сумма\nАнна;вчера;1\nБорис;завтра;2\n".encode()))
        visitor.presses_named("data.load")
        assert len(visitor.complaints) == 1
        assert is_sentence(visitor.complaints[0], language, "errors.all_dates_unreadable")
        assert visitor.presses_named("data.cancel").headline == before

    def test_a_file_without_date_and_amount_cannot_be_loaded_as_sales(self, browsers):
        visitor = Visitor("ru", browsers["three_rows", "ru"]).opens("data")
        visitor.uploads(("new.csv", "Клиент;Примечание\nАнна;да\nБорис;нет\n".encode()))
        kind = next(box for box in visitor.app.selectbox if box.label == visitor.words("data.kind"))
        kind.set_value("sales")
        visitor.runs()
        warned = [as_read(w.value) for w in visitor.app.warning]
        assert warned == [visitor.words("data.missing", column=c) for c in ("Дата заказа", "Сумма")]
        load = next(b for b in visitor.app.button if b.label == visitor.words("data.load"))
        assert load.disabled
        assert visitor.presses_named("data.cancel").headline.startswith("Открыта база «продажи.csv»")

    def test_a_good_file_beside_a_bad_one_is_still_offered(self):
        visitor = Visitor("en").opens("data").uploads(THREE_ROWS_FILE, ("empty.csv", b""))
        assert len(visitor.complaints) == 1 and "empty.csv" in visitor.complaints[0]
        assert visitor.presses_named("data.load").headline == "The base “sales.csv” is open: 3 rows."

    @pytest.mark.parametrize(
        ("link", "code"),
        [
            ({"window": "2030-01-01..2030-12-31"}, "window_empty"),
            ({"filter.channel": "по воздуху"}, "filter_empty"),
            ({"filter.attribute_5": "что-то"}, "filter_unknown"),
        ],
    )
    @pytest.mark.parametrize("room", [p for p in PAGES if p != "data"])
    def test_a_view_with_nobody_in_it_says_so_and_can_be_changed_back(self, room, link, code, shop):
        shop.opens(room, **link)
        assert len(shop.complaints) == 1
        assert is_sentence(shop.complaints[0], "ru", f"errors.{code}")
        name = next(iter(link))
        if name == "window":
            shop.chooses("window", "whole")
        else:
            shop.chooses(name, [], "multiselect")
        assert not shop.complaints and shop.headline

    def test_a_measure_the_base_lacks_says_so_and_can_be_changed_back(self, browsers):
        visitor = Visitor("ru", browsers["three_rows", "ru"]).opens("abc_analysis", measure="profit")
        assert "«Прибыль»" in visitor.complaints[0]
        assert visitor.chooses("measure", "revenue").headline


class TestUploads:
    def test_a_corrected_mapping_is_read_again_and_loaded(self):
        visitor = Visitor("en").opens("data")
        visitor.uploads(("sales.csv", b"Client,Date,Amount,Paid\nAnna,2025-01-10,700,1\nBoris,2025-02-20,200,2\n"))
        amount = next(box for box in visitor.app.selectbox if box.label == "Amount *")
        amount.set_value("Paid")
        assert visitor.runs().presses_named("data.load").metrics()["Sum in the file"] == "3"

    def test_refused_rows_are_counted_with_their_reason(self):
        visitor = Visitor("en").opens("data")
        text = b"Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,lots\nVera,2025-03-01,5\n"
        visitor.uploads(("sales.csv", text)).presses_named("data.load")
        assert (visitor.metrics()["Rows used"], visitor.metrics()["Refused"]) == ("2", "1")
        assert visitor.column("reason") == ["unreadable amount"]
        assert visitor.column("value") == ["lots"]

    def test_a_new_base_replaces_the_old_and_forgets_its_window_and_filters(self):
        visitor = Visitor("en").opens("data").uploads(THREE_ROWS_FILE).presses_named("data.load")
        visitor.opens("overview").chooses("window", "own")
        visitor.opens("data").uploads(("more.csv", b"Client,Date,Amount\nZoe,2020-05-05,1\nYan,2020-06-05,2\n"))
        visitor.presses_named("data.load")
        assert visitor.opens("overview").metrics()["Clients"] == "2"
        assert visitor.link == {}

    def test_two_browsers_do_not_see_each_other(self):
        mine = Visitor("en").opens("data").uploads(THREE_ROWS_FILE).presses_named("data.load")
        assert mine.headline
        assert Visitor("en").opens("data").headline is None

    @pytest.mark.parametrize("key", ["cdnow", "rfm_orders"])
    def test_a_sample_agrees_with_every_published_number(self, key):
        visitor = Visitor("en").opens("data").presses(f"sample.{key}")
        assert set(visitor.column("agrees")) == {"Agrees"}


MARKUP = (
    "![](http://x/y.png)",
    "$a$",
    ":material/home:",
    "<b>bold</b>",
    ":red[hot]",
    "[click](http://x)",
    "# big",
    "`c`",
)


class TestTheVisitorsTextIsNeverMarkup:
    @pytest.fixture(scope="class")
    def hostile(self, own_rooms) -> str:
        """A base whose clients, channels, headings and file name are all markup."""
        rows = [
            f'"{name}","2025-{month:02}-{day:02}",{day * 10},"{name}","{name}"'
            for month in (1, 2, 3, 4, 5)
            for day, name in enumerate(MARKUP, start=1)
        ]
        head = '"Client","Date","Amount","Channel","![](http://x/head.png)"'
        text = "\n".join([head, *rows, '"Zoe","2025-06-01","![](http://x/sum.png)","a","b"'])
        return workspace_with(("![](http:file.png).csv", text))

    @pytest.mark.parametrize("room", PAGES)
    def test_on_any_page(self, room, hostile):
        visitor = Visitor("en", hostile).opens(room)
        assert not raw_markup(visitor)

    @pytest.mark.parametrize("name", MARKUP)
    def test_on_the_card_of_a_client_whose_name_is_shown_letter_for_letter(self, name, hostile):
        visitor = Visitor("en", hostile).opens("client", client=name)
        assert as_read(visitor.app.subheader[0].value) == name
        assert not raw_markup(visitor)

    def test_nor_is_it_a_code_of_ours(self):
        browser = workspace_with(("sales.csv", "Client,Date,Amount\nmonth,2025-01-10,5\nweek,2025-02-20,4\n"))
        assert Visitor("en", browser).opens("overview").column("customer_id") == ["month", "week"]

    def test_in_the_form_of_a_file_and_in_complaints(self):
        visitor = Visitor("en").opens("data")
        visitor.uploads(
            (
                "![](http://x/file.png).csv",
                b"Client,Order date,Amount,:material/home:\n$a$,:red[x],1,$b$\nZ,:red[x],2,$b$\n",
            ),
            ("![](http://x/bad.png).csv", b""),
        )
        assert visitor.complaints and not raw_markup(visitor)
        visitor.presses_named("data.load")
        assert visitor.complaints and not raw_markup(visitor)

    def test_in_words_about_the_address(self, hostile):
        for name in ("abc.share.a", "bucket", "window", "lang", "filter.![](http://x/y.png)"):
            visitor = Visitor("en", hostile).opens("abc_analysis", **{name: MARKUP[0]})
            assert visitor.told and not raw_markup(visitor)

    def test_in_the_names_of_filters(self):
        head, row = "Client,Date,Amount,![](http://x/y.png)", "{},2025-01-0{},5,north"
        text = "\n".join([head, *(row.format(name, day) for day, name in enumerate(("a", "b", "c"), start=1))])
        visitor = Visitor("en").opens("data").uploads(("sales.csv", text.encode()))
        box = next(box for box in visitor.app.selectbox if box.label == "Attribute 1")
        box.set_value("![](http://x/y.png)")
        visitor.runs().presses_named("data.load")
        assert as_read(visitor.opens("overview").app.multiselect(key="kept.filter.attribute_1").label) == MARKUP[0]
        assert not raw_markup(visitor)


def raw_markup(visitor: Visitor) -> list[str]:
    """Texts read as Markdown in which the visitor's own markup would come to life."""
    alive = [*MARKUP, "![](", "$b$", ":red[x]"]
    return [text for text in visitor.markdown() if any(re.search(r"(?<!\\)" + re.escape(mark), text) for mark in alive)]


class TestDownloads:
    """The buttons build their file when pressed; here the builders are pressed."""

    @pytest.fixture(scope="class")
    def clients(self, own_rooms):
        browser = workspace_with(
            ("sales.csv", "Client,Date,Amount\n=1+1,2025-01-10,700.5\nAnna,2025-02-20,-3\nAnna,2025-03-01,9\n")
        )
        warehouse = rooms.workspaces().of(browser).warehouse
        return customers(warehouse, facts.build(warehouse, View()), Thresholds())

    def test_csv_opens_in_a_russian_spreadsheet(self, clients):
        says = words("ru")
        made = exports.csv_for_excel(clients, lambda code: says.name("columns", code), says)
        assert made.startswith("\ufeff".encode())
        rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig")), delimiter=";"))
        assert [(row["Клиент"], row["Выручка"], row["ABC"]) for row in rows] == [
            ("'=1+1", "700,5", "A"),
            ("Anna", "6", "C"),
        ]

    def test_csv_opens_in_an_english_spreadsheet(self, clients):
        says = words("en")
        made = exports.csv_for_excel(clients, lambda code: says.name("columns", code), says)
        rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))
        assert [(row["Client"], row["Revenue"]) for row in rows] == [("'=1+1", "700.5"), ("Anna", "6")]

    def test_a_workbook_holds_numbers_dates_and_harmless_texts(self, clients):
        sheet = openpyxl.load_workbook(io.BytesIO(exports.workbook(clients))).active
        head = {cell.value: cell.column for cell in sheet[1]}
        read = {name: sheet.cell(2, column) for name, column in head.items()}
        assert (sheet.max_row, read["revenue"].value, read["name"].value) == (3, 700.5, "=1+1")
        assert read["name"].data_type == "s" and read["last_order_date"].is_date


def test_app_py_opens_the_data_page_for_a_visitor_without_a_base():
    app = AppTest.from_file(str(FRAME.parent.parent / "app.py"), default_timeout=PATIENCE)
    app.context = {"locale": "ru-RU"}
    app.run()
    assert not app.exception and app.title[0].value == words("ru")("data.question")
