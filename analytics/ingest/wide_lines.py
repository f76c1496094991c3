"""Lines with many cells too many, taken out before DuckDB meets them: it writes down a fault, line and all, for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import progress, quotes
from analytics.ingest.scratch import new_file
from analytics.ingest.sources import Source, cut
from analytics.ingest.understanding import LeftOut
from analytics.limits import limits

REASON = "ragged"
# One fault takes as long as copying so many bytes, and its line is copied too; so much copying takes about a second.
FAULT_BYTES, MOST_BYTES = 2500, 500_000_000
MOST_LINES = 1_000_000
KEPT_CHARACTERS = 10_000


def taken_out(source: Source, name: str, folder: Path) -> tuple[Source, tuple[LeftOut, ...]]:
    """The rows below a header and those too wide among them, when these are so many that DuckDB would stumble long.

    A copy in `folder` then has a blank line for each record two or more cells too wide; usually it is the same source and
    nothing. Raises Unusable when over a million records are too wide, or a cell of one is larger than any may be.
    """
    if source.form != "csv" or not _are_costly(source, name):
        return source, ()
    target = new_file(folder, ".csv")
    progress.here().begins("rewriting", name)
    return replace(source, path=target, gzip=False, careful=True), tuple(_copied(source, name, target))


def _are_costly(source: Source, name: str) -> bool:
    mark, cost = source.delimiter.encode(), 0
    others = bytes(set(range(256)) - set(mark + b"\r\n"))
    for lines in _whole_lines(source, name):
        if mark * source.read_width in lines.translate(None, others):
            cost += sum(_cost(line, line.count(mark) + 1 - source.read_width) for line in lines.splitlines())
        if cost > MOST_BYTES:
            return True
    return False


def _cost(line: bytes, cells_too_many: int) -> int:
    return max(cells_too_many, 0) * (FAULT_BYTES + len(line))


def _whole_lines(source: Source, name: str) -> Iterator[bytes]:
    """The file in pieces of about a megabyte that end with a line."""
    size, rest = None if source.gzip else source.path.stat().st_size, b""
    for chunk in progress.counted(source.chunks(), "checking", name, size):
        chunk = rest + chunk
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        yield chunk[:end]
        rest = chunk[end:]
    yield rest


def _copied(source: Source, name: str, target: Path) -> list[LeftOut]:
    left: list[LeftOut] = []
    with source.lines() as lines, open(target, "w", encoding="utf-8", newline="") as file:
        for _ in range(source.skip):
            file.write(next(lines, ""))
        for row, (record, is_whole) in enumerate(quotes.records(lines, source.delimiter), source.first_row):
            wide = _is_wide(record, is_whole, source, name, row)
            file.write("\n" if wide else record)
            if wide:
                left.append(LeftOut(row, REASON, record.rstrip("\r\n")[:KEPT_CHARACTERS]))
            if len(left) > MOST_LINES:
                raise Unusable("too_many_wide_lines", file=name, n=MOST_LINES, row=left[0].row)
    return left


def _is_wide(record: str, is_whole: bool, source: Source, name: str, row: int) -> bool:
    """Two cells too many or more; a quote that does not close hides none."""
    if record.count(source.delimiter) <= source.width:
        return False
    if '"' not in record or not is_whole:
        return True
    try:
        cells = next(cut(io.StringIO(record, newline=""), source.delimiter))
    except csv.Error:
        raise Unusable("cell_too_large", file=name, row=row, limit=limits().cell_kilobytes) from None
    return len(cells) > source.width + 1
