"""Who carries the money? The Pareto curve with its cut lines, or the grid of volume by frequency."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import matrix, pareto
from analytics.charts.theme import Look
from analytics.classes import cross
from analytics.drawings.drawing import Drawing
from analytics.facts import Facts
from analytics.headlines.abc_analysis import NAMES, ROOM, measure
from analytics.methods import abc_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.words import Words

Cut = tuple[str, str, float]


def curve(
    look: Look, thresholds: Thresholds, facts: Facts, points, classes: list[dict], lines: Sequence[Cut]
) -> Drawing:
    """`points`: pareto.points; `classes`: sizes of the chosen class; `lines`: its `cuts`."""
    words = look.words
    labels = {key: words(f"{ROOM}.pareto_{key}") for key in ("customers", "rank")}
    labels |= {"value": words(f"{ROOM}.pareto_value", measure=measure(words, thresholds))}
    labels |= {"measure": words(f"thresholds.measure.{thresholds['measure']}"), "name": words("columns.name")}
    levels = [(level, label) for _, label, level in lines]
    frames = pareto.frames(points, classes, levels, facts.whole["valued_clients"] or 1)
    return Drawing(pareto.chart, labels, frames, (abc_analysis.MEMBERS,), words(f"{ROOM}.question"))


def cuts(words: Words, method: str, classes: list[dict], thresholds: Thresholds) -> list[Cut]:
    """Cut lines as (threshold, label, height on the curve): by share the thresholds, by the average where classes end."""
    if method == "share":
        levels = ((name, name[-1].upper(), thresholds[name]) for name in NAMES["share"])
        return [(name, words(f"{ROOM}.cut_share", letter=letter, level=level), level) for name, letter, level in levels]
    reached, lines = 0.0, []
    for row, name, mark in ((classes[0], "abc.average.a", "cut_a"), (classes[1], "abc.average.c", "cut_c")):
        reached += row["value_share"] or 0
        lines.append((name, words(f"{ROOM}.{mark}", times=thresholds[name]), min(reached, 1.0)))
    return lines


def grid(look: Look, warehouse: Warehouse, facts: Facts, judge: abc_analysis.ByVolumeFrequency) -> Drawing:
    """Volume by frequency, each cell with its letter."""
    words, (volume, frequency) = look.words, judge.sides()
    rows = cross(warehouse, facts, volume, frequency)
    captions = [
        (words("abc_xyz.caption", share=row["revenue_share"]), judge.letter(row["volume"], row["frequency"]))
        for row in rows
    ]
    labels = {"down": words(f"{ROOM}.volume"), "across": words(f"{ROOM}.frequency")}
    labels |= {"customers": words("columns.customers"), "share": words("columns.revenue_share")}
    names = tuple(tuple(words.name("common", member) for member in side.members) for side in (volume, frequency))
    frames = matrix.frames(rows, "volume", "frequency", captions, look)
    return Drawing(matrix.chart, labels, frames, names, words(f"{ROOM}.question"))
