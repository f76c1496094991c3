"""Scenario comparison: the same clients judged by two sets of thresholds: sizes of classes, who moved, how much money moved.

Money is the revenue of the clients in the window, whatever measure a scenario ranks them by: a client who changes class takes
all of it along. Source: the what-if of a client base every handbook of segmentation advises to make before boundaries are
agreed on; the sets themselves are those of the methods they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from analytics import classes, windows
from analytics.classes import ClassColumn, GridColumn
from analytics.facts import Facts, build
from analytics.methods import abc_analysis, abc_xyz, lifecycle, profitability, rfm, xyz_analysis
from analytics.methods.migration import move_between
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from analytics.windows import Pair, Paired

Column = ClassColumn | GridColumn
CLASSES: dict[str, Callable[[Thresholds, Facts], Column]] = {
    "abc_class": abc_analysis.chosen,
    "abcd_class": profitability.with_d,
    "xyz_class": lambda thresholds, facts: xyz_analysis.column(thresholds),
    "abc_xyz": abc_xyz.cell,
    "lifecycle_stage": lifecycle.column,
    "rfm_segment": lambda thresholds, facts: rfm.method(thresholds, facts).segment(),
}
STEADY = ("xyz_class", "abc_xyz")
FACTS = ("revenue", "profit", "orders", "last_order_date", "rank")
MONEY = ("revenue", "profit")


@dataclass(frozen=True)
class Judged:
    """The base as one scenario sees it and judges it: its facts, and the column of the class that is compared."""

    facts: Facts
    column: Column


@dataclass(frozen=True)
class Comparison:
    """Two scenarios over the same clients. `rows` is a query: a row per client with FACTS, first_class and second_class,
    places among the members of each scenario's own column (their count: no class)."""

    first: Judged
    second: Judged
    rows: str


def comparable(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[str]:
    """Names of CLASSES the base can be judged by: of totals without dates those whose facts it holds."""
    names = [name for name in CLASSES if facts.dated or name not in STEADY]
    if facts.whole["profit"] is None:
        names.remove("abcd_class")
    if not lifecycle.is_told(warehouse, facts):
        names.remove("lifecycle_stage")
    if rfm.lacking(thresholds, facts):
        names.remove("rfm_segment")
    return names


def judged(facts: Facts, thresholds: Thresholds, name: str) -> Judged:
    """Facts of the view under a scenario's thresholds (`View.under`) → the class of this name among CLASSES by them."""
    return Judged(facts, CLASSES[name](thresholds, facts))


def alike(first: Judged, second: Judged) -> bool:
    """Whether two scenarios see the base alike and only judge otherwise."""
    return first.facts.customers == second.facts.customers


def paired(warehouse: Warehouse, first: Facts, second: Facts) -> Paired:
    """Facts of two scenarios that see the base otherwise → both side by side in one table, made when it is not there yet."""
    return windows.both(warehouse, Pair(first.view, second.view, "scenarios"))


def compared(first: Judged, second: Judged, beside: Paired | None = None) -> Comparison:
    """`beside` is `paired` of the two, needed unless they see the base `alike`."""
    if beside is None:
        source = f"(select *, {first.column.number} as first_class, {second.column.number} as second_class"
        return Comparison(first, second, f"{source} from {second.facts.customers})")
    both = beside.judged(first.column, second.column)
    names = ", ".join(f"now_{fact} as {fact}" for fact in FACTS)
    places = "then_class as first_class, now_class as second_class"
    return Comparison(first, second, f"(select customer_id, name, {names}, {places} from {both})")


def compare(warehouse: Warehouse, view: View, first: Thresholds, second: Thresholds, name: str) -> Comparison:
    """Two sets of thresholds over one view of the base → their comparison by the class `name` of CLASSES, with whatever facts
    each of them needs. Raises Unusable as `facts.build` does: the base lacks what the measure is counted by."""
    facts = [build(warehouse, view.under(thresholds)) for thresholds in (first, second)]
    sides = [judged(own, thresholds, name) for own, thresholds in zip(facts, (first, second), strict=True)]
    return compared(*sides, None if alike(*sides) else paired(warehouse, *facts))


def moves(warehouse: Warehouse, comparison: Comparison) -> list[dict]:
    """A row per cell, best classes first, empty ones too: from_class, to_class (None: no class), move, customers, revenue,
    profit. A row of cells sums to the class of the first scenario, a column to that of the second."""
    found = warehouse.rows(
        f"""select first_class, second_class, count(*) as customers, sum(revenue) as revenue, sum(profit) as profit
            from {comparison.rows} group by 1, 2"""
    )
    before, after = comparison.first.column, comparison.second.column
    rows = {(before.named(row.pop("first_class")), after.named(row.pop("second_class"))): row for row in found}
    nobody = {"customers": 0, "revenue": 0, "profit": None}
    cells = [(a, b) for a in _present(before, {a for a, _ in rows}) for b in _present(after, {b for _, b in rows})]
    return [_cell(a, b, after) | rows.get((a, b), nobody) for a, b in cells]


def moved(cells: Sequence[dict]) -> list[dict]:
    """Cells of `moves` whose clients changed class, those with most revenue first."""
    went = [cell for cell in cells if cell["move"] != "stayed" and cell["customers"]]
    return sorted(went, key=lambda cell: abs(cell["revenue"] or 0), reverse=True)


def together(cells: Sequence[dict]) -> dict:
    """Some cells as one: customers, revenue, profit (None where no cell knows it)."""
    profits = [cell["profit"] for cell in cells if cell["profit"] is not None]
    sums = {name: sum(cell[name] or 0 for cell in cells) for name in ("customers", "revenue")}
    return sums | {"profit": sum(profits) if profits else None}


def sizes(cells: Sequence[dict], side: str) -> list[dict]:
    """Cells of `moves` → a row per class of one scenario (`side`: from | to), best first, empty ones too: class, customers,
    customer_share, revenue, revenue_share (0..1; None without revenue), profit."""
    everybody = together(cells)
    codes = dict.fromkeys(cell[f"{side}_class"] for cell in cells)
    found = {code: together([c for c in cells if c[f"{side}_class"] == code]) for code in codes}
    return [{"class": code} | _shared(found[code], everybody) for code in codes]


def sizes_of(warehouse: Warehouse, side: Judged) -> list[dict]:
    """The same for a scenario by itself."""
    found = classes.sizes(warehouse, side.facts, side.column)
    everybody = together(found)
    return [{"class": row["class"]} | _shared(together([row]), everybody) for row in found]


def clients(
    warehouse: Warehouse,
    comparison: Comparison,
    cell: tuple[str | None, str | None] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> pa.Table:
    """Clients of one cell (from_class, to_class), or all who changed class, by falling revenue: customer_id, name, from_class,
    to_class, revenue, profit, orders, last_order_date."""
    before, after = comparison.first.column, comparison.second.column
    page = f" limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    return warehouse.table(
        f"""select customer_id, name, {_code("first_class", before)} as from_class, {_code("second_class", after)} as to_class,
                   revenue, profit, orders, last_order_date
            from {comparison.rows} where {_of_cell(comparison, cell) if cell else _went(before, after)}
            order by revenue desc, customer_id{page}"""
    )


def _cell(before: str | None, after: str | None, column: Column) -> dict:
    move = "stayed" if before == after else _move(before, after, column)
    return {"from_class": before, "to_class": after, "move": move}


def _move(before: str | None, after: str | None, column: Column) -> str:
    """A segment that only one of two maps has is no better or worse than any of the other."""
    known = before in column.members
    return move_between(before, after, column if known else replace(column, ordered=False))


def _present(column: Column, found: set) -> list[str | None]:
    return [*column.members, *([None] if None in found else [])]


def _shared(sums: dict, everybody: dict) -> dict:
    revenue = everybody["revenue"]
    return sums | {
        "customer_share": sums["customers"] / everybody["customers"],
        "revenue_share": float(sums["revenue"] / revenue) if revenue else None,
    }


def _code(place: str, column: Column) -> str:
    codes = ", ".join(f"'{code}'" for code in column.members)
    return f"([{codes}])[{place} + 1]"


def _went(before: Column, after: Column) -> str:
    """Places of one class are the same number in both scenarios only where the members are."""
    if before.members == after.members:
        return "first_class <> second_class"
    return f"{_code('first_class', before)} is distinct from {_code('second_class', after)}"


def _of_cell(comparison: Comparison, cell: tuple[str | None, str | None]) -> str:
    columns = (comparison.first.column, comparison.second.column)
    places = [len(c.members) if code is None else c.members.index(code) for c, code in zip(columns, cell, strict=True)]
    return f"first_class = {places[0]} and second_class = {places[1]}"
