"""What serving costs: told by the list of clients, or tried out where it is not; what is tried is stored nowhere."""

from __future__ import annotations

import streamlit as st

from analytics import d_options
from analytics.facts import Facts
from ui import parts, session, tune
from ui.profitability_judged import ROOM, known, serving_is_told

START_SHARE, MOST_SHARE = 0.02, 0.3


def show(facts: Facts) -> None:
    words, whole = session.t(), known(facts)
    st.subheader(words(f"{ROOM}.serving"), anchor=False)
    if serving_is_told(facts):
        st.markdown(_told(whole))
        return
    st.markdown(words(f"{ROOM}.serving_untold"))
    st.fragment(lambda: parts.shown(lambda: _try_out(facts), told_already=True))()


def _told(whole: dict) -> str:
    words = session.t()
    eaten = float(whole["cost_to_serve"] / whole["profit"]) if whole["profit"] > 0 else None
    told = {"cost": whole["cost_to_serve"], "before": whole["profit"], "after": whole["profit_after_serving"]}
    lines = [words(f"{ROOM}.serving_told", eaten=words.percent(eaten), **told)]
    untold = whole["customers"] - whole["with_cost"]
    return " ".join([*lines, *([words(f"{ROOM}.serving_partly", n=untold)] if untold else [])])


def _try_out(facts: Facts) -> None:
    """The dial runs up to three tenths of an average order's worth."""
    words, per_order = session.t(), bool(known(facts)["orders"])
    units = known(facts)["orders"] if per_order else known(facts)["customers"]
    worth = max(float(known(facts)["revenue"]) / units, 0)
    step = _round(worth * 0.005)
    label = words(f"{ROOM}.tried_{'order' if per_order else 'client'}")
    with st.container(border=True):
        cost = tune.dial(
            f"served.{facts.customers}", label, 0, _round(worth * MOST_SHARE), step, _round(worth * START_SHARE)
        )
    found = d_options.assumed(session.warehouse(), facts, cost, per_order)
    told = {
        "n": found["turned"],
        "revenue": found["turned_revenue"] or 0,
        "profit": found["profit"],
        "cost": found["cost"],
    }
    st.markdown(words(f"{ROOM}.tried", all=found["customers"], **told))


def _round(amount: float) -> float:
    """Two digits of an amount: a dial has no use for more."""
    return float(f"{amount:.1e}") or 0.01
