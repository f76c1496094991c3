"""Orders of shops whose total stands on their first line only: the other lines hold a product, a price, no amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analytics.ingest import lexicon
from analytics.ingest.layouts.report import Line, Report

NOTHING_MORE = "0"


@dataclass(frozen=True)
class Places:
    """The columns of the order's number, of its total, and of the price and the quantity of a line."""

    order: int
    amount: int
    price: int
    quantity: int | None


def totals_of_orders(report: Report) -> Places | None:
    """Where the total of each order is on its first line; None when some further line has one, or none lacks it.

    A first line whose price by quantity is its amount has an amount of its own: what its order lacks nobody knows.
    """
    places = _places(report)
    if places is None:
        return None
    several = [lines for lines in _orders(report, places.order) if len(lines) > 1]
    fit = several and all(_is_on_first_line(report, lines, places) for lines in several)
    return places if fit and not all(_is_own(report, lines[0], places) for lines in several) else None


def with_lines(report: Report) -> Report:
    """Further lines of an order add nothing to its total: their amount is nought, and they keep product and quantity."""
    places = totals_of_orders(report)
    if places is None:
        return report
    further = {line.row for lines in _orders(report, places.order) for line in lines[1:]}
    example = next(line.cells[places.order] for line in report.lines if line.row in further)
    cells = lambda line: tuple(NOTHING_MORE if p == places.amount else c for p, c in enumerate(line.cells))  # noqa: E731
    done = report.each(lambda line: cells(line) if line.row in further else line.cells)
    total = sum((n for line in done.lines if (n := done.number(line, places.amount)) is not None), Decimal())
    told = {"n": len(further), "column": report.header[places.amount], "value": example, "sum": total}
    return done.noting("totals_on_first_line", **told).step("order_totals")


def _places(report: Report) -> Places | None:
    order = _named(report, "order_id")
    order = _named_barely(report) if order is None else order
    amount, price = _named(report, "amount"), _named(report, "price")
    if order is None or amount is None or price is None:
        return None
    return Places(order, amount, price, _named(report, "quantity"))


def _named(report: Report, column: str) -> int | None:
    """The column with the surest of our names."""
    names = [lexicon.normal(name) for name in report.header]
    return next((names.index(name) for name in lexicon.synonyms(column) if name in names), None)


def _named_barely(report: Report) -> int | None:
    bare = lexicon.words_for("bare_ids")
    return next((p for p, name in enumerate(report.header) if lexicon.normal(name) in bare), None)


def _orders(report: Report, place: int) -> list[list[Line]]:
    """Lines one under another with the same number."""
    found: list[list[Line]] = []
    for line in report.lines:
        if found and line.cells[place] is not None and found[-1][0].cells[place] == line.cells[place]:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_on_first_line(report: Report, lines: list[Line], places: Places) -> bool:
    return report.number(lines[0], places.amount) is not None and all(
        line.cells[places.amount] is None and report.number(line, places.price) is not None for line in lines[1:]
    )


def _is_own(report: Report, line: Line, places: Places) -> bool:
    price, amount = report.number(line, places.price), report.number(line, places.amount)
    quantity = Decimal(1) if places.quantity is None else report.number(line, places.quantity)
    return price is not None and quantity is not None and price * quantity == amount
