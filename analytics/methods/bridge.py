"""A bridge: the difference of a total between two windows shared among the factors whose product the total is.

Method: Shapley's value (the change of a factor is counted in every order in which the factors can change, and averaged), which
is symmetric in windows and factors and, unlike logarithmic means (LMDI), is defined for zero and negative totals. A factor that
is itself a product passes its share on to its parts the same way, so a deeper bridge never contradicts the one above it.
Source: L. S. Shapley, A Value for n-Person Games (1953); for economic indicators, A. F. Shorrocks (2013).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import factorial, prod

Part = str | tuple  # a factor by name, or a product of parts
Whole = Mapping[str, int | Decimal | None]

# factor → what is divided by what; the factors of a bridge multiply up to its total
FACTORS = {
    "clients": ("clients", None),
    "orders_per_client": ("orders", "clients"),
    "average_order": ("revenue", "orders"),
    "revenue_per_client": ("revenue", "clients"),
    "lines_per_order": ("lines", "orders"),
    "line_value": ("revenue", "lines"),
    "categories_per_client": ("categories", "clients"),
    "category_value": ("revenue", "categories"),
    "margin": ("profit", "revenue"),
}
REVENUE = ("clients", "orders_per_client", "average_order")
BRIDGES: dict[str, tuple[str, tuple]] = {
    "revenue": ("revenue", REVENUE),
    "revenue_by_lines": ("revenue", ("clients", "orders_per_client", ("lines_per_order", "line_value"))),
    "revenue_by_categories": ("revenue", ("clients", "categories_per_client", "category_value")),
    "profit": ("profit", (REVENUE, "margin")),
}
# A list of totals need not know the orders.
PER_CLIENT = ("clients", "revenue_per_client")
WITHOUT_ORDERS = {"revenue": PER_CLIENT, "profit": (PER_CLIENT, "margin")}


def bridge(name: str, then: Whole, now: Whole) -> list[dict]:
    """What two windows add up to → a row per factor of BRIDGES[name] and a last one for the total.

    `then`, `now`: clients, orders, lines, categories, revenue, profit. Rows: bridge, factor, value_from, value_to,
    change_rate (None unless from something positive), contribution (money). Contributions are whole cents and add up to the
    difference exactly: what rounding leaves goes to the largest of them (the first of equals). A factor that one window
    leaves undefined, for nobody bought, is taken as in the other; so the whole difference falls to the clients. Where orders
    are unknown, orders per client and their size are one factor: revenue per client. No rows when the total is unknown or its
    factors do not multiply up to it (no categories given, profit from no revenue).
    """
    total, parts = BRIDGES[name]
    if None in (then["orders"], now["orders"]):
        parts = WITHOUT_ORDERS.get(name, parts)
    if then[total] is None or now[total] is None:
        return []
    values = _values(parts, then, now)
    if any(_worth(parts, values, i) != Fraction(whole[total]) for i, whole in enumerate((then, now))):
        return []
    shared = _in_cents(parts, values, Fraction(1), now[total] - then[total])
    rows = [_row(name, factor, _ratio(factor, then), _ratio(factor, now), shared[factor]) for factor in named(parts)]
    return [*rows, _row(name, total, then[total], now[total], now[total] - then[total])]


def named(part: Part) -> list[str]:
    """The factors of a part, in the order they are read."""
    return [part] if isinstance(part, str) else [factor for inner in part for factor in named(inner)]


def _values(parts: Part, then: Whole, now: Whole) -> dict[str, tuple[Fraction, Fraction]]:
    found = {}
    for factor in named(parts):
        before, after = _ratio(factor, then), _ratio(factor, now)
        known = next((value for value in (before, after) if value is not None), Fraction(0))
        found[factor] = (known if before is None else before, known if after is None else after)
    return found


def _ratio(factor: str, whole: Whole) -> Fraction | None:
    above, below = (whole[name] if name else 1 for name in FACTORS[factor])
    return Fraction(above) / Fraction(below) if above is not None and below else None


def _worth(part: Part, values: Mapping, window: int) -> Fraction:
    return prod((values[factor][window] for factor in named(part)), start=Fraction(1))


def _in_cents(parts: tuple, values: Mapping, weight: Fraction, difference: Decimal) -> dict[str, Decimal]:
    """The difference shared among the parts, and of each part that is a product among its own."""
    worth = [(_worth(part, values, 0), _worth(part, values, 1)) for part in parts]
    weights = [weight * _weight(worth, i) for i in range(len(parts))]
    changes = [(after - before) * w for (before, after), w in zip(worth, weights, strict=True)]
    found = {}
    for part, mine, share in zip(parts, weights, _rounded(changes, difference), strict=True):
        found |= {part: share} if isinstance(part, str) else _in_cents(part, values, mine, share)
    return found


def _weight(worth: Sequence[tuple[Fraction, Fraction]], i: int) -> Fraction:
    """By how much the total changes per unit of part `i`, averaged over all orders in which the parts can change."""
    others = [pair for j, pair in enumerate(worth) if j != i]
    n = len(others)
    return sum(
        Fraction(factorial(sum(changed)) * factorial(n - sum(changed)), factorial(n + 1))
        * prod((pair[c] for pair, c in zip(others, changed, strict=True)), start=Fraction(1))
        for changed in product((0, 1), repeat=n)
    )


def _rounded(changes: Sequence[Fraction], difference: Decimal) -> list[Decimal]:
    cents = [Decimal(round(change * 100)).scaleb(-2) for change in changes]
    largest = max(range(len(changes)), key=lambda i: abs(changes[i]))
    cents[largest] += difference - sum(cents)
    return cents


def _row(name: str, factor: str, before, after, contribution: Decimal) -> dict:
    change = float(after / before - 1) if before is not None and before > 0 and after is not None else None
    told = {"bridge": name, "factor": factor, "value_from": _number(before), "value_to": _number(after)}
    return told | {"change_rate": change, "contribution": contribution}


def _number(value: Fraction | Decimal | None) -> int | float | Decimal | None:
    if not isinstance(value, Fraction):
        return value
    return value.numerator if value.denominator == 1 else float(value)
