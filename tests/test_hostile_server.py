"""A real server before strangers: foreign hosts and origins, uploads without a token, other visitors' cookies and files."""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
import stat
import urllib.error
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import websockets
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.serving import served
from tests.source import ROOT
from ui import keeping_ways
from ui.server import BrowserCookie, _is_for_us


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server as people start it, with homes in a folder of its own, and that folder."""
    home = tmp_path_factory.mktemp("homes")
    with served(ROOT / "app.py", home, {"CLIENT_BASE_KEEPING": "visit"}) as running:
        yield running.address.removeprefix("http://"), home


def asks(
    address: str, path: str = "/", method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://{address}{path}", body, named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read()


def connects(address: str, **options) -> int:
    """Status of a websocket's handshake; 101 when it is open."""

    async def shake() -> int:
        try:
            async with websockets.connect(f"ws://{address}/_stcore/stream", open_timeout=20, **options):
                return 101
        except websockets.InvalidStatus as refused:
            return refused.response.status_code

    return in_a_loop_of_its_own(shake())


def in_a_loop_of_its_own(visit: Coroutine):
    """Playwright keeps a loop running in the thread of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visit).result()


class Tab:
    """A visitor's connection as a browser holds it: it runs the page and asks for the files of its buttons."""

    def __init__(self, line):
        self.line, self.session = line, ""

    async def runs(self) -> list[str]:
        """Runs the page → the files its buttons promise."""
        asked, promised = BackMsg(), []
        asked.rerun_script.query_string = ""
        await self.line.send(asked.SerializeToString())
        while not _is_over(told := await self._hears()):
            promised.append(told.delta.new_element.download_button.deferred_file_id)
            self.session = told.new_session.initialize.session_id or self.session
        return [*filter(None, promised)]

    async def asks(self, file: str) -> str:
        """Presses a button → where its file lies."""
        asked = BackMsg()
        operation = asked.backend_operation_request
        operation.request_id, operation.session_id, operation.deferred_file.file_id = "1", self.session, file
        await self.line.send(asked.SerializeToString())
        while (told := await self._hears()).WhichOneof("type") != "backend_operation_response":
            pass
        return told.backend_operation_response.deferred_file.url

    async def _hears(self) -> ForwardMsg:
        told = ForwardMsg()
        told.ParseFromString(await asyncio.wait_for(self.line.recv(), 60))
        return told


def _is_over(told: ForwardMsg) -> bool:
    """A run that leads on to another page ends before its time; the page itself is still to come."""
    return told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


@asynccontextmanager
async def tab(address: str):
    own = {"Cookie": f"client_base={secrets.token_hex(16)}"}
    stream = f"ws://{address}/_stcore/stream"
    async with websockets.connect(stream, subprotocols=["streamlit"], additional_headers=own, max_size=None) as line:
        yield Tab(line)


def is_served(address: str) -> bool:
    """Whether the next visitor gets the page."""
    status, _, page = asks(address)
    return status == 200 and b"<html" in page


FOREIGN = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example:8501",
    "[::1",
    "",
    "a" * 5000,
    "127.0.0.1@evil.example",
]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_page_is_not_given_to_a_foreign_host(server, host):
    address, _ = server
    assert asks(address, Host=host)[0] in (400, 421) and is_served(address)


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_known_by_its_name(host):
    assert not _is_for_us(host)


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/x.csv", "/_stcore/upload_file/a/b", "/static/x.js"])
def test_no_inner_path_is_open_to_a_foreign_host(server, path):
    assert asks(server[0], path, Host="evil.example")[0] == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost.evil.example", "file://"])
def test_a_websocket_of_a_foreign_page_is_refused(server, origin):
    address, _ = server
    assert connects(address, origin=origin) == 403 and is_served(address)


def test_a_websocket_for_a_foreign_host_is_refused(server):
    address, _ = server
    assert connects(address, additional_headers={"Host": "evil.example"}) in (400, 403, 421) and is_served(address)


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_file_without_a_token_is_not_taken(server, method):
    address, home = server
    status, _, _ = asks(address, "/_stcore/upload_file/some-session/some-file", method, b"x" * 1000)
    assert status in (400, 403, 404, 405) and is_served(address)


@pytest.mark.parametrize(
    "path",
    ["/media/../app.py", "/media/%2e%2e/%2e%2e/etc/passwd", "/static/../../etc/passwd", "/..%2f..%2fetc/passwd",
     "/app/static/../app.py",
     
     "/component/x/../../../app.py", "/media/0123456789abcdef.csv"],
)  # fmt: skip
def test_no_file_of_the_server_or_of_another_visit_is_given(server, path):
    _, _, body = asks(server[0], path)
    assert b"root:" not in body and b"import streamlit" not in body


def test_a_file_taken_away_lies_where_nobody_guesses_and_goes_with_its_visit(server):
    """Streamlit gives a file to whoever knows its address and asks for no cookie, so the address is the secret.

    It is of 128 bits, and another one for the same file asked for again; when the visit is over nothing lies there. What
    is promised to one visitor by a button cannot be asked for before it: its mark is as long, and known to that tab alone.
    """
    address, _ = server

    async def visits() -> tuple[list[str], list[str]]:
        async with tab(address) as visitor:
            promised, places = [], []
            for _ in range(2):
                promised += await visitor.runs()
                places.append(await visitor.asks(promised[-1]))
            assert asks(address, places[-1])[0] == 200 and all(places)
            return promised, places

    promised, places = in_a_loop_of_its_own(visits())
    assert len(set(promised)) == len(promised) and len(set(places)) == 2
    assert all(len(secret) >= 32 for secret in promised + [Path(place).stem for place in places])
    in_a_loop_of_its_own(_ends(address))
    assert [asks(address, place)[0] for place in places] == [404, 404] and is_served(address)


async def _ends(address: str) -> None:
    """A visit that is over is cleared away when another one runs."""
    async with tab(address) as other:
        await other.runs()


def test_a_name_planted_by_a_neighbouring_site_is_not_taken_for_ours_over_https(monkeypatch):
    """A name a browser was given elsewhere would open to its giver what the visitor brings. The prefix __Host- is kept by
    the browser itself: only this very host sets it, over https. Over plain http whoever is on the line reads all anyway."""
    monkeypatch.setenv("CLIENT_BASE_KEEPING", "visit")
    own = BrowserCookie(PlainTextResponse("page"))
    headers = [(b"host", b"localhost"), (b"cookie", b"client_base=planted")]
    scope, sent = {"type": "http", "scheme": "https", "method": "GET", "path": "/", "headers": headers}, []

    async def send(message) -> None:
        sent.append(message)

    in_a_loop_of_its_own(own(scope, None, send))
    cookie = dict(sent[0]["headers"])[b"set-cookie"].decode()
    assert cookie.startswith("__Host-client_base=") and "Secure" in cookie and "Domain" not in cookie
    brought = {"__Host-client_base": "given", "client_base": "planted"}
    monkeypatch.setattr("streamlit.context", SimpleNamespace(cookies=brought))
    assert keeping_ways._browser() == "given"


def test_a_first_page_gives_a_name_no_script_reads_and_nobody_guesses(server):
    names = set()
    for _ in range(5):
        told = asks(server[0])[1]["set-cookie"]
        assert "HttpOnly" in told and "SameSite=Lax" in told
        names.add(re.search("client_base=([^;]+)", told)[1])
    assert len(names) == 5 and min(map(len, names)) >= 32


@pytest.mark.parametrize(
    "cookie",
    ["client_base=../../../../etc", "client_base=" + "x" * 3000, "client_base=", "client_base=%00", "client_base=a/b"],
)
def test_a_made_up_cookie_opens_nobodys_folder(server, cookie):
    """The name is never a path: the folder is its digest."""
    address, home = server
    before = {file for file in home.parent.iterdir()}
    assert asks(address, Cookie=cookie)[0] == 200
    assert {file for file in home.parent.iterdir()} == before and is_served(address)


def test_the_folder_of_homes_is_open_to_its_owner_alone(server):
    home = server[1]
    assert stat.S_IMODE(home.stat().st_mode) & 0o077 == 0
    assert [
        f for f in home.rglob("*") if f.is_dir() and stat.S_IMODE(f.stat().st_mode) & 0o077 and not _shut_above(f, home)
    ] == []


def _shut_above(folder: Path, home: Path) -> bool:
    """Whether somebody else is stopped at a folder above."""
    above = [parent for parent in folder.parents if parent.is_relative_to(home)]
    return any(stat.S_IMODE(parent.stat().st_mode) & 0o077 == 0 for parent in above)


def test_a_header_without_an_end_and_a_broken_request_leave_the_server_standing(server):
    address, _ = server
    name, port = address.split(":")
    for sent in (
        b"GET / HTTP/1.1\r\nHost: " + b"a" * 200_000,
        b"\x16\x03\x01\x02\x00" * 100,
        b"GET /" + b"x" * 300_000 + b" HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection((name, int(port)), timeout=10) as line:
            line.sendall(sent)
    assert is_served(address)
