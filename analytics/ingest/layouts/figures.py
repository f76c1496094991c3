"""The arithmetic of a report: is every group the sum of its lines, and which groups do the sums alone allow?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from analytics.ingest.layouts.report import Line, Report
from analytics.ingest.layouts.trees import Tree
from analytics.ingest.progress import watched

ROUNDING = Decimal("0.01")


@dataclass
class Figures:
    """The numbers of a report by column, and sums over any stretch of its lines."""

    columns: dict[int, list[Decimal | None]]
    grand: dict[int, Decimal]

    @classmethod
    def of(cls, report: Report) -> Figures:
        columns = {p: [report.number(line, p) for line in watched(report.lines)] for p in report.figures}
        return cls(columns, {} if report.totals is None else report.values(Line(0, report.totals)))

    @property
    def every_line_has(self) -> bool:
        return any(all(v is not None for v in values) for values in self.columns.values())

    @property
    def flat_is_grand(self) -> bool:
        """Is the grand total already the sum of all the lines, heads and all?"""
        return any(
            self.grand.get(p) and _close(sum(v for v in values if v is not None), self.grand[p])
            for p, values in self.columns.items()
        )

    def verdict(self, tree: Tree) -> str:
        """`sums` when in some column every head is the sum of its lines, `none` when heads hold no figures, else `no`."""
        spans = tree.spans
        valued = False
        for values in self.columns.values():
            heads = [(i, end) for i, end in spans if values[i] is not None]
            valued = valued or bool(heads)
            if any(values[i] for i, _ in heads) and _all_sums(values, tree, heads):
                return "sums" if self._is_no_accident(values, tree) else "no"
        return "no" if valued else "none"

    def _is_no_accident(self, values: list[Decimal | None], tree: Tree) -> bool:
        """More than one line in some group, or the report's own total confirms what is left."""
        left = sum(v for v, head in zip(values, tree.heads, strict=True) if not head and v is not None)
        confirmed = any(total and _close(left, total) for total in self.grand.values())
        return confirmed or any(tree.leaves(*span) > 1 for span in tree.spans)

    def by_remainder(self, heads: list[bool]) -> Iterator[tuple[int, ...]]:
        """A group is closed once its lines have used up its figure and the next heading comes."""
        for values in self.columns.values():
            if all(v is not None for v, head in zip(values, heads, strict=True) if head):
                yield _remainders(values, heads)

    def of_height(self, height: int) -> Iterator[Tree]:
        """Every line at the same depth under `height` levels of groups, where the figures allow it."""
        for values in self.columns.values():
            depths = _parsed(values, height) if all(v is not None for v in values) else None
            if depths:
                yield Tree(tuple(depth < height for depth in depths), depths, "groups_by_sums")

    def explains(self, tree: Tree) -> bool:
        """Unnamed groups are believed by figures alone only when several hold several lines and the total is theirs."""
        tops = [i for i, depth in enumerate(tree.depths) if depth == 0]
        confirmed = any(
            self.grand.get(p) and _close(sum(values[i] or 0 for i in tops), self.grand[p])
            for p, values in self.columns.items()
        )
        return confirmed and sum(tree.leaves(*span) > 1 for span in tree.spans) > 1


def _all_sums(values: list[Decimal | None], tree: Tree, heads: list[tuple[int, int]]) -> bool:
    running, sums = Decimal(), [Decimal()]
    for value, head in zip(values, tree.heads, strict=True):
        running += value if value is not None and not head else 0
        sums.append(running)
    return all(_close(sums[end] - sums[i + 1], values[i]) for i, end in heads)


def _remainders(values: list[Decimal | None], heads: list[bool]) -> tuple[int, ...]:
    rests: list[Decimal] = []
    depths: list[int] = []
    for value, head in watched(zip(values, heads, strict=True)):
        while head and rests and abs(rests[-1]) < ROUNDING:
            rests.pop()
        depths.append(len(rests))
        rests = [*rests, value] if head else [rest - (value or 0) for rest in rests]
    return tuple(depths)


def _parsed(values: list[Decimal], height: int) -> tuple[int, ...] | None:
    rests: list[Decimal] = []
    depths: list[int] = []
    all_positive = all(v >= 0 for v in values)
    for value in watched(values):
        while rests and rests[-1] == 0 and depths[-1] == height:
            rests.pop()
        depths.append(len(rests))
        rests = [*rests, value] if len(rests) < height else [rest - value for rest in rests]
        if all_positive and any(rest < 0 for rest in rests):
            return None
    return tuple(depths) if depths[-1] == height and not any(rests) else None


def _close(one: Decimal, other: Decimal) -> bool:
    whole_kopecks = one == round(one, 2) and other == round(other, 2)
    return one == other if whole_kopecks else abs(one - other) < ROUNDING
