"""The lists of the plan as a picture, with the thresholds that move them: how many clients each has, and what they bring."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import paired_bars
from analytics.headlines.action_plan import COLOURS
from analytics.plan_lists import LISTS
from analytics.plan_words import ROOM, list_name
from ui import parts, session, tune

CHART = "plan_lists"
NAMES = ("plan.near_a", "plan.call_after")
SEEN = "plan.seen"


def controls(dated: bool) -> None:
    """Without dates nobody has a usual gap."""
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            tune.slider(NAMES[0], 0, 1, 0.01, percent=True)
        if dated:
            with right:
                tune.slider(NAMES[1], 0.5, 5, 0.1)
        tune.reset_button(NAMES)


def show(rows: Sequence[dict]) -> None:
    """A row of bars per list that has clients; a click opens the list below."""
    words = session.t()
    told = [
        {"name": list_name(words, row["list"]), "place": list(LISTS).index(row["list"])}
        | {key: row[key] for key in ("customers", "customer_share", "revenue", "revenue_share")}
        for row in rows
        if row["list"] and row["customers"]
    ]
    heads = (words(f"{ROOM}.customers"), words(f"{ROOM}.revenue"))
    frames, names = paired_bars.frames(told, heads, session.look()), tuple(row["name"] for row in told)
    members = tuple(COLOURS[list_.aim] for list_ in LISTS.values())
    labels, about = {"share": words("columns.share")}, words(f"{ROOM}.lists")
    parts.chart(paired_bars.chart, labels, frames, names, members, key=CHART, select=True, alt=about)
    st.caption(words(f"{ROOM}.lists_hint"))


def chosen(rows: Sequence[dict]) -> str:
    """The list to show: the one clicked last or chosen below it, else the first of those who are silent, or are to be kept."""
    picked = parts.chosen_in(CHART, "picked")
    if picked and picked != st.session_state.get(SEEN):
        session.choose(session.PLAN_LIST, list(LISTS)[int(picked[0]["place"])])
    st.session_state[SEEN] = picked
    present = [row["list"] for row in rows if row["list"] and row["customers"]]
    urgent = [code for code in present if LISTS[code].of_silence]
    urgent += [code for code in present if LISTS[code].aim == "retain"]
    wanted = session.setting(session.PLAN_LIST)
    return wanted if wanted in present else (urgent or present)[0]
