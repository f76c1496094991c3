"""What do the best have in common? The portrait of a class, which attributes matter, and personas."""

from ui import needed_base, parts, portrait_class, portrait_influence, portrait_personas, portrait_values, session

ROOM = "portrait"
NAMES = ("portrait.min_support", "portrait.min_lift")
OF_PERSONAS = ("personas.count", "personas.attributes")


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
    column, code = portrait_class.chosen(facts, thresholds)
    found = portrait_class.traits(facts, thresholds)
    shows = {
        "people": lambda: portrait_values.people(found, column, code, facts, thresholds),
        "values": lambda: portrait_values.table(found, column, code),
        "influence": lambda: portrait_influence.show(column, code),
        "personas": lambda: portrait_personas.show(facts, thresholds),
    }
    parts.tabs(ROOM, shows)


parts.page(ROOM, live, rest, still)
