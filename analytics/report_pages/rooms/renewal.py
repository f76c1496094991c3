"""Which of those who refused to call, and when? The renew index, the days to call, the most promising."""

from __future__ import annotations

from analytics.charts import index_bars
from analytics.headlines import renewal as headline
from analytics.methods import renewal
from analytics.methods.renewal import Index
from analytics.report_pages.telling import Asked, Chapter, Figures, Missing, Picture

ROOM = headline.ROOM
NAMES = ("renew.index", "renew.columns", "renew.weights")
FIGURES = ("overdue", "in_7_days", "in_30_days", "later", "no_date")
COLUMNS = "name renew_index when due reason channel manager".split()
MOST = 25


def tell(asked: Asked) -> Chapter:
    words, warehouse = asked.words, asked.warehouse
    if not renewal.is_told(warehouse):
        raise Missing(words(f"{ROOM}.needs_leads"))
    found = renewal.leads(warehouse, asked.facts)
    by = renewal.index(found, asked.thresholds)
    sums, states = renewal.summed_up(found, by), renewal.states(found)
    rows = [in_words(asked, row) for row in renewal.refusals(found, by, limit=MOST)]
    heads = {
        "renew_index": words(f"{ROOM}.renew_index"),
        "when": words(f"{ROOM}.call_from"),
        "due": words(f"{ROOM}.due"),
    }
    table = asked.table(
        rows, COLUMNS, title=words("report_pages.refusals", n=len(rows), all=sums["leads"]), heads=heads, as_is=COLUMNS
    )
    figures = Figures(tuple((words(f"{ROOM}.{code}"), words.number(sums[code])) for code in FIGURES))
    told = (figures, indices(asked, by, sums), table) if rows else ()
    return asked.chapter(ROOM, headline.sentence(words, found, by, sums, states), *told, names=NAMES)


def indices(asked: Asked, by: Index, sums: dict) -> Picture | None:
    """How many refusals have which index."""
    words = asked.words
    if by.low is None or sums["ungraded"] == sums["leads"] or by.low == by.high:
        return None
    told = {band: {"name": words(f"{ROOM}.{band}"), "label": words.number(sums[band])} for band in renewal.BANDS}
    frames = index_bars.frames(sums["places"], by.low, by.high, by.step, by.cuts, told, asked.look)
    labels = {"index": words(f"{ROOM}.renew_index"), "leads": words(f"{ROOM}.leads"), "third": words(f"{ROOM}.third")}
    return asked.picture(index_bars.chart, labels, frames, by.low, by.high, by.step, alt=words(f"{ROOM}.bars"))


def in_words(asked: Asked, row: dict) -> dict:
    words = asked.words
    told = {"name": row["name"], "renew_index": headline.written(words, row["renew_index"])}
    told |= {"when": headline.call_or_why(words, row), "due": words(f"{ROOM}.{row['due'] or renewal.NO_DATE}")}
    return told | {column: row[column] for column in ("reason", "channel", "manager")}
