"""Who does what with whom? How many are leaving and what that costs a year, and with whom to begin."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import plan
from analytics.plan_lists import LISTS
from analytics.plan_words import list_name
from analytics.words import Words

ROOM = "action_plan"
KEEP_A = "keep_a"
# aim → the member of a class whose colour means the same
COLOURS = {"retain": "at_risk", "return": "lost", "develop": "developing", "reward": "regular", "release": ""}


def sentence(words: Words, rows: Sequence[dict]) -> str:
    """`rows`: plan.sizes."""
    silent, there = plan.leaving(rows), [row for row in rows if row["list"] and row["customers"]]
    if silent["customers"]:
        told = words(f"{ROOM}.headline", n=silent["customers"], money=words.short(silent["at_stake"]))
        return f"{told} {_first(words, there)}"
    a = next((row for row in there if row["list"] == KEEP_A), None)
    if a:
        return words(f"{ROOM}.headline_classes", n=a["customers"], share=a["revenue_share"])
    key = "headline_nobody" if there else "headline_no_lists"
    return words(f"{ROOM}.{key}", n=sum(row["customers"] for row in there or rows))


def _first(words: Words, rows: Sequence[dict]) -> str:
    """The list to begin with is the first of those who are silent."""
    row = next(row for row in rows if LISTS[row["list"]].of_silence)
    told = {"list": list_name(words, row["list"]), "money": words.short(row["at_stake"])}
    return words(f"{ROOM}.headline_first", n=row["customers"], **told)
