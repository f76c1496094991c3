"""Do they stay? CRR and churn by calendar bucket, cohorts, reasons for leaving, and what a point of retention is worth."""

import streamlit as st

from analytics.headlines import retention as headline
from analytics.methods import retention
from ui import (
    parts,
    retention_cohorts,
    retention_economics,
    retention_flows,
    retention_people,
    retention_reasons,
    session,
    tune,
)

ROOM = "retention"
NAMES = ("retention.membership", "retention.active_days")


def live() -> None:
    facts = parts.guard()
    if not facts.dated:
        st.info(session.t()("frame.needs_dates"), icon=":material/event_busy:")
        return
    controls()
    thresholds = session.thresholds()
    rows = retention.table(session.warehouse(), facts, thresholds)
    if not retention.counted(rows):
        too_early(rows, thresholds)
        return
    parts.headline(headline.sentence(session.t(), rows, facts, thresholds))
    retention_flows.show(rows, facts, thresholds)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    rows = retention.table(session.warehouse(), facts, thresholds)
    if retention.counted(rows):
        retention_people.people(rows, facts, thresholds)
        retention_people.by_bucket(rows, facts)
    if facts.dated:
        sections(rows, facts, thresholds)
    else:
        retention_reasons.show(facts, thresholds)
    parts.explained(ROOM, (*NAMES, "bucket", "include_unfinished"), also=("cohorts",) if facts.dated else ())


def controls() -> None:
    if tune.switch("retention.membership") == "active":
        with st.container(border=True):
            tune.slider("retention.active_days", 1, 365, 1)
            tune.reset_button(NAMES)


def too_early(rows: list[dict], thresholds) -> None:
    words = session.t()
    bucket = words(f"thresholds.bucket.{thresholds['bucket']}").lower()
    early = any(row["early"] and row["crr"] is not None for row in rows)
    told = words(f"{ROOM}.few_days") if early else words(f"{ROOM}.few_buckets", bucket=bucket)
    st.info(told, icon=":material/hourglass_empty:")


def sections(rows: list[dict], facts, thresholds) -> None:
    shows = {
        "cohorts": lambda: retention_cohorts.show(facts, thresholds),
        "reasons": lambda: retention_reasons.show(facts, thresholds),
        "economics": lambda: retention_economics.show(facts, rows),
    }
    parts.tabs(ROOM, shows)


parts.page(ROOM, live, rest)
