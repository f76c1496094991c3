"""Where class A stands on the scale of balance: too few clients in it, as many as is normal, too many.

Datasets: `zones` (from, to, middle, letter, label) and `mark` (share, letter, label, spoken).
"""

from __future__ import annotations

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 112
# parts of the height: the band stands on the axis, the mark over it
BAND, MARK = 0.42, 0.53
NARROW = 0.075
# the colours by meaning: red below, green between, amber above
LETTERS = {"dependent": "C", "balanced": "A", "diluted": "B"}


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets; `labels`: share (title of the axis)."""
    x = alt.X("from:Q", title=None, scale=alt.Scale(domain=[0, 1], nice=False), axis=_axis())
    colour = alt.Color("letter:N", scale=look.class_scale(tuple(LETTERS.values())), legend=None)
    zones = alt.Chart(named("zones"))
    band = {"y": _at(0), "y2": alt.datum(BAND)}
    rects = zones.mark_rect(opacity=0.32, stroke=look.paper, strokeWidth=2, aria=False).encode(
        x=x, x2="to:Q", color=colour, **band
    )
    names = zones.mark_text(fontSize=12.5, color=look.ink, aria=False)
    layers = (rects, names.encode(x=alt.X("middle:Q"), y=_at(BAND / 2), text="label:N"))
    return look.finished(alt.layer(*layers, *_mark(look, colour, labels)).properties(height=HEIGHT))


def frames(
    share: float, verdict: str, edges: tuple[float, float], names: dict[str, str], label: str
) -> dict[str, pa.Table]:
    """A's share of clients, its verdict, the `edges` of balance, the names of the zones by verdict → the datasets."""
    low, high = edges
    bounds = {"dependent": (0.0, low), "balanced": (low, high), "diluted": (high, 1.0)}
    zones = [
        {"from": start, "to": end, "middle": (start + end) / 2, "letter": LETTERS[code]}
        | {"label": names[code] if end - start > NARROW else ""}
        for code, (start, end) in bounds.items()
        if end > start
    ]
    spoken = f"{label}: {names[verdict]}"
    mark = {"share": share, "letter": LETTERS[verdict], "label": label, "spoken": spoken, "right": share > 0.85}
    return {
        "zones": frame(zones, ("from", "to", "middle", "letter", "label")),
        "mark": frame([mark], ("share", "letter", "label", "spoken", "right")),
    }


def _at(height: float) -> alt.YDatum:
    return alt.YDatum(height, scale=alt.Scale(domain=[0, 1], nice=False), axis=None)


def _axis() -> alt.Axis:
    return alt.Axis(format=".0%", values=[i / 10 for i in range(11)], grid=False)


def _mark(look: Look, colour: alt.Color, labels: dict[str, str]) -> list[alt.Chart]:
    base = alt.Chart(named("mark")).encode(x=alt.X("share:Q"))
    tooltip = [alt.Tooltip("label:N", title=labels["share"])]
    point = base.mark_point(shape="triangle-down", size=260, filled=True, opacity=1, stroke=look.paper, strokeWidth=1)
    text = {"fontSize": 15, "fontWeight": "bold", "color": look.ink, "dy": -22, "aria": False}
    written = [
        base.transform_filter(shown).mark_text(**text, align=align).encode(y=_at(MARK), text="label:N")
        for shown, align in ((alt.datum.right, "right"), (~alt.datum.right, "left"))
    ]
    placed = point.encode(y=_at(MARK), color=colour, description="spoken:N", tooltip=tooltip)
    return [placed, *written]
