"""Who carries the money? The curve of Pareto with its cuts, the classes, and how much hangs on a few."""

from __future__ import annotations

from analytics.charts import class_bars, matrix, pareto
from analytics.classes import cross
from analytics.facts import curve
from analytics.headlines import abc_analysis as headline
from analytics.methods import abc_analysis, dependence
from analytics.report_pages.telling import Asked, Chapter, Figures, Picture, Told

ROOM = headline.ROOM
NAMES = {
    "share": ("abc.share.a", "abc.share.b"),
    "average": ("abc.average.a", "abc.average.c"),
    "volume_frequency": ("abc.volume_frequency.split",),
}
COLUMNS = "class customers customer_share value value_share orders profit".split()
CONCENTRATION = "top1_share top3_share top5_share top10_share customers_for_80 hhi gini".split()


def tell(asked: Asked) -> Chapter:
    words, thresholds, facts = asked.words, asked.thresholds, asked.facts
    method, classes = thresholds["abc.method"], asked.abc_sizes()
    return asked.chapter(
        ROOM,
        headline.sentence(words, classes, thresholds, facts),
        sides(asked) if method == "volume_frequency" else carried(asked, method),
        class_split(asked, words(f"{ROOM}.bars_alt")),
        asked.table(classes, COLUMNS, heads=asked.measure_heads()),
        names=("abc.method", *NAMES[method], "balance.a_low", "balance.a_high"),
        average=facts.whole["average"],
        n=facts.whole["clients"],
    )


def class_split(asked: Asked, alt: str) -> Picture:
    """How the classes share the clients and the chosen measure."""
    words = asked.words
    labels = {
        "customers": words("columns.customers"),
        "value": words(f"thresholds.measure.{asked.thresholds['measure']}"),
    }
    frames = class_bars.frames([c for c in asked.abc_sizes() if c["class"]], labels, asked.look)
    return asked.picture(class_bars.chart, labels, frames, abc_analysis.MEMBERS, alt=alt, title=alt)


def carried(asked: Asked, method: str) -> Picture:
    words, facts = asked.words, asked.facts
    measure = headline.measure(words, asked.thresholds)
    labels = {key: words(f"{ROOM}.pareto_{key}") for key in ("customers", "rank")}
    labels |= {"value": words(f"{ROOM}.pareto_value", measure=measure), "name": words("columns.name")}
    labels |= {"measure": words(f"thresholds.measure.{asked.thresholds['measure']}")}
    points, classes = pareto.points(curve(asked.warehouse, facts)), asked.abc_sizes()
    frames = pareto.frames(points, classes, cuts(asked, method, classes), facts.whole["valued_clients"] or 1)
    return asked.picture(pareto.chart, labels, frames, abc_analysis.MEMBERS, alt=words(f"{ROOM}.question"))


def cuts(asked: Asked, method: str, classes: list[dict]) -> list[tuple[float, str]]:
    """(height on the curve, label): by share the thresholds, by the average where classes end."""
    words, thresholds = asked.words, asked.thresholds
    if method == "share":
        levels = {name[-1].upper(): thresholds[name] for name in NAMES["share"]}
        return [(level, words(f"{ROOM}.cut_share", letter=letter, level=level)) for letter, level in levels.items()]
    a, b = (row["value_share"] or 0 for row in classes[:2])
    marks = ((a, "cut_a", "abc.average.a"), (a + b, "cut_c", "abc.average.c"))
    return [(min(level, 1.0), words(f"{ROOM}.{mark}", times=thresholds[name])) for level, mark, name in marks]


def sides(asked: Asked) -> Picture:
    words, judge = asked.words, abc_analysis.method(asked.thresholds, asked.facts)
    volume, frequency = judge.sides()
    rows = cross(asked.warehouse, asked.facts, volume, frequency)
    captions = [
        (words("abc_xyz.caption", share=row["revenue_share"]), judge.letter(row["volume"], row["frequency"]))
        for row in rows
    ]
    frames = matrix.frames(rows, "volume", "frequency", captions, asked.look)
    labels = {"down": words(f"{ROOM}.volume"), "across": words(f"{ROOM}.frequency")}
    labels |= {"customers": words("columns.customers"), "share": words("columns.revenue_share")}
    names = [tuple(words.name("common", member) for member in side.members) for side in (volume, frequency)]
    told = words(f"{ROOM}.splits", revenue=judge.revenue_split, orders=judge.orders_split)
    return asked.picture(matrix.chart, labels, frames, *names, alt=words(f"{ROOM}.question"), caption=told)


def concentration(asked: Asked) -> tuple[Told | Figures, ...]:
    words = asked.words
    found = asked.once("concentration", lambda: dependence.concentration(asked.warehouse, asked.facts))
    if found["gini"] is None:
        return (Told(words(f"{ROOM}.no_concentration")),)
    writers = dict.fromkeys(CONCENTRATION[:4], words.percent) | {"gini": lambda value: words.number(value, 2)}
    told = ((words(f"columns.{name}"), writers.get(name, words.number)(found[name])) for name in CONCENTRATION)
    return Told(f"**{words(f'{ROOM}.concentration')}**"), Figures(tuple(told))
