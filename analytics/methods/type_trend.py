"""How many clients show each type of loyalty quarter by quarter, and which type is falling.

Source: S. Nezhintseva, five types of loyalty (a falling type calls its remedy). The rule of falling is ours: one bad quarter
after a good one is no trend, so the average of the earlier quarters is asked too, and a season is none, so the same quarter a
year before is asked where it is known; and of a handful of clients chance takes half, so these are not judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_QUARTERS = 3
LEAST_CLIENTS = 10
BY_A_TENTH = 0.9
FALLING, RISING, STEADY = JUDGED = "falling", "rising", "steady"
TOO_SHORT, TOO_FEW, NOT_NOW, NO_DATA = "too_short", "too_few", "not_now", "no_data"


@dataclass(frozen=True)
class Trend:
    """One type: its last finished quarter (clients showing it), the one before, the average of all the earlier ones, and the
    same quarter a year before (None: not known)."""

    type: str
    verdict: str
    quarter: dt.date | None = None
    last: int | None = None
    before: int | None = None
    average: float | None = None
    year_before: int | None = None


def trends(rows: Sequence[dict], include_unfinished: bool = False) -> list[Trend]:
    """Rows (quarter, finished, type, customers_with_data, customers_showing) → a trend per type, in the order of the rows.

    Only finished quarters (or all, when they are to be counted) in which the type is known are judged, LEAST_QUARTERS at
    least. Falling: fewer clients than in the quarter before and than in the same quarter a year before (where that is known),
    and fewer by a tenth or more than on average in the earlier quarters; rising is the same upwards. A type that is not known
    in the last of those quarters is `not_now`: what it did long ago is no news; one shown by fewer than LEAST_CLIENTS both in
    the last quarter and on average before is `too_few`.
    """
    types = dict.fromkeys(row["type"] for row in rows)
    counted = sorted((row for row in rows if row["finished"] or include_unfinished), key=lambda row: row["quarter"])
    known = {code: [row for row in counted if row["type"] == code and is_known(row)] for code in types}
    now = counted[-1]["quarter"] if counted else None
    return [_trend(code, known[code], now) for code in types]


def is_known(row: dict) -> bool:
    """Whether anybody has data on the type in this quarter."""
    return bool(row["customers_with_data"]) and row["customers_showing"] is not None


def _trend(code: str, rows: list[dict], now: dt.date | None) -> Trend:
    if not rows:
        return Trend(code, NO_DATA)
    if rows[-1]["quarter"] != now:
        return Trend(code, NOT_NOW, rows[-1]["quarter"])
    *earlier, last = [row["customers_showing"] for row in rows]
    if len(rows) < LEAST_QUARTERS:
        return Trend(code, TOO_SHORT, rows[-1]["quarter"], last)
    average, quarter = sum(earlier) / len(earlier), rows[-1]["quarter"]
    year_before = next((row["customers_showing"] for row in rows if row["quarter"] == _year_before(quarter)), None)
    verdict = _verdict(last, earlier[-1], year_before, average)
    return Trend(code, verdict, quarter, last, earlier[-1], average, year_before)


def _year_before(quarter: dt.date) -> dt.date:
    return quarter.replace(year=quarter.year - 1)


def _verdict(last: int, before: int, year_before: int | None, average: float) -> str:
    if max(last, average) < LEAST_CLIENTS:
        return TOO_FEW
    held_against = [before] if year_before is None else [before, year_before]
    if last < min(held_against) and last <= BY_A_TENTH * average:
        return FALLING
    return RISING if last > max(held_against) and last * BY_A_TENTH >= average else STEADY
