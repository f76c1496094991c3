"""A home: the folder of one person, or of one browser, with their workspaces. A workspace is a folder under a name of ours."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from analytics import keeping
from analytics.errors import Unusable
from analytics.exports import write_whole
from analytics.keeping import Kept
from analytics.limits import MB, limits

LAST = "last"
BUILT, GONE, PASSING = ".new-", ".gone-", ".passing-"
OWN_NAME = re.compile(r"[0-9a-f]{12}")
LEFT_OVER_SECONDS = 24 * 3600
LOOK_EVERY_SECONDS = 0.2
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class Home:
    """Only the owner of the process may look into the folder. A name that is not of ours is never opened."""

    folder: Path

    def made(self) -> Home:
        """The folder is there, closed to others, and what an interrupted work left in it a day ago is gone."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        for left in (f for f in self.folder.iterdir() if f.name.startswith((BUILT, GONE))):
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > LEFT_OVER_SECONDS:
                    shutil.rmtree(left, ignore_errors=True)
        return self

    def workspaces(self) -> dict[str, Kept]:
        """Our name of each workspace → what is kept of it, in the order people read names."""
        found = {f.name: keeping.load(f) for f in self._folders()}
        return dict(sorted(found.items(), key=lambda pair: (pair[1].shown.casefold(), pair[0])))

    def has(self, workspace: object) -> bool:
        return isinstance(workspace, str) and bool(OWN_NAME.fullmatch(workspace)) and self.path(workspace).is_dir()

    def path(self, workspace: str) -> Path:
        return self.folder / workspace

    def last(self) -> str | None:
        """The workspace used last, if it is still there."""
        try:
            workspace = (self.folder / LAST).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return workspace if self.has(workspace) else None

    def remember(self, workspace: str) -> None:
        """The workspace was opened just now. No room on the disk is no reason not to open it."""
        with suppress(Unusable):
            write_whole(self.folder / LAST, workspace.encode())

    def make(self, kept: Kept | None = None) -> str:
        """An empty workspace → its name of ours."""
        beside = self.beside()
        keeping.save(beside, kept or Kept())
        return self.adopt(beside)

    def beside(self) -> Path:
        """A folder of this home nobody sees yet, for a workspace in the making."""
        folder = self.folder / f"{BUILT}{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        return folder

    def adopt(self, beside: Path) -> str:
        """A workspace made beside becomes one of the home's, in one step."""
        workspace = secrets.token_hex(6)
        beside.rename(self.path(workspace))
        keeping.flush_folder(self.folder)
        return workspace

    def delete(self, workspace: str) -> None:
        """Gone from the home in one step, and from the disk after it."""
        gone = self.folder / f"{GONE}{secrets.token_hex(6)}"
        self.path(workspace).rename(gone)
        keeping.flush_folder(self.folder)
        shutil.rmtree(gone, ignore_errors=True)

    def require_room(self, more: int = 0) -> None:
        """Raises Unusable when the home with `more` bytes would be larger than the limit."""
        most = limits().home_megabytes * MB
        if size_of(self.folder) + more > most:
            raise Unusable("home_full", limit=limits().home_megabytes)

    @contextmanager
    def watched(self, stop: Callable[[], None]) -> Iterator[None]:
        """While the work inside writes to this home, `stop` is called as soon as the home is full; raises Unusable then."""
        done, full = threading.Event(), threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done, full, stop), daemon=True)
        watcher.start()
        try:
            yield
        except Exception:
            if not full.is_set():
                raise
        finally:
            done.set()
            watcher.join()
        if full.is_set():
            raise Unusable("home_full", limit=limits().home_megabytes)

    def _watch(self, done: threading.Event, full: threading.Event, stop: Callable[[], None]) -> None:
        while not done.wait(LOOK_EVERY_SECONDS):
            try:
                self.require_room()
            except Unusable:
                full.set()
                stop()

    def _folders(self) -> Iterator[Path]:
        return (f for f in self.folder.iterdir() if OWN_NAME.fullmatch(f.name) and f.is_dir())


@contextmanager
def passing(folder: Path) -> Iterator[Path]:
    """A folder inside that of a base, for what comes to it or leaves it; gone at the end, whatever that is."""
    made = Path(tempfile.mkdtemp(prefix=PASSING, dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def sweep(folder: Path) -> None:
    """What was passing when the server was killed; nobody else may have the base of the folder open."""
    for left in folder.glob(f"{PASSING}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def room_on_disk(name: str) -> Iterator[None]:
    """While something called `name` is written down, a full disk is told in a sentence (Unusable no_room)."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        raise Unusable("no_room", file=name) from fault


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder; those that vanish meanwhile count as nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
    return total
