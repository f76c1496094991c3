"""Streamlit servers of the benchmark's own, and the prepared bases of their visitors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics import facts, keeping_base
from analytics.ingest import load, understand
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import DATABASE
from benchmarks.bases import Base, opened, prepared
from tests import serving
from ui.workspaces import Workspaces

ROOT = Path(__file__).parent.parent


class Server(serving.Server):
    def memory(self) -> int:
        """Bytes the process holds in memory now (Linux)."""
        told = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return 1024 * int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmRSS")))


@contextmanager
def served(app: Path, workspaces: Path) -> Iterator[Server]:
    """A running app; visitors' bases lie in `workspaces`."""
    with serving.served(app, workspaces, {"CLIENT_BASE_KEEPING": "browser"}) as running:
        yield Server(running.address, running.process)


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
