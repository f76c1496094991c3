"""The whale curve: profit summed up client by client, its peak, and how far it falls from there; a strip below tells where
class D stands.

Datasets: `curve` (rank, name, profit, at, level) never changes with a threshold; `marks` (kind, at, level, label) are the
peak and the end, `fall` (at, from, to, label) what lies between them, `strip` (from, to, depth, spoken) changes with each move.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named, thousands

HEIGHT = 380
STRIP, ABOVE, BELOW, BELOW_A_LABEL = 0.05, 0.16, 0.02, 0.09
NAMED_FROM = 0.06
PEAK, END, ALONE = 0, 1, 2
CURVE = "rank name profit at level".split()


def chart(look: Look, labels: dict[str, str], reach: tuple[float, float], is_share: bool) -> alt.LayerChart:
    """A template over the datasets; `reach` is from where to where the curve goes, shares of the whole profit or money.

    `labels`: customers, level, name, rank, profit, strip.
    """
    low, high = _domain(reach)
    axis = alt.Axis(format=".0%", tickCount=8) if is_share else alt.Axis(labelExpr=thousands(look), tickCount=8)
    x = alt.X("at:Q", title=labels["customers"], axis=alt.Axis(format=".0%", tickCount=10), scale=_fixed(0, 1))
    y = alt.Y("level:Q", title=labels["level"], axis=axis, scale=_fixed(low, high))
    layers = [_zero(look), *_strip(look, labels, low, high), *_fall(look), _line(look, x, y), *_marks(look)]
    return look.finished(alt.layer(*layers, _points(look, x, y, labels, is_share)).properties(height=HEIGHT))


def frames(
    curve: pa.Table,
    marks: Sequence[dict],
    fall: dict | None,
    strip: Sequence[dict],
    customers: int,
    told: Sequence[str],
) -> dict[str, pa.Table]:
    """`points` of the curve; marks (kind, at, level, label); the fall (at, from, to, label) or None; segments of
    `whale_curve.segments` with what is `told` of each → the datasets."""
    parts = [
        {"from": row["from"] / customers, "to": row["to"] / customers, "depth": row["share"], "spoken": spoken}
        for row, spoken in zip(strip, told, strict=True)
    ]
    return {
        "curve": curve,
        "marks": frame(marks, ["kind", "at", "level", "label"]),
        "fall": frame([fall] if fall else [], ["at", "from", "to", "label"]),
        "strip": frame(parts, ["from", "to", "depth", "spoken"]),
    }


def points(curve: Sequence[dict], customers: int) -> pa.Table:
    """Points of `whale_curve.points`, from nobody on: the level is a share of the whole profit, or money where there is none."""
    origin = {"rank": 0, "name": "", "profit": None, "at": 0.0, "level": 0.0}
    told = [
        {"rank": p["rank"], "name": p["name"], "profit": float(p["profit"]), "at": p["rank"] / customers}
        | {"level": level_of(p)}
        for p in curve
    ]
    return frame([origin, *told], CURVE)


def level_of(point: dict) -> float:
    """How high a point of the curve is drawn: its share of the whole profit, or money."""
    return float(point["cumulative"]) if point["profit_share"] is None else point["profit_share"]


def reach(curve: Sequence[dict]) -> tuple[float, float]:
    """From where to where the curve goes."""
    levels = [0.0, *(level_of(point) for point in curve)]
    return min(levels), max(levels)


def _domain(reach: tuple[float, float]) -> tuple[float, float]:
    tall = (reach[1] - reach[0]) or 1.0
    below = BELOW_A_LABEL if reach[0] < 0 else BELOW
    return reach[0] - (STRIP + below) * tall, reach[1] + ABOVE * tall


def _fixed(low: float, high: float) -> alt.Scale:
    return alt.Scale(domain=[low, high], nice=False, zero=False)


def _strip(look: Look, labels: dict, low: float, high: float) -> list[alt.Chart]:
    """The strip lies along the bottom; the fuller of class D a part of the curve is, the deeper its colour."""
    top = low + STRIP * (high - low)
    ground = alt.Chart(named("marks")).transform_filter(alt.datum.kind != PEAK)
    depth = alt.Opacity("depth:Q", scale=alt.Scale(domain=[0, 1], range=[0.25, 1]), legend=None)
    parts = alt.Chart(named("strip")).mark_rect(color=look.class_color("D"), stroke=look.paper, strokeWidth=0.5)
    name = {"align": "left", "baseline": "bottom", "dy": -3, "fontSize": 11.5, "aria": False}
    place = {"x": alt.datum(NAMED_FROM), "y": alt.datum(top), "text": alt.value(labels["strip"])}
    return [
        ground.mark_rect(color=look.grid, opacity=0.7, aria=False).encode(
            x=alt.datum(0), x2=alt.value("width"), y=alt.datum(low), y2=alt.datum(top)
        ),
        parts.encode(
            x="from:Q", x2="to:Q", y=alt.datum(low), y2=alt.datum(top), opacity=depth,
            description="spoken:N", tooltip=alt.Tooltip("spoken:N", title=labels["strip"]),
        ),
        *_on_paper(look, ground, name, place, look.ink),
    ]  # fmt: skip


def _zero(look: Look) -> alt.Chart:
    ground = alt.Chart(named("marks")).transform_filter(alt.datum.kind != PEAK)
    return ground.mark_rule(color=look.muted, strokeWidth=1, aria=False).encode(y=alt.datum(0))


def _fall(look: Look) -> list[alt.Chart]:
    """From the peak's height down to the end, at the right edge, with what it costs."""
    base = alt.Chart(named("fall"))
    line = base.mark_rule(color=look.class_color("C"), strokeWidth=3).encode(x="at:Q", y="from:Q", y2="to:Q")
    place = {"x": "at:Q", "y": "from:Q", "text": "label:N"}
    text = {"align": "right", "baseline": "bottom", "dy": -9, "fontSize": 13, "fontWeight": "bold", "aria": False}
    return [line, *_on_paper(look, base, text, place, look.class_color("C"))]


def _line(look: Look, x: alt.X, y: alt.Y) -> alt.Chart:
    return alt.Chart(named("curve")).mark_line(strokeWidth=3, color=look.accent, aria=False).encode(x=x, y=y)


def _marks(look: Look) -> list[alt.Chart]:
    """The peak is a diamond and the end a circle on their dashed levels. The peak tells itself above its level from the left,
    the end below its own at the right, where the curve has come down from above; an end that is the peak is `ALONE`."""
    base = alt.Chart(named("marks"))
    level = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.2, aria=False).encode(y="level:Q")
    shape = alt.Shape(
        "kind:O", scale=alt.Scale(domain=[PEAK, END, ALONE], range=["diamond", "circle", "circle"]), legend=None
    )
    dot = base.mark_point(filled=True, size=130, color=look.accent, opacity=1, stroke=look.paper)
    text = {"fontSize": 12.5, "fontWeight": "bold", "aria": False}
    above = {"align": "left", "dx": 8, "baseline": "bottom", "dy": -5}, alt.datum(0)
    below = {"align": "right", "baseline": "top", "dy": 10}, alt.datum(1)
    place = {"y": "level:Q", "text": "label:N"}
    sides = ((PEAK, *above), (END, *below), (ALONE, *above))
    shown = dot.encode(
        x="at:Q", y="level:Q", shape=shape, description="label:N", tooltip=alt.Tooltip("label:N", title=" ")
    )
    told = [
        _on_paper(look, base.transform_filter(alt.datum.kind == kind), text | side, place | {"x": x}, look.ink)
        for kind, side, x in sides
    ]
    return [level, shown, *(layer for both in told for layer in both)]


def _on_paper(look: Look, base: alt.Chart, text: dict, place: dict, ink: str) -> list[alt.Chart]:
    """Letters on a halo of paper, so that lines do not run through them."""
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5)
    return [halo.encode(**place), base.mark_text(**text, color=ink).encode(**place)]


def _points(look: Look, x: alt.X, y: alt.Y, labels: dict, is_share: bool) -> alt.Chart:
    hover = alt.selection_point(
        "hover", fields=["rank"], nearest=True, on="pointermove", empty=False, clear="pointerout"
    )
    tooltip = [
        alt.Tooltip("name:N", title=labels["name"]),
        alt.Tooltip("rank:Q", title=labels["rank"], format=",d"),
        alt.Tooltip("profit:Q", title=labels["profit"], format=",.2~f"),
        alt.Tooltip("level:Q", title=labels["level"], format=".1%" if is_share else ",.0f"),
    ]
    seen = alt.condition(hover, alt.value(1), alt.value(0))
    dots = alt.Chart(named("curve")).mark_point(filled=True, size=90, color=look.accent, aria=False)
    return dots.encode(x=x, y=y, opacity=seen, tooltip=tooltip).add_params(hover)
