"""The Lorenz curve under the line of equality: the farther it hangs, the more depends on few.

Datasets: `curve` (clients, share and the words of the tooltip), `best` (clients, share, label): where the best fifth begins,
`equality` (clients, share): the two ends of the diagonal, and `gap` (clients, share, label): the words in the bow.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 400
CURVE = "place clients share told_clients told_share name value".split()
# left of the line at which the best fifth begins
RIGHTMOST = 0.77
TOLD = ("told_clients", "told_share", "name", "value")


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets; `labels`: clients, share (titles of the axes) and the words of TOLD."""
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("clients:Q", title=labels["clients"], scale=scale, axis=alt.Axis(format=".0%", tickCount=6))
    y = alt.Y("share:Q", title=labels["share"], scale=scale, axis=alt.Axis(format=".0%", tickCount=6))
    base = alt.Chart(named("curve")).encode(x=x)
    bow = base.mark_area(color=look.accent, opacity=0.16, aria=False).encode(y=y, y2="clients:Q")
    line = base.mark_line(color=look.accent, strokeWidth=3, aria=False).encode(y=y)
    equal = alt.Chart(named("equality")).mark_line(color=look.muted, strokeWidth=1.5, strokeDash=[6, 4], aria=False)
    layers = (bow, equal.encode(x=x, y=y), line, *_best(look), *_gap(look), _hovered(look, base, y, labels))
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def frames(points: Sequence[dict], best: dict, gap: str, label: str, look: Look) -> dict[str, pa.Table]:
    """Points of `lorenz.points`, the place of the best fifth with its label, and what is written in the bow → the datasets."""
    curve = [_told(place, point, look) for place, point in enumerate(points)]
    middle = _in_the_bow(points)
    return {
        "curve": frame(curve, CURVE),
        "best": frame([best | {"label": label}], ("clients", "share", "label")),
        "equality": frame([{"clients": at, "share": at} for at in (0.0, 1.0)], ("clients", "share")),
        "gap": frame([middle | {"label": gap}] if middle else [], ("clients", "share", "label")),
    }


def _told(place: int, point: dict, look: Look) -> dict:
    words = look.words
    told = {"told_clients": words.percent(point["clients"]), "told_share": words.percent(point["share"])}
    value = words.money(point["value"])
    return (
        {"place": place, "clients": point["clients"], "share": point["share"]}
        | told
        | {"name": point["name"] or "", "value": value}
    )


def _in_the_bow(points: Sequence[dict]) -> dict | None:
    """Half-way down from the diagonal where the curve hangs deepest, where there is room for words."""
    deepest = max(points, key=lambda point: point["clients"] - point["share"])
    if deepest["clients"] - deepest["share"] < 0.14:
        return None
    at = min(deepest["clients"], RIGHTMOST)
    return {"clients": at, "share": (at + deepest["share"]) / 2}


def _best(look: Look) -> list[alt.Chart]:
    base = alt.Chart(named("best")).encode(x=alt.X("clients:Q"), y=alt.Y("share:Q"))
    rule = base.mark_rule(color=look.muted, strokeDash=[2, 4], strokeWidth=1.5, aria=False).encode(y2=alt.datum(1))
    ring = base.mark_point(size=190, strokeWidth=3, color=look.accent, fill=look.paper, opacity=1)
    text = {"align": "right", "dx": -14, "dy": -4, "fontSize": 13, "fontWeight": "bold", "aria": False}
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5).encode(text="label:N")
    return [
        rule,
        ring.encode(description="label:N"),
        halo,
        base.mark_text(**text, color=look.ink).encode(text="label:N"),
    ]


def _gap(look: Look) -> list[alt.Chart]:
    text = alt.Chart(named("gap")).mark_text(
        align="right", fontSize=14, fontWeight="bold", color=look.accent, aria=False
    )
    return [text.encode(x=alt.X("clients:Q"), y=alt.Y("share:Q"), text="label:N")]


def _hovered(look: Look, base: alt.Chart, y: alt.Y, labels: dict[str, str]) -> alt.Chart:
    hover = alt.selection_point(
        "hover", fields=["place"], nearest=True, on="pointermove", empty=False, clear="pointerout"
    )
    dots = base.mark_point(filled=True, size=90, color=look.accent, aria=False)
    tooltip = [alt.Tooltip(f"{key}:N", title=labels[key]) for key in TOLD]
    return dots.encode(y=y, opacity=alt.condition(hover, alt.value(1), alt.value(0)), tooltip=tooltip).add_params(hover)
