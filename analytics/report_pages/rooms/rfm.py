"""Who buys recently, often and for much? The map of segments, their sizes, and the cut points of the scores."""

from __future__ import annotations

from analytics.charts import segment_map
from analytics.headlines import rfm as headline
from analytics.methods import rfm
from analytics.methods.rfm import Rfm
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture, Table, Told

ROOM = headline.ROOM
NAMES = ("rfm.method", "rfm.bins", "rfm.recency_cuts", "rfm.frequency_cuts", "rfm.monetary_cuts", "rfm.monetary")
COLUMNS = "segment customers customer_share orders revenue revenue_share".split()


def tell(asked: Asked) -> Chapter:
    words, facts = asked.words, asked.facts
    lacks = rfm.lacking(asked.thresholds, facts)
    if lacks:
        what = ", ".join(words.name("common", name).lower() for name in lacks)
        columns = {"orders": words("columns.orders"), "recency": words("columns.last_order_date")}
        raise Missing(words(f"{ROOM}.lacking", what=what, **columns))
    judge = rfm.method(asked.thresholds, facts)
    rows = rfm.codes(asked.warehouse, facts, judge)
    unscored = facts.whole["clients"] - sum(row["customers"] for row in rows)
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows, judge, facts),
        cells(asked, judge, rows),
        Told(words(f"{ROOM}.unscored", n=unscored)) if unscored else None,
        asked.table(rfm.segments(rows, judge, facts), COLUMNS, title=words(f"{ROOM}.segments")) if rows else None,
        cut_points(asked, judge),
        names=NAMES,
        **{d.name: ", ".join(map(words.exact, d.cuts)) or words.exact(None) for d in judge.dimensions},
    )


def cells(asked: Asked, judge: Rfm, rows: list[dict]) -> Picture:
    words = asked.words
    found = rfm.cells(rows, judge, asked.facts)
    captions = [words(f"{ROOM}.caption", share=cell["revenue_share"]) for cell in found]
    labels = {"recency": words(f"{ROOM}.axis_recency"), "frequency_money": words(f"{ROOM}.axis_frequency_money")}
    labels |= {key: words(f"columns.{key}") for key in ("customers", "revenue")}
    frames = segment_map.frames(found, captions, rfm.reachable(judge), asked.look)
    return asked.picture(segment_map.chart, labels, frames, alt=words(f"{ROOM}.question"))


def cut_points(asked: Asked, judge: Rfm) -> Table:
    """A row per dimension, its cut points from the lowest."""
    words, found = asked.words, rfm.cut_points(judge)
    edges = sorted({row["edge"] for row in found})
    by_dimension: dict[str, dict] = {}
    for row in found:
        told = by_dimension.setdefault(row["dimension"], {"dimension": row["dimension"]})
        told[f"edge_{row['edge']}"] = words.exact(row["value"])
    heads = {f"edge_{edge}": f"{words('columns.edge')} {edge}" for edge in edges}
    title = words(f"{ROOM}.cut_points")
    return asked.table(list(by_dimension.values()), ["dimension", *heads], title, heads, as_is=tuple(heads))
