"""How evenly the clients share the total: the Lorenz curve, the best fifth on it, and the indices with how they are read."""

from __future__ import annotations

import streamlit as st

from analytics.drawings import dependence as drawings
from analytics.facts import Facts, curve
from analytics.methods import dependence, lorenz
from ui import caching, concentration, parts, session
from ui.dependence_balance import found
from ui.dependence_words import ROOM


def show(facts: Facts) -> None:
    words, told = session.t(), found(facts)
    if told["gini"] is None:
        st.info(words(f"{ROOM}.no_concentration"), icon=":material/event_busy:")
        return
    concentration.figures(told)
    st.markdown(read(told))
    drawn(told, facts)
    st.caption(words(f"{ROOM}.lorenz_about"))
    rows = [{name: told[name] for name in dependence.INDICES}]
    parts.downloads("concentration", lambda: rows, "concentration")


def read(told: dict) -> str:
    """What HHI and Gini say of this base, against the lines that are used for markets."""
    words, hhi = session.t(), told["hhi"]
    old, new = (dependence.concentrated(hhi, lines) for lines in (dependence.HHI_2010, dependence.HHI_2023))
    levels = {"old": words(f"{ROOM}.hhi_{old}"), "new": words(f"{ROOM}.hhi_{new}")}
    equals = words(f"{ROOM}.equals", n=max(1, round(10_000 / hhi)))
    key = "read_hhi_same" if old == new else "read_hhi"
    return words(f"{ROOM}.{key}", hhi=words.number(hhi), equals=equals, guide=words(f"{ROOM}.guide"), **levels)


def drawn(told: dict, facts: Facts) -> None:
    points = caching.remembered("lorenz", lambda: lorenz.points(curve(session.warehouse(), facts), facts))
    parts.drawn(drawings.curve(session.look(), points, told, facts, session.thresholds()), "lorenz")
