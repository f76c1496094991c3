"""Below the growth matrix: each quadrant with its size and aim, their table, and the clients of the chosen one."""

from __future__ import annotations

import streamlit as st

from analytics.charts.theme import frame
from analytics.facts import Facts
from analytics.methods import growth_matrix
from analytics.methods.growth_matrix import MEMBERS, Growth
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.growth_chart import KEY, ROOM, quadrants

BADGES = {"stars": "green", "cash_cows": "blue", "difficult_children": "orange", "dogs": "gray"}
TOLD = ["quadrant", "customers", "customer_share", "revenue", "revenue_share", "orders", "profit"]
LIST = "name customer_id activity capacity revenue share orders average_order profit last_order_date abc_class".split()
OUTSIDE = "outside"


def cards(rows: list[dict]) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.aims"), anchor=False)
    with st.container(horizontal=True, key="cards_growth", gap="small"):
        for row in rows:
            if row["quadrant"] is None:
                continue
            code = row["quadrant"]
            with st.container(border=True, height="stretch"):
                st.markdown(f":{BADGES[code]}-badge[**{words(f'common.{code}')}**] {words(f'{ROOM}.place_{code}')}")
                st.markdown(
                    words(f"{ROOM}.size", n=row["customers"], share=row["customer_share"], of=row["revenue_share"])
                )
                st.caption(words(f"{ROOM}.aim_{code}"))


def table(rows: list[dict]) -> None:
    words = session.t()
    have = [name for name in TOLD if any(row[name] is not None for row in rows)]
    shown = [row | {"quadrant": row["quadrant"] or OUTSIDE} for row in rows]
    named = [row | {"quadrant": name_of(row["quadrant"])} for row in shown]
    parts.table(named, have, "growth_table", heads={"quadrant": words("columns.quadrant")})
    parts.downloads("growth_matrix", lambda: frame(rows, have), "growth_table")


def name_of(code: str) -> str:
    words = session.t()
    return words(f"{ROOM}.outside") if code == OUTSIDE else words(f"common.{code}")


def clients(growth: Growth, facts: Facts, thresholds: Thresholds) -> None:
    """Clients of the quadrant that was clicked on the chart or chosen here; difficult children until one is."""
    words, sizes = session.t(), {row["quadrant"] or OUTSIDE: row["customers"] for row in quadrants(growth)}
    picked = parts.chosen_in(KEY, "picked")
    clicked = MEMBERS[int(picked[0]["quadrant"])] if picked else "difficult_children"
    shown = {"default": clicked, "required": True, "wrap": True, "key": f"growth_of.{clicked}", "format_func": name_of}
    code = st.segmented_control(words(f"{ROOM}.whose"), list(sizes), **shown)
    st.subheader(words(f"{ROOM}.list", name=name_of(code), n=sizes[code]), anchor=False)
    if not sizes[code]:
        st.caption(words("frame.nobody"))
        return
    among = growth_matrix.members(growth, thresholds, None if code == OUTSIDE else code)
    parts.client_list(facts, thresholds, {}, sizes[code], "growth_list", among, LIST)
