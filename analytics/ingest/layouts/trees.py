"""The groups of a report as a tree over its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest.layouts.report import Line


@dataclass(frozen=True)
class Tree:
    """For each line whether it heads a group and how many groups it stands in; `reason` says by what that was told."""

    heads: tuple[bool, ...]
    depths: tuple[int, ...]
    reason: str

    @property
    def height(self) -> int:
        return max((depth + 1 for depth, head in zip(self.depths, self.heads, strict=True) if head), default=0)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """For each head its place and the place after its last line."""
        spans, opened = [], []
        for i, depth in enumerate(self.depths):
            while opened and self.depths[opened[-1]] >= depth:
                spans.append((opened.pop(), i))
            if self.heads[i]:
                opened.append(i)
        return sorted([*spans, *((i, len(self.depths)) for i in opened)])

    def leaves(self, start: int, end: int) -> int:
        return sum(not head for head in self.heads[start:end])

    def heads_at(self, lines: Sequence[Line], depth: int) -> list[Line]:
        """The lines that head the groups of one level."""
        return [line for line, head, d in zip(lines, self.heads, self.depths, strict=True) if head and d == depth]

    def of_lines(self, lines: Sequence[Line], heading: bool) -> list[Line]:
        return [line for line, head in zip(lines, self.heads, strict=True) if head == heading]
