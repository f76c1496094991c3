"""The Pareto curve over bands of its classes, with their cut lines.

Datasets: `curve` (rank, name, value, customer_share, cumulative_share) never changes with a threshold; `bands` (class, from,
to, middle, letter) and `cuts` (level 0..1, label) are a few rows and change with each move.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 420
TOP = 1.02
LEAST_BAND_WITH_LETTER = 0.02


def chart(look: Look, labels: dict[str, str], members: tuple[str, ...]) -> alt.LayerChart:
    """A template over the datasets above. `labels`: customers, value, name, rank, measure.

    The plot runs from 0 to TOP in height and is HEIGHT tall with its axes, so that handles can be laid over its cut lines.
    """
    share = alt.Axis(format=".0%", tickCount=10)
    x = alt.X("customer_share:Q", title=labels["customers"], axis=share, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("cumulative_share:Q", title=labels["value"], axis=share, scale=alt.Scale(domain=[0, TOP], nice=False))
    layers = [_bands(look, members), _paper_above(look, x), _line(look, x, y), *_cuts(look), _letters(look, members)]
    return look.finished(alt.layer(*layers, _points(look, x, y, labels)).properties(height=HEIGHT))


def frames(curve: pa.Table, classes: Sequence[dict], cuts: Sequence[tuple[float, str]], customers: int) -> dict:
    """`points` of the curve, sizes of classes (best first) and cut lines → the datasets of `chart`.

    Classes follow each other along the curve, so a band runs from the last client of one class to that of the next.
    """
    return {
        "curve": curve,
        "bands": frame(_bounds(classes, customers), ["class", "from", "to", "middle", "letter"]),
        "cuts": frame([{"level": level, "label": label} for level, label in cuts], ["level", "label"]),
    }


def points(curve: Sequence[dict]) -> pa.Table:
    """The curve from (0, 0) on, values as plain numbers."""
    origin = {"rank": 0, "name": "", "value": None, "customer_share": 0.0, "cumulative_share": 0.0}
    rows = [{**point, "value": None if point["value"] is None else float(point["value"])} for point in curve]
    return frame([origin, *rows], list(origin))


def _bounds(classes: Sequence[dict], customers: int) -> list[dict]:
    bounds, seen = [], 0
    for row in (c for c in classes if c["class"]):
        start, seen = seen / customers, seen + row["customers"]
        band = {"class": row["class"], "from": start, "to": seen / customers, "middle": (start + seen / customers) / 2}
        bounds.append(band | {"letter": row["class"] if band["to"] - start > LEAST_BAND_WITH_LETTER else ""})
    return [bound for bound in bounds if bound["to"] > bound["from"]]


def _bands(look: Look, members: tuple[str, ...]) -> alt.Chart:
    colour = alt.Color("class:N", scale=look.class_scale(members), legend=None)
    bands = alt.Chart(named("bands")).mark_rect(opacity=0.2, aria=False)
    return bands.encode(x="from:Q", x2="to:Q", y=alt.datum(0), y2=alt.datum(TOP), color=colour)


def _paper_above(look: Look, x: alt.X) -> alt.Chart:
    paper = alt.Chart(named("curve")).mark_area(color=look.paper, opacity=1, line=False, aria=False)
    return paper.encode(x=x, y=alt.Y("cumulative_share:Q"), y2=alt.datum(TOP))


def _line(look: Look, x: alt.X, y: alt.Y) -> alt.Chart:
    return alt.Chart(named("curve")).mark_line(strokeWidth=3, color=look.accent, aria=False).encode(x=x, y=y)


def _cuts(look: Look) -> list[alt.Chart]:
    """Dashed lines; their labels stand on a halo of paper, so that the grid does not run through them."""
    base = alt.Chart(named("cuts"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.5).encode(y="level:Q")
    text = {"align": "left", "dx": 34, "dy": -8, "fontSize": 12, "fontWeight": "bold"}
    place = {"y": alt.Y("level:Q"), "x": alt.datum(0), "text": alt.Text("label:N")}
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4, aria=False).encode(**place)
    return [rule, halo, base.mark_text(**text, color=look.ink).encode(**place)]


def _letters(look: Look, members: tuple[str, ...]) -> alt.Chart:
    letter = alt.Chart(named("bands")).mark_text(fontSize=26, fontWeight="bold", opacity=0.9, baseline="bottom")
    colour = alt.Color("class:N", scale=look.class_scale(members), legend=None)
    return letter.encode(x="middle:Q", y=alt.datum(0.03), text="letter:N", color=colour)


def _points(look: Look, x: alt.X, y: alt.Y, labels: dict) -> alt.Chart:
    hover = alt.selection_point(
        "hover", fields=["rank"], nearest=True, on="pointermove", empty=False, clear="pointerout"
    )
    tooltip = [
        alt.Tooltip("name:N", title=labels["name"]),
        alt.Tooltip("rank:Q", title=labels["rank"], format=",d"),
        alt.Tooltip("value:Q", title=labels["measure"], format=",.2~f"),
        alt.Tooltip("customer_share:Q", title=labels["customers"], format=".1%"),
        alt.Tooltip("cumulative_share:Q", title=labels["value"], format=".1%"),
    ]
    seen = alt.condition(hover, alt.value(1), alt.value(0))
    dots = alt.Chart(named("curve")).mark_point(filled=True, size=90, color=look.accent, aria=False)
    return dots.encode(x=x, y=y, opacity=seen, tooltip=tooltip).add_params(hover)
