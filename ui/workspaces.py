"""The bases that are open now, by home and workspace: opened when needed, closed or removed when long unused."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import duckdb

from analytics import keeping
from analytics.errors import Unusable
from analytics.keeping import Kept
from analytics.keeping_base import opened
from analytics.keeping_home import Home
from analytics.limits import limits
from analytics.warehouse import DATABASE, Warehouse
from ui.keeping_ways import Way, digest

TIDY_EVERY_SECONDS = 600
CLOSED_AFTER_SECONDS = 3600
HOUR, DAY = 3600, 24 * 3600
SAVED_AFTER_SECONDS = 0.5
VISITS = "visits"
logger = logging.getLogger(__name__)


@dataclass
class Workspace:
    """One base in hand; `version` changes with every import, so that nothing remembered of an older base is shown.

    `home` is the folder of all the visitor's workspaces, `name` the folder's name of this one, `trouble` a word to be said.
    """

    home: Path
    name: str
    warehouse: Warehouse
    kept: Kept
    trouble: Unusable | None = None
    version: int = 0
    last_seen: float = field(default_factory=time.monotonic)
    _known: dict = field(default_factory=dict)
    _saver: threading.Timer | None = None
    _saving: threading.Lock = field(default_factory=threading.Lock)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def folder(self) -> Path:
        return self.warehouse.folder

    def changed(self) -> None:
        # An answer asked of the older base may still be on its way: it ends in the dictionary nobody looks into any more.
        self._known = {}
        self.version += 1

    def known(self, name: str, answer: Callable):
        """`answer()`, asked once for each base."""
        known = self._known
        if name not in known:
            known[name] = answer()
        return known[name]

    def keep(self, **changes: object) -> None:
        """Remember what is kept with the base; on disk a moment later, for a dragged threshold changes many times a second."""
        with self._saving:
            self.kept = replace(self.kept, **changes)
            if self._saver is None:
                self._saver = threading.Timer(SAVED_AFTER_SECONDS, self.save)
                self._saver.daemon = True
                self._saver.start()

    def save(self) -> None:
        """A disk takes its time, and a hand that moves on does not wait for it."""
        with self._writing:
            with self._saving:
                self._saver, kept = None, self.kept
            with suppress(Unusable, OSError):
                keeping.save(self.folder, kept)

    def close(self) -> None:
        """Whatever is being read into the base is called off first."""
        work = _work(self)
        if work is not None:
            work.progress.cancel()
            work.wait()
        if self._saver is not None:
            self._saver.cancel()
            self.save()
        self.warehouse.close()


class Workspaces:
    """All homes below one folder. Those of passers-by lie in a folder of this very process and go with it."""

    def __init__(self, root: Path):
        self.root = root
        self._open: dict[tuple[str, str], Workspace] = {}
        self._versions: dict[tuple[str, str], tuple[int, float]] = {}
        self._visitors: dict[str, float] = {}
        self._visits: Path | None = None
        self._alive: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.RLock()
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    def of(self, browser: str) -> Workspace:
        """The workspace a browser with this secret name used last, where browsers keep their bases."""
        return self.open(home_of(browser))

    def home(self, name: str) -> Home:
        with self._lock:
            return Home((self._visits_of_this_process() if _is_passing(name) else self.root) / name)

    def open(self, home: str, wanted: str | None = None) -> Workspace:
        """A workspace of a home: the wanted one, else the one used last, else any that opens, else a new one."""
        with self._lock:
            self._visitors[home] = time.monotonic()
            found = self._open.get((home, wanted or "")) or self._found(home, wanted)
            found.last_seen = time.monotonic()
            return found

    def leave(self, workspace: Workspace) -> None:
        """Close a workspace, so that its folder can be renamed or removed."""
        with self._lock:
            key = (workspace.home.name, workspace.name)
            self._open.pop(key, None)
            workspace.close()
            self._versions[key] = (workspace.version, _written(workspace.folder / DATABASE))

    def remove(self, workspace: Workspace) -> None:
        """Gone for good, from the disk too."""
        with self._lock:
            self.leave(workspace)
            Home(workspace.home).delete(workspace.name)

    def _found(self, name: str, wanted: str | None) -> Workspace:
        home = self.home(name).made()
        last, trouble = home.last(), None
        first = [workspace for workspace in (wanted, last) if home.has(workspace)]
        for workspace in dict.fromkeys([*first, *home.workspaces()]):
            try:
                return self._opened(home, workspace, trouble)
            except Unusable as fault:
                trouble = trouble or fault
        return self._opened(home, home.make(), trouble)

    def _opened(self, home: Home, workspace: str, trouble: Unusable | None) -> Workspace:
        key = (home.folder.name, workspace)
        if key not in self._open or home.last() != workspace:
            home.remember(workspace)
        if key not in self._open:
            written = _written(home.path(workspace) / DATABASE)
            warehouse, fault = opened(home.path(workspace))
            kept, version = keeping.load(home.path(workspace)), self._version(key, written)
            self._open[key] = Workspace(home.folder, workspace, warehouse, kept, fault, version)
        found = self._open[key]
        found.trouble = trouble or found.trouble
        return found

    def _version(self, key: tuple[str, str], written: float) -> int:
        """As it was when the base was closed here: what a visit remembers of it still holds, unless others wrote to it."""
        version, then = self._versions.get(key, (0, written))
        return version if written == then else version + 1

    def keep_tidy(self, stop: threading.Event) -> None:
        while not stop.wait(TIDY_EVERY_SECONDS):
            try:
                self.tidy()
            except Exception:
                # What could not be closed or removed now is tried again; passers-by are counting on it.
                logger.exception("tidying of %s", self.root)

    def tidy(self) -> None:
        """Close what nobody uses, remove what passers-by have left and what a person has not opened for years."""
        self.close_idle()
        self.remove_idle(limits().idle_hours * HOUR)
        self.remove_abandoned(limits().kept_days * DAY)

    def close_idle(self, idle_seconds: float = CLOSED_AFTER_SECONDS) -> None:
        with self._lock:
            for workspace in list(self._open.values()):
                if time.monotonic() - workspace.last_seen > idle_seconds and not _at_work(workspace):
                    self.leave(workspace)

    def remove_idle(self, idle_seconds: float) -> None:
        """Homes of passers-by that have not come for so long."""
        with self._lock:
            for name, seen in list(self._visitors.items()):
                if _is_passing(name) and time.monotonic() - seen > idle_seconds and not self._works(name):
                    self._remove(name)

    def remove_abandoned(self, unused_seconds: float) -> None:
        """Kept homes nobody has opened for so long, but never the owner's own."""
        with self._lock:
            in_hand = {name for name, _ in self._open}
            for home in [*self.root.glob(f"{Way.BROWSER}_*"), *self.root.glob("user_*")]:
                if home.name not in in_hand and time.time() - _last_used(home) > unused_seconds:
                    self._remove(home.name)

    def close(self) -> None:
        with self._lock:
            for workspace in list(self._open.values()):
                self.leave(workspace)
            if self._alive is not None:
                self._alive.close()
                self._alive = None
                shutil.rmtree(self._visits, ignore_errors=True)

    def _works(self, name: str) -> bool:
        return any(_at_work(workspace) for (home, _), workspace in self._open.items() if home == name)

    def _remove(self, name: str) -> None:
        self._visitors.pop(name, None)
        for home, workspace in list(self._open):
            if home == name:
                self.leave(self._open[home, workspace])
        self._versions = {key: known for key, known in self._versions.items() if key[0] != name}
        shutil.rmtree(self.home(name).folder, ignore_errors=True)

    def _visits_of_this_process(self) -> Path:
        if self._visits is None:
            self._visits = self.root / VISITS / secrets.token_hex(6)
            self._visits.mkdir(parents=True, mode=0o700)
            self._alive = duckdb.connect(str(self._visits / "alive.duckdb"))
        return self._visits

    def _sweep(self) -> None:
        """What passers-by of servers that are no more have left. DuckDB's lock tells whether a server still lives."""
        for folder in (self.root / VISITS).glob("*"):
            with suppress(duckdb.Error):
                duckdb.connect(str(folder / "alive.duckdb")).close()
                shutil.rmtree(folder, ignore_errors=True)


def home_of(browser: str) -> str:
    """Name of the home of the browser with this secret name."""
    return f"{Way.BROWSER}_{digest(browser)}"


def _at_work(workspace: Workspace) -> bool:
    """A long import asks for nothing until it ends."""
    work = _work(workspace)
    return work is not None and not work.ended


def _work(workspace: Workspace):
    # Imported on demand: the desk knows the session, and the session knows the workspaces.
    from ui.desk import desk_of

    return desk_of(workspace.warehouse).work


def _written(file: Path) -> float:
    """When a file was last written to; 0 without one."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _last_used(home: Path) -> float:
    """When something in a home was written to, or one of its bases opened, which is written down."""
    return max((written for f in home.rglob("*") if (written := _written(f))), default=_written(home))


def _is_passing(home: str) -> bool:
    return home.startswith(f"{Way.VISIT}_")


@cache
def workspaces() -> Workspaces:
    given = os.environ.get("CLIENT_BASE_FOLDER")
    return Workspaces(Path(given) if given else _data_folder() / "Client Base Lab")


def _data_folder() -> Path:
    """Where this system keeps the data of programs, closed to its other users."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
