"""Similar clients on the data page: proposals to tick and merge, merges to undo, both to take away."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st

from analytics.doctor import merging, similar_clients
from analytics.doctor.similar_clients import Proposal
from analytics.words import Words
from ui import doctor, parts, session
from ui.doctor import correct

AT_ONCE = 5_000
ON_SCREEN = 300
PROPOSED = "proposed"


def found(clients: int) -> list[Proposal] | None:
    """Proposals for a base of so many clients; None where the search takes its time and nobody has asked for it yet."""
    asked = st.session_state.get("similar.asked") == session.workspace().version
    if clients > AT_ONCE and not asked:
        return None
    warehouse, columns = session.warehouse(), session.columns()
    with st.spinner(session.t()("doctor.similar_searching")):
        return session.workspace().known(PROPOSED, lambda: similar_clients.search(warehouse, columns))


def show(proposed: list[Proposal] | None) -> None:
    words = session.t()
    again()
    with st.expander(title(proposed, words), icon=":material/group:"):
        st.caption(words("doctor.similar_about"))
        if proposed is not None:
            proposals(proposed)
        elif st.button(words("doctor.similar_search"), key="similar.search", icon=":material/search:"):
            st.session_state["similar.asked"] = session.workspace().version
            st.rerun()
    accepted()


def title(proposed: list[Proposal] | None, words: Words) -> str:
    told = similar_clients.as_finding(proposed or [], session.main_base())
    return doctor.label(told[0], words) if told else words("doctor.similar")


def proposals(found: list[Proposal]) -> None:
    words, sure = session.t(), [p for p in found if p.sure]
    if not found:
        st.markdown(words("doctor.similar_none"))
        return
    st.markdown(words("doctor.similar_found", n=len(found), sure=len(sure)))
    shown = found[:ON_SCREEN]
    key = f"similar.rows.{session.workspace().version}"
    picked = _table(listed(shown, words), key)
    if len(found) > ON_SCREEN:
        st.caption(words("doctor.similar_first", n=ON_SCREEN))
    st.caption(words("doctor.choose_rows"))
    chosen = [shown[i] for i in picked if i < len(shown)]
    with st.container(horizontal=True, gap="small"):
        label = words("doctor.merge_chosen", n=len(chosen)) if chosen else words("doctor.merge_none")
        if st.button(label, key="similar.merge", icon=":material/merge:", disabled=not chosen):
            merge(chosen)
        if sure and st.button(words("doctor.merge_sure", n=len(sure)), key="similar.sure", icon=":material/done_all:"):
            merge(sure)
    parts.downloads("similar_clients", lambda: listed(found, words), "similar")


def merge(chosen: Sequence[Proposal]) -> None:
    warehouse = session.warehouse()
    correct(lambda: merging.merge(warehouse, [(p.customer_id, p.into_id) for p in chosen]))


def accepted() -> None:
    """What has been merged in this base, each to be undone by itself."""
    words, found = session.t(), merging.merged(session.warehouse())
    if not found:
        return
    with st.expander(words("doctor.merged", n=len(found)), icon=":material/merge:"):
        rows = merged_table(found)
        picked = _table(rows, f"merged.rows.{session.workspace().version}")
        chosen = [found[i]["customer_id"] for i in picked if i < len(found)]
        label = words("doctor.undo_chosen", n=len(chosen)) if chosen else words("doctor.undo_none")
        if st.button(label, key="merged.undo", icon=":material/undo:", disabled=not chosen):
            warehouse = session.warehouse()
            correct(lambda: merging.undo(warehouse, chosen))
        parts.downloads("merged_clients", lambda: rows, "merged")


def merged_table(found: list[dict]) -> pa.Table:
    """Merges with the names of the clients, where the base knows names beside ids."""
    warehouse, columns = session.warehouse(), session.columns()
    for kind, column in (("sales", "customer_name"), ("totals", "customer_name"), ("customers", "name")):
        if column in columns.get(kind, ()):
            return pa.Table.from_pylist(merging.merged_by_name(warehouse, kind, column))
    return pa.Table.from_pylist(found)


def again() -> None:
    """Merges of the base that was here before, offered to this one."""
    words, warehouse = session.t(), session.warehouse()
    found = session.workspace().known("merged before", lambda: merging.offered_again(warehouse))
    if found and not merging.merged(warehouse):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(words("doctor.offered_again", n=len(found)))
            if st.button(words("doctor.merge_again"), key="similar.again", icon=":material/merge:"):
                correct(lambda: merging.merge(warehouse, [(r["customer_id"], r["into_id"]) for r in found]))


def listed(found: Sequence[Proposal], words: Words) -> pa.Table:
    """Proposals as a table in words; ids only where names are something else."""
    rows = [
        {
            "customer_id": p.customer_id,
            "name": p.name,
            "revenue": p.revenue,
            "into_id": p.into_id,
            "into_name": p.into_name,
            "into_revenue": p.into_revenue,
            "sure": words("doctor.sure_yes" if p.sure else "doctor.sure_no"),
            "likeness": p.score / 100,
            "reason": words(f"doctor.reason_{p.reason}"),
        }
        for p in found
    ]
    table = pa.Table.from_pylist(rows)
    named = any(p.name != p.customer_id or p.into_name != p.into_id for p in found)
    return table if named else table.drop_columns(["customer_id", "into_id"])


def _table(rows: pa.Table, key: str) -> list[int]:
    """The table with rows to tick → places of the ticked ones."""
    words = session.t()
    write = {"revenue": words.money, "into_revenue": words.money, "likeness": lambda v: words.percent(v, 0)}
    texts = {name: [write.get(name, str)(v) for v in rows[name].to_pylist()] for name in rows.column_names}
    picked = doctor.table_of_texts(texts, write, key, on_select="rerun", selection_mode="multi-row")
    return list(picked["selection"]["rows"])
