"""Bars of what followed each code of four periods: the share of those who had it that bought in the next.

Dataset: `bars` (code, position, share, label, spoken, firm).
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 26
ROOM_FOR_LABELS = 1.45
FIRM_FROM = 30
MARKS = {"1": "●", "0": "○"}
COLUMNS = ("code", "position", "share", "label", "spoken", "firm")


def chart(look: Look, labels: dict[str, str], rows: int) -> alt.LayerChart:
    """A template over `bars`, so many rows tall. `labels`: code (the four periods), next. Clicking a bar selects its `code`.

    What was seen of a few clients only is pale.
    """
    name = "slice(split(datum.value, '|'), 1)"
    axis = alt.Axis(labelExpr=name, labelFontSize=15, labelColor=look.ink, grid=False)
    y = alt.Y("position:N", title=labels["code"], axis=axis)
    across = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    x = alt.X("share:Q", title=labels["next"], axis=across, scale=alt.Scale(domain=[0, ROOM_FOR_LABELS], nice=False))
    picked = alt.selection_point("picked", fields=["code"], toggle=False)
    base = alt.Chart(named("bars")).encode(x=x, y=y)
    bars = base.mark_bar(height={"band": 0.68}, cornerRadiusEnd=4, cursor="pointer", color=look.accent).encode(
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
        fillOpacity=alt.condition(alt.datum.firm, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=[alt.Tooltip("code:N", title=labels["code"]), alt.Tooltip("label:N", title=labels["next"])],
    )
    text = base.mark_text(align="left", dx=6, fontSize=12.5, color=look.ink, aria=False).encode(text="label:N")
    return look.finished(alt.layer(bars.add_params(picked), text).properties(height=ROW_HEIGHT * rows))


def observed(rows: Sequence[dict]) -> list[dict]:
    """Rows of `activity_code.codes` → those that were ever followed by a finished period, the likeliest to buy first."""
    seen = [row for row in rows if row["observed"]]
    return sorted(seen, key=lambda row: (-row["bought_next"], row["activity_code"]))


def frames(rows: Sequence[dict], told: Sequence[str]) -> dict[str, pa.Table]:
    """Rows of `observed` and the words beside their bars → `bars`."""
    return {"bars": frame([_bar(*row) for row in enumerate(zip(rows, told, strict=True))], COLUMNS)}


def pattern(code: str) -> str:
    """`1001` → `● ○ ○ ●`: a purchase is a full mark."""
    return " ".join(MARKS[digit] for digit in code)


def _bar(place: int, row_and_words: tuple[dict, str]) -> dict:
    row, label = row_and_words
    code, firm = row["activity_code"], row["observed"] >= FIRM_FROM
    bar = {"code": code, "position": f"{place:02}|{pattern(code)}", "share": row["bought_next"], "firm": firm}
    return bar | {"label": label, "spoken": f"{code}. {label}"}
