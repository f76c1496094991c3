"""Looks through one whole column of a file when its sample does not tell."""

from __future__ import annotations

import duckdb

from analytics.ingest import formats
from analytics.ingest.sources import Source
from analytics.limits import limits


def date_order(source: Source, place: int, example: str | None) -> formats.Decision:
    """Day or month first, by every different day of the column: the order more of them prove, else day first."""
    decision = formats.date_order(_different_days(source, place))
    if decision.choice in ("dmy", "mdy"):
        return decision
    return formats.Decision("dmy", "order_assumed", example)


def _different_days(source: Source, place: int) -> list[str]:
    with duckdb.connect(config=limits().look) as connection:
        day = f"regexp_extract(c{place}, '[0-9]+[./-][0-9]+[./-][0-9]+')"
        sql = f"select distinct {day} as day from {source.sql()} where c{place} is not null order by 1"
        try:
            return [day for (day,) in connection.execute(sql, source.parameters()).fetchall() if day]
        except (duckdb.InvalidInputException, duckdb.IOException):
            return []  # a file that cannot be read to its end is refused by name when it is loaded
