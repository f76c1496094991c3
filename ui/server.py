"""What surrounds the pages: a cookie that lets a browser find its base again, safe headers, and a warm start."""

from __future__ import annotations

import gc
import secrets
import threading
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse

from ui.workspaces import workspaces

COOKIE = "client_base"
KEPT_SECONDS = 24 * 3600
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
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(INNER_PATHS):
            return await self.app(scope, receive, send)
        known = COOKIE.encode() + b"=" in dict(scope["headers"]).get(b"cookie", b"")

        async def with_headers(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS, *([] if known else [_new_cookie()])]
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


def warm_up() -> None:
    """Import what every page needs, then take it out of the collector's sight: a full sweep follows each rerun."""
    import altair  # noqa: F401
    import babel.dates  # noqa: F401
    import duckdb  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    gc.collect()
    gc.freeze()


def _is_for_us(host: str) -> bool:
    """Streamlit checks `server.allowedHosts` on its websocket only; a page for a foreign name is refused here."""
    allowed = [name.strip().lower() for name in st.get_option("server.allowedHosts") or ["*"]]
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    return any(name == a or a == "*" or (a.startswith("*.") and name.endswith(a[1:])) for a in allowed)


def _new_cookie() -> tuple[bytes, bytes]:
    value = f"{COOKIE}={secrets.token_urlsafe(24)}; HttpOnly; SameSite=Lax; Path=/; Max-Age={KEPT_SECONDS}"
    return b"set-cookie", value.encode()
