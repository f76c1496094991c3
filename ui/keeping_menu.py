"""The open workspace in the sidebar: its name, and under it the others and what can be done with this one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from analytics.errors import Unusable
from analytics.keeping import LONGEST_NAME
from analytics.keeping_file import ENDING
from ui import keeping_visit, parts, session, taken_away, workshop
from ui.markup import plain

MOST_LISTED = 50
AGAIN = "menu_again"
NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]+')
ICONS = {
    "new": ":material/add:",
    "open_file": ":material/folder_open:",
    "rename": ":material/edit:",
    "duplicate": ":material/content_copy:",
    "workshop": ":material/co_present:",
    "delete": ":material/delete:",
}


def show() -> None:
    name, again = plain(keeping_visit.shown_name()), st.session_state.get(AGAIN, 0)
    with (
        st.popover(name, icon=":material/database:", width="stretch", key=f"workspaces.{again}"),
        st.container(gap=None, key="workspaces_list"),
    ):
        _others()
        pressed = [_asked("new", _new), _asked("open_file", _open_file)]
        st.divider()
        pressed += [_asked("rename", _rename), _asked("duplicate", _duplicate)]
        _download()
        pressed.append(_asked("delete", _delete))
        st.divider()
        pressed.append(_asked("workshop", workshop.ask))
    trouble = session.workspace().trouble
    if trouble:
        st.warning(plain(session.t().error(trouble)), icon=":material/warning:")
    for then in filter(None, pressed):
        then()


def _others() -> None:
    """Other bases of this visitor; one is opened by a click on its name."""
    others = list(keeping_visit.others().items())[:MOST_LISTED]
    for workspace, name in others:
        st.button(
            plain(name),
            key=f"base.{workspace}",
            icon=":material/database:",
            type="tertiary",
            width="stretch",
            on_click=_enter,
            args=(workspace,),
        )
    if others:
        st.divider()


def _asked(what: str, then: Callable) -> Callable | None:
    look = {"icon": ICONS[what], "type": "tertiary", "width": "stretch"}
    pressed = st.button(session.t()(f"keeping.{what}"), key=f"base.{what}", on_click=_closed, **look)
    return then if pressed else None


def _enter(workspace: str) -> None:
    _closed()
    keeping_visit.enter(workspace)


def _closed() -> None:
    """The menu stays open after a click in it; one under another name begins closed."""
    st.session_state[AGAIN] = st.session_state.get(AGAIN, 0) + 1


def _download() -> None:
    name = NOT_IN_FILE_NAMES.sub("_", keeping_visit.shown_name())
    look = {"type": "tertiary", "width": "stretch"}
    taken_away.button(
        session.t()("keeping.download"), keeping_visit.as_file(), f"{name}.{ENDING}", "base.download", **look
    )


def _duplicate() -> None:
    with st.spinner(session.t()("keeping.copying")):
        _tried(keeping_visit.duplicate, session.tell)


def _new() -> None:
    _named("new", "", keeping_visit.make)


def _rename() -> None:
    _named("rename", keeping_visit.shown_name(), keeping_visit.rename)


def _named(what: str, now: str, action: Callable[[str], None]) -> None:
    """A dialog that asks for a name."""
    words = session.t()

    @st.dialog(words(f"keeping.{what}"), icon=ICONS[what])
    def ask() -> None:
        with st.form(f"base_{what}", border=False):
            name = st.text_input(words("keeping.name"), now, max_chars=LONGEST_NAME)
            if st.form_submit_button(words("keeping.done"), type="primary"):
                _tried(partial(action, name))

    ask()


def _open_file() -> None:
    words = session.t()

    @st.dialog(words("keeping.open_file"), icon=ICONS["open_file"])
    def ask() -> None:
        st.caption(words("keeping.open_file_about", ending=ENDING))
        upload = st.file_uploader(words("keeping.file"), type=[ENDING], key="base_file", label_visibility="collapsed")
        if upload:
            with st.spinner(words("keeping.copying")):
                _tried(partial(keeping_visit.open_file, upload))

    ask()


def _delete() -> None:
    words = session.t()

    @st.dialog(words("keeping.delete_question"), icon=ICONS["delete"])
    def ask() -> None:
        st.markdown(words("keeping.delete_about", name=plain(keeping_visit.shown_name())))
        with st.container(horizontal=True):
            if st.button(words("keeping.delete"), key="base_delete_yes", type="primary", icon=ICONS["delete"]):
                _tried(keeping_visit.delete)
            if st.button(words("keeping.leave_it"), key="base_delete_no"):
                st.rerun()

    ask()


def _tried(action: Callable[[], None], tell: Callable[[Unusable], None] | None = None) -> None:
    """Do it and draw everything anew; what cannot be done is told on the spot."""
    try:
        action()
    except Unusable as fault:
        (tell or parts.complain)(fault)
        return
    st.rerun()
