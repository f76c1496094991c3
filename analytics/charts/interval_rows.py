"""A score of each row with the interval it is known within, beside that of all together.

Datasets: `rows` (name, value, low, high, label and the words of the tooltip; `why` where there is no value) and `whole` (value,
label): the line for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 38
MOST_ROWS = 20
NAMES = "name value low high label within count why letter spoken".split()
HEAD = " "
# Room beyond the whole: the label of a share near it would be cut.
SHARES, SHARE_TICKS = (-0.04, 1.08), {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"}
POINTS, POINT_TICKS = (-100, 100), {"tickCount": 9}


def chart(look: Look, labels: dict[str, str], names: tuple[str, ...], of_shares: bool = False) -> alt.LayerChart:
    """A template over the datasets; `names` are the rows from above. `labels`: value, within, count.

    The scores are points −100..100 or, `of_shares`, 0..1.
    """
    axis = alt.Axis(labelFontSize=13, labelLimit=190, labelColor=look.ink, grid=True, labelPadding=10)
    y = alt.Y("name:N", title=None, scale=alt.Scale(domain=[HEAD, *names]), axis=axis)
    reach, ticks = (SHARES, SHARE_TICKS) if of_shares else (POINTS, POINT_TICKS)
    scale = alt.Scale(domain=list(reach), nice=False)
    x = alt.X("value:Q", title=labels["value"], scale=scale, axis=alt.Axis(**ticks))
    base = alt.Chart(named("rows")).encode(y=y)
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("label:N", title=labels["value"])]
    tooltip += [alt.Tooltip(f"{key}:N", title=labels[key]) for key in ("within", "count")]
    colours = alt.Scale(domain=["A", "", "C"], range=[look.class_color("A"), look.accent, look.class_color("C")])
    colour = alt.Color("letter:N", scale=colours, legend=None)
    known = base.transform_filter("isValid(datum.value)")
    layers = [
        *_whole(look),
        known.mark_rule(strokeWidth=9, opacity=0.3, strokeCap="round", aria=False).encode(
            x=alt.X("low:Q"), x2="high:Q", color=colour
        ),
        known.mark_point(filled=True, size=110, opacity=1).encode(
            x=x, color=colour, description="spoken:N", tooltip=tooltip
        ),
        *_labels(look, known, x),
        base.transform_filter("!isValid(datum.value)")
        .mark_text(fontSize=12, fontStyle="italic", color=look.muted, aria=False)
        .encode(x=alt.datum(sum(reach) / 2), text="why:N"),
    ]
    return look.finished(alt.layer(*layers).properties(height=ROW_HEIGHT * (len(names) + 1) + 30))


def frames(rows: Sequence[dict], whole: dict | None, write: Callable, look: Look) -> dict[str, pa.Table]:
    """The first MOST_ROWS rows (name, value, low, high, count, why) → the datasets; `whole`: value and label, None when it
    is not known; `write` writes a value. A row wholly below the line for all is red, wholly above it green."""
    told = [row | _words(row, write, look) | {"letter": _letter(row, whole)} for row in rows[:MOST_ROWS]]
    return {"rows": frame(told, NAMES), "whole": frame([whole] if whole else [], ["value", "label"])}


def _words(row: dict, write: Callable, look: Look) -> dict[str, str]:
    label = write(row["value"])
    within = "" if row["low"] is None else f"{write(row['low'])} … {write(row['high'])}"
    told = {"label": label, "within": within, "count": look.words.number(row["count"])}
    return told | {"spoken": f"{row['name']}: {row['why'] or label}"}


def _letter(row: dict, whole: dict | None) -> str:
    if whole is None or row["low"] is None or row["low"] <= whole["value"] <= row["high"]:
        return ""
    return "C" if row["high"] < whole["value"] else "A"


def _whole(look: Look) -> list[alt.Chart]:
    base = alt.Chart(named("whole"))
    rule = base.mark_rule(strokeDash=[6, 4], color=look.muted, strokeWidth=1.2, aria=False).encode(x="value:Q")
    text, place = {"fontSize": 12, "aria": False}, {"x": "value:Q", "y": alt.datum(HEAD), "text": "label:N"}
    halo = base.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=6).encode(**place)
    return [rule, halo, base.mark_text(**text, color=look.muted).encode(**place)]


def _labels(look: Look, known: alt.Chart, x: alt.X) -> list[alt.Chart]:
    text = {"dy": -13, "fontSize": 12.5, "fontWeight": "bold", "aria": False}
    halo = known.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=4).encode(x=x, text="label:N")
    return [halo, known.mark_text(**text, color=look.ink).encode(x=x, text="label:N")]
