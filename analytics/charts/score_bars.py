"""How the answers are spread over the scores 0..10, and what each score is taken for.

Datasets: `bars` (score, from, to, share, letter, label, spoken) and `heads` (middle, name, label): the groups over their scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

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
    picked = alt.selection_point("score", fields=["score"], toggle=False)
    base = alt.Chart(named("bars"))
    bars = base.mark_rect(cursor="pointer", cornerRadiusTopLeft=3, cornerRadiusTopRight=3).encode(
        x=x,
        x2="to:Q",
        y=y,
        y2=alt.datum(0),
        color=alt.Color("letter:N", scale=look.class_scale(("A", "", "C")), legend=None),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("score:O", title=labels["score"]),
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("label:N", title=labels["share"]),
            alt.Tooltip("count:N", title=labels["count"]),
        ],
    )
    written = base.mark_text(dy=-8, fontSize=12, color=look.ink, aria=False)
    layers = (bars.add_params(picked), written.encode(x=alt.X("score:Q", scale=scale), y=y, text="label:N"))
    return look.finished(alt.layer(*layers, *_heads(look, scale)).properties(height=HEIGHT))


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
    return {"bars": frame(bars, BARS), "heads": frame(_group_heads(rows, names, words), ["middle", "name", "label"])}


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


def _heads(look: Look, scale: alt.Scale) -> list[alt.Chart]:
    base = alt.Chart(named("heads")).encode(x=alt.X("middle:Q", scale=scale))
    name = base.mark_text(fontSize=12.5, color=look.muted, baseline="top", limit=190, aria=False)
    share = base.mark_text(fontSize=14, fontWeight="bold", color=look.ink, baseline="top", aria=False)
    return [name.encode(y=alt.value(0), text="name:N"), share.encode(y=alt.value(16), text="label:N")]
