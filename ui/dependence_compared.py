"""The base before and after a loss, side by side: numbers, classes with their boundaries, and who is judged otherwise."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics import facts as heavy
from analytics.charts import before_after
from analytics.facts import Facts
from analytics.methods import abc_analysis, stress_test
from analytics.methods.stress_test import State
from analytics.thresholds import Thresholds
from ui import caching, parts, session
from ui.dependence_words import ROOM, measure

RATES = {"a_customer_share", "top1_share", "top3_share", "top5_share", "top10_share"}
MONEY = {"revenue", "profit", "revenue_per_customer"}
MOVED = "name customer_id from_class to_class revenue profit orders".split()
MOVES = "from_class to_class customers revenue".split()


def left(name: str, answer: Callable[[], Facts]) -> Facts:
    """The facts of those who stay, ranked anew; it takes seconds in a large base."""
    warehouse = session.warehouse()
    return caching.built(f"left.{name}", answer, lambda held: heavy.alive(warehouse, held), f"{ROOM}.judging_anew")


def show(facts: Facts, rest: Facts, thresholds: Thresholds, key: str) -> None:
    warehouse = session.warehouse()
    before, after = (stress_test.state(warehouse, side, thresholds) for side in (facts, rest))
    st.markdown(verdicts(before, after))
    bars(before, after, key)
    numbers(before, after, key)
    of_classes(before, after, key)
    moved(before, after, thresholds, key)


def verdicts(before: State, after: State) -> str:
    words = session.t()
    told = [(words(f"{ROOM}.zone_{side.told['verdict']}"), side.told["a_customer_share"]) for side in (before, after)]
    (then, then_share), (now, now_share) = told
    key = "verdict_same" if then == now else "verdict_other"
    return words(f"{ROOM}.{key}", then=then, now=now, then_share=then_share, now_share=now_share)


def bars(before: State, after: State, key: str) -> None:
    """Clients and money by class, to the scale of before."""
    words, whole = session.t(), before.facts.whole
    told = {"customers": (words("columns.customers"), whole["clients"]), "value": (measure(), whole["positive_total"])}
    rows = [
        (
            words(f"{ROOM}.bar_{side}", what=name),
            {row["class"]: row[what] for row in state.classes if row["class"]},
            total,
        )
        for what, (name, total) in told.items()
        for side, state in (("before", before), ("after", after))
    ]
    frames = before_after.frames(rows, words(f"{ROOM}.gone"), session.look())
    labels = {"row": words(f"{ROOM}.bar"), "told": words(f"{ROOM}.part")}
    options = (tuple(row[0] for row in rows), abc_analysis.MEMBERS)
    parts.chart(before_after.chart, labels, frames, *options, key=f"{key}_bars", alt=words(f"{ROOM}.before_after"))


def numbers(before: State, after: State, key: str) -> None:
    words, rows = session.t(), stress_test.compared(before, after)
    told = [{"what": words(f"{ROOM}.what_{row['what']}")} | written(row) for row in rows]
    heads = {name: words(f"{ROOM}.head_{name}") for name in ("what", "before", "after", "change")}
    parts.table(told, list(heads), f"{key}_numbers", heads, height="content")
    found = [row | {"what": named["what"]} for row, named in zip(rows, told, strict=True)]
    parts.downloads("before_after", lambda: found, f"{key}_numbers")


def written(row: dict) -> dict[str, str]:
    """A row of `stress_test.compared` in words: a share changes by points, everything else by itself."""
    words, what = session.t(), row["what"]
    write = words.percent if what in RATES else words.short if what in MONEY else words.number
    if what == "gini":
        write = lambda value: words.number(value, 2)  # noqa: E731
    told = {side: write(row[side]) for side in ("before", "after")}
    if what in RATES and row["change"] is not None:
        return told | {"change": words(f"{ROOM}.points", points=words.signed(row["change"] * 100, _one_digit))}
    return told | {"change": words.signed(row["change"], write)}


def _one_digit(value: float) -> str:
    return session.t().number(value, 1)


def of_classes(before: State, after: State, key: str) -> None:
    """Each class with its size and its least value, which is its boundary."""
    words, rows = session.t(), stress_test.compared_classes(before, after)
    columns = [f"{name}_{side}" for name in ("customers", "value", "least_value") for side in ("before", "after")]
    particulars = {"measure": measure()}
    heads = {column: words(f"{ROOM}.head_{column}", **particulars) for column in columns}
    st.markdown(f"**{words(f'{ROOM}.classes')}**")
    parts.table(rows, ["class", *columns], f"{key}_classes", heads)
    parts.downloads("classes_before_after", lambda: rows, f"{key}_classes")


def moved(before: State, after: State, thresholds: Thresholds, key: str) -> None:
    """Those who stay and are judged otherwise: from which class to which, and the clients themselves."""
    words, warehouse = session.t(), session.warehouse()
    rows = stress_test.moves(warehouse, before, after, thresholds)
    customers, revenue = stress_test.together(rows)
    st.subheader(words(f"{ROOM}.moved", n=customers), anchor=False)
    if not customers:
        st.caption(words(f"{ROOM}.nobody_moved"))
        return
    st.caption(words(f"{ROOM}.moved_about", revenue=revenue))
    parts.table(rows, MOVES, f"{key}_moves")
    asked = (warehouse, before, after, thresholds)
    offset = parts.rows_before(customers, f"{key}.moved.{customers}")
    found = stress_test.moved(*asked, parts.PAGE_ROWS, offset)
    named = any(row["name"] != row["customer_id"] for row in found)
    have = [column for column in MOVED if any(row[column] is not None for row in found)]
    parts.table_of_clients(found, have if named else [c for c in have if c != "name"], f"{key}_moved")
    parts.downloads("moved", lambda: stress_test.moved(*asked), f"{key}_moved")
