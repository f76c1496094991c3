"""Opening a base: files copied beside it, understood, corrected by the visitor, loaded whole; all of it in long work."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import streamlit as st

from analytics import aliases
from analytics.errors import Unusable
from analytics.ingest import Hints, Understanding, load, refused_table, understand
from analytics.ingest.progress import Cancelled, counted, here
from analytics.ingest.sources import in_chunks
from analytics.keeping_home import Home, room_on_disk
from analytics.limits import limits
from sample_data import SAMPLES, Sample
from ui import doctor, remembered, session
from ui.desk import Desk, desk_of
from ui.long_work import LongWork
from ui.workspaces import Workspace


def work() -> LongWork | None:
    """What is going on with the visitor's base, begun in whichever tab."""
    return _desk().going_on()


def pending() -> list[Understanding]:
    return _desk().pending


def faults() -> list[Unusable]:
    return _desk().faults


def spill(uploads) -> None:
    """Put uploaded files on disk under names of our own and understand each; one that cannot be read names its reason."""
    desk, folder, files, home = _desk(), _scratch(session.workspace()), list(uploads), session.workspace().home
    st.session_state["upload"] = st.session_state.get("upload", 0) + 1
    desk.begin(lambda: _spill(desk, folder, files, home))


def _spill(desk: Desk, folder: Path, uploads: list, home: Path) -> None:
    found, faults = [], []
    if len(uploads) > limits().files_at_once:
        faults.append(Unusable("too_many_files", value=len(uploads), limit=limits().files_at_once))
    for upload in uploads[: limits().files_at_once]:
        path = folder / f"{secrets.token_hex(8)}.bin"
        try:
            with room_on_disk(upload.name):
                Home(home).require_room(upload.size)
                _copy(upload, path)
                found.append(remembered.understood(desk, home, path, upload.name))
        except Unusable as fault:
            faults.append(fault)
            path.unlink(missing_ok=True)
        except Cancelled:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    desk.pending, desk.faults = found, faults


def _copy(upload, path: Path) -> None:
    upload.seek(0)
    chunks = counted(in_chunks(upload), "copying", upload.name, upload.size)
    with path.open("wb") as out:
        for chunk in chunks:
            out.write(chunk)


def corrected(i: int, hints: Hints) -> None:
    """The visitor changed a guess: read the file again with what was said; a fault keeps the earlier reading."""
    desk, folder, file = _desk(), _scratch(session.workspace()), pending()[i]
    desk.begin(lambda: _read_again(desk, folder, file, hints))


def _read_again(desk: Desk, folder: Path, file: Understanding, hints: Hints) -> None:
    again = understand(file.path, file.name, hints, scratch=folder)
    desk.pending = [again if each.path == file.path else each for each in desk.pending]
    desk.hints[file.path.name] = hints


def hints_of(file: Understanding) -> Hints:
    return _desk().hints.get(file.path.name, Hints())


def remap(i: int, column: str, source: str | None) -> None:
    hints = hints_of(pending()[i])
    corrected(i, replace(hints, mapping={**(hints.mapping or {}), column: source or ""}))


def forget_pending() -> None:
    _clear(_desk(), session.workspace())


def bring_in(joining: str = "replace") -> None:
    """Load what is pending; the base that was there stays whole until the new one is. `joining` as for `load`."""
    desk, workspace, files = _desk(), session.workspace(), pending()
    desk.begin(lambda: _load(desk, workspace, files, joining, None))


def open_sample(sample: Sample) -> None:
    desk, workspace, language = _desk(), session.workspace(), session.language()
    desk.begin(lambda: _load(desk, workspace, _of_sample(sample, workspace, language), "replace", sample.key))


def _of_sample(sample: Sample, workspace: Workspace, language: str) -> list[Understanding]:
    folder = _scratch(workspace) / sample.key
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, path in sample.files(language, folder):
        inside = folder / path.name
        if path.resolve() != inside.resolve():
            shutil.copyfile(path, inside)
        files.append(understand(inside, path.name, Hints(kind=kind, mapping=sample.hints.get(kind)), scratch=folder))
    return files


def _load(desk: Desk, workspace: Workspace, files: list[Understanding], joining: str, key: str | None) -> None:
    """Whose base it is changes in the same moment as the base."""
    with Home(workspace.home).watched(here().cancel):
        load(workspace.warehouse, files, joining, also=lambda cursor: _name(cursor, key))
    workspace.changed()
    if key is None:
        remembered.remember(desk, workspace.home)
    _clear(desk, workspace)
    here().begins("examining")
    doctor.examine_beforehand(workspace)


def _name(cursor, key: str | None) -> None:
    """Which sample it is; and once files have come, no base is a copy without names any more."""
    cursor.execute("create or replace table opened_sample as select $key::varchar as key", {"key": key})
    cursor.execute(f"drop table if exists {aliases.ORIGIN}")


def opened_sample() -> str | None:
    """Key of the sample that is the base now; None for the visitor's own."""
    found = session.warehouse().has("opened_sample")
    key = session.warehouse().value("select key from opened_sample") if found else None
    return key if key in {sample.key for sample in SAMPLES} else None


def _desk() -> Desk:
    return desk_of(session.warehouse())


def _clear(desk: Desk, workspace: Workspace) -> None:
    desk.pending, desk.hints, desk.faults = [], {}, []
    desk.first_seen, desk.recalled = {}, set()
    shutil.rmtree(_scratch(workspace), ignore_errors=True)


def _scratch(workspace: Workspace) -> Path:
    folder = workspace.folder / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def refused_rows(warehouse, words, limit: int | None = None) -> pa.Table:
    """Refused rows with their kinds and reasons in words; asks nothing of the session, for a download has none."""
    rows = refused_table(warehouse, limit)
    for column, room in (("kind", "bases"), ("reason", "ingest")):
        told = [words.name(room, code) for code in rows[column].to_pylist()]
        rows = rows.set_column(rows.column_names.index(column), column, pa.array(told, pa.string()))
    return rows
