"""Streamlit servers of the benchmark's own, and the prepared bases of their visitors."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.warehouse import DATABASE
from benchmarks.bases import Base, opened, prepared
from ui.workspaces import Workspaces

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 60


@contextmanager
def served(app: Path, workspaces: Path) -> Iterator[str]:
    """The address of a running app; visitors' bases lie in `workspaces`."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    environment = os.environ | {"CLIENT_BASE_FOLDER": str(workspaces)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def give(base: Base, browser: str, workspaces: Path) -> None:
    """Lay the base, its facts built, where the browser with this secret name will look for it."""
    warehouse, _ = opened(prepared(base))
    warehouse.close()
    visitors = Workspaces(workspaces)
    folder = visitors.of(browser).folder
    visitors.close()
    shutil.copy(base.folder / DATABASE, folder)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health").close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")
