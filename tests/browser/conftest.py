"""A server of the tests' own and the Chromium of this machine."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analytics import facts
from analytics.views import View
from tests import serving
from tests.browser.tabs import Tab
from tests.samples import read_in, sample_files
from tests.source import ROOT
from ui.keeping_ways import COOKIE
from ui.workspaces import Workspaces, home_of

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        pytest.fail("The browser tests need Chromium. Install it first: sudo apt-get install chromium", pytrace=False)
    return {**browser_type_launch_args, "executable_path": found, "args": SWITCHES}


@pytest.fixture(scope="session")
def bases(tmp_path_factory) -> Path:
    """The folder of all browsers' bases."""
    return tmp_path_factory.mktemp("bases")


@pytest.fixture(scope="session")
def server(bases):
    """The address of `streamlit run app.py`, started as a person would; every browser has bases of its own."""
    with served(bases, {"CLIENT_BASE_KEEPING": "browser"}) as address:
        yield address


@pytest.fixture(scope="session")
def souvenirs_home(bases) -> Path:
    """The home of a browser with the souvenir company in it, read and counted once: to be copied, not opened."""
    rooms = Workspaces(bases)
    warehouse = rooms.of("souvenirs").warehouse
    read_in(warehouse, "souvenirs", sample_files("souvenirs", warehouse.folder, "ru"))
    facts.build(warehouse, View())
    rooms.close()
    return rooms.home(home_of("souvenirs")).folder


@pytest.fixture
def company(visit, bases, souvenirs_home) -> Callable[..., Tab]:
    """`company("ru")` → a tab of a browser never seen before that has the souvenir company already."""

    def new(language: str = "ru", **options) -> Tab:
        name = secrets.token_urlsafe(24)
        shutil.copytree(souvenirs_home, bases / home_of(name))
        cookie = {"name": COOKIE, "value": name, "domain": "127.0.0.1", "path": "/", "expires": -1}
        cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
        return visit(language, storage_state={"cookies": [cookie], "origins": []}, **options)

    return new


@contextmanager
def served(folder: Path, environment: dict | None = None, *options: str, port: int | None = None) -> Iterator[str]:
    """A server of its own with bases in `folder`; at the end it must have had nothing to complain of."""
    environment = {"CLIENT_BASE_KEEPING": ""} | (environment or {})
    log = folder.parent / f"{folder.name}.log"
    with serving.served(ROOT / "app.py", folder, environment, *options, port=port, log=log) as running:
        yield running.address
    assert "Traceback" not in log.read_text("utf-8")


@pytest.fixture
def visit(browser, server):
    """`visit("ru")` → a tab of a browser never seen before; at the end of the test it must have behaved."""
    with visitors(browser, server) as new:
        yield new


@contextmanager
def visitors(browser, address: str, kind: type[Tab] = Tab) -> Iterator[Callable[..., Tab]]:
    """The same at a server of the test's own."""
    contexts, tabs = [], []

    def new(language: str = "ru", **options) -> Tab:
        locale = {"ru": "ru-RU", "en": "en-US"}[language]
        context = browser.new_context(locale=locale, viewport={"width": 1400, "height": 1000}, **options)
        contexts.append(context)
        tabs.append(kind(context, address, language))
        return tabs[-1]

    yield new
    for tab in tabs:
        tab.behaved()
    for context in contexts:
        context.close()
