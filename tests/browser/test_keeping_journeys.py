"""Bases outlive a reload, a second tab, a cleared cookie and a restart of the server where they should, and only there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served, visitors
from tests.browser.tabs import Tab
from tests.serving import free_port

NOBODY = 65534
SALES = "Client,Date,Amount\nAnna,2025-01-10,700\nBoris,2025-02-20,200\nVera,2025-03-05,100\n"


class Owner(Tab):
    """A tab with the menu of bases in its sidebar."""

    @property
    def menu(self):
        return self.page.locator("[class*=st-key-workspaces-] button").first

    def is_in(self, base: str) -> Owner:
        expect(self.menu).to_contain_text(base)
        return self.rests()

    def opens_menu(self) -> Owner:
        """A menu opened while the page is still being drawn anew closes again."""
        expect(self.page.get_by_test_id("stDialog")).to_have_count(0)
        items = self.page.locator(".st-key-base-new button")
        for _ in range(5):
            self.rests().menu.click()
            self.page.wait_for_timeout(300)
            if items.is_visible():
                break
        return self

    def asks(self, what: str) -> Owner:
        self.opens_menu().page.locator(f".st-key-base-{what} button").click()
        return self.rests()

    def names(self, name: str) -> Owner:
        self.page.get_by_label(self.words("keeping.name")).fill(name)
        self.page.get_by_role("button", name=self.words("keeping.done")).click()
        return self.is_in(name)

    def goes_into(self, base: str) -> Owner:
        self.opens_menu()
        self.page.get_by_role("button", name=base, exact=True).last.click()
        return self.is_in(base)

    def loads_sales(self) -> Owner:
        self.opens("data").uploads("sales.csv", SALES.encode()).clicks("data.load")
        expect(self.headline).to_contain_text("sales.csv")
        return self.is_in("sales.csv")

    def has_no_base(self) -> None:
        self.opens("overview")
        expect(self.page.get_by_text(self.words("frame.no_base"))).to_be_visible()


@pytest.fixture
def house(browser, tmp_path):
    """`with house() as (new, address):` a server with one folder of bases; `new()` is a tab of a browser never seen before."""

    @contextmanager
    def started(*options: str, port: int | None = None):
        with served(tmp_path / "bases", None, *options, port=port) as address, visitors(browser, address, Owner) as new:
            yield lambda: new("en"), address

    (tmp_path / "bases").mkdir()
    return started


def cleared(tab: Owner) -> Owner:
    tab.context.clear_cookies()
    return tab


def test_on_the_owners_pc_bases_outlive_a_reload_another_browser_and_a_restart(house):
    port = free_port()
    with house(port=port) as (new, _):
        tab = new().loads_sales().opens("abc_analysis", "abc.share.a=0.6")
        tab.slider("abc.share.a").focus()
        tab.page.keyboard.press("ArrowRight")
        expect(tab.page).to_have_url(re.compile(r"abc\.share\.a=0\.6[1-9]"))
        moved = tab.link["abc.share.a"]
        tab.reloads()
        assert tab.link["abc.share.a"] == moved
        other = new().opens("abc_analysis")
        expect(other.page).to_have_url(re.compile(re.escape(f"abc.share.a={moved}")))
        cleared(tab).opens("overview")
        expect(tab.headline).to_contain_text("3")
    with house(port=port) as (new, _):
        again = new().opens("abc_analysis")
        expect(again.page).to_have_url(re.compile(re.escape(f"abc.share.a={moved}")))
        again.is_in("sales.csv")
        linked = new().opens("abc_analysis", "abc.share.a=0.5")
        assert linked.link["abc.share.a"] == "0.5"


def test_bases_are_made_renamed_copied_changed_taken_away_brought_back_and_deleted(house, tmp_path):
    folder = tmp_path / "bases"
    with house() as (new, address):
        tab = new().loads_sales()
        tab.asks("rename").names("Shop *2025*")
        tab.asks("new").names("Empty")
        expect(tab.page.get_by_text(tab.words("data.samples"), exact=True)).to_be_visible()
        second = Owner(tab.context, address, "en").opens("data")
        second.is_in("Empty").goes_into("Shop *2025*")
        expect(second.headline).to_contain_text("sales.csv")
        tab.is_in("Empty").goes_into("Shop *2025*").asks("duplicate").is_in("Shop *2025* (2)")
        tab.opens_menu()
        with tab.page.expect_download() as waiting:
            tab.page.locator(".st-key-base-download button").click()
        assert waiting.value.suggested_filename == "Shop _2025_ (2).clientbase"
        tab.page.keyboard.press("Escape")
        tab.reloads()
        tab.asks("delete").page.locator(".st-key-base_delete_yes button").click()
        expect(tab.menu).not_to_contain_text("(2)")
        tab.asks("open_file")
        box = tab.page.get_by_role("dialog").locator("input[type=file]")
        box.set_input_files(
            {"name": "x.clientbase", "mimeType": "x/x", "buffer": Path(waiting.value.path()).read_bytes()}
        )
        tab.is_in("Shop *2025* (2)")
        expect(tab.headline).to_contain_text("sales.csv")
        tab.asks("open_file")
        box.set_input_files({"name": "y.clientbase", "mimeType": "x/x", "buffer": b"nothing of ours"})
        expect(tab.page.get_by_role("dialog")).to_contain_text("y.clientbase")
        expect(tab.page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    assert len(list((folder / "owner").glob("*/base.duckdb"))) == 3


def test_a_base_deleted_in_one_tab_is_left_by_the_other(house):
    with house() as (new, address):
        tab = new().loads_sales()
        second = Owner(tab.context, address, "en").opens("overview")
        second.is_in("sales.csv")
        tab.asks("delete").page.locator(".st-key-base_delete_yes button").click()
        tab.is_in(tab.words("keeping.unnamed"))
        second.goes_to("data")
        second.is_in(second.words("keeping.unnamed"))


def test_on_a_shared_server_every_browser_has_a_base_of_its_own_that_ends_with_the_server(house, tmp_path):
    folder = tmp_path / "bases"
    with house("--server.address=0.0.0.0") as (new, _):
        tab = new().loads_sales()
        (cookie,) = [c for c in tab.context.cookies() if c["name"] == "client_base"]
        assert cookie["expires"] == -1 and cookie["httpOnly"]
        tab.reloads().is_in("sales.csv")
        new().has_no_base()
        cleared(tab).has_no_base()
    assert not list(folder.rglob("base.duckdb"))
    assert not (folder / "owner").exists()


def test_requests_passed_on_by_another_program_are_not_the_owners(house):
    with house() as (new, _):
        new().loads_sales()
        outside = new()
        outside.context.set_extra_http_headers({"X-Forwarded-For": "203.0.113.7"})
        outside.has_no_base()


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can become another user")
def test_another_user_of_the_machine_is_not_let_in(house):
    with house() as (_, address):
        ask = f"import os, urllib.request as r; b'x'.decode('idna'); os.setuid({NOBODY}); r.urlopen('{address}/data')"
        stranger = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
        assert urllib.request.urlopen(f"{address}/data").status == 200
    assert "403" in stranger.stderr
