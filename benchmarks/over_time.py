"""One threshold change on each page of what happens over time: the answers of the page, at 1 million clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analytics import windows
from analytics.bases import span
from analytics.facts import Facts
from analytics.methods import (
    cohorts,
    development,
    ladder,
    lifecycle,
    migration,
    overdue,
    purchase_churn,
    retention,
    rfm,
)
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from benchmarks.bases import LARGE, opened, prepared
from benchmarks.result import Result
from benchmarks.threshold_change import measured

# page: the threshold that moves, the places it moves through, and what else is set
MOVES = {
    "rfm": ("rfm.bins", (*range(2, 11), *range(9, 2, -1)), {}),
    "lifecycle": ("lifecycle.at_risk_after", range(40, 80, 2), {"lifecycle.lost_after": 400}),
    "whom to call": ("lifecycle.at_risk_after", range(40, 80, 2), {"lifecycle.lost_after": 400}),
    "retention": ("retention.active_days", range(30, 130, 5), {"retention.membership": "active"}),
    "cohorts": ("lifecycle.at_risk_after", range(40, 80, 2), {"lifecycle.lost_after": 400}),
    "migration": ("abc.share.a", [i / 100 for i in range(60, 80)], {}),
    "development": ("development.steady", [i / 100 for i in range(1, 21)], {}),
}


def rows() -> list[Result]:
    base = prepared(LARGE)
    warehouse, facts = opened(base)
    try:
        return [measured(page, _moved(page), answer) for page, answer in _answers(warehouse, facts)]
    finally:
        warehouse.close()


def _moved(page: str) -> list[Thresholds]:
    name, places, others = MOVES[page]
    return [Thresholds({name: place} | others) for place in places]


def _answers(warehouse: Warehouse, facts: Facts) -> Iterator[tuple[str, Callable[[Thresholds], object]]]:
    """Page → what it asks again when a threshold moves."""
    paired = windows.both(warehouse, windows.pair(span(warehouse), facts.view))
    found = development.compare(warehouse, paired)

    def of_rfm(thresholds: Thresholds):
        judge = rfm.method(thresholds, facts)
        codes = rfm.codes(warehouse, facts, judge)
        return rfm.segments(codes, judge, facts), rfm.cells(codes, judge, facts)

    def of_lifecycle(thresholds: Thresholds):
        stages = lifecycle.stages(warehouse, facts, thresholds)
        return stages, ladder.ladder(warehouse, facts, thresholds, None)

    def of_overdue(thresholds: Thresholds):
        totals = overdue.totals(warehouse, facts, thresholds)
        return totals, overdue.overdue(warehouse, facts, thresholds, limit=50, whom="not_lost")

    by_month = cohorts.build(warehouse, facts, "month")

    def of_cohorts(thresholds: Thresholds):
        usual = lifecycle.boundaries(thresholds, facts).at_risk_after
        return cohorts.by_date(warehouse, by_month), purchase_churn.by_number(warehouse, facts, usual)

    yield "rfm", of_rfm
    yield "lifecycle", of_lifecycle
    yield "whom to call", of_overdue
    yield "retention", lambda thresholds: retention.table(warehouse, facts, thresholds)
    yield "cohorts", of_cohorts
    yield "migration", lambda thresholds: migration.matrix(warehouse, migration.of_abc(paired, thresholds))
    yield "development", lambda thresholds: development.split(warehouse, found, thresholds)
