"""What to do with class D: raise the price, set a minimum order, or release; its sliders move alone."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import streamlit as st

from analytics import d_options
from analytics.d_options import MINIMUM, NOW, PRICE, RELEASE, RISES, Wish
from analytics.facts import Facts
from analytics.thresholds import Thresholds
from ui import parts, session, tune
from ui.markup import plain
from ui.profitability_judged import ROOM, known, serving_is_told

TEXTBOOK = Wish()
ICONS = {PRICE: ":material/sell:", MINIMUM: ":material/shopping_basket:", RELEASE: ":material/waving_hand:"}


def show(facts: Facts, thresholds: Thresholds) -> None:
    st.subheader(session.t()(f"{ROOM}.options"), anchor=False)
    st.caption(session.t()(f"{ROOM}.options_about"))
    calculator = lambda: _calculator(facts, thresholds)  # noqa: E731
    st.fragment(lambda: parts.shown(calculator, told_already=True))()


def _calculator(facts: Facts, thresholds: Thresholds) -> None:
    wish = _controls(facts)
    warehouse, whole = session.warehouse(), known(facts)
    found = d_options.of_class(warehouse, facts, thresholds, wish.margin)
    rows = d_options.ways(warehouse, facts, thresholds, whole, found, wish)
    _cards(found, wish, facts)
    _table(rows)
    st.markdown(session.t()(f"{ROOM}.assumptions", agree=_whole(wish.agree), freed=_whole(wish.freed)))
    _one_client(facts, thresholds, wish)


def _controls(facts: Facts) -> Wish:
    words = session.t()
    with st.container(border=True):
        left, right = st.columns(2, gap="large")
        with left:
            margin = tune.dial("d.margin", words(f"{ROOM}.wanted"), 0, 0.5, 0.01, TEXTBOOK.margin, percent=True)
        with right:
            agree = tune.dial("d.agree", words(f"{ROOM}.agree"), 0, 1, 0.05, TEXTBOOK.agree, percent=True)
        if not serving_is_told(facts):
            return Wish(margin, agree)
        with left:
            freed = tune.dial("d.freed", words(f"{ROOM}.freed"), 0, 1, 0.05, TEXTBOOK.freed, percent=True)
    return Wish(margin, agree, freed)


def _cards(found: dict, wish: Wish, facts: Facts) -> None:
    """Each way with its own number and what it is made of."""
    words = session.t()
    told = {PRICE: _price(found, wish), MINIMUM: _minimum(found, wish, facts), RELEASE: _release(found)}
    with st.container(horizontal=True, key="cards_profit", gap="small"):
        for way, lines in told.items():
            with st.container(border=True, height="stretch"):
                st.markdown(f"{ICONS[way]} **{words(f'{ROOM}.way_{way}')}**")
                st.markdown(lines[0])
                for line in lines[1:]:
                    st.caption(line)


def _price(found: dict, wish: Wish) -> list[str]:
    words = session.t()
    rise = d_options.price_rise(found["revenue"], found["profit_after_serving"], wish.margin)
    if rise is None:
        return [words(f"{ROOM}.price_no_revenue")]
    told = {
        "revenue": found["revenue"],
        "profit": found["profit_after_serving"],
        "margin": _whole(wish.margin),
        "rise": rise,
    }
    reached = [(_whole(up_to), found[f"up_to_{i}"]) for i, up_to in enumerate(RISES)]
    reach = "; ".join(words(f"{ROOM}.price_reach", rise=rise, n=n) for rise, n in reached)
    lines = [words(f"{ROOM}.price_needed", **told), words(f"{ROOM}.price_sum", **told)]
    lines.append(words(f"{ROOM}.price_reached", reach=reach, n=found["priced"]))
    return lines


def _minimum(found: dict, wish: Wish, facts: Facts) -> list[str]:
    words = session.t()
    if not found["ordered"]:
        return [words(f"{ROOM}.minimum_{'unknown' if serving_is_told(facts) else 'untold'}")]
    told = {"margin": _whole(wish.margin), "cost": found["ordered_cost"] / found["ordered_orders"]}
    told |= {"gross": float(found["ordered_profit"] / found["ordered_revenue"])}
    told |= {"order": found["ordered_revenue"] / found["ordered_orders"]}
    least = d_options.least_order_of_class(found, wish.margin)
    if least is None:
        return [words(f"{ROOM}.minimum_never", **told)]
    return [words(f"{ROOM}.minimum_needed", least=least, **told), words(f"{ROOM}.minimum_sum", least=least, **told)]


def _release(found: dict) -> list[str]:
    words, profit = session.t(), found["profit_after_serving"]
    key = "gains" if profit <= 0 else "loses"
    lines = [words(f"{ROOM}.release_{key}", revenue=found["revenue"], profit=abs(profit))]
    if found["cost_to_serve"] is not None:
        lines.append(words(f"{ROOM}.release_freed", cost=found["cost_to_serve"]))
    return lines


def _table(rows: Sequence[dict]) -> None:
    """The ways side by side: what class D would bring, and the whole base with it."""
    words = session.t()
    heads = ["", *(words(f"{ROOM}.head_{name}") for name in ("revenue", "profit", "whole_profit", "change"))]
    lines = [
        [
            words(f"{ROOM}.way_{row['way']}"),
            *(words.money(round(row[k])) for k in ("revenue", "profit", "whole_profit")),
        ]
        + [words.percent(None) if row["way"] == NOW else words.signed(round(row["change"]), words.money)]
        for row in rows
    ]
    columns = {f"c{i}": [line[i] for line in lines] for i in range(len(heads))}
    settings = {
        f"c{i}": st.column_config.TextColumn(head, alignment="right" if i else "left") for i, head in enumerate(heads)
    }
    st.dataframe(pa.table(columns), hide_index=True, width="stretch", key="d_ways", column_config=settings)


def _one_client(facts: Facts, thresholds: Thresholds, wish: Wish) -> None:
    words, found = session.t(), d_options.worst(session.warehouse(), facts, thresholds)
    by_id = {client["customer_id"]: client for client in found}
    name = lambda i: words(f"{ROOM}.client_of_d", name=by_id[i]["name"], profit=_after(by_id[i]))  # noqa: E731
    chosen = st.selectbox(words(f"{ROOM}.one_client"), list(by_id), format_func=name, key="d.client")
    client = by_id[chosen]
    st.markdown("\n".join(f"* {line}" for line in _sums_of(client, wish)))


def _after(client: dict) -> str:
    return session.t().short(client["profit_after_serving"])


def _whole(rate: float) -> str:
    """A rate that a dial moves by whole per cent."""
    return session.t().percent(rate, 0)


def _sums_of(client: dict, wish: Wish) -> list[str]:
    """The same arithmetic written out for one client."""
    words, revenue, after = session.t(), client["revenue"], client["profit_after_serving"]
    lines = [
        words(
            f"{ROOM}.client_is",
            name=plain(client["name"]),
            revenue=revenue,
            profit=after,
            margin=client["margin_after_serving"],
        )
    ]
    rise = d_options.price_rise(revenue, after, wish.margin)
    told = {"margin": _whole(wish.margin), "revenue": revenue, "profit": after}
    lines.append(words(f"{ROOM}.price_no_revenue") if rise is None else words(f"{ROOM}.price_sum", rise=rise, **told))
    lines += _least_order(client, wish)
    key = "gains" if after <= 0 else "loses"
    return [*lines, words(f"{ROOM}.release_{key}", revenue=revenue, profit=abs(after))]


def _least_order(client: dict, wish: Wish) -> list[str]:
    words, cost, orders, revenue = session.t(), client["cost_to_serve"], client["orders"], client["revenue"]
    if cost is None or not orders or revenue <= 0:
        return []
    told = {"margin": _whole(wish.margin), "cost": cost / orders, "order": revenue / orders}
    told |= {"gross": float(client["profit"] / revenue)}
    least = d_options.least_order(revenue, client["profit"], cost, orders, wish.margin)
    return [
        words(f"{ROOM}.minimum_never", **told) if least is None else words(f"{ROOM}.minimum_sum", least=least, **told)
    ]
