"""A typed cell as canonical text."""

from __future__ import annotations

import datetime as dt

DECIMALS = 9


def written(cell: object) -> str | None:
    """5.0 → 5, 0.1 + 0.2 → 0.3, midnight → the day alone, seconds whole, yes → true, an empty one → null."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        return number(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return moment(cell)
    if isinstance(cell, dt.timedelta):
        return duration(cell)
    return None if cell is None else str(cell)


def number(value: float) -> str:
    """Without an exponent, with at most nine decimals: what lies beyond is the noise of binary fractions."""
    if value.is_integer():
        return str(int(value))
    short = repr(round(value, DECIMALS))
    return f"{float(short):.{DECIMALS}f}".rstrip("0").rstrip(".") if "e" in short else short.removesuffix(".0")


def moment(value: dt.datetime) -> str:
    """Excel keeps a time as a fraction of a day, so its seconds come with a tail of milliseconds."""
    whole = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == dt.time() else whole.isoformat(" ")


def duration(value: dt.timedelta) -> str:
    """Hours may be more than a day's: 30:00:00."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
