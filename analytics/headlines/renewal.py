"""Which of those who refused to call? How many are worth it most of all, how many of those soon, and whom first."""

from __future__ import annotations

from analytics.markup import plain
from analytics.methods import renewal
from analytics.methods.renewal import Index, Renewal
from analytics.words import Words

ROOM = "renewal"


def sentence(words: Words, found: Renewal, by: Index, sums: dict, states: dict) -> str:
    """`sums`: renewal.summed_up; `states`: renewal.states."""
    if not sums["leads"]:
        return words(f"{ROOM}.headline_none", n=sum(states.values()))
    if sums["ungraded"] == sums["leads"]:
        return words(f"{ROOM}.headline_ungraded", n=sums["leads"])
    cut = {"cut": written(words, by.cuts[1]), "most": written(words, by.high), "all": sums["leads"]}
    told = [words(f"{ROOM}.headline", n=sums["high"], **cut)]
    if sums["high_soon"]:
        told.append(words(f"{ROOM}.headline_soon", n=sums["high_soon"]))
    first = renewal.to_call(found, by, 1)
    if first and first[0]["renew_index"] is not None:
        named = {"name": plain(first[0]["name"]), "index": written(words, first[0]["renew_index"])}
        told.append(words(f"{ROOM}.headline_first", days=call_or_why(words, first[0]), **named))
    return " ".join(told)


def written(words: Words, index: float | None) -> str:
    return words.exact(index if index is None else round(index, 2))


def call_or_why(words: Words, row: dict) -> str:
    """The days to call, or that no date is known to count them from."""
    if row["call_from"] is None:
        return words(f"{ROOM}.no_dates")
    first, last = (words.date(row[day]) for day in ("call_from", "call_to"))
    return first if first == last else words(f"{ROOM}.days", first=first, last=last)
