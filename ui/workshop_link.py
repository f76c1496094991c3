"""The link for the room: the page, the thresholds and the sample in hand, as text and as a code for the cameras of telephones."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import segno
import streamlit as st

from ui import keeping_ways, opening, session
from ui.workshop_guest import SAMPLE

ICON = ":material/qr_code_2:"
QUIET_ZONE = 4
YOUR_HOST = "your-host-name"
STARTED = "make run ARGS='--server.address 0.0.0.0 --server.allowedHosts {host}'"


def show() -> None:
    words = session.t()

    @st.dialog(words("workshop.link"), width="large", icon=ICON)
    def told() -> None:
        code, text = st.columns([1, 1], gap="medium")
        with text:
            st.markdown(words("workshop.link_about"))
            link = _reachable(st.context.url or "", query())
            st.code(link, language=None, wrap_lines=True)
            key = opening.opened_sample()
            sample = words(f"samples.{key}") if key else ""
            st.caption(words("workshop.link_sample", name=sample) if key else words("workshop.link_own"))
        with code, st.container(key="workshop_code"):
            _code(link)

    told()


def _code(link: str) -> None:
    words = session.t()
    if fits(link):
        st.image(picture(link), width="stretch", alt=words("workshop.link_alt"))
    else:
        st.warning(words("workshop.link_too_long"), icon=":material/warning:")


def query() -> dict[str, list[str]]:
    """What the link carries: all that the address of this visit does, but for the way it is shown; and which sample is open."""
    told = {name: values for name, values in session.link().items() if name not in session.OF_THE_VISIT}
    key = opening.opened_sample()
    return told | ({SAMPLE: [key]} if key else {})


def address(page: str, told: dict[str, list[str]], host: str = "") -> str:
    """The address of a page with this query; with another `host` (name or name:port) in the place of its own."""
    parts = urlsplit(page)
    port = f":{parts.port}" if parts.port and ":" not in host else ""
    place = f"{host}{port}" if host else parts.netloc
    return urlunsplit((parts.scheme, place, parts.path, urlencode(told, doseq=True, safe=",:"), ""))


def picture(link: str) -> str:
    """A QR code as SVG: black on white with its quiet zone, in a dark room too."""
    return segno.make(link, micro=False, error="l").svg_inline(
        border=QUIET_ZONE, dark="#000000", light="#ffffff", omitsize=True
    )


def fits(link: str) -> bool:
    try:
        segno.make(link, micro=False, error="l")
    except segno.DataOverflowError:
        return False
    return True


def _reachable(page: str, told: dict[str, list[str]]) -> str:
    """Only this machine understands an address of its own: which name do the others know it by, and do they get in?"""
    words = session.t()
    if not keeping_ways.is_this_machine(urlsplit(page).hostname):
        return address(page, told)
    host = st.text_input(
        words("workshop.host"), key="workshop_host", placeholder=words("workshop.host_hint"), icon=":material/lan:"
    ).strip()
    with st.container(border=True):
        st.markdown(f":material/warning: {words('workshop.only_here')}")
        st.code(STARTED.format(host=host or YOUR_HOST), language=None, wrap_lines=True)
    return address(page, told, host)
