"""Sizes of the classes under each scenario, who moved between the first two, and the list of those clients."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.charts import moves as chart
from analytics.charts import scenario_bars
from analytics.methods import scenario_comparison
from analytics.methods.scenario_comparison import Comparison, Judged
from ui import migration_words, parts, session
from ui.what_if_scenarios import Side

ROOM = "what_if"
SIZES = "class scenario customers customers_change customer_share revenue revenue_change revenue_share profit".split()
CELLS = "from_class to_class move customers revenue revenue_share profit".split()
CLIENTS = "name customer_id from_class to_class revenue profit orders last_order_date".split()
CHANGES = {"customers_change": "customers", "revenue_change": "revenue"}


def sizes(cells: Sequence[dict], third: Judged | None, sides: Sequence[Side]) -> list[dict]:
    """A row per class and scenario, best first, with the change against the first scenario."""
    by_side = [scenario_comparison.sizes(cells, side) for side in ("from", "to")]
    by_side += [scenario_comparison.sizes_of(session.warehouse(), third)] if third else []
    codes = dict.fromkeys(row["class"] for rows in by_side for row in rows)
    known = [{row["class"]: row for row in rows} for rows in by_side]
    return [
        _size(code, place, side, found[code], known[0].get(code))
        for code in codes
        for place, (side, found) in enumerate(zip(sides, known, strict=True))
        if code in found
    ]


def _size(code: str | None, place: int, side: Side, row: dict, first: dict | None) -> dict:
    changes = {change: row[name] - (first[name] if first else 0) if place else None for change, name in CHANGES.items()}
    return row | {"class": code, "place": place, "scenario": side.name} | changes


def bars(rows: Sequence[dict], name: str, sides: Sequence[Side]) -> None:
    """Classes nobody is in under any scenario are left to the table."""
    words = session.t()
    there = {row["class"] for row in rows if row["customers"]}
    shown = [row | {"name": migration_words.class_name(row["class"], name)} for row in rows if row["class"] in there]
    names = tuple(dict.fromkeys(row["name"] for row in shown))
    heads = (words("columns.customers"), words("columns.revenue"))
    labels = {"scenario": words("columns.scenario"), "share": words("columns.share")}
    frames = scenario_bars.frames(shown, heads, session.look())
    scenarios = tuple(side.name for side in sides)
    parts.chart(scenario_bars.chart, labels, frames, names, scenarios, key="scenarios", alt=words(f"{ROOM}.bars_alt"))


def sizes_table(rows: Sequence[dict], name: str) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.sizes"), anchor=False)
    written = [row | _written_changes(row) | {"class": migration_words.class_name(row["class"], name)} for row in rows]
    parts.table(written, _known(rows, SIZES), "scenario_sizes")
    taken = [{column: row[column] for column in SIZES} for row in rows]
    parts.downloads("scenarios", lambda: taken, "scenario_sizes")


def _written_changes(row: dict) -> dict:
    words = session.t()
    return {
        "customers_change": words.signed(row["customers_change"], words.number),
        "revenue_change": words.signed(row["revenue_change"], words.money),
    }


def _known(rows: Sequence[dict], columns: Sequence[str]) -> list[str]:
    return [column for column in columns if any(row[column] is not None for row in rows)]


def grid(cells: Sequence[dict], name: str, sides: Sequence[Side]) -> None:
    """The matrix of moves: down the class under the first scenario, across that under the second."""
    words = session.t()
    shown = [
        chart.Shown(*_names(cell, name), cell["move"], cell["customers"], words.short(cell["revenue"]))
        for cell in cells
    ]
    down, across = (tuple(dict.fromkeys(getattr(cell, side) for cell in shown)) for side in ("down", "across"))
    labels = {"down": sides[0].name, "across": sides[1].name}
    labels |= {"customers": words("columns.customers"), "money": words("columns.revenue")}
    st.subheader(words(f"{ROOM}.who_moved"), anchor=False)
    st.caption(words(f"{ROOM}.choose_a_cell"))
    frames = chart.frames(shown, session.look())
    key = f"what_if_moves.{name}"
    parts.chart(chart.chart, labels, frames, down, across, key=key, select=True, alt=words(f"{ROOM}.who_moved"))


def _names(cell: dict, name: str) -> tuple[str, str]:
    return migration_words.class_name(cell["from_class"], name), migration_words.class_name(cell["to_class"], name)


def moved_table(cells: Sequence[dict], name: str, sides: Sequence[Side]) -> None:
    """Who moved from where to where, and all of them together."""
    went = scenario_comparison.moved(cells)
    if not went:
        return
    revenue = scenario_comparison.together(cells)["revenue"]
    rows = [*went, {"from_class": None, "to_class": None, "move": None} | scenario_comparison.together(went)]
    rows = [row | {"revenue_share": float(row["revenue"] / revenue) if revenue else None} for row in rows]
    taken = [{column: row[column] for column in CELLS} for row in rows[:-1]]
    written = [_written(row, name, last=row is rows[-1]) for row in rows]
    parts.table(written, _known(rows, CELLS), "moved", _heads(sides))
    parts.downloads("moves", lambda: taken, "moved")


def _heads(sides: Sequence[Side]) -> dict[str, str]:
    return dict(zip(("from_class", "to_class"), (side.name for side in sides), strict=False))


def _written(row: dict, name: str, last: bool) -> dict:
    words = session.t()
    if last:
        return row | {"from_class": words(f"{ROOM}.all"), "to_class": "", "move": ""}
    before, after = _names(row, name)
    return row | {"from_class": before, "to_class": after, "move": words(f"{ROOM}.move_{row['move']}")}


def client_list(cells: Sequence[dict], comparison: Comparison, name: str, sides: Sequence[Side]) -> None:
    """Those of the cell that was clicked; until then all who moved."""
    words, cell = session.t(), _clicked(cells, name)
    total = cell["customers"] if cell else scenario_comparison.together(scenario_comparison.moved(cells))["customers"]
    before, after = _names(cell, name) if cell else ("", "")
    told = words(f"{ROOM}.list", down=before, across=after, n=total) if cell else words(f"{ROOM}.list_all", n=total)
    st.subheader(told, anchor=False)
    if not total:
        st.caption(words("frame.nobody"))
        return
    which = (cell["from_class"], cell["to_class"]) if cell else None
    offset = parts.rows_before(total, f"what_if.page.{name}.{which}")
    found = scenario_comparison.clients(session.warehouse(), comparison, which, parts.PAGE_ROWS, offset).to_pylist()
    columns = [c for c in _known(found, CLIENTS) if c != "name" or any(r["name"] != r["customer_id"] for r in found)]
    rows = [row | dict(zip(("from_class", "to_class"), _names(row, name), strict=True)) for row in found]
    parts.table_of_clients(rows, columns, "what_if_clients", _heads(sides))
    parts.downloads("moved_clients", _everyone(comparison, which), "what_if_clients")


def _everyone(comparison: Comparison, which: tuple[str | None, str | None] | None) -> Callable:
    """What gives the whole list later, when a button is pressed."""
    warehouse = session.warehouse()
    return lambda: scenario_comparison.clients(warehouse, comparison, which)


def _clicked(cells: Sequence[dict], name: str) -> dict | None:
    picked = parts.chosen_in(f"what_if_moves.{name}", "cell")
    return cells[picked[0]["place"]] if picked and picked[0]["place"] < len(cells) else None
