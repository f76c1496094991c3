"""One threshold change at 10 million order lines of 1 million clients, beside openretailscience and a pandas notebook."""

from __future__ import annotations

import time
from contextlib import ExitStack
from statistics import median

from analytics.charts import pareto
from analytics.classes import rolled_up
from analytics.facts import Facts
from analytics.methods import abc_analysis, abc_xyz
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from benchmarks.bases import LARGE, Base, built, prepared
from benchmarks.references import Reference
from benchmarks.result import Result, duration, times

CHANGES = 30
ROUNDS = 3
TARGET_MS = 25
NOTEBOOK = "pandas notebook"
LIBRARY = "openretailscience 0.48.1 `ThresholdSegmentation`"
# name: the script and its arguments, and how many times quicker than it we mean to be
REFERENCES = {
    f"{LIBRARY} on a DataFrame": ("reference_openretailscience.py", "frame", 150),
    f"{LIBRARY} on a DuckDB table": ("reference_openretailscience.py", "table", 150),
    NOTEBOOK: ("reference_notebook.py", 1000),
}


def rows() -> list[Result]:
    base = prepared(LARGE)
    warehouse, facts, seconds = built(base)
    try:
        ours, theirs = _alternated(warehouse, facts, base)
    finally:
        warehouse.close()
    what = f"one threshold change, {base.rows:,} rows, {base.clients:,} clients"
    return [
        Result(what, duration(ours), target=f"≤ {TARGET_MS} ms"),
        *(_against(what, name, ours, theirs[name]) for name in REFERENCES),
        Result(
            f"facts built anew from {base.rows:,} rows (once per base, window and filter)", duration(seconds * 1000)
        ),
    ]


def _against(what: str, name: str, ours: float, theirs: float) -> Result:
    target = REFERENCES[name][-1]
    return Result(f"{what}: {name}", duration(ours), duration(theirs), times(theirs / ours), f"≥ {target:,} ×")


def _alternated(warehouse: Warehouse, facts: Facts, base: Base) -> tuple[float, dict[str, float]]:
    """Medians in ms: ours, and of each reference by its name; every round has a part of each."""
    points = warehouse.rows(f"from {facts.pareto_curve}")
    levels = [round(0.60 + 0.01 * i, 3) for i in range(CHANGES)]
    ours, theirs = [], {name: [] for name in REFERENCES}
    with ExitStack() as stack:
        asked = {
            name: stack.enter_context(Reference(script, base.sales, *how))
            for name, (script, *how, _) in REFERENCES.items()
        }
        for turn in range(ROUNDS):
            ours += [_change(warehouse, facts, points, level)[0] for level in levels[turn::ROUNDS]]
            told = {name: reference.change(levels[turn]) for name, reference in asked.items()}
            for name, answer in told.items():
                theirs[name].append(answer["ms"])
            _same_classes(_change(warehouse, facts, points, levels[turn])[1], told[NOTEBOOK]["classes"])
    return median(ours), {name: median(taken) for name, taken in theirs.items()}


def _change(warehouse: Warehouse, facts: Facts, points: list[dict], level: float) -> tuple[float, dict[str, int]]:
    """A new A boundary → (ms until classes, 3 × 3 matrix and points of the curve are there, clients by class)."""
    start = time.perf_counter()
    thresholds = Thresholds({"abc.share.a": level})
    cells = abc_xyz.matrix(warehouse, facts, thresholds)
    classes = rolled_up(cells, facts, abc_analysis.chosen(thresholds, facts))
    pareto.frames(points, classes, [(level, "A"), (0.95, "B")], facts.whole["valued_clients"])
    return (time.perf_counter() - start) * 1000, {row["class"]: row["customers"] for row in classes}


def _same_classes(ours: dict[str, int], notebook: dict[str, int]) -> None:
    """The notebook gives the client on the line to the worse class, we to the better: one client, no more."""
    if any(abs(ours[code] - notebook[code]) > 1 for code in ours):
        raise RuntimeError(f"not the same question: ours {ours}, the notebook's {notebook}")
