"""How channels are written: their names, what is missing and why, the month of payback."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.headlines import channels as told
from analytics.methods import channels
from ui import session

ROOM = "channels"


def payback_in_words(row: dict) -> str | None:
    """`month 5`; where it is not reached, in how many months it was not."""
    words, month = session.t(), row["payback_month"]
    if month is not None:
        return words(f"{ROOM}.payback_{'later' if month else 'first'}", n=month)
    reached = row["reasons"].get("payback_month") != channels.NOT_YET or row["payback_months"] is None
    return None if reached else words(f"{ROOM}.payback_not_yet", n=row["payback_months"])


def missing(rows: Sequence[dict], keys: Sequence[str]) -> list[str]:
    """What the dashes of a table mean: a sentence per reason for which columns are empty, and one for the other dashes."""
    words, everywhere, dashes = session.t(), set(), set()
    for key in keys:
        why = [row["reasons"][key] for row in rows if key in row["reasons"]]
        (everywhere if len(why) == len(rows) else dashes).update(why)
    dashes -= {*everywhere, channels.NOT_YET}
    if channels.NOBODY_AT_START in dashes:
        everywhere.add(channels.NOBODY_AT_START)
    told = [words(f"{ROOM}.why_{code}") for code in sorted(everywhere)]
    return [*told, words(f"{ROOM}.dash")] if dashes - {channels.NOBODY_AT_START} else told


def named(rows: Sequence[dict]) -> list[dict]:
    return told.named(session.t(), rows)
