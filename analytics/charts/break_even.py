"""What a rule changes at each share of clients who accept it: lines of money against today's, and where they cross it.

Datasets: `lines` (rise, what, change and the words of the tooltip), `ends` (rise, what, change, label), `even` (rise, what,
label, drop): the break-even, and `now` (rise): the share assumed.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import theme
from analytics.charts.theme import Look, frame, named

HEIGHT = 320
ROOM_FOR_LABELS = 116
WHAT = ("revenue", "profit")
# numbers and not words: what a chart holds may be read aloud
REVENUE, PROFIT = range(2)
LINES = "rise what change told_rise told spoken".split()


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets; `labels`: rise, change (titles of the axes), told_rise, told."""
    reach = alt.Scale(domain=[0, 1], nice=False, range=[0, alt.ExprRef(f"width - {ROOM_FOR_LABELS}")])
    x = alt.X("rise:Q", title=labels["rise"], scale=reach, axis=alt.Axis(format=".0%", tickCount=6, grid=False))
    axis = alt.Axis(labelExpr=theme.thousands(look), tickCount=6)
    y = alt.Y("change:Q", title=labels["change"], axis=axis, scale=alt.Scale(zero=True, padding=16))
    colours = alt.Scale(domain=[REVENUE, PROFIT], range=[look.accent, look.class_color("B")])
    colour = alt.Color("what:N", scale=colours, legend=None)
    base = alt.Chart(named("lines"))
    zero = alt.Chart(named("now")).mark_rule(color=look.ink, strokeWidth=1.2, aria=False).encode(y=alt.datum(0))
    lines = base.mark_line(strokeWidth=3, aria=False).encode(
        x=x, y=y, color=colour, strokeDash=alt.condition(alt.datum.what == PROFIT, alt.value([7, 4]), alt.value([1, 0]))
    )
    tooltip = [alt.Tooltip(f"{key}:N", title=labels[key]) for key in ("told_rise", "told")]
    dots = base.mark_point(filled=True, size=40, opacity=1).encode(
        x=x, y=y, color=colour, description="spoken:N", tooltip=tooltip
    )
    layers = (zero, *_now(look, x), lines, dots, *_even(look, x, y, colour), _ends(x, y, colour))
    return look.finished(alt.layer(*layers).properties(height=HEIGHT))


def frames(
    rows: Sequence[dict], even: dict[str, float | None], names: dict[str, str], rise: float, look: Look
) -> dict[str, pa.Table]:
    """Rows (rise, revenue, profit as changes) of each share, the break-even of each, the names of the lines and the share
    assumed → the datasets; a line that is not known is not drawn."""
    words = look.words
    known = [place for place, what in enumerate(WHAT) if rows[0][what] is not None]
    lines = [_point(row, what, names[WHAT[what]], look) for what in known for row in rows]
    ends = [{"rise": 1.0, "what": what, "change": rows[-1][WHAT[what]], "label": names[WHAT[what]]} for what in known]
    crossed = [
        {
            "rise": even[WHAT[what]],
            "what": what,
            "label": words.percent(even[WHAT[what]], 0),
            "change": 0.0,
            "drop": place,
        }
        for place, what in enumerate(known)
        if even[WHAT[what]]
    ]
    return {
        "lines": frame(lines, LINES),
        "ends": frame(_apart(ends, rows), ("rise", "what", "change", "label")),
        "even": frame(crossed, ("rise", "what", "label", "change", "drop")),
        "now": frame([{"rise": rise}], ("rise",)),
    }


def _point(row: dict, what: int, name: str, look: Look) -> dict:
    words, change = look.words, row[WHAT[what]]
    told = f"{name}: {words.signed(change)}"
    share = words.percent(row["rise"], 0)
    return {
        "rise": row["rise"],
        "what": what,
        "change": change,
        "told_rise": share,
        "told": told,
        "spoken": f"{share}. {told}",
    }


def _apart(ends: list[dict], rows: Sequence[dict]) -> list[dict]:
    """Names at the ends of lines that meet would cover each other."""
    if len(ends) < 2:
        return ends
    reach = [end["change"] for end in ends] + [rows[0][WHAT[end["what"]]] for end in ends] + [0.0]
    least = 0.09 * (max(reach) - min(reach) or 1)
    upper, lower = sorted(ends, key=lambda end: -end["change"])
    short = least - (upper["change"] - lower["change"])
    if short > 0:
        upper, lower = upper | {"change": upper["change"] + short / 2}, lower | {"change": lower["change"] - short / 2}
    return [upper, lower]


def _now(look: Look, x: alt.X) -> list[alt.Chart]:
    rule = alt.Chart(named("now")).mark_rule(color=look.muted, strokeWidth=1.5, strokeDash=[3, 3], aria=False)
    return [rule.encode(x=x)]


def _even(look: Look, x: alt.X, y: alt.Y, colour: alt.Color) -> list[alt.Chart]:
    base = alt.Chart(named("even")).encode(x=x)
    ring = base.mark_point(size=190, strokeWidth=3, fill=look.paper, opacity=1, aria=False).encode(y=y, color=colour)
    layers = [ring]
    for place, shift in ((0, -18), (1, 20)):
        here = base.transform_filter(f"datum.drop == {place}")
        text = {"dy": shift, "fontSize": 13, "fontWeight": "bold", "aria": False}
        layers += [
            here.mark_text(**text, color=look.paper, stroke=look.paper, strokeWidth=5).encode(y=y, text="label:N"),
            here.mark_text(**text).encode(y=y, text="label:N", color=colour),
        ]
    return layers


def _ends(x: alt.X, y: alt.Y, colour: alt.Color) -> alt.Chart:
    text = alt.Chart(named("ends")).mark_text(align="left", dx=10, fontSize=13, fontWeight="bold", aria=False)
    return text.encode(x=x, y=y, text="label:N", color=colour)
