"""Where in its life is everyone, and which of the four rules applies? Stages and the ladder."""

from __future__ import annotations

from analytics.charts import paired_bars, rungs
from analytics.headlines import lifecycle as headline
from analytics.methods import ladder, lifecycle
from analytics.report_pages.telling import Asked, Chapter, Missing, Part, Picture, Table, Told

ROOM = headline.ROOM
NAMES = (
    "lifecycle.boundaries",
    "lifecycle.at_risk_after",
    "lifecycle.lost_after",
    "lifecycle.at_risk_rhythm",
    "lifecycle.lost_rhythm",
    "lifecycle.regular_from",
)
STAGES = "stage customers customer_share revenue revenue_share rule".split()
RUNGS = "rung customers share reached left conversion".split()


def tell(asked: Asked) -> Chapter:
    words, facts = asked.words, asked.facts
    lacking = lifecycle.lacking(asked.warehouse, facts)
    if lacking:
        raise Missing(words(f"{ROOM}.lacking", columns=", ".join(words(f"{ROOM}.lacking_{name}") for name in lacking)))
    rows = lifecycle.stages(asked.warehouse, facts, asked.thresholds)
    return asked.chapter(
        ROOM,
        headline.sentence(words, rows),
        Told(boundaries(asked)),
        stages(asked, rows),
        asked.table(
            [row | {"stage": row["class"]} for row in rows], STAGES, heads={"rule": words("columns.lifecycle_rule")}
        ),
        *rules(asked, rows),
        *climb(asked),
        names=NAMES,
        gaps=facts.whole["gaps"],
    )


def boundaries(asked: Asked) -> str:
    """The boundaries in force: most bases take them from their own data."""
    by = lifecycle.judge(asked.thresholds, asked.facts)
    if isinstance(by, lifecycle.ByDays):
        return asked.words("report_pages.boundaries", first=by.at_risk_after, last=by.lost_after)
    days = {"at_risk": by.days.at_risk_after, "lost": by.days.lost_after}
    return asked.words("report_pages.boundaries_rhythm", first=by.at_risk_rhythm, last=by.lost_rhythm, **days)


def stages(asked: Asked, rows: list[dict]) -> Picture:
    words = asked.words
    known = [row for row in rows if row["class"]]
    places = {code: place for place, code in enumerate(lifecycle.MEMBERS)}
    named = [row | {"place": places[row["class"]], "name": words(f"common.{row['class']}")} for row in known]
    heads = (words("columns.customers"), words("columns.revenue"))
    frames = paired_bars.frames(named, heads, asked.look)
    options = (tuple(row["name"] for row in named), lifecycle.MEMBERS)
    alt = f"{words(f'{ROOM}.title')}: {' · '.join(heads)}"
    return asked.picture(paired_bars.chart, {"share": words("columns.share")}, frames, *options, alt=alt)


def rules(asked: Asked, rows: list[dict]) -> tuple[Part, ...]:
    """The four rules of work with clients: whom each concerns, how much money that is, and what to do."""
    words, revenue = asked.words, asked.facts.whole["revenue"]
    told = []
    for rule, covered in lifecycle.RULES.items():
        mine = [row for row in rows if row["class"] in covered]
        customers, money = (sum(row[name] or 0 for row in mine) for name in ("customers", "revenue"))
        share = float(money / revenue) if revenue else None
        size = words(f"{ROOM}.rule_size", n=customers, money=money, share=share)
        told.append(f"* **{words(f'common.{rule}')}.** {size}. {words(f'{ROOM}.advice_{rule}')}")
    return Told(f"**{words(f'{ROOM}.rules')}**"), Told("\n".join(told))


def climb(asked: Asked) -> tuple[Picture, Table]:
    words, warehouse, facts = asked.words, asked.warehouse, asked.facts
    rows = ladder.ladder(warehouse, facts, asked.thresholds, ladder.leads(warehouse, facts))
    about = words(f"{ROOM}.ladder_about", n=asked.thresholds["lifecycle.regular_from"])
    labels = {part: words(f"{ROOM}.ladder_{part}") for part in (rungs.HERE, rungs.FARTHER, rungs.LEFT)}
    labels["customers"] = words("columns.customers")
    columns = [row | {"rung": words(f"common.{row['rung']}")} for row in rows if row["rung"] != "gone"]
    frames = rungs.frames(columns, labels, asked.look)
    title, names = words(f"{ROOM}.tab_ladder"), tuple(row["rung"] for row in columns)
    picture = asked.picture(rungs.chart, labels, frames, names, alt=title, title=title, caption=about)
    return picture, asked.table(rows, RUNGS)
