"""ABC by profit inside each class: nine cells from AA to CC, and the clients of the chosen one."""

from __future__ import annotations

import streamlit as st

from analytics.charts import matrix
from analytics.facts import Facts
from analytics.methods import profitability
from analytics.methods.abc_analysis import MEMBERS
from analytics.thresholds import Thresholds
from ui import caching, parts, session
from ui.profitability_judged import ROOM, columns_of_list, known

KEY = "profit_nested"
TOLD = "profit_class customers customer_share revenue revenue_share profit_after_serving profit_share margin".split()


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, asked = session.t(), (session.warehouse(), facts, thresholds, known(facts))
    rows = caching.judged("profit_nested", lambda: profitability.nested_sizes(*asked))
    st.subheader(words(f"{ROOM}.nested"), anchor=False)
    st.caption(words(f"{ROOM}.nested_about"))
    cells = [row for row in rows if row["profit_class"]]
    _heat_map(cells)
    apart = sum(row["customers"] for row in rows if not row["profit_class"])
    if apart:
        st.caption(words(f"{ROOM}.nested_apart", n=apart))
    have = [c for c in TOLD if any(row[c] is not None for row in cells)]
    parts.downloads("profit_classes", lambda: [{c: row[c] for c in have} for row in cells], "profit_classes")
    _clients(cells, facts, thresholds)


def _heat_map(cells: list[dict]) -> None:
    words = session.t()
    captions = [
        (words(f"{ROOM}.cell_revenue", share=row["revenue_share"]),
         words(f"{ROOM}.cell_profit", profit=words.short(row["profit_after_serving"])))
        for row in cells
    ]  # fmt: skip
    frames = matrix.frames(cells, "outer", "inner", captions, session.look(), by="profit_share")
    labels = {"down": words(f"{ROOM}.outer"), "across": words(f"{ROOM}.inner")}
    labels |= {"customers": words("columns.customers"), "share": words("columns.profit_share")}
    parts.chart(matrix.chart, labels, frames, MEMBERS, MEMBERS, key=KEY, select=True, alt=words(f"{ROOM}.nested"))


def _clients(cells: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    words, by_code = session.t(), {row["profit_class"]: row for row in cells}
    picked = parts.chosen_in(KEY, "cell")
    code = picked[0]["down"] + picked[0]["across"] if picked else "AC"
    row = by_code.get(code) or by_code["AC"]
    st.subheader(words(f"{ROOM}.list", name=row["profit_class"], n=row["customers"]), anchor=False)
    st.markdown(words(f"{ROOM}.cell_told", place=words(f"{ROOM}.place_{row['inner']}"), **_told(row)))
    if row["customers"]:
        only = {"profit_class": row["profit_class"]}
        parts.client_list(facts, thresholds, only, row["customers"], "nested_list", columns=columns_of_list(facts))
    else:
        st.caption(words("frame.nobody"))


def _told(row: dict) -> dict:
    return {"outer": row["outer"], "inner": row["inner"]}
