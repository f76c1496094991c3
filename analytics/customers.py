"""One row per client with every fact and class: the table behind lists, exports and `python -m analytics customers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from analytics import classes as judging
from analytics.classes import ClassColumn, Expression, clients, sizes
from analytics.facts import Facts
from analytics.methods import (
    abc_analysis,
    abc_xyz,
    growth_matrix,
    ladder,
    lifecycle,
    loyalty,
    rfm,
    satisfaction,
    xyz_analysis,
)
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

COLUMNS = [
    "customer_id",
    "name",
    "revenue",
    "profit",
    "margin",
    "orders",
    "quantity",
    "average_order",
    "first_order_date",
    "last_order_date",
    "first_ever_date",
    "recency_days",
    "tenure_days",
    "active_buckets",
    "active_share",
    "revenue_cv",
    "value",
    "rank",
    "share",
    "cumulative_share",
    "abc_share_class",
    "abc_average_class",
    "abc_volume_frequency_class",
    "abc_class",
    "xyz_class",
    "abc_xyz",
    "r_score",
    "f_score",
    "m_score",
    "rfm_code",
    "rfm_segment",
    "lifecycle_stage",
    "lifecycle_rule",
    "ladder_rung",
    "median_gap_days",
    "overdue_days",
    "loyalty_financial",
    "loyalty_referral",
    "loyalty_procedural",
    "loyalty_contact",
    "loyalty_evaluative",
    "activity",
    "capacity",
    "growth_quadrant",
    "csi",
    "distance_to_better_class",
    "next_step",
]


@dataclass(frozen=True)
class Selection:
    """Which clients: `only` {class name: code}, a piece of the name or id, and `among` those a query of ours tells."""

    only: tuple[tuple[str, str | None], ...] = ()
    search: str = ""
    among: str = ""


EVERYONE = Selection()


def classes(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn | Expression, ...]:
    """Every class there is, as columns over the facts."""
    return (
        *abc_analysis.columns(thresholds, facts),
        xyz_analysis.column(thresholds),
        *abc_xyz.columns(thresholds, facts),
        *rfm.columns(thresholds, facts),
        *lifecycle.columns(thresholds, facts),
        ladder.column(thresholds, facts),
    )


def crossable(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn, ...]:
    """The classes worth crossing with each other: every method once."""
    ways = (abc_analysis.method(thresholds, facts, name).column() for name in abc_analysis.METHODS)
    of_today = (rfm.method(thresholds, facts).segment(), lifecycle.column(thresholds, facts))
    return (*ways, xyz_analysis.column(thresholds), *of_today)


def customers(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    selection: Selection = EVERYONE,
    limit: int | None = None,
    offset: int = 0,
    columns: Sequence[str] = COLUMNS,
) -> pa.Table:
    """Clients by falling value with `columns` of COLUMNS; rates 0..1, money in the base's own currency, days."""
    judged = _judged(warehouse, facts, thresholds, columns)
    return clients(warehouse, facts, *_which(judged, selection, limit, offset, columns))


def page(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    selection: Selection,
    limit: int,
    offset: int,
    columns: Sequence[str],
    of_chosen: Sequence[dict] | None = None,
) -> list[dict]:
    """The few rows of `customers` that a screen shows; `of_chosen` are the sizes of the chosen class, where known.

    Few columns are several times as quick: DuckDB spends longer on understanding the classes than on judging.
    """
    judged = _judged(warehouse, facts, thresholds, columns, of_chosen)
    return judging.page(warehouse, facts, *_which(judged, selection, limit, offset, columns))


def one(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, customer_id: str) -> dict | None:
    """Facts and classes of one client; None when it bought nothing in this view.

    Its loyalty is asked apart (`loyalty.of_client`): the scores of all clients would be made for it.
    """
    judged = _judged(warehouse, facts, thresholds, [name for name in COLUMNS if name not in loyalty.COLUMNS])
    rows = judging.page(warehouse, facts, judged, {"customer_id": customer_id})
    return rows[0] if rows else None


def _which(judged: tuple, selection: Selection, limit: int | None, offset: int, columns: Sequence[str]) -> tuple:
    only = dict(selection.only)
    needed = [c for c in judged if c.name in {*columns, *only}]
    return needed, only, selection.search, limit, offset, columns, selection.among


def _judged(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    columns: Sequence[str],
    of_chosen: Sequence[dict] | None = None,
) -> tuple[ClassColumn | Expression, ...]:
    of_chosen = of_chosen or sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    lacking = Expression("distance_to_better_class", abc_analysis.distance(thresholds, facts, of_chosen))
    of_scores = (satisfaction.csi_of_client(warehouse, facts, thresholds),) if "csi" in columns else ()
    of_loyalty = loyalty.columns(warehouse, facts, thresholds) if set(loyalty.COLUMNS) & set(columns) else ()
    of_growth = growth_matrix.columns(warehouse, facts, thresholds) if set(growth_matrix.COLUMNS) & set(columns) else ()
    return (*classes(thresholds, facts), lacking, *of_scores, *of_loyalty, *of_growth)
