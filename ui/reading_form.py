"""The form of one file being opened: what was detected and why, each guess changeable, the preview re-read at once."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.ingest import Understanding
from analytics.schema import BASES
from ui import opening, parts, session

ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
DATE_ORDERS = ("dmy", "mdy", "ymd")


def show(i: int, file: Understanding) -> None:
    words = session.t()
    with st.container(border=True):
        st.markdown(f"**{parts.plain(file.name)}**")
        kind(i, file)
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
    row = st.number_input(
        words("data.header_row"), 0, 1000, file.header_row, key=f"header_row.{file.path.name}.{file.header_row}"
    )
    if row != file.header_row:
        opening.corrected(i, replace(opening.hints_of(file), header_row=row))
        st.rerun()


def _chosen(i: int, file: Understanding, field: str, options: tuple, shown) -> None:
    """A selector of one guess; its key carries the guess, so that a new reading shows what it found."""
    now = getattr(file, field)
    options = options if now in options else (now, *options)
    key = f"{field}.{file.path.name}.{now}"
    st.selectbox(
        session.t()(f"data.{field}"), options, options.index(now), format_func=shown, key=key,
        on_change=lambda: opening.corrected(i, replace(opening.hints_of(file), **{field: st.session_state[key]})),
    )  # fmt: skip
