"""Whose bases a visitor works with: the owner's of this PC, a browser's for one visit, or those of who has signed in.

Told apart by how the server was started, and never in favour of more trust than that gives: whoever is not surely the
owner is a passer-by with a base of their own.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import secrets
import time
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from analytics.errors import Unusable

COOKIE = "client_base"
# A browser takes a name that begins so from this very host alone, and never over plain http.
HOST_COOKIE = f"__Host-{COOKIE}"
KEEPING = "CLIENT_BASE_KEEPING"
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")
# as long as Streamlit's own cookie; a tab left open would otherwise stay signed in for ever
SIGNED_IN_SECONDS = 30 * 24 * 3600


class Way(StrEnum):
    """OWNER: one home for everybody at this PC. VISIT: one a browser, gone with the visit. SIGNED_IN: one a person.

    BROWSER: one a browser, kept; never chosen by itself, for whoever sits down at that browser next has it.
    """

    OWNER = "owner"
    VISIT = "visit"
    BROWSER = "browser"
    SIGNED_IN = "signed_in"


def way() -> Way:
    """Raises Unusable when the secrets or the environment say something that cannot be understood."""
    if sign_in_settings():
        return Way.SIGNED_IN
    wanted = os.environ.get(KEEPING, "")
    if wanted:
        return _wanted(wanted)
    hosts = [host.strip() for host in st.get_option("server.allowedHosts") or ["*"]]
    return Way.OWNER if all(map(is_this_machine, [st.get_option("server.address"), *hosts])) else Way.VISIT


def _wanted(wanted: str) -> Way:
    by_hand = [Way.OWNER.value, Way.VISIT.value, Way.BROWSER.value]
    if wanted not in by_hand:
        raise Unusable("keeping_unknown", name=KEEPING, value=wanted, options=", ".join(by_hand))
    return Way(wanted)


@cache
def sign_in_settings() -> dict:
    """The section [auth] of secrets.toml; empty without one. Raises Unusable for a file that is there and cannot be read.

    Passing over a broken file would open a server meant for people with names to everybody.
    """
    if not st.secrets.load_if_toml_exists():
        broken = next((file for file in st.get_option("secrets.files") if Path(file).exists()), None)
        if broken:
            raise Unusable("secrets_broken", file=broken)
        return {}
    return st.secrets.to_dict().get("auth", {})


def is_this_machine(host: str | None) -> bool:
    """Whether a name or an address can only mean the machine itself."""
    if not host:
        return False
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def home() -> str | None:
    """Name of the visitor's home; None while one has to sign in first."""
    kind = way()
    if kind is Way.SIGNED_IN:
        who = person()
        return f"user_{digest(*who)}" if who else None
    if kind is Way.OWNER and not _came_from_outside():
        return "owner"
    return f"{Way.BROWSER if kind is Way.BROWSER else Way.VISIT}_{digest(_browser())}"


def person() -> tuple[str, str] | None:
    """Issuer and subject of who has signed in: the only pair a provider promises never to give to another person."""
    told = st.user.to_dict()
    issuer, subject = told.get("iss"), told.get("sub")
    named = all(isinstance(part, str) and part for part in (issuer, subject))
    since = told.get("iat")
    lasts = isinstance(since, int | float) and time.time() - since < SIGNED_IN_SECONDS
    return (issuer, subject) if told.get("is_logged_in") is True and named and lasts else None


def sign_in_mark() -> str:
    """A mark of this very signing-in: all tabs of the browser share it, the next signing-in has another."""
    return digest(json.dumps(st.user.to_dict(), sort_keys=True, default=str))


def digest(*parts: str) -> str:
    """The name of a folder that does not give away the secret, or the person, it is made from."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


def _browser() -> str:
    cookies = st.context.cookies
    cookie = cookies.get(HOST_COOKIE) or cookies.get(COOKIE)
    known = cookie if isinstance(cookie, str) and cookie else None
    return known or st.session_state.setdefault("browser", secrets.token_urlsafe(24))


def _came_from_outside() -> bool:
    """A program that passes the outside's requests on to this machine must not turn everybody into the owner."""
    headers = st.context.headers
    if any(headers.get(name) for name in PASSED_ON):
        return True
    names = [urlsplit(f"//{headers.get('Host') or 'localhost'}").hostname, _origin(headers.get("Origin"))]
    return not all(map(is_this_machine, names))


def _origin(origin: str | None) -> str | None:
    return urlsplit(origin).hostname if origin else "localhost"
