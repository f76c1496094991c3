"""One client: facts, classes and why, how far to the better class, purchases over time, classes before."""

import streamlit as st

from analytics.customers import Selection, customers, one
from analytics.timeline import of_client, orders_of
from ui import client_answers, client_classes, client_history, parts, session

ROOM = "client"
FIGURES = ("revenue", "profit", "orders", "average_order", "recency_days", "rank", "share")
FOUND_AT_MOST = 30


def body() -> None:
    facts = parts.guard()
    thresholds = session.thresholds()
    client_id = choose(facts, thresholds)
    if client_id is None:
        return
    client = one(session.warehouse(), facts, thresholds, client_id, parts.abc_sizes(facts, thresholds))
    if client is None:
        st.info(session.t()(f"{ROOM}.not_in_view"), icon=":material/person_off:")
        return
    st.query_params["client"] = client_id
    st.subheader(parts.plain(client["name"]), anchor=False)
    parts.headline(sentence(client))
    figures(client, facts)
    client_classes.show(client, facts, thresholds)
    over_time(client, facts)
    client_history.show(client, facts)
    client_answers.show(client, facts)
    parts.explained(ROOM, ("measure", "abc.method", "xyz.measure", "bucket"))


def choose(facts, thresholds) -> str | None:
    """Find by a piece of the name or id; a link or a list may have chosen already."""
    words = session.t()
    if "client" in st.session_state:
        st.session_state["client.search"] = ""
    wanted = st.session_state.pop("client", None) or st.query_params.get("client")
    search = st.text_input(
        words(f"{ROOM}.search"), key="client.search", placeholder=words(f"{ROOM}.search_hint"), icon=":material/search:"
    )
    if not search:
        return wanted or first(facts, thresholds)
    named = ("customer_id", "name")
    found = customers(session.warehouse(), facts, thresholds, Selection(search=search), FOUND_AT_MOST, columns=named)
    if not found:
        st.caption(words(f"{ROOM}.nobody_found"))
        return None
    names = {row["customer_id"]: row["name"] for row in found.to_pylist()}
    return st.selectbox(
        words(f"{ROOM}.found", n=len(found)),
        list(names),
        format_func=lambda i: label(i, names[i]),
        key=f"client.found.{search}",
    )


def first(facts, thresholds) -> str:
    return customers(session.warehouse(), facts, thresholds, limit=1, columns=("customer_id",))["customer_id"][
        0
    ].as_py()


def label(client_id: str, name: str) -> str:
    return name if name == client_id else f"{name} · {client_id}"


def sentence(client: dict) -> str:
    words = session.t()
    told = words(f"{ROOM}.headline", rank=client["rank"], share=client["share"])
    advice = words(f"treatments.{client['next_step']}.advice") if client["next_step"] else ""
    return f"{told} {advice}"


def figures(client: dict, facts) -> None:
    words = session.t()
    write = {
        "orders": words.number,
        "recency_days": words.number,
        "rank": words.number,
        "share": lambda v: words.percent(v, 2),
    }
    shown = {n: write.get(n, words.short)(client[n]) for n in FIGURES if client[n] is not None}
    parts.figures({words(f"columns.{name}"): (value, None) for name, value in shown.items()}, "client")
    days = [
        words(f"{ROOM}.{name}", day=client[name]) for name in ("first_ever_date", "last_order_date") if client[name]
    ]
    st.caption(" · ".join(days))


def over_time(client: dict, facts) -> None:
    words = session.t()
    st.subheader(words(f"{ROOM}.over_time"), anchor=False)
    if not facts.dated:
        st.caption(words("frame.needs_dates"))
        return
    rows = of_client(session.warehouse(), facts, client["customer_id"])
    parts.timeline_chart(rows, ROOM, "client_timeline")
    look = {"icon": ":material/receipt_long:", "on_change": "rerun", "key": "client.orders"}
    with st.expander(words(f"{ROOM}.orders", n=client["orders"]), **look) as opened:
        if opened.open:
            list_of_orders(client, facts)


def list_of_orders(client: dict, facts) -> None:
    orders = orders_of(session.warehouse(), facts, client["customer_id"])
    told = ("day", "order_id", "revenue", "profit", "sale_lines")
    parts.table(orders, [c for c in told if any(o[c] is not None for o in orders)], key="client_orders")
    if len(orders) < client["orders"]:
        st.caption(session.t()(f"{ROOM}.orders_last", n=len(orders)))


parts.page(ROOM, body)
