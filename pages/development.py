"""What drives the change in revenue? Two windows, the bridge between them, and what happened to each client."""

import streamlit as st

from analytics.headlines import development as headline
from analytics.methods import development
from analytics.methods.bridge import FACTORS
from ui import caching, development_charts, development_clients, parts, session, tune, windows

ROOM = "development"
ALIKE_DAYS = 3  # as two months are, and a leap year beside a common one
NAMES = ("development.steady", "development.switched")
READ = ("revenue", *(factor for factor in FACTORS if factor != "margin"), "profit", "margin")


def live() -> None:
    windows.guard()
    windows.picker()
    found = compared()
    parts.headline(headline.sentence(session.t(), found.bridges["revenue"]))
    apart(found)
    waterfall(found)
    levers(found.bridges)
    happened(found)


def rest() -> None:
    found, thresholds = compared(), session.thresholds()
    development_clients.show(found, split_of(found), thresholds)
    parts.explained(ROOM, NAMES, steady=thresholds[NAMES[0]], switched=thresholds[NAMES[1]])


def compared() -> development.Development:
    """The two windows compared; counted when their tables are not there, with a word of patience."""
    paired, warehouse = windows.paired(), session.warehouse()
    compare = lambda: development.compare(warehouse, paired)  # noqa: E731

    def alive(held: development.Development) -> bool:
        return held.paired is paired and warehouse.holds(held.levers)

    return caching.built("development", compare, alive)


def split_of(found: development.Development) -> list[dict]:
    """What happened to the clients: the bars of the hand and the list at rest ask for it."""
    ask = lambda: development.split(session.warehouse(), found, session.thresholds())  # noqa: E731
    return caching.judged(f"split.{found.levers}", ask)


def apart(found) -> None:
    """What one has to know of the windows to read their difference rightly."""
    words, paired = session.t(), found.paired
    then, now = ((facts.whole["revenue_of_returns_only"] or 0) for facts in (paired.then, paired.now))
    if then or now:
        st.caption(words(f"{ROOM}.returns_only", then=then, now=now))
    if not found.with_orders:
        st.caption(words(f"{ROOM}.no_orders"))
    days = [(view.end - view.start).days + 1 for view in (paired.pair.then, paired.pair.now)]
    if abs(days[1] - days[0]) > ALIKE_DAYS:
        st.caption(f":material/straighten: {words(f'{ROOM}.lengths_differ', then=days[0], now=days[1])}")


def waterfall(found) -> None:
    words = session.t()
    name = st.segmented_control(
        words(f"{ROOM}.bridge"),
        list(found.bridges),
        default="revenue",
        required=True,
        key="development.bridge",
        format_func=lambda code: words(f"{ROOM}.{code}"),
    )
    st.caption(words(f"{ROOM}.from_to"))
    development_charts.waterfall_of(found, found.bridges[name])


def levers(bridges: dict[str, list[dict]]) -> None:
    """Every lever once, before and after; the file holds the contributions of each bridge."""
    words = session.t()
    every = [row for bridge in bridges.values() for row in bridge]
    once = {row["factor"]: row for row in every}
    told = [
        {"factor": name, "change": development_charts.change(once[name])}
        | {side: development_charts.amount(name, once[name][f"value_{side}"]) for side in ("from", "to")}
        for name in sorted(once, key=READ.index)
    ]
    with st.expander(words(f"{ROOM}.levers"), icon=":material/tune:", expanded=True):
        heads = {side: words(f"columns.value_{side}") for side in ("from", "to")}
        parts.table(told, ["factor", "from", "to", "change"], key="levers", heads=heads)
        parts.downloads("bridges", lambda: every, "bridges")


def happened(found) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.happened"), anchor=False)
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            tune.slider(NAMES[0], 0, 0.5, 0.01, percent=True)
        with right:
            if found.with_categories:
                tune.slider(NAMES[1], 0.05, 1, 0.01, percent=True)
            else:
                st.caption(words(f"{ROOM}.no_categories"))
        tune.reset_button(NAMES)
    development_charts.bars_of(split_of(found))
    st.caption(words(f"{ROOM}.choose_a_group"))


parts.page(ROOM, live, rest)
