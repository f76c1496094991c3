"""Words the parts of the page of dependence share."""

from __future__ import annotations

from analytics.drawings.dependence import BALANCE
from analytics.facts import Facts
from analytics.headlines.abc_analysis import NAMES
from analytics.thresholds import Thresholds
from ui import session

ROOM = "dependence"
STRESS = ("dependence.top",)
CUT = ("dependence.cost_to_serve", "dependence.long_run_loss")
MINIMUM = ("dependence.minimum_of", "dependence.minimum_order", "dependence.rise_share")


def names(thresholds: Thresholds) -> tuple[str, ...]:
    """Every threshold of the page."""
    return (*BALANCE, "abc.method", *NAMES[thresholds["abc.method"]], *STRESS, *CUT, *MINIMUM)


def measure() -> str:
    return session.t()(f"thresholds.measure.{session.thresholds()['measure']}")


def no_profit(facts: Facts) -> str | None:
    """That the base has no profit, where it has none: everything is told in revenue then."""
    return None if facts.whole["profit"] is not None else session.t()(f"{ROOM}.no_profit")
