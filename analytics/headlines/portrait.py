"""What do the best have in common? Who is typical of the class, by its strongest marks."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import filters
from analytics.attributes import NOT_GIVEN, Attribute
from analytics.bands import Band
from analytics.markup import plain
from analytics.methods import portrait
from analytics.methods.portrait import Trait
from analytics.warehouse import Warehouse
from analytics.words import Words

ROOM = "portrait"
FLAGS = ("image_client",)
MOST_TOLD = 5
MOST_ROWS, MOST_UNMARKED = 14, 6
USUAL = 0.5


def sentence(words: Words, warehouse: Warehouse, found: Sequence[Trait], klass: str) -> str:
    """`found`: portrait.portrait; `klass`: the name of the class."""
    size = sum(t.members for t in found if t.attribute is found[0].attribute)
    if not size:
        return words(f"{ROOM}.headline_nobody", klass=plain(klass))
    told = {"klass": plain(klass), "n": size, "share": size / sum(found[0].attribute.clients)}
    for key, marks in (("headline", portrait.typical(found)), ("headline_rarer", portrait.avoided(found))):
        if marks:
            return words(f"{ROOM}.{key}", portrait="; ".join(_by_attribute(words, warehouse, marks)), **told)
    return words(f"{ROOM}.headline_nothing", **told)


def leading(found: Sequence[Trait]) -> list[Trait]:
    """The marks, the strongest first, those the class avoids, then what comes nearest to marking and is not what most have."""
    marks = [*portrait.typical(found), *portrait.avoided(found)]
    others = [t for t in found if t.is_value and t.members and t.mark in ("same", "few") and t.share_in_base <= USUAL]
    others.sort(key=lambda t: (t.mark == "few", -abs(t.phi or 0), -t.clients))
    return [*marks[:MOST_ROWS], *others[:MOST_UNMARKED]][:MOST_ROWS]


def drawn(words: Words, warehouse: Warehouse, traits: Sequence[Trait], found: Sequence[Trait]) -> list[dict]:
    """Traits as rows of charts.dumbbell; `place` is that of the trait in `found`."""
    places = {id(trait): place for place, trait in enumerate(found)}
    return [_row(words, warehouse, trait) | {"place": places[id(trait)]} for trait in traits]


def trait_name(words: Words, warehouse: Warehouse, trait: Trait) -> str:
    value = value_name(words, trait.attribute, trait.code)
    return f"{attribute_name(words, warehouse, trait.attribute)}: {value}"


def attribute_name(words: Words, warehouse: Warehouse, attribute: Attribute) -> str:
    """As the visitor's file calls it, where we have no word of our own."""
    own = filters.own_name(warehouse, attribute.column)
    return own or words.name("columns", attribute.column)


def value_name(words: Words, attribute: Attribute, code: int) -> str:
    if code == NOT_GIVEN:
        return words("frame.not_given")
    if not attribute.is_value(code):
        return words(f"{ROOM}.others")
    value = attribute.values[code - 1]
    if isinstance(value, Band):
        return value.written(words.exact)
    return words(f"{ROOM}.flag_{value}") if attribute.column in FLAGS else value


def times(words: Words, lift: float | None) -> str:
    """`×4.0`, `×0.33`, `×0`: how many times the share of the base."""
    digits = 1 if lift and lift >= 1 else 2 if lift else 0
    return words.number(None) if lift is None else f"×{words.number(lift, digits)}"


def chance(words: Words, p: float | None) -> str:
    """p in words of a table: `< 0.001`, `0.032`."""
    if p is not None and p < 0.001:
        return f"< {words.exact(0.001)}"
    return words.number(p, 3)


def _by_attribute(words: Words, warehouse: Warehouse, marks: Sequence[Trait]) -> list[str]:
    """`size: Large; industry: Banking, Energy`."""
    names: dict[str, list[str]] = {}
    for trait in marks[: 2 * MOST_TOLD]:
        name = attribute_name(words, warehouse, trait.attribute)
        names.setdefault(name, []).append(value_name(words, trait.attribute, trait.code))
    return [plain(f"{name} — {', '.join(values)}") for name, values in list(names.items())[:MOST_TOLD]]


def _row(words: Words, warehouse: Warehouse, trait: Trait) -> dict:
    share, sure = trait.share_in_class or 0, words(f"{ROOM}.mark_{trait.mark}")
    told = {"group": words.percent(trait.share_in_class), "all": words.percent(trait.share_in_base)}
    told |= {"lift": times(words, trait.lift), "count": words(f"{ROOM}.of", n=trait.members, all=trait.clients)}
    told |= {"sure": f"{sure}, p = {chance(words, trait.p)}" if trait.p is not None else sure}
    told |= {"mark": trait.mark, "label": f"{words.percent(share, 0)} · {times(words, trait.lift)}"}
    return told | {"name": trait_name(words, warehouse, trait), "base": trait.share_in_base, "share": share}
