"""How satisfaction is written: NPS with its sign, CSI, and why there is none."""

from __future__ import annotations

from analytics.headlines import satisfaction as told
from ui import session

ROOM = "satisfaction"


def in_words(row: dict) -> dict:
    """A row of a cut for a table on screen."""
    told = {"nps": nps_or_why(row), "csi": csi_or_why(row), "mean_score": times(row["mean_score"])}
    return row | told | {bound: points(row[bound]) for bound in ("nps_low", "nps_high")}


def points(value: float | None) -> str:
    return told.points(session.t(), value)


def times(value: float | None) -> str:
    return told.times(session.t(), value)


def nps_or_why(row: dict) -> str:
    return told.nps_or_why(session.t(), row)


def csi_or_why(row: dict) -> str:
    return told.csi_or_why(session.t(), row)


def quarter_name(day) -> str:
    return told.quarter_name(session.t(), day)
