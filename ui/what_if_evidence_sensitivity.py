"""Sensitivity on screen: how the classes would share the clients with one threshold elsewhere; today's line can be dragged."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.charts import class_timeline, sweep
from analytics.facts import Facts
from analytics.methods import sensitivity
from analytics.methods.sensitivity import Dial
from analytics.thresholds import Thresholds
from ui import caching, lifecycle_controls, parts, session, tune
from ui.retention_economics import numbers
from ui.what_if_evidence_words import ROOM, class_names, setting

KEY = "sweep"
SHARES = {"clients": "customer_share", "money": "value_share"}
USUAL = {"share": "abc.share.a", "average": "abc.average.a"}


def show(facts: Facts, thresholds: Thresholds) -> None:
    words, warehouse = session.t(), session.warehouse()
    names = caching.judged("sweeps", lambda: sensitivity.offered(warehouse, facts, thresholds))
    if not names:
        st.info(words(f"{ROOM}.nothing_to_sweep"), icon=":material/event_busy:")
        return
    name, share = _chosen(names, thresholds)
    dial = sensitivity.dial(warehouse, facts, thresholds, name)
    with st.spinner(words("frame.computing")):
        rows = caching.judged(f"sweep.{name}", lambda: sensitivity.sweep(warehouse, dial))
    column = dial.at(dial.now)
    named = class_names(list(dict.fromkeys(row["class"] for row in rows)), column.name)
    parts.headline(_sentence(dial, rows, named))
    _picture(facts, dial, rows, share, named)
    _table(dial, rows, named)


def _chosen(names: list[str], thresholds: Thresholds) -> tuple[str, str]:
    """The threshold that is swept, and whether clients or money are shared."""
    words = session.t()
    usual = USUAL.get(thresholds["abc.method"], names[0])
    place = names.index(usual) if usual in names else 0
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        look = {"format_func": lambda name: words.name("thresholds", name), "persist_state": "session", "width": 460}
        name = st.selectbox(words(f"{ROOM}.threshold"), names, place, key=f"{ROOM}.threshold", **look)
        said = {"clients": words("columns.customers"), "money": words(f"thresholds.measure.{thresholds['measure']}")}
        look = {"format_func": said.get, "required": True, "persist_state": "session"}
        share = st.segmented_control(
            words(f"{ROOM}.shared"), list(said), default="clients", key=f"{ROOM}.shared", **look
        )
    return name, share


def _sentence(dial: Dial, rows: list[dict], named: dict) -> str:
    """The class the threshold moves most: from how many to how many; and what one step of a hand does today."""
    words = session.t()
    code = max(named, key=lambda code: _swing(rows, code))
    least, most = sensitivity.span(rows, code)
    if least["customers"] == most["customers"]:
        return words(f"{ROOM}.moves_nobody")
    now = next(row for row in rows if row["class"] == code and row["at"] == dial.now)
    told = {"name": named[code], "least": least["customers"], "most": most["customers"], "now": now["customers"]}
    at = {"least_at": setting(dial.name, least["at"]), "most_at": setting(dial.name, most["at"])}
    sentence = words(f"{ROOM}.swing", at=setting(dial.name, dial.now), **told, **at)
    return f"{sentence} {_one_step(dial)}" if dial.now < dial.high else sentence


def _one_step(dial: Dial) -> str:
    words, moved = session.t(), sensitivity.moved(session.warehouse(), dial)
    there = setting(dial.name, min(round(dial.now + dial.step, sensitivity.DIGITS), dial.high))
    return words(f"{ROOM}.one_step", n=moved, there=there) if moved else words(f"{ROOM}.one_step_nobody", there=there)


def _swing(rows: list[dict], code: str | None) -> int:
    least, most = sensitivity.span(rows, code)
    return most["customers"] - least["customers"]


def _picture(facts: Facts, dial: Dial, rows: list[dict], share: str, named: dict) -> None:
    words, look = session.t(), session.look()
    marks = _marks(dial)
    frames = sweep.frames(rows, SHARES[share], named, partial(setting, dial.name), marks, look)
    measure = session.thresholds()["measure"]
    of_what = words("columns.customer_share") if share == "clients" else parts.measure_heads()["value_share"]
    labels = {"threshold": words.name("thresholds", dial.name), "share": of_what}
    colours = class_timeline.colors(list(named), look)
    reach = (dial.low, dial.high, dial.name in sensitivity.IN_PERCENT)
    with st.container(gap=None):
        # a key becomes the name of a style class, by which the line finds its chart: no points in it
        key = "_".join([KEY, *dial.name.split("."), share, measure])
        parts.chart(
            sweep.chart, labels, frames, tuple(named.values()), colours, *reach, key=key, alt=labels["threshold"]
        )
        wide = dial.high - dial.low
        line = ("now", marks[0][1], (dial.now - dial.low) / wide)
        step = dial.step / wide
        tune.cut_lines(
            key, [line], sweep.height(len(named)), 1, partial(_moved, facts, dial), across=True, step=step, key=key
        )
    st.caption(" ".join([words(f"{ROOM}.drag_hint"), *_remarks(dial)]))


def _marks(dial: Dial) -> list[tuple[float, str]]:
    """Today's line, and the textbook's where it stands elsewhere on the way."""
    words, now = session.t(), setting(dial.name, dial.now)
    if dial.textbook == dial.now:
        return [(dial.now, words(f"{ROOM}.now_as_textbook", value=now))]
    marks = [(dial.now, words(f"{ROOM}.now", value=now))]
    if dial.textbook is not None and dial.low <= dial.textbook <= dial.high:
        marks.append((dial.textbook, words("frame.textbook_is", value=setting(dial.name, dial.textbook))))
    return marks


def _remarks(dial: Dial) -> list[str]:
    words = session.t()
    return [] if dial.in_force else [words(f"{ROOM}.not_in_force")]


def _moved(facts: Facts, dial: Dial, line: str, level: float) -> None:
    """Today's line is under the hand: the threshold goes there in its own steps, and the scenarios above go with it."""
    raw = dial.low + level * (dial.high - dial.low)
    value = min(max(round(round(raw / dial.step) * dial.step, sensitivity.DIGITS), dial.low), dial.high)
    if dial.name in lifecycle_controls.DAYS:
        lifecycle_controls.put_days(facts, dial.name, value)
    else:
        tune.move(dial.name, value, dial.step)
    st.rerun([tune.LIVE, f"{ROOM}.sensitivity"])


def _table(dial: Dial, rows: list[dict], named: dict) -> None:
    words = session.t()
    with st.expander(
        words(f"{ROOM}.as_table"), icon=":material/table:", on_change="rerun", key=f"{ROOM}.as_table"
    ) as opened:
        if not opened.open:
            return
        held = {(row["at"], row["class"]): row for row in rows}
        lines = [
            [setting(dial.name, at), *(words.number(held[at, code]["customers"]) for code in named)]
            for at in dict.fromkeys(row["at"] for row in rows)
        ]
        numbers([words.name("thresholds", dial.name), *named.values()], lines, f"{KEY}.table", align="right")
        taken = [{"setting": row["at"]} | row | {"class": named[row["class"]]} for row in rows]
        for row in taken:
            del row["at"]
        parts.downloads("sensitivity", lambda: taken, KEY)
