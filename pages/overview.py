"""How is the base? The whole of it on one screen."""

import streamlit as st

from analytics.classes import sizes
from analytics.headlines import overview as headline
from analytics.methods import abc_analysis, dependence
from analytics.timeline import timeline as buckets
from ui import caching, parts, report_offer, session

ROOM = "overview"
TOP_CLIENTS = 10


def body() -> None:
    facts = parts.guard()
    thresholds = session.thresholds()
    classes = sizes(session.warehouse(), facts, abc_analysis.chosen(thresholds, facts))
    found = caching.remembered("concentration", lambda: dependence.concentration(session.warehouse(), facts))
    parts.headline(headline.sentence(session.t(), facts, found))
    figures(facts, classes, found)
    over_time(facts)
    carriers(classes)
    leaders(facts, thresholds)
    parts.explained(ROOM, ("measure", "bucket", "order_grain", "abc.method"))


def figures(facts, classes: list[dict], found: dict) -> None:
    words, whole = session.t(), facts.whole
    told = headline.figures(words, facts, classes, found)
    parts.figures({name: (value, None) for name, value in told.items()}, "overview")
    if whole["clients_with_returns_only"]:
        st.caption(
            words(
                f"{ROOM}.returns_only", n=whole["clients_with_returns_only"], revenue=whole["revenue_of_returns_only"]
            )
        )


def over_time(facts) -> None:
    words = session.t()
    if not facts.dated:
        st.caption(words("frame.needs_dates"))
        return
    st.subheader(words(f"{ROOM}.over_time"), anchor=False)
    rows = caching.remembered("timeline", lambda: buckets(session.warehouse(), facts))
    parts.timeline_chart(rows, ROOM, "timeline")
    if any(not row["finished"] for row in rows):
        st.caption(words("frame.unfinished_hint"))


def carriers(classes: list[dict]) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.carriers"), anchor=False)
    parts.class_split(classes, abc_analysis.MEMBERS, "overview_bars", words(f"{ROOM}.carriers"))
    st.page_link(session.page("abc_analysis"), label=words(f"{ROOM}.to_abc"), icon=":material/arrow_forward:")
    st.page_link(session.page("action_plan"), label=words(f"{ROOM}.to_plan"), icon=":material/checklist:")


def leaders(facts, thresholds) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.leaders", n=min(TOP_CLIENTS, facts.whole["clients"])), anchor=False)
    parts.client_page(facts, thresholds, parts.EVERYONE, "leaders", TOP_CLIENTS)
    parts.downloads("clients", parts.everyone(facts, thresholds), "all_clients")


parts.page(ROOM, body, report_offer.show)
