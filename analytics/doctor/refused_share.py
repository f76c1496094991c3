"""Too many rows refused: more often a misread column than bad rows."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding
from analytics.ingest.receipts import Receipt

ALARMING, HOPELESS = 0.05, 0.3
NOT_ROWS = frozenset("total_row group_row repeated_header footer column_numbers other_table empty_months".split())


def find(case: Case) -> list[Finding]:
    """`refused_rows`: files with over ALARMING of their rows refused, lines that are no rows of the table not counted."""
    return [_told(receipt) for receipt in case.receipts if _rate(receipt) > ALARMING]


def _refused(receipt: Receipt) -> dict[str, int]:
    return {reason: n for reason, n in receipt.rows_left_out.items() if reason not in NOT_ROWS}


def _rate(receipt: Receipt) -> float:
    rows = receipt.rows_used + sum(_refused(receipt).values())
    return sum(_refused(receipt).values()) / rows if rows else 0.0


def _told(receipt: Receipt) -> Finding:
    refused = _refused(receipt)
    reason = max(refused, key=refused.get)
    told = {"file": receipt.name, "share": _rate(receipt), "reason": reason, "times": refused[reason]}
    severity = "wrong" if _rate(receipt) > HOPELESS else "look"
    n, money = sum(refused.values()), receipt.amount_left_out or None
    return Finding("refused_rows", receipt.kind, severity, n, money, told)
