"""After which purchase clients leave, and when winning a client pays back: two parts below the cohorts."""

from __future__ import annotations

import math

import streamlit as st

from analytics.charts import payback_curve, purchase_bars
from analytics.facts import Facts
from analytics.methods import cohorts, lifecycle, purchase_churn
from analytics.methods import payback as method
from analytics.thresholds import Thresholds
from ui import caching, parts, session, tune

ROOM = "cohorts"
USUAL_MARGIN = 0.3
STEPS = 40


def repeat(facts: Facts, thresholds: Thresholds) -> None:
    words, usual = session.t(), lifecycle.boundaries(thresholds, facts).at_risk_after
    st.subheader(words(f"{ROOM}.repeat"), anchor=False)
    rows = purchase_churn.by_number(session.warehouse(), facts, usual)
    first = rows[0]
    told = {name: first[f"{name}_share"] for name in purchase_bars.STATES}
    parts.headline(words(f"{ROOM}.repeat_headline", **told))
    labels = {
        name: words(f"{ROOM}.repeat_{name}") for name in ("number", "share", "clients", "state", *purchase_bars.STATES)
    }
    frames = purchase_bars.frames(rows, labels, session.look())
    parts.chart(purchase_bars.chart, labels, frames, key="purchase_bars", alt=words(f"{ROOM}.repeat"))
    st.caption(words(f"{ROOM}.repeat_hint", n=usual))
    parts.downloads("purchases", lambda: rows, "purchases")


def payback(facts: Facts) -> None:
    """A fragment of its own: while the cost moves under the hand nothing else is drawn again."""
    words = session.t()
    st.subheader(words(f"{ROOM}.payback"), anchor=False)
    rows, known, clients = caching.remembered("cohorts.payback", lambda: counted(facts))
    if not rows or rows[0]["revenue_per_client"] is None:
        st.caption(words(f"{ROOM}.payback_early"))
        return
    body = lambda: parts.shown(lambda: against_cost(rows, known, clients), told_already=True)  # noqa: E731
    st.fragment(body)()


def counted(facts: Facts) -> tuple[list[dict], float | None, int]:
    """All cohorts by month as one, the mean cost of winning a client and how many clients it is known of."""
    warehouse = session.warehouse()
    found = cohorts.build(warehouse, facts, "month")
    rows = cohorts.together(warehouse, found, facts.view.include_unfinished)
    return rows, *method.average_cost(warehouse, found)


def against_cost(rows: list[dict], known: float | None, clients: int) -> None:
    with st.container(border=True):
        margin = None if method.has_profit(session.warehouse()) else assumed_margin()
        cost = given_cost(known, clients) if known is not None else assumed_cost(method.payback(rows, 0, margin))
    found = method.payback(rows, cost, margin)
    parts.headline(sentence(found))
    draw(found)
    parts.downloads("payback", lambda: found.points, "payback")


def given_cost(known: float, clients: int) -> float:
    st.caption(session.t()(f"{ROOM}.payback_known", n=clients))
    return known


def assumed_cost(found: method.Payback) -> float:
    """From nothing to somewhat more than a client brings, beginning at half of that."""
    brings = max([point["brought"] for point in found.points] + [1.0])
    step = 10.0 ** math.floor(math.log10(brings / STEPS))
    top = math.ceil(brings * 1.25 / step) * step
    st.caption(session.t()(f"{ROOM}.payback_assumed"))
    label = session.t()(f"{ROOM}.payback_cost_slider")
    return min(tune.dial("acquisition_cost", label, 0, round(top, 9), step, round(brings / 2 / step) * step), top)


def assumed_margin() -> float:
    st.caption(session.t()(f"{ROOM}.payback_no_profit"))
    label = session.t()(f"{ROOM}.payback_margin_slider")
    return tune.dial("margin", label, 0.01, 0.9, 0.01, USUAL_MARGIN, percent=True)


def sentence(found: method.Payback) -> str:
    words = session.t()
    if found.month is None:
        months = found.points[-1]["month"]
        return words(f"{ROOM}.payback_never", cost=found.cost, months=months, brought=found.brought)
    return words(f"{ROOM}.payback_{'later' if found.month else 'first'}", cost=found.cost, month=found.month)


def draw(found: method.Payback) -> None:
    words = session.t()
    labels = {"month": words(f"{ROOM}.payback_month"), "brought": words(f"{ROOM}.payback_profit")}
    labels |= {"clients": words(f"{ROOM}.payback_clients")}
    told = {
        "cost": words(f"{ROOM}.payback_cost", cost=found.cost),
        "even": words(f"{ROOM}.payback_even", month=found.month),
    }
    frames = payback_curve.frames(found, told, session.look())
    parts.chart(payback_curve.chart, labels, frames, key="payback_curve", alt=words(f"{ROOM}.payback"))
    thin = any(not firm for firm in frames["points"]["firm"].to_pylist())
    remarks = [words(f"{ROOM}.payback_thin")] if thin else []
    st.caption(" ".join([*remarks, words(f"{ROOM}.payback_literature")]))
