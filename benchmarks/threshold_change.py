"""How long a page of a million clients takes to answer a moved threshold."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from analytics.thresholds import Thresholds
from benchmarks.bases import LARGE
from benchmarks.result import Result, duration

TARGET_MS = 60


def measured(page: str, moved: Sequence[Thresholds], answer: Callable[[Thresholds], object]) -> Result:
    """Half of the changes take less; the tables a page is made from are there before the first."""
    answer(moved[0])
    took = [_took_ms(answer, thresholds) for thresholds in moved]
    what = f"one threshold change on `{page}`, {LARGE.rows:,} rows, {LARGE.clients:,} clients"
    return Result(what, duration(median(took)), target=f"≤ {TARGET_MS} ms")


def _took_ms(answer: Callable[[Thresholds], object], thresholds: Thresholds) -> float:
    start = time.perf_counter()
    answer(thresholds)
    return (time.perf_counter() - start) * 1000
