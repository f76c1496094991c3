"""The renew index as an expression over a row of a lead: which grades it is made of, how they are weighed, what it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from analytics.thresholds import Thresholds

ONE_TO_FIVE, YES_NO = (1, 5), (0, 1)
UNGRADED = "ungraded"
FINE, STEPS_OF_MEAN = 9, 24


@dataclass(frozen=True)
class Graded:
    """A graded column of the index: its scale, its weight, how many refusals have a grade on that scale."""

    name: str
    scale: tuple[int, int]
    weight: float
    graded: int
    whole: bool

    @property
    def sql(self) -> str:
        """The grade; nothing when it is off the scale."""
        return f"case when {self.name} between {self.scale[0]} and {self.scale[1]} then {self.name}::double end"


@dataclass(frozen=True)
class Index:
    """The index of a lead as an expression over its row: the sum of its grades, or their mean by weight.

    It lies within [`low`, `high`]; a lead that lacks one of the grades has none. `columns` take part, nobody's grades are in
    the `idle` ones. Without columns or weight there is no index: `low` and `high` are None.
    """

    columns: tuple[Graded, ...]
    idle: tuple[str, ...]
    by_weight: bool

    @property
    def low(self) -> float | None:
        return self._of([column.scale[0] for column in self.columns])

    @property
    def high(self) -> float | None:
        return self._of([column.scale[1] for column in self.columns])

    def _of(self, grades: Sequence[float]) -> float | None:
        if not self._weighed:
            return None
        return round(sum(w * g for w, g in zip(self._weights, grades, strict=True)) / self._divisor, FINE)

    @property
    def _weights(self) -> list[float]:
        return [column.weight if self.by_weight else 1.0 for column in self.columns]

    @property
    def _divisor(self) -> float:
        return sum(self._weights) if self.by_weight else 1.0

    @property
    def _weighed(self) -> bool:
        return bool(self.columns) and self._divisor > 0

    @property
    def cuts(self) -> tuple[float, float] | None:
        """Where the middle and the upper third of the range begin."""
        if self.low is None:
            return None
        third = (self.high - self.low) / 3
        return round(self.low + third, FINE), round(self.low + 2 * third, FINE)

    @property
    def step(self) -> float:
        """Width of a bar in the picture of indices: a whole point of the sum, an eighth of a third of the mean's range."""
        return (self.high - self.low) / STEPS_OF_MEAN if self.by_weight and self._weighed else 1.0

    @cached_property
    def sql(self) -> str:
        if not self._weighed:
            return "null::double"
        terms = (f"{w:.17g} * ({c.sql})" for w, c in zip(self._weights, self.columns, strict=True) if w)
        return f"round(({' + '.join(terms)}) / {self._divisor:.17g}, {FINE})"

    def scale(self, name: str) -> tuple[int, int]:
        """The scale of a column; one nobody has graded yet is graded 1..5."""
        return next((column.scale for column in self.columns if column.name == name), ONE_TO_FIVE)

    def is_whole(self, name: str) -> bool:
        return all(column.whole for column in self.columns if column.name == name)

    @property
    def missing(self) -> str:
        """The columns a lead has no grade in, as a list."""
        told = (c for c, w in zip(self.columns, self._weights, strict=True) if w)
        cases = (f"case when ({c.sql}) is null then '{c.name}' end" for c in told)
        return f"list_filter([{', '.join(cases)}]::varchar[], lambda x: x is not null)"

    @property
    def band(self) -> str:
        if self.cuts is None:
            return f"'{UNGRADED}'"
        middle, high = self.cuts
        return f"""case when renew_index >= {high!r} then 'high' when renew_index >= {middle!r} then 'middle'
            when renew_index is not null then 'low' else '{UNGRADED}' end"""

    @property
    def place(self) -> str:
        """Which bar of the picture a lead stands in, from 0 on: of the sum one for each point, the greatest mean in the last."""
        place = f"floor((renew_index - {self.low or 0!r}) / {self.step!r} + 1e-9)::integer"
        return f"least({place}, {STEPS_OF_MEAN - 1})" if self.by_weight else place


def weights_of(thresholds: Thresholds) -> dict[str, float]:
    """Chosen column → its weight."""
    names, weights = list(dict.fromkeys(thresholds["renew.columns"])), thresholds["renew.weights"]
    return {name: weights[place] if place < len(weights) else 1.0 for place, name in enumerate(names)}
