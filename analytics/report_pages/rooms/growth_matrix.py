"""Whom can more be sold to? Activity against capacity: stars, cash cows, difficult children and dogs."""

from __future__ import annotations

from analytics.charts import growth_matrix as matrix_chart
from analytics.growth_side import Side
from analytics.headlines import growth_matrix as headline
from analytics.methods import growth_matrix
from analytics.methods.growth_matrix import SIDES, Growth
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture, Told

ROOM = headline.ROOM
NAMES = ("growth.activity", "growth.activity_cut", "growth.capacity", "growth.capacity_cut")
COLUMNS = "quadrant customers customer_share revenue revenue_share orders profit".split()


def tell(asked: Asked) -> Chapter:
    words, thresholds = asked.words, asked.thresholds
    had = growth_matrix.sources(asked.warehouse, asked.facts)
    growth = growth_matrix.build(asked.warehouse, asked.facts, growth_matrix.in_force(thresholds, had))
    if growth is None:
        unknown = [side for side, sources in had.items() if all(sources.values())]
        raise Missing(" ".join(words(f"{ROOM}.needs_{side}") for side in unknown))
    if not growth.known:
        raise Missing(words(f"{ROOM}.nobody_on_it"))
    rows = growth_matrix.quadrants(asked.warehouse, growth, thresholds)
    name = lambda code: words(f"{ROOM}.outside") if code is None else words(f"common.{code}")  # noqa: E731
    codes = [row["quadrant"] for row in rows if row["quadrant"]]
    aims = "\n".join(f"* **{name(code)}.** {words(f'{ROOM}.aim_{code}')}" for code in codes)
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows),
        bubbles(asked, growth, rows),
        asked.table([row | {"quadrant": name(row["quadrant"])} for row in rows], COLUMNS, as_is=("quadrant",)),
        Told(aims),
        names=NAMES,
    )


def bubbles(asked: Asked, growth: Growth, rows: list[dict]) -> Picture:
    words, at = asked.words, growth_matrix.cuts(asked.thresholds, growth)
    found, sides = growth_matrix.bubbles(asked.warehouse, growth), (growth.activity, growth.capacity)
    drawn = matrix_chart.bubbles(found, *sides, [in_words(asked, client, growth) for client in found])
    names = {code: words(f"common.{code}") for code in growth_matrix.MEMBERS}
    told = {row["quadrant"]: corner(asked, row) for row in rows if row["quadrant"]}
    lines = tuple(side.line(cut) for side, cut in zip(sides, at, strict=True))
    codes, dense = [growth_matrix.quadrant_of(c, at) for c in found], growth.known > growth_matrix.SHOWN_AT_MOST
    size = (matrix_chart.ACROSS, matrix_chart.UP)
    cells = growth_matrix.density(asked.warehouse, growth, *size) if dense else []
    frames = matrix_chart.frames(drawn, codes, names, lines, sides, told, cells)
    labels = {key: words(f"columns.{key}") for key in ("activity", "capacity", "revenue", "quadrant")}
    labels |= {"across": axis(asked, growth, "activity"), "up": axis(asked, growth, "capacity")}
    reach = [matrix_chart.reach(side) for side in sides]
    return asked.picture(matrix_chart.chart, labels, frames, *reach, len(found), alt=words(f"{ROOM}.question"))


def corner(asked: Asked, row: dict) -> tuple[str, str]:
    words = asked.words
    named = words(f"{ROOM}.corner", name=words(f"common.{row['quadrant']}"), n=row["customers"])
    return named, words(f"{ROOM}.corner_share", share=row["revenue_share"])


def axis(asked: Asked, growth: Growth, side: str) -> str:
    return asked.words(f"{ROOM}.axis_{headline.measured_by(growth, side)}")


def in_words(asked: Asked, client: dict, growth: Growth) -> dict[str, str]:
    words = asked.words
    told = {side: written(asked, growth.side(side), client[side]) for side in SIDES}
    told |= {"name": client["name"], "revenue": words.money(client["revenue"])}
    return told | {"spoken": client["name"]}


def written(asked: Asked, side: Side, value: float) -> str:
    return headline.written(asked.words, side, value)
