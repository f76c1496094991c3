"""Portrait of a class: which values of the attributes its clients have more often, or more rarely, than the base has.

Source: a Russian handbook of sales management, the chapter on segmentation (collective portrait of class A); the size of a
workable segment, 7–10 % of the base, is its own. Significance: chi-square or Fisher's exact test, corrected by
Benjamini and Yekutieli.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics import significance
from analytics.attributes import NOT_GIVEN, Attribute, Described, counts
from analytics.bands import Band
from analytics.classes import ClassColumn
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

WORKABLE = (0.07, 0.10)
MARKS = ("more", "less")
OTHERS, NO_VALUE = "others", "not_given"


@dataclass(frozen=True)
class Trait:
    """One value of an attribute in a class. `clients` have it in the base, `members` of them in the class.

    Shares are of those of whom the attribute is known, `not_given` itself of all: where the class is better known than the
    base, every value would else seem to mark it.
    lift = share_in_class / share_in_base; `p` is corrected for all tests of the portrait, None where there was none: too few
    clients (not `supported`), all rarer values together, or nothing to compare. `phi`, −1..1, is how strongly it marks.
    """

    attribute: Attribute
    code: int
    clients: int
    members: int
    share_in_class: float | None
    share_in_base: float
    known_members: int
    known_clients: int
    supported: bool
    marked_from: float
    p: float | None = None
    phi: float | None = None

    @property
    def value(self) -> str | Band:
        """The value; `not_given` and `others` are no values of the base's own."""
        if self.code == NOT_GIVEN:
            return NO_VALUE
        return self.attribute.values[self.code - 1] if self.attribute.is_value(self.code) else OTHERS

    @property
    def is_value(self) -> bool:
        return self.attribute.is_value(self.code)

    @property
    def lift(self) -> float | None:
        known = self.share_in_class is not None and self.share_in_base
        return self.share_in_class / self.share_in_base if known else None

    @property
    def is_sure(self) -> bool:
        return self.p is not None and self.p < significance.LEVEL

    @property
    def mark(self) -> str:
        """`more` or `less` often than in the base, enough so and not by chance; `same`; `few` clients to judge by."""
        if not self.supported:
            return "few"
        lift = self.lift if self.is_sure else 1
        if abs(lift - 1) and max(lift, 1 / lift if lift else math.inf) >= self.marked_from:
            return "more" if lift > 1 else "less"
        return "same"

    @property
    def size(self) -> str:
        return size_of(self.clients / sum(self.attribute.clients))


def size_of(share: float) -> str:
    """A segment of this share of the base is `small`, `workable` (7–10 %) or `large`."""
    low, high = WORKABLE
    return "small" if share < low else "large" if share > high else "workable"


def portrait(
    warehouse: Warehouse, described: Described, thresholds: Thresholds, column: ClassColumn, code: str
) -> list[Trait]:
    """A class → its traits: attributes in the order of the base, in each the not given, the values, the others together.

    Shares sum to 1 over the values of an attribute somebody of the class has. Empty without attributes.
    """
    if not described.attributes:
        return []
    inside = counts(warehouse, described, column, code)
    traits = [
        _trait(attribute, code, inside[i], thresholds)
        for i, attribute in enumerate(described.attributes)
        for code in attribute.codes
    ]
    return _tested(traits)


def typical(traits: Sequence[Trait]) -> list[Trait]:
    """The collective portrait: the values the class has more often for certain, the strongest mark first."""
    return _leading(traits, "more")


def avoided(traits: Sequence[Trait]) -> list[Trait]:
    """The values the class has more rarely for certain, the strongest first."""
    return _leading(traits, "less")


def marks_nothing(traits: Sequence[Trait]) -> list[Attribute]:
    """Attributes that could be judged and none of whose values marks the class."""
    by_attribute = _by_attribute(traits)
    judged = {a: its for a, its in by_attribute.items() if any(t.p is not None for t in its)}
    return [attribute for attribute, its in judged.items() if not any(t.mark in MARKS for t in its)]


def not_judged(traits: Sequence[Trait]) -> list[Attribute]:
    """Attributes of which nothing can be said: one value for all, or too few clients with any."""
    return [a for a, its in _by_attribute(traits).items() if all(t.p is None for t in its)]


def unevenly_given(traits: Sequence[Trait]) -> list[Trait]:
    """Attributes known of the class more, or less, often than of the base: their shares are to be read with care."""
    return [t for t in traits if t.code == NOT_GIVEN and t.is_sure]


def table(
    warehouse: Warehouse, described: Described, thresholds: Thresholds, column: ClassColumn, code: str
) -> list[dict]:
    """The contract's rows: class, attribute, value (text; `< 30`, `30–39`, `≥ 55`; others), share_in_class and share_in_base
    of those of whom it is known, lift, p_value (corrected; null where not tested). Only values somebody has."""
    found = portrait(warehouse, described, thresholds, column, code)
    return [_row(trait, code) for trait in found if trait.clients and trait.code != NOT_GIVEN]


def _row(trait: Trait, code: str) -> dict:
    value = trait.value.written() if isinstance(trait.value, Band) else trait.value
    told = {"class": code, "attribute": trait.attribute.column, "value": value}
    told |= {"share_in_class": trait.share_in_class, "share_in_base": trait.share_in_base}
    return told | {"lift": trait.lift, "p_value": trait.p}


def _trait(attribute: Attribute, code: int, inside: Sequence[int], thresholds: Thresholds) -> Trait:
    having, members = attribute.clients[code], inside[code]
    size, clients = _among(attribute, code, inside)
    shares = members / size if size else None, having / clients if clients else 0.0
    supported, marked_from = having >= thresholds["portrait.min_support"], thresholds["portrait.min_lift"]
    return Trait(attribute, code, having, members, *shares, size, clients, supported, marked_from)


def _among(attribute: Attribute, code: int, inside: Sequence[int]) -> tuple[int, int]:
    """Members of the class and clients of the base among whom a code is counted."""
    if code == NOT_GIVEN:
        return sum(inside), sum(attribute.clients)
    return sum(inside[1:]), sum(attribute.clients[1:])


def _tested(traits: Sequence[Trait]) -> list[Trait]:
    """p and phi of the supported values, and of not given; all rarer values together are no trait."""
    asked = [t for t in traits if t.supported and t.code != t.attribute.others]
    found = significance.of_tables([(t.clients, t.known_members, t.members, t.known_clients) for t in asked])
    p = significance.corrected([pair and pair[0] for pair in found])
    told = {id(t): {"p": p[i], "phi": found[i] and found[i][1]} for i, t in enumerate(asked)}
    return [replace(t, **told.get(id(t), {})) for t in traits]


def _leading(traits: Sequence[Trait], mark: str) -> list[Trait]:
    """A value two columns tell alike (the channel of sales, the source of the list) is told once."""
    found = sorted((t for t in traits if t.is_value and t.mark == mark), key=lambda t: -abs(t.phi))
    return list({(str(t.value), t.clients, t.members): t for t in reversed(found)}.values())[::-1]


def _by_attribute(traits: Sequence[Trait]) -> dict[Attribute, list[Trait]]:
    found: dict[Attribute, list[Trait]] = {}
    for trait in traits:
        if trait.is_value:
            found.setdefault(trait.attribute, []).append(trait)
    return found
