"""Does the base still hold what was read, and does the report's own total agree?"""

from __future__ import annotations

from decimal import Decimal

from analytics.doctor.corrections import DROPPED
from analytics.doctor.finding import Case, Finding
from analytics.ingest.receipts import Receipt

CENT = Decimal("0.01")


def find(case: Case) -> list[Finding]:
    """`totals_differ`: the base's rows are not those that were read. `report_total_differs`: the file's own total row is."""
    kinds = dict.fromkeys(r.kind for r in case.receipts if r.amount is not None)
    changed = [finding for kind in kinds for finding in _changed(case, kind)]
    return changed + [_disagrees(r) for r in case.receipts if agrees(r) is False]


def agrees(receipt: Receipt) -> bool | None:
    """Is the file's own total the sum of its rows, to a cent a row or less; None when the file has none of its own."""
    if receipt.report_total is None or receipt.amount_read is None:
        return None
    # a printed total is the sum of unrounded amounts, each printed rounded
    return abs(difference(receipt)) <= max(CENT, min(CENT * receipt.rows_used / 2, abs(receipt.report_total) / 100_000))


def difference(receipt: Receipt) -> Decimal:
    return receipt.report_total - receipt.amount_read


def _changed(case: Case, kind: str) -> list[Finding]:
    read = sum(r.amount + r.amount_without_client for r in case.receipts if r.kind == kind)
    now = case.row(f"select sum(amount) as amount from {kind}")["amount"] or Decimal(0)
    dropped = Decimal(0)
    if case.warehouse.has(DROPPED + kind):
        dropped = case.row(f"select sum(amount * times) as amount from {DROPPED}{kind}")["amount"] or dropped
    if now + dropped == read:
        return []
    return [Finding("totals_differ", kind, "wrong", 1, read - now - dropped, {"read": read, "now": now + dropped})]


def _disagrees(receipt: Receipt) -> Finding:
    told = {"file": receipt.name, "report": receipt.report_total, "read": receipt.amount_read}
    return Finding("report_total_differs", receipt.kind, "wrong", 1, difference(receipt), told)
