"""Bars of what follows the n-th purchase: one more, none yet though it may still come, none for longer than is usual.

Dataset: `parts` (position, state, from, to, label and the words of the tooltip).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import CLASS_COLORS, Look, frame, named

HEIGHT = 300
STATES = ("again", "waiting", "gone")
LETTERS = {"again": "A", "waiting": "B", "gone": "C"}
COLUMNS = ("position", "number", "state", "from", "to", "middle", "label", "share", "clients", "open", "spoken")
LEAST_WITH_LABEL = 0.07


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `parts`; `labels`: number, share, clients, state and the names of STATES."""
    lines = "slice(split(datum.value, '|'), 1)"
    x = alt.X("position:N", title=labels["number"], axis=alt.Axis(labelExpr=lines, labelAngle=0, labelFontSize=12))
    y = alt.Y("from:Q", title=labels["share"], axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    colours = [CLASS_COLORS[look.dark][LETTERS[state]] for state in STATES]
    scale = alt.Scale(domain=[labels[state] for state in STATES], range=colours)
    legend = alt.Legend(orient="top", title=None, labelLimit=320, symbolType="square", columns=3)
    colour = alt.Color("state:N", scale=scale, legend=legend)
    base = alt.Chart(named("parts"))
    bars = base.mark_bar(width={"band": 0.8}, stroke=look.paper, strokeWidth=1.5).encode(
        x=x,
        y=y,
        y2="to:Q",
        color=colour,
        fillOpacity=alt.condition(alt.datum.open, alt.value(0.35), alt.value(1)),
        description="spoken:N",
        tooltip=[alt.Tooltip(f"{name}:N", title=labels[name]) for name in ("number", "state", "share", "clients")],
    )
    text = base.mark_text(aria=False, fontSize=12, fontWeight="bold").encode(
        x=x,
        y=alt.Y("middle:Q"),
        text="label:N",
        color=alt.condition(alt.datum.open, alt.value(look.ink), alt.value("#12181f" if look.dark else "white")),
    )
    return look.finished(alt.layer(bars, text).properties(height=HEIGHT))


def frames(rows: Sequence[dict], labels: Mapping[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows of `purchase_churn.by_number` → `parts`, the further purchase at the bottom."""
    return {"parts": frame([part for row in rows for part in _parts(row, labels, look)], COLUMNS)}


def _parts(row: dict, labels: Mapping[str, str], look: Look) -> list[dict]:
    words, parts, start = look.words, [], 0.0
    for state in STATES:
        share = row[f"{state}_share"]
        told = {"share": words.percent(share), "clients": words.number(row[state]), "number": str(row["number"])}
        label = words.percent(share, 0) if share >= LEAST_WITH_LABEL else ""
        place = {"from": start, "to": start + share, "middle": start + share / 2, "open": state == "waiting"}
        many = words.short if row["clients"] >= 10_000 else words.number
        position = f"{row['number']:02}|{row['number']}|{many(row['clients'])}"
        spoken = f"{row['number']}, {labels[state]}: {told['share']}"
        parts.append({"position": position, "state": labels[state], "label": label, "spoken": spoken} | told | place)
        start += share
    return [part for part in parts if part["to"] > part["from"]]
