"""RFM: how recently, how often and for how much a client buys, each as a score, and the segment the scores fall into.

Source: A. Terekhov, client-base segmentation in digital agencies; the table of the R package rfm is met by own cut points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import product

from analytics import segment_map
from analytics.classes import ClassColumn, Expression, GridColumn
from analytics.facts import Facts
from analytics.segment_map import SCALE
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse

DIMENSIONS = ("recency", "frequency", "monetary")
MEDIAN_PARTS = 2
WHOLE, MONEY = "bigint", "decimal(18, 4)"
MOST = Decimal(10) ** 13
NONE = {"customers": 0, "orders": 0, "revenue": Decimal(0)}
UNITS = {"recency_days": WHOLE, "orders": WHOLE, "value": MONEY, "average_order": "double"}


@dataclass(frozen=True)
class ScoreColumn(ClassColumn):
    """A class whose codes are the scores themselves, as numbers."""

    @property
    def sql(self) -> str:
        return self._case(lambda score: f"{score}::utinyint", "null::utinyint")


@dataclass(frozen=True)
class Dimension:
    """One of DIMENSIONS: the `fact` it judges, and its ascending `cuts` in units of the fact; scores run from 1 to `bins`.

    A value on a cut point belongs below it, so equal values always score alike. With `less_is_better` the least values
    score highest. Cut points may repeat: the scores between them stay empty.
    """

    name: str
    fact: str
    cuts: tuple[float, ...]
    less_is_better: bool = False

    @property
    def bins(self) -> int:
        return len(self.cuts) + 1

    def score(self, value: float) -> int:
        below = sum(cut < value for cut in self.cuts)
        return self.bins - below if self.less_is_better else 1 + below

    def column(self) -> ScoreColumn:
        """`r_score`, `f_score` or `m_score`; null when the fact is not known."""
        return ScoreColumn(f"{self.name[0]}_score", self._rules(lambda score: score), tuple(range(self.bins, 0, -1)))

    def on_scale(self) -> str:
        """The same on the scale of five: ceil(score · 5 / bins)."""
        column = ScoreColumn(self.name, self._rules(self.five), tuple(range(SCALE, 0, -1)))
        return column.sql

    def five(self, score: int) -> int:
        return -(-score * SCALE // self.bins)

    def _rules(self, told) -> tuple[tuple[str, int], ...]:
        scores = [self.bins - i if self.less_is_better else i + 1 for i in range(self.bins)]
        conditions = [f"{self.fact} <= {_literal(cut, UNITS[self.fact])}" for cut in self.cuts]
        return tuple(zip([*conditions, f"{self.fact} is not null"], map(told, scores), strict=True))


@dataclass(frozen=True)
class Rfm:
    """The three dimensions and the map of segments: 25 codes by `segment_map.place`."""

    recency: Dimension
    frequency: Dimension
    monetary: Dimension
    cells: tuple[str, ...] = segment_map.TEXTBOOK

    @property
    def dimensions(self) -> tuple[Dimension, Dimension, Dimension]:
        return self.recency, self.frequency, self.monetary

    @property
    def place(self) -> str:
        """Expression: where on the map a client is. FM is the mean of F and M on the scale of five, halves up."""
        r, f, m = (dimension.on_scale() for dimension in self.dimensions)
        return f"({SCALE} - ({r})) * {SCALE} + (({f}) + ({m}) + 1) // 2 - 1"

    def place_of(self, r: int, f: int, m: int) -> int:
        """The same for three scores."""
        r, f, m = (d.five(score) for d, score in zip(self.dimensions, (r, f, m), strict=True))
        return segment_map.place(r, (f + m + 1) // 2)

    def segment(self) -> GridColumn:
        """No segment is better than every other: one of "cannot lose" is worth more than a promising one, and farther gone."""
        return GridColumn("rfm_segment", self.place, self.cells, segment_map.used(self.cells), ordered=False)

    def code(self) -> Expression:
        """`5-5-5`: the three scores as one code."""
        return Expression("rfm_code", " || '-' || ".join(f"({d.column().sql})" for d in self.dimensions))

    def columns(self) -> tuple[ScoreColumn | Expression | GridColumn, ...]:
        return (*(dimension.column() for dimension in self.dimensions), self.code(), self.segment())


def method(thresholds: Thresholds, facts: Facts) -> Rfm:
    """RFM with the cut points the thresholds choose. Without orders or days in the base a dimension has no cut points."""
    monetary = "average_order" if thresholds["rfm.monetary"] == "average" else "value"
    recency, frequency, monetary = (
        Dimension(name, fact, cuts(name, fact, thresholds, facts), less_is_better=name == "recency")
        for name, fact in zip(DIMENSIONS, ("recency_days", "orders", monetary), strict=True)
    )
    return Rfm(recency, frequency, monetary, thresholds["rfm.map"])


def cuts(name: str, fact: str, thresholds: Thresholds, facts: Facts) -> tuple[float, ...]:
    """Cut points of one dimension, ascending. A dimension without cut points of its own keeps the quantiles."""
    found, way = facts.whole["quantiles"][fact], thresholds["rfm.method"]
    if way == "mean":
        return (found.mean,) if found.mean is not None else ()
    if way == "median":
        return found.cutting(MEDIAN_PARTS)
    return (way == "cuts" and thresholds[f"rfm.{name}_cuts"]) or found.cutting(thresholds["rfm.bins"])


def columns(thresholds: Thresholds, facts: Facts) -> tuple[ScoreColumn | Expression | GridColumn, ...]:
    """r_score, f_score, m_score, rfm_code and rfm_segment."""
    return method(thresholds, facts).columns()


def lacking(thresholds: Thresholds, facts: Facts) -> tuple[str, ...]:
    """The dimensions no client has a fact for: a list of totals may know neither orders nor days."""
    found = facts.whole["quantiles"]
    return tuple(d.name for d in method(thresholds, facts).dimensions if not found[d.fact].at)


def codes(warehouse: Warehouse, facts: Facts, rfm: Rfm) -> list[dict]:
    """A row per code that clients have, best first: r_score, f_score, m_score, customers, orders, revenue.

    Whoever lacks a fact has no code and is in no row. Everything else the page shows adds these rows up.
    """
    columns = [dimension.column() for dimension in rfm.dimensions]
    numbers = ", ".join(f"{column.number} as {column.name}" for column in columns)
    found = warehouse.rows(
        f"""select {numbers}, count(*) as customers, sum(orders)::bigint as orders, sum(revenue) as revenue
            from {facts.customers} group by 1, 2, 3"""
    )
    named = [row | {column.name: column.named(row[column.name]) for column in columns} for row in found]
    return sorted((row for row in named if None not in _code(row)), key=_code, reverse=True)


def segments(rows: Sequence[dict], rfm: Rfm, facts: Facts) -> list[dict]:
    """`codes` → a row per segment of the map, best first, empty ones too: segment, customers, customer_share (of all clients
    with a code), orders, revenue, revenue_share (of all revenue of the view)."""
    by_segment = _summed(rows, lambda row: rfm.cells[_place(row, rfm)])
    return [{"segment": code} | _shares(by_segment.get(code), rows, facts) for code in segment_map.used(rfm.cells)]


def cells(rows: Sequence[dict], rfm: Rfm, facts: Facts) -> list[dict]:
    """`codes` → the 25 cells of the map from the top left on: place, r, fm, segment and the same sums and shares."""
    by_place = _summed(rows, lambda row: _place(row, rfm))
    return [
        {"place": place}
        | segment_map.axes(place)
        | {"segment": rfm.cells[place]}
        | _shares(by_place.get(place), rows, facts)
        for place in range(SCALE * SCALE)
    ]


def reachable(rfm: Rfm) -> set[int]:
    """The places of the map some scores lead to: with two scores there are few."""
    scores = (range(1, dimension.bins + 1) for dimension in rfm.dimensions)
    return {rfm.place_of(*code) for code in product(*scores)}


def of_code(rows: Sequence[dict], rfm: Rfm, facts: Facts, code: tuple[int, int, int]) -> dict:
    """Sums and shares of one code; zeros when nobody has it."""
    return _shares(_summed(rows, _code).get(code), rows, facts)


def named_codes(rfm: Rfm) -> dict[str, tuple[int, int, int]]:
    """The three codes the method names: best 5-5-5, gone 1-5-5, modest 5-5-1 (5 stands for the highest score)."""
    r, f, m = (dimension.bins for dimension in rfm.dimensions)
    return {"best": (r, f, m), "gone": (1, f, m), "modest": (r, f, 1)}


def read_code(text: str, rfm: Rfm) -> tuple[int, int, int] | None:
    """`1-5-5` or `155` → scores; None when there is no such code."""
    parts = text.strip() if text.strip().isdigit() else text.replace("-", " ").replace("/", " ").split()
    if len(parts) != len(DIMENSIONS) or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    scores = tuple(map(int, parts))
    return scores if all(1 <= s <= d.bins for s, d in zip(scores, rfm.dimensions, strict=True)) else None


def written_code(code: Iterable[int]) -> str:
    return "-".join(map(str, code))


def empty_scores(rows: Sequence[dict], rfm: Rfm) -> dict[str, list[int]]:
    """`codes` → dimension → the scores nobody has, ascending; only dimensions that have such."""
    found = {}
    for i, dimension in enumerate(rfm.dimensions):
        had = {_code(row)[i] for row in rows}
        found[dimension.name] = [score for score in range(1, dimension.bins + 1) if score not in had]
    return {name: scores for name, scores in found.items() if scores}


def cut_points(rfm: Rfm) -> list[dict]:
    """A row per cut point, ascending: dimension, edge (from 1 on) and value in the fact's units."""
    return [
        {"dimension": dimension.name, "edge": edge, "value": cut}
        for dimension in rfm.dimensions
        for edge, cut in enumerate(dimension.cuts, 1)
    ]


def among(facts: Facts, rfm: Rfm, place: int) -> str:
    """A query for the customer_id of those in one cell of the map."""
    return f"select customer_id from {facts.customers} where {rfm.place} = {int(place)}"


def _literal(cut: float, unit: str) -> str:
    """The cut point as the fact's own type, rounded down, where nothing lies between: quick to compare and exact."""
    if unit == "double":
        return f"{cut:.17e}::double"
    exact = min(max(Decimal(repr(float(cut))), -MOST), MOST)
    return f"{math.floor(exact) if unit == WHOLE else exact.quantize(Decimal('0.0001'), ROUND_FLOOR)}::{unit}"


def _code(row: dict) -> tuple[int, int, int]:
    return row["r_score"], row["f_score"], row["m_score"]


def _place(row: dict, rfm: Rfm) -> int:
    return rfm.place_of(*_code(row))


def _summed(rows: Sequence[dict], of) -> dict:
    sums: dict[object, dict] = {}
    for row in rows:
        group = sums.setdefault(of(row), dict(NONE))
        for key in group:
            group[key] += row[key] or 0
    return sums


def _shares(sums: dict | None, rows: Sequence[dict], facts: Facts) -> dict:
    sums = sums or NONE
    scored, revenue = sum(row["customers"] for row in rows), facts.whole["revenue"]
    return sums | {
        "customer_share": sums["customers"] / scored if scored else None,
        "revenue_share": float(sums["revenue"] / revenue) if revenue else None,
    }
