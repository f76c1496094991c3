"""Refusals by how promising, how soon, why, from where and whose they are: a picture, a table, and the way to each list."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import index_bars, stacked_rows
from analytics.methods import renewal
from analytics.methods.renewal import Index, Renewal, Which
from ui import parts, session
from ui.renewal_words import COLOURS, ROOM, group_name, written

GROUPING, BARS = "renewal.grouping", "renewal_index"
MOST_GROUPS = 50
COLUMNS = "key leads mean_index high middle low ungraded overdue in_7_days in_30_days later no_date".split()


def index_picture(found: Renewal, by: Index, sums: dict) -> None:
    """How many refusals have which index; a click chooses them for the list."""
    words = session.t()
    if by.low is None or sums["ungraded"] == sums["leads"] or by.low == by.high:
        return
    middle, high = by.cuts
    edges = {"low": (by.low, middle), "middle": (middle, high), "high": (high, by.high)}
    told = {band: {"name": words(f"{ROOM}.{band}"), "label": words.number(sums[band])} for band in edges}
    frames = index_bars.frames(sums["places"], by.low, by.high, by.step, by.cuts, told, session.look())
    labels = {"index": words(f"{ROOM}.renew_index"), "leads": words(f"{ROOM}.leads"), "third": words(f"{ROOM}.third")}
    parts.chart(
        index_bars.chart, labels, frames, by.low, by.high, by.step, key=BARS, select=True, alt=words(f"{ROOM}.bars")
    )
    st.caption(words(f"{ROOM}.bars_hint", middle=written(middle), high=written(high)))


def show(found: Renewal, by: Index) -> Which:
    """The groups by what is chosen → which refusals the list below shows."""
    words = session.t()
    st.subheader(words(f"{ROOM}.groups"), anchor=False)
    name = lambda code: words(f"{ROOM}.by_{code}")  # noqa: E731
    offered = renewal.groupings(session.warehouse())
    shown = {"default": offered[0], "required": True, "key": GROUPING, "format_func": name, "wrap": True}
    grouping = st.segmented_control(words(f"{ROOM}.group_by"), offered, **shown)
    rows = renewal.groups(found, by, grouping, MOST_GROUPS + 1)
    named = [row | {"name": group_name(grouping, row["key"])} for row in rows[:MOST_GROUPS]]
    _picture(named, grouping)
    if len(rows) > MOST_GROUPS:
        st.caption(words(f"{ROOM}.groups_more", shown=MOST_GROUPS))
    _table(found, by, grouping, named)
    return _chosen(named, grouping)


def what(which: Which, by: Index) -> str:
    """What the list shows, in words that are not yet safe for Markdown."""
    words, told = session.t(), []
    if which.by:
        told.append(group_name(which.by, which.key))
    if which.place is not None:
        low = by.low + which.place * by.step
        index = written(low) if by.step == 1 else f"{written(low)}–{written(low + by.step)}"
        told.append(words(f"{ROOM}.of_index", index=index))
    return ", ".join(told) or words(f"{ROOM}.everyone")


def _picture(rows: Sequence[dict], grouping: str) -> None:
    words = session.t()
    told = [
        {"name": row["name"], "label": words.number(row["leads"])}
        | {"parts": [(i, words(f"{ROOM}.{band}"), row[band]) for i, band in enumerate(COLOURS)]}
        for row in rows
    ]
    labels = {
        key: words(f"{ROOM}.{name}") for key, name in {"group": "group", "part": "third", "count": "leads"}.items()
    }
    options = (min(len(told), stacked_rows.MOST_ROWS), tuple(COLOURS.values()))
    frames, key = stacked_rows.frames(told, session.look()), _chart(grouping)
    parts.chart(stacked_rows.chart, labels, frames, *options, key=key, select=True, alt=words(f"{ROOM}.groups"))
    hint = [words(f"{ROOM}.groups_hint")]
    if len(told) > stacked_rows.MOST_ROWS:
        hint.append(words(f"{ROOM}.groups_shown", shown=stacked_rows.MOST_ROWS, all=len(told)))
    st.caption(" ".join(hint))


def _table(found: Renewal, by: Index, grouping: str, rows: Sequence[dict]) -> None:
    words = session.t()
    with st.expander(
        words(f"{ROOM}.groups_table"), icon=":material/table:", on_change="rerun", key="renewal_table"
    ) as opened:
        if not opened.open:
            return
        heads = {name: words(f"{ROOM}.{name}") for name in COLUMNS if words.has(f"{ROOM}.{name}")}
        shown = [row | {"key": row["name"], "mean_index": words.number(row["mean_index"], 2)} for row in rows]
        parts.table(shown, COLUMNS, "renewal_groups_table", heads | {"key": words(f"{ROOM}.by_{grouping}")})
        every = lambda: renewal.groups(found, by, grouping)  # noqa: E731
        parts.downloads("renewal_groups", every, "renewal_groups")


def _chosen(rows: Sequence[dict], grouping: str) -> Which:
    group = _picked(_chart(grouping), "group")
    bar = _picked(BARS, "place")
    key = rows[group]["key"] if group is not None and group < len(rows) else None
    by = grouping if group is not None and group < len(rows) else None
    return Which(by, key, bar)


def _picked(chart: str, selection: str) -> int | None:
    picked = parts.chosen_in(chart, selection)
    return int(picked[0]["place"]) if picked and picked[0].get("place") is not None else None


def _chart(grouping: str) -> str:
    return f"renewal_by_{grouping}"
