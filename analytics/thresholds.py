"""Every threshold of the product: its name, textbook value and range. One frozen set goes to and from TOML, links and --set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics import foreign_toml, segment_map
from analytics.errors import Unusable
from analytics.schema import BUCKETS, MEASURES

MOST_BYTES = 1 << 14
LONGEST_TOLD = 80


def _told(given: object) -> str:
    """A value that cannot be used, as a sentence quotes it: a file or a link may hold any length of it."""
    text = str(given)
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


@dataclass(frozen=True)
class Choice:
    name: str
    default: str
    options: tuple[str, ...]

    def read(self, given: object) -> str:
        if given not in self.options:
            raise Unusable("threshold_choice", name=self.name, value=_told(given), options=", ".join(self.options))
        return str(given)


@dataclass(frozen=True)
class Flag:
    name: str
    default: bool = False

    def read(self, given: object) -> bool:
        known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(given).lower() not in known:
            raise Unusable("threshold_choice", name=self.name, value=_told(given), options="true, false")
        return known[str(given).lower()]


@dataclass(frozen=True)
class Number:
    """A number within [low, high]. `default` None: taken from the data, and the empty text means just that."""

    name: str
    default: float | None
    low: float
    high: float
    whole: bool = False

    def read(self, given: object) -> float | int | None:
        if self.default is None and given in (None, ""):
            return None
        try:
            number = float(str(given).replace(",", "."))
        except ValueError:
            number = float("nan")
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            raise Unusable("threshold_range", name=self.name, value=_told(given), low=self.low, high=self.high)
        return int(number) if self.whole else number


@dataclass(frozen=True)
class Numbers:
    """Comma-separated numbers within [low, high], ascending where they are cut points, at most `most` of them."""

    name: str
    default: tuple[float, ...] = ()
    ascending: bool = True
    most: int = 99
    low: float = -math.inf
    high: float = math.inf

    def read(self, given: object) -> tuple[float, ...]:
        parts = given.split(",") if isinstance(given, str) else given
        try:
            numbers = tuple(float(p) for p in parts if str(p).strip())
        except (TypeError, ValueError, OverflowError):
            raise Unusable("threshold_numbers", name=self.name, value=_told(given)) from None
        unordered = self.ascending and any(b <= a for a, b in zip(numbers, numbers[1:], strict=False))
        possible = all(math.isfinite(n) and self.low <= n <= self.high for n in numbers)
        if unordered or len(numbers) > self.most or not possible:
            raise Unusable("threshold_numbers", name=self.name, value=_told(given))
        return numbers


@dataclass(frozen=True)
class Cells:
    """One of `options` for each cell of a map, comma-separated, row by row: a map has no empty cells."""

    name: str
    default: tuple[str, ...]
    options: tuple[str, ...]

    def read(self, given: object) -> tuple[str, ...]:
        parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list | tuple) else ()
        cells = tuple(str(p).strip() for p in parts)
        if len(cells) != len(self.default) or not set(cells) <= set(self.options):
            options = ", ".join(self.options)
            raise Unusable("threshold_cells", name=self.name, value=_told(given), n=len(self.default), options=options)
        return cells


@dataclass(frozen=True)
class Names:
    """Comma-separated words: column names, a country code."""

    name: str
    default: tuple[str, ...]

    def read(self, given: object) -> tuple[str, ...]:
        parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list | tuple) else ()
        names = tuple(str(p).strip() for p in parts)
        if not names or not all(n.isidentifier() for n in names):
            raise Unusable("threshold_names", name=self.name, value=_told(given))
        return names


Threshold = Choice | Flag | Number | Numbers | Cells | Names
ALL: dict[str, Threshold] = {
    t.name: t
    for t in (
        Choice("measure", "revenue", MEASURES),
        Choice("bucket", "month", BUCKETS),
        Flag("include_unfinished"),
        Choice("order_grain", "auto", ("auto", "order_id", "day", "row")),
        Choice("abc.method", "share", ("share", "average", "volume_frequency")),
        Number("abc.share.a", 0.75, 0.01, 0.999),
        Number("abc.share.b", 0.95, 0.01, 0.999),
        Number("abc.average.a", 6, 1, 100),
        Number("abc.average.c", 2, 1, 100),
        Choice("abc.volume_frequency.split", "median", ("median", "mean")),
        Number("profit.d_margin", 0, -1, 1),
        Choice("profit.d_rule", "unprofitable", ("unprofitable", "strict")),
        Choice("xyz.measure", "regularity", ("regularity", "variation")),
        Number("xyz.regularity.x", 0.75, 0, 1),
        Number("xyz.regularity.y", 0.25, 0, 1),
        Number("xyz.variation.x", 0.10, 0, 10),
        Number("xyz.variation.y", 0.25, 0, 10),
        Choice("xyz.deviation", "population", ("population", "sample")),
        Choice("xyz.count_from", "window", ("window", "first_order")),
        Number("balance.a_low", 0.20, 0, 1),
        Number("balance.a_high", 0.30, 0, 1),
        Number("dependence.top", 3, 0, 1_000_000, whole=True),
        Number("dependence.cost_to_serve", None, 0, 1e12),
        Number("dependence.long_run_loss", 0.5, 0, 0.5),
        Choice("dependence.minimum_of", "order", ("order", "sum")),
        Number("dependence.minimum_order", None, 0, 1e12),
        Number("dependence.rise_share", 0.5, 0, 1),
        Number("rfm.bins", 5, 2, 10, whole=True),
        Choice("rfm.method", "quantile", ("quantile", "median", "mean", "cuts")),
        Numbers("rfm.recency_cuts", most=9),
        Numbers("rfm.frequency_cuts", most=9),
        Numbers("rfm.monetary_cuts", most=9),
        Choice("rfm.monetary", "sum", ("sum", "average")),
        Cells("rfm.map", segment_map.TEXTBOOK, segment_map.ALL),
        Choice("lifecycle.boundaries", "data", ("data", "days", "rhythm")),
        Number("lifecycle.at_risk_after", None, 1, 36500, whole=True),
        Number("lifecycle.lost_after", None, 1, 36500, whole=True),
        Number("lifecycle.at_risk_rhythm", 1.5, 0.1, 100),
        Number("lifecycle.lost_rhythm", 3, 0.1, 100),
        Number("lifecycle.regular_from", 5, 2, 50, whole=True),
        Choice("retention.membership", "buyers", ("buyers", "active")),
        Number("retention.active_days", 90, 1, 3650, whole=True),
        Number("development.steady", 0.10, 0, 1),
        Number("development.switched", 0.25, 0, 1),
        Number("loyalty.shows_from", 50, 1, 100),
        Number("loyalty.working_days", 3, 1, 30, whole=True),
        Names("loyalty.country", ("RU",)),
        Number("satisfaction.high_from", 8, 0, 10, whole=True),
        Number("satisfaction.low_to", 3, 0, 10, whole=True),
        Number("satisfaction.min_answers", 30, 1, 100000, whole=True),
        Choice("growth.activity", "per_month", ("per_month", "initiated")),
        Choice("growth.capacity", "graded", ("graded", "assortment")),
        Number("growth.activity_cut", None, 0, 1e12),
        Number("growth.capacity_cut", None, 0, 1e12),
        Names("renew.columns", ("brand", "attractiveness", "refusal_status")),
        Choice("renew.index", "sum", ("sum", "mean")),
        Numbers("renew.weights", (1, 1, 1), ascending=False, low=0, high=1000),
        Number("portrait.min_support", 10, 1, 100000, whole=True),
        Number("portrait.min_lift", 1.2, 1, 100),
        Choice("personas.count", "auto", ("auto", "3", "4", "5", "6", "7")),
        Choice("personas.attributes", "some", ("none", "some", "equal")),
        Number("plan.near_a", 0.25, 0, 10),
        Number("plan.call_after", 1, 0.5, 10),
    )
}
ORDERED = (
    ("abc.share.a", "abc.share.b"),
    ("xyz.regularity.y", "xyz.regularity.x"),
    ("xyz.variation.x", "xyz.variation.y"),
    ("balance.a_low", "balance.a_high"),
    ("lifecycle.at_risk_after", "lifecycle.lost_after"),
    ("lifecycle.at_risk_rhythm", "lifecycle.lost_rhythm"),
    ("satisfaction.low_to", "satisfaction.high_from"),
)


class Thresholds(Mapping):
    """A frozen, valid set: name → value. `Thresholds()` is the textbook; `.having({...})` gives a new set or raises Unusable.

    Lower boundaries must stay below their upper ones (ORDERED); a missing one (taken from the data) breaks no order.
    """

    def __init__(self, changes: Mapping[str, object] | None = None):
        unknown = sorted(set(changes or ()) - set(ALL))
        if unknown:
            raise Unusable("threshold_unknown", name=_told(unknown[0]))
        self._values = {name: t.read((changes or {}).get(name, t.default)) for name, t in ALL.items()}
        for low, high in ORDERED:
            below, above = self._values[low], self._values[high]
            if below is not None and above is not None and not below < above:
                raise Unusable("threshold_order", low=low, high=high, below=below, above=above)

    def __getitem__(self, name: str):
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thresholds) and self._values == other._values

    def having(self, changes: Mapping[str, object]) -> Thresholds:
        return Thresholds({**self._values, **changes})

    def changed(self) -> dict[str, str]:
        """Only what differs from the textbook, as the short texts a link carries; `Thresholds(link)` reads them back."""
        textbook = textbook_values()
        return {name: _text(value) for name, value in self.items() if value != textbook[name]}

    def toml(self) -> str:
        return "".join(f"{_quoted(name)} = {_toml(value)}\n" for name, value in self.items() if value is not None)


@cache
def textbook_values() -> Thresholds:
    return Thresholds()


def from_toml(file: Path) -> Thresholds:
    """A scenario file, see `read_toml`. Raises Unusable naming the file's fault."""
    try:
        with file.open("rb") as content:
            return read_toml(content.read(MOST_BYTES + 1), file.name)
    except OSError as fault:
        raise Unusable("scenario_file", file=file.name, detail=fault.strerror or str(fault)) from None


def read_toml(content: bytes, name: str) -> Thresholds:
    """What `Thresholds.toml` writes, or a person by hand: `"abc.share.a" = 0.8`, or the same as nested tables, in UTF-8.

    `name` is what people call the file. Raises Unusable: scenario_file (no TOML, larger than 16 KB), threshold_… for a name
    or a value that cannot be used.
    """
    if len(content) > MOST_BYTES:
        raise Unusable("scenario_too_large", file=name, limit=MOST_BYTES // 1024)
    try:
        return Thresholds(_flat(foreign_toml.parsed(content.decode("utf-8-sig"))))
    except ValueError as fault:
        raise Unusable("scenario_file", file=name, detail=str(fault)) from None


def from_assignments(assignments: list[str], start: Thresholds | None = None) -> Thresholds:
    """`["abc.share.a=0.8", …]` of the command line over a starting set."""
    changes = {}
    for assignment in assignments:
        name, sign, value = assignment.partition("=")
        if not sign:
            raise Unusable("assignment", value=assignment)
        changes[name.strip()] = value.strip()
    return (start or Thresholds()).having(changes)


def _flat(tree: Mapping, prefix: str = "") -> dict[str, object]:
    flat = {}
    for key, value in tree.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return flat


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_text(v) for v in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value).removesuffix(".0")


def _quoted(name: str) -> str:
    return f'"{name}"' if "." in name else name


def _toml(value: object) -> str:
    return _text(value) if isinstance(value, int | float) else f'"{_text(value)}"'
