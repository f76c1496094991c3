"""One side of the growth matrix as it is drawn: its axis, where the line of a cut stands, and the cut under a line.

Counts and grades stand on whole steps (an order more, a grade more). Between two of them every cut parts the clients alike, so
its line stands half way, and the hand gets the shortest number that says it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from analytics.distribution import Axis

GRADES = (1, 5)
SKEWED = 5
SHARE_REACH = (-0.05, 1.05)
ROUNDING = 1e-9
SHARES = ("initiated", "assortment")


@dataclass(frozen=True)
class Side:
    """`source` is what the side is measured by; `least`..`most` its values on the matrix, `usual_most` what 98 of 100 do not
    pass; `fitted` the cut while none is set; `step` from one value to the next, 0 where any value may be."""

    source: str
    least: float
    most: float
    usual_most: float
    fitted: float
    step: float = 0

    @property
    def is_share(self) -> bool:
        return self.source in SHARES

    @property
    def parts_nobody(self) -> bool:
        """All clients of the matrix are alike on this side."""
        return self.least == self.most

    @cached_property
    def axis(self) -> Axis:
        if self.is_share:
            return Axis(*SHARE_REACH)
        if self.source == "graded":
            return Axis(min(GRADES[0], self.least) - 0.5, max(GRADES[1], self.most) + 0.5)
        if self.most > SKEWED * self.least > 0:
            return Axis(self.least - self.step / 2, self.most * 1.3, scale="log")
        return Axis(self.least - self.step / 2, self.most + self.step)

    def line(self, cut: float) -> float:
        """Where the line of a cut is drawn, in units of the side: below all who reach it, above all who do not."""
        stands = (math.ceil(cut / self.step - ROUNDING) - 0.5) * self.step if self.step else cut
        return min(max(stands, self.axis.low), self.axis.high)

    def level(self, cut: float) -> float:
        """The same from 0 at the beginning of the axis to 1 at its end."""
        return self.axis.level(self.line(cut))

    def cut_at(self, level: float) -> float:
        """The cut whose line is under the hand: of the numbers that part the clients so, the shortest."""
        amount = max(self.axis.amount(level), 0)
        if not self.step:
            return round(amount, 3)
        reached = math.ceil(amount / self.step - ROUNDING)
        return shortest((reached - 1) * self.step, reached * self.step)

    def key_step(self, cut: float) -> float:
        """How far an arrow key moves the line so that it passes one value: of the axis, 0..1."""
        if not self.step:
            return 0.01
        line = self.line(cut)
        start = line if line + self.step <= self.axis.high else line - self.step
        return max(self.axis.level(start + self.step) - self.axis.level(start), 0.01)

    def edges(self, bars: int) -> list[float]:
        """At most `bars` stretches of the axis that look alike; no value of a side with steps stands on an edge."""
        even = [self.axis.amount(i / bars) for i in range(1, bars)]
        inner = [(math.floor(edge / self.step) + 0.5) * self.step for edge in even] if self.step else even
        return [self.axis.low, *sorted({e for e in inner if self.axis.low < e < self.axis.high}), self.axis.high]


def shortest(above: float, up_to: float) -> float:
    """The number with the fewest digits after the point that is above the one and not above the other."""
    for digits in range(12):
        number = math.floor(up_to * 10**digits + ROUNDING) / 10**digits
        if above < number <= up_to:
            return number
    return up_to
