"""Are the clients pleased? NPS and CSI by quarter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from analytics.charts import score_line
from analytics.headlines import satisfaction as headline
from analytics.methods import satisfaction
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture

ROOM = headline.ROOM
NAMES = ("satisfaction.high_from", "satisfaction.low_to", "satisfaction.min_answers", "include_unfinished")
COLUMNS = "period answers nps nps_low nps_high csi".split()


def tell(asked: Asked) -> Chapter:
    words, thresholds = asked.words, asked.thresholds
    if not satisfaction.is_told(asked.warehouse):
        raise Missing(words(f"{ROOM}.needs_scores"))
    rows = satisfaction.by_quarter(asked.warehouse, asked.facts, thresholds)
    whole = satisfaction.overall(asked.warehouse, asked.facts, thresholds)
    points, times = partial(headline.points, words), partial(headline.times, words)
    nps = trend(asked, "nps", [nps_point(asked, row) for row in rows], points)
    csi = trend(asked, "csi", [csi_point(asked, row) for row in rows], times)
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows, whole, thresholds),
        nps if any(row["nps_answers"] for row in rows) else None,
        csi if any(row["csi_answers"] for row in rows) else None,
        asked.table(
            [written(asked, row) for row in rows],
            COLUMNS,
            heads={"period": words(f"{ROOM}.quarter")},
            as_is=("period", "nps", "csi"),
        ),
        names=NAMES,
    )


def trend(asked: Asked, measure: str, rows: list[dict], write: Callable) -> Picture:
    words = asked.words
    labels = {"value": words(f"{ROOM}.{measure}"), "bucket": words(f"{ROOM}.quarter")}
    labels |= {"within": words(f"{ROOM}.within"), "count": words(f"{ROOM}.count")}
    states = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    name = partial(headline.quarter_name, words)
    frames = score_line.frames(rows, states, name, write, asked.look)
    title = words(f"{ROOM}.{measure}_by_quarter")
    return asked.picture(
        score_line.chart,
        labels,
        frames,
        measure == "nps",
        alt=title,
        title=title,
        caption=words(f"{ROOM}.{measure}_hint"),
    )


def nps_point(asked: Asked, row: dict) -> dict:
    why = headline.nps_or_why(asked.words, row) if row["nps"] is None else ""
    told = {"bucket": row["quarter"], "value": row["nps"], "low": row["nps_low"], "high": row["nps_high"]}
    return told | {"count": row["nps_answers"], "why": why, "finished": row["finished"]}


def csi_point(asked: Asked, row: dict) -> dict:
    why = headline.csi_or_why(asked.words, row) if row["csi"] is None else ""
    told = {"bucket": row["quarter"], "value": row["csi"], "low": None, "high": None}
    return told | {"count": row["csi_answers"], "why": why, "finished": row["finished"]}


def written(asked: Asked, row: dict) -> dict:
    words = asked.words
    told = {"period": headline.quarter_name(words, row["quarter"]), "answers": row["answers"]}
    told |= {"nps": headline.nps_or_why(words, row), "csi": headline.csi_or_why(words, row)}
    return told | {bound: headline.points(words, row[bound]) for bound in ("nps_low", "nps_high")}
