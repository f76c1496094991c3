"""How the portrait is written: attributes by the file's own headings, values, bands of numbers, classes."""

from __future__ import annotations

from analytics import filters
from analytics.attributes import NOT_GIVEN, Attribute
from analytics.bands import Band
from analytics.classes import ClassColumn
from analytics.methods.portrait import WORKABLE, Trait
from ui import column_words, session

ROOM = "portrait"
FLAGS = ("image_client",)


def attribute_name(attribute: Attribute) -> str:
    """As the visitor's file calls it, where we have no word of our own."""
    own = filters.own_name(session.warehouse(), attribute.column)
    return own or session.t().name("columns", attribute.column)


def value_name(attribute: Attribute, code: int) -> str:
    words = session.t()
    if code == NOT_GIVEN:
        return words("frame.not_given")
    if not attribute.is_value(code):
        return words(f"{ROOM}.others")
    value = attribute.values[code - 1]
    if isinstance(value, Band):
        return value.written(words.exact)
    return words(f"{ROOM}.flag_{value}") if attribute.column in FLAGS else value


def trait_name(trait: Trait) -> str:
    return f"{attribute_name(trait.attribute)}: {value_name(trait.attribute, trait.code)}"


def class_name(column: ClassColumn, code: str) -> str:
    return column_words.of_code(column.name, code)


def times(lift: float | None) -> str:
    """`×4.0`, `×0.33`, `×0`: how many times the share of the base."""
    words = session.t()
    digits = 1 if lift and lift >= 1 else 2 if lift else 0
    return words.number(None) if lift is None else f"×{words.number(lift, digits)}"


def workable_range() -> str:
    """`7–10 %`: the share of the base a segment of a workable size has."""
    words, (low, high) = session.t(), WORKABLE
    return f"{words.number(100 * low)}–{words.percent(high, 0)}"


def chance(p: float | None) -> str:
    """p in words of a table: `< 0.001`, `0.032`."""
    words = session.t()
    if p is not None and p < 0.001:
        return f"< {words.exact(0.001)}"
    return words.number(p, 3)
