"""How the values of one file are written: its decimal mark, the order of day and month of each column, their shapes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.ingest import columns, formats, lexicon, whole_column
from analytics.ingest.columns import Sheet
from analytics.ingest.formats import Decision
from analytics.ingest.shapes import Shape, shape
from analytics.ingest.sources import Source
from analytics.ingest.understanding import Hints, Notice
from analytics.schema import BASES

UNSURE = ("decimal_unclear", "order_assumed", "order_conflict")
PROOFS = ("order_dmy_seen", "order_mdy_seen", "order_conflict")


@dataclass(frozen=True)
class ValueForms:
    """`decimal` and `order` are those of the file as a whole; `shapes` know where a column differs from it."""

    decimal: Decision
    order: Decision
    shapes: tuple[Shape, ...]
    notices: tuple[Notice, ...]

    @property
    def evidence(self) -> dict[str, dict[str, object]]:
        return {d.reason: d.particulars for d in (self.decimal, self.order)}


def value_forms(
    sheet: Sheet, kind: str, mapping: dict[str, str], hints: Hints, delimiter: str | None, source: Source
) -> ValueForms:
    """The sample decides; a whole column is looked through where its dates read both ways or contradict each other."""
    decimal = _decimal(sheet, hints, delimiter)
    orders = {} if hints.date_order else _orders(sheet, kind, mapping, source)
    order = Decision(hints.date_order, "order_told") if hints.date_order else _of_file(list(orders.values()))
    shapes = [shape(cells, _proven(orders.get(place))) for place, cells in enumerate(sheet.cells)]
    if hints.decimal:
        shapes = [replace(known, decimal=None) for known in shapes]
    conflicts = [d for d in orders.values() if d.reason == "order_conflict" and d is not order]
    notices = [Notice(d.reason, d.particulars) for d in (decimal, order, *conflicts) if d.reason in UNSURE]
    return ValueForms(
        decimal, order, tuple(shapes), (*notices, *_in_thousands(kind, mapping), *_discount(sheet, mapping))
    )


def _decimal(sheet: Sheet, hints: Hints, delimiter: str | None) -> Decision:
    if hints.decimal:
        return Decision(hints.decimal, "decimal_told")
    numeric = [i for i, share in enumerate(sheet.numeric) if share is not None and share >= columns.READABLE]
    values = (v for i in numeric if not sheet.dated[i] for v in sheet.values[i])
    return formats.decimal_mark(values, "," if delimiter in (";", "\t") and _cyrillic(sheet.header) else ".")


def _cyrillic(header: tuple[str, ...]) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for name in header for letter in name)


def _orders(sheet: Sheet, kind: str, mapping: dict[str, str], source: Source) -> dict[int, Decision]:
    """Place of each date column of the mapping → what its own values say."""
    names = [mapping[c.name] for c in BASES[kind].columns if c.holds == "date" and c.name in mapping]
    places = [sheet.header.index(name) for name in names if name in sheet.header]
    return {place: _order(sheet, place, source) for place in places}


def _order(sheet: Sheet, place: int, source: Source) -> Decision:
    decision = formats.date_order(sheet.values[place])
    unsure = decision.reason in ("order_unclear", "order_conflict")
    return whole_column.date_order(source, place, decision.value) if unsure else decision


def _of_file(decisions: list[Decision]) -> Decision:
    """The first order that is proven, else assumed, else the form of the first date column."""
    ranked = sorted(decisions, key=lambda d: (_proven(d) is None, d.reason != "order_assumed", d.choice is None))
    return next(iter(ranked), Decision(None, "order_none"))


def _proven(decision: Decision | None) -> str | None:
    return decision.choice if decision and decision.reason in PROOFS else None


def _in_thousands(kind: str, mapping: dict[str, str]) -> list[Notice]:
    """Money whose heading counts it in thousands is kept as it is written, and said so."""
    money = [mapping[c.name] for c in BASES[kind].columns if c.holds == "money" and c.name in mapping]
    return [Notice("money_in_thousands", {"column": name}) for name in money if lexicon.counts_thousands(name)]


def _discount(sheet: Sheet, mapping: dict[str, str]) -> list[Notice]:
    """An amount worked out of prices does not know of a discount that is no amount itself: a share, a word."""
    if "*" not in mapping.get("amount", "") or " - " in mapping["amount"]:
        return []
    names = lexicon.synonyms("discount")
    found = (h for h, said in zip(sheet.header, sheet.said, strict=True) if said and lexicon.normal(h) in names)
    return [Notice("discount_not_taken", {"column": heading}) for heading in found]
