"""ABC × XYZ: who is both big and steady, with a recommended treatment for each of the nine cells."""

from __future__ import annotations

from analytics.classes import ClassColumn, Expression, cross
from analytics.facts import Facts
from analytics.methods import abc_analysis, xyz_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

TREATMENTS = {
    "AX": "keep_close",
    "AY": "level_out",
    "AZ": "find_rhythm",
    "BX": "widen",
    "BY": "develop",
    "BZ": "remind",
    "CX": "raise_order",
    "CY": "automate",
    "CZ": "release",
    "A": "keep_close",
    "B": "develop",
    "C": "automate",
}


def matrix(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """A row per cell: abc_class, xyz_class, customers, customer_share, revenue, revenue_share, profit, …, treatment."""
    rows = cross(warehouse, facts, abc_analysis.chosen(thresholds, facts), xyz_analysis.column(thresholds))
    return [row | {"treatment": treatment(row["abc_class"], row["xyz_class"])} for row in rows]


def columns(thresholds: Thresholds, facts: Facts) -> tuple[Expression, Expression]:
    """The pair as one code ("AX") and the treatment it calls for; without an XYZ class the ABC class alone decides."""
    abc, xyz = abc_analysis.chosen(thresholds, facts), xyz_analysis.column(thresholds)
    return Expression("abc_xyz", f"({abc.sql}) || ({xyz.sql})"), Expression("next_step", _next_step(abc, xyz))


def _next_step(abc: ClassColumn, xyz: ClassColumn) -> str:
    """The treatment by its place in the grid. Asked cell by cell, DuckDB would judge the client anew for each of them."""
    cells = [(a, x) for a in (*abc.members, None) for x in (*xyz.members, None)]
    codes = ", ".join(f"'{code}'" if code else "null" for code in (treatment(a, x) for a, x in cells))
    place = f"({abc.number})::integer * {len(xyz.members) + 1} + ({xyz.number}) + 1"
    return f"([{codes}])[{place}]"


def treatment(abc_class: str | None, xyz_class: str | None) -> str | None:
    return TREATMENTS.get(f"{abc_class or '?'}{xyz_class or ''}")
