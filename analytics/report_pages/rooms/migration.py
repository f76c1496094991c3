"""Who climbed and who fell? The classes of two windows side by side, their flow and their money."""

from __future__ import annotations

from analytics.charts import change_bars, flow, moves
from analytics.charts.change_bars import Group
from analytics.headlines import migration as headline
from analytics.headlines.migration import Cells
from analytics.methods import migration
from analytics.report_pages.rooms.two_windows import paired, said
from analytics.report_pages.telling import Asked, Chapter, Picture

ROOM = headline.ROOM
NAMES = {
    "share": ("abc.share.a", "abc.share.b"),
    "average": ("abc.average.a", "abc.average.c"),
    "volume_frequency": ("abc.volume_frequency.split",),
}
MONEY = "move customers value_from value_to value_change".split()


def tell(asked: Asked) -> Chapter:
    found = migration.of_abc(paired(asked), asked.thresholds)
    cells = migration.matrix(asked.warehouse, found)
    shown = headline.of_cells(asked.words, cells, found)
    return asked.chapter(
        ROOM,
        headline.sentence(asked.words, cells, found, asked.thresholds),
        said(asked, found.paired),
        grid(asked, shown),
        ribbons(asked, shown),
        money(asked, cells),
        asked.table(migration.moves(cells), MONEY),
        names=("abc.method", *NAMES[asked.thresholds["abc.method"]]),
    )


def labels(asked: Asked) -> dict[str, str]:
    words = asked.words
    told = {side: words(f"{ROOM}.{side}") for side in ("down", "across")} | {"customers": words("columns.customers")}
    return told | {"money": words(f"thresholds.measure.{asked.thresholds['measure']}")}


def grid(asked: Asked, cells: Cells) -> Picture:
    frames = moves.frames(cells.shown, asked.look)
    alt = asked.words(f"{ROOM}.question")
    return asked.picture(moves.chart, labels(asked), frames, cells.down, cells.across, alt=alt)


def ribbons(asked: Asked, cells: Cells) -> Picture:
    words = asked.words
    frames = flow.frames(cells.shown, cells.down, cells.across, asked.look)
    size = (max(len(cells.down), len(cells.across)), flow.longest_line(frames))
    title = words(f"{ROOM}.flow")
    return asked.picture(
        flow.chart, labels(asked), frames, *size, alt=title, title=title, caption=words(f"{ROOM}.flow_how")
    )


def money(asked: Asked, cells: list[dict]) -> Picture:
    words = asked.words
    groups = [group(asked, row) for row in migration.moves(cells)]
    told = {"value": labels(asked)["money"], "group": words("columns.move"), "told": words("columns.customers")}
    frames = change_bars.frames(groups, asked.look)
    title = words(f"{ROOM}.money", measure=headline.measure(words, asked.thresholds))
    return asked.picture(change_bars.chart, told, frames, len(groups), alt=words(f"{ROOM}.money_alt"), title=title)


def group(asked: Asked, row: dict) -> Group:
    words, name = asked.words, asked.words(f"{ROOM}.{row['move']}")
    told = f"{words.number(row['customers'])}: {words.short(row['value_from'])} → {words.short(row['value_to'])}"
    return Group(name, name, row["value_change"], told)
