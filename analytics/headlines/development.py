"""What drives the change in revenue? By how much it changed, and the reasons by the money they moved."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from analytics.words import Words

ROOM = "development"
SHARES = ("margin",)
MONEY = ("average_order", "line_value", "category_value", "revenue_per_client", "revenue", "profit")


def sentence(words: Words, rows: Sequence[dict]) -> str:
    """`rows` of a bridge, the last of them its total."""
    *factors, total = rows
    if not total["contribution"]:
        return words(f"{ROOM}.headline_same", value=total["value_to"])
    reasons, amount = _reasons(words, factors, total["contribution"]), words.signed(total["contribution"])
    if total["change_rate"] is None:
        return words(f"{ROOM}.headline_from_nothing", amount=amount, reasons=reasons)
    way = "up" if total["contribution"] > 0 else "down"
    return words(f"{ROOM}.headline_{way}", share=abs(total["change_rate"]), amount=amount, reasons=reasons)


def from_to(words: Words, row: dict) -> str:
    return f"{amount(words, row['factor'], row['value_from'])} → {amount(words, row['factor'], row['value_to'])}"


def amount(words: Words, factor: str, value: Decimal | float | None) -> str:
    """A factor's value in its own measure: money, a rate, a count or a ratio."""
    if factor in MONEY:
        return words.money(value)
    if factor in SHARES:
        return words.percent(value)
    return words.number(value, 0 if factor == "clients" else 2)


def change(words: Words, row: dict) -> str:
    """By how much a factor changed: per cent, or points for what is per cent itself."""
    before, after = row["value_from"], row["value_to"]
    if row["factor"] not in SHARES:
        return words.signed(row["change_rate"], words.percent)
    if before is None or after is None:
        return words.number(None)
    return words(f"{ROOM}.points", value=words.signed((after - before) * 100, lambda points: words.number(points, 1)))


def _reasons(words: Words, factors: Sequence[dict], difference: Decimal) -> str:
    """What brought the difference about, the most money first, and then what worked against it."""
    ranked = sorted((row for row in factors if row["contribution"]), key=lambda row: -abs(row["contribution"]))
    helped = ", ".join(_reason(words, row) for row in ranked if row["contribution"] * difference > 0)
    against = ", ".join(_reason(words, row) for row in ranked if row["contribution"] * difference < 0)
    return words(f"{ROOM}.but", helped=helped, against=against) if against else helped


def _reason(words: Words, row: dict) -> str:
    way = "up" if row["value_to"] > row["value_from"] else "down"
    return words(f"{ROOM}.{row['factor']}_{way}", amount=words.signed(row["contribution"]))
