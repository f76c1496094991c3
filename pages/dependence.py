"""What if we lose them? Balance, concentration, and three simulations: a loss, group C cut off, a minimum order."""

import streamlit as st

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
TABS = ("concentration", "stress", "cut", "minimum")


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
    words = session.t()
    told = [words(f"{ROOM}.tab_{name}") for name in TABS]
    concentration, stress, cut, minimum = st.tabs(told, on_change="rerun", key=f"{ROOM}.tabs.{words.language}")
    with concentration:
        if concentration.open:
            dependence_concentration.show(facts)
    with stress:
        if stress.open:
            dependence_stress.show(facts, thresholds)
    with cut:
        if cut.open:
            dependence_cut.show(facts, thresholds)
    with minimum:
        if minimum.open:
            dependence_minimum.show(facts, thresholds)


parts.page(ROOM, live, rest)
