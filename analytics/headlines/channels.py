"""Which sources bring loyal clients? Who brings those that come back, and who costs most."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.markup import plain
from analytics.methods import channels
from analytics.words import Words

ROOM = "channels"


def sentence(words: Words, rows: Sequence[dict], least: int) -> str:
    """`rows`: `named`; channels with fewer than `least` clients are not judged."""
    whole = channels.together(rows)
    best, dear = channels.loyal(rows, least), channels.dearest(rows, least)
    if not channels.firm(rows, least):
        return words(f"{ROOM}.headline_few", n=least)
    told = [words(f"{ROOM}.headline_{'loyal' if best else 'alike'}", **_of_loyal(best, whole))]
    if whole["repeat_share"] is None:
        told = [words(f"{ROOM}.headline_no_orders")]
    if dear:
        costs = {"channel": plain(dear["name"]), "cost": dear["cost_per_customer"]}
        costs |= {"average": whole["cost_per_customer"]}
        told.append(words(f"{ROOM}.headline_{'too' if dear is best else 'dear'}", **costs))
    return " ".join(told)


def named(words: Words, rows: Sequence[dict]) -> list[dict]:
    """Rows of `channels.rows` with the `name` a visitor reads; a name of ours that the file bears too is told apart by its
    number."""
    told, taken = [], {row["channel"] for row in rows}
    for row in rows:
        name = _name(words, row)
        told.append(row | {"name": f"{name} ({row['place']})" if name != row["channel"] and name in taken else name})
    return told


def _name(words: Words, row: dict) -> str:
    if row["place"] == channels.OTHERS:
        return words(f"{ROOM}.others")
    return words("frame.not_given") if row["channel"] is None else row["channel"]


def _of_loyal(best: dict | None, whole: dict) -> dict:
    told = {"all": whole["repeat_share"]}
    return told | {"channel": plain(best["name"]), "share": best["repeat_share"]} if best else told
