"""A server as people start it, for tests and benchmarks that need a real one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.source import ROOT

START_SECONDS = 120
NOWHERE = Path(os.devnull)


@dataclass(frozen=True)
class Server:
    """Its address, `http://127.0.0.1:8501`, and the number of its process."""

    address: str
    process: int


@contextmanager
def served(
    app: Path,
    folder: Path,
    environment: dict[str, str],
    *options: str,
    port: int | None = None,
    log: Path = NOWHERE,
) -> Iterator[Server]:
    """A running app, what it says in `log`, the bases of its visitors in `folder`.

    Raises RuntimeError with the log when it does not start.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}", "--server.headless=true"]
    environment = os.environ | environment | {"CLIENT_BASE_FOLDER": str(folder)}
    with log.open("a") as said:
        running = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            server = Server(f"http://127.0.0.1:{port}", running.pid)
            _wait_for(server, running, log)
            yield server
        finally:
            running.terminate()
            running.wait(30)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(server: Server, running: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8')}")
