"""Who does what, and with whom? The lists of the plan: their size, money and due day."""

from __future__ import annotations

from analytics import plan, plan_answer
from analytics.charts import paired_bars
from analytics.headlines import action_plan as headline
from analytics.headlines.action_plan import COLOURS
from analytics.plan_lists import LISTS
from analytics.plan_words import ROOM, aim_name, list_name
from analytics.report_pages.telling import Asked, Chapter, Missing, Picture

NAMES = ("plan.near_a", "plan.call_after", "profit.d_margin", "profit.d_rule", "abc.method")
COLUMNS = "list aim customers customer_share revenue revenue_share at_stake due done".split()


def tell(asked: Asked) -> Chapter:
    words, warehouse, thresholds = asked.words, asked.warehouse, asked.thresholds
    made = plan.moved(plan.build(warehouse, asked.facts, thresholds, asked.abc_sizes()), thresholds)
    rows = [row for row in plan_answer.lists(warehouse, made, thresholds) if row["customers"]]
    sentence = headline.sentence(words, plan.sizes(warehouse, made))
    if not rows:
        raise Missing(sentence)
    named = [row | {"list": list_name(words, row["list"]), "aim": aim_name(words, row["aim"])} for row in rows]
    heads = {name: words(f"{ROOM}.{name}") for name in COLUMNS if words.has(f"{ROOM}.{name}")}
    table = asked.table(named, COLUMNS, heads=heads, as_is=("list", "aim"))
    return asked.chapter(ROOM, sentence, lists(asked, rows), table, names=NAMES)


def lists(asked: Asked, rows: list[dict]) -> Picture:
    words = asked.words
    told = [row | {"name": list_name(words, row["list"]), "place": list(LISTS).index(row["list"])} for row in rows]
    heads = (words(f"{ROOM}.customers"), words(f"{ROOM}.revenue"))
    frames, names = paired_bars.frames(told, heads, asked.look), tuple(row["name"] for row in told)
    members, title = tuple(COLOURS[each.aim] for each in LISTS.values()), words(f"{ROOM}.lists")
    return asked.picture(
        paired_bars.chart, {"share": words("columns.share")}, frames, names, members, alt=title, title=title
    )
