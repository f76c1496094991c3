"""What do the best have in common? The portrait of a class, which attributes matter, and personas."""

import streamlit as st

from ui import needed_base, parts, portrait_class, portrait_influence, portrait_personas, portrait_values, session

ROOM = "portrait"
NAMES = ("portrait.min_support", "portrait.min_lift")
OF_PERSONAS = ("personas.count", "personas.attributes")
TABS = ("people", "values", "influence", "personas")


def live() -> None:
    facts = parts.guard()
    if not portrait_class.described().attributes:
        return
    portrait_class.controls(facts, session.thresholds())
    thresholds = session.thresholds()
    column, code = portrait_class.chosen(facts, thresholds)
    found = portrait_class.traits(facts, thresholds)
    parts.headline(portrait_class.sentence(found, column, code))
    portrait_class.show(found, column, code)


def still() -> None:
    if not portrait_class.described().attributes:
        needed_base.offer(ROOM, "customers")


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    if portrait_class.described().attributes:
        sections(facts, thresholds)
    else:
        portrait_personas.show(facts, thresholds)
    parts.explained(ROOM, (*NAMES, *OF_PERSONAS))


def sections(facts, thresholds) -> None:
    words = session.t()
    column, code = portrait_class.chosen(facts, thresholds)
    found = portrait_class.traits(facts, thresholds)
    people, values, influence, personas = st.tabs(
        [words(f"{ROOM}.tab_{name}") for name in TABS], on_change="rerun", key=f"{ROOM}.tabs.{words.language}"
    )
    with people:
        if people.open:
            portrait_values.people(found, column, code, facts, thresholds)
    with values:
        if values.open:
            portrait_values.table(found, column, code)
    with influence:
        if influence.open:
            portrait_influence.show(column, code)
    with personas:
        if personas.open:
            portrait_personas.show(facts, thresholds)


parts.page(ROOM, live, rest, still)
