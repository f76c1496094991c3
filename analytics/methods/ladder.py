"""The ladder of commitment: how far up every client has come, how many go on from rung to rung, and from where they left.

Source: client-centred management (the ladder of commitment), with the stages of analytics.methods.lifecycle.
"""

from __future__ import annotations

from analytics.classes import ClassColumn, cross
from analytics.facts import Facts
from analytics.methods import lifecycle
from analytics.outcomes import is_won
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

CLIMBED = ("first_purchase", "second_purchase", "frequent", "committed")
RUNGS = ("lead", *CLIMBED, "gone")
LEADS = """
with known as (
    select lower(trim(customer_id)) as called from {clients} union select lower(trim(name)) from {clients}
)
select count(distinct coalesce(lead_id, company)) from leads
where {until} and coalesce(outcome, '') not in (select unnest($won))
  and coalesce(lower(trim(lead_id)), '') not in (select called from known where called is not null)
  and coalesce(lower(trim(company)), '') not in (select called from known where called is not null)
"""


def column(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """The rung a client stands on: first_purchase, second_purchase, frequent (3..k−1 orders), committed (k orders, or has
    brought another client), or gone (lost by the life cycle)."""
    lost = lifecycle.judge(thresholds, facts).conditions["lost"]
    return ClassColumn(
        "ladder_rung", ((lifecycle.UNKNOWN, None), (lost, "gone"), *_climbed(thresholds)), (*CLIMBED[::-1], "gone")
    )


def highest(thresholds: Thresholds) -> ClassColumn:
    """The highest rung a client has come to, whether or not it has left since."""
    return ClassColumn("highest_rung", ((lifecycle.UNKNOWN, None), *_climbed(thresholds)), CLIMBED[::-1])


def ladder(warehouse: Warehouse, facts: Facts, thresholds: Thresholds, waiting: int | None) -> list[dict]:
    """A row per rung from `lead` (only with a leads base: `waiting` is what `leads` tells) to `gone`.

    `customers` stand there now and `share` is their share of all clients on the ladder; `reached` came that far at least;
    `left` came that far, no farther, and are gone. `conversion` is the part of those who reached the rung below that reached
    this one, and for `gone` the part of all clients that is gone. `lead` has no share and no conversion. Undefined is None.
    """
    cells = cross(warehouse, facts, highest(thresholds), column(thresholds, facts))
    counts = {(cell["highest_rung"], cell["ladder_rung"]): cell["customers"] for cell in cells}
    rows = [_rung(rung, CLIMBED[place:], counts) for place, rung in enumerate(CLIMBED)]
    clients, gone = rows[0]["reached"], sum(row["left"] for row in rows)
    if waiting is not None:
        rows.insert(0, {"rung": "lead", "customers": waiting, "reached": waiting + clients, "left": 0})
    bases = [0, *(row["reached"] for row in rows)]
    rows = [
        row | {"conversion": row["reached"] / base if base else None} for row, base in zip(rows, bases, strict=False)
    ]
    rows.append(
        {
            "rung": "gone",
            "customers": gone,
            "reached": gone,
            "left": gone,
            "conversion": gone / clients if clients else None,
        }
    )
    return [row | {"share": _share(row, clients)} for row in rows]


def leads(warehouse: Warehouse, facts: Facts) -> int | None:
    """Enquiries up to the day of asking that have not become clients; None without a base of leads.

    One became a client when its outcome says so (analytics/outcomes.toml) or a client has its number or its company.
    """
    if not warehouse.has("leads"):
        return None
    outcomes = warehouse.rows("select distinct outcome from leads where outcome is not null")
    values = {"won": [row["outcome"] for row in outcomes if is_won(row["outcome"])]}
    if facts.view.as_of:
        values["as_of"] = facts.view.as_of
    until = "date <= $as_of" if facts.view.as_of else "true"
    return warehouse.value(LEADS.format(clients=facts.customers, until=until), values)


def _rung(rung: str, this_far: tuple[str, ...], counts: dict) -> dict:
    reached = sum(counts[highest, standing] for highest in this_far for standing in (highest, "gone"))
    return {"rung": rung, "customers": counts[rung, rung], "reached": reached, "left": counts[rung, "gone"]}


def _share(row: dict, clients: int) -> float | None:
    return row["customers"] / clients if clients and row["rung"] != "lead" else None


def _climbed(thresholds: Thresholds) -> tuple[tuple[str, str], ...]:
    return (
        (f"orders_ever >= {thresholds['lifecycle.regular_from']} or referrals > 0", "committed"),
        ("orders_ever >= 3", "frequent"),
        ("orders_ever = 2", "second_purchase"),
        ("true", "first_purchase"),
    )
