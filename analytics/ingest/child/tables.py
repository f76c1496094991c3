"""A sheet or a table of a page as text, whatever it was read from, and how it is written to Parquet."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq

HEAD = 60
BATCH = 20_000
# A place far away or a wide span makes many cells of a few letters.
MOST_CELLS = 64 << 20
Row = list[str | None]


class Fault(Exception):
    """Why there is nothing to read: a code of `errors` and its particulars."""

    def __init__(self, code: str, **particulars: object):
        super().__init__(code)
        self.told = {"fault": code, "particulars": particulars}


def refuse_spread(cells: int) -> None:
    if cells > MOST_CELLS:
        raise Fault("workbook_too_heavy")


@dataclass(frozen=True)
class Marks:
    """What a sheet says beside its cells, in the coordinates of its rows.

    `merged`: top, left, bottom, right from 0, inclusive; `levels`: outline level or indent of each row; `errors` and
    `rounded` count cells that hold #N/A and the like, and numbers too long for Excel to have kept.
    """

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    errors: int = 0
    rounded: int = 0


@dataclass(frozen=True)
class Table:
    """`head` is its first rows; `batches` gives all of them, each time anew, as tables of the columns c0..cN."""

    name: str
    height: int
    width: int
    head: list[Row]
    batches: Callable[[], Iterator[pa.Table]]
    marks: Callable[[], Marks] = Marks
    hidden: bool = False


def of_rows(rows: Iterable[Row], width: int) -> Iterator[pa.Table]:
    """Rows of text, all `width` cells wide, → batches."""
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        yield of_columns([pa.array(column, pa.string()) for column in zip(*batch, strict=True)], width)


def of_columns(columns: list[pa.Array], width: int) -> pa.Table:
    return pa.table(columns, schema=schema(width))


def schema(width: int) -> pa.Schema:
    return pa.schema([(f"c{i}", pa.string()) for i in range(width)])


def write(table: Table, target: str) -> None:
    with pq.ParquetWriter(target, schema(table.width), compression="snappy") as writer:
        for batch in table.batches():
            writer.write_table(batch)
