"""Do the bases that are open speak of the same clients? Side bases against the main one, by the client's id."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding, Rows
from analytics.doctor.id_variants import written_alike
from analytics.warehouse import Warehouse

SIDES = ("customers", "contacts", "scores", "departures")
MANY = 0.05


def find(case: Case) -> list[Finding]:
    """A finding per side base with clients the main base does not know (`not_in_main`), with those of them whose ids look
    alike counted (`alike`); and `not_in_list` when the list of clients lacks some of the main base's.
    """
    if case.main is None:
        return []
    sides = [kind for kind in SIDES if case.has(kind, "customer_id")]
    found = [finding for kind in sides for finding in _not_in(case, kind, case.main, "not_in_main")]
    return found + (_not_in(case, case.main, "customers", "not_in_list") if "customers" in sides else [])


def pairs(warehouse: Warehouse, main: str, kind: str) -> list[tuple[str, str]]:
    """(id in a side base, id of the main base it looks like) for ids the main base does not have; only where one fits."""
    rows = warehouse.rows(f"select customer_id, min(like_it) as like_it from ({_alike(kind, main)}) group by 1")
    return [(row["customer_id"], row["like_it"]) for row in rows]


def _not_in(case: Case, kind: str, other: str, code: str) -> list[Finding]:
    ids = f"(select distinct customer_id from {kind} where customer_id is not null)"
    missing = f"{ids} where customer_id not in (select customer_id from {other} where customer_id is not null)"
    counted = case.row(f"select (select count(*) from {ids}) as clients, count(*) as n from {missing}")
    if not counted["n"]:
        return []
    alike = case.row(f"select count(*) as n from ({_alike(kind, other)})")["n"] if code == "not_in_main" else 0
    rate = counted["n"] / counted["clients"]
    told = {"clients": counted["clients"], "share": rate, "alike": alike, "other": other}
    severity = "wrong" if rate == 1 else "look" if alike or (rate > MANY and code == "not_in_main") else "note"
    return [Finding(code, kind, severity, counted["n"], None, told, _listed(case, kind, other, missing, alike))]


def _listed(case: Case, kind: str, other: str, missing: str, alike: int) -> Rows:
    if alike:
        return case.listed(f"{_alike(kind, other)} order by customer_id")
    return case.listed(f"select customer_id from {missing} order by customer_id")


def _alike(kind: str, other: str) -> str:
    """customer_id of `kind` that `other` does not have → `like_it`, the only id there that is written alike."""
    key = written_alike("customer_id", zeros=True)
    known = f"""select {key} as alike, min(customer_id) as like_it from {other} where customer_id is not null
                group by 1 having count(distinct customer_id) = 1"""
    return f"""select i.customer_id, k.like_it
        from (select distinct customer_id from {kind} where customer_id is not null) i
        join ({known}) k on k.alike = {written_alike("i.customer_id", zeros=True)}
        where i.customer_id not in (select customer_id from {other} where customer_id is not null)"""
