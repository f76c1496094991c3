"""The trend of loyalty on its page: clients showing each type by quarter, which type is falling and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import type_trend as chart
from analytics.methods.type_trend import FALLING, JUDGED, LEAST_CLIENTS, LEAST_QUARTERS, NO_DATA, TOO_FEW, Trend, trends
from ui import parts, session

ROOM = "loyalty_parts"


def show(rows: Sequence[dict]) -> None:
    """Rows: quarter (its first day), finished, type, customers_with_data, customers_showing; types in the order to draw.
    No rows: no dates."""
    words = session.t()
    st.subheader(words(f"{ROOM}.trend"), anchor=False)
    if not rows:
        st.caption(words(f"{ROOM}.trend_no_dates"))
        return
    judged = trends(rows, session.thresholds()["include_unfinished"])
    st.markdown(sentence(judged))
    drawn = [trend for trend in judged if trend.verdict != NO_DATA]
    if drawn:
        draw(rows, drawn)
    st.caption(" ".join(remarks(rows, [trend for trend in judged if trend.verdict == NO_DATA])))
    remedies([trend for trend in judged if trend.verdict == FALLING])
    st.caption(words(f"{ROOM}.trend_rule", least=LEAST_CLIENTS))


def sentence(judged: Sequence[Trend]) -> str:
    words = session.t()
    told = [trend for trend in judged if trend.verdict in JUDGED]
    if not told and any(trend.verdict == TOO_FEW for trend in judged):
        return words(f"{ROOM}.trend_few_clients", least=LEAST_CLIENTS)
    if not told:
        return words(f"{ROOM}.trend_cannot_tell", least=LEAST_QUARTERS)
    falling = [trend for trend in told if trend.verdict == FALLING]
    quarter = words.bucket("quarter", told[0].quarter)
    if not falling:
        return words(f"{ROOM}.trend_none_falls", quarter=quarter)
    types = ", ".join(type_name(trend.type).lower() for trend in falling)
    said = words(f"{ROOM}.trend_headline", n=len(falling), types=types, quarter=quarter)
    together = len(falling) == len(told) > 1
    return f"{said} {words(f'{ROOM}.trend_together')}" if together else said


def draw(rows: Sequence[dict], judged: Sequence[Trend]) -> None:
    words = session.t()
    told = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    for trend in judged:
        told[f"name_{trend.type}"] = type_name(trend.type)
        told[f"told_{trend.type}"] = change(trend)
    labels = {key: words(f"{ROOM}.trend_{key}") for key in ("quarter", "customers")}
    frames = chart.frames(rows, judged, told, lambda day: words.bucket("quarter", day), session.look())
    parts.chart(chart.chart, labels, frames, len(judged), key="loyalty_trend", alt=words(f"{ROOM}.trend"))


def change(trend: Trend) -> str:
    """The last quarter beside the one before and, where it is known, the same one a year before."""
    words = session.t()
    told = words(f"{ROOM}.trend_{trend.verdict}", last=trend.last, before=trend.before)
    return (
        told if trend.year_before is None else told + words(f"{ROOM}.trend_year_before", year_before=trend.year_before)
    )


def remarks(rows: Sequence[dict], unknown: Sequence[Trend]) -> list[str]:
    words, quarters = session.t(), {row["quarter"] for row in rows}
    told = [words(f"{ROOM}.trend_hint")]
    if any(not row["finished"] for row in rows):
        counted = session.thresholds()["include_unfinished"]
        told.append(words(f"{ROOM}.trend_unfinished{'_counted' if counted else ''}"))
    if len(quarters) > chart.MOST_QUARTERS:
        told.append(words(f"{ROOM}.trend_last", shown=chart.MOST_QUARTERS, all=len(quarters)))
    if unknown:
        told.append(words(f"{ROOM}.trend_unknown", types=", ".join(type_name(trend.type).lower() for trend in unknown)))
    return told


def remedies(falling: Sequence[Trend]) -> None:
    if not falling:
        return
    words = session.t()
    told = [
        words(
            f"{ROOM}.remedy_of",
            type=type_name(trend.type),
            average=words.number(trend.average),
            last=trend.last,
            remedy=words(f"{ROOM}.remedy_{trend.type}"),
        )
        for trend in falling
    ]
    st.markdown(f"**{words(f'{ROOM}.remedies')}**\n\n" + "\n".join(f"* {line}" for line in told))


def type_name(code: str) -> str:
    return session.t()(f"{ROOM}.type_{code}")
