"""The workspace of a visit: entered with what was kept of it, left without a trace in the visit, saved as it changes."""

from __future__ import annotations

import shutil
from dataclasses import replace

import streamlit as st

from analytics import keeping, keeping_file
from analytics.ingest import receipts
from analytics.keeping import Kept
from analytics.keeping_home import Home, passing, room_on_disk
from ui import opening, session
from ui.workspaces import workspaces

VISITORS_OWN = ("browser", "owner", "menu_again")
LANGUAGE = "lang"


def home() -> Home:
    return Home(session.workspace().home)


def others() -> dict[str, str]:
    """Our name → what people call it, for every workspace of the visitor but the open one."""
    unnamed = session.t()("keeping.unnamed")
    return {n: kept.shown or unnamed for n, kept in home().workspaces().items() if n != session.workspace().name}


def shown_name() -> str:
    return session.workspace().kept.shown or session.t()("keeping.unnamed")


def enter(workspace: str) -> None:
    """Another workspace is open in this visit: nothing of the earlier one is left in it but the language."""
    session.keep()
    language = session.setting(LANGUAGE)
    for name in [name for name in st.session_state if name not in VISITORS_OWN]:
        del st.session_state[name]
    st.session_state[session.WORKSPACE] = workspace
    home().remember(session.workspace().name)
    for name in list(st.query_params):
        del st.query_params[name]
    session.begin_visit()
    if language:
        session.choose(LANGUAGE, language)


def make(name: str) -> None:
    """A new, empty workspace under a name. Raises Unusable when the name is taken or there is no room."""
    home().require_room()
    enter(home().make(Kept(name=keeping.require_free(name, list(others().values()) + [shown_name()]))))


def rename(name: str) -> None:
    workspace = session.workspace()
    workspace.keep(name=keeping.require_free(name, list(others().values())))
    workspace.save()


def duplicate() -> None:
    workspace = session.workspace()
    workspace.save()
    enter(keeping_file.copy(home(), workspace.warehouse, in_force()))


def in_force() -> Kept:
    """What is kept of the open workspace, with the thresholds and choices this visit looks at it by."""
    thresholds, choices = session.picture()
    return replace(session.workspace().kept, name=shown_name(), thresholds=thresholds, choices=choices)


def delete() -> None:
    """The open workspace is gone; the one used before it, or an empty one, takes its place."""
    workspace, rest = session.workspace(), others()
    workspaces().remove(workspace)
    enter(next(iter(rest), None) or Home(workspace.home).make())


def open_file(upload) -> None:
    """A file somebody took away becomes a workspace of this visitor and is opened. Raises Unusable for any other."""
    with passing(session.workspace().folder) as folder:
        arrived = folder / f"arrived.{keeping_file.ENDING}"
        home().require_room(upload.size)
        session.workspace().save()
        with arrived.open("wb") as out, room_on_disk(upload.name):
            shutil.copyfileobj(upload, out)
        found = keeping_file.read(home(), arrived, keeping.clean(upload.name))
    enter(found)


def as_file():
    """What makes the file of the open workspace later, when its button is pressed: there the server knows no visitor."""
    workspace, shown = session.workspace(), in_force()
    before = workspace.kept

    def content() -> bytes:
        # a threshold dragged since the button was drawn is already kept
        kept = shown if workspace.kept is before else replace(workspace.kept, name=shown.name)
        with passing(workspace.folder) as folder:
            return keeping_file.write(workspace.warehouse, kept, folder / f"leaving.{keeping_file.ENDING}").read_bytes()

    return content


def follow() -> None:
    """The base of this visit may have been removed in another tab; one nobody has named is called after what is in it."""
    workspace = session.workspace()
    if workspace.name != st.session_state[session.WORKSPACE]:
        enter(workspace.name)
    title = workspace.known("title", _title)
    if title != workspace.kept.title:
        workspace.keep(title=title)


def _title() -> str:
    kind = session.main_base()
    if not kind:
        return ""
    key = opening.opened_sample()
    if key:
        return session.t()(f"samples.{key}")
    return keeping.clean(next((r.name for r in receipts(session.warehouse()) if r.kind == kind), ""))
