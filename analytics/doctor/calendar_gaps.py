"""Days without a single sale that are unlike this base's usual rhythm: a month left out of the export looks like that."""

from __future__ import annotations

import datetime as dt

from analytics.doctor.finding import Case, Finding
from analytics.doctor.strange_dates import first_likely

LEAST_DAYS = 10
TIMES_USUAL = 3
LEAST_GAP = 4
HOLIDAYS = 14
THIN = 0.2
LEAST_MONTHS = 4
LIKELY = "order_date between $first and $today"


def find(case: Case) -> list[Finding]:
    """`calendar_gaps`: pauses over TIMES_USUAL times what 19 of 20 pauses between selling days are, and not under
    LEAST_GAP days; dates that cannot be are left out. `thin_months`: inner months with under THIN of the rows a median month has.
    """
    if case.main != "sales":
        return []
    days = {"first": first_likely(case, "sales", "order_date") or dt.date.min, "today": case.today}
    return _gaps(case, days) + _thin_months(case, days)


def _gaps(case: Case, days: dict) -> list[Finding]:
    pauses = f"""select day, next, next - day - 1 as days from (
        select order_date as day, lead(order_date) over (order by order_date) as next
        from (select distinct order_date from sales where {LIKELY}))
        where next is not null"""
    usual = case.row(f"select count(*) as n, quantile_disc(days, 0.95) as days from ({pauses})", days)
    if usual["n"] < LEAST_DAYS:
        return []
    edge = max(LEAST_GAP, TIMES_USUAL * (usual["days"] + 1))
    rows = case.listed(
        f"select day + 1 as first_day, next - 1 as last_day, days from ({pauses}) where days >= $edge "
        "order by days desc, day",
        days | {"edge": edge},
    )
    if not rows.examples:
        return []
    longest, of_all = (
        rows.examples[0],
        case.row(f"select count(*) as n, sum(days) as days from ({rows.sql})", rows.values),
    )
    told = {"first": longest["first_day"], "last": longest["last_day"], "days": int(of_all["days"])}
    severity = "look" if longest["days"] > HOLIDAYS else "note"
    return [Finding("calendar_gaps", "sales", severity, of_all["n"], None, told, rows)]


def _thin_months(case: Case, days: dict) -> list[Finding]:
    months = f"""select cast(date_trunc('month', order_date) as date) as month, count(*) as sales_rows,
                       sum(amount) as amount from sales where {LIKELY} group by 1"""
    inner = f"""select * from ({months}) where month > (select min(month) from ({months}))
                and month < (select max(month) from ({months}))"""
    usual = case.row(f"select count(*) as n, median(sales_rows) as usual from ({inner})", days)
    if usual["n"] < LEAST_MONTHS:
        return []
    rows = case.listed(
        f"select * from ({inner}) where sales_rows < $edge order by sales_rows, month",
        days | {"edge": THIN * usual["usual"]},
    )
    if not rows.examples:
        return []
    thinnest, n = rows.examples[0], case.row(f"select count(*) as n from ({rows.sql})", rows.values)["n"]
    told = {"month": thinnest["month"], "rows": thinnest["sales_rows"], "usual": usual["usual"]}
    return [Finding("thin_months", "sales", "look", n, None, told, rows)]
