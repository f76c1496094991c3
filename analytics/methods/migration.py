"""Migration: who climbed, who fell, who came and who left between two windows, by any class.

Each window is judged by its own facts, so by its own averages, totals and cut points: a client may fall without buying less.
Source: a Russian sales handbook's chapter on client segmentation, which advises to repeat the comparison at least yearly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from analytics.classes import ClassColumn, cross
from analytics.customers import crossable
from analytics.facts import Facts
from analytics.methods import abc_analysis, xyz_analysis
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.windows import Paired

NEW, LOST = "new", "lost"
NOTHING = Decimal(0)
MOVES = ("climbed", "stayed", "fallen", "moved", "unclassed", "new", "lost")


@dataclass(frozen=True)
class Cell:
    """From which class to which: a code, or None for "no class". `move` says what it is, for a code may also be `new`; None:
    in neither window."""

    from_class: str | None
    to_class: str | None
    move: str | None


@dataclass(frozen=True)
class Migration:
    """One class in both windows of a pair, each judged by its own column."""

    paired: Paired
    then: ClassColumn
    now: ClassColumn

    @property
    def judged(self) -> str:
        return self.paired.judged(self.then, self.now)

    def cell(self, then: int | None, now: int | None) -> Cell:
        """Places among the members (None: not a client of that window) → the cell."""
        if then is None:
            return Cell(NEW, self.now.named(now), "new")
        if now is None:
            return Cell(self.then.named(then), LOST, "lost")
        before, after = self.then.named(then), self.now.named(now)
        return Cell(before, after, move_between(before, after, self.then))


def move_between(before: str | None, after: str | None, column: ClassColumn) -> str:
    """Two codes of a class → which of MOVES leads from one to the other; "no class" is never better or worse."""
    if before is None or after is None:
        return "unclassed"
    if before == after:
        return "stayed"
    if not column.ordered:
        return "moved"
    return "climbed" if column.members.index(after) < column.members.index(before) else "fallen"


def of_class(paired: Paired, thresholds: Thresholds, name: str) -> Migration:
    """The class of this name among `names`, judged in each window by the thresholds and that window's own facts."""
    then, now = (next(c for c in crossable(thresholds, f) if c.name == name) for f in (paired.then, paired.now))
    return Migration(paired, then, now)


def followed(thresholds: Thresholds, facts: Facts) -> list[str]:
    """Names of the classes that can be followed: of totals the ways of ABC, by volume and frequency where orders are known."""
    names = [column.name for column in crossable(thresholds, facts)]
    if facts.dated:
        return names
    ways = ("share", "average") if facts.whole["orders"] is None else abc_analysis.METHODS
    return [name for name in names if name in {f"abc_{way}_class" for way in ways}]


def of_abc(paired: Paired, thresholds: Thresholds) -> Migration:
    return Migration(paired, *(abc_analysis.chosen(thresholds, facts) for facts in (paired.then, paired.now)))


def matrix(warehouse: Warehouse, migration: Migration) -> list[dict]:
    """A row per cell, best classes first, empty ones too: from_class (`new` last), to_class (`lost` last), move, customers,
    value_from, value_to and value_change in units of the measure. Who was not a client of a window brought it 0."""
    found = warehouse.rows(
        f"""select then_class, now_class, count(*) as customers, sum(then_value) as value_from, sum(now_value) as value_to
            from {migration.judged} group by 1, 2"""
    )
    rows = {(row.pop("then_class"), row.pop("now_class")): row for row in found}
    return [_row(migration.cell(*places), rows.get(places)) for places in _places(migration, set(rows))]


def _places(migration: Migration, found: set) -> list[tuple[int | None, int | None]]:
    down, across = (
        _side([pair[i] for pair in found], column) for i, column in enumerate((migration.then, migration.now))
    )
    return [(d, a) for d in down for a in across if (d, a) != (None, None)]


def _side(found: Sequence[int | None], column: ClassColumn) -> list[int | None]:
    """Places of all members, then that of "no class" when anybody is in it, then None: not a client."""
    none = len(column.members)
    return [*range(none), *([none] if none in found else []), None]


def _row(cell: Cell, totals: dict | None) -> dict:
    totals = totals or {"customers": 0, "value_from": NOTHING, "value_to": NOTHING}
    known = {"new": {"value_from": NOTHING}, "lost": {"value_to": NOTHING}}
    row = {"from_class": cell.from_class, "to_class": cell.to_class, "move": cell.move} | totals
    return _with_change(row | known.get(cell.move, {}))


def _with_change(row: dict) -> dict:
    both = row["value_to"] is not None and row["value_from"] is not None
    return row | {"value_change": row["value_to"] - row["value_from"] if both else None}


def moves(cells: Sequence[dict]) -> list[dict]:
    """Cells of `matrix` → a row per move that happened: move, customers, value_from, value_to, value_change."""
    return [_sum(move, mine) for move in MOVES if (mine := [c for c in cells if c["move"] == move and c["customers"]])]


def _sum(move: str, cells: Sequence[dict]) -> dict:
    sums = {key: sum(c[key] or 0 for c in cells) for key in ("customers", "value_from", "value_to")}
    return _with_change({"move": move} | sums)


def out_of(cells: Sequence[dict], code: str) -> list[dict]:
    """`moves` of those who were in this class and are in it no more."""
    return moves([c for c in cells if c["from_class"] == code and c["move"] in ("climbed", "fallen", "moved", "lost")])


def clients(
    warehouse: Warehouse,
    migration: Migration,
    cell: Cell | None = None,
    limit: int | None = None,
    offset: int = 0,
    changes: str | None = None,
) -> pa.Table:
    """Clients of a cell (or of all), the largest sums first: customer_id, name, from_class, to_class, value_from, value_to,
    value_change; with `changes` (the table of class_history) also previous_class and changed_on of the last change."""
    known = "previous_class, changed_on" if changes else "null::varchar as previous_class, null::date as changed_on"
    page = f" limit {int(limit)} offset {int(offset)}" if limit is not None else ""
    return warehouse.table(
        f"""select customer_id, name, {_codes(migration.then, "then_class", NEW)} as from_class,
                   {_codes(migration.now, "now_class", LOST)} as to_class,
                   coalesce(then_value, 0) as value_from, coalesce(now_value, 0) as value_to,
                   coalesce(now_value, 0) - coalesce(then_value, 0) as value_change, {known}
            from {migration.judged} {f"left join {changes} using (customer_id)" if changes else ""}
            {_where(migration, cell)}
            order by greatest(coalesce(then_value, 0), coalesce(now_value, 0)) desc, customer_id{page}"""
    )


def of_client(warehouse: Warehouse, migration: Migration, client: str, changes: str | None = None) -> dict:
    """One client: from_class, to_class, move, previous_class, changed_on. Bought in neither window: move None. The last
    two, of the table of class_history, are None where the class never changed."""
    of_it = {"client": client}
    places = f"select then_class, now_class from {migration.judged} where customer_id = $client"
    found = warehouse.rows(places, of_it)
    cell = migration.cell(*found[0].values()) if found else Cell(None, None, None)
    last = f"select previous_class, changed_on from {changes} where customer_id = $client"
    change = (warehouse.rows(last, of_it) if changes else []) or [{"previous_class": None, "changed_on": None}]
    return {"from_class": cell.from_class, "to_class": cell.to_class, "move": cell.move} | change[0]


def _codes(column: ClassColumn, number: str, absent: str) -> str:
    codes = ", ".join(f"'{code}'" for code in column.members)
    return f"case when {number} is null then '{absent}' else ([{codes}])[{number} + 1] end"


def _where(migration: Migration, cell: Cell | None) -> str:
    if cell is None:
        return ""
    then = None if cell.move == "new" else _place(migration.then, cell.from_class)
    now = None if cell.move == "lost" else _place(migration.now, cell.to_class)
    return f"where then_class is not distinct from {_literal(then)} and now_class is not distinct from {_literal(now)}"


def _place(column: ClassColumn, code: str | None) -> int:
    return len(column.members) if code is None else column.members.index(code)


def _literal(place: int | None) -> str:
    return "null" if place is None else str(place)


def steady(warehouse: Warehouse, paired: Paired, thresholds: Thresholds) -> list[dict]:
    """How steady each class is in each window: a row per class of the chosen ABC with the share of X among its clients,
    x_share_from and x_share_to (0..1), and their difference. None where the class is empty or has too few buckets."""
    before, after = (_x_shares(warehouse, facts, thresholds) for facts in (paired.then, paired.now))
    return [_steady_row(code, before[code], after[code]) for code in abc_analysis.MEMBERS]


def _steady_row(code: str, before: float | None, after: float | None) -> dict:
    change = None if before is None or after is None else after - before
    return {"class": code, "x_share_from": before, "x_share_to": after, "x_share_change": change}


def _x_shares(warehouse: Warehouse, facts: Facts, thresholds: Thresholds) -> dict[str, float | None]:
    column, by = xyz_analysis.column(thresholds), abc_analysis.chosen(thresholds, facts)
    cells = cross(warehouse, facts, by, column) if facts.enough_buckets else []
    shares: dict[str, float | None] = dict.fromkeys(by.members)
    for code in by.members:
        mine = [cell for cell in cells if cell[by.name] == code and cell[column.name]]
        everyone = sum(cell["customers"] for cell in mine)
        x = sum(cell["customers"] for cell in mine if cell[column.name] == "X")
        shares[code] = x / everyone if everyone else None
    return shares
