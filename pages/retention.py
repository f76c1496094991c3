"""Do they stay? CRR and churn by calendar bucket, cohorts, reasons for leaving, and what a point of retention is worth."""

import streamlit as st

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
TABS = ("cohorts", "reasons", "economics")


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
    parts.headline(sentence(rows, facts, thresholds))
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


def sentence(rows: list[dict], facts, thresholds) -> str:
    """CRR of the last period that has one, held against the one before and all of them."""
    words, known = session.t(), retention.counted(rows)
    last, bucket = known[-1], retention_flows.told(facts.view.bucket, known[-1]["bucket"])
    told = {"crr": last["crr"], "retained": last["retained"], "n": last["start_customers"]}
    sentences = [words(f"{ROOM}.headline_{thresholds['retention.membership']}", bucket=bucket, **told)]
    if last["unfinished"]:
        sentences.append(words(f"{ROOM}.so_far"))
    if len(known) > 1:
        sentences.append(compared(last["crr"], known[-2]["crr"], retention.overall(rows)))
    return " ".join(sentences)


def compared(now: float, before: float, average: float) -> str:
    same = session.t().percent(now) == session.t().percent(before)
    against = "same" if same else "more" if now > before else "less"
    return session.t()(f"{ROOM}.against_{against}", before=before, average=average)


def sections(rows: list[dict], facts, thresholds) -> None:
    words = session.t()
    cohorts, reasons, economics = st.tabs(
        [words(f"{ROOM}.tab_{name}") for name in TABS], on_change="rerun", key=f"{ROOM}.tabs.{words.language}"
    )
    with cohorts:
        if cohorts.open:
            retention_cohorts.show(facts, thresholds)
    with reasons:
        if reasons.open:
            retention_reasons.show(facts, thresholds)
    with economics:
        if economics.open:
            retention_economics.show(facts, rows)


parts.page(ROOM, live, rest)
