"""The steps of the guided tour as data: the page, the thresholds a step begins with and the move that shows something there.

The words of a step are `tour.<code>_question`, `_move`, `_see_<what is seen>` and `_explain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analytics.thresholds import Thresholds
from ui import session


@dataclass(frozen=True)
class Step:
    """`move` is what the button sets; empty: the visitor's hand alone can make it."""

    code: str
    page: str
    start: Mapping[str, object] = field(default_factory=dict)
    move: Mapping[str, object] = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        return {*self.start, *self.move}

    def is_moved(self, thresholds: Thresholds) -> bool:
        """Whether what the button sets is in force already."""
        return all(thresholds[name] == value for name, value in self.move.items())


ALL = (
    Step("share", "abc_analysis", move={"abc.share.a": 0.5}),
    Step("average", "abc_analysis", {"abc.method": "average"}, {"abc.average.a": 12.0}),
    Step("balance", "abc_analysis", move={"abc.share.a": 0.85}),
    Step("matrix", "abc_xyz", move={"xyz.regularity.x": 0.5}),
    Step("profitability", "profitability", move={"profit.d_margin": 0.1}),
    Step("rfm", "rfm", move={"rfm.method": "median"}),
    Step("lifecycle", "lifecycle", move={"lifecycle.boundaries": "rhythm"}),
    Step("migration", "migration"),
    Step("dependence", "dependence"),
    Step("action_plan", "action_plan"),
)
TOUCHED = tuple(sorted(set.union(*(step.touched for step in ALL))))


def steps() -> list[Step]:
    """The steps whose page there is."""
    return [step for step in ALL if Path(session.page(step.page)).exists()]
