"""Does an attribute matter? How far the clients' values of it explain what they bring, how often they buy, and their class.

Source: the tests of Kruskal and Wallis and of chi-square, corrected by Benjamini and Yekutieli; sizes of effect: ε² (M. Tomczak,
E. Tomczak, Trends in Sport Sciences, 2014) and Cramér's V², both the share of the differences that is explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import significance
from analytics.attributes import Attribute, Described, counts
from analytics.classes import ClassColumn
from analytics.warehouse import Warehouse

MEASURES = ("revenue", "orders", "recency_days")
CLASS = "class"
LEAST_GROUP = 10
MOST_CLIENTS = 10_000


@dataclass(frozen=True)
class Influence:
    """An attribute and what it explains: {measure: share 0..1 of the differences}, {measure: p, corrected}; None where it
    cannot be told: one value for all, or a fact the base lacks."""

    attribute: Attribute
    explained: dict[str, float | None]
    p: dict[str, float | None]

    def matters_for(self, measure: str) -> bool:
        return self.p[measure] is not None and self.p[measure] < significance.LEVEL

    @property
    def strongest(self) -> str | None:
        """The measure it explains most of, among those where that is more than chance; None: it makes no difference."""
        sure = [measure for measure in self.p if self.matters_for(measure)]
        return max(sure, key=lambda measure: self.explained[measure], default=None)

    @property
    def is_judged(self) -> bool:
        return any(p is not None for p in self.p.values())


Pair = tuple[float, float] | None


def of_behaviour(warehouse: Warehouse, described: Described) -> list[dict[str, Pair]]:
    """For each attribute {measure of MEASURES: (p, share explained)} between its values, groups of 10 clients and more.

    No threshold moves it. A base of more than MOST_CLIENTS clients is judged by as many, drawn evenly and always the same.
    """
    if not described.attributes:
        return []
    names = [*MEASURES, *(attribute.code for attribute in described.attributes)]
    sql = f"""select {", ".join(names)} from {described.customers}
        order by md5(customer_id), customer_id limit {MOST_CLIENTS}"""
    columns = warehouse.table(sql).to_pydict()
    return [
        {measure: _between(columns[measure], columns[attribute.code], attribute) for measure in MEASURES}
        for attribute in described.attributes
    ]


def influence(
    warehouse: Warehouse,
    described: Described,
    behaviour: Sequence[dict[str, Pair]],
    column: ClassColumn,
    code: str,
) -> list[Influence]:
    """Attributes by what they explain, the strongest first; those that make no difference last. `behaviour` is what
    `of_behaviour` has told; all tests together are corrected for their number."""
    if not described.attributes:
        return []
    inside = counts(warehouse, described, column, code)
    found = [
        told | {CLASS: _of_class(attribute, inside[i])}
        for i, (attribute, told) in enumerate(zip(described.attributes, behaviour, strict=True))
    ]
    p = iter(significance.corrected([pair and pair[0] for told in found for pair in told.values()]))
    rows = [
        Influence(attribute, {m: pair and pair[1] for m, pair in told.items()}, {m: next(p) for m in told})
        for attribute, told in zip(described.attributes, found, strict=True)
    ]
    return sorted(rows, key=_rank)


def by_value(
    warehouse: Warehouse, described: Described, attribute: Attribute, column: ClassColumn, code: str
) -> list[dict]:
    """A row per value of an attribute (its code; 0 for not given): customers, customer_share, the medians revenue, orders and
    recency_days, in_class (share of the class among them), in the order of the values."""
    medians = ", ".join(f"median({measure}) as {measure}" for measure in MEASURES)
    sql = f"""select {attribute.code}::integer as code, count(*) as customers, {medians},
        avg((({column.number}) = {column.members.index(code)})::utinyint) as in_class
        from {described.customers} group by 1 order by 1"""
    clients = described.facts.whole["clients"]
    return [row | {"customer_share": row["customers"] / clients} for row in warehouse.rows(sql)]


def _between(values: Sequence, codes: Sequence[int], attribute: Attribute) -> Pair:
    groups: dict[int, list[float]] = {}
    for value, code in zip(values, codes, strict=True):
        if value is not None and attribute.is_value(code):
            groups.setdefault(code, []).append(float(value))
    return significance.of_groups([group for group in groups.values() if len(group) >= LEAST_GROUP])


def _of_class(attribute: Attribute, inside: Sequence[int]) -> Pair:
    its = [i for i in attribute.codes if attribute.is_value(i) and attribute.clients[i] >= LEAST_GROUP]
    return significance.of_counts([inside[i] for i in its], [attribute.clients[i] - inside[i] for i in its])


def _rank(row: Influence) -> tuple:
    strongest = row.strongest
    return (strongest is None, not row.is_judged, -(row.explained[strongest] if strongest else 0))
