"""How large the classes were at the end of each period: columns of clients, best classes at the bottom.

Dataset: `columns` (position, class, rank, from, to, customers, share, label, spoken).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import CLASS_COLORS, Look, frame, named

HEIGHT = 300
LEAST_LABELLED = 0.06
LEGEND_COLUMNS, LEGEND_ROW = 3, 22


def chart(look: Look, labels: dict[str, str], names: tuple[str, ...], colors: tuple[str, ...]) -> alt.LayerChart:
    """A template over `columns`; `labels`: until, class, customers, share. `names` are the classes, best first."""
    label = alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap=True)
    x = alt.X("position:O", title=None, axis=label)
    y = alt.Y("from:Q", title=labels["share"], axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(named("columns")).encode(x=x, y=y)
    colour = alt.Color(
        "class:N",
        scale=alt.Scale(domain=list(names), range=list(colors)),
        legend=alt.Legend(orient="top", title=None, labelLimit=220, columns=LEGEND_COLUMNS),
    )
    bars = base.mark_bar(width={"band": 0.82}, stroke=look.paper, strokeWidth=1.5).encode(
        y2="to:Q",
        color=colour,
        description="spoken:N",
        tooltip=[
            alt.Tooltip("until:N", title=labels["until"]),
            alt.Tooltip("class:N", title=labels["class"]),
            alt.Tooltip("count:N", title=labels["customers"]),
            alt.Tooltip("share:Q", title=labels["share"], format=".1%"),
        ],
    )
    ink, rows = "#12181f" if look.dark else "white", -(-len(names) // LEGEND_COLUMNS) - 1
    text = base.mark_text(aria=False, fontSize=12, fontWeight="bold", color=ink)
    return look.finished(
        alt.layer(bars, text.encode(y="middle:Q", text="label:N")).properties(height=HEIGHT + rows * LEGEND_ROW)
    )


def colors(codes: Sequence[str | None], look: Look) -> tuple[str, ...]:
    """A colour for each class: by its meaning where it has one, else along the way from good to lost."""
    known, scale = CLASS_COLORS[look.dark], [look.class_color(code) for code in "ABC"]
    steps = max(len(codes) - 1, 1)
    return tuple(
        known[""] if code is None else known.get(code) or _between(scale, place / steps)
        for place, code in enumerate(codes)
    )


def _between(colors: Sequence[str], share: float) -> str:
    """The colour at this share of the way along the colours."""
    way = share * (len(colors) - 1)
    i = min(int(way), len(colors) - 2)
    pairs = zip(_channels(colors[i]), _channels(colors[i + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (way - i)):02x}" for a, b in pairs)


def _channels(color: str) -> list[int]:
    return [int(color[place : place + 2], 16) for place in (1, 3, 5)]


def frames(
    rows: Sequence[dict], names: dict[str | None, str], end_name: Callable[[dt.date], str], look: Look
) -> dict[str, pa.Table]:
    """Rows of `class_history` (until, class, customers) → `columns`; `names` of the classes in their order."""
    found = []
    for until in dict.fromkeys(row["until"] for row in rows):
        mine = {row["class"]: row["customers"] for row in rows if row["until"] == until}
        found += _column(until, mine, names, end_name(until), look)
    return {"columns": frame(found, "position class from to middle until count share label spoken".split())}


def _column(until: dt.date, clients: dict, names: dict[str | None, str], end: str, look: Look) -> list[dict]:
    total, start, parts = sum(clients.values()), 0.0, []
    for code, name in names.items():
        share = clients.get(code, 0) / total
        count = look.words.number(clients.get(code, 0))
        part = {"position": f"{until:%Y%m%d}|{end}", "class": name, "from": start, "to": start + share, "share": share}
        told = {"until": end, "count": count, "label": count if share >= LEAST_LABELLED else ""}
        parts.append(part | told | {"middle": start + share / 2, "spoken": f"{end}, {name}: {count}"})
        start += share
    return [part for part in parts if part["share"] > 0]
