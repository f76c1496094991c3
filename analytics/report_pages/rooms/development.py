"""What drives the change in revenue? The bridge between two windows, its levers, and what happened to each client."""

from __future__ import annotations

from analytics import window_words
from analytics.charts import change_bars, waterfall
from analytics.charts.change_bars import Group
from analytics.headlines import development as headline
from analytics.methods import development
from analytics.methods.development import Development
from analytics.report_pages.rooms.two_windows import paired, said
from analytics.report_pages.telling import Asked, Chapter, Picture, Table

ROOM = headline.ROOM
NAMES = ("development.steady", "development.switched")
SPLIT = "client_change customers value_from value_to contribution".split()


def tell(asked: Asked) -> Chapter:
    both = paired(asked)
    found = asked.once("development", lambda: development.compare(asked.warehouse, both))
    split = development.split(asked.warehouse, found, asked.thresholds)
    steady, switched = (asked.thresholds[name] for name in NAMES)
    return asked.chapter(
        ROOM,
        headline.sentence(asked.words, found.bridges["revenue"]),
        said(asked, both),
        bridge(asked, found),
        levers(asked, found),
        happened(asked, split),
        asked.table(split, SPLIT),
        names=NAMES,
        steady=steady,
        switched=switched,
    )


def bridge(asked: Asked, found: Development) -> Picture:
    words, (*factors, total) = asked.words, found.bridges["revenue"]
    told, (then, now) = words(f"{ROOM}.{total['factor']}"), found.paired.pair.windows
    steps = [waterfall.Step(window_words.named(words, then), total["value_from"], told, is_total=True)]
    steps += [
        waterfall.Step(words(f"{ROOM}.{row['factor']}"), row["contribution"], headline.from_to(words, row))
        for row in factors
    ]
    steps += [waterfall.Step(window_words.named(words, now), total["value_to"], told, is_total=True)]
    labels = {"value": told, "part": words("columns.factor"), "amount": words("columns.contribution")}
    labels |= {"told": words("columns.change")}
    frames = waterfall.frames(steps, asked.look)
    return asked.picture(waterfall.chart, labels, frames, alt=words(f"{ROOM}.bridge_alt"))


def levers(asked: Asked, found: Development) -> Table:
    """Every lever once, before and after."""
    words = asked.words
    once = {row["factor"]: row for bridge in found.bridges.values() for row in bridge}
    told = [
        {"factor": name, "change": headline.change(words, row)}
        | {side: headline.amount(words, name, row[f"value_{side}"]) for side in ("from", "to")}
        for name, row in once.items()
    ]
    heads = {side: words(f"columns.value_{side}") for side in ("from", "to")}
    return asked.table(told, ["factor", "from", "to", "change"], title=words(f"{ROOM}.levers"), heads=heads)


def happened(asked: Asked, split: list[dict]) -> Picture:
    words = asked.words
    groups = [group(asked, row) for row in split]
    labels = {"value": words("columns.revenue"), "group": words(f"{ROOM}.group"), "told": words("columns.customers")}
    frames = change_bars.frames(groups, asked.look)
    title = words(f"{ROOM}.happened")
    return asked.picture(change_bars.chart, labels, frames, len(groups), alt=words(f"{ROOM}.split_alt"), title=title)


def group(asked: Asked, row: dict) -> Group:
    words, n = asked.words, row["customers"]
    name = words(f"{ROOM}.{row['client_change']}")
    told = words(f"{ROOM}.told", n=n, before=row["value_from"], after=row["value_to"])
    return Group(name, f"{name}: {words.number(n)}", row["contribution"], told)
