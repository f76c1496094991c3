"""The ladder as columns: how many clients came up to each rung, and where they are now.

Datasets: `parts` (rung, part, from, to, spoken, told) and `tops` (rung, to, reached, conversion).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named, thousands

HEIGHT = 300
HERE, FARTHER, LEFT = "here", "farther", "left"


def chart(look: Look, labels: dict[str, str], names: tuple[str, ...]) -> alt.LayerChart:
    """A template over the datasets; `names` are the rungs from the lowest. `labels`: customers, here, farther, left."""
    x = alt.X("rung:N", title=None, sort=list(names), axis=_axis(look))
    y = alt.Y(
        "from:Q",
        title=labels["customers"],
        axis=alt.Axis(tickCount=4, tickMinStep=1, labelExpr=thousands(look)),
        scale=alt.Scale(nice=False),
    )
    parts = alt.Scale(
        domain=[labels[part] for part in (FARTHER, HERE, LEFT)],
        range=[look.grid, look.accent, look.class_color("lost")],
    )
    bars = (
        alt.Chart(named("parts"))
        .mark_bar(width={"band": 0.72})
        .encode(
            x=x,
            y=y,
            y2="to:Q",
            color=alt.Color(
                "part:N", scale=parts, legend=alt.Legend(orient="top", title=None, symbolType="square", offset=34)
            ),
            description="spoken:N",
            tooltip=[alt.Tooltip("rung:N", title=" "), alt.Tooltip("told:N", title=labels["customers"])],
        )
    )
    top = alt.Chart(named("tops")).encode(x=x, y="to:Q")
    reached = top.mark_text(dy=-24, fontSize=14, fontWeight="bold", color=look.ink, aria=False)
    conversion = top.mark_text(dy=-9, fontSize=12, color=look.muted, aria=False)
    layers = (bars, reached.encode(text="reached:N"), conversion.encode(text="conversion:N"))
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def frames(rows: Sequence[dict], labels: dict[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows of `ladder` (without `gone`), their `rung` in words → the datasets."""
    parts = [part for row in rows for part in _parts(row, labels, look)]
    words = look.words
    tops = [
        {
            "rung": row["rung"],
            "to": row["reached"],
            "reached": words.number(row["reached"]),
            "conversion": "" if row["conversion"] is None else f"↗ {words.percent(row['conversion'], 0)}",
        }
        for row in rows
    ]
    return {
        "parts": frame(parts, ["rung", "part", "from", "to", "spoken", "told"]),
        "tops": frame(tops, ["rung", "to", "reached", "conversion"]),
    }


def _parts(row: dict, labels: dict[str, str], look: Look) -> list[dict]:
    """From below: those who went farther up, those who stand here, those who left from here."""
    counts = {HERE: row["customers"], LEFT: row["left"]}
    counts = {FARTHER: row["reached"] - sum(counts.values())} | counts
    found, start = [], 0
    for part, count in counts.items():
        told = f"{labels[part]}: {look.words.number(count)}"
        bar = {"rung": row["rung"], "part": labels[part], "from": start, "to": start + count, "told": told}
        found.append(bar | {"spoken": f"{row['rung']}. {told}"})
        start += count
    return [part for part in found if part["to"] > part["from"]]


def _axis(look: Look) -> alt.Axis:
    return alt.Axis(labelExpr="split(datum.value, ' ')", labelAngle=0, labelFontSize=12.5, labelColor=look.ink)
