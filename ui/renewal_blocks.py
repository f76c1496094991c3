"""The base as three blocks: who buys, who refused and who left; a click on a block leads to its list."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import base_blocks
from analytics.charts import stacked_rows
from analytics.facts import Facts
from analytics.methods import renewal
from analytics.methods.renewal import Index, Renewal
from analytics.thresholds import Thresholds
from ui import caching, parts, session
from ui.renewal_words import ROOM, call_or_why, index_or_why

CHART = "base_blocks"
COLOURS = {"current": "A", "refused": "B", "left": "C", "lost": "at_risk"}
TOLD = "block customers revenue".split()
LEADS = "name renew_index call_from reason manager".split()


def show(facts: Facts, thresholds: Thresholds, found: Renewal | None, by: Index | None, refused: int | None) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.blocks"), anchor=False)
    rows = _rows(facts, thresholds, refused)
    st.markdown(sentence(rows))
    _picture(rows)
    block = _picked(rows)
    if block == base_blocks.REFUSED:
        _refused(found, by, refused)
    elif block:
        _clients(facts, thresholds, next(row for row in rows if row["block"] == block))


def _rows(facts: Facts, thresholds: Thresholds, refused: int | None) -> list[dict]:
    """Only boundaries of the life cycle move them: what is asked for the index need not count all clients again."""
    asked = (session.warehouse(), facts, thresholds, refused)
    moved_by = [thresholds[name] for name in thresholds if name.startswith("lifecycle.")]
    return caching.remembered(f"blocks.{moved_by}.{refused}", lambda: base_blocks.blocks(*asked))


def sentence(rows: Sequence[dict]) -> str:
    words, found = session.t(), {row["block"]: row for row in rows}
    told = [words(f"{ROOM}.block_{block}", n=row["customers"], revenue=row["revenue"]) for block, row in found.items()]
    lacking = [words(f"{ROOM}.block_{block}_unknown") for block in base_blocks.BLOCKS if block not in found]
    return " ".join([*told, *lacking])


def _picture(rows: Sequence[dict]) -> None:
    words = session.t()
    told = [
        {"name": words(f"{ROOM}.{row['block']}"), "label": _label(row)}
        | {"parts": [(list(COLOURS).index(row["block"]), _label(row), row["customers"])]}
        for row in rows
    ]
    labels = {"group": words(f"{ROOM}.block"), "part": words("columns.revenue"), "count": words(f"{ROOM}.count")}
    options = (len(told), tuple(COLOURS.values()))
    frames = stacked_rows.frames(told, session.look())
    parts.chart(stacked_rows.chart, labels, frames, *options, key=CHART, select=True, alt=words(f"{ROOM}.blocks"))
    st.caption(words(f"{ROOM}.blocks_hint"))
    taken = [{name: row[name] for name in TOLD} for row in rows]
    parts.downloads("blocks", lambda: taken, "blocks")


def _label(row: dict) -> str:
    words = session.t()
    count = words.number(row["customers"])
    return (
        count
        if row["revenue"] is None
        else words(f"{ROOM}.block_label", count=count, revenue=words.short(row["revenue"]))
    )


def _picked(rows: Sequence[dict]) -> str | None:
    picked = parts.chosen_in(CHART, "group")
    place = int(picked[0]["place"]) if picked and picked[0].get("place") is not None else len(rows)
    return rows[place]["block"] if place < len(rows) else None


def _clients(facts: Facts, thresholds: Thresholds, row: dict) -> None:
    words, block = session.t(), row["block"]
    listed = row["customers"] - row["elsewhere"]
    st.markdown(f"**{words(f'{ROOM}.block_list', block=words(f'{ROOM}.{block}'), n=listed)}**")
    if listed:
        among = base_blocks.members(session.warehouse(), facts, thresholds, block)
        parts.client_list(facts, thresholds, {}, listed, f"block_{block}", among)
    if row["elsewhere"]:
        st.caption(words(f"{ROOM}.block_elsewhere", n=row["elsewhere"]))


def _refused(found: Renewal, by: Index, refused: int) -> None:
    words = session.t()
    st.markdown(f"**{words(f'{ROOM}.block_list', block=words(f'{ROOM}.refused'), n=refused)}**")
    rows = renewal.refusals(found, by, limit=parts.PAGE_ROWS, offset=parts.rows_before(refused, "block_refused"))
    told = [row | {"renew_index": index_or_why(row), "call_from": call_or_why(row)} for row in rows]
    heads = {
        "renew_index": words(f"{ROOM}.renew_index"),
        "call_from": words(f"{ROOM}.call_from"),
        "name": words(f"{ROOM}.name"),
    }
    parts.table(told, LEADS, "block_refused_table", heads)
