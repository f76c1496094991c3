"""Looks through one whole column of a file when its sample does not tell."""

from __future__ import annotations

import duckdb

from analytics.ingest import formats
from analytics.ingest.sources import Source


def date_order(source: Source, place: int, example: str | None) -> formats.Decision:
    """Day or month first, by every different day of the column: the order more of them prove, else day first."""
    days = _different_days(source, place)
    proofs = {order: [d for d in days if formats.date_order([d]).choice == order] for order in ("dmy", "mdy")}
    order = max(proofs, key=lambda o: len(proofs[o]))
    if not proofs[order]:
        return formats.Decision("dmy", "order_assumed", example)
    return formats.Decision(order, f"order_{order}_seen", proofs[order][0])


def _different_days(source: Source, place: int) -> list[str]:
    with duckdb.connect(config={"threads": 2, "memory_limit": "500MB"}) as connection:
        day = f"split_part(trim(c{place}), ' ', 1)"
        sql = f"select distinct {day} from {source.sql()} where c{place} is not null"
        return [day for (day,) in connection.execute(sql, source.parameters()).fetchall()]
