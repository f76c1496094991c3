"""XYZ by weeks, months and quarters on screen: how the classes change with the calendar step, and who keeps its class."""

from __future__ import annotations

import streamlit as st

from analytics.charts import stacked_rows
from analytics.facts import Facts
from analytics.methods import agreement, xyz_analysis
from analytics.thresholds import Thresholds
from ui import caching, parts, session
from ui.what_if_evidence_words import ROOM, disputed_clients, pairs

KEY = "xyz_buckets"


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    if not facts.dated:
        st.info(words("frame.needs_dates"), icon=":material/event_busy:")
        return
    under = sorted(thresholds.changed().items())
    sizes = caching.built(f"sensitivity.{under}", lambda: xyz_analysis.bucket_sensitivity(warehouse, facts, thresholds))
    panel = agreement.of_buckets(warehouse, facts, thresholds)
    rows = caching.built(f"xyz_buckets.{under}", lambda: agreement.combinations(warehouse, panel))
    told = agreement.together(rows)
    if told.clients:
        parts.headline(words(f"{ROOM}.steady", n=told.agreed, share=told.share, money=told.revenue_share))
    else:
        st.info(words(f"{ROOM}.few_buckets"), icon=":material/hourglass_empty:")
    _picture(sizes)
    pairs([row for row in agreement.pairs(rows, panel) if row["customers"]], KEY)
    if told.disputed:
        st.subheader(words(f"{ROOM}.list_unsteady", n=told.disputed), anchor=False)
        disputed_clients(panel, agreement.disputed(panel), told.disputed, "xyz_buckets_list")


def _picture(sizes: list[dict]) -> None:
    """A row per step: its clients by X, Y and Z; a step with too few finished periods has no bar."""
    words, members, shown = session.t(), xyz_analysis.MEMBERS, []
    for bucket in xyz_analysis.SENSITIVITY:
        mine = {row["class"]: row for row in sizes if row["bucket"] == bucket}
        n = mine[members[0]]["counted_buckets"]
        label = " · ".join(f"{code}\u00a0{words.percent(mine[code]['customer_share'], 0)}" for code in members)
        told = words(f"{ROOM}.bucket_few", n=n) if None in mine else label
        held = [(place, code, mine[code]["customers"]) for place, code in enumerate(members)]
        shown.append({"name": words(f"common.{bucket}"), "label": told, "parts": held})
    labels = {
        "group": words("thresholds.bucket"),
        "part": words("columns.xyz_class"),
        "count": words("columns.customers"),
    }
    frames = stacked_rows.frames(shown, session.look())
    parts.chart(stacked_rows.chart, labels, frames, len(shown), members, key=KEY, alt=words(f"{ROOM}.tab_buckets"))
