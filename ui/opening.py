"""Opening a base: files spilled beside the base, understood, corrected by the visitor, loaded whole."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import streamlit as st

from analytics.errors import Unusable
from analytics.ingest import Hints, Understanding, load, refused_table, understand
from sample_data import Sample
from ui import session

PENDING = "pending"


def pending() -> list[Understanding]:
    return st.session_state.get(PENDING, [])


def spill(uploads) -> None:
    """Put uploaded files on disk under names of our own and understand each; one that cannot be read names its reason."""
    folder = _scratch()
    found, faults = [], []
    for upload in uploads:
        path = folder / f"{secrets.token_hex(8)}.bin"
        with path.open("wb") as out:
            shutil.copyfileobj(upload, out)
        try:
            found.append(understand(path, upload.name, scratch=folder))
        except Unusable as fault:
            faults.append(fault)
            path.unlink(missing_ok=True)
    st.session_state[PENDING], st.session_state["faults"] = found, faults
    st.session_state["upload"] = st.session_state.get("upload", 0) + 1


def corrected(i: int, hints: Hints) -> None:
    """The visitor changed a guess: read the file again with what was said; a fault keeps the earlier reading."""
    file = pending()[i]
    try:
        st.session_state[PENDING][i] = understand(file.path, file.name, hints, scratch=_scratch())
        st.session_state[f"hints.{file.path.name}"] = hints
    except Unusable as fault:
        st.session_state["faults"] = [fault]


def hints_of(file: Understanding) -> Hints:
    return st.session_state.get(f"hints.{file.path.name}", Hints())


def remap(i: int, column: str, source: str | None) -> None:
    hints = hints_of(pending()[i])
    corrected(i, replace(hints, mapping={**(hints.mapping or {}), column: source or ""}))


def forget_pending() -> None:
    st.session_state[PENDING], st.session_state["faults"] = [], []
    shutil.rmtree(_scratch(), ignore_errors=True)


def bring_in(keep_others: bool = False) -> None:
    """Load what is pending; the base that was there stays whole until the new one is."""
    load(session.warehouse(), pending(), keep_others)
    _opened(None)
    forget_pending()


def open_sample(sample: Sample) -> None:
    folder = _scratch() / sample.key
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, path in sample.files(session.language(), folder):
        inside = folder / path.name
        if path.resolve() != inside.resolve():
            shutil.copyfile(path, inside)
        files.append(understand(inside, path.name, Hints(kind=kind, mapping=sample.hints.get(kind)), scratch=folder))
    load(session.warehouse(), files)
    _opened(sample.key)
    forget_pending()


def opened_sample() -> str | None:
    """Key of the sample that is the base now; None for the visitor's own."""
    found = session.warehouse().has("opened_sample")
    return session.warehouse().value("select key from opened_sample") if found else None


def _opened(key: str | None) -> None:
    with session.warehouse().transaction() as cursor:
        cursor.execute("create or replace table opened_sample as select $key::varchar as key", {"key": key})
    session.workspace().changed()
    session.forget_filters()
    for name in ("facts", "answers", "client", "kept.window.own"):
        st.session_state.pop(name, None)


def _scratch() -> Path:
    folder = session.workspace().folder / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def refused_rows(warehouse, words, limit: int | None = None) -> pa.Table:
    """Refused rows with their kinds and reasons in words; asks nothing of the session, for a download has none."""
    rows = refused_table(warehouse, limit)
    for column, room in (("kind", "bases"), ("reason", "ingest")):
        told = [words.name(room, code) for code in rows[column].to_pylist()]
        rows = rows.set_column(rows.column_names.index(column), column, pa.array(told, pa.string()))
    return rows
