"""How many leads have which index: a bar per value, coloured by the third of the range it lies in.

Datasets: `bars` (place, from, to, leads, letter and the words of the tooltip) and `heads` (middle, name, label): the thirds.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import headed_columns
from analytics.charts.theme import Look, frame

HEIGHT, HEAD, GAP = 260, 50, 0.08
POINTS = 1
LETTERS = {"high": "A", "middle": "B", "low": ""}
BARS = "place from to leads middle letter label index_text name spoken".split()


def chart(look: Look, labels: dict[str, str], low: float, high: float, step: float) -> alt.LayerChart:
    """A template over the datasets; indices lie within [low, high]. `labels`: index, leads, third. A click selects `place`.

    A bar `step` wide stands on its point where the indices are whole points (a step of 1), else it begins at its place.
    """
    scale = alt.Scale(domain=_domain(low, high, step), nice=False)
    ticks = {"values": [low + i for i in range(int(high - low) + 1)]} if step == POINTS else {"tickCount": 8}
    x = alt.X(
        "from:Q",
        title=labels["index"],
        scale=scale,
        axis=alt.Axis(grid=False, format=".4~g", labelFontSize=13, **ticks),
    )
    y = alt.Y(
        "leads:Q",
        title=labels["leads"],
        axis=alt.Axis(tickCount=4, tickMinStep=1, format="d"),
        scale=alt.Scale(range=[alt.ExprRef("height"), HEAD], nice=False, domainMin=0),
    )
    tooltip = [
        alt.Tooltip("index_text:N", title=labels["index"]),
        alt.Tooltip("name:N", title=labels["third"]),
        alt.Tooltip("label:N", title=labels["leads"]),
    ]
    drawn = headed_columns.layered(look, x, y, "middle", ("A", "B", ""), tooltip, by="place", limit=230)
    return look.finished(drawn.properties(height=HEIGHT))


def frames(
    rows: Sequence[dict],
    low: float,
    high: float,
    step: float,
    cuts: tuple[float, float],
    told: dict[str, dict],
    look: Look,
) -> dict[str, pa.Table]:
    """Rows of `renewal.places` → the datasets; `told`: third → name and label of its head."""
    bars = [_bar(row, low, step, told, look) for row in rows]
    left, right = _domain(low, high, step)
    edges = [left, *(cut - (low - left) for cut in cuts), right]
    heads = [told[band] | {"middle": (edges[i] + edges[i + 1]) / 2} for i, band in enumerate(("low", "middle", "high"))]
    return {"bars": frame(bars, BARS), "heads": frame(heads, headed_columns.HEADS)}


def _domain(low: float, high: float, step: float) -> list[float]:
    return [low - step / 2, high + step / 2] if step == POINTS else [low, high]


def _bar(row: dict, low: float, step: float, told: dict[str, dict], look: Look) -> dict:
    middle, words, half = low + row["place"] * step, look.words, step * (0.5 - GAP)
    index = words.exact(middle) if step == POINTS else f"{words.number(middle, 2)}–{words.number(middle + step, 2)}"
    middle += 0 if step == POINTS else step / 2
    place = {"place": row["place"], "from": middle - half, "to": middle + half, "middle": middle}
    name, label = told[row["band"]]["name"], words.number(row["leads"])
    told_ = {"leads": row["leads"], "letter": LETTERS[row["band"]], "label": label, "index_text": index, "name": name}
    return place | told_ | {"spoken": f"{index}: {label}"}
