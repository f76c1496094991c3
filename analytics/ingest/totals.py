"""Control totals of one freshly read and judged table: what was read is what is used plus what was refused."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from analytics.errors import Unusable
from analytics.ingest import answers, duplicates, layouts, who
from analytics.ingest.receipts import Receipt
from analytics.ingest.refusing import REFUSED_HERE
from analytics.ingest.typing_sql import BAD, NewRows, Reading
from analytics.ingest.understanding import Notice

DAYS = {"sales": "order_date", "totals": "last_order_date", "customers": "cast(null as date)"}
NO_MONEY = "cast(null as decimal(18, 4))"
NOTHING = Decimal("0.0000")
UNREADABLE = {"bad_date": "all_dates_unreadable", "bad_amount": "all_amounts_unreadable"}


def receipt(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> Receipt:
    """The judged rows, their ids written down, and what was refused of them → Receipt.

    Raises Unusable when no row is left to use.
    """
    reading, told = rows.reading, rows.reading.understanding
    counted = cursor.execute(f"select reason, count(*) from {REFUSED_HERE} group by 1 order by 2 desc, 1")
    left_out = dict(counted.fetchall())
    used = _used(cursor, rows)
    if not used["rows_used"]:
        raise _nothing_usable(cursor, reading, left_out)
    used = _with_sums(used, "amount" in reading.places)
    used["report_total"] = used["report_total"] if told.report_total is None else told.report_total
    return Receipt(
        path=str(told.path), name=told.name, kind=told.kind, container=told.container, encoding=told.encoding,
        delimiter=told.delimiter, sheet=told.sheet, header_row=told.header_row, decimal=told.decimal,
        date_order=told.date_order, mapping=dict(told.mapping), rows_read=used["rows_used"] + sum(left_out.values()),
        rows_left_out=left_out, warnings=[*told.notices, *_unread(cursor, rows), *layouts.differing(told, used)],
        period=told.period, **used,
    )  # fmt: skip


def _used(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> dict:
    """Counts, days and exact sums of the used rows; sums are null for a base without amounts."""
    reading, kind = rows.reading, rows.reading.base.kind
    whose, day = who.column(rows), DAYS.get(kind, "date")
    amount = "amount" if "amount" in reading.places else NO_MONEY
    counted = answers.record(
        cursor,
        f"""select count(*) as rows_used, count(*) - count({whose}) as rows_without_client,
                   (select count(*) from {who.WHO_HERE}) as clients,
                   min({day}) as first_date, max({day}) as last_date,
                   sum({amount}) filter ({whose} is not null) as amount,
                   sum({amount}) filter ({whose} is null) as amount_without_client
            from {rows.sql}""",
    )
    return counted | duplicates.count(cursor, rows, amount) | _refused(cursor)


def _refused(cursor: duckdb.DuckDBPyConnection) -> dict:
    return answers.record(
        cursor,
        f"""select sum(amount) filter (reason <> 'total_row') as amount_left_out,
                   last(amount order by "row") filter (reason = 'total_row') as report_total from {REFUSED_HERE}""",
    )


def _with_sums(figures: dict, has_money: bool) -> dict:
    """An empty sum is 0 where the base has amounts; the total read is the sum of its three parts."""
    parts = ("amount", "amount_without_client", "amount_left_out")
    if not has_money:
        return figures | {"amount_read": None}
    filled = figures | {name: figures[name] or NOTHING for name in (*parts, "duplicate_amount")}
    return filled | {"amount_read": sum(filled[name] for name in parts)}


def _unread(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Values of optional columns that could not be read and became empty, counted by column with an example."""
    reading = rows.reading
    if not reading.optional:
        return []
    asked = ", ".join(f"count({BAD}{c}) as n_{c}, min({BAD}{c}) as example_{c}" for c in reading.optional)
    found = answers.record(cursor, f"select {asked} from {rows.sql}")
    mapping = reading.understanding.mapping
    return [
        Notice("values_unread", {"n": found[f"n_{c}"], "column": mapping[c], "value": found[f"example_{c}"]})
        for c in reading.optional
        if found[f"n_{c}"]
    ]


def _nothing_usable(cursor: duckdb.DuckDBPyConnection, reading: Reading, left_out: dict[str, int]) -> Unusable:
    """The commonest reason, with its first row as the example."""
    told = reading.understanding
    reason = next(iter(left_out), None)
    if reason is None:
        return Unusable("header_only", file=told.name, row=told.header_row)
    example = f'select "row", "column", value from {REFUSED_HERE} where reason = $reason order by 1 limit 1'
    first = answers.record(cursor, example, {"reason": reason})
    source = told.mapping.get(first["column"], first["column"] or "")
    code = UNREADABLE.get(reason, "nothing_usable")
    return Unusable(code, file=told.name, row=first["row"], column=source, value=first["value"] or "")
