"""A word on stderr while something takes longer than a second and a person is watching."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager

from analytics.ingest.progress import Progress, Step, told_to

FIRST_WORD_AFTER = 1.0
EVERY = 0.2
WIDTH = 24
LONGEST_NAME = 40


@contextmanager
def patience(sentence: str, quiet: bool = False):
    """From the second second on a bar on stderr: of so many percent where what is read tells how far it is, else running
    to and fro; nothing when quiet or stderr is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    done, progress = threading.Event(), Progress()
    teller = threading.Thread(target=_tell, args=(sentence, progress, done), daemon=True)
    teller.start()
    try:
        with told_to(progress):
            yield
    finally:
        done.set()
        teller.join()


def _tell(sentence: str, progress: Progress, done: threading.Event) -> None:
    started = time.monotonic()
    if done.wait(FIRST_WORD_AFTER):
        return
    beat = 0
    while not done.wait(EVERY):
        step, seconds = progress.now, time.monotonic() - started
        bar = _running(beat) if step.share is None else _filled(step.share)
        sys.stderr.write(f"\r\033[K{sentence} {_name(step)}{bar} {seconds:.0f}")
        sys.stderr.flush()
        beat += 1
    sys.stderr.write("\r\033[K")
    sys.stderr.flush()


def _running(beat: int) -> str:
    place = abs(beat % (2 * WIDTH) - WIDTH)
    return "·" * place + "━━━" + "·" * (WIDTH - place)


def _filled(share: float) -> str:
    place = round(share * WIDTH)
    return f"{'━' * place}{'·' * (WIDTH - place)} {share:4.0%}"


def _name(step: Step) -> str:
    """The file's name without anything a terminal would obey."""
    name = "".join(letter if letter.isprintable() else "?" for letter in step.file or "")
    return f"{name[:LONGEST_NAME]} " if name else ""
