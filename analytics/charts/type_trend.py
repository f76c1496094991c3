"""How many clients show each type of loyalty by quarter: a line a type, each in a lane of its own and on its own scale.

An unfinished quarter is a hollow point at the end of a dashed line; where nobody has data the line breaks. A falling type is
red, and words beside its name say so.

Datasets: `points` (position, lane, at and the words of the tooltip), `steps` (step, position, at: two rows for each line between
neighbouring quarters that are both known) and `heads` (lane, at, name, told).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.movements import position
from analytics.charts.theme import Look, frame, named
from analytics.methods.type_trend import FALLING, Trend, is_known

LANE = 88
MOST_QUARTERS = 16
FILLED, HEAD_AT = 0.5, 0.86
POINTS = "position lane at type label text state finished letter spoken".split()
HEADS = "lane at name told letter".split()
STEPS = "step position at finished letter".split()


def chart(look: Look, labels: dict[str, str], lanes: int) -> alt.LayerChart:
    """A template over the datasets of so many `lanes`; `labels`: quarter, customers."""
    axis = alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap=True)
    x = alt.X("position:O", title=None, axis=axis)
    y = alt.Y("at:Q", axis=None, scale=alt.Scale(domain=[0, lanes], nice=False))
    scale = alt.Scale(domain=["", "C"], range=[look.accent, look.class_color("C")])
    colour = alt.Color("letter:N", scale=scale, legend=None)
    dashes = alt.condition("datum.finished", alt.value([1, 0]), alt.value([3, 4]))
    steps = alt.Chart(named("steps")).mark_line(strokeWidth=2.4, aria=False)
    points = alt.Chart(named("points"))
    told = [alt.Tooltip("type:N", title=" "), alt.Tooltip("label:N", title=labels["quarter"])]
    told += [alt.Tooltip("text:N", title=labels["customers"]), alt.Tooltip("state:N", title=" ")]
    dots = points.mark_point(size=70, opacity=1, filled=True)
    hollow = points.transform_filter("!datum.finished").mark_point(size=20, opacity=1, filled=True, aria=False)
    layers = [
        *_heads(look),
        steps.encode(x=x, y=y, detail="step:N", color=colour, strokeDash=dashes),
        dots.encode(x=x, y=y, color=colour, description="spoken:N", tooltip=told),
        hollow.encode(x=x, y=y, color=alt.value(look.paper), tooltip=told),
        points.mark_text(dy=-12, fontSize=11, color=look.muted, aria=False).encode(x=x, y=y, text="text:N"),
    ]
    return look.finished(alt.layer(*layers).properties(height=LANE * lanes, width="container"))


def frames(
    rows: Sequence[dict], trends: Sequence[Trend], told: Mapping[str, str], bucket_name: Callable, look: Look
) -> dict[str, pa.Table]:
    """Rows (quarter, finished, type, customers_with_data, customers_showing) and the trend of each type, from above → the
    datasets of the last MOST_QUARTERS. `told`: `name_<type>` and `told_<type>` (the words at the right), finished, unfinished."""
    quarters = sorted({row["quarter"] for row in rows})[-MOST_QUARTERS:]
    points, steps, heads = [], [], []
    for place, trend in enumerate(trends):
        lane, letter = len(trends) - 1 - place, "C" if trend.verdict == FALLING else ""
        heads.append({"lane": lane, "at": lane + HEAD_AT, "letter": letter} | _head(trend.type, told))
        its = {row["quarter"]: row for row in rows if row["type"] == trend.type}
        line = _line(its, quarters, lane, told, bucket_name, look)
        points += [point | {"letter": letter, "type": told[f"name_{trend.type}"]} for point in line if point]
        steps += [end | {"letter": letter} for end in _steps(line, f"{lane}")]
    return {"points": frame(points, POINTS), "steps": frame(steps, STEPS), "heads": frame(heads, HEADS)}


def _head(code: str, told: Mapping[str, str]) -> dict:
    return {"name": told[f"name_{code}"], "told": told[f"told_{code}"]}


def _line(its: dict, quarters: list, lane: int, told: Mapping[str, str], bucket_name: Callable, look: Look) -> list:
    """A point for each quarter, None where nobody has data."""
    known = [row["customers_showing"] for row in its.values() if row["quarter"] in quarters and is_known(row)]
    most = max(known, default=0) or 1
    line = []
    for quarter in quarters:
        row = its.get(quarter)
        if row is None or not is_known(row):
            line.append(None)
            continue
        label, text = bucket_name(quarter), look.words.number(row["customers_showing"])
        point = {"position": position(quarter, bucket_name), "lane": lane, "label": label, "text": text}
        point |= {"at": lane + FILLED * row["customers_showing"] / most, "finished": row["finished"]}
        line.append(
            point | {"state": told["finished" if row["finished"] else "unfinished"], "spoken": f"{label}: {text}"}
        )
    return line


def _steps(line: list, lane: str) -> list[dict]:
    found = []
    for place, (here, there) in enumerate(zip(line, line[1:], strict=False)):
        if here and there:
            known = {"step": f"{lane}.{place}", "finished": here["finished"] and there["finished"]}
            found += [known | {"position": end["position"], "at": end["at"]} for end in (here, there)]
    return found


def _heads(look: Look) -> list[alt.Chart]:
    """The name of each lane at its left, its last change in words at its right, and a line of nothing below it."""
    base, at = alt.Chart(named("heads")), alt.Y("at:Q", axis=None)
    text = {"fontSize": 13, "baseline": "middle", "aria": False}
    colour = alt.condition("datum.letter == 'C'", alt.value(look.class_color("C")), alt.value(look.muted))
    line = base.mark_rule(color=look.grid, aria=False).encode(
        y=alt.Y("lane:Q", axis=None), x=alt.value(0), x2=alt.value("width")
    )
    name = base.mark_text(**text, fontWeight="bold", align="left", color=look.ink)
    told = base.mark_text(**text, align="right")
    return [
        line,
        name.encode(x=alt.value(0), y=at, text="name:N"),
        told.encode(x=alt.value("width"), y=at, text="told:N", color=colour),
    ]
