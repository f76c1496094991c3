"""Who is loyal, and how? The type most clients show, and how many show several or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.methods import loyalty
from analytics.methods.loyalty import Scores
from analytics.methods.loyalty_measures import MEASURES, Measure
from analytics.words import Words

ROOM = "loyalty"


def sentence(words: Words, rows: Sequence[dict], held: Scores) -> str:
    """`rows`: loyalty.showing."""
    known = [row for row in loyalty.types(held, rows) if row["customers_with_data"]]
    most = max(known, key=lambda row: row["customers_showing"])
    all_clients = {"all": held.clients, "share": most["customers_showing"] / held.clients}
    named = words(f"loyalty_parts.type_{most['type']}").lower()
    told = [words(f"{ROOM}.headline", type=named, n=most["customers_showing"], **all_clients)]
    if len(known) == 1:
        return " ".join([*told, words(f"{ROOM}.headline_alone")])
    several = sum(row["customers"] for row in rows if len(row["shows"]) > 1)
    none = sum(row["customers"] for row in rows if not row["shows"])
    return " ".join([*told, words(f"{ROOM}.headline_several", n=several), words(f"{ROOM}.headline_none", n=none)])


def by_reason(held: Scores, measures: Iterable[Measure]) -> dict[str, list[str]]:
    """Reason → names of those of the measures that are not known because of it, in their order."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        if measure.name in held.missing:
            found.setdefault(held.missing[measure.name], []).append(measure.name)
    return found


def why(words: Words, reason: str, names: Sequence[str]) -> str:
    """Why these measures are not known; of kinds of contacts that are not there it says which."""
    if reason != "no_kind":
        return words(f"{ROOM}.why_{reason}")
    return words(f"{ROOM}.why_no_kind", n=len(names), kind=", ".join(words(f"{ROOM}.kind_{name}") for name in names))


def why_type(words: Words, held: Scores, type: str) -> str:
    """Why nobody has a score of a type: the reasons of its measures, each once."""
    reasons = by_reason(held, (measure for measure in MEASURES if measure.type == type))
    return "; ".join(why(words, reason, names) for reason, names in reasons.items())
