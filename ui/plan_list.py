"""One list of the plan: its aim, what to offer, what is at stake, how much is done, and its clients to be worked through."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics import plan_notes, plan_rows, plan_texts
from analytics.plan import Plan
from analytics.plan_lists import LISTS
from analytics.plan_rows import Which
from analytics.plan_words import ROOM, aim_name, how_counted, list_name
from ui import parts, plan_bulk, plan_editor, plan_held, plan_taken, session, tune
from ui.markup import plain

OPEN_ONLY = "plan.open_only"


def show(made: Plan, rows: Sequence[dict], code: str) -> None:
    """`rows`: plan.sizes."""
    words, row = session.t(), next(row for row in rows if row["list"] == code)
    _choice(rows, code)
    st.subheader(words(f"{ROOM}.list_head", list=list_name(words, code), n=row["customers"]), anchor=False)
    about(made, row)
    progress(made, row)
    which = _which(made, code)
    total = plan_rows.count(session.warehouse(), made, which) if which.open_only else row["customers"]
    if total:
        offset = parts.rows_before(total, f"plan.page.{which}")
        plan_editor.show(made, code, _page(made, which, offset))
        plan_bulk.show(made, code, row["customers"])
    else:
        st.caption(words(f"{ROOM}.all_done"))
    plan_taken.of_list(made, which)
    _noted()


def _choice(rows: Sequence[dict], code: str) -> None:
    words, sizes = session.t(), {row["list"]: row["customers"] for row in rows if row["list"] and row["customers"]}

    def name(code: str) -> str:
        return words(f"{ROOM}.which_option", list=list_name(words, code), n=sizes[code])

    tune.kept(st.selectbox, words(f"{ROOM}.which"), list(sizes), code, session.PLAN_LIST, _choose, format_func=name)


def _choose(code: str) -> None:
    session.choose(session.PLAN_LIST, code)
    st.rerun(tune.REST)


def about(made: Plan, row: dict) -> None:
    """Aim, offers, tools, and how the money at stake is counted."""
    words, texts, list_ = session.t(), plan_held.texts(), LISTS[row["list"]]
    tools = ", ".join(words(f"plan_offers.tool_{code}_name").lower() for code in plan_texts.fitting(list_.aim))
    goal, offers = plain(texts(f"goal_{row['list']}")), plain(texts(f"offers_{row['list']}"))
    how = how_counted(words, row["list"], made.facts.dated)
    due = plan_rows.due_dates(made.facts.view.as_of, plan_held.country())[row["list"]]
    stake = {"money": words.money(row["at_stake"]), "how": how}
    with st.container(border=True):
        st.markdown(words(f"{ROOM}.about_aim", aim=aim_name(words, list_.aim), goal=goal))
        st.markdown(words(f"{ROOM}.about_offers", offers=offers))
        if due:
            st.markdown(words(f"{ROOM}.about_stake", due=due, days=list_.due_in, **stake))
        else:
            st.markdown(words(f"{ROOM}.about_stake_no_date", **stake))
        if tools:
            st.caption(words(f"{ROOM}.about_tools", tools=tools))


def progress(made: Plan, row: dict) -> None:
    words = session.t()
    found = plan_rows.progress(session.warehouse(), made).get(row["list"], dict.fromkeys(plan_notes.STATUSES, 0))
    told = {key: found[key] for key in ("done", "in_work", "given_up")}
    share = found["done"] / row["customers"] if row["customers"] else 0
    st.progress(min(share, 1.0), text=words(f"{ROOM}.progress", all=row["customers"], **told))


def _which(made: Plan, code: str) -> Which:
    """Offered only when something has been noted."""
    if not plan_notes.count(session.warehouse()):
        return Which(code)
    return Which(code, st.toggle(session.t()(f"{ROOM}.open_only"), key=OPEN_ONLY, persist_state="session"))


def _page(made: Plan, which: Which, offset: int) -> list[dict]:
    return plan_rows.rows(session.warehouse(), made, which, parts.PAGE_ROWS, offset, plan_held.country())


def _noted() -> None:
    """How many clients anything is noted of, and the way to begin anew."""
    words, n = session.t(), plan_notes.count(session.warehouse())
    if n:
        parts.way_back(words(f"{ROOM}.noted", n=n), words(f"{ROOM}.forget"), "plan.forget", _forget)


def _forget() -> None:
    plan_notes.take_back(session.warehouse())
    plan_editor.begin_anew()
    st.rerun(tune.REST)
