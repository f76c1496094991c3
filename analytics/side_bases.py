"""What a view of the main base takes of a base beside it (scores, contacts): which days, and the rows of which clients."""

from __future__ import annotations

import datetime as dt

from analytics.facts import Facts
from analytics.warehouse import Warehouse


def days(warehouse: Warehouse, facts: Facts, kind: str) -> tuple[dt.date, dt.date] | None:
    """First and last day to look at: the window, or the reach of the side base itself where the main one has no dates.

    None when there is no such base, or nothing in it to tell the days by.
    """
    found = reach(warehouse, kind) if warehouse.has(kind) else None
    return (facts.view.start, facts.view.end) if found and facts.view.start else found


def reach(warehouse: Warehouse, kind: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of a side base; None when it is empty."""
    found = warehouse.rows(f"select min(date) as first, max(date) as last from {kind}")[0]
    return (found["first"], found["last"]) if found["first"] else None


def kept(facts: Facts) -> str:
    """A condition to append to `where`: under a filter only the rows of clients it keeps, those who bought in the window
    under it or only returned; with no filter also the rows of no known client."""
    return f" and customer_id in (select customer_id from {facts.clients})" if facts.view.filters else ""
