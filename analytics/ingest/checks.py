"""Which rows cannot be used and why: SQL over the typed columns and, for the rows in trouble, over their raw cells."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.ingest import casts
from analytics.ingest.understanding import OF_FIVE, Understanding
from analytics.schema import BASES, Base, Column

# A sale without a client is still a sale: it stays and is counted apart.
MAY_LACK_CLIENT = ("sales", "totals")
WORD = {"customer_id": "client", "order_date": "date", "lead_id": "lead"}
SUMMED = ("totals", "customers")
FIRST_CELLS = 4


@dataclass(frozen=True)
class Check:
    """A row for which `fails` holds is refused for `reason`; `cell` is its place in the list `raw_row`, from 1."""

    reason: str
    fails: str
    column: str | None = None
    cell: int | None = None


def needed(base: Base) -> tuple[str, ...]:
    """Columns without which a row of this base is refused."""
    return tuple(c for c in base.required if not (c == "customer_id" and base.kind in MAY_LACK_CLIENT))


def trouble(understanding: Understanding, overflow: str) -> str:
    """True for a row that may have to be refused, over the typed columns and `overflow`, the cell beyond the last column.

    Asked of every row as it is read, so that its raw cells are kept, and again once the kept ones have been mended.
    """
    base = BASES[understanding.kind]
    signs = [is_unread(base.column(column)) for column in needed(base)]
    if base.kind == "scores":
        signs.append(_outside_scale(understanding))
    if base.kind in SUMMED:
        signs.append(casts.is_total("customer_id"))
    if understanding.source.careful:
        signs.append(f"{overflow} is not null")
    return " or ".join(signs)


def is_unread(column: Column) -> str:
    implausible = f" or {column.name} not {casts.PLAUSIBLE}" if column.holds == "date" else ""
    return f"({column.name} is null{implausible})"


def checks(understanding: Understanding, places: dict[str, tuple[int, ...]]) -> list[Check]:
    """In the order they are asked: the first that fails names the reason. `places` are source cells of our columns."""
    base, width = BASES[understanding.kind], understanding.source.width
    first = f"list_filter(raw_row[:{width}], lambda x: trim(coalesce(x, '')) <> '')[:{FIRST_CELLS}]"
    found = [Check("total_row", f"len(list_filter({first}, lambda x: {casts.is_total('x')})) > 0")]
    if understanding.source.careful:
        found.append(Check("ragged", f"raw_row[{width + 1}] is not null", None, width + 1))
    for column in needed(base):
        found += _of_column(base.column(column), places[column])
    if base.kind == "scores":
        reason = "score_out_of_five" if understanding.scale == OF_FIVE else "score_out_of_scale"
        found.append(Check(reason, _outside_scale(understanding), "score", places["score"][0] + 1))
    return found


def _of_column(our: Column, places: tuple[int, ...]) -> list[Check]:
    column, blank = our.name, _blank if our.holds == "text" else _says_nothing
    word = WORD.get(column, column)
    empty = [Check(f"no_{word}", f"{column} is null and {blank(p)}", column, p + 1) for p in places]
    unread = [Check(f"bad_{word}", f"{column} is null and {_not_number(p)}", column, p + 1) for p in places[:-1]]
    # What is said of every row has no cells, and nothing to find fault with.
    rest = [Check(f"bad_{word}", f"{column} is null", column, p + 1) for p in places[-1:]]
    return [*empty, *unread, *rest]


def _blank(place: int) -> str:
    return f"nullif(trim(raw_row[{place + 1}], {casts.BLANKS}), '') is null"


def _says_nothing(place: int) -> str:
    return casts.is_nothing(f"raw_row[{place + 1}]")


def _not_number(place: int) -> str:
    return f"not regexp_matches(raw_row[{place + 1}], '[0-9]')"


def _outside_scale(understanding: Understanding) -> str:
    if understanding.scale == OF_FIVE:
        return "not coalesce(score between 1 and 5 and score = floor(score), true)"
    return "not coalesce(score between 0 and 10, true)"


def blank_row() -> str:
    """A row with nothing written in it is no row."""
    return f"len(list_filter(raw_row, lambda x: trim(coalesce(x, ''), {casts.BLANKS}) <> '')) = 0"
