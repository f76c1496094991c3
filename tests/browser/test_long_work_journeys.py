"""A file so large that it is read for seconds: seen from the tab that brought it, called off, reloaded in the middle."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect

from tests.browser.tabs import Tab

LINES = 2_400_000
DAYS = [f"2025-{1 + i % 12:02}-{1 + i % 28:02}" for i in range(84)]
OLD = b"Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200\nAnna,2025-03-05,100\n"


@pytest.fixture(scope="module")
def large() -> bytes:
    """Packed, it comes through the line at once and is read as long as ever."""
    block = "".join(f"C{i * 7919 % 9973},{DAYS[i % 84]},{i * 31 % 977}.{i % 90:02}\n" for i in range(40_000))
    return gzip.compress(("Client,Date,Amount\n" + block * (LINES // 40_000)).encode(), 6)


@pytest.fixture
def tab(visit) -> Tab:
    """Has a small base open and the large file understood."""
    tab = visit("ru").opens("data")
    tab.uploads("old.csv", OLD).clicks("data.load")
    expect(tab.headline).to_contain_text("old.csv")
    return tab


def begun(tab: Tab, large: bytes) -> Tab:
    tab.uploads("large.csv.gz", large)
    tab.page.get_by_role("button", name=tab.words("data.load"), exact=True).click(timeout=60_000)
    tab.sees("data.old_base_stays")
    return tab


def test_called_off_it_leaves_the_base_that_was(tab, large):
    begun(tab, large)
    expect(tab.page.get_by_test_id("stProgress")).to_be_visible()
    tab.page.get_by_role("button", name=tab.words("data.stop"), exact=True).click()
    expect(tab.page.get_by_role("button", name=tab.words("data.load"), exact=True)).to_be_visible()
    tab.clicks("data.cancel")
    expect(tab.headline).to_contain_text("old.csv")
    tab.goes_to("overview")


def test_a_reload_does_not_stop_it(tab, large):
    begun(tab, large)
    tab.reloads()
    expect(tab.headline).to_contain_text("large.csv.gz", timeout=120_000)
