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
from dataclasses import dataclass
from pathlib import Path

from analytics import facts, keeping_base
from analytics.facts import View
from analytics.ingest import load, understand
from analytics.thresholds import Thresholds
from analytics.warehouse import DATABASE
from benchmarks.bases import Base, opened, prepared
from ui.workspaces import Workspaces

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    address: str
    process: int

    def memory(self) -> int:
        """Bytes the process holds in memory now (Linux)."""
        told = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return 1024 * int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmRSS")))


@contextmanager
def served(app: Path, workspaces: Path) -> Iterator[Server]:
    """A running app; visitors' bases lie in `workspaces`."""
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
    environment = os.environ | {"CLIENT_BASE_FOLDER": str(workspaces), "CLIENT_BASE_KEEPING": "browser"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield Server(address, server.pid)
    finally:
        server.terminate()
        server.wait()


def give(base: Base, browser: str, workspaces: Path) -> None:
    """Lay the base, its facts built, where the browser with this secret name will look for it."""
    warehouse, _ = opened(prepared(base))
    with warehouse.transaction() as cursor:
        keeping_base.mark(cursor)
    warehouse.close()
    visitors = Workspaces(workspaces)
    folder = visitors.of(browser).folder
    visitors.close()
    shutil.copy(base.folder / DATABASE, folder)


def give_sales(sales: Path, browser: str, workspaces: Path) -> None:
    """Import the file as this browser's base and build its facts, as if the visitor had been here before."""
    visitors = Workspaces(workspaces)
    warehouse = visitors.of(browser).warehouse
    inside = warehouse.folder / sales.name
    shutil.move(sales, inside)
    load(warehouse, [understand(inside, scratch=warehouse.folder / "scratch")])
    facts.build(warehouse, View().under(Thresholds()))
    visitors.close()
    inside.unlink()


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
