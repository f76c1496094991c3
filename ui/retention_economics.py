"""What retention is worth: the calculator on the page of retention. Its sliders move alone; nothing else is drawn again."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st

from analytics.charts import two_paths
from analytics.facts import Facts
from analytics.methods import economics
from analytics.methods.economics import Rates
from ui import parts, session, tune

ROOM = "retention"
POINTS, ARRIVALS, MARGIN = 5, 100, 0.3


def show(facts: Facts, rows: list[dict]) -> None:
    """Rows of `retention.table` → the calculator over their rates."""
    found = economics.rates(session.warehouse(), facts, rows)
    if found is None:
        st.caption(session.t()(f"{ROOM}.no_economics"))
        return
    st.caption(session.t()(f"{ROOM}.economics_about"))
    st.fragment(lambda: parts.shown(lambda: calculator(found, facts.view.bucket), told_already=True))()


def calculator(base: Rates, bucket: str) -> None:
    words = session.t()
    found, points = controls(base)
    rows = economics.effect(found, points)
    parts.headline(sentence(rows, found, points, bucket))
    draw(found, points)
    table(rows)
    told = {"customers": found.customers, "crr": found.retention, "joined": round(found.joined, 1)}
    st.markdown(words(f"{ROOM}.assumptions", revenue=found.revenue, buckets=found.buckets, **told))
    rules(found)


def controls(base: Rates) -> tuple[Rates, float]:
    """The rates under the visitor's assumptions, and how much more is kept (0..1)."""
    words = session.t()
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            points = tune.dial("points", words(f"{ROOM}.points"), 1, 30, 0.5, POINTS) / 100
        with right:
            arrivals = tune.dial("arrivals", words(f"{ROOM}.arrivals"), 0, 200, 5, ARRIVALS) / 100
        found = economics.with_arrivals(base, arrivals)
        if base.profit is None:
            st.caption(words(f"{ROOM}.no_profit"))
            margin = tune.dial("margin", words(f"{ROOM}.margin"), 0.01, 0.9, 0.01, MARGIN, percent=True)
            found = economics.with_margin(found, margin)
    return found, points


def sentence(rows: list[dict], found: Rates, points: float, bucket: str) -> str:
    words = session.t()
    told = {row["what"]: row for row in rows if row["months"] == economics.HORIZONS[0]}
    raised = economics.with_points(found, points).retention
    money, profit = (words.short(told[what]["difference"]) for what in ("revenue", "profit"))
    said = {"crr": found.retention, "raised": raised, "growth": told["revenue"]["growth"]}
    same = round(economics.same_by_joining(found, points), 1)
    headline = words(f"{ROOM}.economics_headline", money=money, profit=profit, **said)
    return f"{headline} {words(f'{ROOM}.economics_same_{bucket}', n=same)}"


def draw(found: Rates, points: float) -> None:
    words, raised = session.t(), economics.with_points(found, points)
    labels = {"month": words(f"{ROOM}.month"), "customers": words(f"{ROOM}.customers")}
    ways = {way: words(f"{ROOM}.way_{way}") for way in (two_paths.AS_IS, two_paths.RAISED)}
    frames = two_paths.frames(economics.path(found), economics.path(raised), ways, session.look())
    months = economics.HORIZONS[-1]
    parts.chart(two_paths.chart, labels, frames, months, key="two_paths", alt=words(f"{ROOM}.tab_economics"))


def table(rows: list[dict]) -> None:
    words = session.t()
    heads = ["", words(f"{ROOM}.way_as_is"), words(f"{ROOM}.way_raised")]
    heads += [words(f"{ROOM}.difference"), words(f"{ROOM}.growth")]
    write = lambda row: words.number if row["what"] == "customers" else words.short  # noqa: E731
    lines = [
        [words(f"{ROOM}.what_{row['what']}", months=row["months"])]
        + [write(row)(row["as_is"]), write(row)(row["raised"])]
        + [words.signed(row["difference"], write(row)), words.signed(row["growth"], words.percent)]
        for row in rows
    ]
    numbers(heads, lines, "economics", align="right")


def rules(found: Rates) -> None:
    words = session.t()
    st.markdown(f"**{words(f'{ROOM}.rules')}**")
    heads = [words(f"{ROOM}.rule"), words(f"{ROOM}.rule_published"), words(f"{ROOM}.rule_yours")]
    percent = lambda share: words.percent(share, 0)  # noqa: E731
    odds = lambda pair: f"{words.number(100 * pair[0])}–{percent(pair[1])}"  # noqa: E731
    point = words(f"{ROOM}.rule_point_published", share=percent(economics.POINT_ADDS_TO_PROFIT))
    costs = words(f"{ROOM}.rule_costs_published", share=percent(economics.FIVE_PER_CENT_OFF_COSTS))
    winning = words(f"{ROOM}.rule_winning_published", times=economics.WINNING_TO_KEEPING)
    crr = words(f"{ROOM}.rule_crr", crr=words.percent(found.retention))
    lines = [
        [words(f"{ROOM}.rule_point"), point, words.signed(economics.growth(found, 0.01), words.percent)],
        [words(f"{ROOM}.rule_costs"), costs, words.percent(None)],
        [words(f"{ROOM}.rule_winning"), winning, words.percent(None)],
        [words(f"{ROOM}.rule_existing"), odds(economics.SELLING_TO_EXISTING), crr],
        [words(f"{ROOM}.rule_new"), odds(economics.SELLING_TO_NEW), words.percent(None)],
    ]
    numbers(heads, lines, "economics.rules")
    st.caption(words(f"{ROOM}.rules_source"))


def numbers(heads: Sequence[str], lines: Sequence[Sequence[str]], key: str, align: str = "left") -> None:
    """A small table of texts under heads of its own; all but the first column stand to `align`."""
    columns = {f"c{i}": [line[i] for line in lines] for i in range(len(heads))}
    settings = {
        f"c{i}": st.column_config.TextColumn(head, alignment=align if i else "left") for i, head in enumerate(heads)
    }
    st.dataframe(pa.table(columns), hide_index=True, width="stretch", key=key, column_config=settings)
