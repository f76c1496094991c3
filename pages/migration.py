"""Who climbed and who fell? Classes of two periods side by side: the matrix of moves, their flow and their money."""

import streamlit as st

from analytics.charts import change_bars, flow, moves
from analytics.methods import abc_analysis, migration
from ui import migration_clients, migration_history, migration_words, parts, session, tune, windows

ROOM, CLASS = "migration", "migration.class"
THRESHOLDS_OF = {
    "abc_share_class": ("abc.share.a", "abc.share.b"),
    "abc_average_class": ("abc.average.a", "abc.average.c"),
    "abc_volume_frequency_class": ("abc.volume_frequency.split",),
    "xyz_class": ("xyz.measure", "xyz.count_from", "bucket", "include_unfinished"),
    "rfm_segment": ("rfm.bins", "rfm.method", "rfm.monetary"),
    "lifecycle_stage": ("lifecycle.boundaries", "lifecycle.regular_from"),
}


def live() -> None:
    facts = windows.guard()
    class_picker(facts)
    windows.picker()
    name = chosen_class(facts)
    asked = migration.of_class(windows.paired(), session.thresholds(), name)
    cells = migration.matrix(session.warehouse(), asked)
    parts.headline(migration_words.headline(cells, asked))
    words = migration_words.of_cells(cells, asked)
    grid(words, name)
    st.caption(session.t()(f"{ROOM}.choose_a_cell"))
    ribbons(words, name)
    money(cells)


def rest() -> None:
    thresholds, name, paired = session.thresholds(), chosen_class(session.facts()), windows.paired()
    asked = migration.of_class(paired, thresholds, name)
    cells = migration.matrix(session.warehouse(), asked)
    history = migration_history.found(asked) if paired.now.dated else None
    migration_clients.show(cells, asked, history)
    if paired.now.dated:
        migration_history.show(asked, history)
        steadiness(paired, thresholds)
    else:
        st.info(session.t()(f"{ROOM}.of_totals"), icon=":material/event_busy:")
    parts.explained(ROOM, THRESHOLDS_OF.get(name, ()))


def class_picker(facts) -> None:
    """The class that is followed."""
    words, names = session.t(), class_names(facts)
    class_name = lambda name: words.name("columns", name)  # noqa: E731
    redraw = lambda: st.rerun([tune.LIVE, tune.REST])  # noqa: E731
    look = {"format_func": class_name, "key": CLASS, "persist_state": "session", "on_change": redraw, "width": 320}
    st.selectbox(words(f"{ROOM}.class"), names, names.index(usual_class(facts)), **look)


def chosen_class(facts) -> str:
    chosen = st.session_state.get(CLASS)
    return chosen if chosen in class_names(facts) else usual_class(facts)


def usual_class(facts) -> str:
    """The chosen method of ABC, or the first where it cannot be followed."""
    usual, names = abc_analysis.method(session.thresholds(), facts).column().name, class_names(facts)
    return usual if usual in names else names[0]


def class_names(facts) -> list[str]:
    return migration.followed(session.thresholds(), facts)


def labels() -> dict[str, str]:
    words = session.t()
    return {side: words(f"{ROOM}.{side}") for side in ("down", "across")} | {
        "customers": words("columns.customers"),
        "money": words(f"thresholds.measure.{session.thresholds()['measure']}"),
    }


def grid(words: migration_words.Cells, name: str) -> None:
    frames = moves.frames(words.shown, session.look())
    alt = session.t()(f"{ROOM}.question")
    parts.chart(moves.chart, labels(), frames, words.down, words.across, key=f"moves.{name}", select=True, alt=alt)


def ribbons(words: migration_words.Cells, name: str) -> None:
    say = session.t()
    st.subheader(say(f"{ROOM}.flow"), anchor=False)
    st.caption(say(f"{ROOM}.flow_how"))
    frames = flow.frames(words.shown, words.down, words.across, session.look())
    size = (max(len(words.down), len(words.across)), flow.longest_line(frames))
    parts.chart(flow.chart, labels(), frames, *size, key=f"flow.{name}", alt=say(f"{ROOM}.flow"))


def money(cells: list[dict]) -> None:
    say = session.t()
    rows = migration.moves(cells)
    st.subheader(say(f"{ROOM}.money", measure=migration_words.measure()), anchor=False)
    groups = [migration_words.group(row) for row in rows]
    told = {"value": labels()["money"], "group": say("columns.move"), "told": say("columns.customers")}
    frames = change_bars.frames(groups, session.look())
    parts.chart(change_bars.chart, told, frames, len(groups), key=f"money.{len(groups)}", alt=say(f"{ROOM}.money_alt"))
    parts.table(rows, ["move", "customers", "value_from", "value_to", "value_change"], key="moves")


def steadiness(paired, thresholds) -> None:
    say = session.t()
    st.subheader(say(f"{ROOM}.steadiness"), anchor=False)
    st.caption(say(f"{ROOM}.steadiness_how"))
    rows = migration.steady(session.warehouse(), paired, thresholds)
    if all(row["x_share_from"] is None and row["x_share_to"] is None for row in rows):
        st.info(say(f"{ROOM}.steadiness_none"), icon=":material/hourglass_empty:")
        return
    told = [row | {"x_share_change": migration_words.points(row["x_share_change"])} for row in rows]
    parts.table(told, ["class", "x_share_from", "x_share_to", "x_share_change"], key="steadiness")


parts.page(ROOM, live, rest)
