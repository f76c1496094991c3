"""Churn by the number of the purchase: of the clients who made their n-th order, how many made one more.

Source: a retention guide. Whoever bought last only lately has not had the time yet, so those without a further order are
told apart: still within the usual time to come back, or beyond it. The share seen is a lower bound of the final one.
"""

from __future__ import annotations

from analytics.facts import Facts
from analytics.statements import Derived
from analytics.warehouse import Warehouse

MOST_ORDERS = 10

STOPS = "select orders, days <= $usual as waits, sum(clients)::bigint as clients from {stops} group by all"


def by_number(warehouse: Warehouse, facts: Facts, usual_days: float) -> list[dict]:
    """Dated facts → a row per number of an order from 1 to 10 that anybody has reached: number, clients (who made that many
    orders ever up to as_of, under the filters), again (made one more), waiting (made none, their last one is at most
    `usual_days` days old), gone (made none for longer), and their shares of clients: again_share, waiting_share, gone_share.
    """
    stops = warehouse.rows(STOPS.format(stops=_stops(warehouse, facts)), {"usual": usual_days})
    rows = [_step(number, stops) for number in range(1, MOST_ORDERS + 1)]
    return [row for row in rows if row["clients"]]


def _stops(warehouse: Warehouse, facts: Facts) -> str:
    as_of = facts.view.as_of
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made(
            "purchase_stops", facts.gaps, as_of, values={"as_of": as_of}, gaps=facts.gaps, most=MOST_ORDERS + 1
        )


def _step(number: int, stops: list[dict]) -> dict:
    def those(of) -> int:
        return sum(row["clients"] for row in stops if of(row))

    clients = those(lambda row: row["orders"] >= number)
    told = {
        "again": those(lambda row: row["orders"] > number),
        "waiting": those(lambda row: row["orders"] == number and row["waits"]),
        "gone": those(lambda row: row["orders"] == number and not row["waits"]),
    }
    shares = {f"{name}_share": n / clients if clients else None for name, n in told.items()}
    return {"number": number, "clients": clients} | told | shares
