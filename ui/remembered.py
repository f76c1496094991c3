"""Files with a header seen before are read as the visitor read them last time, and say so."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.errors import Unusable
from analytics.ingest import Hints, Understanding, memory, understand
from ui import opening, session
from ui.desk import Desk, desk_of


def understood(desk: Desk, home: Path, path: Path, name: str) -> Understanding:
    """A new file as it is at first sight or, where its header is known, as it was read last time."""
    first = understand(path, name, scratch=path.parent)
    desk.first_seen[path.name] = first.header
    hints = memory.recall(home, first.header)
    if hints is None:
        return first
    try:
        again = understand(path, name, hints, scratch=path.parent)
    except Unusable:
        return first
    desk.hints[path.name] = hints
    desk.recalled.add(path.name)
    return again


def remember(desk: Desk, home: Path) -> None:
    """What the visitor said of the files now loaded; the header is the one seen before anything was said."""
    for file in desk.pending:
        header = desk.first_seen.get(file.path.name)
        if header is not None:
            memory.remember(home, header, desk.hints.get(file.path.name, Hints()))


def show(i: int, file: Understanding) -> None:
    """That this file is read as last time, with the way to read it anew."""
    desk, words = desk_of(session.warehouse()), session.t()
    if file.path.name not in desk.recalled:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/history: {words('data.as_last_time')}")
        if st.button(words("data.forget_reading"), key=f"forget.{file.path.name}", icon=":material/restart_alt:"):
            _read_anew(i, file)
            st.rerun()


def _read_anew(i: int, file: Understanding) -> None:
    desk = desk_of(session.warehouse())
    memory.forget(session.workspace().home, desk.first_seen[file.path.name])
    desk.recalled.discard(file.path.name)
    opening.corrected(i, Hints())
