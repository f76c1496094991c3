"""What if we lose them? Class A on the scale of balance, and how unevenly the clients share the total."""

from __future__ import annotations

from analytics.charts import balance_scale
from analytics.charts import lorenz as lorenz_chart
from analytics.facts import curve
from analytics.headlines import dependence as headline
from analytics.headlines.abc_analysis import measure
from analytics.methods import dependence, lorenz
from analytics.report_pages.rooms.abc_analysis import NAMES, concentration
from analytics.report_pages.telling import Asked, Chapter, Picture

ROOM, BALANCE = headline.ROOM, ("balance.a_low", "balance.a_high")


def tell(asked: Asked) -> Chapter:
    words, thresholds, classes = asked.words, asked.thresholds, asked.abc_sizes()
    found = asked.once("concentration", lambda: dependence.concentration(asked.warehouse, asked.facts))
    sentence = headline.sentence(words, classes, found, thresholds)
    uneven = (curved(asked, found),) if found["gini"] is not None else ()
    told = (scale(asked), *concentration(asked), *uneven)
    names = (*BALANCE, "abc.method", *NAMES[thresholds["abc.method"]])
    return asked.chapter(ROOM, sentence, *told, names=names)


def scale(asked: Asked) -> Picture:
    words, of_a = asked.words, dependence.of_a(asked.abc_sizes(), asked.thresholds)
    edges = tuple(asked.thresholds[name] for name in BALANCE)
    names = {code: words(f"{ROOM}.zone_{code}") for code in balance_scale.LETTERS}
    share, verdict = of_a["a_customer_share"], of_a["verdict"]
    frames = balance_scale.frames(share, verdict, edges, names, words(f"{ROOM}.mark", share=share))
    title, about = words(f"{ROOM}.scale_axis"), words(f"{ROOM}.about_{verdict}")
    return asked.picture(balance_scale.chart, {"share": title}, frames, alt=title, title=title, caption=about)


def curved(asked: Asked, found: dict) -> Picture:
    """The Lorenz curve."""
    words, facts = asked.words, asked.facts
    points, best = lorenz.points(curve(asked.warehouse, facts), facts), lorenz.best_fifth(found, facts)
    axis = words(f"{ROOM}.lorenz_share", measure=measure(words, asked.thresholds))
    labels = {"clients": words(f"{ROOM}.lorenz_clients"), "share": axis, "name": words("columns.name")}
    labels |= {"told_clients": words(f"{ROOM}.smallest"), "told_share": words(f"{ROOM}.they_bring")}
    labels |= {"value": words(f"thresholds.measure.{asked.thresholds['measure']}")}
    largest = words.percent(best["customers"] / facts.whole["valued_clients"], 0)
    label = words(f"{ROOM}.best_fifth", clients=largest, share=best["top_share"])
    gap = words(f"{ROOM}.gini_is", gini=words.number(found["gini"], 2))
    frames = lorenz_chart.frames(points, best, gap, label, asked.look)
    title = words(f"{ROOM}.tab_concentration")
    return asked.picture(
        lorenz_chart.chart, labels, frames, alt=title, title=title, caption=words(f"{ROOM}.lorenz_about")
    )
