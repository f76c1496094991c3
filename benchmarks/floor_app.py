"""The least an app can do: one slider, one text. What it takes is Streamlit's and the browser's own time."""

import gc

import streamlit as st


@st.cache_resource
def _frozen() -> None:
    gc.collect()
    gc.freeze()


_frozen()
level = st.slider("level", 50, 99, 75)
st.text(f"level {level}")
