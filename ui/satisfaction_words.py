"""How satisfaction is written: NPS with its sign, CSI, and why there is none."""

from __future__ import annotations

from ui import session

ROOM = "satisfaction"


def points(value: float | None) -> str:
    """NPS in whole points with its sign: `+19`, `−65`."""
    words = session.t()
    return words.signed(value if value is None else round(value), words.number)


def times(value: float | None) -> str:
    return session.t().number(value, 1)


def nps_or_why(row: dict) -> str:
    return points(row["nps"]) if row["nps_reason"] is None else session.t()(f"{ROOM}.{row['nps_reason']}")


def csi_or_why(row: dict) -> str:
    return times(row["csi"]) if row["csi_reason"] is None else session.t()(f"{ROOM}.{row['csi_reason']}")


def quarter_name(day) -> str:
    return session.t().bucket("quarter", day)


def in_words(row: dict) -> dict:
    """A row of a cut for a table on screen."""
    told = {"nps": nps_or_why(row), "csi": csi_or_why(row), "mean_score": times(row["mean_score"])}
    return row | told | {bound: points(row[bound]) for bound in ("nps_low", "nps_high")}
