"""Which combinations are the commonest: a row a combination, dots under what is in it and a bar of how many there are.

Datasets: `heads` (at, row, name), `dots` (at, row, within), `links` (row, at, until: from the first dot to the last) and
`bars` (row, place, from, to, label and the words).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import Look, frame, named

ROW_HEIGHT = 34
MOST_ROWS = 10
HEADS, LEAN = 2.9, -35
BARS, WIDTH, LABELS = 0.7, 4.4, 1.9
NAMES = "row place from to label combination count spoken".split()


def chart(look: Look, labels: dict[str, str], rows: int, parts: int) -> alt.LayerChart:
    """A template over the datasets of so many `rows` and `parts`; `labels`: combination, count.

    Clicking a row selects its `place`.
    """
    across = alt.Scale(domain=[-0.6, parts + BARS + WIDTH + LABELS], nice=False)
    down = alt.Scale(domain=[-HEADS, rows - 0.5], reverse=True, nice=False)
    x, y = alt.X("at:Q", axis=None, scale=across), alt.Y("row:Q", axis=None, scale=down)
    picked = alt.selection_point("picked", fields=["place"], toggle=False)
    told = [alt.Tooltip("combination:N", title=labels["combination"]), alt.Tooltip("count:N", title=labels["count"])]
    bar = alt.Chart(named("bars"))
    bars = bar.mark_bar(height=21, cornerRadiusEnd=4, color=look.accent, cursor="pointer").encode(
        x=alt.X("from:Q", axis=None, scale=across),
        x2="to:Q",
        y=y,
        opacity=alt.condition(picked, alt.value(1), alt.value(0.4)),
        description="spoken:N",
        tooltip=told,
    )
    text = bar.mark_text(align="left", dx=7, fontSize=12.5, color=look.ink, aria=False).encode(
        x="to:Q", y=y, text="label:N"
    )
    height = ROW_HEIGHT * (rows + HEADS)
    return look.finished(
        alt.layer(*_dots(look, x, y), bars.add_params(picked), text).properties(height=height, width="container")
    )


def frames(rows: Sequence[Mapping], names: Mapping[str, str], none: str, look: Look) -> dict[str, pa.Table]:
    """The first MOST_ROWS rows (shows: codes, customers), the commonest first → the datasets; `names`: code → its name in the
    order of the columns, `none`: what a row of nothing is called."""
    shown, all_clients = rows[:MOST_ROWS], sum(row["customers"] for row in rows) or 1
    codes, most = list(names), max((row["customers"] for row in shown), default=1)
    heads = [{"at": i, "row": -0.6, "name": name} for i, name in enumerate(names.values())]
    dots = [
        {"at": i, "row": r, "within": c in row["shows"]} for r, row in enumerate(shown) for i, c in enumerate(codes)
    ]
    links = [_link(r, [codes.index(code) for code in row["shows"]]) for r, row in enumerate(shown) if row["shows"]]
    bars = [_bar(r, row, names, none, most, all_clients, look) for r, row in enumerate(shown)]
    told = {"heads": frame(heads, ["at", "row", "name"]), "dots": frame(dots, ["at", "row", "within"])}
    return told | {"links": frame(links, ["at", "row", "until"]), "bars": frame(bars, NAMES)}


def _link(row: int, places: list[int]) -> dict:
    return {"row": row, "at": min(places), "until": max(places)}


def _bar(row: int, told: Mapping, names: Mapping, none: str, most: int, all_clients: int, look: Look) -> dict:
    n, start = told["customers"], len(names) + BARS
    combination = " + ".join(name for code, name in names.items() if code in told["shows"]) or none
    label = f"{look.words.number(n)} · {look.words.percent(n / all_clients, 0)}"
    bar = {"row": row, "place": row, "from": start, "to": start + WIDTH * n / most, "label": label}
    return bar | {"combination": combination, "count": label, "spoken": f"{combination}: {label}"}


def _dots(look: Look, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Names leaning so that neighbours do not meet; every place of the row, and the ones that are in it, joined."""
    heads = alt.Chart(named("heads")).encode(x=x, y=y)
    dots = alt.Chart(named("dots")).encode(x=x, y=y)
    within = dots.transform_filter("datum.within")
    return [
        heads.mark_text(
            angle=360 + LEAN,
            align="left",
            baseline="middle",
            fontSize=12.5,
            fontWeight="bold",
            color=look.ink,
            limit=170,
        ).encode(text="name:N"),
        dots.mark_point(filled=True, size=90, opacity=1, color=look.grid, aria=False),
        alt.Chart(named("links"))
        .mark_rule(strokeWidth=3, color=look.accent, aria=False)
        .encode(x=x, x2="until:Q", y=y),
        within.mark_point(filled=True, size=130, opacity=1, color=look.accent, aria=False),
    ]
