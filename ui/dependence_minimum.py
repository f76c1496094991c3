"""A minimum order (or a minimum sum) on screen: who is below it, what changes if some of them rise to it and the rest leave."""

from __future__ import annotations

import streamlit as st

from analytics.charts import break_even
from analytics.facts import Facts
from analytics.methods import abc_analysis, minimum_order
from analytics.methods.minimum_order import Outcome
from analytics.thresholds import Thresholds
from ui import caching, parts, session, tune
from ui.dependence_words import MINIMUM, ROOM, no_profit

OF = "dependence.minimum_of"
TOLD = "class customers below revenue_below revenue_change profit_change break_even profit_break_even".split()
WRITTEN = ("revenue_change", "profit_change")


def show(facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    st.caption(words(f"{ROOM}.minimum_about"))
    if reach(facts, thresholds) is None:
        st.info(words(f"{ROOM}.no_minimum"), icon=":material/event_busy:")
        return
    st.fragment(lambda: parts.shown(lambda: assumed(facts), told_already=True))()
    at_rest(facts, thresholds)


def reach(facts: Facts, thresholds: Thresholds) -> dict | None:
    warehouse, of = session.warehouse(), minimum_order.way(thresholds, facts)
    return caching.remembered(f"minimum.{of}", lambda: minimum_order.reach(warehouse, facts, of))


def assumed(facts: Facts) -> None:
    """What follows the hand: the minimum, how many rise to it, and what that makes of sales and profit."""
    words = session.t()
    controls(facts)
    thresholds = session.thresholds()
    least, found = found_at(facts, thresholds)
    outcome, rise = minimum_order.all_of(found), thresholds["dependence.rise_share"]
    parts.headline(sentence(outcome, least, rise, facts))
    if outcome.below:
        st.markdown(of_break_even(outcome))
        curve(outcome, rise)
    if (remark := no_profit(facts)) is not None:
        st.caption(remark)
    st.caption(words(f"{ROOM}.minimum_assumptions"))


def found_at(facts: Facts, thresholds: Thresholds) -> tuple[float, dict[str | None, Outcome]]:
    """The minimum in force, and what it does to each class."""
    warehouse, of = session.warehouse(), minimum_order.way(thresholds, facts)
    least = minimum_order.minimum(thresholds, reach(facts, thresholds))
    classes = f"minimum.{abc_analysis.chosen(thresholds, facts).sql}"
    wholes = caching.remembered(classes, lambda: minimum_order.wholes(warehouse, facts, thresholds))
    asked = (warehouse, facts, thresholds, of, least, wholes)
    return least, caching.judged("minimum_order", lambda: minimum_order.outcomes(*asked))


def controls(facts: Facts) -> None:
    thresholds = session.thresholds()
    to = reach(facts, thresholds)
    with st.container(border=True):
        switch(facts, thresholds)
        left, right = st.columns(2, gap="large")
        with left:
            tune.slider("dependence.minimum_order", 0, to["most"], to["step"], otherwise=to["usual"])
        with right:
            tune.slider("dependence.rise_share", 0, 1, 0.01, percent=True)
        tune.reset_button(MINIMUM)


def switch(facts: Facts, thresholds: Thresholds) -> None:
    """Of an order or of the window's revenue, where orders are known."""
    words, ways, now = session.t(), minimum_order.ways(facts), minimum_order.way(thresholds, facts)
    if len(ways) < 2:
        st.caption(words(f"{ROOM}.no_orders"))
        return
    named = lambda way: words(f"thresholds.{OF}.{way}")  # noqa: E731
    shown = {"required": True, "wrap": True, "format_func": named}
    tune.kept(st.segmented_control, words(f"thresholds.{OF}"), ways, now, OF, choose, **shown)


def choose(way: str) -> None:
    """The minimum belongs to what it is of: it is taken from the data again."""
    session.put({OF: way, "dependence.minimum_order": None})
    st.rerun(tune.REST)


def sentence(outcome: Outcome, least: float, rise: float, facts: Facts) -> str:
    words, of = session.t(), minimum_order.way(session.thresholds(), facts)
    if not outcome.below:
        return words(f"{ROOM}.nobody_below_{of}", least=words.money(least))
    share = outcome.below / outcome.customers
    said = words(f"{ROOM}.below_{of}", n=outcome.below, share=share, least=words.money(least))
    rising = words.percent(rise, 0)
    changed = words(f"{ROOM}.rising", rise=rising, revenue=words.signed(outcome.change(rise)))
    profit = outcome.change(rise, "profit")
    more = "" if profit is None else words(f"{ROOM}.rising_profit", profit=words.signed(profit))
    return f"{said} {changed}{more}."


def of_break_even(outcome: Outcome) -> str:
    words, told = session.t(), []
    for what in break_even.WHAT if outcome.profit is not None else break_even.WHAT[:1]:
        even = outcome.break_even(what)
        key = "even_never" if even is None else "even_always" if even == 0 else "even"
        told.append(words(f"{ROOM}.{key}_{what}", share=words.percent(even)))
    return " ".join(told)


def curve(outcome: Outcome, rise: float) -> None:
    words = session.t()
    labels = {"rise": words(f"{ROOM}.rise_axis"), "change": words(f"{ROOM}.change_axis")}
    labels |= {"told_rise": words(f"{ROOM}.rise_axis"), "told": words(f"{ROOM}.change_axis")}
    names = {what: words(f"columns.{what}") for what in break_even.WHAT}
    even = {what: outcome.break_even(what) for what in break_even.WHAT}
    frames = break_even.frames(minimum_order.by_share(outcome), even, names, rise, session.look())
    parts.chart(break_even.chart, labels, frames, key="break_even", alt=words(f"{ROOM}.even_alt"))
    st.caption(words(f"{ROOM}.even_about"))


def at_rest(facts: Facts, thresholds: Thresholds) -> None:
    """By class, and the list of those below."""
    words, of = session.t(), minimum_order.way(thresholds, facts)
    least, found = found_at(facts, thresholds)
    rows = minimum_order.table(found, thresholds["dependence.rise_share"])
    st.subheader(words(f"{ROOM}.by_class"), anchor=False)
    have = [column for column in TOLD if any(row[column] is not None for row in rows)]
    told = [row | {name: words.signed(row[name]) for name in WRITTEN} for row in rows]
    heads = {column: words(f"{ROOM}.head_{column}") for column in TOLD[2:]}
    parts.table(told, have, "minimum_classes", heads)
    parts.downloads(
        "minimum_order", lambda: [{column: row[column] for column in have} for row in rows], "minimum_classes"
    )
    below = minimum_order.all_of(found).below
    st.subheader(words(f"{ROOM}.who_is_below", n=below), anchor=False)
    if below:
        parts.client_list(facts, thresholds, {}, below, "below_list", minimum_order.members(facts, of, least))
