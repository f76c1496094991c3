"""Migration in words: names of the sides of the matrix, captions of its cells, the sentence above it."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts.change_bars import Group
from analytics.headlines import migration as told
from analytics.headlines.migration import Cells
from analytics.methods.migration import Migration
from ui import session

ROOM, SEGMENT = "migration", "rfm_segment"


def group(row: dict) -> Group:
    """A row of `migration.moves` as a bar of money."""
    words = session.t()
    told = f"{words.number(row['customers'])}: {words.short(row['value_from'])} → {words.short(row['value_to'])}"
    name = words(f"{ROOM}.{row['move']}")
    return Group(name, name, row["value_change"], told)


def points(change: float | None) -> str:
    """A change of a share in percentage points, with its sign."""
    words = session.t()
    return (
        words.name("common", None)
        if change is None
        else words.signed(round(change * 100, 1), lambda v: words.number(v, 1))
    )


def sides(row: dict, column: str) -> tuple[str, str]:
    """Names of the class before and the class after in this class column; who was not there came or left."""
    return told.sides(session.t(), row, column)


def class_name(code: str | None, column: str) -> str:
    return told.class_name(session.t(), code, column)


def measure() -> str:
    return told.measure(session.t(), session.thresholds())


def headline(cells: Sequence[dict], asked: Migration) -> str:
    return told.sentence(session.t(), cells, asked, session.thresholds())


def of_cells(cells: Sequence[dict], asked: Migration) -> Cells:
    return told.of_cells(session.t(), cells, asked)
