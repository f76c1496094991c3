"""Below the charts of satisfaction: who gave a score, and the same measures by manager, class and client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import streamlit as st

from analytics.charts import interval_rows
from analytics.classes import count
from analytics.customers import crossable
from analytics.facts import Facts
from analytics.methods import satisfaction
from analytics.thresholds import Thresholds
from ui import column_words, parts, session
from ui.markup import plain
from ui.satisfaction_charts import SPREAD, which
from ui.satisfaction_words import ROOM, in_words, points, quarter_name

CUTS = ("manager", "class", "client")
TOLD = "key answers nps nps_low nps_high csi mean_score".split()
CLIENT_TOLD = "name customer_id answers low high detractors mean_score csi".split()


def who_scored(facts: Facts, thresholds: Thresholds) -> None:
    """The clients behind the bar of the distribution that was clicked, those of them who bought in the window."""
    picked = parts.chosen_in(SPREAD, "score")
    if not picked:
        return
    words, warehouse, score = session.t(), session.warehouse(), int(picked[0]["score"])
    among = satisfaction.scored(warehouse, facts, score, which())
    n = satisfaction.scorers(warehouse, among)
    st.subheader(words(f"{ROOM}.scored", score=score, n=n), anchor=False)
    _listed(facts, thresholds, among, n, "scored_list")


def _listed(facts: Facts, thresholds: Thresholds, among: str, n: int, key: str) -> None:
    """Those of `n` clients who bought in the window, and how many did not."""
    listed = count(session.warehouse(), facts, (), {}, among=among)
    if listed:
        parts.client_list(facts, thresholds, {}, listed, key, among)
    if listed < n:
        st.caption(session.t()(f"{ROOM}.not_listed", n=n - listed))


def show(rows: list[dict], facts: Facts, thresholds: Thresholds) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.cuts"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        cut, quarter = _cut(), _quarter(rows)
        column = _class(facts, thresholds) if cut == "class" else None
    if cut == "client":
        clients(facts, thresholds, quarter)
        return
    asked = (session.warehouse(), facts, thresholds)
    its = satisfaction.by_class(*asked, column, quarter) if column else satisfaction.by_manager(*asked, quarter)
    if not any(row["key"] for row in its):
        st.caption(words(f"{ROOM}.no_answers" if column else f"{ROOM}.no_managers"))
        return
    whole = next((row for row in rows if row["quarter"] == quarter), None) or satisfaction.overall(*asked)
    groups([row | {"name": _name(row["key"], column)} for row in its], whole)
    if column:
        st.caption(words(f"{ROOM}.class_about"))
        table(its, column)
        return
    st.caption(words(f"{ROOM}.choose_a_manager"))
    picked = table(its, column, on_select="rerun", selection_mode="single-row").selection.rows
    if picked:
        of_manager(its[picked[0]]["key"], facts, thresholds, quarter)


def of_manager(manager: str | None, facts: Facts, thresholds: Thresholds, quarter: dt.date | None) -> None:
    """The clients who answered about the manager whose row was chosen."""
    words, warehouse = session.t(), session.warehouse()
    among = satisfaction.answered_of_manager(warehouse, facts, manager, quarter)
    n = satisfaction.scorers(warehouse, among)
    st.subheader(words(f"{ROOM}.of_manager", name=plain(_name(manager, None)), n=n), anchor=False)
    _listed(facts, thresholds, among, n, "manager_list")


def groups(rows: list[dict], whole: dict) -> None:
    """Each row's NPS with its interval beside that of all, and the one that is worse than all for certain."""
    words = session.t()
    worst = worse_for_certain(rows, whole)
    if worst:
        told = {"nps": points(worst["nps"]), "all": points(whole["nps"]), "n": worst["nps_answers"]}
        st.markdown(words(f"{ROOM}.worst", name=plain(worst["name"]), **told))
    known = [row for row in rows if row["nps_answers"]]
    if not known:
        return
    line = {"value": whole["nps"], "label": words(f"{ROOM}.all_together", nps=points(whole["nps"]))}
    shown = [_row(row) for row in known]
    frames = interval_rows.frames(shown, line if whole["nps"] is not None else None, points, session.look())
    labels = {"value": words(f"{ROOM}.nps"), "within": words(f"{ROOM}.within"), "count": words(f"{ROOM}.count")}
    names = tuple(row["name"] for row in shown[: interval_rows.MOST_ROWS])
    parts.chart(interval_rows.chart, labels, frames, names, key="nps_rows", alt=words(f"{ROOM}.cuts"))
    told = [words(f"{ROOM}.rows_hint")]
    if len(names) < len(known):
        told.append(words(f"{ROOM}.rows_more", shown=len(names), all=len(known)))
    st.caption(" ".join(told))


def worse_for_certain(rows: list[dict], whole: dict) -> dict | None:
    known = [row for row in rows if row["nps"] is not None and whole["nps"] is not None]
    worst = min(known, key=lambda row: row["nps"], default=None)
    return worst if worst and len(known) > 1 and worst["nps_high"] < whole["nps"] else None


def table(rows: list[dict], column, **options):
    shown = [in_words(row) | {"key": _name(row["key"], column)} for row in rows]
    found = [{key: row[key] for key in TOLD} | {"key": _name(row["key"], column)} for row in rows]
    head = session.t().name("columns", column.name) if column else session.t()("columns.manager")
    drawn = parts.table(
        shown, TOLD, f"satisfaction_by_{column.name if column else 'manager'}", {"key": head}, **options
    )
    parts.downloads("satisfaction", lambda: found, "satisfaction")
    return drawn


def clients(facts: Facts, thresholds: Thresholds, quarter: dt.date | None) -> None:
    words, asked = session.t(), (session.warehouse(), facts, thresholds, quarter)
    total = satisfaction.clients(session.warehouse(), facts, quarter)
    if not total:
        st.caption(words(f"{ROOM}.no_clients"))
        return
    st.caption(f"{words(f'{ROOM}.clients_about')} {words(f'{ROOM}.client_csi_empty')}")
    found = satisfaction.by_client(*asked, parts.PAGE_ROWS, parts.rows_before(total, f"surveyed.{quarter}"))
    told = [
        row | {"mean_score": in_words(row)["mean_score"], "csi": session.t().number(row["csi"], 1)} for row in found
    ]
    parts.table_of_clients(told, CLIENT_TOLD, "surveyed")
    parts.downloads("satisfaction_clients", _everyone(asked), "surveyed")


def _everyone(asked: tuple) -> Callable:
    return lambda: [{key: row[key] for key in CLIENT_TOLD} for row in satisfaction.by_client(*asked)]


def _cut() -> str:
    words = session.t()
    name = lambda cut: words(f"{ROOM}.cut_{cut}")  # noqa: E731
    shown = {"default": CUTS[0], "required": True, "key": f"{ROOM}.cut", "format_func": name}
    return st.segmented_control(words(f"{ROOM}.cut"), CUTS, **shown)


def _quarter(rows: list[dict]) -> dt.date | None:
    """The quarter that is looked at; None: the whole window."""
    words, quarters = session.t(), [row["quarter"] for row in reversed(rows) if row["answers"]]
    name = lambda day: quarter_name(day) if day else words(f"{ROOM}.whole_window")  # noqa: E731
    key = f"{ROOM}.period"
    return st.selectbox(words(f"{ROOM}.period"), ["", *quarters], 0, key=key, format_func=name, width=220) or None


def _class(facts: Facts, thresholds: Thresholds):
    words, columns = session.t(), {column.name: column for column in crossable(thresholds, facts)}
    name = lambda code: words.name("columns", code)  # noqa: E731
    return columns[
        st.selectbox(words(f"{ROOM}.which_class"), list(columns), 0, key=f"{ROOM}.class", format_func=name, width=260)
    ]


def _name(key: str | None, column) -> str:
    words = session.t()
    if key is None:
        return words(f"{ROOM}.no_class" if column else "frame.not_given")
    if column is None:
        return key
    return column_words.of_code(column.name, key)


def _row(row: dict) -> dict:
    why = "" if row["nps_reason"] is None else session.t()(f"{ROOM}.{row['nps_reason']}")
    told = {"name": row["name"], "value": row["nps"], "low": row["nps_low"], "high": row["nps_high"]}
    return told | {"count": row["nps_answers"], "why": why}
