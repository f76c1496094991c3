"""A server of the tests' own and the Chromium of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.tabs import Tab

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
START_SECONDS = 120


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        pytest.fail("The browser tests need Chromium. Install it first: sudo apt-get install chromium", pytrace=False)
    return {**browser_type_launch_args, "executable_path": found, "args": SWITCHES}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of `streamlit run app.py`, started as a person would; every browser has bases of its own."""
    with served(tmp_path_factory.mktemp("bases"), {"CLIENT_BASE_KEEPING": "browser"}) as address:
        yield address


@contextmanager
def served(folder: Path, environment: dict | None = None, *options: str, port: int | None = None) -> Iterator[str]:
    """A server of its own with bases in `folder`; at the end it must have had nothing to complain of."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", *options]
    environment = {**os.environ, "CLIENT_BASE_KEEPING": "", **(environment or {}), "CLIENT_BASE_FOLDER": str(folder)}
    told = folder.parent / f"{folder.name}.log"
    with told.open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, told)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)
    assert "Traceback" not in told.read_text("utf-8")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{log.read_text('utf-8')}", pytrace=False)


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
