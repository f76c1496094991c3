"""What the reader understood of one file, what the visitor said about it, and how DuckDB is to read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from analytics.ingest.shapes import Shape
from analytics.ingest.sources import Source

SCALES = OF_TEN, OF_FIVE = ("0-10", "1-5")


@dataclass(frozen=True)
class Hints:
    """What the visitor said about a file; None means "find out". `header_row` is 1-based, 0 says there is no header.

    `mapping` is our column → source column or formula and overrides what was recognised; an empty source unmaps.
    `header_row` is the first of `header_height` rows. `layout` holds the steps by which a report may be made a table
    (none of them for an empty one: the file is read as it stands), `table` the place of one of several tables, from 0,
    `year` the year of months written without one. `scale` is what scores were given on: `0-10` or `1-5`. `period` holds
    the first and last day a file of totals is for; an empty one says that it is for none.
    """

    kind: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    decimal: str | None = None
    date_order: str | None = None
    sheet: str | int | None = None
    mapping: dict[str, str] | None = None
    header_height: int | None = None
    layout: tuple[str, ...] | None = None
    table: int | None = None
    year: int | None = None
    scale: str | None = None
    period: tuple[dt.date, ...] | None = None


@dataclass(frozen=True)
class Notice:
    """Something the visitor should know; the sentence is `ingest.<code>` of the catalogue."""

    code: str
    particulars: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftOut:
    """A row of a file that is no row of the table in it: its number in the file, the code of the reason, its text."""

    row: int
    reason: str
    raw: str


@dataclass(frozen=True)
class Understanding:
    """One file as it was understood: enough to show, to correct by `Hints`, and to load without looking again.

    `evidence` says why: code of the decision → particulars of its sentence. `preview` holds up to 20 rows of raw text.
    `source` is how DuckDB reads the rows; `header` and `shapes` stand in the order of its columns c0..cN.

    Of a report: `layout` are the steps that made it a table, of those it `offers`; `left_out` its other rows, `tables`
    what each table in it is, `report_total` its own grand total of the amount. `period` is the first and last day the file
    says it is for.
    """

    path: Path
    name: str
    container: str
    kind: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    decimal: str
    date_order: str | None
    evidence: dict[str, dict[str, object]]
    header: tuple[str, ...]
    preview: list[list[str | None]]
    mapping: dict[str, str]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    notices: list[Notice]
    source: Source
    shapes: tuple[Shape, ...]
    period: tuple[dt.date, dt.date] | None = None
    report_total: Decimal | None = None
    left_out: tuple[LeftOut, ...] = ()
    layout: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    header_height: int = 1
    tables: tuple[str, ...] = ()
    table: int | None = None
    year: int | None = None
    asks_year: bool = False
    scale: str | None = None
