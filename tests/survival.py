"""Kills a process in the middle of what it does, at moments drawn by lot, as a power cut would.

`work(*arguments)` is called in a process of its own; it gets ready and returns the act during which the process is killed.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator

GIVEN_UP_AFTER = 60
PAST_THE_END = 1.1

_processes = multiprocessing.get_context("forkserver")
# What a work's module imports is imported once, before the processes part.
_processes.set_forkserver_preload(
    ["__main__", "hypothesis", "tests.ingest_files", "ui.workspaces", "tests.test_survival"]
)


def seconds(work: Callable, *arguments: object) -> float:
    """How long the act takes when nobody kills it."""
    process, told = _begun(work, arguments)
    start = time.perf_counter()
    assert told.poll(GIVEN_UP_AFTER) and told.recv() == "done"
    spent = time.perf_counter() - start
    process.join()
    return spent


def killed(after: float, work: Callable, *arguments: object) -> bool:
    """The act begins and is killed (-9) `after` seconds; True when it had not come to its end by then."""
    process, told = _begun(work, arguments)
    try:
        return not (told.poll(after) and told.recv() == "done")
    except EOFError:
        return True
    finally:
        process.kill()
        process.join()


def moments(times: int, longest: float, seed: int) -> Iterator[float]:
    """Moments of an act that takes `longest` seconds, one in each of as many equal parts of it, in any order."""
    lot = random.Random(seed)
    parts = list(range(times))
    lot.shuffle(parts)
    return ((part + lot.random()) / times * longest * PAST_THE_END for part in parts)


def _begun(work: Callable, arguments: tuple) -> tuple:
    told, tells = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_act, args=(tells, work, arguments))
    process.start()
    tells.close()
    assert told.poll(GIVEN_UP_AFTER) and told.recv() == "ready", "the act could not begin"
    return process, told


def _act(tells, work: Callable, arguments: tuple) -> None:
    act = work(*arguments)
    tells.send("ready")
    act()
    tells.send("done")
