"""What if we lose them? Class A on the scale of balance, and how unevenly the clients share the total."""

from __future__ import annotations

from analytics.drawings import dependence as drawings
from analytics.drawings.dependence import BALANCE
from analytics.facts import curve
from analytics.headlines import dependence as headline
from analytics.methods import dependence, lorenz
from analytics.report_pages.rooms.abc_analysis import NAMES, concentration
from analytics.report_pages.telling import Asked, Chapter, Picture

ROOM = headline.ROOM


def tell(asked: Asked) -> Chapter:
    words, thresholds, classes = asked.words, asked.thresholds, asked.abc_sizes()
    found = asked.once("concentration", lambda: dependence.concentration(asked.warehouse, asked.facts))
    sentence = headline.sentence(words, classes, found, thresholds)
    uneven = (curved(asked, found),) if found["gini"] is not None else ()
    told = (scale(asked), *concentration(asked), *uneven)
    names = (*BALANCE, "abc.method", *NAMES[thresholds["abc.method"]])
    return asked.chapter(ROOM, sentence, *told, names=names)


def scale(asked: Asked) -> Picture:
    verdict = dependence.of_a(asked.abc_sizes(), asked.thresholds)["verdict"]
    drawing = drawings.scale(asked.look, asked.abc_sizes(), asked.thresholds)
    return asked.drawn(drawing, drawing.alt, asked.words(f"{ROOM}.about_{verdict}"))


def curved(asked: Asked, found: dict) -> Picture:
    """The Lorenz curve."""
    points = lorenz.points(curve(asked.warehouse, asked.facts), asked.facts)
    drawing = drawings.curve(asked.look, points, found, asked.facts, asked.thresholds)
    return asked.drawn(drawing, drawing.alt, asked.words(f"{ROOM}.lorenz_about"))
