"""The map of loyalty: five types by when they pay (now or later) and how (directly or indirectly); a bubble's area is the
clients who show the type. A type without data is a dashed ring that says so.

Datasets: `bubbles` (place, x, y, area and the words) and `halves` (the two lines between the quarters of the map).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import pi, sqrt

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 440
LARGEST, LEAST, EMPTY = 4800, 60, 900
# two types pay indirectly and later, so the upper half is taller
MIDDLE = 0.42
PLACES = {
    "financial": (0.5, 0.27),
    "procedural": (0.5, 0.74),
    "contact": (1.5, 0.27),
    "referral": (1.3, 0.88),
    "evaluative": (1.73, 0.65),
}
NAMES = "place x y area known name count told with_data score below spoken".split()


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets; `labels`: now, later, directly, indirectly, customers, with_data, score.

    Clicking a bubble selects its `place` in PLACES.
    """
    picked = alt.selection_point("picked", fields=["place"], toggle=False)
    x = alt.X("x:Q", title=None, axis=_axis(look, [0.5, 1.5], labels["now"], labels["later"]), scale=_scale(2))
    up = [MIDDLE / 2, (1 + MIDDLE) / 2]
    y = alt.Y("y:Q", title=None, axis=_axis(look, up, labels["directly"], labels["indirectly"]), scale=_scale(1))
    base = alt.Chart(named("bubbles")).encode(x=x, y=y)
    told = [alt.Tooltip("name:N", title=" "), alt.Tooltip("count:N", title=labels["customers"])]
    told += [alt.Tooltip(f"{name}:N", title=labels[name]) for name in ("with_data", "score")]
    bubble = base.mark_point(shape="circle", strokeWidth=1.6, cursor="pointer", fill=look.accent).encode(
        size=alt.Size("area:Q", scale=None),
        stroke=alt.condition("datum.known", alt.value(look.accent), alt.value(look.muted)),
        strokeDash=alt.condition("datum.known", alt.value([1, 0]), alt.value([4, 3])),
        fillOpacity=alt.condition("datum.known", alt.value(0.7), alt.value(0.02)),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=told,
    )
    halves = alt.Chart(named("halves")).mark_rule(color=look.grid, strokeWidth=1.5, aria=False)
    line = halves.encode(x=alt.X("x:Q"), y=alt.Y("y:Q"), x2="x2:Q", y2="y2:Q")
    layers = [line, bubble.add_params(picked), *_words(look, base)]
    return look.finished(alt.layer(*layers).properties(height=HEIGHT, width="container"))


def frames(rows: Sequence[Mapping], names: Mapping[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows (type, customers_with_data, customers_showing, mean_score 0..100) → the datasets; `names`: type → its name."""
    most = max((row["customers_showing"] or 0 for row in rows), default=0) or 1
    bubbles = [_bubble(row, names[row["type"]], most, look) for row in rows]
    halves = [{"x": 1.0, "y": 0.0, "x2": 1.0, "y2": 1.0}, {"x": 0.0, "y": MIDDLE, "x2": 2.0, "y2": MIDDLE}]
    return {"bubbles": frame(bubbles, NAMES), "halves": frame(halves, ["x", "y", "x2", "y2"])}


def _bubble(row: Mapping, name: str, most: int, look: Look) -> dict:
    words, known = look.words, bool(row["customers_with_data"])
    showing = row["customers_showing"] or 0
    area = max(LEAST, LARGEST * showing / most) if known else EMPTY
    x, y = PLACES[row["type"]]
    told = (
        words("loyalty_parts.showing_of", n=showing, all=row["customers_with_data"])
        if known
        else words("loyalty_parts.no_data")
    )
    bubble = {
        "place": list(PLACES).index(row["type"]),
        "x": x,
        "y": y,
        "area": float(area),
        "known": known,
        "name": name,
        "told": told,
    }
    bubble |= {"count": words.number(showing if known else None), "with_data": words.number(row["customers_with_data"])}
    bubble |= {"score": words.number(row["mean_score"]), "below": sqrt(area / pi) + 13}
    return bubble | {"spoken": f"{name}: {told}"}


def _scale(end: float) -> alt.Scale:
    return alt.Scale(domain=[0, end], nice=False)


def _axis(look: Look, at: list[float], first: str, second: str) -> alt.Axis:
    said = f"{json.dumps([first, second], ensure_ascii=False)}[datum.value > {sum(at) / 2} ? 1 : 0]"
    return alt.Axis(
        values=at,
        labelExpr=said,
        grid=False,
        labelFontSize=13,
        labelFontWeight="bold",
        labelColor=look.ink,
        labelLimit=120,
    )


def _words(look: Look, base: alt.Chart) -> list[alt.Chart]:
    """The name of a type below its bubble, and how many show it of how many with data."""
    layers = []
    for field, lower, font in (
        ("name:N", 0, {"fontSize": 13.5, "fontWeight": "bold", "color": look.ink}),
        ("told:N", 17, {"fontSize": 12, "color": look.muted}),
    ):
        place = {"dy": alt.ExprRef(f"datum.below + {lower}"), "baseline": "middle", "aria": False}
        halo = {k: v for k, v in font.items() if k != "color"} | {
            "color": look.paper,
            "stroke": look.paper,
            "strokeWidth": 4,
        }
        layers += [base.mark_text(**place, **style).encode(text=field) for style in (halo, font)]
    return layers
