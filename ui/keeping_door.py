"""The door of a server with sign-in: nothing is to be seen before it but the way in, and the way out is in the sidebar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from ui import keeping_sign_in, keeping_ways, session
from ui.keeping_ways import Way
from ui.markup import plain


def ask(rooms: Sequence[str]) -> None:
    """Every address of the product leads here while nobody is known; no page is run."""
    title = session.t()("frame.product")
    rooms = [st.Page(partial(_door), title=title, url_path=room) for room in rooms]
    st.navigation([st.Page(_door, title=title, default=True), *rooms], position="hidden").run()


def way_out() -> None:
    """Who is here, and a button to leave."""
    if keeping_ways.way() is not Way.SIGNED_IN:
        return
    words = session.t()
    st.divider()
    st.caption(plain(keeping_sign_in.who()))
    st.button(
        words("keeping.sign_out"),
        key="sign_out",
        icon=":material/logout:",
        type="tertiary",
        on_click=keeping_sign_in.sign_out,
    )


def _door() -> None:
    words = session.t()
    st.title(words("frame.product"), anchor=False)
    st.markdown(words("keeping.sign_in_about"))
    for provider in keeping_sign_in.providers():
        label = words("keeping.sign_in_with", name=plain(provider)) if provider else words("keeping.sign_in")
        st.button(
            label,
            key=f"sign_in.{provider}",
            icon=":material/login:",
            type="primary",
            on_click=st.login,
            args=(provider,),
        )
