"""What if the thresholds were others? How much larger the best class is, who moves and with how much money."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.methods import scenario_comparison
from analytics.methods.scenario_comparison import Comparison
from analytics.words import Words

ROOM = "what_if"


def sentence(words: Words, cells: Sequence[dict], comparison: Comparison, names: tuple[str, str]) -> str:
    """`cells`: scenario_comparison.moves; `names` of the two scenarios, as they may be written in Markdown."""
    went = scenario_comparison.together(scenario_comparison.moved(cells))
    first, second = names
    if not went["customers"]:
        return words(f"{ROOM}.nobody_moves", first=first, second=second)
    told = [_best(words, cells, comparison, names)] if comparison.second.column.ordered else []
    everybody = scenario_comparison.together(cells)
    share = float(went["revenue"] / everybody["revenue"]) if everybody["revenue"] else None
    particulars = {"n": went["customers"], "money": words.short(went["revenue"]), "share": words.percent(share)}
    key = "moves" if told else "moves_under"
    return " ".join([*told, words(f"{ROOM}.{key}", first=first, second=second, **particulars)])


def _best(words: Words, cells: Sequence[dict], comparison: Comparison, names: tuple[str, str]) -> str:
    """How many clients more or fewer the best class has under the second scenario."""
    best = comparison.second.column.members[0]
    before, after = (
        next(row["customers"] for row in scenario_comparison.sizes(cells, side) if row["class"] == best)
        for side in ("from", "to")
    )
    way = "same" if before == after else "more" if after > before else "fewer"
    told = {"best": words.name("common", best), "before": words.number(before), "after": words.number(after)}
    return words(f"{ROOM}.best_{way}", n=abs(after - before), first=names[0], second=names[1], **told)
