"""The life cycle of a client: from new to lost, and which of the four rules of work with the client asset applies.

Judged by D, the days since the last order, and n, the orders ever made up to the day of asking. Sources: the four rules (win
back, retain, develop, reward) and the ladder of client-centred management; boundaries by percentiles of the base's own gaps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from analytics.classes import ClassColumn, Expression, sizes
from analytics.facts import Facts
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

MEMBERS = ("regular", "developing", "returned", "new", "at_risk", "lost")
IN_ORDER_OF_LIFE = ("new", "developing", "regular", "returned", "at_risk", "lost")
RULES = {
    "win_back": ("lost",),
    "retain": ("at_risk",),
    "develop": ("new", "developing", "returned"),
    "reward": ("regular",),
}
RULE_OF = {stage: rule for rule, stages in RULES.items() for stage in stages}
LEAST_GAPS = 30
WITH_FEW_GAPS = (90, 180)
UNKNOWN = "coalesce(orders_ever, 0) = 0 or recency_days is null"


@dataclass(frozen=True)
class Boundaries:
    """Whole days without an order after which a client is at risk, and after which it is lost.

    `source` is where they come from: `data`, `few_gaps` (too few to judge by) or `own` (at least one was set by hand).
    """

    at_risk_after: int
    lost_after: int
    source: str = "own"


@dataclass(frozen=True)
class ByDays:
    """The same boundaries for everybody, in days. `regular_from`: with how many orders a client is regular.

    lost: D > lost_after; at risk: D > at_risk_after; then returned: the last gap was longer than lost_after; regular:
    n ≥ regular_from; developing: n ≥ 2; new: n = 1. Without orders or recency known there is no stage.
    """

    at_risk_after: int
    lost_after: int
    regular_from: int = 5

    @property
    def conditions(self) -> dict[str, str]:
        """Stage → when a client whose orders and recency are known is past its boundary, over a row of facts."""
        return {
            "lost": f"recency_days > {self.lost_after}",
            "at_risk": f"recency_days > {self.at_risk_after}",
            "returned": f"last_gap_days > {self.lost_after}",
        }

    def of(self, client: dict) -> tuple[float, float]:
        """The two boundaries of one client (a row of facts), in days."""
        return self.at_risk_after, self.lost_after


@dataclass(frozen=True)
class ByRhythm:
    """By the client's own usual gap: at risk after `at_risk_rhythm` median gaps, lost after `lost_rhythm`.

    Own rhythm takes three orders and a median gap above zero; the others are judged by `days`.
    """

    at_risk_rhythm: float
    lost_rhythm: float
    days: ByDays

    @property
    def regular_from(self) -> int:
        return self.days.regular_from

    @property
    def conditions(self) -> dict[str, str]:
        lost, at_risk = f"{self.lost_rhythm:.17e}", f"{self.at_risk_rhythm:.17e}"
        own = {
            "lost": f"silent_gaps > {lost}",
            "at_risk": f"silent_gaps > {at_risk}",
            "returned": f"returned_after_gaps > {lost}",
        }
        otherwise = self.days.conditions
        return {
            stage: f"case when silent_gaps is null then {otherwise[stage]} else {condition} end"
            for stage, condition in own.items()
        }

    def of(self, client: dict) -> tuple[float, float]:
        usual = client["usual_gap_days"]
        if usual is None:
            return self.days.of(client)
        return tuple(round(usual * times, 9) for times in (self.at_risk_rhythm, self.lost_rhythm))


Judge = ByDays | ByRhythm


def boundaries(thresholds: Thresholds, facts: Facts) -> Boundaries:
    """The boundaries in days: those set by hand, the others from the data; the first always below the second."""
    at_risk, lost = from_data(facts)
    own_at_risk, own_lost = thresholds["lifecycle.at_risk_after"], thresholds["lifecycle.lost_after"]
    if own_at_risk is None and own_lost is None:
        return Boundaries(at_risk, lost, "data" if has_enough_gaps(facts) else "few_gaps")
    if own_at_risk is None:
        return Boundaries(min(at_risk, own_lost - 1), own_lost)
    return Boundaries(own_at_risk, max(lost, own_at_risk + 1) if own_lost is None else own_lost)


def from_data(facts: Facts) -> tuple[int, int]:
    """80th and 95th percentile of all gaps (type 7), or 90 and 180 days with fewer than 30 gaps.

    Days are whole, so a fraction of a day is cut off: it parts the same clients. The boundaries are at least a day apart.
    """
    if not has_enough_gaps(facts):
        return WITH_FEW_GAPS
    at_risk = max(1, math.floor(facts.whole["gap_80"]))
    return at_risk, max(at_risk + 1, math.floor(facts.whole["gap_95"]))


def has_enough_gaps(facts: Facts) -> bool:
    return facts.whole["gaps"] >= LEAST_GAPS


def judge(thresholds: Thresholds, facts: Facts) -> Judge:
    found = boundaries(thresholds, facts)
    days = ByDays(found.at_risk_after, found.lost_after, thresholds["lifecycle.regular_from"])
    if thresholds["lifecycle.boundaries"] != "rhythm":
        return days
    return ByRhythm(thresholds["lifecycle.at_risk_rhythm"], thresholds["lifecycle.lost_rhythm"], days)


def next_down(by: Judge, client: dict) -> tuple[str | None, int | None]:
    """A client (lifecycle_stage, recency_days, usual_gap_days) → the stage that comes next without an order, and the days left
    before it: none is left on the last day of this one. Nothing for a lost client or one without a stage."""
    at_risk, lost = by.of(client)
    stage = client["lifecycle_stage"]
    if stage in (None, "lost"):
        return None, None
    after, boundary = ("lost", lost) if stage == "at_risk" else ("at_risk", at_risk)
    return after, math.floor(boundary) - client["recency_days"]


def column(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """The stage of a client: one of MEMBERS, or nothing where orders or recency are not known."""
    return ClassColumn("lifecycle_stage", _rules(judge(thresholds, facts)), MEMBERS)


def rule_column(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """Which of the four rules applies: reward, develop, retain or win_back."""
    rules = tuple((condition, RULE_OF.get(stage)) for condition, stage in _rules(judge(thresholds, facts)))
    return ClassColumn("lifecycle_rule", rules, ("reward", "develop", "retain", "win_back"))


def columns(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn | Expression, ...]:
    return column(thresholds, facts), rule_column(thresholds, facts), overdue()


def overdue() -> Expression:
    """Days past the client's own usual gap, 0 when it is not past; null without an own rhythm. No threshold moves it."""
    return Expression(
        "overdue_days", "case when usual_gap_days > 0 then greatest(recency_days - usual_gap_days, 0) end"
    )


def is_told(warehouse: Warehouse, facts: Facts) -> bool:
    """Whether anybody's orders and recency are known: a list of totals may lack either."""
    return not lacking(warehouse, facts)


def lacking(warehouse: Warehouse, facts: Facts) -> list[str]:
    """What the base says of nobody although a stage needs it: `orders`, `recency_days`."""
    found = warehouse.rows(
        f"select count(orders_ever) as orders, count(recency_days) as recency_days from {facts.customers}"
    )
    return [name for name, known in found[0].items() if not known]


def stages(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """A row per stage in the order of life, empty ones too, with the keys of `classes.sizes`, revenue_share and rule."""
    found = {row["class"]: row for row in sizes(warehouse, facts, column(thresholds, facts))}
    revenue = facts.whole["revenue"]
    return [
        row | {"revenue_share": float((row["revenue"] or 0) / revenue) if revenue else None, "rule": RULE_OF.get(code)}
        for code, row in ((code, found[code]) for code in (*IN_ORDER_OF_LIFE, None) if code in found)
    ]


def gap_counts(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """Rows (length, count), the shortest first: how many gaps between consecutive orders are that many days long."""
    if facts.gap_counts is None:
        return []
    return warehouse.rows(f"select gap_days as length, gaps as count from {facts.gap_counts} order by length")


def rhythm_counts(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """Rows (length, count): for how many clients with an own rhythm the last order lies that many own usual gaps back, rounded
    up to a quarter of a gap."""
    return warehouse.rows(
        f"""select ceil(silent_gaps * 4) / 4 as length, count(*) as count
            from {facts.customers} where silent_gaps >= 0 group by length order by length"""
    )


def share_within(counts: list[dict], length: float) -> float | None:
    """What part of the counted is at most that long, 0..1; None when nothing was counted."""
    total = sum(row["count"] for row in counts)
    return sum(row["count"] for row in counts if row["length"] <= length) / total if total else None


def _rules(by: Judge) -> tuple[tuple[str, str | None], ...]:
    return (
        (UNKNOWN, None),
        *((condition, stage) for stage, condition in by.conditions.items()),
        (f"orders_ever >= {by.regular_from}", "regular"),
        ("orders_ever >= 2", "developing"),
        ("true", "new"),
    )
