"""Cutting group C off, on screen: what goes at once, what may follow, and those who stay, among whom a new C appears."""

from __future__ import annotations

import math
from decimal import Decimal

import streamlit as st

from analytics.charts import waterfall
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import abc_analysis, cut_class_c
from analytics.methods.cut_class_c import Cut
from analytics.thresholds import Thresholds
from ui import caching, dependence_compared, parts, session, tune
from ui.dependence_words import CUT, ROOM, no_profit

ROUNDS = "round customers customer_share revenue revenue_share profit c_customers c_revenue".split()
STEPS_OF_A_SLIDER = 100


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    group = cut_class_c.cut(warehouse, facts, thresholds)
    st.caption(words(f"{ROOM}.cut_about"))
    if not group.customers:
        st.info(words(f"{ROOM}.no_c"), icon=":material/event_busy:")
        return
    st.fragment(lambda: parts.shown(lambda: assumed(facts), told_already=True))()
    at_rest(facts, thresholds)


def assumed(facts: Facts) -> None:
    """What follows the hand: both assumptions, and what they make of sales and profit."""
    words, group = session.t(), cut_class_c.cut(session.warehouse(), facts, session.thresholds())
    controls(group)
    thresholds = session.thresholds()
    group = cut_class_c.cut(session.warehouse(), facts, thresholds)
    rows = cut_class_c.effects(group, thresholds["dependence.long_run_loss"])
    parts.headline(sentence(group))
    for remark in (of_serving(group), of_long_run(group, rows), no_profit(facts)):
        if remark:
            st.markdown(remark)
    steps(group, rows)
    table(rows)
    st.caption(words(f"{ROOM}.cut_assumptions"))


def controls(group: Cut) -> None:
    """The cost of serving is asked for where the list of clients does not say it of all."""
    words = session.t()
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            tune.slider("dependence.long_run_loss", 0, 0.5, 0.01, percent=True)
        with right:
            if group.costed == group.customers:
                st.caption(words(f"{ROOM}.cost_known"))
            else:
                most, step = reach(group)
                tune.slider("dependence.cost_to_serve", 0, most, step)
        tune.reset_button(CUT)


def reach(group: Cut) -> tuple[float, float]:
    """How far the cost of serving one client is worth trying: up to twice what one brings on average."""
    average = float(max(group.revenue, 0)) / group.customers
    size = 10.0 ** math.floor(math.log10(2 * average or 100))
    return size * math.ceil(2 * average / size or 1), size / STEPS_OF_A_SLIDER


def sentence(group: Cut) -> str:
    words = session.t()
    told = {"n": group.customers, "clients": group.customer_share, "share": group.revenue_share}
    said = words(f"{ROOM}.cut", revenue=words.short(group.revenue), **told)
    if group.profit_share is None:
        return said
    return f"{said} {words(f'{ROOM}.cut_profit', profit=words.short(group.profit), share=group.profit_share)}"


def of_serving(group: Cut) -> str:
    """What serving the group costs, and from what cost the cut would pay at once."""
    words = session.t()
    told = []
    if group.saving is not None:
        told.append(words(f"{ROOM}.saving", saving=words.short(group.saving)))
        if group.gain is not None:
            key = "gain" if group.gain >= 0 else "no_gain"
            told.append(words(f"{ROOM}.{key}", gain=words.short(abs(group.gain))))
    if group.cost_that_pays is not None:
        key = "cost_that_pays" if group.cost_that_pays > 0 else "pays_at_any_cost"
        told.append(words(f"{ROOM}.{key}", cost=words.money(max(group.cost_that_pays, 0))))
    return " ".join(told)


def of_long_run(group: Cut, rows: list[dict]) -> str:
    words, later = session.t(), rows[-1]
    said = words(f"{ROOM}.long_run", share=1 - later["revenue_share"]) if later["revenue_share"] is not None else ""
    eaten = cut_class_c.loss_that_eats_the_gain(group)
    return f"{said} {words(f'{ROOM}.eaten', share=eaten)}" if eaten is not None else said


def steps(group: Cut, rows: list[dict]) -> None:
    """Sales today, less the group, less what the visitor assumes goes with it, and what is left."""
    words, (today, at_once, later) = session.t(), rows
    amounts = {"sales_today": today["revenue"], "less_c": at_once["revenue"] - today["revenue"]}
    amounts |= {"less_further": later["revenue"] - at_once["revenue"], "sales_left": later["revenue"]}
    totals = ("sales_today", "sales_left")
    drawn = [
        waterfall.Step(words(f"{ROOM}.{name}"), Decimal(str(round(amount, 2))), of_today(amount, today), name in totals)
        for name, amount in amounts.items()
    ]
    labels = {"value": words("columns.revenue"), "part": words(f"{ROOM}.part"), "amount": words("columns.revenue")}
    labels |= {"told": words(f"{ROOM}.of_today")}
    frames = waterfall.frames(drawn, session.look())
    parts.chart(waterfall.chart, labels, frames, key="cut_steps", alt=words(f"{ROOM}.cut_alt"))


def of_today(amount: float, today: dict) -> str:
    return session.t().percent(amount / today["revenue"] if today["revenue"] else None)


def table(rows: list[dict]) -> None:
    """Today, at once, in the long run, side by side."""
    words = session.t()
    have = [name for name in ("revenue", "revenue_share", "profit") if any(row[name] is not None for row in rows)]
    told = [row | {"what": words(f"{ROOM}.when_{row['what']}")} for row in rows]
    heads = {"what": words(f"{ROOM}.head_when"), "revenue_share": words(f"{ROOM}.of_today")}
    heads |= {"profit": words(f"{ROOM}.profit_with_saving")}
    parts.table(told, ["what", *have], "cut_effects", heads)
    parts.downloads(
        "cut_class_c", lambda: [{name: row[name] for name in ("what", *have)} for row in told], "cut_effects"
    )


def at_rest(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    st.subheader(words(f"{ROOM}.after_cut"), anchor=False)
    name = f"cut.{abc_analysis.chosen(thresholds, facts).sql}"
    try:
        left = dependence_compared.left(name, lambda: cut_class_c.without_c(warehouse, facts, thresholds))
    except Unusable as fault:
        st.info(words.error(fault), icon=":material/event_busy:")
        return
    new = cut_class_c.cut(warehouse, left, thresholds)
    key = "new_c" if new.customers else "no_new_c"
    st.markdown(words(f"{ROOM}.{key}", n=new.customers, share=new.customer_share))
    dependence_compared.show(facts, left, thresholds, "cut")
    again(facts, thresholds)


def again(facts: Facts, thresholds: Thresholds) -> None:
    """The cut repeated: counted when it is asked for, for each round takes as long as the first."""
    words, warehouse = session.t(), session.warehouse()
    label, key = words(f"{ROOM}.again", n=cut_class_c.ROUNDS), f"{ROOM}.again"
    with st.expander(label, icon=":material/content_cut:", on_change="rerun", key=key) as opened:
        if not opened.open:
            return
        st.caption(words(f"{ROOM}.again_about"))
        name = f"again.{sorted(thresholds.changed().items())}"
        asked = (warehouse, facts, thresholds)
        rows = caching.built(name, lambda: cut_class_c.again_and_again(*asked), told=f"{ROOM}.judging_anew")
        have = [column for column in ROUNDS if any(row[column] is not None for row in rows)]
        heads = {column: words(f"{ROOM}.head_{column}") for column in ("round", "c_customers", "c_revenue")}
        heads |= {column: words(f"{ROOM}.head_left_{column}") for column in ("customer_share", "revenue_share")}
        parts.table(rows, have, "cut_rounds", heads)
        parts.downloads("cut_rounds", lambda: [{column: row[column] for column in have} for row in rows], "cut_rounds")
