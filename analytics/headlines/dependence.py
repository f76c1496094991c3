"""What if we lose them? How many are in A against what is normal, and what the largest ten bring."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.headlines.abc_analysis import measure
from analytics.methods import dependence
from analytics.thresholds import Thresholds
from analytics.words import Words

ROOM = "dependence"


def sentence(words: Words, classes: Sequence[dict], found: dict, thresholds: Thresholds) -> str:
    """`classes`: sizes of the chosen ABC, the best first; `found`: `dependence.concentration`."""
    of_a = dependence.of_a(classes, thresholds)
    low, high = words.number(100 * thresholds["balance.a_low"]), words.percent(thresholds["balance.a_high"], 0)
    key = of_a["verdict"] if classes[0]["customers"] else "empty"
    told = words(f"{ROOM}.headline_{key}", share=of_a["a_customer_share"], low=low, high=high)
    if found["top3_share"] is None:
        return told
    tops = {"top": found["top3_share"], "measure": measure(words, thresholds)}
    return f"{told} {words(f'{ROOM}.headline_top', **tops)}"
