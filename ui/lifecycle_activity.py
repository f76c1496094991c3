"""The code of four periods: what clients with each did next, and who has it now."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import activity_bars
from analytics.charts.theme import frame
from analytics.facts import Facts
from analytics.methods import activity_code
from analytics.thresholds import Thresholds
from ui import caching, lifecycle_lists, parts, session

ROOM = "lifecycle"
COLUMNS = ["activity_code", "customers", "revenue", "bought_next", "observed"]


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    bucket = words(f"thresholds.bucket.{thresholds['bucket']}").lower()
    rows = caching.remembered("activity", lambda: activity_code.codes(warehouse, facts))
    if not rows:
        needed = words(f"{ROOM}.activity_few", n=facts.whole["finished_buckets"], bucket=bucket)
        st.caption(needed if facts.dated else words("frame.needs_dates"))
        return
    st.markdown(words(f"{ROOM}.activity_about", bucket=bucket))
    _bars(rows)
    _clients(rows, facts, thresholds)
    parts.table(rows, COLUMNS, "activity", height="content")
    parts.downloads("activity", lambda: frame(rows, COLUMNS), "activity")


def _bars(rows: Sequence[dict]) -> None:
    words = session.t()
    observed = activity_bars.observed(rows)
    if not observed:
        st.caption(words(f"{ROOM}.activity_none_observed"))
        return
    labels = {name: words(f"{ROOM}.activity_{name}") for name in ("code", "next")}
    label = lambda row: words(f"{ROOM}.activity_share", share=row["bought_next"], n=row["observed"])  # noqa: E731
    told = [label(row) for row in observed]
    frames = activity_bars.frames(observed, told)
    parts.chart(activity_bars.chart, labels, frames, len(observed), key="activity", select=True, alt=labels["next"])
    hints = ["activity_choose"]
    if any(row["observed"] < activity_bars.FIRM_FROM for row in observed):
        hints.append("activity_thin")
    st.caption(" ".join(words(f"{ROOM}.{hint}", n=activity_bars.FIRM_FROM) for hint in hints))


def _clients(rows: Sequence[dict], facts: Facts, thresholds: Thresholds) -> None:
    """Those of the code that was clicked or chosen; until then of the one most clients have."""
    words, by_code = session.t(), {row["activity_code"]: row for row in rows}
    picked = [row["code"] for row in parts.chosen_in("activity", "picked") if row["code"] in by_code]
    usual = next(iter(picked), max(rows, key=lambda row: row["customers"])["activity_code"])
    told = lambda code: f"{activity_bars.pattern(code)} · {code}"  # noqa: E731
    code = st.selectbox(
        words(f"{ROOM}.activity_whose"), list(by_code), list(by_code).index(usual), told, f"activity_list.{usual}"
    )
    total = by_code[code]["customers"]
    st.subheader(words(f"{ROOM}.activity_list", code=code, n=total), anchor=False)
    among = activity_code.members(session.warehouse(), facts, code)
    lifecycle_lists.list_or_nobody(facts, thresholds, {}, total, "activity_list", among)
