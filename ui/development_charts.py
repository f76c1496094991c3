"""The two pictures of the development page: the waterfall of a bridge, and the bars of what happened to the clients."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.charts import change_bars, waterfall
from analytics.headlines import development as told_of
from analytics.methods.development import Development
from ui import parts, session, windows

ROOM = "development"


def waterfall_of(found: Development, rows: Sequence[dict]) -> None:
    """Rows of a bridge, the last of them its total → the waterfall from one window to the other."""
    words, *factors, total = (session.t(), *rows)
    told, (then, now) = words(f"{ROOM}.{total['factor']}"), found.paired.pair.windows
    steps = [waterfall.Step(windows.named(then), total["value_from"], told, is_total=True)]
    steps += [
        waterfall.Step(words(f"{ROOM}.{r['factor']}"), r["contribution"], told_of.from_to(words, r)) for r in factors
    ]
    steps += [waterfall.Step(windows.named(now), total["value_to"], told, is_total=True)]
    labels = {"value": told, "part": words("columns.factor"), "amount": words("columns.contribution")}
    labels |= {"told": words("columns.change")}
    frames = waterfall.frames(steps, session.look())
    parts.chart(waterfall.chart, labels, frames, key="bridge", alt=words(f"{ROOM}.bridge_alt"))


def bars_of(rows: Sequence[dict]) -> None:
    """Rows of the split → a bar a group; the clicked one leads to its clients."""
    words = session.t()
    groups = [group(row) for row in rows]
    labels = {"value": words("columns.revenue"), "group": words(f"{ROOM}.group"), "told": words("columns.customers")}
    frames = change_bars.frames(groups, session.look())
    alt = words(f"{ROOM}.split_alt")
    parts.chart(change_bars.chart, labels, frames, len(groups), key="split", select=True, alt=alt)


def group(row: dict) -> change_bars.Group:
    """A row of the split as its bar."""
    words, n = session.t(), row["customers"]
    name = words(f"{ROOM}.{row['client_change']}")
    told = words(f"{ROOM}.told", n=n, before=row["value_from"], after=row["value_to"])
    return change_bars.Group(name, f"{name}: {words.number(n)}", row["contribution"], told)


def amount(factor: str, value) -> str:
    return told_of.amount(session.t(), factor, value)


def change(row: dict) -> str:
    return told_of.change(session.t(), row)
