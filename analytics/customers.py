"""One row per client with every fact and class: the table behind lists, exports and `python -m analytics customers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from analytics.classes import ClassColumn, Expression, clients, sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis, abc_xyz, xyz_analysis
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
    )


def crossable(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn, ...]:
    """The classes worth crossing with each other: every method once."""
    ways = (abc_analysis.method(thresholds, facts, name).column() for name in abc_analysis.METHODS)
    return (*ways, xyz_analysis.column(thresholds))


def customers(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    selection: Selection = EVERYONE,
    limit: int | None = None,
    offset: int = 0,
    columns: Sequence[str] = COLUMNS,
) -> pa.Table:
    """Clients by falling value with `columns` of COLUMNS; rates 0..1, money in the base's own currency, days.

    A page of few columns is several times as quick: DuckDB spends longer on understanding the classes than on judging.
    """
    only = dict(selection.only)
    judged = [c for c in _judged(warehouse, facts, thresholds) if c.name in {*columns, *only}]
    return clients(warehouse, facts, judged, only, selection.search, limit, offset, columns, selection.among)


def one(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, customer_id: str) -> dict | None:
    """Facts and classes of one client; None when it bought nothing in this view."""
    only = {"customer_id": customer_id}
    rows = clients(warehouse, facts, _judged(warehouse, facts, thresholds), only).to_pylist()
    return rows[0] if rows else None


def _judged(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> tuple[ClassColumn | Expression, ...]:
    of_chosen = sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    lacking = Expression("distance_to_better_class", abc_analysis.distance(thresholds, facts, of_chosen))
    return (*classes(thresholds, facts), lacking)
