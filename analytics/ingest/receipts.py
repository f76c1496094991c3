"""What came of each file: counts and control totals, kept in the warehouse beside the rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal

import duckdb
import pyarrow as pa

from analytics.ingest.understanding import Notice
from analytics.warehouse import NEW, Warehouse

REFUSED = 'kind varchar, file varchar, "row" bigint, reason varchar, "column" varchar, value varchar, raw varchar'
REFUSED_NEW = "refused" + NEW


@dataclass(frozen=True)
class Receipt:
    """One file of a base. rows_read = rows_used + those left out; rows_used includes the rows without a client.

    amount is of used rows with a client; amount_read = amount + amount_without_client + amount_left_out, every readable
    one. duplicate_rows counts the lines beyond the first of equal ones. report_total is the file's own total row.
    content is the same for two files of the same rows. period is the first and last day the file says it is for.
    """

    path: str
    name: str
    kind: str
    container: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int
    decimal: str
    date_order: str | None
    mapping: dict[str, str]
    rows_read: int
    rows_used: int
    rows_left_out: dict[str, int]
    rows_without_client: int
    amount_without_client: Decimal | None
    duplicate_rows: int
    duplicate_amount: Decimal | None
    clients: int
    amount: Decimal | None
    amount_read: Decimal | None
    amount_left_out: Decimal | None
    first_date: dt.date | None
    last_date: dt.date | None
    report_total: Decimal | None
    warnings: list[Notice] = field(default_factory=list)
    period: tuple[dt.date, dt.date] | None = None
    content: str = ""


MONEY = ("amount_without_client", "duplicate_amount", "amount", "amount_read", "amount_left_out", "report_total")
DAYS = ("first_date", "last_date")
SUMS = ("total", "sum")


def prepare(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(f"create table if not exists refused ({REFUSED})")
    cursor.execute("create table if not exists receipts (kind varchar, receipt json)")
    cursor.execute('create table if not exists mapped_columns (kind varchar, "column" varchar, source varchar)')


def store(cursor: duckdb.DuckDBPyConnection, receipt: Receipt) -> None:
    cursor.execute("insert into receipts values ($kind, $json)", {"kind": receipt.kind, "json": to_json(receipt)})
    for column, source in receipt.mapping.items():
        cursor.execute("insert into mapped_columns values (?, ?, ?)", [receipt.kind, column, source])


def to_json(receipt: Receipt) -> str:
    return json.dumps(asdict(receipt), default=str, ensure_ascii=False)


def from_json(text: str) -> Receipt:
    told = json.loads(text)
    told |= {key: Decimal(told[key]) for key in MONEY if told[key] is not None}
    told |= {key: dt.date.fromisoformat(told[key]) for key in DAYS if told[key] is not None}
    if told.get("period"):
        told["period"] = tuple(map(dt.date.fromisoformat, told["period"]))
    told["warnings"] = [_notice(**notice) for notice in told["warnings"]]
    return Receipt(**{f.name: told[f.name] for f in fields(Receipt) if f.name in told})


def _notice(code: str, particulars: dict[str, object]) -> Notice:
    """JSON knows no exact numbers: sums in a notice come back as they were."""
    return Notice(code, particulars | {key: Decimal(particulars[key]) for key in SUMS if key in particulars})


def receipts(warehouse: Warehouse) -> list[Receipt]:
    """Receipts of the base that is loaded, in the order of loading; none for an empty warehouse."""
    if not warehouse.has("receipts"):
        return []
    return [from_json(row["receipt"]) for row in warehouse.rows("select receipt from receipts order by rowid")]


def refused(warehouse: Warehouse, batch: int = 10_000) -> Iterator[dict]:
    """Rows left out: kind, file, row, reason, column, value, raw; a batch at a time, in the order of the files."""
    if not warehouse.has("refused"):
        return
    cursor = warehouse.cursor()
    try:
        for records in cursor.sql("select * from refused order by rowid").to_arrow_reader(batch):
            yield from records.to_pylist()
    finally:
        cursor.close()


def refused_table(warehouse: Warehouse, most: int | None = None) -> pa.Table:
    """The first `most` rows of `refused` (all without it), in the order of the files."""
    limit = "" if most is None else f" limit {int(most)}"
    return warehouse.table(f"select * from refused order by rowid{limit}")
