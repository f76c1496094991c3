"""Who carries the money? How many are in A, what they bring, and whether that is balanced."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.facts import Facts
from analytics.methods import abc_analysis, dependence
from analytics.thresholds import Thresholds
from analytics.words import Words

ROOM = "abc_analysis"
# the thresholds of each method
NAMES = {
    "share": ("abc.share.a", "abc.share.b"),
    "average": ("abc.average.a", "abc.average.c"),
    "volume_frequency": ("abc.volume_frequency.split",),
}


def sentence(words: Words, classes: Sequence[dict], thresholds: Thresholds, facts: Facts) -> str:
    """`classes`: sizes of the chosen ABC, the best first."""
    a = classes[0]
    if not a["customers"]:
        return _a_is_empty(words, thresholds, facts)
    verdict = dependence.verdict(a["customer_share"], thresholds)
    told = {"n": a["customers"], "share": a["customer_share"], "value": a["value_share"]}
    told = words(f"{ROOM}.headline", **told, measure=measure(words, thresholds))
    return f"{told} {words(f'{ROOM}.verdict_{verdict}')}"


def measure(words: Words, thresholds: Thresholds) -> str:
    """The chosen measure inside a sentence: `of revenue`."""
    return words(f"thresholds.measure.{thresholds['measure']}.genitive")


def _a_is_empty(words: Words, thresholds: Thresholds, facts: Facts) -> str:
    """By the average the boundary that nobody reaches is told; elsewhere an empty A has no boundary to lower."""
    judge = abc_analysis.method(thresholds, facts)
    if not isinstance(judge, abc_analysis.ByAverage) or not facts.whole["average"]:
        return words(f"{ROOM}.a_is_empty_here")
    return words(f"{ROOM}.a_is_empty", boundary=judge.boundaries(facts.whole["average"])["A"])
