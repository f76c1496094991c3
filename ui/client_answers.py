"""On a client's card: its CSI and what it answered last, where there is a base of scores."""

from __future__ import annotations

import streamlit as st

from analytics.facts import Facts
from analytics.methods import satisfaction
from ui import parts, session

ROOM = "client"


def show(client: dict, facts: Facts) -> None:
    words, warehouse = session.t(), session.warehouse()
    if not satisfaction.is_told(warehouse):
        return
    st.subheader(words(f"{ROOM}.answers"), anchor=False)
    rows = satisfaction.last_answers(warehouse, facts, client["customer_id"])
    if not rows:
        st.caption(words(f"{ROOM}.no_answers"))
        return
    csi = client["csi"]
    told = words(f"{ROOM}.no_csi") if csi is None else words(f"{ROOM}.csi_is", csi=words.number(csi, 1))
    st.markdown(f"{told} {words(f'{ROOM}.answers_last', n=len(rows))}")
    shown = [
        row | {"score": words.exact(row["score"]), "question": words.name("client", row["question"])} for row in rows
    ]
    have = [name for name in ("date", "score", "question", "manager") if any(row[name] is not None for row in rows)]
    parts.table(shown, have, key="client_answers")
