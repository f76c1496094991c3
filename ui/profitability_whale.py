"""The whale curve on screen: where it peaks, what the rest take away, and where along it class D stands."""

from __future__ import annotations

from analytics import whale_curve
from analytics.charts import whale_curve as whale_chart
from analytics.facts import Facts
from analytics.headlines import profitability as headline
from ui import caching, parts, session
from ui.profitability_judged import ROOM, known


def show(facts: Facts) -> None:
    words, whole, found = session.t(), known(facts), points(facts)
    segments = whale_curve.segments(session.warehouse(), facts, session.thresholds(), whole)
    told = [words(f"{ROOM}.strip_part", n=row["d"], share=row["share"]) for row in segments]
    is_share = found[-1]["profit_share"] is not None
    curve = caching.remembered("whale_points", lambda: whale_chart.points(found, whole["customers"]))
    frames = whale_chart.frames(curve, *headline.marks(words, found, whole), segments, whole["customers"], told)
    labels = {"level": words(f"{ROOM}.whale_{'share' if is_share else 'money'}"), "strip": words(f"{ROOM}.strip")}
    labels |= {"customers": words(f"{ROOM}.whale_customers"), "name": words("columns.name")}
    labels |= {"rank": words("columns.rank"), "profit": words("columns.profit")}
    reach = whale_chart.reach(found)
    parts.chart(whale_chart.chart, labels, frames, reach, is_share, key="whale", alt=words(f"{ROOM}.whale"))


def points(facts: Facts) -> list[dict]:
    return caching.remembered("whale", lambda: whale_curve.points(session.warehouse(), facts, known(facts)))
