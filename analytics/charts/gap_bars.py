"""A histogram along days (or along usual gaps) over bands of its two boundaries, with lines to be dragged.

Datasets: `bars` (from, to, count, told) never changes with a threshold; `bands` (band, from, to) and `cuts` (at, label,
leftwards, y) are a few rows and change with each move.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named, thousands

HEIGHT = 260
MOST_BARS = 60
STEPS = (1, 2, 5, 7, 10, 14, 20, 30, 60, 90, 180, 365)
BANDS = ("regular", "at_risk", "lost")
LABEL_STEP = 24
NEAR_THE_EDGE = 0.6


def chart(look: Look, labels: dict[str, str], most: float) -> alt.LayerChart:
    """A template over the datasets, HEIGHT tall with its axes; x runs from 0 to `most`. `labels`: across, count."""
    x = alt.X(
        "from:Q", title=labels["across"], scale=alt.Scale(domain=[0, most], nice=False), axis=alt.Axis(grid=False)
    )
    y = alt.Y("count:Q", title=labels["count"], axis=alt.Axis(tickCount=4, tickMinStep=1, labelExpr=thousands(look)))
    bands = alt.Chart(named("bands")).mark_rect(opacity=0.16, aria=False)
    colours = alt.Scale(domain=[0, 1, 2], range=[look.class_color(band) for band in BANDS])
    colour = alt.Color("band:O", scale=colours, legend=None)
    bars = alt.Chart(named("bars")).mark_bar(orient="vertical", color=look.accent, stroke=look.paper, strokeWidth=0.5)
    layers = (
        bands.encode(x=x, x2="to:Q", y=alt.value(0), y2=alt.value("height"), color=colour),
        bars.encode(
            x=x, x2="to:Q", y=y, y2=alt.datum(0), description="told:N", tooltip=[alt.Tooltip("told:N", title=" ")]
        ),
        *_cuts(look),
    )
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def binned(counts: Sequence[dict], most: float, step: float) -> list[dict]:
    """Rows (length, count) → bars (from, to, count) of `step` up to `most`: a bar holds the lengths up to its right edge."""
    bins = [0] * round(most / step)
    for row in counts:
        place = max(-(-row["length"] // step), 1) - 1
        if place < len(bins):
            bins[int(place)] += row["count"]
    return [{"from": i * step, "to": (i + 1) * step, "count": count} for i, count in enumerate(bins)]


def reach(counts: Sequence[dict], least: float) -> tuple[float, float]:
    """Rows (length, count) → (most, step): the axis holds 98 % of them and `least`, in at most sixty bars of a round step."""
    total, seen, long = sum(row["count"] for row in counts), 0, 1.0
    for row in counts:
        seen, long = seen + row["count"], row["length"]
        if seen >= 0.98 * total:
            break
    wanted = max(long, least, 1)
    step = next((step for step in STEPS if wanted / step <= MOST_BARS), STEPS[-1])
    return -(-wanted // step) * step, step


def frames(bars: pa.Table, most: float, cuts: Sequence[tuple[float, str]]) -> dict[str, pa.Table]:
    """`bars` as they are and the two cuts (place on the axis, label) → the datasets; a cut beyond the axis stands at its edge."""
    at_risk, lost = (min(max(place, 0), most) for place, _ in cuts)
    edges = (0, at_risk, lost, most)
    bands = [{"band": band, "from": edges[band], "to": edges[band + 1]} for band in range(len(BANDS))]
    lines = [
        _line(place, label, most, row)
        for row, ((_, label), place) in enumerate(zip(cuts, (at_risk, lost), strict=True))
    ]
    return {
        "bars": bars,
        "bands": frame(bands, ["band", "from", "to"]),
        "cuts": frame(lines, ["at", "label", "leftwards", "y"]),
    }


def _line(place: float, label: str, most: float, row: int) -> dict:
    return {"at": place, "label": label, "leftwards": place > NEAR_THE_EDGE * most, "y": 14 + LABEL_STEP * row}


def _cuts(look: Look) -> list[alt.Chart]:
    """Dashed lines; a label stands beside its handle, on the side where there is room, on a halo of paper."""
    base = alt.Chart(named("cuts"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.5, aria=False).encode(x="at:Q")
    place = {"x": alt.X("at:Q"), "y": alt.Y("y:Q", scale=None), "text": alt.Text("label:N")}
    layers = [rule]
    for leftwards, align, shift in ((False, "left", 16), (True, "right", -16)):
        text = {"align": align, "dx": shift, "fontSize": 12, "fontWeight": "bold", "aria": False}
        here = base.transform_filter(alt.datum.leftwards == leftwards)
        halo = here.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4)
        layers += [halo.encode(**place), here.mark_text(**text, color=look.ink).encode(**place)]
    return layers
