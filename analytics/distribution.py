"""How the clients are spread over one fact: the bars of a histogram, and the axis on which its cut points are moved."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from analytics.facts import Facts
from analytics.warehouse import Warehouse

BARS = 40
SKEWED = 5
# Name of a scale → (place of an amount on it, the amount back).
SCALES: dict[str, tuple[Callable, Callable]] = {
    "linear": (lambda amount: amount, lambda place: place),
    "sqrt": (math.sqrt, lambda place: place**2),
    "log": (math.log, math.exp),
}


@dataclass(frozen=True)
class Axis:
    """From `low` to `high` in units of the fact, stretched by a `scale` where few clients have very much.

    On an axis of `whole` numbers a bar stands around its number, and the line of a cut point just past it.
    """

    low: float
    high: float
    whole: bool = False
    scale: str = "linear"

    def level(self, cut: float) -> float:
        """How far to the right the line of a cut point stands, 0..1; one beyond the axis at its end."""
        low, high = self._place(self.low), self._place(self.high)
        return (self._place(self.line(cut)) - low) / (high - low)

    def line(self, cut: float) -> float:
        """Where a cut point is drawn: past its whole number, for that still belongs below it."""
        return min(max(math.floor(cut) + 0.5 if self.whole else cut, self.low), self.high)

    def cut(self, level: float) -> float:
        """The cut point under a line at this level: a whole number, or three digits of an amount."""
        amount = self.amount(level)
        return float(math.floor(amount + 1e-6)) if self.whole else _rounded(amount)

    def amount(self, level: float) -> float:
        low, high = self._place(self.low), self._place(self.high)
        return SCALES[self.scale][1](low + level * (high - low))

    def share(self, low: float, high: float) -> float:
        """How much of the axis lies between two amounts on it, 0..1."""
        return (self._place(high) - self._place(low)) / (self._place(self.high) - self._place(self.low))

    def middle(self, low: float, high: float) -> float:
        """Half way between two amounts as the eye sees it."""
        return SCALES[self.scale][1]((self._place(low) + self._place(high)) / 2)

    @property
    def step(self) -> float:
        """The least move of a line that changes something everywhere, 0..1."""
        return max(0.01, self.level(self.high) - self.level(self.high - 1.5)) if self.whole else 0.01

    def edges(self) -> list[float]:
        """Where the bars begin and end: equal steps of the axis, on whole numbers between two of them."""
        even = [self.amount(i / BARS) for i in range(1, BARS)]
        inner = [math.floor(edge) + 0.5 for edge in even] if self.whole else even
        return [self.low, *sorted({edge for edge in inner if self.low < edge < self.high}), self.high]

    def _place(self, amount: float) -> float:
        return SCALES[self.scale][0](amount)


def spread(warehouse: Warehouse, facts: Facts, fact: str) -> tuple[Axis, list[dict]]:
    """The axis of a fact and its bars: rows of from, to, customers, in units of the fact; empty bars are left out.

    The one in a hundred with the most (and of amounts with the least) stand in the last bars.
    """
    axis = _axis(warehouse, facts, fact)
    edges = axis.edges()
    bar = " + ".join(f"({fact}::double > {edge:.17e})::integer" for edge in edges[1:-1]) or "0"
    counted = warehouse.rows(
        f"select {bar} as bar, count(*) as customers from {facts.customers} where {fact} is not null group by 1 order by 1"
    )
    return axis, [{"from": edges[r["bar"]], "to": edges[r["bar"] + 1], "customers": r["customers"]} for r in counted]


def _axis(warehouse: Warehouse, facts: Facts, fact: str) -> Axis:
    found = warehouse.rows(
        f"""select min({fact})::double as least, typeof(any_value({fact})) = 'BIGINT' as whole,
                   quantile_disc({fact}, [0.01, 0.5, 0.99])::double[] as at from {facts.customers}"""
    )[0]
    low, middle, high = found["at"]
    if found["whole"]:
        low = max(found["least"] - 0.5, min(found["least"], 0))
        skewed = low >= 0 and high > SKEWED * max(middle, 1)
        return Axis(low, high + 0.5, whole=True, scale="sqrt" if skewed else "linear")
    if low == high:
        return Axis(low - 0.5, high + 0.5)
    return Axis(low, high, scale="log" if low > 0 and high > SKEWED * middle else "linear")


def _rounded(amount: float) -> float:
    digits = 2 - math.floor(math.log10(abs(amount))) if amount else 0
    return round(amount, min(digits, 4))
