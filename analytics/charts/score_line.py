"""A score by calendar bucket, with the interval it is known within where there is one; what is not known is told in words.

Dataset: `points` (position, value, low, high and the words of the tooltip; `why` is written where there is no value).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.movements import AXIS_WIDTH, position
from analytics.charts.theme import Look, frame, named

HEIGHT = 270
FOOT, HEAD = 24, 16
MOST_BUCKETS = 24
NAMES = "position value low high label text within count why state finished spoken".split()


def chart(look: Look, labels: dict[str, str], zero: bool) -> alt.LayerChart:
    """A template over `points`; `labels`: value, bucket, within, count. The line of `zero` is drawn where a score may be
    below nothing."""
    axis = alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap="greedy", labelFlush=False)
    x = alt.X("position:O", title=None, axis=axis)
    scale = alt.Scale(range=[alt.ExprRef(f"height - {FOOT}"), HEAD])
    y = alt.Y("value:Q", title=labels["value"], axis=alt.Axis(tickCount=5, minExtent=AXIS_WIDTH), scale=scale)
    base = alt.Chart(named("points")).encode(x=x)
    within = base.mark_rule(strokeWidth=9, opacity=0.25, color=look.accent, strokeCap="round", aria=False)
    line = base.mark_line(strokeWidth=2, color=look.accent, aria=False).encode(y=y)
    layers = [within.encode(y=alt.Y("low:Q"), y2="high:Q"), line, _dots(look, labels, base, y), *_words(look, base, y)]
    rule = alt.Chart(named("points")).mark_rule(color=look.muted, aria=False).encode(y=alt.datum(0))
    return look.finished(alt.layer(*([rule] if zero else []), *layers).properties(height=HEIGHT))


def frames(
    rows: Sequence[dict], told: dict[str, str], bucket_name: Callable, write: Callable, look: Look
) -> dict[str, pa.Table]:
    """Rows with bucket, value, low, high, count, why (words or "") and finished → `points` of the last MOST_BUCKETS.

    `told`: finished, unfinished. `write` writes a value.
    """
    return {"points": frame([_point(row, told, bucket_name, write, look) for row in rows[-MOST_BUCKETS:]], NAMES)}


def _point(row: dict, told: dict[str, str], bucket_name: Callable, write: Callable, look: Look) -> dict:
    label = bucket_name(row["bucket"])
    text = row["why"] if row["value"] is None else write(row["value"])
    within = "" if row["low"] is None else f"{write(row['low'])} … {write(row['high'])}"
    place = {"position": position(row["bucket"], bucket_name), "value": row["value"], "low": row["low"]}
    words = {"label": label, "text": text, "within": within, "count": look.words.number(row["count"])}
    words |= {"why": row["why"], "state": told["finished" if row["finished"] else "unfinished"]}
    return place | words | {"high": row["high"], "finished": row["finished"], "spoken": f"{label}: {text}"}


def _dots(look: Look, labels: dict[str, str], base: alt.Chart, y: alt.Y) -> alt.Chart:
    return base.mark_point(size=76, opacity=1, stroke=look.accent, strokeWidth=2).encode(
        y=y,
        fill=alt.condition("datum.finished", alt.value(look.accent), alt.value(look.paper)),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("label:N", title=labels["bucket"]),
            alt.Tooltip("text:N", title=labels["value"]),
            alt.Tooltip("within:N", title=labels["within"]),
            alt.Tooltip("count:N", title=labels["count"]),
            alt.Tooltip("state:N", title=" "),
        ],
    )


def _words(look: Look, base: alt.Chart, y: alt.Y) -> list[alt.Chart]:
    """Each value above its point on a halo of paper, how many answers stand behind it at the foot, and why there is none."""
    known = base.transform_filter("isValid(datum.value)")
    text = {"dy": -15, "fontSize": 13, "fontWeight": "bold", "aria": False}
    halo = known.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4).encode(y=y, text="text:N")
    value = known.mark_text(**text, color=look.ink).encode(y=y, text="text:N")
    count = base.mark_text(fontSize=11, color=look.muted, baseline="bottom", aria=False)
    unknown = base.transform_filter("!isValid(datum.value)")
    turned = {"angle": 270, "fontSize": 12, "align": "left", "dx": 22, "aria": False}
    paper = unknown.mark_text(**turned, color=look.paper, stroke=look.paper, strokeWidth=4)
    why = unknown.mark_text(**turned, color=look.muted)
    foot = alt.value(alt.ExprRef("height - 3"))
    told = [layer.encode(y=foot, text="why:N") for layer in (paper, why)]
    return [halo, value, count.encode(y=foot, text="count:N"), *told]
