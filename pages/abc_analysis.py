"""Who carries the money? ABC by cumulative share, by the average (6·P), by volume and frequency."""

import streamlit as st

from analytics.charts import pareto
from analytics.drawings import abc_analysis as drawings
from analytics.errors import Unusable
from analytics.facts import curve as points_of
from analytics.headlines import abc_analysis as headline
from analytics.headlines.abc_analysis import NAMES
from analytics.methods import abc_analysis, dependence
from ui import caching, parts, session, tune
from ui.concentration import figures as figures_of_concentration

ROOM = "abc_analysis"
BALANCE = ("balance.a_low", "balance.a_high")


def live() -> None:
    facts = parts.guard()
    method = tune.switch("abc.method")
    controls(method, facts)
    thresholds = session.thresholds()
    classes = parts.abc_sizes(facts, thresholds)
    parts.headline(headline.sentence(session.t(), classes, thresholds, facts))
    (grid if method == "volume_frequency" else curve)(method, classes, thresholds, facts)
    alt = session.t()(f"{ROOM}.bars_alt")
    parts.class_split(classes, abc_analysis.MEMBERS, "class_bars", alt, select=True)


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    details(facts, thresholds)
    names = ("abc.method", *NAMES[thresholds["abc.method"]], *BALANCE)
    parts.explained(ROOM, names, average=facts.whole["average"], n=facts.whole["clients"])


def controls(method: str, facts) -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        if method == "share":
            with left:
                tune.slider("abc.share.a", 0.5, 0.95, 0.01, percent=True)
            with right:
                tune.slider("abc.share.b", 0.6, 0.999, 0.005, percent=True)
        elif method == "average":
            with left:
                tune.slider("abc.average.a", 1, 10, 0.1)
            with right:
                tune.slider("abc.average.c", 1, 10, 0.1)
        else:
            tune.switch("abc.volume_frequency.split")
        with st.container(horizontal=True, gap="small"):
            tune.reset_button(("abc.method", *NAMES[method]))
            if method == "average":
                st.button(
                    session.t()(f"{ROOM}.fit"),
                    icon=":material/center_focus_strong:",
                    on_click=fit,
                    type="tertiary",
                    key="fit",
                )


def fit() -> None:
    try:
        a = abc_analysis.fit_average(session.warehouse(), session.facts())
        session.put({"abc.average.a": a})
    except Unusable as fault:
        session.tell(fault)
    st.rerun([tune.LIVE, tune.REST])


def curve(method: str, classes: list[dict], thresholds, facts) -> None:
    points = caching.remembered("pareto_points", lambda: pareto.points(curve_points()))
    lines = drawings.cuts(session.t(), method, classes, thresholds)
    with st.container(gap=None):
        parts.drawn(drawings.curve(session.look(), thresholds, facts, points, classes, lines), "pareto")
        tune.cut_lines("pareto", lines, pareto.HEIGHT, pareto.TOP, dragged)
    st.caption(session.t()(f"{ROOM}.drag_hint"))


def dragged(name: str, level: float) -> None:
    """A cut line is under the hand at this height of the curve."""
    if name in NAMES["share"]:
        tune.move(name, round(level, 3), 0.005)
    elif name in NAMES["average"]:
        times = float(value_at(level) / session.facts().whole["average"])
        tune.move(name, round(times if name == "abc.average.a" else 1 / max(times, 0.01), 2))


def value_at(level: float):
    """The value of the client at whom the curve reaches this height."""
    points = caching.remembered("pareto_curve", curve_points)
    return next((p["value"] for p in points if (p["cumulative_share"] or 0) >= level), points[-1]["value"])


def curve_points() -> list[dict]:
    return points_of(session.warehouse(), session.facts())


def grid(method: str, classes: list[dict], thresholds, facts) -> None:
    judge = abc_analysis.method(thresholds, facts)
    parts.drawn(drawings.grid(session.look(), session.warehouse(), facts, judge), "volume_frequency")
    st.caption(session.t()(f"{ROOM}.splits", revenue=judge.revenue_split, orders=judge.orders_split))


def details(facts, thresholds) -> None:
    words, column = session.t(), abc_analysis.chosen(thresholds, facts)
    classes = parts.abc_sizes(facts, thresholds)
    columns = ["class", "customers", "customer_share", "value", "value_share", "orders", "profit"]
    have = [c for c in columns if any(row[c] is not None for row in classes)]
    parts.table(classes, have, key="classes", heads=parts.measure_heads())
    picked = parts.chosen_in("class_bars", "picked")
    letter = picked[0]["class"] if picked else "A"
    chosen = st.segmented_control(
        words(f"{ROOM}.whose"),
        [c["class"] for c in classes if c["class"]],
        default=letter,
        required=True,
        key=f"list_of.{letter}",
    )
    total = next(row["customers"] for row in classes if row["class"] == chosen)
    st.subheader(words(f"{ROOM}.list", letter=chosen, n=total), anchor=False)
    if total:
        parts.client_list(facts, thresholds, {column.name: chosen}, total, "abc_list")
    else:
        st.caption(words("frame.nobody"))


def concentration() -> None:
    words, facts = session.t(), session.facts()
    found = caching.remembered("concentration", lambda: dependence.concentration(session.warehouse(), facts))
    st.subheader(words(f"{ROOM}.concentration"), anchor=False)
    if found["gini"] is None:
        st.caption(words(f"{ROOM}.no_concentration"))
        return
    figures_of_concentration(found)


parts.page(ROOM, live, rest, still=concentration)
