"""Two bars a row, side by side: how many clients a group has and what revenue it brings, each as a share.

Datasets: `bars` (name, place, from, to, end, label, spoken, told) and `heads` (at, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 34
PANEL = 2.15
FULL = (0.25, 0.5, 0.75, 1.0)
HEAD = " "
PARTS = ("customers", "revenue")


def chart(look: Look, labels: dict[str, str], names: tuple[str, ...], members: tuple[str, ...]) -> alt.LayerChart:
    """A template over the datasets; `names` are the rows from above, `members` the classes by place that they are coloured by;
    without members all have one colour.

    `labels`: share. Clicking a row selects its `place`.
    """
    y = alt.Y("name:N", title=None, scale=alt.Scale(domain=[HEAD, *names]), axis=_axis(look))
    x = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 2 * PANEL], nice=False))
    picked = alt.selection_point("picked", fields=["place"], toggle=False)
    base = alt.Chart(named("bars"))
    bars = base.mark_bar(height={"band": 0.66}, cornerRadiusEnd=4, cursor="pointer").encode(
        y=y,
        x=x,
        x2="to:Q",
        color=_colour(look, members),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("told:N", title=labels["share"])],
    )
    text = base.mark_text(align="left", dx=6, fontSize=12.5, color=look.ink, aria=False)
    head = alt.Chart(named("heads")).mark_text(align="left", fontSize=12.5, color=look.muted, aria=False)
    layers = (
        bars.add_params(picked),
        text.encode(y=y, x="end:Q", text="label:N"),
        head.encode(y=alt.datum(HEAD), x="at:Q", text="label:N"),
    )
    return look.finished(alt.layer(*layers).properties(height=ROW_HEIGHT * (len(names) + 1)))


def frames(rows: Sequence[dict], heads: tuple[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows (name, place, customers, customer_share, revenue, revenue_share) and the heads of the two parts → the datasets.

    Bars of both parts have one scale: a quarter, a half, three quarters or the whole, whichever holds the longest.
    """
    longest = max((row[f"{kind}_share"] or 0 for row in rows for kind in ("customer", "revenue")), default=0)
    full = next((size for size in FULL if longest <= size), longest or 1)
    bars = [_bar(row, place, head, full, look) for row in rows for place, head in enumerate(heads)]
    names = ["name", "place", "from", "to", "end", "label", "spoken", "told"]
    told = [{"at": place * PANEL, "label": head} for place, head in enumerate(heads)]
    return {"bars": frame(bars, names), "heads": frame(told, ["at", "label"])}


def _colour(look: Look, members: tuple[str, ...]) -> alt.Color | alt.Value:
    if not members:
        return alt.value(look.accent)
    scale = alt.Scale(domain=list(range(len(members))), range=[look.class_color(member) for member in members])
    return alt.Color("place:O", scale=scale, legend=None)


def _axis(look: Look) -> alt.Axis:
    return alt.Axis(labelFontSize=13, labelColor=look.ink, labelLimit=190, labelPadding=8)


def _bar(row: dict, place: int, head: str, full: float, look: Look) -> dict:
    kind, words = PARTS[place], look.words
    share = row["customer_share" if kind == "customers" else "revenue_share"]
    amount = words.number(row["customers"]) if kind == "customers" else words.short(row["revenue"])
    start, width = place * PANEL, max(share or 0, 0) / full
    told = f"{amount} · {words.percent(share, 0)}"
    bar = {"name": row["name"], "place": row["place"], "from": start, "to": start + width, "end": start + width}
    spoken = f"{row['name']}. {head}: {told}"
    return bar | {"label": told, "spoken": spoken, "told": f"{head}: {amount}, {words.percent(share)}"}
