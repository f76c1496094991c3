"""Who is both big and steady? The clients of AX, and the big ones of AZ who may not come again."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.words import Words

ROOM = "abc_xyz"


def sentence(words: Words, rows: Sequence[dict]) -> str:
    """`rows`: abc_xyz.matrix."""
    best = next(row for row in rows if (row["abc_class"], row["xyz_class"]) == ("A", "X"))
    risky = next(row for row in rows if (row["abc_class"], row["xyz_class"]) == ("A", "Z"))
    told = words(f"{ROOM}.headline", n=best["customers"], share=best["revenue_share"])
    told = told if best["customers"] else words(f"{ROOM}.headline_none")
    return f"{told} {words(f'{ROOM}.headline_az', n=risky['customers'], share=risky['revenue_share'])}"
