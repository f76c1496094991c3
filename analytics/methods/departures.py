"""Reasons for leaving: the Pareto of a base's own departures beside the published shares 68/14/9/5/4 %.

Source: P. Temporal and M. Trott; the reasons and the words they are known by are in departures.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from analytics.bases import span
from analytics.facts import Facts
from analytics.ingest.lexicon import normal
from analytics.statements import Derived
from analytics.warehouse import Warehouse


def reasons(warehouse: Warehouse, facts: Facts) -> list[dict]:
    """A row per reason, the commonest first: reason, customers, share, cumulative_share, published_share, texts, places.

    A client counts once, with its last reason, when it left within the window (the whole base has no ends) or on a day not
    told; filters of sales leave the departures whole. A reason known by its words is told by its code (a key of
    `published`), `texts` being what the base calls it; any other stays in the base's own words and has no published share.
    Published reasons that nobody gave are there with 0. Empty without a base of departures, or when nobody left.
    """
    if not warehouse.has("departures"):
        return []
    sql = f"select reason, place, count(*) as customers from {_departed(warehouse, facts)} group by all order by place"
    together: dict[str, list[dict]] = {}
    for row in warehouse.rows(sql):
        together.setdefault(code_of(row["reason"]) or row["reason"], []).append(row)
    return _shared(together) if together else []


def code_of(text: str) -> str | None:
    """The published reason that a reason in anybody's words is; None for one of its own."""
    words = f" {normal(text)}"
    for code, beginnings in _data()["beginnings"].items():
        if text == code or any(f" {beginning}" in words for beginning in beginnings):
            return code
    return None


def published() -> dict[str, float]:
    """Reason → its published share of those who left."""
    return _data()["published"]


def members(warehouse: Warehouse, facts: Facts, places: Sequence[int]) -> str:
    """A query: customer_id of those who left for the texts at these `places` of a row of `reasons`."""
    listed = ", ".join(str(int(place)) for place in places)
    return f"select customer_id from {_departed(warehouse, facts)} where place in ({listed or 'null'})"


def _departed(warehouse: Warehouse, facts: Facts) -> str:
    days = _window(warehouse, facts)
    with warehouse.transaction(interruptible=True) as cursor:
        return Derived(cursor, warehouse.recently_used).made("departed", days, values=days)


def _window(warehouse: Warehouse, facts: Facts) -> dict:
    """The window where it is narrower than the sales: who left before the first sale or after the last one belongs to the
    whole base too."""
    sold, view = span(warehouse), facts.view
    start = view.start if sold and view.start > sold[0] else None
    return {"start": start, "end": view.end if sold and view.end < sold[1] else None}


def _shared(together: dict[str, list[dict]]) -> list[dict]:
    everyone = sum(row["customers"] for rows in together.values() for row in rows)
    rows = [_told(reason, together.get(reason, [])) for reason in {**dict.fromkeys(published()), **together}]
    rows.sort(key=lambda row: (-row["customers"], -(row["published_share"] or 0), row["reason"]))
    so_far = 0
    for row in rows:
        so_far += row["customers"]
        row |= {"share": row["customers"] / everyone, "cumulative_share": so_far / everyone}
    return rows


def _told(reason: str, rows: list[dict]) -> dict:
    told = {"reason": reason, "customers": sum(row["customers"] for row in rows)}
    told |= {"published_share": published().get(reason), "texts": [row["reason"] for row in rows]}
    return told | {"places": [row["place"] for row in rows]}


@cache
def _data() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "departures.toml").read_text("utf-8"))
