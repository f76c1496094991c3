"""How the clients are spread over one fact, with the cut points that part them into scores.

Datasets: `bars` (from, to, customers, label) change with the base alone; `bands` (from, to, middle, score, depth) and `cuts`
(value, label, drop, before) are a few rows and change with each move.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import SEQUENCES, Look, frame, named
from analytics.distribution import Axis
from analytics.methods.rfm import Dimension

HEIGHT = 200
STEP = 24
NARROW = 0.035


def chart(look: Look, labels: dict[str, str], low: float, high: float, kind: str) -> alt.LayerChart:
    """A template over the datasets above; `labels`: fact, customers. The plot runs from `low` to `high` over its
    width, on a scale of this `kind` (linear, sqrt, log)."""
    scale = alt.Scale(domain=[low, high], type=kind, nice=False, zero=False, clamp=True)
    axis = alt.Axis(labelExpr=theme.thousands(look), tickCount=6, labelOverlap=True, labelBound=True, grid=False)
    x = alt.X("from:Q", title=labels["fact"], scale=scale, axis=axis)
    layers = [_bands(look, x), _bars(look, x, labels), *_scores(look, scale), *_cuts(look, scale)]
    return look.finished(alt.layer(*layers).resolve_scale(y="independent").properties(height=HEIGHT))


def bars(axis: Axis, rows: Sequence[dict], look: Look) -> pa.Table:
    """Bars of `distribution.spread` with what each of them holds in words; no threshold moves them."""
    write = look.words.number if axis.whole else look.words.money
    told = []
    for row in rows:
        low, high = (math.ceil(row["from"]), math.floor(row["to"])) if axis.whole else (row["from"], row["to"])
        last, first = row["to"] == axis.high, row["from"] == axis.low and not axis.whole
        key = "bar_last" if last else "bar_first" if first else "bar_one" if low == high else "bar"
        told.append(row | {"label": look.words(f"rfm.{key}", low=write(low), high=write(high))})
    return frame(told, ["from", "to", "customers", "label"])


def frames(bars: pa.Table, axis: Axis, dimension: Dimension, look: Look) -> dict[str, pa.Table]:
    """`bars`, the axis they stand on and the dimension with its cut points → the datasets of `chart`."""
    return {
        "bars": bars,
        "bands": frame(_stretches(axis, dimension), ["from", "to", "middle", "score", "depth"]),
        "cuts": frame(_lines(axis, dimension, look), ["value", "label", "drop", "before"]),
    }


def written(dimension: Dimension, cut: float, look: Look) -> str:
    return look.words.money(cut) if dimension.name == "monetary" else look.words.exact(cut)


def _stretches(axis: Axis, dimension: Dimension) -> list[dict]:
    """The stretches of the axis that score alike; those nobody can get into have no width and are left out."""
    edges = [axis.low, *map(axis.line, dimension.cuts), axis.high]
    found = []
    for i, (low, high) in enumerate(zip(edges, edges[1:], strict=False)):
        score = dimension.bins - i if dimension.less_is_better else i + 1
        wide = axis.share(low, high) > NARROW
        told = {"score": str(score) if wide else "", "depth": score / dimension.bins}
        found += [{"from": low, "to": high, "middle": axis.middle(low, high)} | told] if high > low else []
    return found


def _lines(axis: Axis, dimension: Dimension, look: Look) -> list[dict]:
    return [
        {"value": axis.line(cut), "label": written(dimension, cut, look), "drop": 14 + STEP * (i % 4)}
        | {"before": axis.level(cut) > 0.8}
        for i, cut in enumerate(dict.fromkeys(dimension.cuts))
    ]


def _bands(look: Look, x: alt.X) -> alt.Chart:
    shade = alt.Scale(range=list(SEQUENCES[look.dark]), domain=[0, 1])
    rect = alt.Chart(named("bands")).mark_rect(opacity=0.35, aria=False)
    return rect.encode(x=x, x2="to:Q", color=alt.Color("depth:Q", scale=shade, legend=None))


def _bars(look: Look, x: alt.X, labels: dict[str, str]) -> alt.Chart:
    y = alt.Y("customers:Q", title=labels["customers"], axis=alt.Axis(tickCount=3, labelExpr=theme.thousands(look)))
    tooltip = [
        alt.Tooltip("label:N", title=labels["fact"]),
        alt.Tooltip("customers:Q", title=labels["customers"], format=",d"),
    ]
    bar = alt.Chart(named("bars")).mark_rect(color=look.accent, stroke=look.paper, strokeWidth=0.5, aria=False)
    return bar.encode(x=x, x2="to:Q", y=y, y2=alt.datum(0), tooltip=tooltip)


def _scores(look: Look, scale: alt.Scale) -> list[alt.Chart]:
    """The scores at the foot of their bands, on a halo of paper, for bars stand behind them."""
    base = alt.Chart(named("bands"))
    text = {"fontSize": 15, "fontWeight": "bold", "baseline": "bottom", "aria": False}
    place = {
        "x": alt.X("middle:Q", scale=scale),
        "y": alt.YDatum(0.03, scale=alt.Scale(domain=[0, 1]), axis=None),
        "text": "score:N",
    }
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5, opacity=0.85).encode(**place)
    return [halo, base.mark_text(**text, color=look.ink).encode(**place)]


def _cuts(look: Look, scale: alt.Scale) -> list[alt.Chart]:
    """Lines with their values, which go down in steps as the handles over them do."""
    base, x = alt.Chart(named("cuts")), alt.X("value:Q", scale=scale)
    layers = [base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.5).encode(x=x)]
    for shown, align, shift in ((~alt.datum.before, "left", 13), (alt.datum.before, "right", -13)):
        here = base.transform_filter(shown)
        text = {"align": align, "dx": shift, "fontSize": 12, "fontWeight": "bold", "baseline": "middle"}
        place = {"x": x, "y": alt.Y("drop:Q", scale=None, axis=None), "text": alt.Text("label:N")}
        layers.append(
            here.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4, aria=False).encode(**place)
        )
        layers.append(here.mark_text(**text, color=look.ink).encode(**place))
    return layers
