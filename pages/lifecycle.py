"""Where in its life is everyone, and which of the four rules applies? Stages, the ladder, who is overdue."""

import streamlit as st

from analytics.headlines import lifecycle as headline
from analytics.methods import lifecycle
from ui import (
    caching,
    lifecycle_activity,
    lifecycle_controls,
    lifecycle_gaps,
    lifecycle_lists,
    lifecycle_overdue,
    parts,
    session,
)

ROOM = "lifecycle"
BADGES = {"win_back": "red", "retain": "orange", "develop": "blue", "reward": "green"}


def live() -> None:
    facts = guard()
    lifecycle_controls.controls(facts, lifecycle_gaps.in_days(facts).most)
    rows = stages(facts)
    parts.headline(headline.sentence(session.t(), rows))
    stage_bars(rows)
    lifecycle_gaps.show(facts)
    rules(rows, facts)


def rest() -> None:
    facts, thresholds = guard(told=True), session.thresholds()
    rows = stages(facts)
    lifecycle_lists.stage_list(rows, facts, thresholds)
    shows = {
        "ladder": lambda: lifecycle_lists.rung_chart(facts, thresholds),
        "split": lambda: lifecycle_lists.split(rows, facts, thresholds),
        "overdue": lambda: lifecycle_overdue.show(facts, thresholds),
        "activity": lambda: lifecycle_activity.show(facts, thresholds),
    }
    parts.tabs(ROOM, shows)
    parts.explained(ROOM, lifecycle_controls.NAMES, gaps=facts.whole["gaps"])


def guard(told: bool = False):
    """Facts that tell orders and recency; a base of totals that lacks them is told which of its columns would."""
    facts, words = parts.guard(), session.t()
    lacking = caching.remembered("lacking", lambda: lifecycle.lacking(session.warehouse(), facts))
    if lacking and not told:
        st.info(
            words(f"{ROOM}.lacking", columns=", ".join(words(f"{ROOM}.lacking_{name}") for name in lacking)),
            icon=":material/event_busy:",
        )
    if lacking:
        st.stop()
    return facts


def stages(facts) -> list[dict]:
    return caching.judged("stages", lambda: lifecycle.stages(session.warehouse(), facts, session.thresholds()))


def stage_bars(rows: list[dict]) -> None:
    words = session.t()
    known = [row for row in rows if row["class"]]
    places = {code: place for place, code in enumerate(lifecycle.MEMBERS)}
    named = [row | {"place": places[row["class"]], "name": words(f"common.{row['class']}")} for row in known]
    heads = (words("columns.customers"), words("columns.revenue"))
    lifecycle_lists.bars(named, heads, "stages", lifecycle.MEMBERS)
    unknown = sum(row["customers"] for row in rows if not row["class"])
    told = words(f"{ROOM}.without_stage", n=unknown) if unknown else ""
    st.caption(f"{words(f'{ROOM}.choose_a_stage')} {told}")


def rules(rows: list[dict], facts) -> None:
    """The four rules of work with clients: whom each concerns, how much money that is, and what to do."""
    words = session.t()
    st.subheader(words(f"{ROOM}.rules"), anchor=False)
    with st.container(horizontal=True, key="cards_rules", gap="small"):
        for rule, covered in lifecycle.RULES.items():
            mine = [row for row in rows if row["class"] in covered]
            stages_of_it = ", ".join(words(f"common.{row['class']}").lower() for row in mine)
            customers, revenue = (sum(row[name] or 0 for row in mine) for name in ("customers", "revenue"))
            share = float(revenue / facts.whole["revenue"]) if facts.whole["revenue"] else None
            with st.container(border=True, height="stretch"):
                st.markdown(f":{BADGES[rule]}-badge[**{words(f'common.{rule}')}**] {stages_of_it}")
                st.markdown(words(f"{ROOM}.rule_size", n=customers, money=revenue, share=share))
                st.caption(words(f"{ROOM}.advice_{rule}"))


parts.page(ROOM, live, rest)
