"""What lies on the table while a base is being brought in. It belongs to the base, so every tab of its visitor sees it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from analytics.errors import Unusable
from analytics.ingest import Hints, Understanding
from analytics.warehouse import Warehouse
from ui.long_work import LongWork

FAST = 0.7


@dataclass
class Desk:
    """Files understood and not yet loaded, what the visitor said of each, what was wrong, and the one work going on.

    `first_seen` is the header of each file before anything was said of it, `recalled` the files read as last time.
    """

    pending: list[Understanding] = field(default_factory=list)
    hints: dict[str, Hints] = field(default_factory=dict)
    faults: list[Unusable] = field(default_factory=list)
    first_seen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    recalled: set[str] = field(default_factory=set)
    work: LongWork | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def begin(self, task: Callable[[], None]) -> None:
        """Start the task unless another is going on; a fast one is done on return and nobody need watch it."""
        with self._lock:
            if self.going_on():
                return
            self.faults = []
            self.work = work = LongWork(task)
        work.wait(FAST)

    def wait(self) -> None:
        if work := self.work:
            work.wait()

    def going_on(self) -> LongWork | None:
        """The work to be watched. One that has ended leaves its fault; a fault that is no sentence is raised, once."""
        with self._lock:
            work = self.work
            if work is None or not work.ended:
                return work
            self.work = None
        if isinstance(work.fault, Unusable):
            self.faults = [*self.faults, work.fault]
        elif work.fault:
            raise work.fault
        return None


_desks: WeakKeyDictionary[Warehouse, Desk] = WeakKeyDictionary()
_lock = threading.Lock()


def desk_of(warehouse: Warehouse) -> Desk:
    """The desk of a base. Where there was none yet, what an earlier start of the server left half read is swept away."""
    with _lock:
        if warehouse not in _desks:
            shutil.rmtree(warehouse.folder / "scratch", ignore_errors=True)
            _desks[warehouse] = Desk()
        return _desks[warehouse]
