"""What if the thresholds were others? Scenarios side by side: sizes of classes, money, who moves and how much money moves."""

import streamlit as st

from analytics.headlines import what_if as headline
from analytics.methods import scenario_comparison
from ui import (
    parts,
    session,
    what_if_controls,
    what_if_differences,
    what_if_evidence,
    what_if_moves,
    what_if_saved,
    what_if_scenarios,
)
from ui.markup import plain

ROOM = "what_if"
MAIN = ("measure", "bucket", "abc.method", "xyz.measure", "rfm.method", "lifecycle.boundaries")


def live() -> None:
    facts = parts.guard()
    what_if_scenarios.picker(facts)
    what_if_controls.show(facts, what_if_scenarios.class_name(facts), what_if_scenarios.sides())
    sides, name, judged, comparison, cells = side_by_side(facts)
    told = headline.sentence(session.t(), cells, comparison, tuple(plain(side.name) for side in sides[:2]))
    parts.headline(told)
    rows = what_if_moves.sizes(cells, *judged[2:] or [None], sides)
    caution(rows, judged, name)
    what_if_moves.bars(rows, name, sides)
    what_if_moves.grid(cells, name, sides)


def rest() -> None:
    facts = session.facts()
    sides, name, judged, comparison, cells = side_by_side(facts)
    what_if_moves.moved_table(cells, name, sides)
    what_if_moves.client_list(cells, comparison, name, sides)
    what_if_moves.sizes_table(what_if_moves.sizes(cells, *judged[2:] or [None], sides), name)
    what_if_differences.show(sides)
    what_if_saved.show()
    st.subheader(session.t()(f"{ROOM}.evidence"), anchor=False)
    what_if_evidence.show()
    names = tuple(dict.fromkeys([*MAIN, *session.thresholds().changed()]))
    parts.explained(ROOM, names, also=("what_if_evidence",))


def side_by_side(facts) -> tuple:
    """The scenarios, the class they are compared by, the base as each judges it, and who moves between the first two."""
    sides, name = what_if_scenarios.sides(), what_if_scenarios.class_name(facts)
    judged = [what_if_scenarios.judged(side, facts) for side in sides]
    comparison = what_if_scenarios.compared(*judged[:2])
    return sides, name, judged, comparison, scenario_comparison.moves(session.warehouse(), comparison)


def caution(rows: list[dict], judged: list[scenario_comparison.Judged], name: str) -> None:
    """What to bear in mind of these numbers: clients no scenario can judge, scenarios that do not see the base alike."""
    words = session.t()
    if name in scenario_comparison.STEADY and not all(side.facts.enough_buckets for side in judged):
        st.info(words(f"{ROOM}.few_buckets"), icon=":material/hourglass_empty:")
    for row in (row for row in rows if row["class"] is None and row["customers"]):
        st.caption(words(f"{ROOM}.without_class", n=row["customers"], scenario=plain(row["scenario"])))
    if not scenario_comparison.alike(*judged[:2]):
        st.caption(words(f"{ROOM}.sees_otherwise"))


parts.page(ROOM, live, rest)
