"""How the classes share the clients (or the money) as one threshold goes its way: areas laid on each other, the best class at
the bottom, with lines at today's value and at the textbook's.

Datasets: `areas` (place, at, from, to), `steps` (at, label and c0, c1 …: what each class holds there in words), `names` (at,
middle, label) where an area is wide enough for its name, and `marks` (at, label, drop, before, now).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 380
LEGEND_COLUMNS, LEGEND_ROW = 3, 22
LEAST_NAMED, MIDST, BESIDE_A_MARK = 0.09, (0.12, 0.88), 0.13
DROP, LABEL_STEP, NEAR_THE_EDGE = 16, 22, 0.6
AREAS, NAMES, MARKS = "place at from to".split(), "at middle label".split(), "at label drop before now".split()


def chart(
    look: Look,
    labels: dict[str, str],
    names: tuple[str, ...],
    colors: tuple[str, ...],
    low: float,
    high: float,
    in_percent: bool,
) -> alt.LayerChart:
    """A template over the datasets; `names` and `colors` are those of the classes, best first; the threshold goes from `low` to
    `high` over the plot's width. `labels`: threshold, share."""
    axis = alt.Axis(grid=False, tickCount=8, **({"format": "~%"} if in_percent else {"format": "~f"}))
    x = alt.X("at:Q", title=labels["threshold"], scale=alt.Scale(domain=[low, high], nice=False), axis=axis)
    y_axis = alt.Axis(format=".0%", tickCount=5)
    y = alt.Y("from:Q", title=labels["share"], axis=y_axis, scale=alt.Scale(domain=[0, 1], nice=False, clamp=True))
    places = list(range(len(names)))
    legend = alt.Legend(
        orient="top", title=None, labelExpr=_named(names), columns=LEGEND_COLUMNS, labelLimit=180, symbolType="square"
    )
    colour = alt.Color("place:O", scale=alt.Scale(domain=places, range=list(colors)), legend=legend)
    areas = alt.Chart(named("areas")).mark_area(opacity=0.6, stroke=look.paper, strokeWidth=1, aria=False)
    areas = areas.encode(x=x, y=y, y2="to:Q", color=colour, detail="place:O")
    return look.finished(
        alt.layer(areas, *_names(look, x), *_marks(look, x), _steps(x, labels, names)).properties(
            height=height(len(names)), width="container"
        )
    )


def height(classes: int) -> int:
    """How tall the chart is with the legend of so many classes."""
    return HEIGHT + (-(-classes // LEGEND_COLUMNS) - 1) * LEGEND_ROW


def frames(
    rows: Sequence[Mapping],
    share: str,
    names: Mapping[str | None, str],
    write: Callable[[float], str],
    marks: Sequence[tuple[float, str]],
    look: Look,
) -> dict[str, pa.Table]:
    """Rows of `sensitivity.sweep` → the datasets; `share`: customer_share or value_share; `names`: class → its name; `write`
    writes a value of the threshold; `marks`: (value, label), today's first."""
    codes, at_all = list(names), list(dict.fromkeys(row["at"] for row in rows))
    held = {(row["at"], row["class"]): row for row in rows}
    areas, steps = [], []
    for at in at_all:
        mine = [held[at, code] for code in codes]
        areas += _stack(at, [max(row[share] or 0, 0) for row in mine])
        told = {f"c{i}": _told(row, share, look) for i, row in enumerate(mine)}
        steps.append({"at": at, "label": write(at)} | told)
    reach = (at_all[0], at_all[-1])
    return {
        "areas": frame(areas, AREAS),
        "steps": frame(steps, ["at", "label", *(f"c{i}" for i in range(len(codes)))]),
        "names": frame(_widest(areas, list(names.values()), reach, [at for at, _ in marks]), NAMES),
        "marks": frame([_mark(i, mark, reach) for i, mark in enumerate(marks)], MARKS),
    }


def _stack(at: float, shares: Sequence[float]) -> list[dict]:
    total, start, found = sum(shares) or 1, 0.0, []
    for place, share in enumerate(shares):
        found.append({"place": place, "at": at, "from": start, "to": min(start + share / total, 1.0)})
        start = found[-1]["to"]
    return found


def _told(row: Mapping, share: str, look: Look) -> str:
    counted = look.words.number(row["customers"]) if share == "customer_share" else look.words.short(row["value"])
    return f"{counted} · {look.words.percent(row[share])}"


def _widest(
    areas: Sequence[dict], names: Sequence[str], reach: tuple[float, float], marks: Sequence[float]
) -> list[dict]:
    """A name where its area is thickest, away from the edges of the plot and from its lines."""
    wide, found = reach[1] - reach[0] or 1, []

    def is_free(at: float) -> bool:
        inside = MIDST[0] <= (at - reach[0]) / wide <= MIDST[1]
        return inside and all(abs(at - mark) > BESIDE_A_MARK * wide for mark in marks)

    for place, name in enumerate(names):
        mine = [a for a in areas if a["place"] == place and is_free(a["at"])]
        best = max(mine, key=lambda a: a["to"] - a["from"], default=None)
        if best and best["to"] - best["from"] >= LEAST_NAMED:
            found.append({"at": best["at"], "middle": (best["from"] + best["to"]) / 2, "label": name})
    return found


def _mark(i: int, mark: tuple[float, str], reach: tuple[float, float]) -> dict:
    value, label = mark
    before = (value - reach[0]) / (reach[1] - reach[0] or 1) > NEAR_THE_EDGE
    return {"at": value, "label": label, "drop": DROP + LABEL_STEP * i, "before": before, "now": i == 0}


def _named(names: Sequence[str]) -> str:
    """An expression that names a class by its place: two segments may bear one name."""
    return f"{json.dumps(list(names), ensure_ascii=False)}[datum.value]"


def _names(look: Look, x: alt.X) -> list[alt.Chart]:
    base = alt.Chart(named("names")).encode(x=x, y="middle:Q", text="label:N")
    text = {"fontSize": 14, "fontWeight": "bold", "aria": False}
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4, strokeOpacity=0.75)
    return [halo, base.mark_text(**text, color=look.ink)]


def _marks(look: Look, x: alt.X) -> list[alt.Chart]:
    base = alt.Chart(named("marks"))
    now, textbook = (base.transform_filter(one) for one in ("datum.now", "!datum.now"))
    layers = [
        textbook.mark_rule(color=look.ink, strokeWidth=1.5, strokeDash=[6, 4]).encode(x=x),
        now.mark_rule(color=look.ink, strokeWidth=2.5).encode(x=x),
    ]
    for shown, align, shift in ("!datum.before", "left", 18), ("datum.before", "right", -18):
        text = {"align": align, "dx": shift, "fontSize": 12.5, "fontWeight": "bold", "baseline": "middle"}
        here = base.transform_filter(shown).encode(x=x, y=alt.Y("drop:Q", scale=None, axis=None), text="label:N")
        layers.append(here.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5, aria=False))
        layers.append(here.mark_text(**text, color=look.ink))
    return layers


def _steps(x: alt.X, labels: dict[str, str], names: Sequence[str]) -> alt.Chart:
    """Unseen lines at every step that tell what each class holds there."""
    tooltip = [alt.Tooltip("label:N", title=labels["threshold"])]
    tooltip += [alt.Tooltip(f"c{i}:N", title=name) for i, name in enumerate(names)]
    return alt.Chart(named("steps")).mark_rule(strokeWidth=14, opacity=0, aria=False).encode(x=x, tooltip=tooltip)
