"""One row per client with every fact and class: the table behind lists, exports and `python -m analytics customers`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa

from analytics import classes as judging
from analytics.classes import Beside, ClassColumn, Expression, clients, sizes
from analytics.facts import Facts
from analytics.methods import (
    abc_analysis,
    abc_xyz,
    growth_matrix,
    ladder,
    lifecycle,
    loyalty,
    profitability,
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
    "profit_class",
    "class_d",
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
        profitability.class_d(thresholds, facts),
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


def dividing(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn, ...]:
    """The classes worth dividing one window by: those that can be followed from one to another, and, where profit is known,
    whether a client pays its way."""
    known = facts.whole["profit"] is not None
    return (*crossable(thresholds, facts), *((profitability.verdict(thresholds, facts),) if known else ()))


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
    return clients(warehouse, facts, *_which(warehouse, facts, thresholds, selection, limit, offset, columns))


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
    which = _which(warehouse, facts, thresholds, selection, limit, offset, columns, of_chosen)
    return judging.page(warehouse, facts, *which)


def one(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    customer_id: str,
    of_chosen: Sequence[dict] | None = None,
) -> dict | None:
    """Facts, classes and CSI of one client; None when it bought nothing in this view.

    Its loyalty is asked apart (`loyalty.of_client`), and so are its growth and its class by profit
    (`profitability.of_client`): those of all clients would be made for it.
    """
    apart = (*loyalty.COLUMNS, *growth_matrix.COLUMNS, *profitability.CLIENT_COLUMNS)
    asked = [name for name in COLUMNS if name not in apart]
    judged, beside = (
        _judged(warehouse, facts, thresholds, asked, of_chosen),
        _beside(warehouse, facts, thresholds, asked),
    )
    rows = judging.page(warehouse, facts, judged, {"customer_id": customer_id}, "", None, 0, ("*",), "", beside)
    return rows[0] if rows else None


def _which(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    selection: Selection,
    limit: int | None,
    offset: int,
    columns: Sequence[str],
    of_chosen: Sequence[dict] | None = None,
) -> tuple:
    only = dict(selection.only)
    asked = {*columns, *only}
    needed = [c for c in _judged(warehouse, facts, thresholds, asked, of_chosen) if c.name in asked]
    beside = _beside(warehouse, facts, thresholds, asked)
    return needed, only, selection.search, limit, offset, columns, selection.among, beside


def _judged(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    asked: Collection[str],
    of_chosen: Sequence[dict] | None,
) -> tuple[ClassColumn | Expression, ...]:
    """The columns over a row of facts; the way to the better class only where it is asked for."""
    judged = (*classes(thresholds, facts), *profitability.columns(thresholds, facts))
    if "distance_to_better_class" not in asked:
        return judged
    of_chosen = of_chosen or sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    return *judged, Expression("distance_to_better_class", abc_analysis.distance(thresholds, facts, of_chosen))


def _beside(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, asked: Collection[str]) -> list[Beside]:
    """The tables the other columns asked for stand in, made when they are not there yet."""
    told_by = {satisfaction.CLIENT_COLUMNS: satisfaction.of_clients, loyalty.COLUMNS: loyalty.of_clients}
    told_by |= {growth_matrix.COLUMNS: growth_matrix.of_clients, profitability.CLIENT_COLUMNS: profitability.of_clients}
    return [told(warehouse, facts, thresholds) for names, told in told_by.items() if {*names} & {*asked}]
