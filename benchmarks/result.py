"""A measured line, and the Markdown table of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True)
class Result:
    """`what` was measured, `ours` and `reference` with their units, their `ratio` and the `target` of DESIGN "Speed"."""

    what: str
    ours: str
    reference: str = "—"
    ratio: str = "—"
    target: str = "—"

    @classmethod
    def of(cls, what: str, ours_ms: float, reference_ms: float, ratio: float, target: float) -> Result:
        """The slower-by-so-much kind: a ratio of ours to the reference that should stay under `target`."""
        return cls(what, duration(ours_ms), duration(reference_ms), times(ratio), f"≤ {target:g} ×")


def table(results: Iterable[Result]) -> str:
    heads = [field.name for field in fields(Result)]
    lines = [heads, ["---"] * len(heads), *(astuple(result) for result in results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def duration(ms: float) -> str:
    return f"{ms / 1000:.1f} s" if ms >= 1000 else f"{ms:.1f} ms" if ms < 10 else f"{ms:.0f} ms"


def times(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"
