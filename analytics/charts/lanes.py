"""Several measures by calendar month, each in a lane of its own and on its own scale, one above another.

Datasets: `bars` (position, lane, from, to and the words of the tooltip) and `heads` (lane, name, most). An unfinished month is
hollow and dashed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.movements import position
from analytics.charts.theme import Look, frame, named

LANE = 84
MOST_MONTHS = 36
FILLED = 0.66
HEAD_AT = 0.86
BARS = "position lane from to measure label text state finished letter spoken".split()


def chart(look: Look, labels: dict[str, str], lanes: int) -> alt.LayerChart:
    """A template over the datasets of so many `lanes`; `labels`: month."""
    axis = alt.Axis(labelExpr="split(datum.value, '|')[1]", labelAngle=0, labelOverlap=True)
    y = alt.Y("from:Q", title=None, axis=None, scale=alt.Scale(domain=[0, lanes], nice=False))
    scale = alt.Scale(domain=["A", "", "C"], range=[look.class_color("A"), look.accent, look.class_color("C")])
    bars = (
        alt.Chart(named("bars"))
        .mark_bar(width={"band": 0.74}, strokeWidth=1.2)
        .encode(
            x=alt.X("position:O", title=None, axis=axis),
            y=y,
            y2="to:Q",
            color=alt.Color("letter:N", scale=scale, legend=None),
            stroke=alt.Stroke("letter:N", scale=scale, legend=None),
            fillOpacity=alt.condition("datum.finished", alt.value(1), alt.value(0.15)),
            strokeDash=alt.condition("datum.finished", alt.value([1, 0]), alt.value([4, 3])),
            description="spoken:N",
            tooltip=[
                alt.Tooltip("label:N", title=labels["month"]),
                alt.Tooltip("text:N", title=" "),
                alt.Tooltip("state:N", title=" "),
            ],
        )
    )
    return look.finished(alt.layer(bars, *_heads(look)).properties(height=LANE * lanes))


def frames(
    rows: Sequence[dict],
    measures: Sequence[tuple[str, str, str, Callable]],
    told: dict[str, str],
    bucket_name,
    look: Look,
) -> dict[str, pa.Table]:
    """Rows by month (bucket, finished and the measures) → the datasets of the last MOST_MONTHS; what is not known has no bar.

    `measures` from above: (key, name, colour's letter, what writes its values); `told`: finished, unfinished, most.
    """
    shown, bars, heads = rows[-MOST_MONTHS:], [], []
    for place, (key, name, letter, write) in enumerate(measures):
        lane = len(measures) - 1 - place
        most = max((float(row[key]) for row in shown if row[key] is not None), default=0)
        heads.append({"lane": lane, "at": lane + HEAD_AT, "name": name, "most": f"{told['most']} {write(most)}"})
        known = [row for row in shown if row[key] is not None]
        bars += [_bar(row, row[key], most, lane, name, write, told, bucket_name) | {"letter": letter} for row in known]
    return {"bars": frame(bars, BARS), "heads": frame(heads, ["lane", "at", "name", "most"])}


def _bar(row: dict, value, most: float, lane: int, name: str, write: Callable, told: dict, bucket_name) -> dict:
    height = FILLED * float(value) / most if most else 0
    label, text = bucket_name(row["bucket"]), f"{name}: {write(value)}"
    place = {"position": position(row["bucket"], bucket_name), "lane": lane, "from": lane, "to": lane + height}
    state = told["finished" if row["finished"] else "unfinished"]
    return place | {
        "label": label,
        "text": text,
        "finished": row["finished"],
        "state": state,
        "spoken": f"{label}. {text}",
    }


def _heads(look: Look) -> list[alt.Chart]:
    """The name of each lane at its left, the most of it at its right, and a line below it."""
    base = alt.Chart(named("heads"))
    text = {"fontSize": 13, "baseline": "middle", "aria": False}
    name = base.mark_text(**text, fontWeight="bold", align="left", color=look.ink)
    most = base.mark_text(**text, align="right", color=look.muted)
    line = base.mark_rule(color=look.grid, aria=False).encode(y="lane:Q", x=alt.value(0), x2=alt.value("width"))
    return [
        line,
        name.encode(x=alt.value(0), y="at:Q", text="name:N"),
        most.encode(x=alt.value("width"), y="at:Q", text="most:N"),
    ]
