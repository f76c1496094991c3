"""Where the bases of visitors live on disk: one folder a browser, opened when needed, removed when long unused."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from analytics.warehouse import Warehouse

IDLE_SECONDS = 24 * 3600
TIDY_EVERY_SECONDS = 600


@dataclass
class Workspace:
    """One browser's base; `version` grows with every import, so that nothing remembered of an older base is shown."""

    folder: Path
    warehouse: Warehouse
    version: int = 0
    last_seen: float = field(default_factory=time.monotonic)
    _known: dict = field(default_factory=dict)

    def changed(self) -> None:
        self.version += 1
        self._known.clear()

    def known(self, name: str, answer: Callable):
        """`answer()`, asked once for each base."""
        if name not in self._known:
            self._known[name] = answer()
        return self._known[name]


class Workspaces:
    def __init__(self, root: Path):
        self.root = root
        self._open: dict[str, Workspace] = {}
        self._lock = threading.Lock()
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    def of(self, browser: str) -> Workspace:
        """The workspace of a browser's secret name; the folder's name does not give the secret away."""
        name = hashlib.sha256(browser.encode()).hexdigest()[:24]
        with self._lock:
            if name not in self._open:
                self._open[name] = self._opened(name)
            self._open[name].last_seen = time.monotonic()
            return self._open[name]

    def _opened(self, name: str) -> Workspace:
        folder = self.root / name
        try:
            return Workspace(folder, Warehouse(folder))
        except duckdb.Error:
            # another process holds this base, or its file is broken: begin beside it rather than fail
            folder = Path(tempfile.mkdtemp(prefix=f"{name}_", dir=self.root))
            return Workspace(folder, Warehouse(folder))

    def keep_tidy(self, stop: threading.Event) -> None:
        while not stop.wait(TIDY_EVERY_SECONDS):
            self.remove_idle()

    def remove_idle(self, idle_seconds: float = IDLE_SECONDS) -> None:
        with self._lock:
            now = time.monotonic()
            for name, workspace in list(self._open.items()):
                if now - workspace.last_seen > idle_seconds:
                    del self._open[name]
                    workspace.warehouse.close()
                    shutil.rmtree(workspace.folder, ignore_errors=True)

    def close(self) -> None:
        with self._lock:
            for workspace in self._open.values():
                workspace.warehouse.close()
            self._open.clear()

    def _sweep(self) -> None:
        for folder in self.root.iterdir():
            if folder.is_dir() and time.time() - folder.stat().st_mtime > IDLE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


@cache
def workspaces() -> Workspaces:
    home = os.environ.get("CLIENT_BASE_FOLDER") or Path(tempfile.gettempdir()) / f"client-base-lab-{_user()}"
    return Workspaces(Path(home))


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
