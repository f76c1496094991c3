"""What is told of a report once its columns are known: its steps, its period, and its own total beside our sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from analytics.ingest.layouts.arranging import Arranged
from analytics.ingest.layouts.numbers import number
from analytics.ingest.understanding import Notice, Understanding

DIFFERS = "report_total_differs"
LEAST = Decimal("0.01")


def told(understanding: Understanding, made: Arranged) -> Understanding:
    """The understanding of a table with all that is known of the report it was made of."""
    report = made.report
    evidence = _header_evidence(made) | report.evidence
    found = replace(
        understanding, header_row=made.header_row, header_height=made.header_height, period=made.period,
        offers=made.offers, layout=report.steps if made.table else (), left_out=(*understanding.left_out, *made.left_out),
        tables=made.tables, table=made.table_place, asks_year=report.asks_year, notices=[*understanding.notices, *report.notices],
        evidence=evidence | {k: v for k, v in understanding.evidence.items() if k != "header_row"},
    )  # fmt: skip
    return _with_total(found, made) if made.table else found


def _header_evidence(made: Arranged) -> dict[str, dict[str, object]]:
    if made.header_height == 1:
        return {"header_row": {"row": made.header_row}}
    return {"header_rows": {"first": made.header_row, "last": made.last_header_row}}


def _with_total(understanding: Understanding, made: Arranged) -> Understanding:
    """The report's own grand total of the column the amount is taken from, and whether the rows come to it."""
    report, source = made.report, understanding.mapping.get("amount")
    if report.totals is None or source not in understanding.header:
        return understanding
    place = understanding.header.index(source)
    total = number(report.totals[place], understanding.decimal)
    if total is None:
        return understanding
    amounts = (number(line.cells[place], understanding.decimal) for line in report.lines)
    ours = sum((amount for amount in amounts if amount is not None), Decimal())
    particulars = {"column": source, "total": total, "sum": ours}
    if abs(ours - total) < LEAST:
        evidence = understanding.evidence | {"report_total_agrees": particulars}
        return replace(understanding, report_total=total, evidence=evidence)
    notices = [*understanding.notices, Notice(DIFFERS, particulars)]
    return replace(understanding, report_total=total, notices=notices)


def differing(understanding: Understanding, used: Mapping[str, Decimal | None]) -> list[Notice]:
    """The notice that the rows used do not come to the file's own total, unless it was given when the file was read."""
    total = used["report_total"]
    if total is None or used["amount"] is None or any(n.code == DIFFERS for n in understanding.notices):
        return []
    ours = used["amount"] + used["amount_without_client"]
    if abs(ours - total) < LEAST:
        return []
    return [Notice(DIFFERS, {"column": understanding.mapping["amount"], "total": total, "sum": ours})]
