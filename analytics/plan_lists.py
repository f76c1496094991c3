"""The lists of the action plan: what each is for, what is at stake on it, how soon it is due; the rules are in plan.py."""

from __future__ import annotations

from dataclasses import dataclass

AIMS = ("retain", "return", "develop", "reward", "release")
STATUSES = ("todo", "in_work", "done", "given_up")
# What is at stake: what a client brought in its last year, its loss, what it lacks to class A, one order of its usual size.
STAKES = LAST_YEAR, LOSS, TO_A, AN_ORDER = ("last_year", "loss", "to_a", "an_order")
SILENT = ("retain", "return")
BY_CLASS = ("keep_a", "raise_b", "automate_c")


@dataclass(frozen=True)
class PlanList:
    """A list of the plan: its aim (of AIMS), what is at stake (of STAKES), and in how many working days it is due."""

    code: str
    aim: str
    stake: str
    due_in: int

    @property
    def of_silence(self) -> bool:
        """Whether clients are on it because they are silent, so that an order takes them off it."""
        return self.aim in SILENT and self.code not in BY_CLASS


PLAN = (
    PlanList("release", "release", LOSS, 20),
    PlanList("save_big", "retain", LAST_YEAR, 2),
    PlanList("win_back", "return", LAST_YEAR, 5),
    PlanList("wake_up", "return", LAST_YEAR, 10),
    PlanList("call_overdue", "retain", LAST_YEAR, 3),
    PlanList("retain_others", "retain", LAST_YEAR, 5),
    PlanList("to_a", "develop", TO_A, 20),
    PlanList("second_purchase", "develop", AN_ORDER, 10),
    PlanList("next_order", "develop", AN_ORDER, 20),
    PlanList("reward", "reward", LAST_YEAR, 20),
    PlanList("keep_a", "retain", LAST_YEAR, 10),
    PlanList("raise_b", "develop", TO_A, 20),
    PlanList("automate_c", "retain", LAST_YEAR, 20),
)
LISTS = {list_.code: list_ for list_ in PLAN}
