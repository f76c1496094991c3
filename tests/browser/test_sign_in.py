"""A server with sign-in, against a real provider of OpenID Connect on this machine: to each their own, to strangers nothing."""

from __future__ import annotations

import json
import re
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
from itsdangerous import TimestampSigner
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.browser.conftest import served, visitors
from tests.browser.tabs import Tab
from tests.serving import free_port

SECRET = "a secret of this test and of nobody else"
IDENTITY = "_streamlit_user"
DAY = 24 * 3600
SALES = "Client,Date,Amount\n{0} one,2025-01-10,700\n{0} two,2025-02-20,200\n{0} three,2025-03-05,100\n"


class Person(Tab):
    def _heard(self, message) -> None:
        """The provider's own page has no icon."""
        if not message.location["url"].endswith("/favicon.ico"):
            super()._heard(message)

    def signs_in(self, name: str) -> Person:
        self.opens()
        self.page.locator("[class*=st-key-sign_in] button").click()
        self.page.locator("input[name=sub]").fill(name)
        self.page.get_by_role("button", name="Authorize").click()
        expect(self.page.locator(".st-key-sign_out button")).to_be_visible()
        return self.at_home_again().rests()

    def at_home_again(self) -> Person:
        """What the provider's own page asks of the internet is not ours."""
        self.requests.clear()
        self.grievances.clear()
        return self

    def loads_sales_of(self, name: str) -> Person:
        self.opens("data").uploads(f"{name}.csv", SALES.format(name).encode()).clicks("data.load")
        expect(self.headline).to_contain_text(f"{name}.csv")
        return self.rests()

    def signs_out(self) -> Person:
        self.page.locator(".st-key-sign_out button").click()
        expect(self.page.locator(".st-key-sign_out button")).to_have_count(0)
        self.page.goto("about:blank")
        return self.at_home_again()

    def is_at_the_door(self) -> None:
        """The way in, and not a word of a page or of a base."""
        expect(self.page.get_by_text(self.words("keeping.sign_in_about"))).to_be_visible()
        expect(self.page.get_by_test_id("stSidebarNav")).to_have_count(0)
        expect(self.page.locator("[class*=st-key-workspaces-]")).to_have_count(0)
        assert "csv" not in self.page.inner_text("body")


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def house(browser, provider, tmp_path_factory):
    """`new()` → a tab of a browser never seen before, at a server that knows the provider."""
    port, folder = free_port(), tmp_path_factory.mktemp("bases")
    secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
        f'client_id = "lab"\nclient_secret = "x"\nserver_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )

    @contextmanager
    def opened():
        with visitors(browser, address, Person) as new:
            yield lambda: new("en")

    with served(folder, None, f"--secrets.files={secrets}", port=port) as address:
        opened.folder = folder
        yield opened


def test_two_people_have_bases_of_their_own_and_find_them_again(house):
    with house() as new:
        anna = new().signs_in("anna").loads_sales_of("anna")
        boris = new().signs_in("boris")
        boris.opens("overview").sees("frame.no_base")
        boris.loads_sales_of("boris").opens("overview")
        expect(boris.page.get_by_text("anna")).to_have_count(0)
        again = new().signs_in("anna").opens("data")
        expect(again.headline).to_contain_text("anna.csv")
        anna.reloads()
        expect(anna.headline).to_contain_text("anna.csv")
        assert len(list(house.folder.glob("user_*"))) == 2 and not (house.folder / "owner").exists()


@pytest.mark.parametrize("room", ["", "data", "overview", "client", "abc_analysis"])
def test_nobody_sees_anything_before_signing_in(room, house):
    with house() as new:
        new().opens(room, "abc.share.a=0.8").is_at_the_door()


def test_after_signing_out_nothing_is_shown_in_any_tab_nor_to_a_copy_of_the_cookie(house):
    with house() as new:
        tab = new().signs_in("vera").loads_sales_of("vera")
        second = Person(tab.context, tab.server, "en").opens("data")
        copied = [c for c in tab.context.cookies() if c["name"].startswith(IDENTITY)]
        assert copied
        tab.signs_out()
        second.page.get_by_test_id("stSidebarNav").get_by_role("link", name=second.words("overview.title")).click()
        second.is_at_the_door()
        thief = new()
        thief.context.add_cookies(copied)
        thief.opens("data").is_at_the_door()
        expect(new().signs_in("vera").opens("data").headline).to_contain_text("vera.csv")


def test_a_stolen_cookie_of_the_browser_opens_nobodys_home(house):
    with house() as new:
        tab = new().signs_in("galina").loads_sales_of("galina")
        thief = new()
        thief.context.add_cookies([c for c in tab.context.cookies() if c["name"] == "client_base"])
        thief.opens("data").is_at_the_door()


def signed(content: dict, secret: str = SECRET, at: float | None = None) -> str:
    """What Streamlit writes into its cookie, written by other hands or at another time."""
    if at is None:
        return create_signed_value(secret, IDENTITY, json.dumps(content)).decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda self: int(at))
        return create_signed_value(secret, IDENTITY, json.dumps(content)).decode()


def identity(address: str, issuer: str, **changes: object) -> dict:
    known = {"iss": issuer, "sub": "dina", "iat": time.time(), "origin": address, "is_logged_in": True}
    return known | {"provider": "default"} | changes


@pytest.mark.parametrize(
    ("changes", "secret", "age"),
    [
        ({}, "another secret", 0),
        ({}, SECRET, 40 * DAY),
        ({"iat": time.time() - 40 * DAY}, SECRET, 0),
        ({"iat": None}, SECRET, 0),
        ({"origin": "http://127.0.0.1:1"}, SECRET, 0),
        ({"is_logged_in": False}, SECRET, 0),
        ({"is_logged_in": "yes"}, SECRET, 0),
        ({"sub": ""}, SECRET, 0),
        ({"sub": ["dina"]}, SECRET, 0),
        ({"iss": None}, SECRET, 0),
    ],
    ids=re.compile(r"\W+").split("forged expired old undated elsewhere not_in not_really nobody several no_issuer"),
)
def test_an_identity_that_is_forged_expired_or_incomplete_is_not_let_in(changes, secret, age, house, provider):
    with house() as new:
        tab = new().opens()
        cookie = signed(identity(tab.server, provider, **changes), secret, time.time() - age)
        tab.context.add_cookies([{"name": IDENTITY, "value": cookie, "url": tab.server}])
        tab.opens("data").is_at_the_door()


def test_the_same_identity_whole_is_let_in_or_the_refusals_would_prove_nothing(house, provider):
    with house() as new:
        tab = new().opens()
        cookie = signed(identity(tab.server, provider), SECRET, time.time())
        tab.context.add_cookies([{"name": IDENTITY, "value": cookie, "url": tab.server}])
        tab.opens("data").sees("data.question")
        assert urlsplit(tab.page.url).path == "/data"
