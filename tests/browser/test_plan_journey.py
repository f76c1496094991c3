"""A newcomer's way to an action list, from a file of their own to the list in hand, and the work on it day by day."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from analytics import plan_words
from tests.browser.tabs import Tab
from tests.browser.test_journeys import russian_export

PAGE = "action_plan"
DUE = "call_overdue"


class Counting(Tab):
    """A tab that counts the clicks a person needs."""

    clicked = 0

    def presses(self, locator) -> None:
        self.clicked += 1
        locator.click()
        self.rests()


@pytest.fixture
def shop(company) -> Tab:
    """By the way the overview offers."""
    tab = company("en").opens("overview").clicks("overview.to_plan", role="link")
    tab.sees(f"{PAGE}.question")
    return tab.rests()


def reasons(tab: Tab) -> list[str]:
    """The list as it is taken away: who, and why."""
    rows = csv.DictReader(io.StringIO(tab.downloads("frame.download_csv").decode("utf-8-sig")), delimiter=";")
    return [f"{row['Клиент']}: {row['Почему здесь']}" for row in rows]


def test_from_a_file_of_ones_own_to_an_action_list_in_four_clicks(browser, server):
    context = browser.new_context(locale="ru-RU", viewport={"width": 1400, "height": 1000})
    tab = Counting(context, server, "ru").opens()
    tab.uploads("выгрузка.csv", russian_export())
    tab.sees("data.mapping")
    tab.presses(tab.page.get_by_role("button", name=tab.words("data.load")))
    expect(tab.headline).to_contain_text("выгрузка.csv")
    tab.presses(tab.page.get_by_test_id("stSidebarNav").get_by_role("link", name=tab.words(f"{PAGE}.title")))
    tab.sees(f"{PAGE}.question")
    expect(tab.headline).to_contain_text(re.compile(r"\d+ клиент"))
    expect(tab.marks("plan_lists", "bar").first).to_be_visible()
    tab.presses(tab.marks("plan_lists", "bar").first)
    tab.clicked += 1
    found = reasons(tab)
    assert found and all(re.search(r"\d", line) for line in found)
    assert tab.clicked == 4
    tab.behaved()
    context.close()


def test_a_clicked_bar_opens_its_list_and_the_link_brings_it_back(shop):
    name = plan_words.list_name(shop.words, DUE)
    shop.marks("plan_lists", "bar").nth(8).click()
    expect(shop.page.get_by_role("heading", name=re.compile(f"^{name}: "))).to_be_visible()
    expect(shop.page).to_have_url(re.compile(f"plan.list={DUE}"))
    shop.rests().reloads()
    expect(shop.page.get_by_role("heading", name=re.compile(f"^{name}: "))).to_be_visible()


def test_a_list_put_in_work_at_once_stays_so_after_a_reload(shop):
    size = int(
        re.search(r": (\d+)", shop.page.get_by_role("heading", name=re.compile("^Save the big")).inner_text())[1]
    )
    shop.page.get_by_text(shop.words(f"{PAGE}.bulk")).click()
    shop.page.get_by_role("textbox", name=shop.words(f"{PAGE}.owner")).fill("Kim")
    shop.picks(shop.words(f"{PAGE}.status"), shop.words(f"{PAGE}.status_done"))
    shop.clicks(f"{PAGE}.bulk_put")
    told = shop.words(f"{PAGE}.progress", done=size, all=size, in_work=0, given_up=0)
    expect(shop.page.get_by_text(told)).to_be_visible()
    shop.rests().reloads()
    expect(shop.page.get_by_text(told)).to_be_visible()
    book = openpyxl.load_workbook(io.BytesIO(shop.downloads("frame.download_xlsx"))).active
    head = [cell.value for cell in book[1]]
    assert {row[head.index("Owner")] for row in book.iter_rows(min_row=2, values_only=True)} == {"Kim"}


def test_an_owner_named_in_the_table_is_kept(shop):
    table = shop.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    # the first cell of owners: a cell of a canvas is reached by its place
    shop.page.mouse.dblclick(box["x"] + 44 + 160 + 330 + 130, box["y"] + 36 + 32)
    cell = shop.page.locator("#portal textarea")
    expect(cell).not_to_have_value("")
    cell.fill("Max")
    cell.press("Enter")
    expect(shop.page.get_by_text(shop.words(f"{PAGE}.noted", n=1))).to_be_visible()
    book = openpyxl.load_workbook(io.BytesIO(shop.downloads("frame.download_xlsx"))).active
    head = [cell.value for cell in book[1]]
    assert "Max" in {row[head.index("Owner")] for row in book.iter_rows(min_row=2, values_only=True)}
