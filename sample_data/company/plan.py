"""The plan of the company as read from `plan.toml`, and what follows from it alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

PLAN = tomllib.loads(Path(__file__).with_name("plan.toml").read_text("utf-8"))
GROUPS = tuple(code for code, group in PLAN["groups"].items() if isinstance(group, dict))
MONTHS = PLAN["months"]
FIRST_MONTH = np.datetime64(PLAN["first_month"], "M")
LAST_DAY = (FIRST_MONTH + MONTHS).astype("datetime64[D]") - 1


def of_group(trait: str, group: np.ndarray, default: object = None) -> np.ndarray:
    """Index of the group of each client → the group's `trait`, one row a client (two columns for [lowest, highest])."""
    return np.array([PLAN["groups"][code].get(trait, default) for code in GROUPS])[group]


def of_calendar(trait: str) -> np.ndarray:
    """Trait of the season, January to December → one number for each month of the company's life."""
    january = FIRST_MONTH.astype("datetime64[Y]").astype("datetime64[M]")
    first = int((FIRST_MONTH - january).astype(int))
    return np.array(PLAN["season"][trait])[(first + np.arange(MONTHS)) % 12]


def growing(first: float, last: float) -> np.ndarray:
    """A share that moves evenly from the first month to the last → one number a month."""
    return first + (last - first) * np.arange(MONTHS) / (MONTHS - 1)
