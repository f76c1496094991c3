"""Why a client is in its classes: the value it was judged by against the boundaries, and what lacks to the better class."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from analytics import segment_map
from analytics.classes import sizes
from analytics.facts import LEAST_BUCKETS, Facts
from analytics.methods import abc_analysis, lifecycle, profitability, rfm, xyz_analysis
from analytics.methods.rfm import Dimension
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse


@dataclass(frozen=True)
class Score:
    """One score of RFM: the value of the client's fact, above the cut point `low` and up to `high` (None: no such end)."""

    dimension: Dimension
    value: float
    score: int
    low: float | None
    high: float | None


def of(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, client: dict) -> list[dict]:
    """A client (a row of `customers.one`) → a row per class: column, class, chosen, reason, lacks, particulars, scores.

    `reason` and `lacks` are codes of sentences, `particulars` the numbers in them; `lacks` None when there is nothing better.
    `scores` are the three of an RFM segment; other classes have none.
    """
    rows = [_by_share(warehouse, facts, thresholds, client), _by_average(facts, thresholds, client)]
    rows.append(_by_volume_frequency(facts, thresholds, client))
    chosen = f"abc_{thresholds['abc.method']}_class"
    rows = [row | {"chosen": row["column"] == chosen, "scores": ()} for row in rows if row["class"]]
    others = [_by_steadiness(facts, thresholds, client)] if facts.dated else []
    others += _by_profit(warehouse, facts, thresholds, client) if client["profit_verdict"] else []
    others += [_by_scores(facts, thresholds, client)] if client["rfm_segment"] else []
    others += [_by_stage(facts, thresholds, client)] if client["lifecycle_stage"] else []
    return rows + [{"scores": ()} | row | {"chosen": False} for row in others]


def _reason(column: str, client: dict, reason: str, lacks: str | None, **particulars: object) -> dict:
    found = {"column": column, "class": client[column], "reason": reason, "particulars": particulars}
    return found | {"lacks": lacks if client[column] not in ("A", "X", None) else None}


def _by_share(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, client: dict) -> dict:
    judge = abc_analysis.method(thresholds, facts, "share")
    classes = sizes(warehouse, facts, judge.column())
    least = abc_analysis.least_of_better(classes).get(client["abc_share_class"])
    lacking = None if least is None else least - client["value"]
    better = "A" if client["abc_share_class"] == "B" or not classes[1]["customers"] else "B"
    told = {"before": client["share_before"], "a": judge.a, "b": judge.b, "rank": client["rank"]}
    lacks = "value" if lacking is not None else None
    return _reason("abc_share_class", client, "share", lacks, lacking=lacking, better=better, **told)


def _by_average(facts: Facts, thresholds: Thresholds, client: dict) -> dict:
    judge = abc_analysis.method(thresholds, facts, "average")
    if client["abc_average_class"] is None:
        return _reason("abc_average_class", client, "average", None)
    boundaries = judge.boundaries(facts.whole["average"])
    better = "A" if client["abc_average_class"] == "B" else "B"
    lacking = boundaries["A" if better == "A" else "C"] - client["value"]
    told = {
        "times": round(client["value_to_average"], 2),
        "average": facts.whole["average"],
        "a": judge.a,
        "c": judge.c,
    }
    lacks = "value" if lacking > 0 else None
    return _reason("abc_average_class", client, "average", lacks, lacking=lacking, better=better, **told)


def _by_volume_frequency(facts: Facts, thresholds: Thresholds, client: dict) -> dict:
    column = "abc_volume_frequency_class"
    judge = abc_analysis.method(thresholds, facts, "volume_frequency")
    if client[column] is None:
        return _reason(column, client, "volume_frequency", None)
    revenue = max(judge.revenue_split - float(client["revenue"]), 0)
    orders = max(math.floor(judge.orders_split) + 1 - client["orders"], 0)
    lacks = "both" if revenue and orders else "revenue" if revenue else "orders" if orders else None
    told = {
        "revenue": client["revenue"],
        "orders": client["orders"],
        "much": judge.revenue_split,
        "often": judge.orders_split,
    }
    return _reason(column, client, "volume_frequency", lacks, lacking=revenue, n=orders, **told)


def _by_steadiness(facts: Facts, thresholds: Thresholds, client: dict) -> dict:
    judge, counted = xyz_analysis.method(thresholds), client["counted_buckets"] or 0
    if counted < LEAST_BUCKETS:
        return _reason("xyz_class", client, "few_buckets", None, n=counted)
    if isinstance(judge, xyz_analysis.ByVariation):
        cv = judge.of(client["revenue_cv"], counted)
        reason = "no_variation" if cv is None else "variation"
        return _reason("xyz_class", client, reason, None, cv=cv, x=judge.x, y=judge.y)
    wanted = judge.x if client["xyz_class"] == "Y" else judge.y
    missing = math.ceil(Fraction(str(wanted)) * counted) - client["active_buckets"]
    told = {
        "active": client["active_buckets"],
        "counted": counted,
        "share": client["active_share"],
        "x": judge.x,
        "y": judge.y,
    }
    return _reason(
        "xyz_class",
        client,
        "regularity",
        "buckets",
        n=missing,
        better="X" if client["xyz_class"] == "Y" else "Y",
        **told,
    )


def _by_profit(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, client: dict) -> list[dict]:
    """Whether the client pays its way, and its class by profit inside its class of ABC; `lacking` is the profit it would take
    to leave class D with the same revenue."""
    profit, margin, cut = (
        client["profit_after_serving"],
        client["margin_after_serving"],
        thresholds["profit.d_margin"],
    )
    loses, thin = profit <= 0, margin is not None and margin < cut
    spared = (loses or thin) and client["profit_verdict"] == profitability.EARNS
    reason = "spared" if spared else "loses" if loses else "thin" if thin else "earns"
    if margin is None:
        reason += "_without_margin"
    wanted = max(Decimal(str(cut)) * client["revenue"], Decimal(0)) - profit
    told = {"profit": profit, "margin": margin, "cut": cut, "lacking": wanted}
    row = _reason("profit_verdict", client, reason, None, **told)
    row["lacks"] = "profit" if client["profit_verdict"] == profitability.D else None
    code = profitability.of_client(warehouse, facts, thresholds, client)
    return [row, *([_nested(client, code)] if code else [])]


def _nested(client: dict, code: str) -> dict:
    told = {"outer": code[0], "inner": code[1], "rank": client["profit_rank"]}
    return _reason("profit_class", client | {"profit_class": code}, "nested", None, **told)


def _by_scores(facts: Facts, thresholds: Thresholds, client: dict) -> dict:
    judge = rfm.method(thresholds, facts)
    scores = tuple(_score(dimension, client) for dimension in judge.dimensions)
    place = judge.place_of(*(told.score for told in scores))
    found = _reason("rfm_segment", client, "rfm", None, code=client["rfm_code"], **segment_map.axes(place))
    return found | {"scores": scores}


def _score(dimension: Dimension, client: dict) -> Score:
    score = client[dimension.column().name]
    below = dimension.bins - score if dimension.less_is_better else score - 1
    low, high = [None, *dimension.cuts][below], [*dimension.cuts, None][below]
    return Score(dimension, client[dimension.fact], score, low, high)


def _by_stage(facts: Facts, thresholds: Thresholds, client: dict) -> dict:
    """`n` are the days left before the next stage down: none is left on the last day of this one."""
    by = lifecycle.judge(thresholds, facts)
    (at_risk, lost), (after, left) = by.of(client), lifecycle.next_down(by, client)
    told = {"days": client["recency_days"], "orders": client["orders_ever"], "at_risk": at_risk, "lost": lost}
    found = _reason("lifecycle_stage", client, "stage", None, **told)
    if after is None:
        return found
    found["particulars"]["n"] = left
    return found | {"lacks": f"days_to_{after}"}
