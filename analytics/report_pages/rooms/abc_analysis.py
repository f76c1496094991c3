"""Who carries the money? The curve of Pareto with its cuts, the classes, and how much hangs on a few."""

from __future__ import annotations

from analytics.charts import pareto
from analytics.drawings import abc_analysis as drawings
from analytics.drawings import classes as of_classes
from analytics.facts import curve
from analytics.headlines import abc_analysis as headline
from analytics.headlines.abc_analysis import NAMES
from analytics.methods import abc_analysis, dependence
from analytics.report_pages.telling import Asked, Chapter, Figures, Picture, Told

ROOM = headline.ROOM
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
    measure = asked.thresholds["measure"]
    return asked.drawn(of_classes.split(asked.look, measure, asked.abc_sizes(), abc_analysis.MEMBERS, alt), alt)


def carried(asked: Asked, method: str) -> Picture:
    points, classes = pareto.points(curve(asked.warehouse, asked.facts)), asked.abc_sizes()
    lines = drawings.cuts(asked.words, method, classes, asked.thresholds)
    return asked.drawn(drawings.curve(asked.look, asked.thresholds, asked.facts, points, classes, lines))


def sides(asked: Asked) -> Picture:
    judge = abc_analysis.method(asked.thresholds, asked.facts)
    told = asked.words(f"{ROOM}.splits", revenue=judge.revenue_split, orders=judge.orders_split)
    return asked.drawn(drawings.grid(asked.look, asked.warehouse, asked.facts, judge), caption=told)


def concentration(asked: Asked) -> tuple[Told | Figures, ...]:
    words = asked.words
    found = asked.once("concentration", lambda: dependence.concentration(asked.warehouse, asked.facts))
    if found["gini"] is None:
        return (Told(words(f"{ROOM}.no_concentration")),)
    writers = dict.fromkeys(CONCENTRATION[:4], words.percent) | {"gini": lambda value: words.number(value, 2)}
    told = ((words(f"columns.{name}"), writers.get(name, words.number)(found[name])) for name in CONCENTRATION)
    return Told(f"**{words(f'{ROOM}.concentration')}**"), Figures(tuple(told))
