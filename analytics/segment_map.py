"""The map of RFM segments: which of them each cell of recency × (frequency and money) belongs to, and their own names.

Source: A. Terekhov, client-base segmentation in digital agencies (ten named segments on R × FM).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from analytics.errors import Unusable

SCALE = 5
SEGMENTS = (
    "champion",
    "loyal",
    "potential_loyalist",
    "new",
    "promising",
    "needs_attention",
    "about_to_sleep",
    "at_risk",
    "cannot_lose",
    "hibernating",
)
OWN = tuple(f"own_{number}" for number in range(1, 6))
ALL = SEGMENTS + OWN
# Rows from R 5 down to R 1, in each of them FM from 1 to 5.
TEXTBOOK = (
    *("new", "potential_loyalist", "potential_loyalist", "champion", "champion"),
    *("promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"),
    *("about_to_sleep", "about_to_sleep", "needs_attention", "loyal", "loyal"),
    *("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),
    *("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),
)
LONGEST_NAME = 30
# Letters, digits and the few marks that no reader of Markdown or HTML takes for its own.
NAME = re.compile(r"\w[\w ,./%№’'–-]*")


def place(r: int, fm: int) -> int:
    """R and FM on the scale of five → the place of their cell on the map, from 0."""
    return (SCALE - r) * SCALE + fm - 1


def axes(place: int) -> dict[str, int]:
    """The place of a cell → its r and fm on the scale of five."""
    return {"r": SCALE - place // SCALE, "fm": place % SCALE + 1}


def used(cells: Sequence[str]) -> tuple[str, ...]:
    """The segments a map has cells of, best first."""
    return tuple(code for code in ALL if code in cells)


def own_names(told: Iterable[str], codes: Sequence[str] = ALL) -> dict[str, str]:
    """`["champion=VIP", …]` → {code: the visitor's name for it}, in the order of `codes`: of segments, or of others one may name.

    Raises Unusable for a code that is not there, a name with marks that mean something on a page, and a name given twice.
    """
    names = {}
    for text in told:
        code, _, name = text.partition("=")
        name = " ".join(unicodedata.normalize("NFC", name).split())
        taken = name.casefold() in {other.casefold() for other in names.values()}
        if code not in codes or len(name) > LONGEST_NAME or not NAME.fullmatch(name) or "_" in name or taken:
            raise Unusable("segment_name", value=name or text, longest=LONGEST_NAME)
        names[code] = name
    return {code: names[code] for code in codes if code in names}
