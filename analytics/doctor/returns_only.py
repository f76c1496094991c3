"""Clients who only returned: what they had bought lies before the base begins, or under another client."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding


def find(case: Case) -> list[Finding]:
    """`returns_only`: clients of dated sales without a single line that is not a return."""
    if case.main != "sales":
        return []
    bought = "amount >= 0 and coalesce(quantity, 0) >= 0" if case.has("sales", "quantity") else "amount >= 0"
    clients = f"""select customer_id, sum(amount) as amount, count(*) as sales_rows, max(order_date) as last_order_date
                  from sales where customer_id is not null group by 1 having not bool_or({bought})"""
    counted = case.row(f"select count(*) as n, sum(amount) as money from ({clients})")
    if not counted["n"]:
        return []
    rows = case.listed(f"{clients} order by amount, customer_id")
    return [Finding("returns_only", "sales", "note", counted["n"], counted["money"], {}, rows)]
