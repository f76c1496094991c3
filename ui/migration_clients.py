"""The clients of a cell of the migration matrix: from what class and money to what, and when they last changed class."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import streamlit as st

from analytics.class_history import History
from analytics.methods import migration
from analytics.methods.migration import Cell, Migration
from ui import migration_words, parts, session

ROOM = "migration"
COLUMNS = "name customer_id value_from value_to value_change previous_class changed_on".split()


def show(cells: Sequence[dict], asked: Migration, history: History | None) -> None:
    words, row = session.t(), _chosen(cells, asked)
    down, across = migration_words.sides(row, asked.then.name)
    st.subheader(words(f"{ROOM}.list", down=down, across=across, n=row["customers"]), anchor=False)
    if not row["customers"]:
        st.caption(words("frame.nobody"))
        return
    key, cell = f"migration.{asked.then.name}", Cell(row["from_class"], row["to_class"], row["move"])
    offset = parts.rows_before(row["customers"], f"{key}.page.{cell}")
    changes = history.changes if history else None
    found = migration.clients(session.warehouse(), asked, cell, parts.PAGE_ROWS, offset, changes)
    parts.table_of_clients(_named(found, asked.then.name), _filled(found), key)
    parts.downloads("migration", everyone(asked, cell, changes), key)


def _named(found: pa.Table, column: str) -> list[dict]:
    """The class before the last change by the visitor's own name for it."""
    named = lambda code: code and migration_words.class_name(code, column)  # noqa: E731
    return [row | {"previous_class": named(row["previous_class"])} for row in found.to_pylist()]


def everyone(asked: Migration, cell: Cell, changes: str | None) -> Callable:
    """What gives the whole list later, when a button is pressed."""
    warehouse = session.warehouse()
    return lambda: migration.clients(warehouse, asked, cell, changes=changes)


def _chosen(cells: Sequence[dict], asked: Migration) -> dict:
    """The cell that was clicked; until then those who fell or left the best class with most money, or simply moved."""
    picked = parts.chosen_in(f"moves.{asked.then.name}", "cell")
    if picked and picked[0]["place"] < len(cells):
        return cells[picked[0]["place"]]
    went = [row for row in cells if row["move"] in ("fallen", "moved", "lost") and row["customers"]]
    return max(went or cells, key=lambda row: abs(row["value_change"] or 0))


def _filled(found: pa.Table) -> list[str]:
    have = [column for column in COLUMNS if found[column].null_count < len(found)]
    return [column for column in have if column != "name" or not found["name"].equals(found["customer_id"])]
