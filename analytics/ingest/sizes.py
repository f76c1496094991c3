"""How much there is to read: bytes exactly, rows about."""

from __future__ import annotations

import pyarrow.parquet as pq

from analytics.ingest.sources import Source

LOOKED_AT = 1 << 20


def size(source: Source) -> int:
    return source.path.stat().st_size


def about_rows(source: Source) -> int | None:
    """Rows by the lines of the first megabyte; None for a gzip, of which nobody knows before it is unpacked."""
    if source.form == "parquet":
        return pq.read_metadata(source.path).num_rows
    if source.gzip:
        return None
    with open(source.path, "rb") as file:
        head = file.read(LOOKED_AT)
    return round(head.count(b"\n") * size(source) / max(len(head), 1))
