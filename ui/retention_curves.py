"""Curves of chosen cohorts beside each other, on the page of retention."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import cohort_lines, cohort_map
from analytics.methods import cohorts
from ui import parts, session
from ui.retention_cohort_map import Cohort

ROOM = "cohorts"


def show(named: Sequence[Cohort], together: Sequence[dict], shown: str, bucket: str) -> None:
    words, look = session.t(), session.look()
    st.subheader(words(f"{ROOM}.curves"), anchor=False)
    told = {cohort.key: cohort for cohort in named}
    chosen = st.multiselect(
        words(f"{ROOM}.curves_of", n=cohort_lines.MOST_LINES),
        list(told),
        [cohort.key for cohort in longest(named)],
        max_selections=cohort_lines.MOST_LINES,
        # a choice belongs to these very cohorts
        key=f"{ROOM}.curves.{hash(tuple(cohort.name for cohort in named))}",
        format_func=lambda key: told[key].name,
    )
    lines = [(words(f"{ROOM}.all"), cohorts.firm(together) if shown in cohort_map.RATIOS else [])]
    lines += [(told[key].name, told[key].counted) for key in chosen]
    frames = cohort_lines.frames(lines, shown, look)
    if not frames["points"].num_rows:
        st.caption(words(f"{ROOM}.curves_none"))
        return
    labels = {
        "since": words(f"{ROOM}.since_{bucket}"),
        "name": words(f"{ROOM}.name"),
        "value": words(f"{ROOM}.{shown}"),
    }
    parts.chart(cohort_lines.chart, labels, frames, shown, key="cohort_lines", alt=words(f"{ROOM}.curves"))


def longest(named: Sequence[Cohort]) -> list[Cohort]:
    """Three to begin with: of dates the first, the middle and the last with a curve worth the name; of groups the largest."""
    lengths = {c.key: len(c.counted) for c in named}
    curved = [c for c in named if lengths[c.key] >= max(lengths.values()) / 3]
    if isinstance(curved[0].key, int) or len(curved) <= 3:
        return curved[:3]
    return [curved[0], curved[len(curved) // 2], curved[-1]]
