"""Groups as rows: how large each is, and what it is made of by parts laid end to end.

Datasets: `parts` (row, from, to, colour and the words of the tooltip) and `rows` (row, total, beyond, label); a `row` is its
place and its name, for two groups may bear one name.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named, thousands

ROW_HEIGHT = 40
MOST_ROWS = 12
PARTS = "row name place from to colour part count spoken".split()
ROWS = "row total beyond label".split()
# Room for the label of the longest row: a letter takes about a fiftieth of a narrow chart.
BEYOND, A_LETTER = 1.1, 0.02


def chart(look: Look, labels: dict[str, str], rows: int, letters: tuple[str, ...]) -> alt.LayerChart:
    """A template over the datasets for so many `rows`; `letters` are codes of colours. `labels`: group, part, count.

    Clicking a row selects its `place`.
    """
    name = "slice(datum.value, indexof(datum.value, '|') + 1)"
    axis = alt.Axis(labelExpr=name, labelFontSize=13, labelLimit=200, labelColor=look.ink, labelPadding=10)
    y = alt.Y("row:N", title=None, sort="ascending", axis=axis)
    scale = alt.Scale(domain=list(range(len(letters))), range=[look.class_color(letter) for letter in letters])
    picked = alt.selection_point("group", fields=["place"], toggle=False)
    bars = (
        alt.Chart(named("parts"))
        .mark_bar(height=22, cursor="pointer", cornerRadius=2)
        .encode(
            y=y,
            x=alt.X(
                "from:Q", title=labels["count"], axis=alt.Axis(tickCount=5, tickMinStep=1, labelExpr=thousands(look))
            ),
            x2="to:Q",
            color=alt.Color("colour:N", scale=scale, legend=None),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
            description="spoken:N",
            tooltip=[
                alt.Tooltip("name:N", title=labels["group"]),
                alt.Tooltip("part:N", title=labels["part"]),
                alt.Tooltip("count:N", title=labels["count"]),
            ],
        )
    )
    text = {"align": "left", "fontSize": 13, "fontWeight": "bold", "dx": 8, "aria": False, "color": look.ink}
    totals = alt.Chart(named("rows")).encode(y=y)
    written = totals.mark_text(**text).encode(x="total:Q", text="label:N")
    room = totals.mark_point(opacity=0, aria=False).encode(x="beyond:Q")
    height = ROW_HEIGHT * rows + 44
    return look.finished(alt.layer(bars.add_params(picked), written, room).properties(height=height))


def frames(rows: Sequence[dict], look: Look) -> dict[str, pa.Table]:
    """Rows of name, label and parts [(place of its colour, word, count)] → the datasets of the first MOST_ROWS of them."""
    parts, totals = [], []
    for place, row in enumerate(rows[:MOST_ROWS]):
        before, place_and_name = 0, f"{place:02}|{row['name']}"
        for colour, word, count in row["parts"]:
            told = {"row": place_and_name, "name": row["name"], "place": place, "from": before, "to": before + count}
            text = look.words.number(count)
            spoken = f"{row['name']}. {word}: {text}"
            parts += [told | {"colour": colour, "part": word, "count": text, "spoken": spoken}] if count else []
            before += count
        beyond = before * (BEYOND + A_LETTER * len(row["label"]))
        totals.append({"row": place_and_name, "total": before, "beyond": beyond, "label": row["label"]})
    return {"parts": frame(parts, PARTS), "rows": frame(totals, ROWS)}
