"""Bands of a number: about equal parts of the clients between edges a person would choose (30, 40, 55)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NICE = (5, 2, 1)
SHARE_OF_GAP = 0.8


def plainly(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


@dataclass(frozen=True)
class Band:
    """Numbers from `low` up to, but without, `high`; None is no bound. Of `whole` ones the last is named: 30–39."""

    low: float | None
    high: float | None
    whole: bool = False

    def written(self, write: Callable = plainly) -> str:
        """`< 30`, `30–39`, `≥ 55`, the numbers written by `write`."""
        if self.low is None:
            return f"< {write(self.high)}"
        if self.high is None:
            return f"≥ {write(self.low)}"
        last = self.high - 1 if self.whole else self.high
        return write(self.low) if last == self.low else f"{write(self.low)}–{write(last)}"


def bands(quantiles: Sequence[float], whole: bool) -> tuple[Band, ...]:
    """Ascending quantiles → the bands between their round neighbours; one band without bounds when there are no quantiles."""
    edges = [None, *round_edges(quantiles, whole), None]
    return tuple(Band(low, high, whole) for low, high in zip(edges, edges[1:], strict=False))


def round_edges(quantiles: Sequence[float], whole: bool) -> tuple[float, ...]:
    """Each edge is moved to the roundest number nearby: by less than half of the way to its neighbour, so they never meet."""
    at = sorted(set(quantiles))
    gaps = [high - low for low, high in zip(at, at[1:], strict=False)] or [abs(at[0]) if at and at[0] else 1.0]
    nearest = [min(gaps[max(i - 1, 0) : i + 1]) for i in range(len(at))]
    return tuple(_rounded(edge, gap, whole) for edge, gap in zip(at, nearest, strict=True))


def _rounded(edge: float, gap: float, whole: bool) -> float:
    step = _step(gap * SHARE_OF_GAP)
    step = max(step, 1.0) if whole else step
    return round(round(edge / step) * step, 9)


def _step(most: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is at most this."""
    power = 10.0 ** math.floor(math.log10(most))
    return next((nice * power for nice in NICE if nice * power <= most * (1 + 1e-9)), power)
