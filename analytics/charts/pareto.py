"""The Pareto curve with its classes and cut lines.

Datasets: `curve` (rank, name, value, customer_share, cumulative_share, class), `letters` (class, customer_share, width),
`cuts` (level 0..1, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics.charts.theme import Look, named

HEIGHT = 420
TOP = 1.02


def chart(look: Look, labels: dict[str, str], members: tuple[str, ...]) -> alt.LayerChart:
    """A template over the datasets above. `labels`: customers, value, name, rank, measure, class.

    The plot runs from 0 to TOP in height and is HEIGHT tall with its axes, so that handles can be laid over its cut lines.
    """
    share = alt.Axis(format=".0%", tickCount=10)
    x = alt.X("customer_share:Q", title=labels["customers"], axis=share, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("cumulative_share:Q", title=labels["value"], axis=share, scale=alt.Scale(domain=[0, TOP], nice=False))
    colour = alt.Color("class:N", scale=look.class_scale(members), legend=None)
    layers = [_area(x, y, colour), _line(x, y, colour), *_cuts(look), *_letters(look, members)]
    return look.finished(alt.layer(*layers, _points(x, y, colour, labels)).properties(height=HEIGHT))


def frames(curve: Sequence[dict], classes: Sequence[dict], cuts: Sequence[tuple[float, str]], customers: int) -> dict:
    """Points of the curve, sizes of classes (best first) and cut lines → the datasets of `chart`.

    Classes follow each other along the curve, so a point's class is known from its rank; neighbouring classes share their
    boundary point, so the areas meet.
    """
    bounds = _bounds(classes, customers)
    rows = [{**point, "class": _class_at(point["rank"], bounds)} for point in curve]
    joined = _joined(rows)
    letters = [
        {"class": b["class"], "customer_share": (b["from"] + b["to"]) / 2, "width": b["to"] - b["from"]} for b in bounds
    ]
    return {
        "curve": pd.DataFrame(joined, columns=["rank", "name", "value", "customer_share", "cumulative_share", "class"]),
        "letters": pd.DataFrame(
            [row for row in letters if row["width"] > 0.02], columns=["class", "customer_share", "width"]
        ),
        "cuts": pd.DataFrame(cuts, columns=["level", "label"]),
    }


def _bounds(classes: Sequence[dict], customers: int) -> list[dict]:
    bounds, seen = [], 0
    for row in (c for c in classes if c["class"]):
        last = seen + row["customers"]
        bounds.append({"class": row["class"], "last_rank": last, "from": seen / customers, "to": last / customers})
        seen = last
    return [bound for bound in bounds if bound["to"] > bound["from"]]


def _class_at(rank: int, bounds: list[dict]) -> str:
    return next((b["class"] for b in bounds if rank <= b["last_rank"]), bounds[-1]["class"] if bounds else "")


def _joined(rows: list[dict]) -> list[dict]:
    """Begin at (0, 0) and repeat each class's last point as the first of the next."""
    if not rows:
        return []
    origin = {
        "rank": 0,
        "name": "",
        "value": None,
        "customer_share": 0.0,
        "cumulative_share": 0.0,
        "class": rows[0]["class"],
    }
    joined = [origin]
    for row in rows:
        if row["class"] != joined[-1]["class"]:
            joined.append({**joined[-1], "class": row["class"]})
        joined.append(row)
    return [{**row, "value": None if row["value"] is None else float(row["value"])} for row in joined]


def _area(x: alt.X, y: alt.Y, colour: alt.Color) -> alt.Chart:
    return alt.Chart(named("curve")).mark_area(opacity=0.16).encode(x=x, y=y.stack(None), color=colour)


def _line(x: alt.X, y: alt.Y, colour: alt.Color) -> alt.Chart:
    return alt.Chart(named("curve")).mark_line(strokeWidth=3).encode(x=x, y=y, color=colour)


def _cuts(look: Look) -> list[alt.Chart]:
    base = alt.Chart(named("cuts"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.5).encode(y="level:Q")
    label = base.mark_text(align="left", dx=34, dy=-8, color=look.ink, fontSize=12, fontWeight="bold")
    return [rule, label.encode(y="level:Q", x=alt.datum(0), text="label:N")]


def _letters(look: Look, members: tuple[str, ...]) -> list[alt.Chart]:
    letter = alt.Chart(named("letters")).mark_text(fontSize=26, fontWeight="bold", opacity=0.9, baseline="bottom")
    colour = alt.Color("class:N", scale=look.class_scale(members), legend=None)
    return [letter.encode(x="customer_share:Q", y=alt.datum(0.03), text="class:N", color=colour)]


def _points(x: alt.X, y: alt.Y, colour: alt.Color, labels: dict) -> alt.Chart:
    hover = alt.selection_point(
        "hover", fields=["rank"], nearest=True, on="pointermove", empty=False, clear="pointerout"
    )
    tooltip = [
        alt.Tooltip("name:N", title=labels["name"]),
        alt.Tooltip("rank:Q", title=labels["rank"], format=",d"),
        alt.Tooltip("value:Q", title=labels["measure"], format=",.2~f"),
        alt.Tooltip("customer_share:Q", title=labels["customers"], format=".1%"),
        alt.Tooltip("cumulative_share:Q", title=labels["value"], format=".1%"),
        alt.Tooltip("class:N", title=labels["class"]),
    ]
    seen = alt.condition(hover, alt.value(1), alt.value(0))
    points = alt.Chart(named("curve")).mark_point(filled=True, size=90)
    return points.encode(x=x, y=y, color=colour, opacity=seen, tooltip=tooltip).add_params(hover)
