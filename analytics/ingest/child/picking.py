"""Which sheet of a workbook, or table of a page, is the base: by what its header says, not by its size alone."""

from __future__ import annotations

import math

import lexicon
from tables import Fault, Table

NAMES = 2
SHOWN = 4


def named(names: list[str], wanted: str | int) -> str:
    """The name the visitor gave, or the one in the place given. Raises Fault when there is none such."""
    if wanted in names:
        return wanted
    if isinstance(wanted, int) and 0 <= wanted < len(names):
        return names[wanted]
    raise Fault("unknown_sheet", value=wanted, sheets=", ".join(names))


def likeliest(tables: list[Table]) -> tuple[Table, dict[str, dict[str, object]]]:
    """The table that looks most like a base and why: names of known columns in one row, and the rows under it.

    When no header is known, the largest of those in sight. Raises Fault when all are empty.
    """
    filled = [t for t in tables if t.height and t.width]
    if not filled:
        raise Fault("empty_file")
    headers = {id(t): known_names(t) for t in filled}
    best = max(filled, key=lambda t: (_likeness(t, headers[id(t)]), not t.hidden, t.height * t.width))
    if len(headers[id(best)]) < NAMES:
        return best, {"sheet_largest": {"sheet": best.name}}
    names = ", ".join(headers[id(best)][:SHOWN])
    return best, {"sheet_likely": {"sheet": best.name, "names": names, "n": best.height}}


def known_names(table: Table) -> list[str]:
    """The most names of known columns found in one of the first rows."""
    rows = ([cell.strip() for cell in row if cell and lexicon.is_known(cell)] for row in table.head)
    return max((list(dict.fromkeys(row)) for row in rows), key=len, default=[])


def _likeness(table: Table, names: list[str]) -> float:
    if len(names) < NAMES:
        return 0.0
    # Six names over a thousand rows tell more than two names over a list of twenty thousand products.
    return len(names) * math.log(1 + table.height) * (0.5 if table.hidden else 1)
