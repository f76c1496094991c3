"""What each class brings and costs, and the clients of the chosen one."""

from __future__ import annotations

import streamlit as st

from analytics.charts.margin_map import SHAPES
from analytics.facts import Facts
from analytics.methods.profitability import D
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.profitability_judged import ROOM, by_mark, columns_of_list, name_of, serving_is_told
from ui.profitability_map import KEY

TOLD = "class customers customer_share revenue revenue_share profit_after_serving profit_share margin orders".split()
SERVED = (
    "class customers customer_share revenue profit cost_to_serve eaten profit_after_serving profit_share margin".split()
)

SERVING = ("profit", "cost_to_serve", "eaten", "profit_after_serving")


def table(facts: Facts) -> None:
    """Before and after serving where its cost is told; profit alone where it is not."""
    words, rows = session.t(), by_mark(facts)
    served = serving_is_told(facts)
    columns = SERVED if served else TOLD
    have = [c for c in columns if any(row[c] is not None for row in rows)]
    heads = (
        {c: words(f"{ROOM}.table_{c}") for c in SERVING}
        if served
        else {"profit_after_serving": words("columns.profit")}
    )
    parts.table(rows, have, "profit_table", heads)
    parts.downloads("profitability", lambda: [{c: row[c] for c in have} for row in rows], "profit_table")


def clients(facts: Facts, thresholds: Thresholds) -> None:
    """Clients of the class clicked on the map or chosen here; D until one is."""
    words, sizes = session.t(), {row["class"]: row["customers"] for row in by_mark(facts)}
    picked = parts.chosen_in(KEY, "picked")
    clicked = list(SHAPES)[int(picked[0]["class"])] if picked else D
    clicked = clicked if clicked in sizes else D
    shown = {"default": clicked, "required": True, "wrap": True, "key": f"profit_of.{clicked}", "format_func": name_of}
    code = st.segmented_control(words(f"{ROOM}.whose"), list(reversed(sizes)), **shown)
    st.subheader(words(f"{ROOM}.list", name=name_of(code), n=sizes[code]), anchor=False)
    if not sizes[code]:
        st.caption(words("frame.nobody"))
        return
    only = {"profit_mark": code}
    parts.client_list(facts, thresholds, only, sizes[code], "profit_list", columns=columns_of_list(facts))
