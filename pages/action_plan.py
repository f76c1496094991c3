"""Who does what, and with whom? Every client on one list with its reason, owner, due date and status."""

import streamlit as st

from analytics import plan_rows
from analytics.headlines import action_plan as headline
from analytics.plan_lists import BY_CLASS
from analytics.plan_words import LIST_KEYS, ROOM, aim_name, list_name
from ui import parts, plan_beside, plan_chart, plan_held, plan_list, plan_own_texts, plan_taken, report_offer, session


def live() -> None:
    facts = parts.guard()
    rows = plan_held.lists(plan_held.of(facts))
    parts.headline(headline.sentence(session.t(), rows))
    for remark in remarks(rows, facts):
        st.caption(remark)
    if told(rows):
        plan_chart.show(rows)
    plan_chart.controls(facts.dated)


def rest() -> None:
    facts = session.facts()
    made = plan_held.of(facts)
    rows = plan_held.lists(made)
    if told(rows):
        take_away(made, rows)
        plan_list.show(made, rows, plan_chart.chosen(rows))
    plan_beside.show(facts)
    plan_own_texts.show()
    report_offer.show()
    parts.explained(ROOM, (*plan_chart.NAMES, "profit.d_margin", "profit.d_rule", "abc.method"))


def told(rows: list[dict]) -> list[dict]:
    """The lists that have clients."""
    return [row for row in rows if row["list"] and row["customers"]]


def remarks(rows: list[dict], facts) -> list[str]:
    """What the plan cannot tell, and whom it leaves out."""
    words, found = session.t(), []
    if not facts.dated and any(row["customers"] for row in rows if row["list"] in BY_CLASS):
        found.append(words(f"{ROOM}.by_class_only"))
    images = sum(row["image_clients"] for row in rows)
    if images:
        found.append(words(f"{ROOM}.image_kept", n=images))
    nowhere = sum(row["customers"] for row in rows if row["list"] is None)
    if nowhere and told(rows):
        found.append(words(f"{ROOM}.no_list", n=nowhere))
    return found


def take_away(made, rows: list[dict]) -> None:
    """The whole plan to take away, and its lists as a table."""
    words, done = session.t(), plan_rows.progress(session.warehouse(), made)
    plan_taken.whole(made)
    shown = [
        row
        | {"list": list_name(words, row["list"]), "aim": aim_name(words, row["aim"])}
        | {"done": words.number(done.get(row["list"], {}).get("done", 0))}
        for row in told(rows)
    ]
    with st.expander(words(f"{ROOM}.lists_table"), icon=":material/table:", on_change="rerun", key="plan_lists") as at:
        if at.open:
            have = [name for name in LIST_KEYS if any(row[name] is not None for row in shown)]
            parts.table(shown, have, "plan_lists_table", {name: words(f"{ROOM}.{name}") for name in have})
            plan_taken.encoding()


parts.page(ROOM, live, rest)
