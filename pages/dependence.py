"""What if we lose them? Balance, concentration, and three simulations: a loss, group C cut off, a minimum order."""

from analytics.headlines import dependence as headline
from ui import (
    dependence_balance,
    dependence_concentration,
    dependence_cut,
    dependence_minimum,
    dependence_stress,
    parts,
    session,
)
from ui.dependence_words import names

ROOM = "dependence"


def live() -> None:
    facts = parts.guard()
    dependence_balance.controls()
    thresholds = session.thresholds()
    classes = parts.abc_sizes(facts, thresholds)
    parts.headline(headline.sentence(session.t(), classes, dependence_balance.found(facts), thresholds))
    dependence_balance.scale(classes, thresholds)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    sections(facts, thresholds)
    parts.explained(ROOM, names(thresholds))


def sections(facts, thresholds) -> None:
    shows = {
        "concentration": lambda: dependence_concentration.show(facts),
        "stress": lambda: dependence_stress.show(facts, thresholds),
        "cut": lambda: dependence_cut.show(facts, thresholds),
        "minimum": lambda: dependence_minimum.show(facts, thresholds),
    }
    parts.tabs(ROOM, shows)


parts.page(ROOM, live, rest)
