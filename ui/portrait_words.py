"""How the portrait is written: attributes by the file's own headings, values, bands of numbers, classes."""

from __future__ import annotations

from analytics.attributes import Attribute
from analytics.classes import ClassColumn
from analytics.headlines import portrait as told
from analytics.methods.portrait import WORKABLE, Trait
from ui import column_words, session

ROOM = "portrait"


def trait_name(trait: Trait) -> str:
    return f"{attribute_name(trait.attribute)}: {value_name(trait.attribute, trait.code)}"


def class_name(column: ClassColumn, code: str) -> str:
    return column_words.of_code(column.name, code)


def workable_range() -> str:
    """`7–10 %`: the share of the base a segment of a workable size has."""
    words, (low, high) = session.t(), WORKABLE
    return f"{words.number(100 * low)}–{words.percent(high, 0)}"


def attribute_name(attribute: Attribute) -> str:
    return told.attribute_name(session.t(), session.warehouse(), attribute)


def value_name(attribute: Attribute, code: int) -> str:
    return told.value_name(session.t(), attribute, code)


def times(lift: float | None) -> str:
    return told.times(session.t(), lift)


def chance(p: float | None) -> str:
    return told.chance(session.t(), p)
