"""Which source column is which of ours: by the name it bears, checked against what it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from analytics.errors import Unusable
from analytics.ingest import days, formats, formulas, lexicon
from analytics.schema import ATTRIBUTES, BASES, Base, Column

EXACT, HELD, ALIKE = 100.0, 90.0, 88.0
SURE = 95.0
PLANNED = 20.0
LEVEL = " / "
READABLE = 0.6
ATTRIBUTE_VALUES = 40
LONGEST_ATTRIBUTE = 40
OWN_IDS = ("customer_id", "lead_id")
FALLBACK_IDS = ("customer_name", "name", "email", "phone")
OF_PERSONS = ("sex", "age")
NUMBERS = ("money", "number", "integer", "grade")
NAMED, MAILED = Column("customer_name"), Column("email")
COUNTERS = re.compile(r"\d")
# A shop writes numbers of orders so under a heading `Name`.
CODE = re.compile(r"^#\d+$")
YEARS = re.compile(r"(?:\s+\S{1,3})?\s+(?:19|20)\d{2}(?:\s+\S{1,4})?$")
COMPUTED = {"amount": (("quantity", "price"), ("discount",)), "profit": (("amount",), ("cost",))}


@dataclass(frozen=True)
class Sheet:
    """A header and sample rows under it: the material of recognition. Rows `of_months` are no orders, but sums of them."""

    header: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]
    of_months: bool = False

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
        return [[value for value in map(days.trimmed, cells) if value] for cells in self.cells]

    @cached_property
    def said(self) -> list[list[str]]:
        """The same without the cells that say that there is nothing: dashes, n/a."""
        return [[value for value in values if not formats.is_nothing(value)] for values in self.values]

    @cached_property
    def numeric(self) -> list[float | None]:
        return [1.0 if formats.are_kopecks(said) else _share(said, formats.is_number) for said in self.said]

    @cached_property
    def dated(self) -> list[float | None]:
        return [_share(said, formats.is_date) for said in self.said]

    def holds(self, place: int, column: Column) -> bool:
        """Could the source hold what our column holds? An empty column could hold anything."""
        said = self.said[place]
        if column.holds == "date":
            return not said or self.dated[place] >= READABLE or days.are_days(said)
        if column.holds in NUMBERS:
            answered = column.holds == "grade" and _is_flag(self.values[place])
            return not said or answered or (self.numeric[place] >= READABLE and not _compact_days(said))
        if column.name in ("customer_name", "name"):
            return not said or not all(map(CODE.match, said))
        return column.holds != "flag" or _is_flag(self.values[place])


def _share(values: list[str], test) -> float | None:
    return sum(map(test, values)) / len(values) if values else None


def _compact_days(values: list[str]) -> bool:
    return all(days.is_compact(v) for v in values[:50])


def _is_flag(values: list[str]) -> bool:
    return {v.casefold() for v in values} <= lexicon.words_for("yes") | lexicon.words_for("no")


def kind_and_mapping(sheet: Sheet, kind: str | None, said: dict[str, str], name: str) -> tuple[str, dict[str, str]]:
    """The kind of base and our column → source expression, what the visitor said standing above what was recognised."""
    if kind is not None and kind not in BASES:
        raise Unusable("unknown_kind", file=name, value=kind, kinds=", ".join(BASES))
    candidates = [kind] if kind else lexicon.kinds()["order"]
    mappings = {k: mapping_of(sheet, BASES[k], said, name) for k in candidates}
    kind = kind or _kind(sheet, mappings)
    unknown = next((column for column in said if not BASES[kind].has(column)), None)
    if unknown:
        raise Unusable("unknown_our_column", file=name, value=unknown, kind=kind)
    return kind, mappings[kind]


def _kind(sheet: Sheet, mappings: dict[str, dict[str, str]]) -> str:
    complete = [k for k in mappings if not missing(k, mappings[k]) and (k != "leads" or _are_leads(mappings[k]))]
    known = set(mappings["customers"]) - {c.name for c in ATTRIBUTES}
    if complete[:1] == ["totals"] and known & set(OF_PERSONS) and not _are_sums(sheet, mappings["totals"]["amount"]):
        complete = ["customers"]
    if not complete or (complete[0] == "customers" and known == {"customer_id"} and "order_date" in mappings["sales"]):
        return "sales"
    return complete[0]


def _are_sums(sheet: Sheet, source: str) -> bool:
    """The income of a person, told as `35-49K`, is no sum."""
    return source not in sheet.header or sheet.holds(sheet.header.index(source), BASES["totals"].column("amount"))


def _are_leads(mapping: dict[str, str]) -> bool:
    borrowed = mapping["lead_id"] == mapping.get("company")
    return not borrowed or any(sign in mapping for sign in lexicon.kinds()["signs_of_leads"])


def missing(kind: str, mapping: dict[str, str]) -> tuple[str, ...]:
    return tuple(column for column in BASES[kind].required if column not in mapping)


def mapping_of(sheet: Sheet, base: Base, said: dict[str, str], name: str) -> dict[str, str]:
    """One base's columns → source expressions. No source serves two of our columns; formulas may share them."""
    taken = {
        p for column, text in said.items() if text for p in formulas.parse(text, sheet.header, name, column).places
    }
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
    return places | _bare_id(sheet, base, places, used, settled)


def _candidates(sheet: Sheet, base: Base) -> list[tuple[float, Column, int]]:
    columns = [c for c in base.columns + base.only_to_compute if c not in ATTRIBUTES]
    if base.has("customer_id") and not base.has("customer_name") and not base.has("name"):
        columns.append(NAMED)
    if base.has("customer_id") and not base.has("email"):
        columns.append(MAILED)
    headings = _without_years(sheet.header)
    scored = ((_likeness(h, c), c, place) for place, h in enumerate(headings) for c in columns)
    # A code beside the client is one for all the months: as an order's it would make them one order.
    return [s for s in scored if s[0] > 0 and (s[0] >= SURE or s[1].name != "order_id" or not sheet.of_months)]


def _without_years(header: Sequence[str]) -> list[str]:
    """`Revenue of 2024` names revenue, unless `Revenue of 2023` stands beside it."""
    short = [YEARS.sub("", heading) for heading in header]
    times = Counter(map(lexicon.normal, short))
    return [s if times[lexicon.normal(s)] == 1 else h for s, h in zip(short, header, strict=True)]


def _bare_id(sheet: Sheet, base: Base, places: dict[str, int], used: set[int], settled: set[str]) -> dict[str, int]:
    """A heading `ID` or `No`: the order's where the client is known otherwise, else the base's own; never a count of rows."""
    known = any(column in places for column in ("customer_id", *FALLBACK_IDS))
    own = "order_id" if base.kind == "sales" and known and not sheet.of_months else base.required[0]
    bare = [p for p, h in enumerate(sheet.header) if lexicon.normal(h) in lexicon.words_for("bare_ids")]
    place = next((p for p in bare if p not in used and _are_ids(sheet.said[p])), None)
    if sheet.of_months and place is not None and not {own, NAMED.name} & settled and _is_bare_name(sheet, places):
        return {own: place, NAMED.name: places[own]}
    settled = settled | {column for column, p in places.items() if not _is_taxpayer(sheet.header[p])}
    return {} if place is None or own in settled or own not in ("order_id", *OWN_IDS) else {own: place}


def _is_bare_name(sheet: Sheet, places: dict[str, int]) -> bool:
    """Is the client taken from a heading like `Customer`, which may be a name as well as an id?"""
    if "customer_id" not in places or NAMED.name in places:
        return False
    return not set(lexicon.normal(sheet.header[places["customer_id"]]).split()) & lexicon.words_for("bare_ids")


def _is_taxpayer(heading: str) -> bool:
    return lexicon.normal(heading) in lexicon.words_for("taxpayer_ids")


def _are_ids(values: list[str]) -> bool:
    counted = [str(i) for i in range(1, len(values) + 1)]
    return bool(values) and all(map(COUNTERS.search, values)) and (values != counted or len(values) == 1)


def _likeness(heading: str, column: Column) -> float:
    """A heading of several rows (Revenue / Sum) is named by all of them, less surely by the lowest alone."""
    whole, lowest = _likeness_of(heading, column), heading.rpartition(LEVEL)[2]
    short = _without_fact(heading)
    shorter = [form for form in (short, lowest) if form != heading]
    found = whole or max((_likeness_of(form, column) - 1 for form in shorter), default=0.0)
    return max(found - PLANNED, 0.0) if whole < SURE and _is_planned(heading) else max(found, 0.0)


def _without_fact(heading: str) -> str:
    words = lexicon.normal(heading).split()
    told = [word for word in words if word not in lexicon.words_for("facts")]
    return " ".join(told) if told and len(told) < len(words) else heading


def _is_planned(heading: str) -> bool:
    """A plan is no sale: it is taken only where no fact stands beside it."""
    return bool(set(lexicon.normal(heading).split()) & lexicon.words_for("plans"))


def _likeness_of(heading: str, column: Column) -> float:
    """How surely a heading names our column: exactly, inside a longer heading, misspelt; 0 when it does not."""
    plain = lexicon.normal(heading)
    names = lexicon.synonyms(column.name)
    if set(plain.split()) & lexicon.words_for("remarks") or (column.holds in NUMBERS and _is_share(heading)):
        return 0.0
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


def _is_share(heading: str) -> bool:
    words = set(lexicon.normal(heading).split())
    return "%" in heading or bool(words & lexicon.words_for("shares") and len(words) > 1)


def _name_as_id(base: Base, mapping: dict[str, str], said: dict[str, str]) -> None:
    """Without an id the client's name is the id, or a person's e-mail; a lead's company likewise."""
    names = [c for c in FALLBACK_IDS if c in mapping and c not in said]
    _prefer_names(mapping, said, names)
    if base.has("customer_id") and "customer_id" not in mapping and "customer_id" not in said and names:
        person = lexicon.normal(mapping[names[0]]) in lexicon.words_for("persons")
        mapping["customer_id"] = mapping.pop("email" if person and "email" in names else names[0])
    for column in (NAMED.name, MAILED.name):
        if not base.has(column):
            mapping.pop(column, None)
    if base.has("lead_id") and "lead_id" not in mapping and "company" in mapping:
        mapping["lead_id"] = mapping["company"]


def _prefer_names(mapping: dict[str, str], said: dict[str, str], names: list[str]) -> None:
    """A taxpayer's number is empty for people: where there is a name, it is no id."""
    if names and "customer_id" not in said and _is_taxpayer(mapping.get("customer_id", "")):
        mapping.pop("customer_id")


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
    used = taken | _sources(sheet, mapping)
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
    return max(map(len, different)) <= LONGEST_ATTRIBUTE and not any(
        share and share >= 0.5 for share in (sheet.numeric[place], sheet.dated[place])
    )


def unmapped(sheet: Sheet, mapping: dict[str, str]) -> tuple[str, ...]:
    used = _sources(sheet, mapping)
    return tuple(column for place, column in enumerate(sheet.header) if place not in used)


def _sources(sheet: Sheet, mapping: dict[str, str]) -> set[int]:
    """Places of the columns that a mapping takes anything from."""
    return {place for of, text in mapping.items() for place in formulas.parse(text, sheet.header, "", of).places}
