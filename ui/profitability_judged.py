"""What the page of profitability asks once and every part of it tells: the whole profit, the map of margins, who loses."""

from __future__ import annotations

from analytics import margin_map
from analytics.facts import Facts
from analytics.margin_map import MarginMap
from analytics.methods import profitability
from ui import caching, session

ROOM = "profitability"
NAMES = ("profit.d_margin", "profit.d_rule")
ABC = (
    *("abc.method", "abc.share.a", "abc.share.b", "abc.average.a", "abc.average.c", "abc.volume_frequency.split"),
    "measure",
)
LIST = "name customer_id revenue profit margin orders average_order last_order_date abc_class profit_class xyz_class".split()
SERVED_LIST = (
    "name customer_id revenue profit cost_to_serve profit_after_serving margin_after_serving profit_class".split()
)
SERVED_LIST += "xyz_class orders last_order_date".split()


def known(facts: Facts) -> dict:
    return caching.remembered("profit_known", lambda: profitability.known(session.warehouse(), facts))


def partly_known(facts: Facts) -> int:
    return caching.remembered("profit_partly", lambda: profitability.partly_known(session.warehouse(), facts))


def margins(facts: Facts) -> MarginMap | None:
    return caching.remembered("margin_map", lambda: margin_map.build(session.warehouse(), facts))


def losing(facts: Facts) -> list[dict]:
    """Who loses, by the places of the map."""
    found, asked = margins(facts), (session.warehouse(), facts, session.thresholds())
    by = (found.place(),) if found else ()
    return caching.judged("profit_losing", lambda: profitability.losing(*asked, *by))


def verdicts(facts: Facts) -> list[dict]:
    return caching.judged("profit_verdicts", lambda: profitability.verdicts(facts, known(facts), losing(facts)))


def of(verdict: str, facts: Facts) -> dict:
    return next(row for row in verdicts(facts) if row["verdict"] == verdict)


def by_mark(facts: Facts) -> list[dict]:
    asked = (session.warehouse(), facts, session.thresholds(), known(facts))
    return caching.judged("profit_marks", lambda: profitability.by_mark(*asked))


def serving_is_told(facts: Facts) -> bool:
    """Whether the list of clients tells what serving any of them costs."""
    return known(facts)["with_cost"] > 0


def name_of(mark: str) -> str:
    return session.t().name("common", mark)


def columns_of_list(facts: Facts) -> list[str]:
    return SERVED_LIST if serving_is_told(facts) else LIST
