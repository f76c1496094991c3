"""Amounts that are not sales: returns, discounts written as lines of an order, gifts at zero, signs that contradict."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding, share

MANY_RETURNS = 0.3
SHOWN = "customer_id customer_name order_date last_order_date order_id product quantity amount".split()


def find(case: Case) -> list[Finding]:
    """Of the main base: `negative_amounts` (returns), `discount_lines`, `zero_amounts`, `contradicting_signs`."""
    if case.main is None or not case.has(case.main, "amount"):
        return []
    found = _negative(case) + _of(case, "zero_amounts", "note", "amount = 0")
    if case.has(case.main, "quantity"):
        found += _of(case, "contradicting_signs", "look", "amount > 0 and quantity < 0")
    return found


def _negative(case: Case) -> list[Finding]:
    """Negative lines, those with a larger sale in the same order counted apart: a discount looks like that."""
    discounts = _of(case, "discount_lines", "note", _discount(case)) if case.main == "sales" else []
    bought = case.row(f"select sum(amount) as money from {case.main} where amount > 0")["money"]
    returns = "amount < 0" + (f" and not ({_discount(case)})" if discounts else "")
    found = _of(case, "negative_amounts", "note", returns, bought)
    severe = [f for f in found if (f.particulars["share"] or 0) > MANY_RETURNS]
    return [Finding(f.code, f.kind, "look", f.n, f.money, f.particulars, f.rows) for f in severe] or found + discounts


def _discount(case: Case) -> str:
    """True for a negative line that goods did not come back with, in an order that is worth more than it takes off."""
    order = "(customer_id, order_id, order_date)" if case.has("sales", "order_id") else None
    if order is None:
        return "false"
    no_goods = " and coalesce(quantity, 1) >= 0" if case.has("sales", "quantity") else ""
    paid = f"select {order} from sales where order_id is not null group by all having sum(amount) > 0"
    return f"amount < 0{no_goods} and {order} in ({paid})"


def _of(case: Case, code: str, severity: str, condition: str, whole=None) -> list[Finding]:
    counted = case.row(f"select count(*) as n, sum(amount) as money from {case.main} where {condition}")
    if not counted["n"]:
        return []
    rows = f"""select {case.shown(case.main, *SHOWN)} from {case.main} where {condition}
               order by abs(amount) desc, rowid"""
    told = {"share": share(-counted["money"], whole)}
    return [Finding(code, case.main, severity, counted["n"], counted["money"], told, case.listed(rows))]
