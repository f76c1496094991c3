"""The back-test on screen: classes of one period against what those very clients did in the next one."""

from __future__ import annotations

import streamlit as st

from analytics.charts import gains, interval_rows
from analytics.facts import Facts
from analytics.methods import back_test
from analytics.methods.back_test import BackTest
from analytics.methods.channels import FEW
from analytics.thresholds import Thresholds
from analytics.windows import Paired
from ui import caching, parts, session, tune, windows
from ui.retention_economics import numbers
from ui.what_if_evidence_words import ROOM, class_names, times, within

KEY = "back_test"
CALLED = 0.2
TAKEN = (
    "class customers returned return_rate return_low return_high return_lift revenue revenue_share revenue_per_customer "
    "revenue_low revenue_high revenue_lift"
).split()


def show(facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    if not facts.dated and not session.periods():
        st.info(words("frame.needs_dates"), icon=":material/event_busy:")
        st.caption(words("windows.or_periods"))
        return
    windows.picker()
    paired = windows.paired()
    name = _class(thresholds, paired)
    with st.spinner(words("frame.computing")):
        key = f"back_test.{name}.{paired.table}"
        found = caching.judged(key, lambda: back_test.of_class(session.warehouse(), paired, thresholds, name))
    named = class_names([row["class"] for row in found.rows], name)
    if all(row["class"] is None for row in found.rows if row["customers"]):
        st.info(words(f"{ROOM}.nobody_classed"), icon=":material/hourglass_empty:")
        return
    parts.headline(_sentence(found, named))
    for remark in _remarks(paired, found):
        st.caption(remark)
    _returned(found, named)
    _gains(found, named, paired)
    _table(found, named)


def _class(thresholds: Thresholds, paired: Paired) -> str:
    words, names = session.t(), back_test.offered(thresholds, paired.then)
    usual = f"abc_{thresholds['abc.method']}_class"
    place = names.index(usual) if usual in names else 0
    look = {"format_func": lambda name: words.name("columns", name), "persist_state": "session", "width": 320}
    return st.selectbox(words(f"{ROOM}.tested_class"), names, place, key=f"{ROOM}.tested.{'.'.join(names)}", **look)


def _sentence(found: BackTest, named: dict) -> str:
    """The class that came back most often among those large enough to judge, against all clients."""
    words, whole = session.t(), found.whole
    firm = [row for row in found.rows if row["class"] and not row["few"]]
    best = max(firm, key=lambda row: row["return_rate"], default=None)
    if not whole["returned"]:
        return words(f"{ROOM}.nobody_returned", n=whole["customers"])
    if best is None:
        return words(f"{ROOM}.few_everywhere", all=whole["return_rate"], n=FEW)
    told = {"rate": best["return_rate"], "low": best["return_low"], "high": best["return_high"]}
    chance = best["return_low"] <= whole["return_rate"] <= best["return_high"]
    key = f"{ROOM}.returns_{'alike' if chance else 'more'}"
    return words(key, name=named[best["class"]], times=times(best["return_lift"]), all=whole["return_rate"], **told)


def _remarks(paired: Paired, found: BackTest) -> list[str]:
    """What a reader must know of the two periods before believing any number."""
    words, pair = session.t(), paired.pair
    then, now = back_test.lengths(pair)
    told = [words(f"{ROOM}.association")]
    if abs(then - now) > 0.05 * then:
        told.append(words(f"{ROOM}.lengths_differ", then=then, now=now))
    if pair.overlap:
        told.append(words(f"{ROOM}.windows_overlap"))
    if found.newcomers:
        told.append(words(f"{ROOM}.newcomers", n=found.newcomers, money=words.short(found.newcomers_revenue)))
    return told


def _returned(found: BackTest, named: dict) -> None:
    """The share that bought again, by class, with what it may be."""
    words, whole = session.t(), found.whole
    st.subheader(words(f"{ROOM}.returned"), anchor=False)
    rows = [_row(row, named) for row in found.rows if row["customers"]]
    line = {"value": whole["return_rate"], "label": words(f"{ROOM}.all_clients", share=whole["return_rate"])}
    frames = interval_rows.frames(rows, line, words.percent, session.look())
    labels = {
        "value": words(f"{ROOM}.return_rate"),
        "within": words(f"{ROOM}.within"),
        "count": words("columns.customers"),
    }
    shown = tuple(row["name"] for row in rows[: interval_rows.MOST_ROWS])
    title = words(f"{ROOM}.returned")
    parts.chart(interval_rows.chart, labels, frames, shown, True, key=f"{KEY}_rates", alt=title)
    st.caption(words(f"{ROOM}.intervals", n=FEW))


def _row(row: dict, named: dict) -> dict:
    told = {"name": named[row["class"]], "count": row["customers"], "why": ""}
    if row["few"]:
        told["name"] = session.t()(f"{ROOM}.few_named", name=named[row["class"]], n=row["customers"])
    return told | {"value": row["return_rate"], "low": row["return_low"], "high": row["return_high"]}


def _gains(found: BackTest, named: dict, paired: Paired) -> None:
    words, warehouse = session.t(), session.warehouse()
    st.subheader(words(f"{ROOM}.gains"), anchor=False)
    what = _what()
    called = tune.dial("gains_called", words(f"{ROOM}.called"), 0.05, 0.95, 0.05, CALLED, percent=True)
    curve = back_test.gains(found)
    by_value = caching.judged(f"gains.{paired.table}", lambda: back_test.gains_by_value(warehouse, paired))
    reached, by_money = (back_test.reached(c, called, what) for c in (curve, by_value))
    if reached is None:
        st.caption(words(f"{ROOM}.nothing_to_reach"))
        return
    told = {"called": called, "reached": reached, "by_money": by_money, "times": times(reached / called)}
    st.markdown(words(f"{ROOM}.gains_{what}", **told))
    frames = gains.frames(curve, by_value, what, named, (called, reached, words.percent(reached)), session.look())
    labels = {key: words(f"{ROOM}.gains_{key}") for key in ("clients", "told", "by_class", "by_value", "at_random")}
    labels |= {"reached": words(f"{ROOM}.of_{what}"), "class": words("columns.class")}
    parts.chart(gains.chart, labels, frames, key=f"{KEY}_gains", alt=words(f"{ROOM}.gains"))
    st.caption(words(f"{ROOM}.gains_how" if found.column.ordered else f"{ROOM}.gains_how_unordered"))


def _what() -> str:
    words, options = session.t(), ("revenue", "returned")
    look = {"format_func": lambda what: words(f"{ROOM}.of_{what}"), "required": True, "persist_state": "session"}
    return st.segmented_control(words(f"{ROOM}.what"), options, default="revenue", key=f"{ROOM}.what", **look)


def _table(found: BackTest, named: dict) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.by_class"), anchor=False)
    names = "class customers returned return_rate return_lift revenue revenue_share revenue_per_customer revenue_lift"
    heads = [words(f"columns.{name}") for name in names.split()]
    rows = [row | {"class": named[row["class"]]} for row in found.rows]
    everyone = found.whole | {"class": words(f"{ROOM}.everyone")}
    numbers(heads, [_line(row) for row in (*rows, everyone)], f"{KEY}.table", align="right")
    taken = [{key: row[key] for key in TAKEN} for row in (*rows, everyone)]
    st.caption(words(f"{ROOM}.bounds"))
    parts.downloads("back_test", lambda: taken, KEY)


def _money(value: float) -> str:
    """Whole units: cents of an uncertain mean tell nothing."""
    return session.t().number(round(value))


def _line(row: dict) -> list[str]:
    words = session.t()
    return [
        row["class"],
        words.number(row["customers"]),
        words.number(row["returned"]),
        within(row["return_rate"], row["return_low"], row["return_high"], words.percent),
        times(row["return_lift"]),
        words.money(row["revenue"]),
        words.percent(row["revenue_share"]),
        within(row["revenue_per_customer"], row["revenue_low"], row["revenue_high"], _money),
        times(row["revenue_lift"]),
    ]
