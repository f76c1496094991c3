"""Which of those who refused to call, and when? The renew index, the days to call, and the base as three blocks."""

import streamlit as st

from analytics.headlines import renewal as headline
from analytics.methods import renewal
from ui import needed_base, parts, renewal_blocks, renewal_controls, renewal_groups, renewal_list, session
from ui.markup import plain
from ui.renewal_words import grade_name, leads, written

ROOM = "renewal"
FIGURES = ("overdue", "in_7_days", "in_30_days", "later", "no_date")


def live() -> None:
    facts = parts.guard()
    found = leads(facts)
    if not found:
        needed_base.offer(ROOM, "leads")
        return
    renewal_controls.show()
    by = renewal.index(found, session.thresholds())
    sums, states = renewal.summed_up(found, by), renewal.states(found)
    parts.headline(headline.sentence(session.t(), found, by, sums, states))
    for remark in remarks(by, sums, states):
        st.caption(remark)
    if sums["leads"]:
        calls(found, sums)
        renewal_groups.index_picture(found, by, sums)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    found = leads(facts)
    by = renewal.index(found, thresholds) if found else None
    refused = renewal.states(found)["refused"] if found else None
    if refused:
        which = renewal_groups.show(found, by)
        renewal_list.show(found, by, which, plain(renewal_groups.what(which, by)))
        renewal_list.own_grades_remark()
    renewal_blocks.show(facts, thresholds, found, by, refused)
    parts.explained(ROOM, renewal_controls.NAMES)


def remarks(by, sums: dict, states: dict) -> list[str]:
    """The range of the index, what it lacks, and the leads that are no refusals."""
    words, told = session.t(), []
    if by.low is not None:
        told.append(words(f"{ROOM}.range", low=written(by.low), high=written(by.high)))
    elif by.columns:
        told.append(words(f"{ROOM}.no_weight"))
    if by.idle:
        told.append(words(f"{ROOM}.idle", columns=plain(", ".join(map(grade_name, by.idle)))))
    if 0 < sums["ungraded"] < sums["leads"]:
        told.append(words(f"{ROOM}.ungraded_n", n=sums["ungraded"]))
    told += [words(f"{ROOM}.{state}_n", n=states[state]) for state in ("open", "client", "won") if states[state]]
    return [" ".join(told)] if told else []


def calls(found, sums: dict) -> None:
    """How many calls are due when, by the base's own last day."""
    words = session.t()
    st.caption(words(f"{ROOM}.calls_from", day=found.as_of))
    told = {words(f"{ROOM}.{code}"): (words.number(sums[code]), words(f"{ROOM}.{code}_about")) for code in FIGURES}
    parts.figures(told, "calls")


parts.page(ROOM, live, rest)
