"""What surrounds the pages: a cookie that lets a browser find its base again, safe headers, and a warm start."""

from __future__ import annotations

import gc
import secrets
import sys
import threading
from contextlib import asynccontextmanager
from importlib import import_module
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse

from analytics.command_line import spoken
from analytics.errors import Unusable
from analytics.limits import limits
from analytics.words import LANGUAGES, words
from ui import keeping_ways
from ui.keeping_ways import COOKIE, HOST_COOKIE, Way
from ui.server_peers import is_another_user
from ui.workspaces import workspaces

KEPT_SECONDS = 400 * 24 * 3600
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
]
INNER_PATHS = ("/_stcore", "/static", "/media", "/component")


class BrowserCookie:
    """Gives every browser a random name of its own with the first page it opens; scripts of the page cannot read it."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not _is_for_us(dict(scope["headers"]).get(b"host", b"").decode("latin-1")):
            return await PlainTextResponse("Unknown host", 421)(scope, receive, send)
        if scope["type"] in ("http", "websocket") and _is_stranger(scope):
            return await _refuse(scope, receive, send)
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(INNER_PATHS):
            return await self.app(scope, receive, send)
        known = _cookie_name(scope) in cookie_parser(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))

        async def with_headers(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS, *([] if known else [_new_cookie(scope)])]
            await send(message)

        return await self.app(scope, receive, with_headers)


MIDDLEWARE = [Middleware(BrowserCookie)]


@asynccontextmanager
async def lifespan(app):
    warm_up()
    stop = threading.Event()
    threading.Thread(target=workspaces().keep_tidy, args=(stop,), daemon=True).start()
    yield {}
    stop.set()
    workspaces().close()


def check_settings() -> None:
    """A server with limits or secrets it cannot understand does not start, and says why in one sentence."""
    try:
        limits()
        keeping_ways.way()
    except Unusable as fault:
        sys.exit(spoken([]).error(fault))


def warm_up() -> None:
    """Import what every page needs, then take it out of the collector's sight: a full sweep follows each rerun."""
    import altair  # noqa: F401
    import babel.dates  # noqa: F401
    import duckdb  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def warm_up_late(*modules: str) -> None:
    """Import what few pages need when the first of them is opened, and keep it too from being swept after each rerun."""
    for module in modules:
        import_module(module)
    gc.collect()
    gc.freeze()


def _is_for_us(host: str) -> bool:
    """Streamlit checks `server.allowedHosts` on its websocket only; a page for a foreign name is refused here."""
    allowed = [name.strip().lower() for name in st.get_option("server.allowedHosts") or ["*"]]
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return any(name == a or a == "*" or (a.startswith("*.") and name.endswith(a[1:])) for a in allowed)


def _is_stranger(scope) -> bool:
    """On the owner's PC the address 127.0.0.1 is open to every user of the system, the bases only to the owner."""
    pages = not scope["path"].startswith(INNER_PATHS) or scope["type"] == "websocket"
    return pages and keeping_ways.way() is Way.OWNER and is_another_user(scope.get("client"), scope.get("server"))


async def _refuse(scope, receive, send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        told = "\n".join(words(language).error(Unusable("another_user")) for language in LANGUAGES)
        await PlainTextResponse(told, 403)(scope, receive, send)


def _cookie_name(scope) -> str:
    """Over https a passer-by gets a name no neighbouring site can plant; a kept base is still found by its old name."""
    return HOST_COOKIE if scope.get("scheme") == "https" and keeping_ways.way() is Way.VISIT else COOKIE


def _new_cookie(scope) -> tuple[bytes, bytes]:
    """It ends with the browser's session, unless the server was told to keep bases by browser."""
    kept = f"; Max-Age={KEPT_SECONDS}" if keeping_ways.way() is Way.BROWSER else ""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    value = f"{_cookie_name(scope)}={secrets.token_urlsafe(24)}; HttpOnly; SameSite=Lax; Path=/{kept}{secure}"
    return b"set-cookie", value.encode()
