"""ABC × XYZ: who is both big and steady, with a recommended treatment for each of the nine cells."""

from __future__ import annotations

from dataclasses import replace

from analytics.classes import ClassColumn, Expression, GridColumn, cross
from analytics.facts import Facts
from analytics.methods import abc_analysis, profitability, xyz_analysis
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
    **{f"D{xyz}": "reprice" for xyz in xyz_analysis.MEMBERS},
    "D": "reprice",
    "A": "keep_close",
    "B": "develop",
    "C": "automate",
}


def matrix(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, with_d: bool = False) -> list[dict]:
    """A row per cell: abc_class, xyz_class, customers, customer_share, revenue, revenue_share, profit, …, treatment. `with_d`
    puts class D apart, as a fourth row under `abc_class`."""
    down = profitability.with_d(thresholds, facts) if with_d else abc_analysis.chosen(thresholds, facts)
    rows = cross(warehouse, facts, replace(down, name="abc_class"), xyz_analysis.column(thresholds))
    return [row | {"treatment": treatment(row["abc_class"], row["xyz_class"])} for row in rows]


def columns(thresholds: Thresholds, facts: Facts) -> tuple[Expression, Expression]:
    """The pair as one code ("AX") and the treatment it calls for; without an XYZ class the ABC class alone decides."""
    abc, xyz = abc_analysis.chosen(thresholds, facts), xyz_analysis.column(thresholds)
    return Expression("abc_xyz", f"({abc.sql}) || ({xyz.sql})"), Expression("next_step", _next_step(abc, xyz))


def cell(thresholds: Thresholds, facts: Facts) -> GridColumn:
    """The cell of the matrix a client is in (`AX` … `CZ`) as a class; none without either of the two classes."""
    abc, xyz = abc_analysis.chosen(thresholds, facts), xyz_analysis.column(thresholds)
    cells = tuple(a + x for a in abc.members for x in xyz.members)
    codes = [(a or "") + (x or "") for a in (*abc.members, None) for x in (*xyz.members, None)]
    places = ", ".join(str(cells.index(code)) if code in cells else "null" for code in codes)
    place = f"([{places}])[({abc.number})::integer * {len(xyz.members) + 1} + ({xyz.number}) + 1]"
    return GridColumn("abc_xyz", place, cells, cells, ordered=False)


def _next_step(abc: ClassColumn, xyz: ClassColumn) -> str:
    """The treatment by its place in the grid. Asked cell by cell, DuckDB would judge the client anew for each of them."""
    cells = [(a, x) for a in (*abc.members, None) for x in (*xyz.members, None)]
    codes = ", ".join(f"'{code}'" if code else "null" for code in (treatment(a, x) for a, x in cells))
    place = f"({abc.number})::integer * {len(xyz.members) + 1} + ({xyz.number}) + 1"
    return f"([{codes}])[{place}]"


def treatment(abc_class: str | None, xyz_class: str | None) -> str | None:
    return TREATMENTS.get(f"{abc_class or '?'}{xyz_class or ''}")
