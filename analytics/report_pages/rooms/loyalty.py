"""Who is loyal, and how? Five types of loyalty: the radar and how many show each."""

from __future__ import annotations

from analytics import workdays
from analytics.charts import radar
from analytics.headlines import loyalty as headline
from analytics.methods import abc_analysis, loyalty
from analytics.methods.loyalty import Scores
from analytics.report_pages.telling import Asked, Chapter, Picture, Table, Told

ROOM = headline.ROOM
NAMES = ("loyalty.shows_from", "loyalty.working_days")
COLUMNS = "type customers_with_data customers_showing mean_score".split()


def tell(asked: Asked) -> Chapter:
    words, thresholds = asked.words, asked.thresholds
    held = loyalty.scores(asked.warehouse, asked.facts, thresholds)
    rows = loyalty.showing(asked.warehouse, held, thresholds)
    country = workdays.countries()[workdays.known(thresholds["loyalty.country"][0])][words.language]
    told = (spokes(asked, held), types(asked, rows, held), *without(asked, held))
    return asked.chapter(ROOM, headline.sentence(words, rows, held), *told, names=NAMES, country=country)


def name(asked: Asked, type: str) -> str:
    return asked.words(f"loyalty_parts.type_{type}")


def spokes(asked: Asked, held: Scores) -> Picture:
    """Everyone's average beside the best and the last class of the chosen ABC."""
    words, column = asked.words, abc_analysis.chosen(asked.thresholds, asked.facts)
    series = {words(f"{ROOM}.everyone"): {type: mean for type, (_, mean) in held.types.items()}}
    found = {row["class"]: row for row in loyalty.by_class(asked.warehouse, asked.facts, held, column)}
    for code in (column.members[0], column.members[-1]):
        told = words(f"{ROOM}.of_class", method=words.name("columns", column.name), code=words.name("common", code))
        series |= {told: found[code]} if code in found else {}
    rows = [{"series": s, "type": t, "score": scores[t]} for s, scores in series.items() for t in loyalty.TYPES]
    labels = {key: words(f"{ROOM}.radar_{key}") for key in ("series", "type", "score")}
    frames = radar.frames(rows, {type: name(asked, type) for type in loyalty.TYPES}, asked.look)
    return asked.picture(radar.chart, labels, frames, len(series), alt=words(f"{ROOM}.radar"))


def types(asked: Asked, rows: list[dict], held: Scores) -> Table:
    words = asked.words
    told = [
        row | {"type": name(asked, row["type"]), "mean_score": words.number(row["mean_score"], 1)}
        for row in loyalty.types(held, rows)
    ]
    heads = {"type": words("columns.loyalty_type"), "mean_score": words(f"{ROOM}.mean_score")}
    return asked.table(told, COLUMNS, title=words(f"{ROOM}.types"), heads=heads, as_is=("type",))


def without(asked: Asked, held: Scores) -> tuple[Told, ...]:
    """Types nobody has a score of, and why."""
    lacking = [type for type in loyalty.TYPES if held.reason(type)]
    its = "\n".join(f"* {name(asked, type)}: {headline.why_type(asked.words, held, type)}" for type in lacking)
    return (Told(asked.words(f"{ROOM}.no_data")), Told(its)) if its else ()
