"""What if we lose them? Class A on the scale of balance, and the Lorenz curve."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import balance_scale
from analytics.charts import lorenz as lorenz_chart
from analytics.charts.theme import Look
from analytics.drawings.drawing import Drawing
from analytics.facts import Facts
from analytics.headlines.abc_analysis import measure
from analytics.headlines.dependence import ROOM
from analytics.methods import dependence, lorenz
from analytics.thresholds import Thresholds

BALANCE = ("balance.a_low", "balance.a_high")


def scale(look: Look, classes: list[dict], thresholds: Thresholds) -> Drawing:
    """`classes`: sizes of the chosen ABC."""
    words, of_a = look.words, dependence.of_a(classes, thresholds)
    share, edges = of_a["a_customer_share"], tuple(thresholds[name] for name in BALANCE)
    names = {code: words(f"{ROOM}.zone_{code}") for code in balance_scale.LETTERS}
    frames = balance_scale.frames(share, of_a["verdict"], edges, names, words(f"{ROOM}.mark", share=share))
    axis = words(f"{ROOM}.scale_axis")
    return Drawing(balance_scale.chart, {"share": axis}, frames, alt=axis)


def curve(look: Look, points: Sequence[dict], found: dict, facts: Facts, thresholds: Thresholds) -> Drawing:
    """`points`: lorenz.points; `found`: dependence.concentration."""
    words, best = look.words, lorenz.best_fifth(found, facts)
    axis = words(f"{ROOM}.lorenz_share", measure=measure(words, thresholds))
    labels = {"clients": words(f"{ROOM}.lorenz_clients"), "share": axis, "name": words("columns.name")}
    labels |= {"told_clients": words(f"{ROOM}.smallest"), "told_share": words(f"{ROOM}.they_bring")}
    labels |= {"value": words(f"thresholds.measure.{thresholds['measure']}")}
    largest = words.percent(best["customers"] / facts.whole["valued_clients"], 0)
    label = words(f"{ROOM}.best_fifth", clients=largest, share=best["top_share"])
    gap = words(f"{ROOM}.gini_is", gini=words.number(found["gini"], 2))
    frames = lorenz_chart.frames(points, best, gap, label, look)
    return Drawing(lorenz_chart.chart, labels, frames, alt=words(f"{ROOM}.tab_concentration"))
