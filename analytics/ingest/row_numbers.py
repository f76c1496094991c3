"""The row a person sees in a spreadsheet for a row DuckDB read: blank and rejected lines are numbered though not read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow.parquet as pq

from analytics.ingest.sources import NUMBER, Source, cut


def of_places(places: np.ndarray, source: Source, rejected: Sequence[int], read: int) -> np.ndarray:
    """Places (0-based, among the rows read) → row numbers of the file; `rejected` are row numbers not
    read, `read` how many rows were."""
    if source.numbered:
        return pq.read_table(source.path, columns=[NUMBER])[NUMBER].to_numpy()[places]
    missing = (
        np.unique(np.asarray([*rejected, *_blank_rows(source, read + len(rejected))], dtype=np.int64))
        - source.first_row
    )
    skipped = missing[missing >= 0]
    # The k-th unread row pushes down every row from its own place among the read ones on.
    return places + np.searchsorted(skipped - np.arange(len(skipped)), places, side="right") + source.first_row


def _blank_rows(source: Source, rows: int) -> list[int]:
    if source.form != "csv" or _lines(source) == source.skip + rows or not _has_blank_lines(source):
        return []
    with source.lines() as file:
        for _ in range(source.skip):
            next(file, None)
        return [source.first_row + i for i, row in enumerate(cut(file, source.delimiter)) if not row]


def _lines(source: Source) -> int:
    """Lines of the file; as many as there are rows when none is blank and no cell is of two lines."""
    lines, last = 0, b""
    for chunk in source.chunks():
        lines, last = lines + chunk.count(b"\n"), chunk[-1:]
    return lines + (last != b"\n")


def _has_blank_lines(source: Source) -> bool:
    last = b"\n"
    for chunk in source.chunks():
        seen = last + chunk
        if b"\n\n" in seen or b"\n\r\n" in seen:
            return True
        last = seen[-2:]
    return False
