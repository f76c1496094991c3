"""Scenarios in a real browser: moved under the hand, saved, sent as a link to somebody who has nothing of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.tabs import Tab


def told_by_charts(tab: Tab) -> list[str]:
    """What the bars of the scenarios and the cells of the moves say to a reader who does not see them."""
    bars, cells = tab.marks("scenarios", "bar"), tab.marks("what_if_moves-abc_class", "rect mark")
    expect(bars.first).to_be_attached()
    return [mark.get_attribute("aria-label") for marks in (bars, cells) for mark in marks.all()]


def test_a_scenario_goes_by_link_to_another_browser_with_identical_numbers(visit):
    mine = visit("en").opens_sample("souvenirs").goes_to("what_if")
    mine.page.get_by_role("button", name=mine.words("what_if.save")).click()
    mine.page.get_by_role("textbox", name=mine.words("what_if.name")).fill("As it was; 1=2")
    mine.page.get_by_role("textbox", name=mine.words("what_if.name")).press("Enter")
    mine.rests().picks(mine.words("what_if.place_b"), "As it was; 1=2")
    before, slider = mine.told, mine.slider("abc.share.a")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    mine.says_otherwise_than(before)
    expect(slider).to_have_attribute("aria-valuetext", "80\u00a0%")
    expect(mine.page).to_have_url(re.compile(r"abc\.share\.a=0\.8"))
    mine.rests()
    theirs = visit("en").opens_sample("souvenirs")
    theirs.opens("what_if", urlsplit(mine.page.url).query)
    expect(theirs.headline).to_have_text(mine.told.replace("As it was; 1=2", "As it was; 1=2 (from the link)"))
    as_of_link = [told.replace(" (from the link)", "") for told in told_by_charts(theirs)]
    assert as_of_link == told_by_charts(mine) and as_of_link
    kept = mine.reloads().told
    assert kept == theirs.told.replace(" (from the link)", "")
