"""The form of one file being opened: what was detected and why, each guess changeable, the preview re-read at once."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.ingest import Understanding
from analytics.schema import BASES
from ui import opening, parts, remembered, session

ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "cp1252")
DELIMITERS = (",", ";", "\t", "|", "*", " ")
DATE_ORDERS = ("dmy", "mdy", "ymd")


def show(i: int, file: Understanding) -> None:
    words = session.t()
    with st.container(border=True):
        st.markdown(f"**{parts.plain(file.name)}**")
        remembered.show(i, file)
        kind(i, file)
        report(i, file)
        for column in file.missing:
            st.warning(words("data.missing", column=words.name("columns", column)), icon=":material/help:")
        for notice in file.notices:
            st.caption(parts.plain(words(f"ingest.{notice.code}", **notice.particulars)))
        mapping(i, file)
        st.caption(words("data.preview"))
        st.dataframe(
            pd.DataFrame(file.preview, columns=list(file.header)), hide_index=True, height=220, key=f"preview.{i}"
        )
        with st.expander(words("data.how_read"), icon=":material/tune:"):
            for code, particulars in file.evidence.items():
                st.caption(parts.plain(words(f"ingest.{code}", **particulars)))
            dialect(i, file)


def kind(i: int, file: Understanding) -> None:
    words = session.t()
    _chosen(i, file, "kind", tuple(BASES), lambda k: f"{words(f'bases.{k}')}: {words(f'bases.{k}_about')}")


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


def mapping(i: int, file: Understanding) -> None:
    """A selector for each column of ours: required and recognised ones first, the rest on demand."""
    words, base = session.t(), BASES[file.kind]
    names = [c.name for c in base.columns + base.only_to_compute]
    first = [n for n in names if n in base.required or n in file.mapping]
    st.caption(words("data.mapping"))
    _selectors(i, file, first)
    with st.expander(words("data.more_columns", n=len(file.unmapped)), icon=":material/playlist_add:"):
        _selectors(i, file, [n for n in names if n not in first])


def _selectors(i: int, file: Understanding, names: list[str]) -> None:
    words = session.t()
    places = st.columns(4)
    for position, name in enumerate(names):
        now = file.mapping.get(name, "")
        options = list(dict.fromkeys(["", *([now] if now else []), *file.header]))
        star = " *" if name in BASES[file.kind].required else ""
        key = f"map.{file.path.name}.{name}.{now}"
        places[position % 4].selectbox(
            words.name("columns", name) + star, options, options.index(now), key=key,
            format_func=lambda source: source or "—", on_change=lambda n=name, k=key: opening.remap(i, n, st.session_state[k]),
        )  # fmt: skip


def dialect(i: int, file: Understanding) -> None:
    words = session.t()
    if file.container == "csv":
        _chosen(i, file, "encoding", ENCODINGS, str)
        _chosen(
            i,
            file,
            "delimiter",
            DELIMITERS,
            lambda d: words(f"data.delimiter_{DELIMITERS.index(d)}") if d in DELIMITERS else d,
        )
        _chosen(i, file, "decimal", (",", "."), lambda d: words(f"data.decimal_{'comma' if d == ',' else 'point'}"))
    if file.sheets and len(file.sheets) > 1:
        _chosen(i, file, "sheet", file.sheets, str)
    _chosen(i, file, "date_order", DATE_ORDERS, lambda o: words(f"data.order_{o}") if o else "—")
    row, height = st.columns(2)
    with row:
        _told(i, file, "header_row", file.header_row, 0, 1000)
    with height:
        _told(i, file, "header_height", file.header_height, 1, 20)


def _told(i: int, file: Understanding, field: str, now: int | None, least: int, most: int) -> None:
    """A number of the reading, empty while nobody knows it."""
    key = f"{field}.{file.path.name}.{now}"
    st.number_input(
        session.t()(f"data.{field}"), least, most, now, key=key,
        on_change=lambda: _corrected(i, file, **{field: st.session_state[key]}),
    )  # fmt: skip


def _corrected(i: int, file: Understanding, **said: object) -> None:
    """The file read again with one thing said; a row for the header says where it begins, so its height is found anew."""
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
