"""Sizes of classes under two or three scenarios: in each class a bar per scenario, clients on the left, revenue on the right.

Datasets: `bars` (name, place, scenario, from, to, end, label, spoken, told) and `heads` (at, label).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts import paired_bars
from analytics.charts.paired_bars import PANEL
from analytics.charts.theme import Look, named

BAR, BETWEEN_CLASSES, TOP = 24, 14, 64
# told apart without colour too: middle, deep and light on paper, and the other way round on a dark page
TONES = {False: ("#8d99ae", "#0b6e6e", "#b8dedb"), True: ("#8d99ae", "#7ff0e8", "#1f7a80")}


def chart(look: Look, labels: dict[str, str], names: tuple[str, ...], scenarios: tuple[str, ...]) -> alt.LayerChart:
    """A template over the datasets; `names` are the classes from above, `scenarios` their bars. `labels`: scenario, share."""
    band = BAR * len(scenarios) + BETWEEN_CLASSES
    padding = BETWEEN_CLASSES / band
    axis = alt.Axis(labelFontSize=13, labelFontWeight="bold", labelColor=look.ink, labelLimit=190, labelPadding=8)
    scale = alt.Scale(domain=list(names), paddingInner=padding, paddingOuter=padding / 2)
    y = alt.Y("name:N", title=None, scale=scale, axis=axis)
    offset = alt.YOffset("scenario:N", scale=alt.Scale(domain=list(scenarios), paddingInner=0.12))
    base = alt.Chart(named("bars")).encode(y=y, yOffset=offset)
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        x=alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 2 * PANEL], nice=False)),
        x2="to:Q",
        color=_tones(look, scenarios),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("scenario:N", title=labels["scenario"]),
            alt.Tooltip("told:N", title=labels["share"]),
        ],
    )
    text = base.mark_text(align="left", baseline="middle", dx=6, fontSize=12.5, color=look.ink, aria=False)
    head = alt.Chart(named("heads")).mark_text(align="left", dy=-10, fontSize=12.5, color=look.muted, aria=False)
    layers = (
        bars,
        text.encode(x="end:Q", text="label:N"),
        head.encode(y=alt.value(0), x="at:Q", text="label:N"),
    )
    return look.finished(alt.layer(*layers).properties(height=band * len(names)))


def _tones(look: Look, scenarios: tuple[str, ...]) -> alt.Color:
    scale = alt.Scale(domain=list(scenarios), range=list(TONES[look.dark][: len(scenarios)]))
    legend = alt.Legend(
        title=None, orient="top", symbolType="square", symbolSize=140, labelFontSize=13, labelLimit=240, offset=26
    )
    return alt.Color("scenario:N", scale=scale, legend=legend)


def frames(rows: Sequence[dict], heads: tuple[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows (name of the class, scenario, place of the scenario, customers, customer_share, revenue, revenue_share) and the
    heads of the two parts → the datasets."""
    made = paired_bars.frames(rows, heads, look)
    scenarios = [row["scenario"] for row in rows for _ in heads]
    spoken = [f"{name}: {told}" for name, told in zip(scenarios, made["bars"]["spoken"].to_pylist(), strict=True)]
    place = made["bars"].column_names.index("spoken")
    bars = made["bars"].set_column(place, "spoken", pa.array(spoken, pa.string()))
    return made | {"bars": bars.append_column("scenario", pa.array(scenarios, pa.string()))}
