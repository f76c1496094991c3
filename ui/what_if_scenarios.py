"""Which scenarios stand side by side, what they are called, and the facts each of them needs."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics import facts as heavy
from analytics import scenarios
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import scenario_comparison
from analytics.methods.scenario_comparison import CLASSES, Comparison, Judged
from analytics.scenarios import BUILT_IN, NOW, Scenario
from analytics.thresholds import Thresholds
from ui import caching, session, tune

ROOM = "what_if"
FIRST, SECOND, THIRD = session.WHAT_IF
OUGHT_TO_DIFFER = ("textbook", "six_p")


@dataclass(frozen=True)
class Side:
    """A scenario where it stands: its `text` as a link has it and the `name` people see, other than those beside it."""

    text: str
    name: str
    thresholds: Thresholds


def own() -> tuple[dict[str, Scenario], dict[str, Unusable]]:
    """The scenarios kept with the base by name, and why others of them cannot be used."""
    kept = session.workspace().kept.scenarios
    held = st.session_state.get("own_scenarios")
    if held is None or held[0] is not kept:
        held = st.session_state["own_scenarios"] = (kept, scenarios.usable(kept))
    return held[1]


def sides() -> tuple[Side, ...]:
    """The two or three scenarios that are compared, the first of them the one the others are told from."""
    texts = [chosen(FIRST), chosen(SECOND), *filter(None, [chosen(THIRD)])]
    found, names = [], []
    for text in texts:
        names.append(_other_than(shown(text), names))
        found.append(Side(text, names[-1], thresholds_of(text)))
    return tuple(found)


def _other_than(name: str, taken: list[str]) -> str:
    number = 1 + sum(other == name for other in taken)
    return f"{name} ({number})" if number > 1 else name


def chosen(slot: str) -> str:
    """What stands in a place; where nobody chose, the thresholds in force meet the first of ours that differs from them."""
    usual = {FIRST: NOW, SECOND: _usual_second()}
    return session.setting(slot) or usual.get(slot, "")


def _usual_second() -> str:
    now = session.thresholds()
    return next(code for code in OUGHT_TO_DIFFER if scenarios.built_in(code).thresholds != now)


def thresholds_of(text: str) -> Thresholds:
    return session.thresholds() if text == NOW else scenarios.read(text).thresholds


def shown(text: str) -> str:
    """What people call a scenario; one that came with a link and is not kept here says so."""
    words = session.t()
    if text == NOW or text in BUILT_IN:
        return words(f"{ROOM}.scenario_{text}")
    name = scenarios.read(text).name
    return name if text in kept_texts() else words(f"{ROOM}.of_link", name=name)


def kept_texts() -> dict[str, str]:
    """The text of each scenario kept with the base → its name."""
    return {scenario.text: name for name, scenario in own()[0].items()}


def picker(facts: Facts) -> None:
    """The two or three scenarios and the class they are compared by."""
    words = session.t()
    with st.container(border=True):
        for place, slot in zip(st.columns(3, gap="medium"), session.WHAT_IF, strict=True):
            with place:
                _slot(slot)
        names = comparable(facts)
        option_name = lambda name: words(f"{ROOM}.{name}")  # noqa: E731
        look = {"required": True, "wrap": True, "format_func": option_name}
        label, now = words(f"{ROOM}.class"), class_name(facts)
        tune.kept(st.segmented_control, label, names, now, session.WHAT_IF_CLASS, _choose_class, **look)


def _slot(slot: str) -> None:
    words, now = session.t(), chosen(slot)
    options = [NOW, *BUILT_IN, *kept_texts(), *(text for text in map(chosen, session.WHAT_IF) if text)]
    options = [*([""] if slot == THIRD else []), *dict.fromkeys(options)]
    names = {text: shown(text) if text else words(f"{ROOM}.no_third") for text in options}
    label = words(f"{ROOM}.place_{slot.rpartition('.')[2]}")
    tune.kept(st.selectbox, label, options, now, slot, lambda text: _choose(slot, text), format_func=names.get)


def _choose(slot: str, text: str) -> None:
    session.choose(slot, text)
    st.rerun([tune.LIVE, tune.REST])


def _choose_class(name: str) -> None:
    session.choose(session.WHAT_IF_CLASS, name)
    st.rerun([tune.LIVE, tune.REST])


def comparable(facts: Facts) -> list[str]:
    """Classes this base can be judged by."""
    answer = lambda: scenario_comparison.comparable(session.warehouse(), facts, session.thresholds())  # noqa: E731
    return caching.remembered(f"{ROOM}.comparable", answer)


def class_name(facts: Facts) -> str:
    wanted, names = session.setting(session.WHAT_IF_CLASS), comparable(facts)
    return wanted if wanted in names else next(iter(CLASSES))


def judged(side: Side, facts: Facts) -> Judged:
    return scenario_comparison.judged(facts_of(side.thresholds), side.thresholds, class_name(facts))


def facts_of(thresholds: Thresholds) -> Facts:
    """Facts a scenario needs: those in hand, unless it ranks by another measure or takes another calendar step. Raises
    Unusable when the base lacks what the measure is counted by."""
    view = session.view().under(thresholds)
    if view == session.view():
        return session.facts()
    warehouse = session.warehouse()
    return caching.built(
        f"{ROOM}.facts.{view}", lambda: heavy.build(warehouse, view), lambda held: heavy.alive(warehouse, held)
    )


def compared(first: Judged, second: Judged) -> Comparison:
    if scenario_comparison.alike(first, second):
        return scenario_comparison.compared(first, second)
    warehouse, key = session.warehouse(), f"{ROOM}.paired.{first.facts.customers}.{second.facts.customers}"
    answer = lambda: scenario_comparison.paired(warehouse, first.facts, second.facts)  # noqa: E731
    beside = caching.built(key, answer, lambda held: warehouse.holds(held.table))
    return scenario_comparison.compared(first, second, beside)
