"""One threshold change at 10 million order lines of 1 million clients, beside openretailscience and a pandas notebook."""

from __future__ import annotations

import time
from statistics import median

from analytics.charts import pareto
from analytics.classes import sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis, abc_xyz
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from benchmarks.bases import LARGE, built, prepared
from benchmarks.references import Reference
from benchmarks.result import Result, duration, times

CHANGES = 30
ROUNDS = 3
TARGET_MS = 25


def rows() -> list[Result]:
    base = prepared(LARGE)
    warehouse, facts, seconds = built(base)
    try:
        with (
            Reference("reference_openretailscience.py", base.sales) as library,
            Reference("reference_notebook.py", base.sales) as notebook,
        ):
            ours, theirs, notebooks = _alternated(warehouse, facts, library, notebook)
    finally:
        warehouse.close()
    what = f"one threshold change, {base.rows:,} rows, {base.clients:,} clients"
    return [
        Result(what, duration(ours), target=f"≤ {TARGET_MS} ms"),
        _against(f"{what}: openretailscience 0.48.1 `ThresholdSegmentation`", ours, theirs, 150),
        _against(f"{what}: pandas notebook", ours, notebooks, 1000),
        Result(
            f"facts built anew from {base.rows:,} rows (once per base, window and filter)", duration(seconds * 1000)
        ),
    ]


def _against(what: str, ours: float, theirs: float, target: int) -> Result:
    return Result(what, duration(ours), duration(theirs), times(theirs / ours), f"≥ {target:,} ×")


def _alternated(warehouse: Warehouse, facts: Facts, library: Reference, notebook: Reference) -> tuple[float, ...]:
    """Medians in ms: ours, the library's, the notebook's; every round a part of each."""
    points = warehouse.rows(f"from {facts.pareto_curve}")
    levels = [round(0.60 + 0.01 * i, 3) for i in range(CHANGES)]
    ours, theirs, notebooks = [], [], []
    for turn in range(ROUNDS):
        ours += [_change(warehouse, facts, points, level)[0] for level in levels[turn::ROUNDS]]
        theirs.append(library.change(0.8 + turn / 100)["ms"])
        told = notebook.change(levels[turn])
        notebooks.append(told["ms"])
        _same_classes(_change(warehouse, facts, points, levels[turn])[1], told["classes"])
    return median(ours), median(theirs), median(notebooks)


def _change(warehouse: Warehouse, facts: Facts, points: list[dict], level: float) -> tuple[float, dict[str, int]]:
    """A new A boundary → (ms until classes, 3 × 3 matrix and points of the curve are there, clients by class)."""
    start = time.perf_counter()
    thresholds = Thresholds({"abc.share.a": level})
    classes = sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
    abc_xyz.matrix(warehouse, facts, thresholds)
    pareto.frames(points, classes, [(level, "A"), (0.95, "B")], facts.whole["valued_clients"])
    return (time.perf_counter() - start) * 1000, {row["class"]: row["customers"] for row in classes}


def _same_classes(ours: dict[str, int], notebook: dict[str, int]) -> None:
    """The notebook gives the client on the line to the worse class, we to the better: one client, no more."""
    if any(abs(ours[code] - notebook[code]) > 1 for code in ours):
        raise RuntimeError(f"not the same question: ours {ours}, the notebook's {notebook}")
