"""How much hangs on how few, as large numbers: shares of the largest, who makes 80 %, HHI and Gini with how to read them."""

from __future__ import annotations

from ui import parts, session

ROOM = "dependence"
SHARES = ("top1_share", "top3_share", "top5_share", "top10_share")


def figures(found: dict) -> None:
    """`found` is `dependence.concentration` with anything positive in it."""
    words = session.t()
    writers = dict.fromkeys(SHARES, words.percent)
    writers |= {"customers_for_80": words.number, "hhi": words.number, "gini": lambda v: words.number(v, 2)}
    told = {words(f"columns.{name}"): (write(found[name]), helped(name)) for name, write in writers.items()}
    parts.figures(told, "concentration", border=False)


def helped(name: str) -> str | None:
    words, key = session.t(), f"{ROOM}.help_{name}"
    return words(key) if words.has(key) else None
