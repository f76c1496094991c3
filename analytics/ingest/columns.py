"""Which source column is which of ours: by the name it bears, checked against what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from analytics.errors import Unusable
from analytics.ingest import formats, formulas, lexicon
from analytics.schema import ATTRIBUTES, BASES, Base, Column

EXACT, HELD, ALIKE = 100.0, 90.0, 88.0
SURE = 95.0
READABLE = 0.6
ATTRIBUTE_VALUES = 40
LONGEST_ATTRIBUTE = 40
FALLBACK_IDS = ("customer_name", "name", "email", "phone")
NUMBERS = ("money", "number", "integer", "grade")
NAMED = Column("customer_name")
COMPUTED = {"amount": (("quantity", "price"), ("discount",)), "profit": (("amount",), ("cost",))}


@dataclass(frozen=True)
class Sheet:
    """A header and sample rows under it: the material of recognition."""

    header: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]

    @cached_property
    def cells(self) -> list[list[str]]:
        """Cells of each column with anything in them, as far as the sample goes."""
        columns: list[list[str]] = [[] for _ in self.header]
        for row in self.rows:
            for place, cell in enumerate(row[: len(columns)]):
                if cell:
                    columns[place].append(cell)
        return columns

    @cached_property
    def values(self) -> list[list[str]]:
        """The same without blanks around them."""
        return [[cell.strip() for cell in cells if cell.strip()] for cells in self.cells]

    @cached_property
    def numeric(self) -> list[float | None]:
        return [_share(values, formats.is_number) for values in self.values]

    @cached_property
    def dated(self) -> list[float | None]:
        return [_share(values, formats.is_date) for values in self.values]

    def holds(self, place: int, column: Column) -> bool:
        """Could the source hold what our column holds? An empty column could hold anything."""
        if not self.values[place]:
            return True
        if column.holds == "date":
            return self.dated[place] >= READABLE
        if column.holds in NUMBERS:
            return self.numeric[place] >= READABLE and not _compact_days(self.values[place])
        return column.holds != "flag" or _is_flag(self.values[place])


def _share(values: list[str], test) -> float | None:
    return sum(map(test, values)) / len(values) if values else None


def _compact_days(values: list[str]) -> bool:
    return all(len(v) == 8 and formats.is_date(v) for v in values[:50])


def _is_flag(values: list[str]) -> bool:
    return {v.casefold() for v in values} <= lexicon.words_for("yes") | lexicon.words_for("no")


def kind_and_mapping(sheet: Sheet, kind: str | None, said: dict[str, str], name: str) -> tuple[str, dict[str, str]]:
    """The kind of base and our column → source expression, what the visitor said standing above what was recognised."""
    if kind is not None and kind not in BASES:
        raise Unusable("unknown_kind", file=name, value=kind, kinds=", ".join(BASES))
    candidates = [kind] if kind else lexicon.kinds()["order"]
    mappings = {k: mapping_of(sheet, BASES[k], said, name) for k in candidates}
    kind = kind or _kind(mappings)
    unknown = next((column for column in said if not BASES[kind].has(column)), None)
    if unknown:
        raise Unusable("unknown_our_column", file=name, value=unknown, kind=kind)
    return kind, mappings[kind]


def _kind(mappings: dict[str, dict[str, str]]) -> str:
    complete = [k for k in mappings if not missing(k, mappings[k]) and (k != "leads" or _are_leads(mappings[k]))]
    known = set(mappings["customers"]) - {c.name for c in ATTRIBUTES}
    if not complete or (complete[0] == "customers" and known == {"customer_id"} and "order_date" in mappings["sales"]):
        return "sales"
    return complete[0]


def _are_leads(mapping: dict[str, str]) -> bool:
    borrowed = mapping["lead_id"] == mapping.get("company")
    return not borrowed or any(sign in mapping for sign in lexicon.kinds()["signs_of_leads"])


def missing(kind: str, mapping: dict[str, str]) -> tuple[str, ...]:
    return tuple(column for column in BASES[kind].required if column not in mapping)


def mapping_of(sheet: Sheet, base: Base, said: dict[str, str], name: str) -> dict[str, str]:
    """One base's columns → source expressions. No source serves two of our columns; formulas may share them."""
    taken = {p for text in said.values() if text for p in formulas.parse(text, sheet.header, name).places}
    places = _recognised(sheet, base, taken, set(said))
    mapping = {column: sheet.header[place] for column, place in places.items()}
    mapping |= {column: text.strip() for column, text in said.items() if text and base.has(column)}
    _name_as_id(base, mapping, said)
    _compute(base, mapping, said)
    _offer_attributes(sheet, base, mapping, taken)
    order = [c.name for c in base.columns + base.only_to_compute]
    return {column: mapping[column] for column in order if column in mapping}


def _recognised(sheet: Sheet, base: Base, taken: set[int], settled: set[str]) -> dict[str, int]:
    """Best names first; then a required column of a sure name and unsure values, so that the fault can be told."""
    candidates = sorted(_candidates(sheet, base), key=lambda c: (-c[0], c[2]))
    places: dict[str, int] = {}
    used = set(taken)
    for strict in (True, False):
        for score, column, place in candidates:
            if column.name in places or column.name in settled or place in used:
                continue
            if sheet.holds(place, column) if strict else column.required and score >= SURE:
                places[column.name] = place
                used.add(place)
    return places


def _candidates(sheet: Sheet, base: Base) -> list[tuple[float, Column, int]]:
    columns = [c for c in base.columns + base.only_to_compute if c not in ATTRIBUTES]
    if base.has("customer_id") and not base.has("customer_name") and not base.has("name"):
        columns.append(NAMED)
    scored = ((_likeness(h, c.name), c, place) for place, h in enumerate(sheet.header) for c in columns)
    return [candidate for candidate in scored if candidate[0] > 0]


def _likeness(heading: str, column: str) -> float:
    """How surely a heading names our column: exactly, inside a longer heading, misspelt; 0 when it does not."""
    plain = lexicon.normal(heading)
    names = lexicon.synonyms(column)
    if plain in names:
        return EXACT - 0.05 * names.index(plain)
    if plain in lexicon.known_names() or not plain:
        return 0.0
    words = plain.split()
    held = [n for n in names if " " in n and set(n.split()) <= set(words)]
    if held:
        return HELD - (len(words) - max(len(n.split()) for n in held))
    alike = max((fuzz.token_sort_ratio(plain, n) for n in names if len(n) > 4), default=0)
    return alike * 0.9 if alike >= ALIKE else 0.0


def _name_as_id(base: Base, mapping: dict[str, str], said: dict[str, str]) -> None:
    """Without an id the client's name is the id; a lead's company likewise."""
    if base.has("customer_id") and "customer_id" not in mapping and "customer_id" not in said:
        found = next((c for c in FALLBACK_IDS if c in mapping and c not in said), None)
        if found:
            mapping["customer_id"] = mapping.pop(found)
    if not base.has(NAMED.name):
        mapping.pop(NAMED.name, None)
    if base.has("lead_id") and "lead_id" not in mapping and "company" in mapping:
        mapping["lead_id"] = mapping["company"]


def _compute(base: Base, mapping: dict[str, str], said: dict[str, str]) -> None:
    """amount = quantity*price - discount and profit = amount - cost where the file has no such column of its own."""
    for column, (wanted, subtracted) in COMPUTED.items():
        if not base.has(column) or column in mapping or column in said:
            continue
        less = [mapping[c] for c in subtracted if c in mapping]
        if all(c in mapping for c in wanted) and (less or column == "amount"):
            mapping[column] = formulas.written([[mapping[c] for c in wanted], *([source] for source in less)])
    for column in (c.name for c in base.only_to_compute):
        if column not in said:
            mapping.pop(column, None)


def _offer_attributes(sheet: Sheet, base: Base, mapping: dict[str, str], taken: set[int]) -> None:
    if ATTRIBUTES[0] not in base.columns:
        return
    used = taken | {place for text in mapping.values() for place in formulas.parse(text, sheet.header, "").places}
    free = [c.name for c in ATTRIBUTES if c.name not in mapping]
    offered = [place for place in range(len(sheet.header)) if place not in used and _is_attribute(sheet, place)]
    mapping |= {column: sheet.header[place] for column, place in zip(free, offered, strict=False)}


def _is_attribute(sheet: Sheet, place: int) -> bool:
    """A short text with few values that repeat: not a code, a name, a free text, a number or a date."""
    values = sheet.values[place]
    different = set(values)
    if not 2 <= len(different) <= min(ATTRIBUTE_VALUES, len(values) / 2):
        return False
    if set(lexicon.normal(sheet.header[place]).split()) & lexicon.words_for("not_attributes"):
        return False
    return max(map(len, different)) <= LONGEST_ATTRIBUTE and sheet.numeric[place] < 0.5 and sheet.dated[place] < 0.5


def unmapped(sheet: Sheet, mapping: dict[str, str]) -> tuple[str, ...]:
    used = {place for text in mapping.values() for place in formulas.parse(text, sheet.header, "").places}
    return tuple(column for place, column in enumerate(sheet.header) if place not in used)
