"""Beside the clients: refusals worth a call, and the types of loyalty with what helps each."""

from __future__ import annotations

import streamlit as st

from analytics import plan_further
from analytics.facts import Facts
from analytics.methods import renewal
from analytics.plan_texts import Texts
from analytics.plan_words import ROOM
from ui import caching, plan_held, session
from ui.markup import plain

# What the scores of loyalty are made with.
OF_SCORES = ("loyalty.working_days", "loyalty.country", "loyalty.shows_from")


def show(facts: Facts) -> None:
    st.subheader(session.t()(f"{ROOM}.further"), anchor=False)
    _leads(facts)
    _types(facts)


def _leads(facts: Facts) -> None:
    words, warehouse, thresholds = session.t(), session.warehouse(), session.thresholds()
    if not renewal.is_told(warehouse):
        st.markdown(words(f"{ROOM}.leads_unknown"))
        return
    n = plan_further.calls(warehouse, facts, thresholds)
    st.markdown(words(f"{ROOM}.leads", n=n) if n else words(f"{ROOM}.leads_none"))
    _link("renewal", words(f"{ROOM}.to_renewal"))


def _types(facts: Facts) -> None:
    words, warehouse, thresholds = session.t(), session.warehouse(), session.thresholds()
    under = [thresholds[name] for name in OF_SCORES]
    asked = lambda: plan_further.types(warehouse, facts, thresholds, plan_held.texts())  # noqa: E731
    rows = caching.built(f"plan.types.{under}.{words.language}", asked)
    st.markdown(words(f"{ROOM}.types"))
    texts = plan_held.texts()
    st.markdown("\n".join(f"* {_line(row, texts)}" for row in rows))
    _link("loyalty", words(f"{ROOM}.to_loyalty"))


def _link(room: str, label: str) -> None:
    # by its file a page is found only in a run of the whole script, and this part runs alone after each change of a note
    st.page_link(st.Page(session.page(room), url_path=room), label=label, icon=":material/arrow_forward:")


def _line(row: dict, texts: Texts) -> str:
    words = session.t()
    told = {"n": row["customers_showing"], "all": row["customers_with_data"], "share": row["showing_share"]}
    remedy = plain(texts(f"remedy_{row['type']}"))
    return words(f"{ROOM}.type_line", type=words(f"loyalty_parts.type_{row['type']}"), remedy=remedy, **told)
