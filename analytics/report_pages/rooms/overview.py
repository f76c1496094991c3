"""How is the base? The whole of it: figures, revenue over time, who carries it, the largest clients."""

from __future__ import annotations

from analytics import customers
from analytics.customers import EVERYONE
from analytics.drawings import overview as drawings
from analytics.headlines import overview
from analytics.methods import dependence
from analytics.report_pages.rooms.abc_analysis import class_split
from analytics.report_pages.telling import Asked, Chapter, Figures, Picture, Table, Told
from analytics.timeline import timeline as buckets

ROOM = overview.ROOM
TOP_CLIENTS = 10
LIST = "name customer_id revenue profit orders average_order last_order_date abc_class xyz_class share".split()


def tell(asked: Asked) -> Chapter:
    words, facts = asked.words, asked.facts
    found = asked.once("concentration", lambda: dependence.concentration(asked.warehouse, facts))
    return asked.chapter(
        ROOM,
        overview.sentence(words, facts, found),
        figures(asked, found),
        returns(asked),
        over_time(asked),
        class_split(asked, words(f"{ROOM}.carriers")),
        leaders(asked),
        names=("measure", "bucket", "order_grain", "abc.method"),
    )


def figures(asked: Asked, found: dict) -> Figures:
    told = overview.figures(asked.words, asked.facts, asked.abc_sizes(), found)
    return Figures(tuple(told.items()))


def returns(asked: Asked) -> Told | None:
    whole = asked.facts.whole
    n, revenue = whole["clients_with_returns_only"], whole["revenue_of_returns_only"]
    return Told(asked.words(f"{ROOM}.returns_only", n=n, revenue=revenue)) if n else None


def over_time(asked: Asked) -> Picture | None:
    words = asked.words
    if not asked.facts.dated:
        return None
    rows, title = buckets(asked.warehouse, asked.facts), words(f"{ROOM}.over_time")
    hint = words("frame.unfinished_hint") if any(not row["finished"] for row in rows) else ""
    return asked.drawn(drawings.over_time(asked.look, rows, asked.thresholds["bucket"], title), title, hint)


def leaders(asked: Asked) -> Table:
    shown = (asked.warehouse, asked.facts, asked.thresholds, EVERYONE, TOP_CLIENTS, 0, LIST, asked.abc_sizes())
    found = customers.page(*shown)
    columns = [c for c in LIST if c != "name"] if all(r["name"] == r["customer_id"] for r in found) else LIST
    n = min(TOP_CLIENTS, asked.facts.whole["clients"])
    return asked.table(found, columns, title=asked.words(f"{ROOM}.leaders", n=n))
