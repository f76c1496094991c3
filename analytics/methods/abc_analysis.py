"""ABC: who carries the money. By cumulative share (Pareto), by the average ("6·P"), by volume and frequency.

Source: a Russian sales handbook's chapter on client segmentation (shares 75/95 and 6·P); S. Nezhintseva (volume × frequency).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from analytics.classes import ClassColumn
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

MEMBERS = ("A", "B", "C")
METHODS = ("share", "average", "volume_frequency")
A_TARGET = 0.2


@dataclass(frozen=True)
class ByShare:
    """A: the smallest leading set of clients that brings at least `a` of the positive total; B: up to at least `b`; C: the rest.

    The client who crosses a line belongs to the better class, so A is never empty. Value ≤ 0 is always C; an unknown value
    has no class. `a` and `b` are shares, 0..1.
    """

    a: float = 0.75
    b: float = 0.95

    def column(self) -> ClassColumn:
        # share_before is stored as 1 for a value ≤ 0 and as nothing for an unknown one
        rules = (
            (f"share_before < {self.a:.17e}", "A"),
            (f"share_before < {self.b:.17e}", "B"),
            ("share_before is not null", "C"),
        )
        return ClassColumn("abc_share_class", rules, MEMBERS)


@dataclass(frozen=True)
class ByAverage:
    """ "6·P": with P = total / clients, A is value ≥ `a`·P, C is value ≤ P/`c`, B between; A wins when both hold.

    A may well be empty. Without a positive average nobody has a class.
    """

    a: float = 6
    c: float = 2

    def column(self) -> ClassColumn:
        rules = (
            (f"value_to_average >= {self.a:.17e}", "A"),
            (f"value_to_average <= {_one_over(self.c):.17e}", "C"),
            ("value_to_average is not null", "B"),
        )
        return ClassColumn("abc_average_class", rules, MEMBERS)

    def boundaries(self, average: Decimal) -> dict[str, Decimal]:
        """Least value of A and largest value of C, in units of the measure."""
        return {"A": average * Decimal(str(self.a)), "C": average / Decimal(str(self.c))}


@dataclass(frozen=True)
class ByVolumeFrequency:
    """A: revenue and orders both above their split; B: one of them; C: neither. The split is the median or the mean."""

    revenue_split: float
    orders_split: float | None

    def column(self) -> ClassColumn:
        if self.orders_split is None:
            return ClassColumn("abc_volume_frequency_class", (), MEMBERS)
        rules = (
            (f"{self._much()} and {self._often()}", "A"),
            (f"{self._much()} or {self._often()}", "B"),
            ("orders is not null", "C"),
        )
        return ClassColumn("abc_volume_frequency_class", rules, MEMBERS)

    def sides(self) -> tuple[ClassColumn, ClassColumn]:
        """The two halves of the class, each a class of its own: volume (much | little) and frequency (often | rarely)."""
        return (
            ClassColumn("volume", ((self._much(), "much"), ("true", "little")), ("much", "little")),
            ClassColumn("frequency", ((self._often(), "often"), ("true", "rarely")), ("often", "rarely")),
        )

    def _much(self) -> str:
        return f"(revenue > {self.revenue_split:.17e})"

    def _often(self) -> str:
        return f"(orders > {self.orders_split or 0:.17e})"

    @staticmethod
    def letter(volume: str, frequency: str) -> str:
        return "CBA"[(volume == "much") + (frequency == "often")]


Abc = ByShare | ByAverage | ByVolumeFrequency


def method(thresholds: Thresholds, facts: Facts, name: str | None = None) -> Abc:
    """The method the thresholds choose (or the named one) with its thresholds."""
    name = name or thresholds["abc.method"]
    if name == "share":
        return ByShare(thresholds["abc.share.a"], thresholds["abc.share.b"])
    if name == "average":
        return ByAverage(thresholds["abc.average.a"], thresholds["abc.average.c"])
    split = thresholds["abc.volume_frequency.split"]
    return ByVolumeFrequency(facts.whole[f"{split}_revenue"], facts.whole[f"{split}_orders"])


def chosen(thresholds: Thresholds, facts: Facts) -> ClassColumn:
    """The class of the chosen method under the name `abc_class`."""
    column = method(thresholds, facts).column()
    return replace(column, name="abc_class")


def columns(thresholds: Thresholds, facts: Facts) -> tuple[ClassColumn, ...]:
    return (*(method(thresholds, facts, name).column() for name in METHODS), chosen(thresholds, facts))


def fit_average(warehouse: Warehouse, facts: Facts, target: float = A_TARGET) -> float:
    """The largest `a` of 6·P, to three decimals, with which A still holds at least `target` of the clients.

    Raises Unusable when even a = 1 holds fewer, or when values have no positive average.
    """
    place = max(1, math.ceil(Fraction(str(target)) * facts.whole["valued_clients"]))
    ratio = warehouse.value(f"select value_to_average from {facts.customers} where rank = $place", {"place": place})
    if ratio is None or ratio < 1:
        held = warehouse.value(f"select count(*) from {facts.customers} where value_to_average >= 1")
        raise Unusable("fit_average", target=target, held=held / facts.whole["clients"])
    return min(100.0, math.floor(ratio * 1000 + 1e-9) / 1000)


def distance(thresholds: Thresholds, facts: Facts, classes: list[dict]) -> str:
    """Expression: how much value a client lacks to the better class of the chosen method; null in A and without a class.

    `classes` are the `sizes` of the chosen class. By share: the smallest value in the better class minus the client's own;
    by the average: the boundary minus the client's own; by volume and frequency: revenue lacking to "much", null when it is
    orders that lack.
    """
    judge, column = method(thresholds, facts), chosen(thresholds, facts)
    if isinstance(judge, ByVolumeFrequency):
        return f"case when ({column.sql}) <> 'A' then nullif(greatest({judge.revenue_split:.17e} - revenue::double, 0), 0) end"
    to = least_of_better(classes) if isinstance(judge, ByShare) else _averaged(judge, facts)
    cases = " ".join(
        f"when '{code}' then {least}::decimal(18, 4) - value" for code, least in to.items() if least is not None
    )
    return f"case {column.sql} {cases} end" if cases else "null::decimal(18, 4)"


def least_of_better(classes: list[dict]) -> dict:
    """Sizes of classes → {class: the smallest value of the class above it}; an empty B is passed over."""
    least = {row["class"]: row["least_value"] for row in classes}
    return {"B": least["A"], "C": least["B"] if least["B"] is not None else least["A"]}


def _averaged(judge: ByAverage, facts: Facts) -> dict:
    boundaries = judge.boundaries(facts.whole["average"]) if facts.whole["average"] else {}
    return {"B": boundaries.get("A"), "C": boundaries.get("C")}


def _one_over(number: float) -> float:
    """1/c rounded once from the decimal the visitor sees, so that a value of exactly P/c meets the boundary."""
    return float(1 / Fraction(str(number)))
