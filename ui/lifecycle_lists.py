"""Beneath the stages: the clients of one, the ladder, and a stage split further."""

from __future__ import annotations

import streamlit as st

from analytics import traits
from analytics.charts import paired_bars, rungs
from analytics.charts.theme import frame
from analytics.classes import cross
from analytics.customers import crossable
from analytics.facts import Facts
from analytics.filters import own_name
from analytics.methods import ladder, lifecycle
from analytics.thresholds import Thresholds
from ui import caching, parts, session
from ui.markup import plain

ROOM = "lifecycle"
LIST_COLUMNS = (
    "name customer_id revenue orders last_order_date recency_days median_gap_days overdue_days ladder_rung abc_class"
).split()
RUNG_COLUMNS = ["rung", "customers", "share", "reached", "left", "conversion"]


def stage_list(rows: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    """The clients of the stage that was clicked; until one is, of those at risk."""
    words = session.t()
    picked = parts.chosen_in("stages", "picked")
    code = lifecycle.MEMBERS[picked[0]["place"]] if picked else "at_risk"
    stage = _stage_choice(words(f"{ROOM}.whose"), f"stage_list.{code}", code)
    total = next(row["customers"] for row in rows if row["class"] == stage)
    st.subheader(words(f"{ROOM}.list", stage=words(f"common.{stage}"), n=total), anchor=False)
    list_or_nobody(facts, thresholds, {"lifecycle_stage": stage}, total, "stage_list")


def rung_chart(facts: Facts, thresholds: Thresholds) -> None:
    """The ladder, with the conversion from rung to rung."""
    words, warehouse = session.t(), session.warehouse()
    waiting = caching.remembered("leads", lambda: ladder.leads(warehouse, facts))
    rows = ladder.ladder(warehouse, facts, thresholds, waiting)
    st.markdown(words(f"{ROOM}.ladder_about", n=thresholds["lifecycle.regular_from"]))
    labels = {part: words(f"{ROOM}.ladder_{part}") for part in (rungs.HERE, rungs.FARTHER, rungs.LEFT)}
    labels["customers"] = words("columns.customers")
    columns = [row | {"rung": words(f"common.{row['rung']}")} for row in rows if row["rung"] != "gone"]
    names = tuple(row["rung"] for row in columns)
    frames = rungs.frames(columns, labels, session.look())
    parts.chart(rungs.chart, labels, frames, names, key="ladder", alt=words(f"{ROOM}.ladder_about", n=len(names)))
    st.caption(words(f"{ROOM}.ladder_weakest", **_weakest(rows)) if _weakest(rows) else words(f"{ROOM}.ladder_none"))
    parts.table(rows, RUNG_COLUMNS, key="rungs")
    parts.downloads("ladder", lambda: frame(rows, RUNG_COLUMNS), "rungs")
    if waiting is None:
        st.caption(words(f"{ROOM}.no_leads"))


def split(rows: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    """One stage divided further, by a class or by a trait of its clients."""
    words, warehouse = session.t(), session.warehouse()
    left, right = st.columns(2)
    with left:
        stage = _stage_choice(words(f"{ROOM}.split_stage"), "split_stage", "at_risk")
    classes = {c.name: c for c in crossable(thresholds, facts) if c.name != "lifecycle_stage"}
    offered = [*classes, *traits.offered(warehouse)]
    by = right.selectbox(words(f"{ROOM}.split_by"), offered, format_func=_column_name, key="split_by")
    if not next(row["customers"] for row in rows if row["class"] == stage):
        st.caption(words("frame.nobody"))
    elif by in classes:
        _split_by_class(facts, thresholds, stage, classes[by])
    else:
        _split_by_trait(facts, thresholds, stage, traits.trait(warehouse, facts, by))


def _weakest(rows: list[dict]) -> dict:
    """The step of the ladder at which the most are left behind, and how many reach it."""
    steps = [
        {"below": below["rung"], "rung": row["rung"], "conversion": row["conversion"]}
        for below, row in zip(rows, rows[1:], strict=False)
        if row["rung"] != "gone" and row["conversion"] is not None
    ]
    if not steps:
        return {}
    weakest = min(steps, key=lambda step: step["conversion"])
    name = session.t().name
    return {"below": name("common", weakest["below"]), "rung": name("common", weakest["rung"])} | {
        "share": weakest["conversion"]
    }


def _split_by_class(facts: Facts, thresholds: Thresholds, stage: str, column) -> None:
    words = session.t()
    name = words.segment if column.name == "rfm_segment" else lambda code: words.name("common", code)
    cells = cross(session.warehouse(), facts, lifecycle.column(thresholds, facts), column)
    codes = [*column.members, None]
    names = {code: name(code) if code else words(f"{ROOM}.no_class") for code in codes}
    mine = _of_stage(cells, stage, column.name)
    code = _split_bars(mine, names, column.name, tuple(code or "" for code in codes))
    _split_list(facts, thresholds, {"lifecycle_stage": stage, column.name: code}, names[code], mine[code])


def _split_by_trait(facts: Facts, thresholds: Thresholds, stage: str, trait: traits.Trait) -> None:
    words = session.t()
    cells = cross(session.warehouse(), trait.facts, lifecycle.column(thresholds, facts), trait.as_class())
    names = dict(zip(trait.codes, (*trait.values, words(f"{ROOM}.others")), strict=False))
    names |= {None: words("frame.not_given")}
    mine = _of_stage(cells, stage, "trait")
    code = _split_bars(mine, names, trait.column, ())
    _split_list(facts, thresholds, {"lifecycle_stage": stage}, names[code], mine[code], trait.members(code))


def _of_stage(cells: list[dict], stage: str, by: str) -> dict[str | None, dict]:
    """Code of the second class → its cell of the stage, those with nobody left out."""
    return {cell[by]: cell for cell in cells if cell["lifecycle_stage"] == stage and cell["customers"]}


def _split_bars(cells: dict, names: dict, key: str, members: tuple[str, ...]) -> str | None:
    """Draws the parts of one stage; the code of the part that was clicked, else of the largest."""
    words, codes = session.t(), list(names)
    customers = sum(cell["customers"] for cell in cells.values())
    revenue = sum(cell["revenue"] for cell in cells.values())
    rows = [
        {
            "name": names[code],
            "place": codes.index(code),
            "customers": cell["customers"],
            "customer_share": cell["customers"] / customers,
            "revenue": cell["revenue"],
            "revenue_share": float(cell["revenue"] / revenue) if revenue > 0 else None,
        }
        for code, cell in cells.items()
    ]
    bars(rows, (words(f"{ROOM}.split_customers"), words(f"{ROOM}.split_revenue")), f"split.{key}", members)
    picked = [codes[row["place"]] for row in parts.chosen_in(f"split.{key}", "picked")]
    return next((code for code in picked if code in cells), max(cells, key=lambda code: cells[code]["customers"]))


def bars(rows: list[dict], heads: tuple[str, str], key: str, members: tuple[str, ...]) -> None:
    words = session.t()
    frames = paired_bars.frames(rows, heads, session.look())
    names, labels = tuple(row["name"] for row in rows), {"share": words("columns.share")}
    parts.chart(paired_bars.chart, labels, frames, names, members, key=key, select=True, alt=" · ".join(heads))


def _split_list(facts: Facts, thresholds: Thresholds, only: dict, name: str, cell: dict, among: str = "") -> None:
    words, stage = session.t(), session.t()(f"common.{only['lifecycle_stage']}")
    st.subheader(words(f"{ROOM}.split_list", stage=stage, name=plain(name), n=cell["customers"]), anchor=False)
    parts.client_list(facts, thresholds, only, cell["customers"], "split_list", among, LIST_COLUMNS)


def list_or_nobody(facts: Facts, thresholds: Thresholds, only: dict, total: int, key: str, among: str = "") -> None:
    if total:
        parts.client_list(facts, thresholds, only, total, key, among, LIST_COLUMNS)
    else:
        st.caption(session.t()("frame.nobody"))


def _stage_choice(label: str, key: str, default: str) -> str:
    words = session.t()
    name = lambda code: words(f"common.{code}")  # noqa: E731
    return st.selectbox(
        label,
        lifecycle.IN_ORDER_OF_LIFE,
        lifecycle.IN_ORDER_OF_LIFE.index(default),
        format_func=name,
        key=key,
    )


def _column_name(column: str) -> str:
    own = own_name(session.warehouse(), column)
    return plain(own) if own else session.t().name("columns", column)
