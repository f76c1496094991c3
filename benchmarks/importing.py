"""Import of a plain CSV beside DuckDB's own `create table as select * from read_csv`: same file, same machine, same run;
and the memory a large one takes."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from analytics.ingest import load, understand
from analytics.warehouse import Warehouse
from benchmarks.result import Result

ROWS = 2_000_000
RUNS = 5
TARGET = 1.5
MANY, MANY_TARGET_MB = 10_000_000, 4000
SETTINGS = {"memory_limit": "1GB", "threads": 2}
# Every 10,000th row lacks a date and every 50,000th an amount: refusing is at work. DuckDB stops at a value it cannot read.
MADE = """
copy (
    select 'C' || lpad((hash(i) % 100000)::varchar, 6, '0') as customer_id,
           case when i % 10000 <> 9999 then (date '2022-01-01' + (i // 2000)::int)::varchar end as order_date,
           100000 + i // 3 as order_id, 'Product ' || hash(i * 7) % 500 as product, 'Group ' || hash(i * 3) % 9 as category,
           ['shop', 'site', 'phone'][1 + (hash(i) % 3)::int] as channel, 1 + hash(i * 5) % 9 as quantity,
           case when i % 50000 <> 49999 then ((hash(i * 11) % 100000) / 100)::decimal(12, 2)::varchar end as amount
    from range($rows) as t(i)
) to '{path}' (header)
"""


# A process of its own: the peak is of its whole life.
ALONE = """
import resource, sys
from pathlib import Path
from analytics.ingest import load, understand
from analytics.warehouse import Warehouse
file = Path(sys.argv[1])
load(Warehouse(file.parent / "large", [file]), [understand(file)])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def rows() -> list:
    return [*speed(), memory()]


def speed(n: int = ROWS, runs: int = RUNS) -> list[dict]:
    """→ one row: what, ours_ms, reference_ms, ratio, target; medians of `runs` alternated runs on `n` sales lines."""
    folder = Path(tempfile.mkdtemp(prefix="importing-"))
    try:
        file = folder / "sales.csv"
        duckdb.connect().execute(MADE.format(path=file), {"rows": n})
        pairs = [(_reference(folder, file), _ours(folder, file)) for _ in range(runs)]
        reference, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
        what = f"import of a CSV, {n:,} rows, {file.stat().st_size / 1e6:.0f} MB"
    finally:
        shutil.rmtree(folder)
    return [{"what": what, "ours_ms": ours, "reference_ms": reference, "ratio": ours / reference, "target": TARGET}]


def memory(n: int = MANY) -> Result:
    """The most memory a process holds that understands and imports `n` sales lines; no reference."""
    folder = Path(tempfile.mkdtemp(prefix="importing-"))
    try:
        file = folder / "sales.csv"
        duckdb.connect(config=SETTINGS).execute(MADE.format(path=file), {"rows": n})
        done = subprocess.run([sys.executable, "-c", ALONE, str(file)], capture_output=True, text=True, check=True)
        what = f"peak memory of an import of {n:,} rows, {file.stat().st_size / 1e6:.0f} MB"
    finally:
        shutil.rmtree(folder)
    return Result(what, f"{float(done.stdout):.0f} MB", "—", "—", f"≤ {MANY_TARGET_MB} MB")


def _reference(folder: Path, file: Path) -> float:
    database = folder / "bare.duckdb"
    connection = duckdb.connect(str(database), config=SETTINGS)
    start = time.perf_counter()
    connection.execute("create table sales as select * from read_csv($path)", {"path": str(file)})
    spent = time.perf_counter() - start
    connection.close()
    database.unlink()
    return spent * 1000


def _ours(folder: Path, file: Path) -> float:
    understood = understand(file)
    warehouse = Warehouse(folder / "ours", [file])
    start = time.perf_counter()
    load(warehouse, [understood])
    spent = time.perf_counter() - start
    warehouse.close()
    shutil.rmtree(folder / "ours")
    return spent * 1000


if __name__ == "__main__":
    for row in speed():
        told = "{what}: ours {ours_ms:.0f} ms, DuckDB {reference_ms:.0f} ms, ratio {ratio:.2f} (target {target})"
        print(told.format(**row))
    print(memory())
