"""How the renew index is written: grades by their headings, days to call, groups, and why something is not known."""

from __future__ import annotations

from analytics import filters
from analytics.facts import Facts
from analytics.headlines import renewal as told
from analytics.methods import renewal
from analytics.methods.renewal import Renewal
from ui import caching, session

ROOM = "renewal"
COLOURS = {"high": "A", "middle": "B", "low": "", "ungraded": "none"}


def leads(facts: Facts) -> Renewal | None:
    """The leads of the view; None without a base of them."""
    warehouse = session.warehouse()
    if not renewal.is_told(warehouse):
        return None
    found = lambda: renewal.leads(warehouse, facts)  # noqa: E731
    return caching.built("renewal.leads", found, renewal.alive)


def grade_name(column: str) -> str:
    """A graded column as the visitor's file calls it, where the name is not ours; not yet safe for Markdown."""
    own = caching.remembered(f"own_name.{column}", lambda: filters.own_name(session.warehouse(), column))
    return own or session.t().name("columns", column)


def index_or_why(row: dict) -> str:
    """The index, or which grades it lacks."""
    words = session.t()
    if row["renew_index"] is not None:
        return written(row["renew_index"])
    if not row["missing"]:
        return words(f"{ROOM}.no_index")
    return words(f"{ROOM}.lacks", columns=", ".join(map(grade_name, row["missing"])))


def group_name(by: str, key: str | None) -> str:
    """A group of refusals; the visitor's own text for a reason, a channel, a manager."""
    words = session.t()
    if by == "band":
        return words(f"{ROOM}.{key}")
    if by == "due":
        return words(f"{ROOM}.{key or renewal.NO_DATE}")
    return words("frame.not_given") if key is None else key


def written(index: float | None) -> str:
    return told.written(session.t(), index)


def call_or_why(row: dict) -> str:
    return told.call_or_why(session.t(), row)
