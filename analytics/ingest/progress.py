"""How far a long reading has come, told by the thread that works to those that watch; and how it is called off."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TypeVar

import duckdb

INTERRUPTED_EVERY = 0.05
ROWS_BETWEEN = 4096
Item = TypeVar("Item")
STAGES = (
    "copying",
    "detecting",
    "rewriting",
    "opening",
    "arranging",
    "reading",
    "checking",
    "counting",
    "placing",
    "examining",
)


class Cancelled(Exception):
    """The visitor called the work off; nothing of it is left."""


@dataclass(frozen=True)
class Step:
    """What is being done to which file: `stage` is one of STAGES; bytes and rows of this stage, None where not known."""

    stage: str | None = None
    file: str | None = None
    bytes_done: int = 0
    bytes_total: int | None = None
    rows: int | None = None

    @property
    def share(self) -> float | None:
        """0..1 of this stage."""
        return min(self.bytes_done / self.bytes_total, 1.0) if self.bytes_total else None


class Progress:
    """One long work. Safe to ask and to cancel from any thread; `cancel` stops a statement or a child process at once."""

    def __init__(self):
        self._step = Step()
        self._lock = threading.Lock()
        self._stopping = threading.Lock()
        self._stops: list[Callable[[], object]] = []
        self._asked: Callable[[], Step] | None = None
        self._cancelled = threading.Event()

    @property
    def now(self) -> Step:
        with self._lock:
            return self._asked() if self._asked else self._step

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def begins(self, stage: str, file: str | None = None, total: int | None = None, rows: int | None = None) -> None:
        """A stage begins: nothing of `total` bytes is done. Raises Cancelled when the work has been called off."""
        self.check()
        with self._lock:
            self._step = Step(stage, file or self._step.file, 0, total, rows)

    def advances(self, size: int) -> None:
        self.check()
        with self._lock:
            self._step = replace(self._step, bytes_done=self._step.bytes_done + size)

    def check(self) -> None:
        if self.cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Called off, now: whatever is being waited for is stopped, and stopped again until it has ended."""
        if not self.cancelled:
            self._cancelled.set()
            threading.Thread(target=self._stop, daemon=True).start()

    def _stop(self) -> None:
        # DuckDB forgets an interrupt that comes between two statements.
        while self._stops:
            with self._stopping:
                for stop in self._stops:
                    stop()
            threading.Event().wait(INTERRUPTED_EVERY)

    @contextmanager
    def stopped_by(self, stop: Callable[[], object]):
        """Cancelling calls `stop` for as long as the body runs, and the body then ends as Cancelled."""
        self._stops.append(stop)
        try:
            self.check()
            yield
        except Exception:
            self.check()
            raise
        finally:
            with self._stopping:
                self._stops.remove(stop)

    @contextmanager
    def measured(self, cursor: duckdb.DuckDBPyConnection, rows: int | None = None):
        """DuckDB says how far the statement of the body is; `rows` is about how many there will be."""
        whole = self._step

        def asked() -> Step:
            share = _share(cursor)
            done = None if rows is None else round(rows * share)
            return replace(whole, bytes_done=round((whole.bytes_total or 0) * share), rows=done)

        with self._lock:
            self._asked = asked
        try:
            yield
        finally:
            with self._lock:
                self._asked = None


def _share(cursor: duckdb.DuckDBPyConnection) -> float:
    try:
        return min(max(cursor.query_progress(), 0.0), 100.0) / 100
    except duckdb.Error:
        return 0.0


_watched: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def told_to(progress: Progress | None):
    """Whatever reads in this thread tells `progress`: readers are many and deep, and need not hand it to each other."""
    before = _watched.set(progress or _watched.get() or Progress())
    try:
        yield _watched.get()
    finally:
        _watched.reset(before)


def here() -> Progress:
    """The progress this thread's work is told to."""
    return _watched.get() or Progress()


def counted(chunks: Iterable[bytes], stage: str, file: str | None, total: int | None) -> Iterator[bytes]:
    """The same chunks, each told as it is taken."""
    progress = here()
    progress.begins(stage, file, total)
    for chunk in chunks:
        progress.advances(len(chunk))
        yield chunk


def watched(items: Iterable[Item]) -> Iterator[Item]:
    """The same items; a work that has been called off ends between two of them."""
    progress = here()
    for i, item in enumerate(items):
        if not i % ROWS_BETWEEN:
            progress.check()
        yield item


def run(command: list[str], timeout: float) -> subprocess.CompletedProcess:
    """`subprocess.run` with the output captured; cancelling kills the child. Raises TimeoutExpired when it takes too long."""
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child,
        here().stopped_by(child.kill),
    ):
        try:
            out, err = child.communicate(timeout=timeout)
        except BaseException:
            child.kill()
            raise
        here().check()
        return subprocess.CompletedProcess(command, child.returncode, out, err)
