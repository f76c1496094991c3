"""The classes of one client, each beside the value it was judged by, the boundaries, and what lacks to the better one."""

from __future__ import annotations

import streamlit as st

from analytics import reasons
from analytics.charts import distribution
from analytics.facts import Facts
from analytics.reasons import Score
from analytics.thresholds import Thresholds
from ui import rfm_cuts, session

ROOM = "client"
COLOURS = {"A": "green", "X": "green", "B": "orange", "Y": "orange", "C": "red", "Z": "red"}
COLOURS |= {"earns": "green", "image": "blue", "D": "violet"}
COLOURS |= {
    "regular": "green",
    "developing": "green",
    "returned": "blue",
    "new": "blue",
    "at_risk": "orange",
    "lost": "red",
}
SEGMENT = "rfm_segment"


def show(client: dict, facts: Facts, thresholds: Thresholds) -> None:
    st.subheader(session.t()(f"{ROOM}.why"), anchor=False)
    rows = reasons.of(session.warehouse(), facts, thresholds, client)
    for pair in (rows[i : i + 2] for i in range(0, len(rows), 2)):
        for place, row in zip(st.columns(2), pair, strict=False):
            with place.container(border=True, height="stretch"):
                _reason(row)


def _reason(row: dict) -> None:
    words = session.t()
    chosen = f" · {words(f'{ROOM}.chosen')}" if row["chosen"] else ""
    segment = row["column"] == SEGMENT
    name = words.segment(row["class"]) if segment else words.name("common", row["class"])
    colour = "gray" if segment else COLOURS.get(row["class"], "gray")
    st.markdown(f":{colour}-badge[**{name}**] **{words.name('columns', row['column'])}**{chosen}")
    st.markdown(words(f"{ROOM}.why_{row['reason']}", **row["particulars"]))
    if row["scores"]:
        st.markdown("\n".join(f"* {_told(score)}" for score in row["scores"]))
    if row["lacks"]:
        st.markdown(words(f"{ROOM}.lacks_{row['lacks']}", **row["particulars"]))


def _told(score: Score) -> str:
    """`R 2 of 5. Days since the last order: 140 (score 2 is over 71 and up to 179).`"""
    words, dimension, look = session.t(), score.dimension, session.look()
    between = "up_to" if score.low is None else "over" if score.high is None else "between"
    low, high, value = (distribution.written(dimension, at, look) for at in (score.low, score.high, score.value))
    told = words(f"{ROOM}.score_{between}", score=score.score, low=low, high=high)
    name, fact = dimension.name[0].upper(), rfm_cuts.name_of(dimension)
    place = {"letter": name, "score": score.score, "bins": dimension.bins}
    return words(f"{ROOM}.score", fact=fact, value=value, between=told, **place)
