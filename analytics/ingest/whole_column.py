"""Looks through one whole column of a file when its sample does not tell."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from analytics.ingest import formats
from analytics.ingest.sources import Source
from analytics.limits import limits


@dataclass(frozen=True)
class Numbers:
    """What there is in a column of numbers: how many of them, the least and the most (None: none), and whether all are whole."""

    known: int
    least: float | None
    most: float | None
    are_whole: bool


def numbers(source: Source, place: int) -> Numbers:
    """Cells that are no numbers are passed over: they are refused by name when the file is loaded."""
    number = f"try_cast(replace(trim(c{place}), ',', '.') as double)"
    asked = "count(n), min(n), max(n), coalesce(bool_and(n = floor(n)), false)"
    found = _answer(source, f"select {asked} from (select {number} as n from {source.sql()})")
    return Numbers(*found[0]) if found else Numbers(0, None, None, False)


def date_order(source: Source, place: int, example: str | None) -> formats.Decision:
    """Day or month first, by every different day of the column: the order more of them prove, else day first."""
    decision = formats.date_order(_different_days(source, place))
    if decision.choice in ("dmy", "mdy"):
        return decision
    return formats.Decision("dmy", "order_assumed", example)


def _different_days(source: Source, place: int) -> list[str]:
    day = f"regexp_extract(c{place}, '[0-9]+[./-][0-9]+[./-][0-9]+')"
    sql = f"select distinct {day} as day from {source.sql()} where c{place} is not null order by 1"
    return [day for (day,) in _answer(source, sql) if day]


def _answer(source: Source, sql: str) -> list[tuple]:
    with duckdb.connect(config=limits().look) as connection:
        try:
            return connection.execute(sql, source.parameters()).fetchall()
        except (duckdb.InvalidInputException, duckdb.IOException):
            return []  # a file that cannot be read to its end is refused by name when it is loaded
