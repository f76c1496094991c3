"""The file doctor under the control totals: what is worth a look, what it does to the numbers, and what can be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from contextlib import suppress
from decimal import Decimal

import duckdb
import pyarrow as pa
import streamlit as st

from analytics import exports
from analytics.doctor import duplicates, examination, joins, merging, telling
from analytics.doctor.finding import EXAMPLES, Finding
from analytics.words import Words
from ui import parts, session, taken_away
from ui.workspaces import Workspace

ICONS = {"wrong": ":material/error:", "look": ":material/visibility:", "note": ":material/info:"}
COLOURS = {"wrong": "red", "look": "orange", "note": "gray"}
OUT_OF_ROOM = (duckdb.OutOfMemoryException, duckdb.IOException)
CODES = {"other": "bases", "kind": "bases"}


def show(similar: list[Finding]) -> None:
    """Headline, then a row per finding that opens to its reasons, rows and remedies; `similar` only counts, its row is
    drawn beside it.
    """
    words = session.t()
    st.subheader(words("doctor.title"), anchor=False)
    try:
        found = findings()
    except OUT_OF_ROOM:
        st.warning(words("doctor.unfinished"), icon=":material/warning:")
        return
    _tell(found, similar, words)


def _tell(found: list[Finding], similar: list[Finding], words: Words) -> None:
    grave = examination.at_stake(found) + similar
    parts.headline(_headline(grave, words) if grave else words("doctor.healthy"))
    if not any(finding.code in ("totals_differ", "duplicates_dropped") for finding in found):
        st.caption(f":material/balance: {words('doctor.balanced')}")
    with st.container(gap="xsmall"):
        for finding in found:
            _row(finding)


def findings() -> list[Finding]:
    with st.spinner(session.t()("command_line.examining")):
        return examined(session.workspace())


def examined(workspace: Workspace) -> list[Finding]:
    """What the doctor finds in the base, asked once."""
    return workspace.known("findings", lambda: examination.examine(workspace.warehouse, dt.date.today()))


def examine_beforehand(workspace: Workspace) -> None:
    """The import asks, so that the page need not wait. A fault is none of the import: the page asks again and tells it."""
    with suppress(duckdb.Error):
        examined(workspace)


def label(finding: Finding, words: Words) -> str:
    badge = f":{COLOURS[finding.severity]}-badge[{words(f'doctor.{finding.severity}')}]"
    return f"{badge} {telling.sentence(finding, words, parts.plain)}"


def correct(change: Callable[[], object]) -> None:
    """The base is changed, nothing remembered of the old one is shown again, and the page is drawn anew."""
    change()
    session.workspace().changed()
    st.rerun()


def _headline(grave: list[Finding], words: Words) -> str:
    told = words("doctor.headline", n=len(grave))
    dearest = max((abs(f.money) for f in grave if f.money is not None), default=Decimal(0))
    return f"{told}: {words('doctor.headline_money', money=dearest)}." if dearest else f"{told}."


def _row(finding: Finding) -> None:
    words = session.t()
    key = f"finding.{finding.code}.{finding.kind}"
    with st.expander(label(finding, words), icon=ICONS[finding.severity]):
        st.markdown(" ".join(filter(None, [telling.why(finding, words, parts.plain), telling.effect(finding, words)])))
        if finding.rows:
            examples(finding.rows.examples, key)
        with st.container(horizontal=True, gap="small"):
            _remedy(finding, key)
            if finding.rows:
                _download(finding, key)


def _remedy(finding: Finding, key: str) -> None:
    words, warehouse = session.t(), session.warehouse()
    if finding.code == "duplicates" and st.button(words("doctor.drop"), key=f"{key}.drop", icon=":material/remove:"):
        correct(lambda: duplicates.drop(warehouse, finding.kind))
    if finding.code == "duplicates_dropped" and st.button(
        words("doctor.keep"), key=f"{key}.keep", icon=":material/undo:"
    ):
        correct(lambda: duplicates.keep(warehouse, finding.kind))
    if (
        finding.code in ("future_dates", "far_dates")
        and finding.kind == "sales"
        and finding.particulars["likely_first"]
    ):
        _likely_days(finding, key)
    if finding.code == "not_in_main" and finding.particulars["alike"]:
        pressed = st.button(words("doctor.join"), key=f"{key}.join", icon=":material/join:")
        if pressed:
            main = session.main_base()
            correct(lambda: merging.merge(warehouse, joins.pairs(warehouse, main, finding.kind)))


def _likely_days(finding: Finding, key: str) -> None:
    """The odd rows stay in the base; the period is chosen without their days."""
    words, days = session.t(), [finding.particulars[name] for name in ("likely_first", "likely_last")]
    label = words("doctor.likely_days", first=days[0], last=days[1])
    if st.button(label, key=f"{key}.days", icon=":material/date_range:"):
        session.choose("window", f"{days[0]}..{days[1]}")
        st.rerun()


def examples(rows: list[dict], key: str) -> None:
    """A small table as the language writes it: money, counts, rates, days; the visitor's own text letter for letter."""
    words = session.t()
    have = [name for name in rows[0] if any(row[name] not in (None, _id_told(name, row)) for row in rows)]
    texts = {name: [_written(name, row[name], words) for row in rows] for name in have}
    table_of_texts(texts, {name for name in have if not _is_text(rows, name)}, f"{key}.rows")
    if len(rows) == EXAMPLES:
        st.caption(words("doctor.examples", n=len(rows)))


def table_of_texts(texts: dict[str, list[str]], figures: Collection[str], key: str, **options):
    """Column → its cells as they are to be read; columns of `figures` to the right."""
    words = session.t()
    settings = {
        name: st.column_config.TextColumn(words.name("columns", name), alignment="right" if name in figures else "left")
        for name in texts
    }
    table = pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()})
    return st.dataframe(table, column_config=settings, hide_index=True, key=key, width="stretch", **options)


def _id_told(name: str, row: dict) -> object:
    """What a column would only repeat: a name that is the id."""
    return row.get("customer_id") if name in ("name", "customer_name") else None


def _is_text(rows: list[dict], name: str) -> bool:
    return any(isinstance(row[name], str | dt.date) for row in rows)


def _written(name: str, value: object, words: Words) -> str:
    if isinstance(value, Decimal):
        return words.money(value)
    if isinstance(value, dt.date):
        return words.month(value) if name == "month" else words.date(value)
    if isinstance(value, float):
        return words.percent(value)
    return words.number(value) if isinstance(value, int) else words.name(CODES.get(name, ""), value)


def _download(finding: Finding, key: str) -> None:
    words, warehouse = session.t(), session.warehouse()
    head = lambda column: words.name("columns", column)  # noqa: E731
    taken_away.button(
        words("doctor.download"), lambda: exports.csv_for_excel(finding.rows.all(warehouse), head, words),
        f"{finding.code}.csv", f"{key}.download",
    )  # fmt: skip
