"""Who costs more than they bring? The whale curve and class D beside those who earn."""

from __future__ import annotations

from analytics import whale_curve
from analytics.charts import whale_curve as whale_chart
from analytics.headlines import profitability as headline
from analytics.methods import profitability
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture, Table

ROOM = headline.ROOM
NAMES = ("profit.d_margin", "profit.d_rule", "abc.method")
COLUMNS = "class customers customer_share revenue revenue_share profit_after_serving profit_share margin orders".split()
SERVED = "class customers customer_share revenue profit cost_to_serve profit_after_serving profit_share margin".split()
SERVING = ("profit", "cost_to_serve", "profit_after_serving")


def tell(asked: Asked) -> Chapter:
    words, warehouse, facts, thresholds = asked.words, asked.warehouse, asked.facts, asked.thresholds
    whole = profitability.known(warehouse, facts)
    if not whole["customers"]:
        raise Missing(words(f"{ROOM}.needs_profit"))
    losing = profitability.losing(warehouse, facts, thresholds)
    verdicts = profitability.verdicts(facts, whole, losing)
    return asked.chapter(
        ROOM, headline.sentence(words, verdicts, whole), whale(asked, whole), table(asked, whole), names=NAMES
    )


def whale(asked: Asked, whole: dict) -> Picture:
    words, found = asked.words, whale_curve.points(asked.warehouse, asked.facts, whole)
    segments = whale_curve.segments(asked.warehouse, asked.facts, asked.thresholds, whole)
    told = [words(f"{ROOM}.strip_part", n=row["d"], share=row["share"]) for row in segments]
    is_share = found[-1]["profit_share"] is not None
    points, marks = whale_chart.points(found, whole["customers"]), headline.marks(words, found, whole)
    frames = whale_chart.frames(points, *marks, segments, whole["customers"], told)
    labels = {"level": words(f"{ROOM}.whale_{'share' if is_share else 'money'}"), "strip": words(f"{ROOM}.strip")}
    labels |= {"customers": words(f"{ROOM}.whale_customers"), "name": words("columns.name")}
    labels |= {"rank": words("columns.rank"), "profit": words("columns.profit")}
    title, reach = words(f"{ROOM}.whale"), whale_chart.reach(found)
    return asked.picture(whale_chart.chart, labels, frames, reach, is_share, alt=title, title=title)


def table(asked: Asked, whole: dict) -> Table:
    """Before and after serving where its cost is told; profit alone where it is not."""
    words, rows = asked.words, profitability.by_mark(asked.warehouse, asked.facts, asked.thresholds, whole)
    if whole["with_cost"]:
        return asked.table(rows, SERVED, heads={c: words(f"{ROOM}.table_{c}") for c in SERVING})
    return asked.table(rows, COLUMNS, heads={"profit_after_serving": words("columns.profit")})
