"""The heat map of cohorts: a row per cohort, a column per bucket since it came; what is not over yet is pale and dashed.

Dataset: `cells` (position, since, text, depth, first, finished, deep, longest and the words of the tooltip). The first bucket
is plain: everyone is in it, and beside it nothing else would show. Money is shaded by its root, for it differs by far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import altair as alt
import pyarrow as pa

from analytics.charts.theme import SEQUENCES, Look, frame, named
from analytics.words import UNDEFINED

ROW_HEIGHT = 28
HEAD = 62
MOST_COHORTS = 18
MOST_BUCKETS = 18
# from here on letters of the other colour stand out more
DEEP = {False: 0.75, True: 0.62}
TOLD = (
    "name",
    "first_day",
    "clients",
    "customers",
    "rate",
    "revenue",
    "cumulative_revenue",
    "revenue_per_client",
    "state",
)
COLUMNS = ("position", "since", "text", "depth", "first", "finished", "deep", "longest", *TOLD, "spoken")
# of these all cohorts together can stand beside one
RATIOS = ("rate", "revenue_per_client")
# a label is drawn only where every label of the map fits its cell
FITS = "bandwidth('x') >= datum.longest * 6.1 + 4 ? 1 : 0"


def chart(look: Look, labels: dict[str, str], rows: int) -> alt.LayerChart:
    """A template over `cells` for so many `rows`; `labels`: since and the names of TOLD. Clicking selects position, since."""
    x = alt.X("since:O", title=labels["since"], axis=alt.Axis(orient="top", labelAngle=0, labelFontSize=12))
    name_only = "slice(datum.value, indexof(datum.value, '|') + 1)"
    y = alt.Y("position:N", title=None, axis=alt.Axis(labelExpr=name_only, labelLimit=170, labelColor=look.ink))
    cell = alt.selection_point("cell", fields=["position", "since"], toggle=False)
    base = alt.Chart(named("cells")).encode(x=x, y=y)
    rect = base.mark_rect(cornerRadius=4, cursor="pointer", strokeWidth=2, stroke=look.paper).encode(
        color=alt.condition(alt.datum.first, alt.value(look.grid), _shade(look)),
        fillOpacity=alt.condition(alt.datum.finished, alt.value(1), alt.value(0.45)),
        description="spoken:N",
        tooltip=[alt.Tooltip(f"{name}:N", title=labels[name]) for name in TOLD],
    )
    ink = alt.condition(alt.datum.deep, alt.value("#0b1a1a" if look.dark else "#ffffff"), alt.value(look.ink))
    text = base.mark_text(aria=False, fontSize=11.5, opacity=alt.ExprRef(FITS)).encode(text="text:N", color=ink)
    layers = alt.layer(rect.add_params(cell), *_frames_of_cells(look, base), text)
    return look.finished(layers.properties(height=ROW_HEIGHT * rows + HEAD))


def _frames_of_cells(look: Look, base: alt.Chart) -> list[alt.Chart]:
    """Dashes around what is not over, a line around the chosen cell. Above all cells: each covers the edges of those before
    it, and a dash cannot be encoded on a rectangle."""
    frame_of = {"filled": False, "cornerRadius": 4, "aria": False}
    dashed = base.transform_filter("!datum.finished").mark_rect(
        **frame_of, stroke=look.muted, strokeDash=[3, 3], strokeWidth=1.5
    )
    chosen = base.transform_filter({"param": "cell", "empty": False})
    return [dashed, chosen.mark_rect(**frame_of, stroke=look.ink, strokeWidth=2.5)]


def frames(
    rows: Sequence[dict], shown: str, name_of: Mapping[object, str], states: Mapping[bool, str], look: Look,
    day: Callable[[object], str] | None = None,
) -> dict[str, pa.Table]:  # fmt: skip
    """Rows of `cohorts.by_date` or `by_group` → `cells`. `shown` is what the cells tell (rate, customers, or money),
    `name_of` the name of each cohort in the order of the rows, `states` the words for finished and not, `day` writes the
    calendar bucket of a cell."""
    kept = [row for row in rows if row["cohort"] in name_of and row["bucket"] < MOST_BUCKETS]
    most = max((_plain(row, shown) for row in kept if not _stands_out(row, shown)), default=0) or 1
    longest = max((len(written(row, shown, look)) for row in kept), default=1)
    places = {cohort: position for position, cohort in positions(name_of).items()}
    cells = [
        _cell(row, shown, places[row["cohort"]], most, look)
        | {
            "longest": longest,
            "state": states[row["finished"]],
            "first_day": day(row["first_day"]) if day else UNDEFINED,
        }
        for row in kept
    ]
    return {"cells": frame(cells, COLUMNS)}


def positions(name_of: Mapping[object, str]) -> dict[str, object]:
    """What a click tells of a row → the cohort: names may repeat, places do not."""
    return {f"{i:02}|{name}": cohort for i, (cohort, name) in enumerate(name_of.items())}


def written(row: Mapping, shown: str, look: Look) -> str:
    """What a cell tells, as short as it can be."""
    if row[shown] is None:
        return ""
    if shown == "rate":
        return look.words.percent(row["rate"], 0)
    whole = shown == "customers" or 10 <= abs(row[shown]) < 1000
    return look.words.number(row[shown]) if whole else look.words.short(row[shown])


def _cell(row: dict, shown: str, position: str, most: float, look: Look) -> dict:
    words, first = look.words, _stands_out(row, shown)
    depth, text = max(_plain(row, shown), 0) / most, written(row, shown, look)
    depth = depth if shown in ("rate", "customers") else depth**0.5
    name = position.partition("|")[2]
    told = {"name": name, "clients": words.number(row["clients"]), "customers": words.number(row["customers"])}
    told |= {"rate": words.percent(row["rate"]), "revenue": words.money(row["revenue"])}
    told |= {name: words.money(row[name]) for name in ("cumulative_revenue", "revenue_per_client")}
    drawn = {"position": position, "since": row["bucket"], "text": text, "depth": depth, "first": first}
    deep = row["finished"] and not first and depth > DEEP[look.dark]
    return drawn | told | {"finished": row["finished"], "deep": deep, "spoken": f"{name}, {row['bucket']}: {text}"}


def _stands_out(row: Mapping, shown: str) -> bool:
    """What the first bucket brought is no measure for the others, except where money adds up from it on."""
    return row["bucket"] == 0 and shown not in ("cumulative_revenue", "revenue_per_client")


def _plain(row: Mapping, shown: str) -> float:
    return float(row[shown] or 0)


def _shade(look: Look) -> alt.Color:
    scale = alt.Scale(range=list(SEQUENCES[look.dark]), domain=[0, 1])
    return alt.Color("depth:Q", scale=scale, legend=None)
