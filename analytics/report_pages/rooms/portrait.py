"""What do the best have in common? The portrait of the best class of the chosen ABC."""

from __future__ import annotations

from analytics.attributes import describe
from analytics.charts import dumbbell
from analytics.headlines import portrait as headline
from analytics.markup import plain
from analytics.methods import abc_analysis, portrait
from analytics.methods.portrait import Trait
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture, Table

ROOM = headline.ROOM
NAMES = ("portrait.min_support", "portrait.min_lift")
COLUMNS = "attribute trait members share_in_class clients share_in_base lift p_value mark".split()


def tell(asked: Asked) -> Chapter:
    words, column = asked.words, abc_analysis.chosen(asked.thresholds, asked.facts)
    described = describe(asked.warehouse, asked.facts)
    if not described.attributes:
        raise Missing(words(f"{ROOM}.needs_customers"))
    code = column.members[0]
    found = portrait.portrait(asked.warehouse, described, asked.thresholds, column, code)
    klass, rows = words.name("common", code), headline.leading(found)
    told = (marks(asked, rows, found, klass), table(asked, rows, klass)) if rows else ()
    sentence = headline.sentence(words, asked.warehouse, found, klass)
    return asked.chapter(ROOM, sentence, *told, names=NAMES)


def marks(asked: Asked, rows: list[Trait], found: list[Trait], klass: str) -> Picture:
    words = asked.words
    labels = {"share": words(f"{ROOM}.share_axis"), "group": words(f"{ROOM}.in_class"), "all": words(f"{ROOM}.in_base")}
    labels |= {key: words(f"{ROOM}.{key}") for key in ("lift", "count", "sure")}
    frames = dumbbell.frames(headline.drawn(words, asked.warehouse, rows, found), asked.look)
    caption = words("report_pages.dots", klass=plain(klass))
    return asked.picture(dumbbell.chart, labels, frames, len(rows), alt=words(f"{ROOM}.question"), caption=caption)


def table(asked: Asked, rows: list[Trait], klass: str) -> Table:
    words = asked.words
    heads = {key: words(f"{ROOM}.{key}", klass=klass) for key in COLUMNS}
    return asked.table(
        [in_words(asked, trait) for trait in rows], COLUMNS, heads=heads, as_is=("attribute", "trait", "mark")
    )


def in_words(asked: Asked, trait: Trait) -> dict:
    words = asked.words
    told = {"attribute": headline.attribute_name(words, asked.warehouse, trait.attribute)}
    told |= {"trait": headline.value_name(words, trait.attribute, trait.code), "members": trait.members}
    told |= {"share_in_class": trait.share_in_class, "clients": trait.clients, "share_in_base": trait.share_in_base}
    told |= {"lift": headline.times(words, trait.lift), "p_value": headline.chance(words, trait.p)}
    return told | {"mark": words(f"{ROOM}.mark_{trait.mark}")}
