"""The charts of the page of retention: who stayed, joined and was lost by period, and CRR beside its landmarks."""

from __future__ import annotations

import streamlit as st

from analytics.charts import movements, rate_line
from analytics.facts import Facts
from analytics.methods import retention
from analytics.thresholds import Thresholds
from ui import parts, session

ROOM = "retention"


def show(rows: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    words, bucket = session.t(), facts.view.bucket
    states = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    bucket_name = lambda day: words.bucket(bucket, day)  # noqa: E731
    st.subheader(words(f"{ROOM}.flows_title"), anchor=False)
    flows(rows, states, bucket_name, flows_chart(bucket))
    st.caption(" ".join(remarks(rows, thresholds)))
    st.subheader(words(f"{ROOM}.rates_title"), anchor=False)
    rates(rows, states, bucket_name)
    st.caption(words(f"{ROOM}.levels_hint"))


def flows_chart(bucket: str) -> str:
    """The name of the chart: what is chosen in one of months is nothing in one of quarters."""
    return f"retention_flows_{bucket}"


def flows(rows: list[dict], states: dict[str, str], bucket_name, key: str) -> None:
    words = session.t()
    labels = {flow: words(f"{ROOM}.{flow}") for flow in retention.FLOWS}
    labels |= {"customers": words(f"{ROOM}.customers"), "bucket": words(f"{ROOM}.period")}
    frames = movements.frames(rows, labels | states, bucket_name, session.look())
    alt = words(f"{ROOM}.flows_title")
    parts.chart(movements.chart, labels, frames, key=key, select=True, alt=alt)


def rates(rows: list[dict], states: dict[str, str], bucket_name) -> None:
    words = session.t()
    labels = {"rate": words("columns.crr"), "bucket": words(f"{ROOM}.period"), "count": words(f"{ROOM}.retained")}
    levels = [(level, words(f"{ROOM}.level_{name}")) for name, level in retention.REFERENCES.items()]
    frames = rate_line.frames(rows, levels, states, bucket_name, session.look())
    parts.chart(rate_line.chart, labels, frames, key="retention_rates", alt=words(f"{ROOM}.rates_title"))


def remarks(rows: list[dict], thresholds: Thresholds) -> list[str]:
    """What has to be known to read the bars."""
    words, drawn = session.t(), rows[-movements.MOST_BUCKETS :]
    active = thresholds["retention.membership"] == "active"
    said = [words(f"{ROOM}.{'flows_hint_active' if active else 'flows_hint'}")]
    if any(row["unfinished"] for row in drawn):
        counted = "unfinished_counted" if thresholds["include_unfinished"] else "unfinished_hint"
        said.append(words(f"{ROOM}.{counted}"))
    if drawn[0]["start_customers"] is None:
        said.append(words(f"{ROOM}.first_bucket"))
    if any(row["early"] and row["crr"] is not None for row in drawn):
        said.append(words(f"{ROOM}.nobody_yet", n=thresholds["retention.active_days"]))
    if len(drawn) < len(rows):
        said.append(words(f"{ROOM}.last_shown", shown=len(drawn), all=len(rows)))
    return said
