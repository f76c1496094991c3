"""The form of one file being opened: what was detected and why, each guess changeable, the preview re-read at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.ingest import Understanding, formats, lexicon
from analytics.ingest.understanding import SCALES
from analytics.schema import BASES
from analytics.words import Words
from ui import opening, parts, remembered, session, windows

ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "cp1252")
DELIMITERS = (",", ";", "\t", "|", "*", " ")
DATE_ORDERS = ("dmy", "mdy", "ymd", "1904")
NUMERIC = 0.6
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
WIDE = 320
SEEN_AT_ONCE = 5
FOUND, NOTICED = ":material/check:", ":material/info:"
# What was done to a report is told at once, how its cells are written only to those who ask.
OF_LAYOUT = (
    "period_", "several_", "merged_", "filled_", "groups_", "subtotals_", "document_", "months_", "years_", "report_",
)  # fmt: skip


def show(i: int, file: Understanding) -> None:
    words = session.t()
    with st.container(border=True):
        st.markdown(f"**{parts.plain(file.name)}**")
        remembered.show(i, file)
        kind(i, file)
        found(i, file)
        report(i, file)
        period(i, file)
        for column in file.missing:
            st.warning(words("data.missing", column=words.name("columns", column)), icon=":material/help:")
        mapping(i, file)
        preview(i, file)
        with st.expander(words("data.how_read"), icon=":material/tune:"):
            with st.container(key=f"found_how_{i}"):
                for code, particulars in file.evidence.items():
                    if not code.startswith(OF_LAYOUT):
                        _sentence(FOUND, words(f"ingest.{code}", **particulars))
            dialect(i, file)


def found(i: int, file: Understanding) -> None:
    """What there is to know before the rows are taken: what was made of a report, and what to look at."""
    words = session.t()
    with st.container(key=f"found_{i}"):
        for code, particulars in file.evidence.items():
            if code.startswith(OF_LAYOUT):
                _sentence(FOUND, words(f"ingest.{code}", **particulars))
        for notice in file.notices:
            _sentence(NOTICED, words(f"ingest.{notice.code}", **notice.particulars))


def _sentence(icon: str, text: str) -> None:
    st.caption(f"{icon} {parts.plain(text)}")


def preview(i: int, file: Understanding) -> None:
    """The first rows as the file writes them; numbers stand to the right, as people compare them."""
    rows = pd.DataFrame(file.preview, columns=list(file.header)).fillna("")
    cells = {name: [row[p] for row in file.preview if row[p]] for p, name in enumerate(file.header)}
    figures = [name for name, filled in cells.items() if _are_numbers(filled)]
    aligned = {name: st.column_config.TextColumn(alignment="right") for name in figures}
    height = 220 if len(rows) > SEEN_AT_ONCE else "content"
    st.caption(session.t()("data.preview"))
    st.dataframe(rows, hide_index=True, height=height, column_config=aligned, key=f"preview.{i}")


def _are_numbers(cells: list[str]) -> bool:
    return bool(cells) and sum(map(formats.is_number, cells)) >= NUMERIC * len(cells)


def kind(i: int, file: Understanding) -> None:
    words = session.t()
    with st.container(key=f"fields_kind_{i}"):
        _chosen(i, file, "kind", tuple(BASES), lambda k: words(f"bases.{k}"))
    st.caption(words(f"bases.{file.kind}_about"))


def report(i: int, file: Understanding) -> None:
    """What a report asks: which of its tables, the year of its months, the steps that made a table of it."""
    words = session.t()
    if len(file.tables) > 1:
        _chosen(i, file, "table", tuple(range(len(file.tables))), lambda place: file.tables[place])
    if file.asks_year:
        _told(i, file, "year", opening.hints_of(file).year, 1900, 2199)
    if file.offers:
        key = f"layout.{file.path.name}.{'.'.join(file.layout)}"
        st.pills(
            words("data.layout"), file.offers, selection_mode="multi", default=file.layout, key=key,
            format_func=lambda step: words(f"data.layout_{step}"), help=words("data.layout_about"),
            on_change=lambda: _corrected(i, file, layout=tuple(st.session_state[key])),
        )  # fmt: skip


def period(i: int, file: Understanding) -> None:
    """The days a file of totals is for: what it says, changeable; empty when it is of no period."""
    if file.kind != "totals":
        return
    words, now = session.t(), file.period or ()
    key = f"period.{file.path.name}.{now}"
    reach = {"min_value": min([FIRST_DAY, *now]), "max_value": max([LAST_DAY, *now])}

    def change() -> None:
        if len(st.session_state[key]) != 1:
            _corrected(i, file, period=tuple(st.session_state[key]))

    label, help_ = words("data.period_of"), words("data.period_about")
    form = windows.FORMS[session.language()]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(label, now, key=key, on_change=change, format=form, help=help_, width=WIDE, **reach)
        if now and st.button(words("data.period_none"), type="tertiary", key=f"no_{key}"):
            _corrected(i, file, period=())
            st.rerun()


def mapping(i: int, file: Understanding) -> None:
    """A selector for each column of ours: required and recognised ones first, the rest on demand."""
    words, base = session.t(), BASES[file.kind]
    names = [c.name for c in base.columns + base.only_to_compute]
    first = [n for n in names if n in base.required or n in file.mapping]
    st.caption(words("data.mapping"))
    _selectors(i, file, first, "first")
    if rest := [n for n in names if n not in first]:
        with st.expander(words("data.more_columns", n=len(file.unmapped)), icon=":material/playlist_add:"):
            _selectors(i, file, rest, "more")


def _selectors(i: int, file: Understanding, names: list[str], which: str) -> None:
    words, grid = session.t(), st.container(key=f"fields_{which}_{i}")
    for name in names:
        now = file.mapping.get(name, "")
        codes = [code for code in dict.fromkeys(lexicon.codes(name).values()) if code not in file.header]
        options = list(dict.fromkeys(["", *([now] if now else []), *file.header, *codes]))
        star = " *" if name in BASES[file.kind].required else ""
        key = f"map.{file.path.name}.{name}.{now}"
        grid.selectbox(
            words.name("columns", name) + star, options, options.index(now), key=key,
            format_func=lambda source, codes=codes: _source(words, source, codes),
            on_change=lambda n=name, k=key: opening.remap(i, n, st.session_state[k]),
        )  # fmt: skip


def _source(words: Words, source: str, codes: list[str]) -> str:
    """A column of the file by its name; a code as what every row is then."""
    return words("data.every_row", value=words(f"data.code_{source}")) if source in codes else source or "—"


def dialect(i: int, file: Understanding) -> None:
    words = session.t()
    with st.container(key=f"fields_dialect_{i}"):
        if file.container == "csv":
            _chosen(i, file, "encoding", ENCODINGS, str)
            _chosen(
                i, file, "delimiter", DELIMITERS,
                lambda d: words(f"data.delimiter_{DELIMITERS.index(d)}") if d in DELIMITERS else d,
            )  # fmt: skip
            _chosen(i, file, "decimal", (",", "."), lambda d: words(f"data.decimal_{'comma' if d == ',' else 'point'}"))
        if file.sheets and len(file.sheets) > 1:
            _chosen(i, file, "sheet", file.sheets, str)
        if file.kind == "scores":
            _chosen(i, file, "scale", SCALES, lambda s: words(f"data.scale_{SCALES.index(s)}") if s else "—")
        _chosen(i, file, "date_order", DATE_ORDERS, lambda o: words(f"data.order_{o}") if o else "—")
        _told(i, file, "header_row", file.header_row, 0, 1000)
        _told(i, file, "header_height", file.header_height, 1, 20)


def _told(i: int, file: Understanding, field: str, now: int | None, least: int, most: int) -> None:
    """A number of the reading, empty while nobody knows it."""
    key = f"{field}.{file.path.name}.{now}"
    st.number_input(
        session.t()(f"data.{field}"), least, most, now, key=key,
        on_change=lambda: _corrected(i, file, **{field: st.session_state[key]}),
    )  # fmt: skip


def _corrected(i: int, file: Understanding, **said: object) -> None:
    """The file read again with one thing said; a row for the header says where it begins, so its height is found anew.
    Another sheet or table of it may be of another period."""
    if said.keys() & {"sheet", "table"}:
        said |= {"period": None}
    if "header_row" in said:
        said |= {"header_height": None}
    if "header_height" in said and said["header_height"]:
        said |= {"header_row": file.header_row}
    opening.corrected(i, replace(opening.hints_of(file), **said))


def _chosen(i: int, file: Understanding, field: str, options: tuple, shown) -> None:
    """A selector of one guess; its key carries the guess, so that a new reading shows what it found."""
    now = getattr(file, field)
    options = options if now in options else (now, *options)
    key = f"{field}.{file.path.name}.{now}"
    st.selectbox(
        session.t()(f"data.{field}"), options, options.index(now), format_func=shown, key=key,
        on_change=lambda: _corrected(i, file, **{field: st.session_state[key]}),
    )  # fmt: skip
