"""A radar of the types of loyalty: up to five clients, classes or averages over one another, 0 in the middle, 100 at the rim.

What has no data is a gap: no line leads to it, and a cross beyond the rim and words beside the type's name say so. Clicking
a row of the legend hides a series or brings it back. A series is known by its colour, its dashes and its marker.

Datasets: `grid` (rules), `rings` (x, y, label), `types` (x, y, side, dx, dy, name, lacking), `areas` (place, order, x, y; whole
series only), `edges` (place, x, y, x2, y2), `points` and `gaps` (place, x, y and the words of the tooltip), `values` (x, y,
label; of a series that is alone), `legend` (place, name).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

MOST_SERIES = 5
RADIUS, HEAD, FOOT = 150, 46, 42
ROOM_FOR_NAMES = 118
ROW = 23
LEVELS = (25, 50, 75, 100)
BEYOND, BELOW, APART, CROSS, LINE = 0.08, 0.1, 0.12, 14, 16
BESIDE, NEAR_RIM = 0.13, 85
COLORS = {
    False: ("#0b6e6e", "#c2660a", "#7c5cbf", "#3b78c9", "#52606d"),
    True: ("#2fb3b3", "#f0a35e", "#a58be0", "#7ea6e8", "#b3c0cc"),
}
DASHES = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [14, 5])
MARKERS = ("circle", "square", "triangle-up", "diamond", "cross")
RADIUS_NOW = f"max(60, min({RADIUS}, (width / 2 - {ROOM_FOR_NAMES}) / 0.95))"
LEFT = f"max(8, width / 2 - {RADIUS})"
LEGEND_ROW = f"{HEAD + 2 * RADIUS + FOOT} + {ROW} * datum.place"
POINT = "place x y series type score spoken".split()


def chart(look: Look, labels: dict[str, str], series: int) -> alt.LayerChart:
    """A template over the datasets of so many `series`; `labels`: series, type, score."""
    hidden = alt.selection_point("hidden", fields=["place"], toggle="true", clear=False)
    layers = [*_grid(look), *_shapes(look, labels, hidden), *_words(look), *_legend(look, labels, hidden)]
    height = HEAD + 2 * RADIUS + FOOT + ROW * series
    return look.finished(alt.layer(*layers).properties(height=height, width="container"))


def frames(rows: Sequence[Mapping], names: Mapping[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows (series, type, score 0..100 or None: no data) → the datasets; a pair without a row has no data either.

    `names`: type → its name, clockwise from the top. Series come in the order of rows, the first MOST_SERIES of them.
    """
    series = list(dict.fromkeys(row["series"] for row in rows))[:MOST_SERIES]
    scores = {(row["series"], row["type"]): row["score"] for row in rows}
    given = [[scores.get((name, code)) for code in names] for name in series]
    points, gaps = _told(series, given, list(names.values()), look)
    alone = _values(given[0]) if len(series) == 1 else []
    return {
        "grid": frame(_net(len(names)), "x y x2 y2".split()),
        "rings": frame(
            [{"x": 0.0, "y": n / 100, "label": look.words.number(n)} for n in (0, *LEVELS)], "x y label".split()
        ),
        "types": frame(_types(series, given, names, look), "x y side dx dy name lacking".split()),
        "areas": frame(_areas(given), "place order x y".split()),
        "edges": frame(_edges(given), "place x y x2 y2".split()),
        "points": frame(points, POINT),
        "gaps": frame(gaps, POINT),
        "values": frame([each | {"label": look.words.number(each["label"])} for each in alone], "x y label".split()),
        "legend": frame([{"place": place, "name": name} for place, name in enumerate(series)], ["place", "name"]),
    }


def _at(part: float, spoke: int, spokes: int) -> tuple[float, float]:
    """A place on a spoke, counted clockwise from the top: 0 is the middle, 1 the rim."""
    angle = pi / 2 - 2 * pi * spoke / spokes
    return round(part * cos(angle), 4), round(part * sin(angle), 4)


def _rule(start: tuple[float, float], end: tuple[float, float]) -> dict:
    return {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}


def _net(spokes: int) -> list[dict]:
    rings = [(level / 100, spoke) for level in LEVELS for spoke in range(spokes)]
    rules = [_rule(_at(part, spoke, spokes), _at(part, spoke + 1, spokes)) for part, spoke in rings]
    return rules + [_rule((0.0, 0.0), _at(1, spoke, spokes)) for spoke in range(spokes)]


def _types(series: list[str], given: list[list], names: Mapping[str, str], look: Look) -> list[dict]:
    told = []
    for spoke, name in enumerate(names.values()):
        x, y = _at(1, spoke, len(names))
        side = _side(x)
        lacking = [each for each, scores in zip(series, given, strict=True) if scores[spoke] is None]
        place = {"x": x, "y": y, "side": side} | _off_the_rim(side, y, bool(lacking))
        told.append(place | {"name": name, "lacking": _lacking(lacking, len(series), look)})
    return told


def _off_the_rim(side: int, y: float, lacking: bool) -> dict:
    """Where the name stands beside the end of its spoke: above it, or below a lower one; crosses and words take their room."""
    if y < -0.3:
        return {"dx": side * 10, "dy": 14 + CROSS * lacking}
    return {"dx": -6 * side, "dy": -16 - (LINE + 6) * lacking if side else -18 - (LINE + CROSS) * lacking}


def _lacking(lacking: list[str], series: int, look: Look) -> str:
    if not lacking:
        return ""
    if len(lacking) == series:
        return look.words("loyalty_parts.no_data")
    return look.words("loyalty_parts.no_data_of", series=", ".join(lacking))


def _told(series: list[str], given: list[list], names: list[str], look: Look) -> tuple[list[dict], list[dict]]:
    """The known scores where they lie, and the crosses of the unknown ones beyond the rim, side by side."""
    points, gaps = [], []
    lacking = [[place for place, scores in enumerate(given) if scores[spoke] is None] for spoke in range(len(names))]
    for place, (name, scores) in enumerate(zip(series, given, strict=True)):
        for spoke, (kind, score) in enumerate(zip(names, scores, strict=True)):
            point = {"place": place, "series": name, "type": kind}
            if score is None:
                point |= _aside(spoke, lacking[spoke], place, len(names))
                gaps.append(point | _spoken(point, look.words("loyalty_parts.no_data")))
            else:
                point |= dict(zip("xy", _at(score / 100, spoke, len(names)), strict=True))
                points.append(point | _spoken(point, look.words.number(score)))
    return points, gaps


def _spoken(point: dict, text: str) -> dict:
    return {"score": text, "spoken": f"{point['series']}. {point['type']}: {text}"}


def _aside(spoke: int, lacking: list[int], place: int, spokes: int) -> dict:
    """Beyond the end of the spoke, a row of those that lack this type: outwards, or in the middle of the upper one."""
    x, y = _at(1, spoke, spokes)
    side, turn = _side(x), lacking.index(place)
    across = side * (BEYOND + APART * turn) if side else APART * (turn - (len(lacking) - 1) / 2)
    return {"x": round(x + across, 4), "y": round(y + (-BELOW if y < -0.3 else -0.02 if side else BELOW), 4)}


def _side(x: float) -> int:
    """Left of the middle −1, right of it 1, in it 0."""
    return 0 if abs(x) < 0.1 else 1 if x > 0 else -1


def _values(scores: list) -> list[dict]:
    """Each score beyond its point, or before it where the rim is near; on the upper spoke beside it, for rings are told there."""
    told = []
    for spoke, score in enumerate(scores):
        if score is not None:
            x, y = _at(score / 100 + (BESIDE if score < NEAR_RIM else -BESIDE) * (spoke > 0), spoke, len(scores))
            told.append({"x": x if spoke else BESIDE, "y": y, "label": score})
    return told


def _areas(given: list[list]) -> list[dict]:
    whole = [(place, scores) for place, scores in enumerate(given) if None not in scores]
    corners = [
        (place, spoke, _at(score / 100, spoke, len(scores)))
        for place, scores in whole
        for spoke, score in enumerate(scores)
    ]
    return [{"place": place, "order": spoke, "x": x, "y": y} for place, spoke, (x, y) in corners]


def _edges(given: list[list]) -> list[dict]:
    """A line between neighbours that are both known; a gap has none on either side."""
    found = []
    for place, scores in enumerate(given):
        for spoke, score in enumerate(scores):
            after = scores[(spoke + 1) % len(scores)]
            if score is not None and after is not None:
                ends = _at(score / 100, spoke, len(scores)), _at(after / 100, spoke + 1, len(scores))
                found.append({"place": place} | _rule(*ends))
    return found


def _x() -> alt.X:
    edges = [alt.ExprRef(f"width / 2 - {RADIUS_NOW}"), alt.ExprRef(f"width / 2 + {RADIUS_NOW}")]
    return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1, 1], range=edges, nice=False))


def _y() -> alt.Y:
    edges = [alt.ExprRef(f"{HEAD + RADIUS} + {RADIUS_NOW}"), alt.ExprRef(f"{HEAD + RADIUS} - {RADIUS_NOW}")]
    return alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1, 1], range=edges, nice=False))


def _colour(look: Look) -> alt.Color:
    return alt.Color(
        "place:O", scale=alt.Scale(domain=list(range(MOST_SERIES)), range=list(COLORS[look.dark])), legend=None
    )


def _dash() -> alt.StrokeDash:
    scale = alt.Scale(domain=list(range(MOST_SERIES)), range=[list(dash) for dash in DASHES])
    return alt.StrokeDash("place:O", scale=scale, legend=None)


def _marker() -> alt.Shape:
    return alt.Shape("place:O", scale=alt.Scale(domain=list(range(MOST_SERIES)), range=list(MARKERS)), legend=None)


def _unless(hidden: alt.Parameter, otherwise: float) -> dict:
    return alt.condition(hidden, alt.value(0), alt.value(otherwise), empty=False)


def _grid(look: Look) -> list[alt.Chart]:
    rule = alt.Chart(named("grid")).mark_rule(color=look.muted, strokeWidth=1, opacity=0.4, aria=False)
    return [rule.encode(x=_x(), y=_y(), x2="x2:Q", y2="y2:Q")]


def _shapes(look: Look, labels: dict[str, str], hidden: alt.Parameter) -> list[alt.Chart]:
    """Faint areas of whole series, their lines, markers over them and the crosses of what is not known."""
    x, y, colour = _x(), _y(), _colour(look)
    area = alt.Chart(named("areas")).mark_line(interpolate="linear-closed", filled=True, strokeWidth=0, aria=False)
    edge = alt.Chart(named("edges")).mark_rule(strokeWidth=2.4, strokeCap="round", aria=False)
    told = [alt.Tooltip(f"{name}:N", title=labels[name]) for name in ("series", "type", "score")]
    dot = {"color": colour, "opacity": _unless(hidden, 1), "description": "spoken:N", "tooltip": told}
    points = alt.Chart(named("points")).mark_point(filled=True, stroke=look.paper, strokeWidth=1.2)
    gaps = alt.Chart(named("gaps")).mark_text(text="×", fontSize=19, fontWeight="bold", baseline="middle")
    return [
        area.encode(x=x, y=y, order="order:O", color=colour, opacity=_unless(hidden, 0.1)),
        edge.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=colour, strokeDash=_dash(), opacity=_unless(hidden, 1)),
        points.encode(x=x, y=y, shape=_marker(), size=_unless(hidden, 95), **dot),
        gaps.encode(x=x, y=y, **dot),
    ]


def _words(look: Look) -> list[alt.Chart]:
    """Rings, names of the types with what they lack below them, and the scores of a series that is alone."""
    rings = _label("rings", look.muted, {"align": "right", "dx": -6, "fontSize": 11, "baseline": "middle"}, look)
    # nothing may reach beyond the chart: it would be drawn smaller
    room = alt.ExprRef(f"width / 2 - abs(datum.x) * {RADIUS_NOW} - datum.dx * (datum.side < 0 ? -1 : 1) - 4")
    place = {
        "limit": room,
        "align": alt.ExprRef("datum.side ? datum.side < 0 ? 'right' : 'left' : 'center'"),
        "dx": alt.ExprRef("datum.dx"),
        "baseline": "middle",
    }
    types = alt.Chart(named("types")).encode(x=_x(), y=_y())
    name = types.mark_text(**place, dy=alt.ExprRef("datum.dy"), fontSize=13, fontWeight="bold", color=look.ink)
    below = types.mark_text(**place, dy=alt.ExprRef(f"datum.dy + {LINE}"), fontSize=11.5, color=look.muted)
    values = _label("values", look.ink, {"baseline": "middle", "fontSize": 13, "fontWeight": "bold"}, look)
    return [*rings, *values, name.encode(text="name:N"), below.encode(text="lacking:N")]


def _label(dataset: str, colour: str, style: dict, look: Look) -> list[alt.Chart]:
    """The labels of a dataset over a halo of paper."""
    base = alt.Chart(named(dataset)).encode(x=_x(), y=_y(), text="label:N")
    halo = base.mark_text(**style, color=look.paper, stroke=look.paper, strokeWidth=4, aria=False)
    return [halo, base.mark_text(**style, color=colour, aria=False)]


def _legend(look: Look, labels: dict[str, str], hidden: alt.Parameter) -> list[alt.Chart]:
    """A row per series below the radar: its line and marker, its name; a click on a row hides it or brings it back."""
    base, at = alt.Chart(named("legend")), {"y": alt.ExprRef(f"{LEGEND_ROW} + {ROW / 2}"), "aria": False}
    faded = alt.condition(hidden, alt.value(0.35), alt.value(1), empty=False)
    line = base.mark_rule(**at, strokeWidth=2.4).encode(x=_drawn_at(LEFT), x2=_drawn_at(f"{LEFT} + 34"))
    marker = base.mark_point(**at, x=alt.ExprRef(f"{LEFT} + 17"), filled=True, size=95, stroke=look.paper)
    style = {"align": "left", "baseline": "middle", "fontSize": 13, "color": look.ink}
    name = base.mark_text(**at, **style, x=alt.ExprRef(f"{LEFT} + 46"), limit=alt.ExprRef(f"width - {LEFT} - 50"))
    return [
        line.encode(strokeDash=_dash(), color=_colour(look), opacity=faded),
        marker.encode(shape=_marker(), color=_colour(look), opacity=faded),
        name.encode(text="name:N", opacity=faded),
        _pressed(base, labels).add_params(hidden),
    ]


def _pressed(base: alt.Chart, labels: dict[str, str]) -> alt.Chart:
    """What takes the clicks on a row of the legend: a selection listens to one layer only."""
    return base.mark_rect(opacity=0, cursor="pointer").encode(
        x=_drawn_at(LEFT),
        x2=_drawn_at(f"width - {LEFT}"),
        y=_drawn_at(LEGEND_ROW),
        y2=_drawn_at(f"{LEGEND_ROW} + {ROW}"),
        description="name:N",
        tooltip=alt.Tooltip("name:N", title=labels["series"]),
    )


def _drawn_at(pixels: str) -> alt.Value:
    return alt.value(alt.ExprRef(pixels))
