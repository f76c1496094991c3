"""A word on stderr while something takes longer than a second and a person is watching."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager

FIRST_WORD_AFTER = 1.0
EVERY = 0.2
WIDTH = 24


@contextmanager
def patience(sentence: str, quiet: bool = False):
    """A bar runs to and fro on stderr from the second second on; nothing when quiet or stderr is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(sentence, done), daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


def _tell(sentence: str, done: threading.Event) -> None:
    started = time.monotonic()
    if done.wait(FIRST_WORD_AFTER):
        return
    step = 0
    while not done.wait(EVERY):
        place = abs(step % (2 * WIDTH) - WIDTH)
        bar = "·" * place + "━━━" + "·" * (WIDTH - place)
        sys.stderr.write(f"\r{sentence} {bar} {time.monotonic() - started:.0f}")
        step += 1
    sys.stderr.write("\r\033[K")
    sys.stderr.flush()
