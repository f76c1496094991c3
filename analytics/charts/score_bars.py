"""How the answers are spread over the scores 0..10, and what each score is taken for.

Datasets: `bars` (score, from, to, share, letter, label, spoken) and `heads` (middle, name, label): the groups over their scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import altair as alt
import pyarrow as pa

from analytics.charts import headed_columns
from analytics.charts.theme import Look, frame

HEIGHT = 270
HEAD = 56
BARS = "score from to share letter label name count spoken".split()
LETTERS = {"promoters": "A", "high": "A", "passives": "", "middle": "", "detractors": "C", "low": "C"}


def chart(look: Look, labels: dict[str, str]) -> alt.LayerChart:
    """A template over the datasets; `labels`: score, share, count. A click selects `score`."""
    scale = alt.Scale(domain=[-0.5, 10.5], nice=False)
    axis = alt.Axis(values=list(range(11)), format="d", grid=False, labelFontSize=13)
    x = alt.X("from:Q", title=labels["score"], scale=scale, axis=axis)
    y = alt.Y(
        "share:Q",
        title=labels["share"],
        axis=alt.Axis(format=".0%", tickCount=4),
        scale=alt.Scale(range=[alt.ExprRef("height"), HEAD], nice=False),
    )
    tooltip = [
        alt.Tooltip("score:O", title=labels["score"]),
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("label:N", title=labels["share"]),
        alt.Tooltip("count:N", title=labels["count"]),
    ]
    drawn = headed_columns.layered(look, x, y, "score", ("A", "", "C"), tooltip, by="score", limit=190)
    return look.finished(drawn.properties(height=HEIGHT))


def frames(rows: Sequence[dict], names: dict[str, str], look: Look) -> dict[str, pa.Table]:
    """Rows of `satisfaction.distribution` and the names of their groups → the datasets."""
    words = look.words
    bars = [
        {"score": row["score"], "from": row["score"] - 0.42, "to": row["score"] + 0.42, "share": row["share"] or 0}
        | {"letter": LETTERS[row["group"]], "name": names[row["group"]]}
        | {"label": words.percent(row["share"], 0) if row["answers"] else "", "count": words.number(row["answers"])}
        | {"spoken": f"{row['score']}: {words.percent(row['share'])}"}
        for row in rows
    ]
    return {"bars": frame(bars, BARS), "heads": frame(_group_heads(rows, names, words), headed_columns.HEADS)}


def _group_heads(rows: Sequence[dict], names: dict[str, str], words) -> list[dict]:
    """Each group with its share, over the widest run of its scores: 0 and 4..7 are in the middle of CSI."""
    heads = {}
    for code, run in groupby(rows, key=lambda row: row["group"]):
        scores = [row["score"] for row in run]
        if len(scores) > heads.get(code, {}).get("width", 0):
            share = sum(row["share"] or 0 for row in rows if row["group"] == code)
            place = {"width": len(scores), "middle": (scores[0] + scores[-1]) / 2}
            heads[code] = place | {"name": names[code], "label": words.percent(share, 0)}
    return list(heads.values())
