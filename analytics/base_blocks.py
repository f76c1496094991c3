"""The base as three blocks: current clients, leads that refused, and those who left: told so, or lost by the life cycle."""

from __future__ import annotations

from analytics.classes import ClassColumn, sizes
from analytics.facts import Facts
from analytics.methods import lifecycle
from analytics.statements import Derived
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

CURRENT, REFUSED, LEFT, LOST = "current", "refused", "left", "lost"
BLOCKS = (CURRENT, REFUSED, LEFT, LOST)
BLOCK_PLACES = (CURRENT, LEFT, LOST)


def gone(warehouse: Warehouse, facts: Facts) -> str | None:
    """Name of the table of clients known to have left by the day of asking and not to have bought since (sql/gone.sql)."""
    if not warehouse.has("departures"):
        return None
    as_of = facts.view.as_of
    with warehouse.transaction(interruptible=True) as cursor:
        derived = Derived(cursor, warehouse.recently_used)
        return derived.made("gone", as_of, facts.clients, values={"as_of": as_of}, clients=facts.clients)


def column(thresholds: Thresholds, facts: Facts, left: str | None) -> ClassColumn:
    """The block of a client of the window: left (it is in the table `left`), lost by the life cycle, or current."""
    told = ((f"customer_id in (select customer_id from {left})", LEFT),) if left else ()
    lost = lifecycle.judge(thresholds, facts).conditions["lost"]
    known = (((f"not ({lifecycle.UNKNOWN}) and {lost}"), LOST),)
    return ClassColumn("base_block", (*told, *known, ("true", CURRENT)), BLOCK_PLACES)


def blocks(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, refused: int | None) -> list[dict]:
    """A row per block: block, customers, revenue (of the window; None where there is none to tell), elsewhere.

    `refused` leads (None without a base of leads: no such row) have brought no money. `elsewhere` of those who left bought
    nothing in the window under its filters; no list of it has them. There is no `left` without a base of departures, and
    nobody is `lost` where orders and recency are not known.
    """
    left = gone(warehouse, facts)
    found = {row["class"]: row for row in sizes(warehouse, facts, column(thresholds, facts, left))}
    rows = [_row(CURRENT, found[CURRENT])]
    if refused is not None:
        rows.append({"block": REFUSED, "customers": refused, "revenue": None, "elsewhere": 0})
    if left:
        elsewhere = _elsewhere(warehouse, facts, left)
        rows.append(_row(LEFT, found[LEFT], elsewhere))
    return [*rows, _row(LOST, found[LOST])] if lifecycle.is_told(warehouse, facts) else rows


def members(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, block: str) -> str:
    """A query: customer_id of the clients of the window in a block."""
    number = BLOCK_PLACES.index(block)
    judged = column(thresholds, facts, gone(warehouse, facts)).number
    return f"select customer_id from {facts.customers} where {judged} = {number}"


def _row(block: str, totals: dict, elsewhere: int = 0) -> dict:
    told = {"block": block, "customers": totals["customers"] + elsewhere, "elsewhere": elsewhere}
    return told | {"revenue": totals["revenue"] if totals["customers"] else None}


def _elsewhere(warehouse: Warehouse, facts: Facts, left: str) -> int:
    """Under a filter nobody can say whose the others are: they are left out."""
    if facts.view.filters:
        return 0
    known = f"select customer_id from {facts.customers}"
    return warehouse.value(f"select count(*) from {left} where customer_id not in ({known})")
