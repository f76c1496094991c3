"""The charts of satisfaction that follow the hand: NPS and CSI by quarter, and how the scores are spread."""

from __future__ import annotations

import streamlit as st

from analytics.charts import score_bars, score_line
from analytics.facts import Facts
from analytics.methods import satisfaction
from analytics.thresholds import Thresholds
from ui import parts, session, tune
from ui.satisfaction_words import ROOM, csi_or_why, nps_or_why, points, quarter_name, times

SPREAD = "score_spread"
MEASURE = f"{ROOM}.measure"


def by_quarter(rows: list[dict], thresholds: Thresholds) -> None:
    words = session.t()
    if any(row["nps_answers"] for row in rows):
        st.subheader(words(f"{ROOM}.nps_by_quarter"), anchor=False)
        trend("nps", [_nps_point(row) for row in rows], points)
        st.caption(" ".join([words(f"{ROOM}.nps_hint"), *_unfinished(rows, thresholds)]))
    if any(row["csi_answers"] for row in rows):
        st.subheader(words(f"{ROOM}.csi_by_quarter"), anchor=False)
        trend("csi", [_csi_point(row) for row in rows], times)
        st.caption(words(f"{ROOM}.csi_hint"))


def trend(measure: str, rows: list[dict], write) -> None:
    words = session.t()
    labels = {"value": words(f"{ROOM}.{measure}"), "bucket": words(f"{ROOM}.quarter")}
    labels |= {"within": words(f"{ROOM}.within"), "count": words(f"{ROOM}.count")}
    states = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    frames = score_line.frames(rows, states, quarter_name, write, session.look())
    title = words(f"{ROOM}.{measure}_by_quarter")
    parts.chart(score_line.chart, labels, frames, measure == "nps", key=f"{measure}_by_quarter", alt=title)


def _nps_point(row: dict) -> dict:
    told = {"bucket": row["quarter"], "value": row["nps"], "low": row["nps_low"], "high": row["nps_high"]}
    why = nps_or_why(row) if row["nps"] is None else ""
    return told | {"count": row["nps_answers"], "why": why, "finished": row["finished"]}


def _csi_point(row: dict) -> dict:
    told = {"bucket": row["quarter"], "value": row["csi"], "low": None, "high": None}
    why = csi_or_why(row) if row["csi"] is None else ""
    return told | {"count": row["csi_answers"], "why": why, "finished": row["finished"]}


def _unfinished(rows: list[dict], thresholds: Thresholds) -> list[str]:
    if all(row["finished"] for row in rows):
        return []
    counted = thresholds["include_unfinished"]
    return [session.t()(f"{ROOM}.unfinished_{'counted' if counted else 'hint'}")]


def spread(facts: Facts, thresholds: Thresholds) -> None:
    """How the answers to one question are spread over the scores; a click on a score lists its clients."""
    words, measure = session.t(), which()
    st.subheader(words(f"{ROOM}.distribution"), anchor=False)
    name, change = lambda code: words(f"{ROOM}.of_{code}"), lambda code: st.session_state.update({MEASURE: code})  # noqa: E731
    shown = {"required": True, "format_func": name}
    tune.kept(
        st.segmented_control, words(f"{ROOM}.of_measure"), satisfaction.MEASURES, measure, MEASURE, change, **shown
    )
    rows = satisfaction.distribution(session.warehouse(), facts, thresholds, measure)
    if rows[0]["share"] is None:
        st.caption(words(f"{ROOM}.no_distribution"))
        return
    names = {code: words(f"{ROOM}.{code}") for code in {row["group"] for row in rows}}
    labels = {key: words(f"{ROOM}.{key}") for key in ("score", "share", "count")}
    frames = score_bars.frames(rows, names, session.look())
    parts.chart(score_bars.chart, labels, frames, key=SPREAD, select=True, alt=words(f"{ROOM}.distribution"))
    st.caption(words(f"{ROOM}.distribution_hint"))


def which() -> str:
    """The measure whose question the distribution is of."""
    return st.session_state.get(MEASURE, satisfaction.MEASURES[0])
