"""Sales of nobody: rows without a client take part in no class."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding, share

MANY = 0.05
SHOWN = "order_date last_order_date order_id product quantity amount".split()


def find(case: Case) -> list[Finding]:
    """`without_client` of the main base; more than MANY of its money is worth a look."""
    if case.main is None:
        return []
    counted = case.row(
        f"""select count(*) filter (customer_id is null) as n, sum(amount) filter (customer_id is null) as money,
                   sum(amount) as whole, count(*) as rows from {case.main}"""
    )
    if not counted["n"]:
        return []
    of_money = share(counted["money"], counted["whole"])
    rows = f"""select {case.shown(case.main, *SHOWN)} from {case.main} where customer_id is null
               order by abs(amount) desc, rowid"""
    severity = "look" if max(of_money or 0, counted["n"] / counted["rows"]) > MANY else "note"
    told = {"share": of_money, "rows_share": counted["n"] / counted["rows"]}
    return [Finding("without_client", case.main, severity, counted["n"], counted["money"], told, case.listed(rows))]
