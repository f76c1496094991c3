"""Columns over a line of numbers with the groups they fall into written above: what charts of scores and of indices share.

Datasets of such a chart: `bars` (from, to, what it is measured by, letter, label, spoken, and what a click selects) and `heads`
(middle, name, label): a group, written over the middle of its columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from analytics.charts.theme import Look, named

HEADS = ("middle", "name", "label")


def layered(
    look: Look, x: alt.X, y: alt.Y, at: str, letters: Sequence[str], tooltip: Sequence[alt.Tooltip], by: str, limit: int
) -> alt.LayerChart:
    """The columns of `bars` from `from` to `to`, labelled at the column `at`, under the names of `heads`, `limit` pixels wide
    at most; a click selects `by`."""
    picked = alt.selection_point(by, fields=[by], toggle=False)
    base = alt.Chart(named("bars"))
    bars = base.mark_rect(cursor="pointer", cornerRadiusTopLeft=3, cornerRadiusTopRight=3).encode(
        x=x,
        x2="to:Q",
        y=y,
        y2=alt.datum(0),
        color=alt.Color("letter:N", scale=look.class_scale(letters), legend=None),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=list(tooltip),
    )
    written = base.mark_text(dy=-8, fontSize=12, color=look.ink, aria=False)
    text = written.encode(x=alt.X(f"{at}:Q", scale=x["scale"]), y=y, text="label:N")
    return alt.layer(bars.add_params(picked), text, *_heads(look, x["scale"], limit))


def _heads(look: Look, scale: alt.Scale, limit: int) -> list[alt.Chart]:
    base = alt.Chart(named("heads")).encode(x=alt.X("middle:Q", scale=scale))
    name = base.mark_text(fontSize=12.5, color=look.muted, baseline="top", limit=limit, aria=False)
    told = base.mark_text(fontSize=14, fontWeight="bold", color=look.ink, baseline="top", aria=False)
    return [name.encode(y=alt.value(0), text="name:N"), told.encode(y=alt.value(16), text="label:N")]
