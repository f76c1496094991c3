"""Below the charts of retention: the clients behind a bar, and the table of all periods."""

from __future__ import annotations

import streamlit as st

from analytics.charts import movements
from analytics.classes import count
from analytics.facts import Facts
from analytics.headlines.retention import bucket_name
from analytics.methods import retention
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.retention_flows import flows_chart

ROOM = "retention"
TOLD = "bucket crr churn start_customers retained lost new returned end_customers".split()


def people(rows: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    """The clients of one flow of one period: those of the bar clicked last, or else whom the last finished period lost."""
    words, (row, flow) = session.t(), chosen(rows, facts)
    name, n = bucket_name(words, facts.view.bucket, row["bucket"]), row[flow]
    if n is None:
        st.caption(words(f"{ROOM}.list_unknown", bucket=name))
        return
    st.subheader(words(f"{ROOM}.list_{flow}", bucket=name, n=n), anchor=False)
    if not n:
        st.caption(words("frame.nobody"))
        return
    among = retention.members(session.warehouse(), facts, thresholds, row, flow)
    listed = count(session.warehouse(), facts, (), {}, among=among)
    if listed:
        parts.client_list(facts, thresholds, {}, listed, "retention_list", among)
    if listed < n:
        st.caption(words(f"{ROOM}.not_listed", n=n - listed))


def chosen(rows: list[dict], facts: Facts) -> tuple[dict, str]:
    words, days = session.t(), {row["bucket"].isoformat(): row for row in rows}
    picked = [(p.get("first_day"), p.get("flow")) for p in parts.chosen_in(flows_chart(facts.view.bucket), "flow")]
    known = [
        (day, movements.FLOWS[int(place)])
        for day, place in picked
        if day in days and place in range(len(movements.FLOWS))
    ]
    day, flow = known[0] if known else (retention.counted(rows)[-1]["bucket"].isoformat(), "lost")
    of = f"{ROOM}.{facts.view.bucket}.{day}.{flow}"
    names = {first: bucket_name(words, facts.view.bucket, row["bucket"]) for first, row in reversed(days.items())}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        shown = {"index": list(names).index(day), "format_func": names.get, "width": 220, "key": f"period.{of}"}
        day = st.selectbox(words(f"{ROOM}.period"), list(names), **shown)
        shown = {"default": flow, "required": True, "format_func": lambda code: words(f"{ROOM}.{code}")}
        flow = st.segmented_control(words(f"{ROOM}.flow"), retention.FLOWS, key=f"flow.{of}", **shown)
    return days[day], flow


def by_bucket(rows: list[dict], facts: Facts) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.by_bucket"), anchor=False)
    bucket_name = lambda day: words.bucket(facts.view.bucket, day)  # noqa: E731
    state = lambda row: words(f"{ROOM}.yes_unfinished") if row["unfinished"] else ""  # noqa: E731
    shown = [row | {"bucket": bucket_name(row["bucket"]), "unfinished": state(row)} for row in reversed(rows)]
    columns = [*TOLD, *(["unfinished"] if any(row["unfinished"] for row in rows) else [])]
    parts.table(shown, columns, "retention_table")
    parts.downloads("retention", lambda: rows, "retention")
