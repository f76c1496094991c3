"""Working days of the company: Monday to Friday without the public holidays of the plan."""

from __future__ import annotations

import numpy as np

from sample_data.company.plan import FIRST_MONTH, LAST_DAY, PLAN

_YEARS = range(2023, 2028)
_CALENDAR = np.busdaycalendar(holidays=[f"{year}-{day}" for year in _YEARS for day in PLAN["holidays"]])


def day_of_month(month: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Month of the company's life and a part 0..1 of it → a working day of that month."""
    first = (FIRST_MONTH + np.asarray(month)).astype("datetime64[D]")
    following = (FIRST_MONTH + np.asarray(month) + 1).astype("datetime64[D]")
    count = np.busday_count(first, following, busdaycal=_CALENDAR)
    return np.busday_offset(first, np.floor(part * count).astype(int), roll="forward", busdaycal=_CALENDAR)


def later(day: np.ndarray, working_days: np.ndarray) -> np.ndarray:
    """The day that many working days after (or, if negative, before) each day, never before the company opened."""
    moved = np.busday_offset(np.asarray(day).astype("datetime64[D]"), working_days, roll="forward", busdaycal=_CALENDAR)
    return np.maximum(moved, day_of_month(0, np.float64(0)))


def not_yet(day: np.ndarray) -> np.ndarray:
    """Days after the last one of the base have not come: they become empty."""
    return np.where(day > LAST_DAY, np.datetime64("NaT", "D"), day)
