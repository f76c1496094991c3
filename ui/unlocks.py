"""What the base at hand lacks, and what it would answer if it did not: a compact table."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from analytics.doctor.unlocks import lacking, name
from ui import session


def show() -> None:
    words, found = session.t(), lacking(session.columns())
    if not found:
        return
    with st.expander(words("unlocks.title"), icon=":material/lock_open:"):
        st.caption(words("unlocks.about"))
        rows = [{"what": name(each, words), "gives": words(f"unlocks.{each.code}")} for each in found]
        st.table(pa.Table.from_pylist(rows).rename_columns([words("unlocks.what"), words("unlocks.gives")]))
