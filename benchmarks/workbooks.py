"""Import of a large workbook beside the reading alone by the libraries that open it: same file, same machine, same run."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from analytics.ingest import load, understand
from analytics.warehouse import Warehouse

ROWS = 500_000
RUNS = 3
TARGET = 2.0
HEADER = ("customer_id", "order_date", "order_id", "product", "quantity", "amount")
FIRST_DAY = dt.date(2023, 1, 1)
# A process each, as ours is read by: what a library keeps of one reading does not help the next.
READINGS = {
    "calamine, to_python": "import python_calamine as c; c.load_workbook({file!r}).get_sheet_by_index(0).to_python()",
    "fastexcel, to Arrow": "import fastexcel; fastexcel.read_excel({file!r}).load_sheet(0, dtypes='string').to_arrow()",
}


def rows(n: int = ROWS, runs: int = RUNS) -> list[dict]:
    """→ a row a library: what, ours_ms (understand and load), reference_ms (its reading alone), ratio, target; medians."""
    folder = Path(tempfile.mkdtemp(prefix="workbooks-"))
    try:
        file = made(folder / "sales.xlsx", n)
        rounds = [[_ours(folder, file), *(_reading(code, file) for code in READINGS.values())] for _ in range(runs)]
        ours, *references = (statistics.median(column) for column in zip(*rounds, strict=True))
        size = file.stat().st_size / 1e6
    finally:
        shutil.rmtree(folder)
    told = f"import of an XLSX, {n:,} rows, {size:.0f} MB, beside {{}}"
    return [
        {"what": told.format(library), "ours_ms": ours, "reference_ms": reference, "ratio": ours / reference, "target": TARGET}
        for library, reference in zip(READINGS, references, strict=True)
    ]  # fmt: skip


def made(path: Path, n: int) -> Path:
    """A workbook of `n` sales lines over 700 days."""
    chance = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sales")
    sheet.append(HEADER)
    for i in range(n):
        day = FIRST_DAY + dt.timedelta(days=i * 700 // n)
        client, product = f"C{chance.randrange(30000):05}", f"Product {chance.randrange(500)}"
        sheet.append([client, day, 100_000 + i // 3, product, chance.randint(1, 9), chance.randint(100, 999_999) / 100])
    book.save(path)
    return path


def _reading(code: str, file: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code.format(file=str(file))], check=True)
    return (time.perf_counter() - start) * 1000


def _ours(folder: Path, file: Path) -> float:
    home = folder / "ours"
    warehouse = Warehouse(home, [file])
    start = time.perf_counter()
    load(warehouse, [understand(file, scratch=home / "scratch")])
    spent = time.perf_counter() - start
    warehouse.close()
    shutil.rmtree(home, ignore_errors=True)
    return spent * 1000


if __name__ == "__main__":
    for row in rows():
        told = "{what}: ours {ours_ms:.0f} ms, its reading alone {reference_ms:.0f} ms, ratio {ratio:.2f} (target {target})"
        print(told.format(**row))
