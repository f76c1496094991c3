"""The classes before and after a loss, to one scale: what is missing stays empty at the end of its bar.

Dataset: `parts` (row, class, from, to, middle, label, hollow, told, spoken).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 46
LOST = ""
WIDE, VISIBLE = 0.1, 0.025
PARTS = "row class from to middle label hollow told spoken".split()


def chart(look: Look, labels: dict[str, str], rows: tuple[str, ...], members: tuple[str, ...]) -> alt.LayerChart:
    """A template over `parts`; `rows` are the bars from above, `members` the classes. `labels`: row, told."""
    axis = alt.Axis(labelFontSize=13, labelLimit=210, labelColor=look.ink, labelPadding=10)
    y = alt.Y("row:N", title=None, sort=None, scale=alt.Scale(domain=list(rows)), axis=axis)
    base = alt.Chart(named("parts"))
    bars = base.mark_bar(height=34, cornerRadius=4, strokeWidth=2).encode(
        y=y,
        x=alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False)),
        x2="to:Q",
        color=alt.Color("class:N", scale=look.class_scale((*members, LOST)), legend=None),
        fillOpacity=alt.condition(alt.datum.hollow, alt.value(0.12), alt.value(1)),
        stroke=alt.condition(alt.datum.hollow, alt.value(look.muted), alt.value(look.paper)),
        strokeDash=alt.condition(alt.datum.hollow, alt.value([4, 3]), alt.value([1, 0])),
        description="spoken:N",
        tooltip=[alt.Tooltip("row:N", title=labels["row"]), alt.Tooltip("told:N", title=labels["told"])],
    )
    text = base.mark_text(fontSize=13, fontWeight="bold", aria=False)
    ink = alt.condition(alt.datum.hollow, alt.value(look.muted), alt.value("#12181f" if look.dark else "white"))
    layers = (bars, text.encode(y=y, x=alt.X("middle:Q"), text="label:N", color=ink))
    return look.finished(alt.layer(*layers).properties(height=ROW_HEIGHT * len(rows) + 8))


def frames(bars: Sequence[tuple[str, dict, float]], lost: str, look: Look) -> dict[str, pa.Table]:
    """Bars (name, {class: amount}, the whole that its full length stands for) → `parts`; `lost` names what is missing. Amounts
    below zero take no place."""
    parts = []
    for row, amounts, whole in bars:
        parts += _bar(
            row, {code: max(float(amount or 0), 0) for code, amount in amounts.items()}, float(whole or 0), lost, look
        )
    return {"parts": frame(parts, PARTS)}


def _bar(row: str, amounts: dict[str, float], whole: float, lost: str, look: Look) -> list[dict]:
    parts, at = [], 0.0
    whole = max(whole, sum(amounts.values()))
    missing = whole - sum(amounts.values())
    for code, amount in (*amounts.items(), (LOST, missing)):
        width = amount / (whole or 1)
        if width > 1e-9:
            parts.append(_part(row, code, at, width, amount, lost if code == LOST else code, look))
        at += width
    return parts


def _part(row: str, code: str, at: float, width: float, amount: float, name: str, look: Look) -> dict:
    words, hollow = look.words, code == LOST
    short = "" if hollow else name
    label = (
        f"{name}  {words.percent(width, 0)}" if width > WIDE + 0.012 * len(name) else short if width > VISIBLE else ""
    )
    told = f"{name}: {words.short(amount)}, {words.percent(width)}"
    place = {"from": at, "to": at + width, "middle": at + width / 2}
    return {
        "row": row,
        "class": code,
        "label": label,
        "hollow": hollow,
        "told": told,
        "spoken": f"{row}. {told}",
    } | place
