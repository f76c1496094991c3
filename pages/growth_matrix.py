"""Whom can more be sold to? Activity against capacity: stars, cash cows, difficult children and dogs."""

import streamlit as st

from analytics.headlines import growth_matrix as headline
from analytics.methods.growth_matrix import SHOWN_OF_MANY, SIDES
from ui import growth_chart, growth_lists, needed_base, parts, session
from ui.growth_chart import NAMES, ROOM, axis_name, built, had, is_dense, quadrants


def live() -> None:
    facts = parts.guard()
    growth = built(facts)
    if growth is None:
        lacking(facts)
        return
    if not growth.known:
        st.info(session.t()(f"{ROOM}.nobody_on_it"), icon=":material/event_busy:")
        return
    growth_chart.controls(facts, growth)
    rows = quadrants(growth)
    parts.headline(headline.sentence(session.t(), rows))
    growth_chart.show(growth, rows, session.thresholds())
    for remark in remarks(growth):
        st.caption(remark)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    growth = built(facts)
    if growth and growth.known:
        rows = quadrants(growth)
        growth_lists.cards(rows)
        growth_lists.table(rows)
        growth_lists.clients(growth, facts, thresholds)
    parts.explained(ROOM, NAMES)


def lacking(facts) -> None:
    """Which sides the base cannot tell, by which sources it could, and why it has none of them."""
    words = session.t()
    unknown = {side: sources for side, sources in had(facts).items() if all(sources.values())}
    needed_base.offer(ROOM, *unknown)
    for side, sources in unknown.items():
        for source, why in sources.items():
            named = words(f"thresholds.growth.{side}.{source}")
            st.caption(words(f"{ROOM}.no_way", source=named, why=words(f"{ROOM}.{why}")))


def remarks(growth) -> list[str]:
    """What the matrix leaves out, does not divide, or does not know."""
    words = session.t()
    told = [words(f"{ROOM}.without_{side}_{growth.side(side).source}", n=n) for side, n in growth.unknown.items()]
    told += [words(f"{ROOM}.alike", side=axis_name(growth, side)) for side in SIDES if growth.side(side).parts_nobody]
    if growth.activity.source == "per_month" and not growth.with_requests:
        told.append(words(f"{ROOM}.orders_alone"))
    if is_dense(growth):
        told.append(words(f"{ROOM}.dense", n=SHOWN_OF_MANY, all=growth.known))
    return told


parts.page(ROOM, live, rest)
