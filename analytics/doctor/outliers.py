"""Amounts out of all proportion to the rest: often a slip of the decimal mark, sometimes the best client."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding, share

LEAST_ROWS = 20
FAR = 6
TIMES_THE_LARGE = 30
TO_DEVIATION = 1.4826
SHOWN = "customer_id customer_name order_date last_order_date order_id product quantity amount".split()


def find(case: Case) -> list[Finding]:
    """`outliers`: amounts whose logarithm lies FAR robust deviations (median and MAD, Iglewicz & Hoaglin 1993) above the
    median and which are TIMES_THE_LARGE times the 95th percentile; not asked of fewer than LEAST_ROWS sales.
    """
    if case.main is None or not case.has(case.main, "amount"):
        return []
    edge = _edge(case)
    if edge is None:
        return []
    told = {"edge": edge}
    counted = case.row(
        f"""select count(*) filter (amount > $edge) as n, sum(amount) filter (amount > $edge) as money,
                   sum(amount) filter (amount > 0) as bought, max(amount) as largest, median(amount) as middle
            from {case.main} where amount > 0""",
        told,
    )
    if not counted["n"]:
        return []
    rows = f"""select {case.shown(case.main, *SHOWN)} from {case.main} where amount > $edge
               order by amount desc, rowid"""
    particulars = {
        "share": share(counted["money"], counted["bought"]),
        "largest": counted["largest"],
        "middle": counted["middle"],
    }
    return [
        Finding("outliers", case.main, "look", counted["n"], counted["money"], particulars, case.listed(rows, told))
    ]


def _edge(case: Case) -> float | None:
    """Above it an amount is out of proportion; None when too few amounts were seen, or all are about one."""
    seen = case.row(
        f"""select count(*) as n, median(ln(amount)) as middle, mad(ln(amount)) as spread,
                   quantile_cont(amount, 0.95) as large from (select amount::double as amount from {case.main})
            where amount > 0"""
    )
    if seen["n"] < LEAST_ROWS:
        return None
    edge = case.row(
        "select exp(least($middle + $far * $spread, 60)) as edge",
        {"middle": seen["middle"], "far": FAR * TO_DEVIATION, "spread": seen["spread"]},
    )["edge"]
    return max(edge, TIMES_THE_LARGE * seen["large"])
