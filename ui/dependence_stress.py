"""The stress test on screen: who is gone, what goes with them while the hand moves, and the base without them at rest."""

from __future__ import annotations

import streamlit as st

from analytics.charts import loss_curve
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import stress_test
from analytics.methods.stress_test import Loss
from analytics.thresholds import Thresholds
from ui import caching, dependence_compared, dependence_picks, parts, session, tune
from ui.dependence_words import ROOM, STRESS, no_profit

MOST_TOP = 100


def show(facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    st.caption(words(f"{ROOM}.stress_about"))
    dependence_picks.show(facts, thresholds)
    st.fragment(lambda: parts.shown(lambda: gone(facts), told_already=True))()
    at_rest(facts, thresholds)


def gone(facts: Facts) -> None:
    """What follows the hand: the slider of the largest, the money that goes, and the curve."""
    warehouse, most = session.warehouse(), min(facts.whole["clients"], MOST_TOP)
    tune.slider("dependence.top", 0, most, 1)
    tune.reset_button(STRESS)
    thresholds = session.thresholds()
    loss = chosen(facts, thresholds)
    lost = stress_test.lost(warehouse, facts, thresholds, loss)
    parts.headline(sentence(loss, lost, facts))
    figures(lost)
    curve(facts, loss, most)


def chosen(facts: Facts, thresholds: Thresholds) -> Loss:
    return dependence_picks.loss(facts, thresholds)


def sentence(loss: Loss, lost: dict, facts: Facts) -> str:
    words = session.t()
    if not lost["customers"]:
        return words(f"{ROOM}.nobody_chosen")
    key = "lost_all" if lost["customers"] == facts.whole["clients"] else "lost"
    told = {"n": lost["customers"], "clients": lost["customer_share"], "share": lost["revenue_share"]}
    said = words(f"{ROOM}.{key}", revenue=words.short(lost["revenue"]), **told)
    if lost["profit_share"] is None:
        return said
    return f"{said} {words(f'{ROOM}.lost_profit', profit=words.short(lost['profit']), share=lost['profit_share'])}"


def figures(lost: dict) -> None:
    words = session.t()
    writers = {"customers": words.number, "revenue": words.short, "profit": words.short, "orders": words.number}
    told = {}
    for name, share in zip(stress_test.SUMS, stress_test.SHARES, strict=True):
        if lost[name] is not None:
            told[words(f"columns.{name}")] = (
                writers[name](lost[name]),
                words(f"{ROOM}.of_whole", share=lost[share]),
            )
    parts.figures(told, "loss")


def curve(facts: Facts, loss: Loss, most: int) -> None:
    """What is left as the largest go one by one; the rest of the set is not in it."""
    words, warehouse = session.t(), session.warehouse()
    rows = caching.remembered("heads", lambda: stress_test.losses_of_the_largest(warehouse, facts, most))
    if len(rows) < 2 or not facts.whole["revenue"]:
        return
    top = min(loss.top, rows[-1]["top"])
    label = words(f"{ROOM}.left_without", n=top, share=rows[top]["revenue_share"])
    labels = {"top": words(f"{ROOM}.top_axis"), "share": words(f"{ROOM}.left_axis"), "name": words(f"{ROOM}.last_gone")}
    labels |= {"left": words(f"{ROOM}.left_axis")}
    frames = loss_curve.frames(rows, top, label, session.look())
    parts.chart(loss_curve.chart, labels, frames, rows[-1]["top"], key="loss_curve", alt=words(f"{ROOM}.curve_alt"))
    st.caption(words(f"{ROOM}.curve_about"))


def at_rest(facts: Facts, thresholds: Thresholds) -> None:
    """The base without them: ranked and judged anew."""
    words, warehouse, loss = session.t(), session.warehouse(), chosen(facts, thresholds)
    table = stress_test.members(warehouse, facts, thresholds, loss)
    if table is None:
        return
    st.subheader(words(f"{ROOM}.before_after"), anchor=False)
    try:
        left = dependence_compared.left(table, lambda: stress_test.without(warehouse, facts, table))
    except Unusable as fault:
        st.info(words.error(fault), icon=":material/event_busy:")
        return
    dependence_compared.show(facts, left, thresholds, "stress")
    lost = stress_test.lost(warehouse, facts, thresholds, loss)
    st.subheader(words(f"{ROOM}.who_is_gone", n=lost["customers"]), anchor=False)
    if lost["customers"]:
        among = stress_test.told_by(table)
        parts.client_list(facts, thresholds, {}, lost["customers"], "gone_list", among)
    if (remark := no_profit(facts)) is not None:
        st.caption(remark)
