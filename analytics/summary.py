"""Every small table of the contract for one base and view: what `summary` prints and reports are made of."""

from __future__ import annotations

from analytics.classes import sizes
from analytics.facts import Facts
from analytics.methods import abc_analysis, abc_xyz, dependence, xyz_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

OVERVIEW = (
    "clients total revenue profit orders quantity average first_order_date last_order_date clients_with_returns_only "
    "revenue_of_returns_only finished_buckets"
).split()
ABC = "method class customers customer_share value value_share orders profit".split()
XYZ = "class customers customer_share revenue revenue_share".split()
MATRIX = "abc_class xyz_class customers customer_share revenue revenue_share profit".split()
BALANCE = "a_customer_share verdict top1_share top3_share top5_share top10_share customers_for_80 hhi gini".split()


def tables(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict[str, list[dict]]:
    """Name of a table → its rows with the contract's keys; money in units, rates 0..1, undefined None.

    `xyz` and `matrix` are empty when there are no dates or fewer than three buckets to count.
    """
    found = {"overview": _picked([facts.whole], OVERVIEW), "abc": _abc(warehouse, facts, thresholds)}
    if facts.dated and facts.enough_buckets:
        by_steadiness = sizes(warehouse, facts, xyz_analysis.column(thresholds))
        found["xyz"] = _picked([_with_revenue_share(row, facts) for row in by_steadiness], XYZ)
        found["matrix"] = _picked(abc_xyz.matrix(warehouse, facts, thresholds), MATRIX)
    else:
        found |= {"xyz": [], "matrix": []}
    return found | {"balance": _picked([dependence.balance(warehouse, facts, thresholds)], BALANCE)}


def _abc(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    rows = []
    for name in abc_analysis.METHODS:
        column = abc_analysis.method(thresholds, facts, name).column()
        rows += [{"method": name} | row for row in sizes(warehouse, facts, column)]
    return _picked(rows, ABC)


def _with_revenue_share(row: dict, facts: Facts) -> dict:
    revenue = facts.whole["revenue"]
    return row | {"revenue_share": float(row["revenue"] / revenue) if revenue else None}


def _picked(rows: list[dict], keys: list[str]) -> list[dict]:
    return [{key: row[key] for key in keys} for row in rows]
