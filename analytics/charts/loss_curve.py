"""What is left of revenue as the largest clients go one by one, and how many are gone now.

Datasets: `steps` (top, share and the words of the tooltip) and `now` (top, share, label, late).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

HEIGHT = 250
STEPS = "top share left name spoken".split()
LATE = 0.55


def chart(look: Look, labels: dict[str, str], most: int) -> alt.LayerChart:
    """A template over the datasets for up to `most` clients; `labels`: top, share (titles of the axes), left, name."""
    scale = alt.Scale(domain=[0, most], nice=False)
    x = alt.X("top:Q", title=labels["top"], scale=scale, axis=alt.Axis(format="d", tickMinStep=1, grid=False))
    y = alt.Y(
        "share:Q", title=labels["share"], scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5)
    )
    base = alt.Chart(named("steps")).encode(x=x, y=y)
    area = base.mark_area(interpolate="step-after", color=look.accent, opacity=0.16, aria=False)
    line = base.mark_line(interpolate="step-after", color=look.accent, strokeWidth=2.5, aria=False)
    tooltip = [alt.Tooltip("top:Q", title=labels["top"], format="d")]
    tooltip += [alt.Tooltip("left:N", title=labels["left"]), alt.Tooltip("name:N", title=labels["name"])]
    hover = alt.selection_point(
        "hover", fields=["top"], nearest=True, on="pointermove", empty=False, clear="pointerout"
    )
    dots = base.mark_point(filled=True, size=80, color=look.accent).encode(
        opacity=alt.condition(hover, alt.value(1), alt.value(0)), description="spoken:N", tooltip=tooltip
    )
    layers = (area, line, *_now(look), dots.add_params(hover))
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def frames(rows: Sequence[dict], top: int, label: str, look: Look) -> dict[str, pa.Table]:
    """Rows of `stress_test.losses_of_the_largest`, how many are gone now and its label → the datasets. What is left of nothing,
    or less than nothing, is drawn as nothing."""
    words = look.words
    steps = [
        {
            "top": row["top"],
            "share": _drawn(row),
            "name": row["name"] or "",
            "left": words.percent(row["revenue_share"]),
        }
        | {"spoken": f"{words.number(row['top'])}: {words.percent(row['revenue_share'])}"}
        for row in rows
    ]
    here = next((row for row in rows if row["top"] == top), rows[-1])
    now = {"top": here["top"], "share": _drawn(here), "label": label, "late": here["top"] > LATE * rows[-1]["top"]}
    return {"steps": frame(steps, STEPS), "now": frame([now], ("top", "share", "label", "late"))}


def _drawn(row: dict) -> float:
    return max(row["revenue_share"] or 0, 0)


def _now(look: Look) -> list[alt.Chart]:
    base = alt.Chart(named("now")).encode(x=alt.X("top:Q"))
    colour = look.class_color("C")
    rule = base.mark_rule(color=colour, strokeWidth=2, aria=False).encode(y=alt.datum(0), y2=alt.datum(1))
    ring = base.mark_point(size=170, strokeWidth=3, color=colour, fill=look.paper, opacity=1, aria=False)
    text = {"fontSize": 13, "fontWeight": "bold", "dy": 16, "aria": False}
    written = []
    for shown, place in (
        (alt.datum.late, {"align": "right", "dx": -10}),
        (~alt.datum.late, {"align": "left", "dx": 10}),
    ):
        here = base.transform_filter(shown)
        at = {"y": alt.datum(0.12), "text": "label:N"}
        written += [
            here.mark_text(**text, **place, color=look.paper, stroke=look.paper, strokeWidth=5).encode(**at),
            here.mark_text(**text, **place, color=look.ink).encode(**at),
        ]
    return [rule, ring.encode(y=alt.Y("share:Q")), *written]
