"""Dates that cannot be or that stand alone: after today, or long before all the others."""

from __future__ import annotations

import datetime as dt

from analytics.doctor.finding import Case, Finding

DATED = {
    "sales": "order_date",
    "totals": "last_order_date",
    "contacts": "date",
    "scores": "date",
    "leads": "date",
    "departures": "date",
}
SHOWN = "customer_id customer_name lead_id order_id product amount score".split()
LEAST_ROWS = 20
FAR_DAYS = 365


def find(case: Case) -> list[Finding]:
    """`future_dates`: later than the day of the examination. `far_dates`: before the first twentieth of the dates by more
    than a year and by more than the middle nine tenths of the dates span, with a year of silence after; not asked of
    fewer than LEAST_ROWS rows. The particulars carry the first and last of the other days: `likely_first`, `likely_last`.
    """
    found = []
    for kind, column in DATED.items():
        if case.has(kind, column):
            found += _future(case, kind, column) + _far(case, kind, column)
    return found


def _future(case: Case, kind: str, column: str) -> list[Finding]:
    return _those(case, kind, column, "future_dates", "wrong", ">", case.today)


def _far(case: Case, kind: str, column: str) -> list[Finding]:
    first = first_likely(case, kind, column)
    return _those(case, kind, column, "far_dates", "look", "<", first) if first else []


def first_likely(case: Case, kind: str, column: str) -> dt.date | None:
    """Dates before it stand alone; None when none do, or when there are too few to tell."""
    edges = case.row(
        f"""select count({column}) as n, quantile_disc({column}, 0.05) as low, quantile_disc({column}, 0.95) as high
            from {kind}"""
    )
    if edges["n"] < LEAST_ROWS:
        return None
    edge = edges["low"] - dt.timedelta(days=max(FAR_DAYS, (edges["high"] - edges["low"]).days))
    beside = case.row(
        f"""select max({column}) filter ({column} < $edge) as before, min({column}) filter ({column} >= $edge) as after
            from {kind}""",
        {"edge": edge},
    )
    alone = beside["before"] and (beside["after"] - beside["before"]).days > FAR_DAYS
    return edge if alone else None


def _those(case: Case, kind: str, column: str, code: str, severity: str, beyond: str, edge: dt.date) -> list[Finding]:
    money = "sum(amount) filter (odd)" if case.has(kind, "amount") else "cast(null as decimal(18, 4))"
    days = {"edge": edge}
    counted = case.row(
        f"""select count(*) filter (odd) as n, {money} as money,
                   min({column}) filter (odd) as first, max({column}) filter (odd) as last,
                   min({column}) filter (not odd) as likely_first, max({column}) filter (not odd) as likely_last
            from (select *, {column} {beyond} $edge as odd from {kind})""",
        days,
    )
    if not counted["n"]:
        return []
    columns = ", ".join(filter(None, [case.shown(kind, *SHOWN), column]))
    order = "desc" if beyond == ">" else "asc"
    rows = f"select {columns} from {kind} where {column} {beyond} $edge order by {column} {order}, rowid"
    told = {name: counted[name] for name in ("first", "last", "likely_first", "likely_last")} | {"today": case.today}
    return [Finding(code, kind, severity, counted["n"], counted["money"], told, case.listed(rows, days))]
