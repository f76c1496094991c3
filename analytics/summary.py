"""Every small table of the contract for one base and view: what `summary` prints and reports are made of."""

from __future__ import annotations

import datetime as dt

from analytics.attributes import describe
from analytics.bases import periods, span
from analytics.classes import sizes
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.methods import (
    abc_analysis,
    abc_xyz,
    channels,
    cohorts,
    departures,
    dependence,
    development,
    growth_matrix,
    ladder,
    lifecycle,
    loyalty,
    migration,
    portrait,
    profitability,
    renewal,
    retention,
    rfm,
    satisfaction,
    xyz_analysis,
)
from analytics.pareto_steps import steps
from analytics.thresholds import Thresholds
from analytics.timeline import timeline
from analytics.warehouse import Warehouse
from analytics.windows import OPEN, Paired, both, pair

OVERVIEW = (
    "clients total revenue profit orders quantity average first_order_date last_order_date clients_with_returns_only "
    "revenue_of_returns_only finished_buckets"
).split()
TIMELINE = "bucket revenue profit orders customers unfinished".split()
PARETO = "step customers customer_share value value_share cumulative_share".split()
ABC = "method class customers customer_share value value_share orders profit".split()
XYZ = "class customers customer_share revenue revenue_share".split()
MATRIX = "abc_class xyz_class customers customer_share revenue revenue_share profit".split()
PROFIT = "profit_class customers revenue profit cost_to_serve profit_after_serving".split()
CLASS_D = "rule customers revenue profit_after_serving loss".split()
BALANCE = "a_customer_share verdict top1_share top3_share top5_share top10_share customers_for_80 hhi gini".split()
RFM = "r_score f_score m_score customers revenue".split()
RFM_SEGMENTS = "segment customers orders revenue".split()
LIFECYCLE = "stage customers revenue".split()
LADDER = "rung customers conversion".split()
RETENTION = "bucket start_customers new returned lost end_customers crr churn unfinished".split()
COHORTS = "cohort bucket customers rate revenue".split()
LOYALTY = "type customers_with_data customers_showing mean_score".split()
RENEW = "lead index call_from call_to".split()
GROWTH = "quadrant customers revenue".split()
SATISFACTION = "period cut key answers csi nps nps_low nps_high".split()
MIGRATION = "from_class to_class customers value_from value_to".split()
DEVELOPMENT = "bridge factor value_from value_to change_rate contribution".split()
PORTRAIT = "class attribute value share_in_class share_in_base lift p_value".split()
CHANNELS = "channel customers revenue profit repeat_share a_share crr".split()
DEPARTURES = "reason customers share published_share".split()
DEVELOPMENT_SPLIT = "client_change customers value_from value_to contribution".split()


def tables(
    warehouse: Warehouse,
    facts: Facts,
    thresholds: Thresholds,
    against: tuple[dt.date | None, dt.date | None] = OPEN,
) -> dict[str, list[dict]]:
    """Name of a table → its rows with the contract's keys; money in units, rates 0..1, undefined None.

    `xyz` and `matrix` are empty when there are no dates or fewer than three buckets to count. `against` is the earlier
    window of what compares two; when none was asked for and none can be found, those tables are empty.
    """
    found = {"overview": _picked([facts.whole], OVERVIEW), "timeline": _timeline(warehouse, facts)}
    found |= {"abc": _abc(warehouse, facts, thresholds), "pareto": _picked(steps(warehouse, facts), PARETO)}
    if facts.dated and facts.enough_buckets:
        by_steadiness = sizes(warehouse, facts, xyz_analysis.column(thresholds))
        found["xyz"] = _picked([_with_revenue_share(row, facts) for row in by_steadiness], XYZ)
        found["matrix"] = _picked(abc_xyz.matrix(warehouse, facts, thresholds), MATRIX)
    else:
        found |= {"xyz": [], "matrix": []}
    found["profit"] = _picked(profitability.table(warehouse, facts, thresholds), PROFIT)
    found["class_d"] = _picked(profitability.rules(warehouse, facts, thresholds), CLASS_D)
    found["balance"] = _picked([dependence.balance(warehouse, facts, thresholds)], BALANCE)
    found |= _rfm(warehouse, facts, thresholds) | _lifecycle(warehouse, facts, thresholds)
    found["retention"] = _picked(retention.table(warehouse, facts, thresholds), RETENTION)
    found["cohorts"] = _cohorts(warehouse, facts, thresholds)
    found["loyalty"] = _picked(loyalty.table(warehouse, facts, thresholds), LOYALTY)
    of_scores = satisfaction.table(warehouse, facts, thresholds, abc_analysis.chosen(thresholds, facts))
    found["satisfaction"] = _picked(of_scores, SATISFACTION)
    found["growth"] = _picked(growth_matrix.table(warehouse, facts, thresholds), GROWTH)
    found["renew"] = _picked(renewal.table(warehouse, facts, thresholds), RENEW)
    found["portrait"] = _portrait(warehouse, facts, thresholds)
    found["channels"] = _picked(channels.table(warehouse, facts, thresholds), CHANNELS)
    found |= _of_two_windows(warehouse, _paired(warehouse, facts, against), thresholds)
    return found | {"departures": _picked(departures.reasons(warehouse, facts), DEPARTURES)}


def _timeline(warehouse: Warehouse, facts: Facts) -> list[dict]:
    return _picked([row | {"unfinished": not row["finished"]} for row in timeline(warehouse, facts)], TIMELINE)


def _abc(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    rows = []
    for name in abc_analysis.METHODS:
        column = abc_analysis.method(thresholds, facts, name).column()
        rows += [{"method": name} | row for row in sizes(warehouse, facts, column)]
    return _picked(rows, ABC)


def _rfm(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict[str, list[dict]]:
    judge = rfm.method(thresholds, facts)
    rows = rfm.codes(warehouse, facts, judge)
    by_segment = rfm.segments(rows, judge, facts) if rows else []
    return {
        "rfm": _picked(rows, RFM),
        "rfm_cuts": rfm.cut_points(judge),
        "rfm_segments": _picked(by_segment, RFM_SEGMENTS),
    }


def _lifecycle(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict[str, list[dict]]:
    """Stages in the order of life and rungs of the ladder; both empty when nobody's orders and recency are known."""
    if not lifecycle.is_told(warehouse, facts):
        return {"lifecycle": [], "ladder": []}
    stages = [row | {"stage": row["class"]} for row in lifecycle.stages(warehouse, facts, thresholds)]
    rungs = ladder.ladder(warehouse, facts, thresholds, ladder.leads(warehouse, facts))
    return {"lifecycle": _picked(stages, LIFECYCLE), "ladder": _picked(rungs, LADDER)}


def _cohorts(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """Cohorts by date: buckets that are still to come or not over yet have no row."""
    if not facts.dated:
        return []
    rows = cohorts.by_date(warehouse, cohorts.build(warehouse, facts, facts.view.bucket))
    return _picked(cohorts.counted(rows, thresholds["include_unfinished"]), COHORTS)


def _portrait(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    """Portraits of every class of the chosen ABC."""
    described, column = describe(warehouse, facts), abc_analysis.chosen(thresholds, facts)
    each = (portrait.table(warehouse, described, thresholds, column, code) for code in column.members)
    return _picked([row for rows in each for row in rows], PORTRAIT)


def _paired(warehouse: Warehouse, facts: Facts, against: tuple) -> Paired | None:
    try:
        return both(warehouse, pair(span(warehouse), facts.view, against, periods(warehouse)))
    except Unusable:
        if against != OPEN:
            raise
        return None


def _of_two_windows(warehouse: Warehouse, paired: Paired | None, thresholds: Thresholds) -> dict[str, list[dict]]:
    if paired is None:
        return {"migration": [], "development": [], "development_split": []}
    moved = migration.matrix(warehouse, migration.of_abc(paired, thresholds))
    developed = development.compare(warehouse, paired)
    bridges = [row for bridge in developed.bridges.values() for row in bridge]
    happened = development.split(warehouse, developed, thresholds)
    return {
        "migration": _picked(moved, MIGRATION),
        "development": _picked(bridges, DEVELOPMENT),
        "development_split": _picked(happened, DEVELOPMENT_SPLIT),
    }


def _with_revenue_share(row: dict, facts: Facts) -> dict:
    revenue = facts.whole["revenue"]
    return row | {"revenue_share": float(row["revenue"] / revenue) if revenue else None}


def _picked(rows: list[dict], keys: list[str]) -> list[dict]:
    return [{key: row[key] for key in keys} for row in rows]
