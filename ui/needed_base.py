"""A page that stands on a base beside the main one says which, what columns it takes, and where to bring it or see a sample."""

from __future__ import annotations

import streamlit as st

from ui import session


def offer(room: str, *kinds: str) -> None:
    """The page's own sentence `<room>.needs_<kind>` of each, the way to the data page, and that a sample has it."""
    words = session.t()
    for kind in kinds:
        st.info(words(f"{room}.needs_{kind}"), icon=":material/upload_file:")
    st.page_link(session.page("data"), label=words("frame.to_data"), icon=":material/arrow_forward:")
    st.caption(words("frame.sample_has_it"))
