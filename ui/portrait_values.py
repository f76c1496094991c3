"""Below the chart of the portrait: the clients with a value, and the table of all values."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import attributes
from analytics.charts.theme import frame
from analytics.classes import ClassColumn
from analytics.facts import Facts
from analytics.headlines.portrait import leading
from analytics.methods.portrait import Trait
from analytics.thresholds import Thresholds
from ui import parts, session
from ui.markup import plain
from ui.portrait_class import CHART, described
from ui.portrait_words import ROOM, attribute_name, chance, class_name, times, trait_name, value_name, workable_range

WHOM = ("outside", "inside", "all")
TOLD = "attribute trait members share_in_class clients share_in_base lift p_value mark size".split()


def people(found: Sequence[Trait], column: ClassColumn, code: str, facts: Facts, thresholds: Thresholds) -> None:
    """Clients with the value clicked last, or with the strongest mark: of a mark of the class at first those not in it yet."""
    trait = picked(found)
    if trait is None:
        return
    words, klass = session.t(), class_name(column, code)
    counted = {"inside": trait.members, "outside": trait.clients - trait.members, "all": trait.clients}
    st.subheader(words(f"{ROOM}.list", value=plain(trait_name(trait)), n=trait.clients), anchor=False)
    name = lambda whom: words(f"{ROOM}.whom_{whom}", klass=klass, n=counted[whom])  # noqa: E731
    order = WHOM if trait.mark == "more" else reversed(WHOM)
    default = next((whom for whom in order if counted[whom]), WHOM[-1])
    shown = {
        "default": default,
        "required": True,
        "format_func": name,
        "key": f"{ROOM}.whom.{trait.attribute.code}.{trait.code}",
    }
    whom = st.segmented_control(words(f"{ROOM}.whom"), WHOM, **shown)
    if whom == "outside" and trait.mark == "more":
        st.caption(words(f"{ROOM}.outside_about", klass=plain(klass)))
    if not counted[whom]:
        st.caption(words("frame.nobody"))
        return
    condition = "true" if whom == "all" else attributes.members(column, code, inside=whom == "inside")
    among = attributes.having(described(), trait.attribute, trait.code, condition)
    parts.client_list(facts, thresholds, {}, counted[whom], "portrait_list", among)


def picked(found: Sequence[Trait]) -> Trait | None:
    chosen = parts.chosen_in(CHART, "value")
    place = chosen[0].get("place") if chosen else None
    if isinstance(place, int | float) and 0 <= place < len(found):
        return found[int(place)]
    return next(iter(leading(found)), None)


def table(found: Sequence[Trait], column: ClassColumn, code: str) -> None:
    """Every value with its shares, lift and p; those of a workable size are told."""
    words, its = session.t(), [t for t in found if t.clients]
    klass = class_name(column, code)
    heads = {key: words(f"{ROOM}.{key}", klass=klass) for key in TOLD}
    parts.table([_written(trait) for trait in its], TOLD, "portrait_values", heads)
    workable = [t for t in its if t.is_value and t.size == "workable"]
    st.caption(words(f"{ROOM}.sizes", n=len(workable), all=sum(t.is_value for t in its), range=workable_range()))
    told = frame([_raw(trait) for trait in its], TOLD)
    parts.downloads("portrait", lambda: told, "portrait_values")


def _written(trait: Trait) -> dict:
    return _raw(trait) | {"lift": times(trait.lift), "p_value": chance(trait.p)}


def _raw(trait: Trait) -> dict:
    words, told = session.t(), {"attribute": attribute_name(trait.attribute)}
    told |= {
        "trait": value_name(trait.attribute, trait.code),
        "members": trait.members,
        "share_in_class": trait.share_in_class,
    }
    told |= {"clients": trait.clients, "share_in_base": trait.share_in_base, "lift": trait.lift, "p_value": trait.p}
    size = words(f"{ROOM}.size_{trait.size}") if trait.is_value else None
    return told | {"mark": words(f"{ROOM}.mark_{trait.mark}"), "size": size}
