"""Quantiles that cut the clients into 2 to 10 parts by each fact, stored once: by linear interpolation (type 7), exactly.

A float of i/b times n − 1 may fall a hair short of a whole number and would push the client who stands there over the
line, so places are counted in whole numbers and only the last step divides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from analytics.statements import Derived

FACTS = ("recency_days", "orders", "value", "average_order")
PARTS = range(2, 11)
FRACTIONS = sorted({Fraction(i, b) for b in PARTS for i in range(1, b)})


@dataclass(frozen=True)
class Quantiles:
    """Of one fact: `mean` and `at` {i/b: quantile}, in the fact's units; None and empty when no client has the fact."""

    mean: float | None
    at: dict[Fraction, float]

    def cutting(self, parts: int) -> tuple[float, ...]:
        """The `parts` − 1 cut points between equal parts, ascending; some repeat when many clients are alike."""
        return tuple(self.at[Fraction(i, parts)] for i in range(1, parts)) if self.at else ()


def of(derived: Derived, customers: str) -> dict[str, Quantiles]:
    """Fact → its quantiles over the table of clients."""
    known = ", ".join(f"count({fact}) as {fact}" for fact in FACTS)
    counts = derived.row(f"(select {known} from {customers})")
    fractions = {fact: [(place + 0.5) / (n or 1) for place in places(n)] for fact, n in counts.items()}
    row = derived.row(derived.made("quantiles", customers, customers=customers, values=fractions))
    return {fact: _of_fact(row, fact) for fact in FACTS}


def places(n: int) -> list[int]:
    """Where the neighbours of all the quantiles stand among `n` values in ascending order, from 0."""
    whole = [(n - 1) * f.numerator // f.denominator for f in FRACTIONS]
    return sorted({min(place, n - 1) for low in whole for place in (low, low + 1)}) if n else [0]


def between(values: Sequence, n: int) -> dict[Fraction, float]:
    """Values at `places(n)` → the quantile at each of FRACTIONS."""
    at = dict(zip(places(n), values, strict=True))
    found = {}
    for fraction in FRACTIONS:
        low, over = divmod((n - 1) * fraction.numerator, fraction.denominator)
        part, value = Fraction(over, fraction.denominator), Fraction(at[low])
        found[fraction] = float(value + (Fraction(at[low + 1]) - value) * part if over else value)
    return found


def _of_fact(row: dict, fact: str) -> Quantiles:
    n = row[f"{fact}_known"]
    return Quantiles(row[f"{fact}_mean"], between(row[f"{fact}_at"], n) if n else {})
