"""Signing in and out by the provider the server was given (OpenID Connect, by Streamlit); the home it opens."""

from __future__ import annotations

import time
from pathlib import Path

import streamlit as st

from ui import keeping_ways
from ui.keeping_ways import SIGNED_IN_SECONDS, Way
from ui.workspaces import workspaces

SIGNED_OUT = "signed_out"


def home() -> str | None:
    """Name of the visitor's home; None for who has yet to sign in, or has signed out in any tab of the browser.

    Streamlit tells a running tab nothing of a signing-out in another one, and its cookie, once copied, lives on.
    """
    name = keeping_ways.home()
    signed_out = name and keeping_ways.way() is Way.SIGNED_IN and _mark(name).exists()
    return None if signed_out else name


def sign_out() -> None:
    """This signing-in is over, for every tab and every copy of its cookie."""
    name = home()
    if name:
        mark = _mark(name)
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in mark.parent.iterdir():
            if time.time() - old.stat().st_mtime > SIGNED_IN_SECONDS:
                old.unlink(missing_ok=True)
        mark.touch()
    st.logout()


def providers() -> list[str | None]:
    """What `st.login` can be asked for: the nameless provider of [auth], or those with sections of their own."""
    settings = keeping_ways.sign_in_settings()
    named = [name for name, section in settings.items() if isinstance(section, dict) and "client_id" in section]
    return named or [None]


def who() -> str:
    """What the provider calls the person."""
    told = st.user.to_dict()
    return str(told.get("name") or told.get("email") or told.get("sub"))


def _mark(home_name: str) -> Path:
    return workspaces().home(home_name).folder / SIGNED_OUT / keeping_ways.sign_in_mark()
