"""The waterfall: from one total to another over what each factor added or took away. Places and signs tell it without colour.

Dataset: `steps` (position, next, part, from, to, level, top, kind, label, told, spoken), a row per column.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import Look, frame, named

HEIGHT = 340
LONGEST_LINE = 12
# signs and not words: what a chart holds may be read aloud
TOTAL, GAIN, LOSS = "=", "+", "−"


@dataclass(frozen=True)
class Step:
    """A column: its name, its money (a total stands on zero, a change on the level before it), and what the tooltip tells."""

    name: str
    amount: Decimal
    told: str = ""
    is_total: bool = False


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over `steps`; `labels`: value (title of the axis), part, amount, told (titles in the tooltip)."""
    names = alt.Axis(
        labelExpr="split(split(datum.value, '|')[1], '~')",
        labelAngle=0,
        labelOverlap=False,
        labelLimit=130,
        labelColor=look.ink,
    )
    x = alt.X("position:O", title=None, axis=names, scale=alt.Scale(padding=0.28))
    layers = [_zero(look), _links(look, x), _columns(look, x, labels), *_amounts(look, x)]
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def frames(steps: Sequence[Step], look: Look) -> dict[str, pa.Table]:
    """Steps in the order they are read, the first and the last of them totals → `steps`."""
    rows, level = [], Decimal(0)
    positions = [f"{i:02}|{_lines(step.name)}" for i, step in enumerate(steps)]
    for i, step in enumerate(steps):
        start, level = (Decimal(0), step.amount) if step.is_total else (level, level + step.amount)
        rows.append(
            _row(step, start, level, look) | {"position": positions[i], "next": positions[min(i + 1, len(steps) - 1)]}
        )
    names = "position next part from to level top kind label told spoken".split()
    return {"steps": frame(rows, names)}


def _row(step: Step, start: Decimal, level: Decimal, look: Look) -> dict:
    kind = TOTAL if step.is_total else GAIN if step.amount >= 0 else LOSS
    label = look.words.short(step.amount) if step.is_total else look.words.signed(step.amount)
    told = {"part": step.name, "kind": kind, "label": label, "told": step.told, "spoken": f"{step.name}: {label}"}
    return told | {"from": float(start), "to": float(level), "level": float(level), "top": float(max(start, level, 0))}


def _lines(name: str) -> str:
    return "~".join(textwrap.wrap(name, LONGEST_LINE, break_long_words=False))


def _zero(look: Look) -> alt.Chart:
    return alt.Chart(named("steps")).mark_rule(color=look.muted, strokeWidth=1, aria=False).encode(y=alt.datum(0))


def _links(look: Look, x: alt.X) -> alt.Chart:
    """From the level a column reached to the next column."""
    rule = alt.Chart(named("steps")).mark_rule(color=look.muted, strokeWidth=1, strokeDash=[2, 3], aria=False)
    return rule.encode(x=x, x2="next:O", y="level:Q")


def _columns(look: Look, x: alt.X, labels: dict[str, str]) -> alt.Chart:
    axis = alt.Axis(labelExpr=theme.thousands(look), tickCount=5)
    scale = alt.Scale(domain=[TOTAL, GAIN, LOSS], range=[look.accent, look.class_color("A"), look.class_color("C")])
    told = {"part": "part:N", "amount": "label:N", "told": "told:N"}
    columns = alt.Chart(named("steps")).mark_bar(strokeWidth=1.5)
    return columns.encode(
        x=x,
        y=alt.Y("from:Q", title=labels["value"], axis=axis),
        y2="to:Q",
        color=alt.Color("kind:N", scale=scale, legend=None),
        stroke=alt.Stroke("kind:N", scale=scale, legend=None),
        description="spoken:N",
        tooltip=[alt.Tooltip(field, title=labels[name]) for name, field in told.items()],
    )


def _amounts(look: Look, x: alt.X) -> list[alt.Chart]:
    """On a halo of paper, so that the links do not run through them."""
    text = {"dy": -11, "fontSize": 13, "fontWeight": "bold", "aria": False}
    place = {"x": x, "y": alt.Y("top:Q"), "text": alt.Text("label:N")}
    base = alt.Chart(named("steps"))
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5).encode(**place)
    return [halo, base.mark_text(**text, color=look.ink).encode(**place)]
