"""Every check of the doctor over one base, the gravest findings first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics.bases import available, main_base
from analytics.doctor import (
    calendar_gaps,
    control_totals,
    duplicates,
    everybody,
    id_variants,
    joins,
    odd_amounts,
    outliers,
    refused_share,
    returns_only,
    strange_dates,
    unnamed_rows,
)
from analytics.doctor.finding import SEVERITIES, Case, Finding
from analytics.ingest.receipts import Receipt, receipts
from analytics.warehouse import Warehouse

CHECKS = (
    control_totals, refused_share, strange_dates, duplicates, id_variants, joins, everybody, outliers, unnamed_rows,
    calendar_gaps, odd_amounts, returns_only,
)  # fmt: skip


def examine(warehouse: Warehouse, today: dt.date, of: Sequence[Receipt] | None = None) -> list[Finding]:
    """The base that is loaded → findings. `today` is the day it is looked at: only dates in the future ask for it."""
    case = Case(warehouse, receipts(warehouse) if of is None else of, available(warehouse), main_base(warehouse), today)
    found = [finding for check in CHECKS for finding in check.find(case)]
    return by_severity(found)


def by_severity(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda f: SEVERITIES.index(f.severity))


def at_stake(found: Sequence[Finding]) -> list[Finding]:
    """Findings that ask for a look, notes left out."""
    return [finding for finding in found if finding.severity != "note"]
