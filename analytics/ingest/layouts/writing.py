"""A report made a table → text columns in a Parquet of scratch, each row with its number in the file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.ingest.layouts.report import Report
from analytics.ingest.scratch import new_file
from analytics.ingest.sources import NUMBER, Source


def written(report: Report, scratch: Path) -> Source:
    target = new_file(scratch, ".parquet")
    columns = {f"c{p}": pa.array([line.cells[p] for line in report.lines], pa.string()) for p in range(report.width)}
    rows = {NUMBER: pa.array([line.row for line in report.lines], pa.int64())}
    pq.write_table(pa.table(columns | rows), target, compression="snappy")
    return Source(target, "parquet", report.width, 1, numbered=True)
