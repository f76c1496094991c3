"""The tables of loyalty: the five types, and the measures that went into them or could not, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.methods.loyalty import Scores
from analytics.methods.loyalty_measures import MEASURES, Measure
from ui import parts, session
from ui.loyalty_words import LATER, ROOM, by_reason, measure_name, type_name, why, why_type

OF_TYPE = "type customers_with_data customers_showing mean_score".split()
OF_MEASURE = "type measure customers_with_data mean_score".split()


def types(rows: Sequence[dict], held: Scores) -> None:
    """Rows of `loyalty.types`; below, why a type has no data."""
    words = session.t()
    st.subheader(words(f"{ROOM}.types"), anchor=False)
    shown = [row | {"type": type_name(row["type"]), "mean_score": words.number(row["mean_score"], 1)} for row in rows]
    parts.table(shown, OF_TYPE, "loyalty_types", _heads())
    told = [{key: row[key] for key in OF_TYPE} for row in rows]
    parts.downloads("loyalty", lambda: told, "loyalty")
    lacking = [(type_name(row["type"]), why_type(held, row["type"])) for row in rows if row["reason"]]
    _listed(words(f"{ROOM}.no_data"), lacking)


def measures(held: Scores) -> None:
    """What each score is made of; below, the measures that are missing, and the bases that would add them."""
    words = session.t()
    st.subheader(words(f"{ROOM}.measures"), anchor=False)
    parts.table([_measure(m, held) for m in held.told], OF_MEASURE, "loyalty_measures", _heads())
    reasons = by_reason(held, MEASURES)
    lacking = [(_names(names), why(reason, names)) for reason, names in reasons.items()]
    _listed(words(f"{ROOM}.missing"), lacking)
    bases = sorted({LATER[reason] for reason in held.missing.values() if reason in LATER})
    if bases:
        st.info("\n\n".join(words(f"{ROOM}.bring_{kind}") for kind in bases), icon=":material/upload_file:")
        st.page_link(session.page("data"), label=words("frame.to_data"), icon=":material/arrow_forward:")
        st.caption(words("frame.sample_has_it"))


def _heads() -> dict[str, str]:
    words = session.t()
    told = {"type": words("columns.loyalty_type"), "measure": words("columns.loyalty_measure")}
    return told | {"mean_score": words(f"{ROOM}.mean_score")}


def _names(measures: Sequence[str]) -> str:
    """`Requests, events attended`: as many as there are for one reason."""
    first, *others = (measure_name(name) for name in measures)
    return ", ".join([first, *(name[0].lower() + name[1:] for name in others)])


def _listed(title: str, lacking: Sequence[tuple[str, str]]) -> None:
    if lacking:
        st.markdown(f"{title}\n\n" + "\n".join(f"* {name}: {reason}" for name, reason in lacking))


def _measure(measure: Measure, held: Scores) -> dict:
    known, mean = held.measures[measure.name]
    told = {"type": type_name(measure.type), "measure": measure_name(measure.name), "customers_with_data": known}
    return told | {"mean_score": session.t().number(mean, 1)}
