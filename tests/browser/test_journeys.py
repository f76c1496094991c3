"""What people do with the product in a real browser, from their own file to the list they take away."""

from __future__ import annotations

import csv
import http.client
import io
import re
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.tabs import Tab
from tests.screens import PAGES

MONTHS = range(1, 7)
CLIENTS = {"ООО Ромашка": 900, "=Формула": 500, "ИП Ёлкин": 90, "Анна": 60, "Борис": 30, "Вера": 20}


def russian_export() -> bytes:
    """As an accounting program writes it: cp1251, semicolons, decimal commas, and two columns that could be the amount."""
    lines = ["Контрагент;Дата;Сумма;Оплачено"]
    lines += [
        f"{name};{10 + place:02}.{month:02}.2025;{amount},50;{amount + 1000},25"
        for month in MONTHS
        for place, (name, amount) in enumerate(CLIENTS.items())
        if month % (place + 1) == 0
    ]
    return "\r\n".join(lines).encode("cp1251")


@pytest.fixture
def shop(company) -> Tab:
    return company("ru").opens("abc_analysis")


def test_from_a_russian_export_to_the_overview(visit):
    tab = visit("ru").opens()
    tab.sees("data.question")
    tab.uploads("выгрузка.csv", russian_export())
    tab.sees("data.mapping")
    tab.picks("Сумма *", "Оплачено")
    expect(tab.page.get_by_role("combobox", name="Сумма *")).to_have_value("Оплачено")
    tab.clicks("data.load")
    expect(tab.headline).to_contain_text("выгрузка.csv")
    paid = sum(
        amount + 1000.25
        for place, amount in enumerate(CLIENTS.values())
        for month in MONTHS
        if month % (place + 1) == 0
    )
    expect(tab.page.get_by_test_id("stMetric").filter(has_text="Сумма с клиентом")).to_contain_text(
        tab.words.money(paid)
    )
    tab.clicks("data.to_overview", role="link")
    tab.sees("overview.question")
    expect(tab.headline).to_contain_text("6 клиентов")
    tab.goes_to("abc_analysis")
    expect(tab.page.get_by_text(re.compile("Класс A: ")).first).to_be_visible()


class TestTheSlider:
    def test_dragged_by_the_mouse_changes_the_headline_before_the_button_is_released(self, shop):
        before, thumb = shop.told, shop.slider("abc.share.a").bounding_box()
        middle = thumb["y"] + thumb["height"] / 2
        shop.page.mouse.move(thumb["x"] + thumb["width"] * 25 / 45, middle)
        shop.page.mouse.down()
        for part in (20, 15, 10):
            shop.page.mouse.move(thumb["x"] + thumb["width"] * part / 45, middle, steps=4)
        while_held = shop.says_otherwise_than(before)
        shop.page.mouse.up()
        shop.rests()
        assert "A" in while_held
        expect(shop.page).to_have_url(re.compile(r"abc\.share\.a=0\.\d+"))
        assert float(shop.link["abc.share.a"]) < 0.75

    def test_moved_by_arrow_keys(self, shop):
        before, slider = shop.told, shop.slider("abc.share.a")
        slider.focus()
        for _ in range(3):
            slider.press("ArrowRight")
        shop.says_otherwise_than(before)
        expect(shop.page).to_have_url(re.compile(r"abc\.share\.a=0\.78"))
        expect(slider).to_have_attribute("aria-valuetext", "78\u00a0%")

    def test_takes_a_number_typed_beside_it(self, shop):
        before, box = shop.told, shop.page.get_by_role("textbox", name=shop.words("thresholds.abc.share.a"))
        box.fill("66,5")
        box.press("Enter")
        shop.says_otherwise_than(before)
        expect(shop.page).to_have_url(re.compile(r"abc\.share\.a=0\.665"))

    def test_redraws_the_lists_below_once_the_hand_rests(self, shop):
        pages = shop.page.get_by_test_id("stNumberInput").first
        before, box = pages.inner_text(), shop.page.get_by_role("textbox", name=shop.words("thresholds.abc.share.a"))
        box.fill("94")
        box.press("Enter")
        expect(pages).not_to_have_text(before)


class TestTheCutLine:
    def test_dragged_along_the_curve_changes_the_headline_before_the_button_is_released(self, shop):
        before, line = shop.told, shop.cut_line("a").bounding_box()
        x, y = line["x"] + line["width"] / 2, line["y"] + line["height"] / 2
        shop.page.mouse.move(x, y)
        shop.page.mouse.down()
        for way in (20, 50, 80):
            shop.page.mouse.move(x, y + way, steps=4)
        shop.says_otherwise_than(before)
        shop.page.mouse.up()
        shop.rests()
        expect(shop.page).to_have_url(re.compile(r"abc\.share\.a=0\.5\d"))

    def test_moved_by_arrow_keys_takes_the_slider_along(self, shop):
        before, line = shop.told, shop.cut_line("a")
        line.focus()
        for _ in range(2):
            line.press("ArrowDown")
        shop.says_otherwise_than(before)
        expect(shop.slider("abc.share.a")).to_have_attribute("aria-valuetext", "73\u00a0%")
        expect(line).to_have_attribute("aria-valuenow", "73")

    def test_keeps_a_press_made_before_the_answer_to_the_one_before(self, shop):
        before, line = shop.told, shop.cut_line("a")
        line.evaluate(
            """async line => {
                const press = () => line.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }))
                const frame = () => new Promise(requestAnimationFrame)
                press()
                document.querySelector("[class*=st-key-chart_pareto] svg").setAttribute("viewBox", "0 0 1 1")
                await frame(); await frame()
                press()
            }"""
        )
        shop.says_otherwise_than(before)
        expect(shop.slider("abc.share.a")).to_have_attribute("aria-valuetext", "73\u00a0%")

    def test_of_the_other_methods_moves_too(self, shop):
        shop.page.get_by_role("radio", name=shop.words("thresholds.abc.method.average")).click()
        line = shop.page.locator(".cut[data-code='abc.average.a']")
        expect(line).to_be_visible()
        before = shop.told
        line.focus()
        line.press("PageUp")
        shop.says_otherwise_than(before)
        expect(shop.page).to_have_url(re.compile(r"abc\.average\.a="))


class TestACutPointOfAHistogram:
    def test_dragged_across_turns_to_own_cut_points_before_the_button_is_released(self, shop):
        shop.goes_to("rfm")
        before, cut = shop.told, shop.page.get_by_role("slider", name=re.compile("^Давность: ")).first
        cut.scroll_into_view_if_needed()
        line = cut.bounding_box()
        x, y = line["x"] + line["width"] / 2, line["y"] + line["height"] - 8
        shop.page.mouse.move(x, y)
        shop.page.mouse.down()
        for way in (-15, -30, -40):
            shop.page.mouse.move(x + way, y, steps=4)
        shop.says_otherwise_than(before)
        shop.page.mouse.up()
        shop.rests()
        expect(shop.page).to_have_url(re.compile(r"rfm\.method=cuts"))

    def test_moved_by_arrow_keys(self, shop):
        shop.goes_to("rfm")
        cut = shop.page.get_by_role("slider", name=re.compile("^Давность: ")).first
        expect(cut).to_have_attribute("aria-orientation", "horizontal")
        name = cut.get_attribute("aria-label")
        cut.focus()
        cut.press("ArrowRight")
        expect(cut).not_to_have_attribute("aria-label", name)


class TestTheBaseStays:
    def test_through_reload_and_in_a_second_tab_but_not_in_another_browser(self, shop, visit):
        shop.slider("abc.share.a").focus()
        before = shop.told
        shop.slider("abc.share.a").press("PageUp")
        shop.says_otherwise_than(before)
        expect(shop.page).to_have_url(re.compile(r"abc\.share\.a=0\.85"))
        shown = shop.rests().told
        shop.reloads()
        expect(shop.headline).to_have_text(shown)
        second = shop.another().opens("abc_analysis", urlsplit(shop.page.url).query)
        expect(second.headline).to_have_text(shown)
        stranger = visit("ru").opens("abc_analysis", urlsplit(shop.page.url).query)
        stranger.sees("frame.no_base")
        second.behaved()

    def test_reset_brings_the_textbook_back(self, shop):
        textbook = shop.told
        shop.slider("abc.share.a").focus()
        shop.slider("abc.share.a").press("PageUp")
        shop.says_otherwise_than(textbook)
        shop.clicks("frame.reset")
        expect(shop.headline).to_have_text(textbook)
        expect(shop.page).not_to_have_url(re.compile("abc.share.a"))

    def test_switching_the_language_keeps_page_and_thresholds(self, visit):
        tab = visit("ru").opens_sample("cdnow").opens("abc_analysis", "abc.share.a=0.8")
        expect(tab.headline).to_contain_text("777")
        tab.page.get_by_text("English", exact=True).click()
        expect(tab.page.get_by_role("heading", level=1)).to_have_text("Who carries the money?")
        expect(tab.headline).to_contain_text("777 clients")
        expect(tab.page).to_have_url(re.compile(r"abc\.share\.a=0\.8"))
        expect(tab.page).to_have_url(re.compile("lang=en"))


class TestFromAPictureToTheList:
    def test_a_class_bar_opens_its_list_and_a_row_the_card(self, shop):
        shop.marks("class_bars", "bar").nth(2).click()
        expect(shop.page.get_by_text(re.compile(r"^Класс C: 322 клиента$"))).to_be_visible()
        table = shop.page.locator(".st-key-abc_list-table, [class*='st-key-abc_list']").first.get_by_test_id(
            "stDataFrame"
        )
        table = table if table.count() else shop.page.get_by_test_id("stDataFrame").nth(1)
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        shop.page.mouse.click(box["x"] + 17, box["y"] + 52)
        expect(shop.page.get_by_role("heading", level=1)).to_have_text(shop.words("client.question"))
        shop.rests()
        expect(shop.page).to_have_url(re.compile("client="))
        expect(shop.headline).to_contain_text("285-й по величине")

    def test_a_cell_of_the_matrix_opens_its_list_to_take_away(self, visit):
        tab = visit("ru").opens("data")
        tab.uploads("выгрузка.csv", russian_export()).clicks("data.load")
        expect(tab.headline).to_contain_text("выгрузка.csv")
        tab.goes_to("abc_xyz")
        expect(tab.marks("matrix", "rect mark")).to_have_count(9)
        tab.marks("matrix", "rect mark").nth(4).click()
        expect(tab.page.get_by_text("BY: 1 клиент", exact=True)).to_be_visible()
        tab.rests()
        content = tab.downloads("frame.download_csv")
        assert content.startswith("\ufeff".encode())
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert [(row["Клиент"], row["Выручка"]) for row in rows] == [("'=Формула", "1501,5")]

    def test_refused_rows_can_be_taken_away_with_their_reasons(self, visit):
        tab = visit("en").opens("data")
        tab.uploads("sales.csv", b"Client,Date,Amount\nAnna,2025-01-10,7\nBoris,2025-02-20,lots\nVera,2025-03-01,5\n")
        tab.clicks("data.load")
        expect(tab.headline).to_contain_text("sales.csv")
        tab.page.get_by_text(tab.words("data.refused", n=1)).click()
        rows = list(csv.DictReader(io.StringIO(tab.downloads("data.download_refused").decode("utf-8-sig"))))
        assert [(row["Row"], row["Reason"], row["Value"]) for row in rows] == [("3", "unreadable amount", "lots")]

    def test_the_whole_base_can_be_taken_away_as_a_workbook(self, visit):
        tab = visit("en").opens_sample("rfm_orders").goes_to("overview")
        sheet = openpyxl.load_workbook(io.BytesIO(tab.downloads("frame.download_xlsx"))).active
        assert sheet.max_row == 1 + 995


class TestTheHouse:
    def test_every_page_draws_in_the_dark_theme_and_asks_nothing_of_the_internet(self, company):
        """In the light one test_hostile_names walks through them all."""
        tab = company("en", color_scheme="dark").opens("overview")
        for room in PAGES:
            tab.goes_to(room)
            expect(tab.headline).to_be_visible()
            for chart in tab.page.get_by_test_id("stVegaLiteChart").all():
                expect(chart.locator("svg, canvas").first).to_be_visible()
        ground = tab.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", ground)[:3])) < 3 * 128

    def test_the_cookie_is_out_of_reach_of_scripts(self, visit):
        tab = visit("en").opens("data")
        (cookie,) = [c for c in tab.context.cookies() if c["name"] == "client_base"]
        assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and len(cookie["value"]) >= 32
        assert "client_base" not in tab.page.evaluate("document.cookie")

    @pytest.mark.parametrize("path", ["/", "/abc_analysis", "/_stcore/host-config"])
    def test_a_foreign_host_is_refused(self, path, server):
        assert answer(server, path, "127.0.0.1") == 200
        assert answer(server, path, "evil.example") in (400, 403, 421)

    def test_an_unusable_link_is_told_and_its_text_is_not_markup(self, visit):
        tab = visit("en").opens("abc_analysis", "abc.share.a=![](http://192.0.2.1/y.png)")
        toast = tab.page.get_by_test_id("stToast")
        expect(toast).to_contain_text("![](http://192.0.2.1/y.png)")


def answer(server: str, path: str, host: str) -> int:
    """The status of a page asked for under some host name."""
    address = urlsplit(server)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", f"{host}:{address.port}")
    connection.endheaders()
    try:
        return connection.getresponse().status
    finally:
        connection.close()
