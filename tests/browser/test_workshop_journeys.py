"""A workshop: names replaced before the projector is on, a link all open to the same numbers, a tour walked by keyboard."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.sync_api import TimeoutError, expect

from tests.browser.tabs import Tab
from tests.browser.test_keeping_journeys import Owner

SALES = """Client,Date,Amount,Manager
Anna Berg,2024-01-10,700,Kim Lee
Boris Stone,2024-02-20,200,Olga Bright
Vera Lind,2024-03-05,100,Kim Lee
"""
NAMED = re.compile("Anna|Berg|Boris|Stone|Vera|Lind|Kim|Olga|shop.csv")


def presses(tab: Tab, key: str) -> Tab:
    tab.page.locator(f".st-key-{key} button").first.click()
    return tab.rests()


def turns(tab: Tab, key: str, step: str) -> None:
    """A key pressed while the page is still being drawn is not heard: a person presses it again."""
    for _ in range(5):
        tab.rests().page.keyboard.press(key)
        with suppress(TimeoutError):
            tab.page.wait_for_url(re.compile(f"tour={step}"), timeout=6_000)
            break
    expect(tab.page).to_have_url(re.compile(f"tour={step}"))
    tab.rests()


def bars(tab: Tab) -> list[str]:
    """Class sizes as the chart of classes tells them."""
    marks = tab.marks("class_bars", "bar")
    expect(marks.first).to_be_attached()
    return [marks.nth(i).get_attribute("aria-label") for i in range(marks.count())]


def link_of(host: Tab) -> str:
    presses(host, "workshop-link")
    shown = host.page.get_by_role("dialog").locator("code").filter(has_text="http")
    link = shown.inner_text()
    host.page.keyboard.press("Escape")
    return link


def test_the_room_sees_what_the_host_sees(visit):
    host = visit("en").opens_sample("souvenirs").opens("abc_analysis", "abc.share.a=0.6&window=2024-01-01..2024-12-31")
    host.opens("abc_analysis", "abc.share.a=0.6&window=2024-01-01..2024-12-31&workshop=on")
    expect(host.page.get_by_test_id("stSidebar")).to_have_count(0)
    link = link_of(host)
    assert "workshop" not in link
    guest = visit("en")
    guest.page.goto(link)
    guest.rests()
    expect(guest.headline).to_have_text(host.told)
    assert bars(guest) == bars(host)
    assert guest.link == {"abc.share.a": "0.6", "window": "2024-01-01..2024-12-31"}
    with_base = visit("en").opens("data").uploads("shop.csv", SALES.encode()).clicks("data.load")
    expect(with_base.headline).to_contain_text("shop.csv")
    with_base.page.goto(link)
    with_base.rests()
    expect(with_base.headline).not_to_have_text(host.told)
    presses(with_base, "guest-accept")
    expect(with_base.headline).to_have_text(host.told)
    assert bars(with_base) == bars(host)


def test_names_are_replaced_everywhere_and_come_back_with_one_click(visit):
    tab = visit("en")
    owner = Owner(tab.context, tab.server, "en").opens("data").uploads("shop.csv", SALES.encode()).clicks("data.load")
    expect(owner.headline).to_contain_text("shop.csv")
    owner.opens("abc_analysis", "filter.manager=Kim+Lee")
    before = owner.told
    owner.asks("workshop")
    expect(owner.page.get_by_role("dialog").get_by_role("radio").first).to_be_checked()
    presses(owner, "workshop_start")
    expect(owner.page).to_have_url(re.compile("workshop=on"))
    expect(owner.headline).to_have_text(before)
    for room in ("client", "data", "abc_analysis"):
        owner.opens(room, "workshop=on")
        owner.sees(f"{room}.question")
        assert NAMED.findall(owner.page.content() + owner.page.locator("body").inner_text()) == []
    assert NAMED.findall(owner.downloads("frame.download_csv").decode("utf-8-sig")) == []
    presses(owner, "workshop-leave")
    owner.is_in("shop.csv")
    owner.opens("client")
    expect(owner.page.get_by_text("Anna Berg").first).to_be_visible()
    owner.behaved()


def test_the_tour_is_walked_by_keyboard_and_follows_the_hand(visit):
    tab = visit("en").opens("data")
    presses(tab, "tour_begin")
    expect(tab.page).to_have_url(re.compile("abc_analysis.*tour=share"))
    card = tab.page.locator(".st-key-tour_card")
    see = card.get_by_text(re.compile("Up to"))
    expect(see).to_contain_text("97 clients")
    tab.rests().slider("abc.share.a").focus()
    for _ in range(3):
        tab.page.keyboard.press("ArrowRight")
    expect(see).to_contain_text("78")
    expect(see).not_to_contain_text("97 clients")
    presses(tab, "tour-move-share")
    expect(see).to_contain_text("50")
    tab.reloads()
    expect(see).to_contain_text("50")
    tab.rests().page.locator("h1").click()
    turns(tab, "PageDown", "average")
    expect(card).to_contain_text(tab.words("tour.average_question"))
    turns(tab, "PageUp", "share")
    presses(tab.rests(), "tour-leave")
    expect(card).to_have_count(0)


def test_the_tour_on_the_sample_leaves_an_open_base_where_it_is(visit):
    tab = visit("en")
    owner = Owner(tab.context, tab.server, "en").opens("data").uploads("shop.csv", SALES.encode()).clicks("data.load")
    expect(owner.headline).to_contain_text("shop.csv")
    presses(owner, "tour_begin")
    presses(owner, "tour_on_sample")
    expect(owner.page).to_have_url(re.compile("tour=share"))
    expect(owner.page.locator(".st-key-tour_card")).to_contain_text("97 clients")
    owner.is_in(owner.words("samples.souvenirs")).goes_into("shop.csv")
    expect(owner.page.locator(".st-key-tour_card")).to_have_count(0)
    owner.behaved()
