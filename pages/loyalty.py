"""Who is loyal, and how? Five types of loyalty: the radar, who shows which, the map, the trend and what to do."""

import streamlit as st

from analytics import workdays
from analytics.headlines import loyalty as headline
from analytics.methods import loyalty, loyalty_goals
from ui import (
    caching,
    loyalty_combinations,
    loyalty_goal,
    loyalty_map,
    loyalty_radar,
    loyalty_tables,
    loyalty_trend,
    parts,
    request_shares,
    session,
    tune,
)
from ui.loyalty_words import ROOM

NAMES = ("loyalty.shows_from", "loyalty.working_days")
COUNTRY = "loyalty.country"
OF_PAPERS = {"paid_in_time", "signed_in_time"}


def live() -> None:
    facts = parts.guard()
    types = controls(facts)
    held, thresholds = scores(facts), session.thresholds()
    rows = showing(held)
    parts.headline(headline.sentence(session.t(), rows, held))
    loyalty_radar.show(held, facts, thresholds, types)
    known = [type for type in types if held.types[type][0]]
    if len(known) > 1:
        loyalty_combinations.show(rows, known)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    held = scores(facts)
    rows, ordered = showing(held), {type: place for place, type in enumerate(in_order())}
    of_types = sorted(loyalty.types(held, rows), key=lambda row: ordered[row["type"]])
    loyalty_map.show(of_types)
    loyalty_combinations.clicked(rows, held, facts, thresholds)
    loyalty_tables.types(of_types, held)
    loyalty_tables.measures(held)
    trend(facts, ordered)
    request_shares.show(facts)
    country = workdays.countries()[workdays.known(thresholds[COUNTRY][0])][session.language()]
    parts.explained(ROOM, NAMES, country=country)


def controls(facts) -> tuple[str, ...]:
    """The threshold, the company's goal and what "in time" means; the types in the order of the goal."""
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            tune.slider(NAMES[0], 1, 100, 1)
        with right:
            types = loyalty_goal.order(loyalty.TYPES)
        if OF_PAPERS - scores(facts).missing.keys():
            left, right = st.columns(2, gap="large")
            with left:
                tune.slider(NAMES[1], 1, 15, 1)
            with right:
                choose_country()
        tune.reset_button((*NAMES, COUNTRY))
    return types


def in_order() -> tuple[str, ...]:
    return loyalty_goals.ordered(loyalty.TYPES, session.setting(session.LOYALTY_GOAL))


def choose_country() -> None:
    """Countries by their names in the visitor's language."""
    words, names = session.t(), {code: told[session.language()] for code, told in workdays.countries().items()}

    def change(code: str) -> None:
        session.put({COUNTRY: code})
        st.rerun([tune.LIVE, tune.REST])

    now = workdays.known(session.thresholds()[COUNTRY][0])
    codes = sorted(names, key=names.get)
    tune.kept(st.selectbox, words(f"thresholds.{COUNTRY}"), codes, now, COUNTRY, change, format_func=names.get)


def made_of() -> str:
    """What changes the scores themselves: the working days that are "in time", and of which country."""
    thresholds = session.thresholds()
    return f"{thresholds[NAMES[1]]}.{','.join(thresholds[COUNTRY])}"


def scores(facts) -> loyalty.Scores:
    warehouse, thresholds = session.warehouse(), session.thresholds()
    there = lambda held: warehouse.holds(held.table)  # noqa: E731
    asked = lambda: loyalty.scores(warehouse, facts, thresholds)  # noqa: E731
    return caching.built(f"loyalty.{made_of()}", asked, there)


def showing(held: loyalty.Scores) -> list[dict]:
    asked = (session.warehouse(), held, session.thresholds())
    return caching.judged("loyalty.showing", lambda: loyalty.showing(*asked))


def trend(facts, ordered: dict[str, int]) -> None:
    warehouse, thresholds = session.warehouse(), session.thresholds()
    there = lambda held: held is None or warehouse.holds(held.table)  # noqa: E731
    asked = lambda: loyalty.quarters(warehouse, facts, thresholds)  # noqa: E731
    held = caching.built(f"loyalty.quarters.{made_of()}", asked, there)
    rows = loyalty.by_quarter(warehouse, held, thresholds)
    loyalty_trend.show(sorted(rows, key=lambda row: (row["quarter"], ordered[row["type"]])))


parts.page(ROOM, live, rest)
