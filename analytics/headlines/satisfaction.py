"""Are the clients pleased? NPS of the last quarter that may be judged, against the one before and the window; then CSI."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics.methods import satisfaction
from analytics.thresholds import Thresholds
from analytics.words import Words

ROOM = "satisfaction"


def sentence(words: Words, rows: Sequence[dict], whole: dict, thresholds: Thresholds) -> str:
    """`rows`: satisfaction.by_quarter; `whole`: satisfaction.overall."""
    judged = satisfaction.counted(rows, thresholds["include_unfinished"])
    last, name = (judged[-1], quarter_name(words, judged[-1]["quarter"])) if judged else (whole, None)
    told = [_of_nps(words, last, name or words(f"{ROOM}.the_window"), thresholds)]
    if last["nps"] is not None and (before := _quarter_before(last, rows)):
        key = f"{ROOM}.moved_{satisfaction.moved(last, before)}"
        told.append(words(key, before=points(words, before["nps"])))
    if last is not whole and whole["nps"] is not None:
        told.append(words(f"{ROOM}.overall", **_interval(words, whole)))
    return " ".join([*told, *_of_csi(words, last)])


def points(words: Words, value: float | None) -> str:
    """NPS in whole points with its sign: `+19`, `−65`."""
    return words.signed(value if value is None else round(value), words.number)


def times(words: Words, value: float | None) -> str:
    return words.number(value, 1)


def quarter_name(words: Words, day: dt.date) -> str:
    return words.bucket("quarter", day)


def nps_or_why(words: Words, row: dict) -> str:
    return points(words, row["nps"]) if row["nps_reason"] is None else words(f"{ROOM}.{row['nps_reason']}")


def csi_or_why(words: Words, row: dict) -> str:
    return times(words, row["csi"]) if row["csi_reason"] is None else words(f"{ROOM}.{row['csi_reason']}")


def _of_nps(words: Words, row: dict, quarter: str, thresholds: Thresholds) -> str:
    if row["nps"] is not None:
        return words(f"{ROOM}.headline", quarter=quarter, **_interval(words, row))
    if row["nps_answers"]:
        least = thresholds["satisfaction.min_answers"]
        return words(f"{ROOM}.headline_few", quarter=quarter, n=row["nps_answers"], least=least)
    if row["answers"]:
        return words(f"{ROOM}.headline_no_nps", quarter=quarter, n=row["answers"])
    return words(f"{ROOM}.headline_none", quarter=quarter)


def _interval(words: Words, row: dict) -> dict:
    told = {name: points(words, row[column]) for name, column in BOUNDS.items()}
    return told | {"n": row["nps_answers"]}


def _quarter_before(row: dict, rows: Sequence[dict]) -> dict | None:
    """The calendar quarter just before, when its NPS is known."""
    place = next((i for i, other in enumerate(rows) if other is row), 0)
    return rows[place - 1] if place and rows[place - 1]["nps"] is not None else None


def _of_csi(words: Words, row: dict) -> list[str]:
    if row["csi"] is not None:
        return [words(f"{ROOM}.csi_is", csi=times(words, row["csi"]), high=row["high"], low=row["low"])]
    return [words(f"{ROOM}.csi_no_low", n=row["high"])] if row["csi_answers"] else []


BOUNDS = {"nps": "nps", "low": "nps_low", "high": "nps_high"}
