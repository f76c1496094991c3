"""Clients by revenue and margin after serving: the axes of the map, its cells of many clients, and those drawn one by one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.distribution import Axis
from analytics.facts import Facts
from analytics.methods import abc_analysis, profitability
from analytics.methods.profitability import IMAGE, MARKS, UNCLASSED, D
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

DRAWN_AT_MOST, LARGEST_OF_MANY, WORST_OF_MANY = 250, 25, 25
COLUMNS, ROWS = 24, 24
STEPS = (0.01, 0.02, 0.05, 0.1)
ON_MAP = "profit_after_serving is not null and revenue > 0"
REACH = f"""
select count(*) as clients, min(revenue)::double as least, max(revenue)::double as most,
       quantile_cont(margin_after_serving, [0.02, 0.98]) as usual
from {{customers}} where {ON_MAP}
"""


@dataclass(frozen=True)
class MarginMap:
    """`across` is revenue, `up` the margin after serving in steps of `step` (one beyond the axis stands at its end);
    `clients` are on the map, `drawn` of them one by one: customer_id, name, revenue, profit_after_serving, margin, profit_rank
    and the place of its cell."""

    across: Axis
    up: Axis
    step: float
    clients: int
    drawn: tuple[dict, ...]

    @property
    def is_dense(self) -> bool:
        return self.clients > len(self.drawn)

    @property
    def rows(self) -> int:
        return round((self.up.high - self.up.low) / self.step)

    def place(self) -> str:
        """Expression over a row of facts: the number of the client's cell, row by row from below; none off the map."""
        low, width = math.log(self.across.low), math.log(self.across.high / self.across.low)
        column = _counted(f"(ln(revenue::double) - {low:.17e}) / {width:.17e} * {COLUMNS}", COLUMNS)
        row = _counted(f"round((margin_after_serving - {self.up.low:.17e}) / {self.step:.17e}, 9)", self.rows)
        return f"case when {ON_MAP} then {row} * {COLUMNS} + {column} end"

    def middle(self, place: int) -> tuple[float, float]:
        """Revenue and margin in the middle of a cell."""
        across = self.across.amount((place % COLUMNS + 0.5) / COLUMNS)
        return across, self.up.low + (place // COLUMNS + 0.5) * self.step


def build(warehouse: Warehouse, facts: Facts) -> MarginMap | None:
    """None where nobody has both a known profit and a revenue above zero. No threshold moves it."""
    reach = warehouse.rows(REACH.format(customers=facts.customers))[0]
    if not reach["clients"]:
        return None
    up, step = _margins(*reach["usual"])
    across = Axis(reach["least"] / 1.2, reach["most"] * 1.2, scale="log")
    empty = MarginMap(across, up, step, reach["clients"], ())
    return replace(empty, drawn=tuple(_drawn(warehouse, facts, empty)))


def base_cells(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, margins: MarginMap) -> dict[tuple, int]:
    """(place, number of the chosen ABC class) → clients, all of them, whatever their profit: the cut of D moves none."""
    abc = abc_analysis.chosen(thresholds, facts)
    found = warehouse.rows(
        f"""select {margins.place()} as place, {abc.number} as class, count(*) as n
            from {facts.customers} where {ON_MAP} group by all"""
    )
    return {(row["place"], row["class"]): row["n"] for row in found}


def cells(base: dict[tuple, int], losing: Sequence[dict], drawn: Sequence[tuple[int, str]]) -> list[dict]:
    """`base_cells`, `profitability.losing` by place, and (place, mark) of those `drawn` one by one → a row per cell of the
    others: place, customers, mark (what most of them are; D before others where as many) and its n."""
    held: dict[int, Counter] = {}
    for (place, number), n in base.items():
        held.setdefault(place, Counter())[_mark(number)] += n
    for row in losing:
        if row["place"] in held:
            held[row["place"]][_mark(row["class"])] -= row["customers"]
            held[row["place"]][IMAGE if row["image_client"] else D] += row["customers"]
    for place, mark in drawn:
        held[place][mark] -= 1
    return [_cell(place, marks) for place, marks in sorted(held.items()) if marks.total()]


def _cell(place: int, marks: Counter) -> dict:
    mark = max(marks, key=lambda m: (marks[m], MARKS.index(m)))
    return {"place": place, "customers": marks.total(), "mark": mark, "n": marks[mark]}


def marks(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, margins: MarginMap) -> dict[str, str]:
    """customer_id → what each of those drawn one by one is: a class of ABC, D, image, or just one who earns."""
    ranks = [client["profit_rank"] for client in margins.drawn]
    column = profitability.mark(thresholds, facts)
    found = warehouse.rows(
        f"select customer_id, {column.number} as mark from {facts.customers} where profit_rank in (select unnest($ranks))",
        {"ranks": ranks},
    )
    return {row["customer_id"]: column.named(row["mark"]) for row in found}


def _mark(number: int) -> str:
    return abc_analysis.MEMBERS[number] if number < len(abc_analysis.MEMBERS) else UNCLASSED


def _drawn(warehouse: Warehouse, facts: Facts, margins: MarginMap) -> list[dict]:
    """Everybody of a small base; of a large one those with most revenue and those who lose most."""
    told = "customer_id, name, revenue, profit_after_serving, margin_after_serving as margin, profit_rank"
    told = f"{told}, {margins.place()} as place"
    asked = lambda order, most: warehouse.rows(  # noqa: E731
        f"select {told} from {facts.customers} where {ON_MAP} order by {order}, customer_id limit {most}"
    )
    if margins.clients <= DRAWN_AT_MOST:
        return asked("revenue desc", margins.clients)
    largest, worst = asked("revenue desc", LARGEST_OF_MANY), asked("profit_after_serving", WORST_OF_MANY)
    return [*largest, *(client for client in worst if client not in largest)]


def _margins(low: float, high: float) -> tuple[Axis, float]:
    """The axis of margins holds zero and nearly everybody, in whole steps from zero both ways, and never leaves −1..1."""
    low, high = max(min(low, -0.05), -1), min(max(high, 0.1), 1)
    step = next((s for s in STEPS if (high - low) / s <= ROWS - 1), STEPS[-1])
    first, last = math.floor(round(low / step, 9)), math.ceil(round(high / step, 9))
    return Axis(first * step, last * step), step


def _counted(amount: str, most: int) -> str:
    return f"least(greatest(floor({amount}), 0), {most - 1})::integer"
