"""The tiny language of a mapping: a source column, or columns joined by `*` and `-`: `Quantity*Unit price - Discount`.

Where a column of ours holds codes (the kind of a contact), a word for one of them says that every row has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.errors import Unusable
from analytics.ingest import lexicon

OPERATORS = "*-"


@dataclass(frozen=True)
class Formula:
    """`terms` are products of source columns (by place in the header): the first minus all the others; with a `code` there
    are none, for every row has the same."""

    terms: tuple[tuple[int, ...], ...]
    code: str | None = None

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(place for term in self.terms for place in term)

    @property
    def single(self) -> int | None:
        return self.places[0] if len(self.places) == 1 else None


def parse(text: str, header: Sequence[str], name: str, of: str = "") -> Formula:
    """`text` → Formula over `header` for our column `of`. Names may hold spaces and signs: the longest name that fits is taken,
    and a column of the file before a code.

    Raises Unusable unknown_mapping_column or unknown_formula_source with the part that is no column of the file.
    """
    text = text.strip()
    places = {column: place for place, column in enumerate(header)}
    if text in places:
        return Formula(((places[text],),))
    if code := lexicon.codes(of).get(lexicon.normal(text)):
        return Formula((), code)
    terms: list[list[int]] = [[]]
    rest = text
    while True:
        place, rest = _operand(rest.strip(), places, text, name)
        terms[-1].append(place)
        if not rest:
            return Formula(tuple(map(tuple, terms)))
        if rest[0] == "-":
            terms.append([])
        rest = rest[1:]


def _operand(rest: str, places: dict[str, int], text: str, name: str) -> tuple[int, str]:
    for column in sorted(places, key=len, reverse=True):
        after = rest[len(column) :].strip()
        if rest.startswith(column) and (not after or after[0] in OPERATORS):
            return places[column], after
    formula = any(sign in text for sign in OPERATORS)
    unknown = next((p.strip() for p in rest.replace("*", "-").split("-") if p.strip()), rest) if formula else text
    code = "unknown_formula_source" if formula else "unknown_mapping_column"
    raise Unusable(code, file=name, value=unknown, formula=text, columns=", ".join(places))


def written(terms: Sequence[Sequence[str]]) -> str:
    """Names → the formula's text: [[Quantity, Price], [Discount]] → `Quantity*Price - Discount`."""
    return " - ".join("*".join(term) for term in terms)
