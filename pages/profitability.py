"""Who costs more than they bring? Class D, the whale curve, ABC by profit inside each class, and what to do with D."""

import streamlit as st

from analytics.headlines import profitability as headline
from analytics.methods.profitability import IMAGE, D
from ui import (
    needed_base,
    parts,
    profitability_lists,
    profitability_map,
    profitability_nested,
    profitability_options,
    profitability_serving,
    profitability_whale,
    session,
    tune,
)
from ui.profitability_judged import NAMES, ROOM, known, of, partly_known, verdicts

MOST_MARGIN = 0.5


def live() -> None:
    facts = parts.guard()
    if not known(facts)["customers"]:
        needed_base.offer(ROOM, "profit")
        return
    controls(facts)
    parts.headline(headline.sentence(session.t(), verdicts(facts), known(facts)))
    for remark in remarks(facts):
        st.caption(remark)
    st.subheader(session.t()(f"{ROOM}.whale"), anchor=False)
    profitability_whale.show(facts)
    st.caption(fall(facts))
    st.subheader(session.t()(f"{ROOM}.map"), anchor=False)
    profitability_map.show(facts)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    if known(facts)["customers"]:
        profitability_lists.table(facts)
        profitability_lists.clients(facts, thresholds)
        what_to_do(facts, thresholds)
        profitability_nested.show(facts, thresholds)
        profitability_serving.show(facts)
    parts.explained(ROOM, (*NAMES, "abc.method"))


def controls(facts) -> None:
    with st.container(border=True):
        tune.slider("profit.d_margin", -MOST_MARGIN, MOST_MARGIN, 0.01, percent=True)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            rule = tune.switch("profit.d_rule")
            tune.reset_button(NAMES)
        if rule == "strict" and not (facts.dated and facts.enough_buckets):
            st.caption(session.t()(f"{ROOM}.strict_needs_dates"))


def remarks(facts) -> list[str]:
    """Of whom the page does not speak, or knows only a part: those whose profit is unknown."""
    words, counted = session.t(), {"unknown": known(facts)["unknown"], "partly": partly_known(facts)}
    return [words(f"{ROOM}.{key}", n=n) for key, n in counted.items() if n]


def fall(facts) -> str:
    """What the fall of the curve is made of."""
    words, whole = session.t(), known(facts)
    if not whole["losers"]:
        return words(f"{ROOM}.no_fall")
    d, image = (of(code, facts)["loss"] for code in (D, IMAGE))
    if d == whole["loss"]:
        return words(f"{ROOM}.fall_of_d", n=whole["losers"], all=d)
    told = [words(f"{ROOM}.fall", n=whole["losers"], all=whole["loss"], d=d)]
    told += [words(f"{ROOM}.fall_image", image=image)] if image else []
    told += [words(f"{ROOM}.fall_rest")] if whole["loss"] > d + image else []
    return " ".join(told)


def what_to_do(facts, thresholds) -> None:
    if of(D, facts)["customers"]:
        profitability_options.show(facts, thresholds)


parts.page(ROOM, live, rest)
