"""The map of loyalty on its page: when and how the five types pay, and how many clients show each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import loyalty_map
from ui import parts, session

ROOM, CHART = "loyalty_parts", "loyalty_map"


def show(rows: Sequence[dict]) -> None:
    """Rows: type, customers_with_data, customers_showing, mean_score (0..100), one a type.

    A click selects: `parts.chosen_in(loyalty_map.CHART, "picked")` tells its `place` in `loyalty_map.PLACES`.
    """
    words = session.t()
    st.subheader(words(f"{ROOM}.map"), anchor=False)
    names = {row["type"]: words(f"{ROOM}.type_{row['type']}") for row in rows}
    told = "now later directly indirectly customers with_data score".split()
    labels = {key: words(f"{ROOM}.map_{key}") for key in told}
    frames = loyalty_map.frames(rows, names, session.look())
    parts.chart(loyalty_map.chart, labels, frames, key=CHART, select=True, alt=words(f"{ROOM}.map"))
    unknown = [names[row["type"]] for row in rows if not row["customers_with_data"]]
    more = [words(f"{ROOM}.map_unknown", types=", ".join(unknown))] if unknown else []
    st.caption(" ".join([words(f"{ROOM}.map_hint"), *more]))
