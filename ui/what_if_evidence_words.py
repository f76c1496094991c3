"""How the evidence is written: values of a threshold, classes, bounds of an interval, lists of clients with several classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.methods import agreement
from analytics.methods.agreement import Panel
from analytics.methods.sensitivity import IN_PERCENT
from ui import migration_words, parts, session
from ui.retention_economics import numbers

ROOM = "what_if_evidence"


def setting(name: str, value: float) -> str:
    """A value of a threshold with as few digits as it has: `75 %`, `1,25`."""
    words = session.t()
    if name not in IN_PERCENT:
        return words.exact(value)
    digits = next((d for d in range(3) if abs(round(value * 100, d) - value * 100) < 1e-9), 2)
    return words.percent(value, digits) if value else words.percent(0, 0)


def class_names(codes: Sequence[str | None], column: str) -> dict[str | None, str]:
    """Codes of a class in words; one that no other bears, for two segments may have one name."""
    told: dict[str | None, str] = {}
    for i, code in enumerate(codes):
        name = migration_words.class_name(code, column)
        told[code] = f"{name} ({i + 1})" if name in told.values() else name
    return told


def way_name(way: str) -> str:
    return session.t()(f"columns.{way}")


def times(value: float | None) -> str:
    """`2,3×`, how many times the average."""
    words = session.t()
    return words.number(None) if value is None else words(f"{ROOM}.times", times=words.number(value, 2))


def within(value: float | None, low: float | None, high: float | None, write: Callable[[float], str]) -> str:
    """A value with the bounds of its interval, where it has one: `84 % (80 % … 88 %)`."""
    if value is None:
        return session.t().number(None)
    return write(value) if low is None else f"{write(value)} ({write(low)} … {write(high)})"


def pairs(rows: Sequence[dict], key: str) -> None:
    """Rows of `agreement.pairs` as a table of words, to take away."""
    words = session.t()
    heads = [words(f"columns.{name}") for name in ("first_way", "second_way", "agreed_share", "kappa", "called")]
    told = [{**row, "first": way_name(row["first"]), "second": way_name(row["second"])} for row in rows]
    called = [row["called"] and words(f"{ROOM}.kappa_{row['called']}") for row in rows]
    lines = [
        [row["first"], row["second"], words.percent(row["agreed_share"]), words.number(row["kappa"], 2), said]
        for row, said in zip(told, called, strict=True)
    ]
    numbers(heads, lines, f"{key}.pairs")
    st.caption(words(f"{ROOM}.kappa_how"))
    taken = [
        {"first_way": row["first"], "second_way": row["second"], "customers": row["customers"], "agreed": row["agreed"]}
        | {"agreed_share": row["agreed_share"], "kappa": row["kappa"]}
        for row in told
    ]
    parts.downloads("agreement", lambda: taken, key)


def disputed_clients(panel: Panel, where: str, total: int, key: str) -> None:
    """Clients of a panel of whom `where` holds, a page at a time, with the class each way gives them."""
    offset = parts.rows_before(total, f"{key}.page.{where}")
    warehouse = session.warehouse()
    found = agreement.clients(warehouse, panel, where, parts.PAGE_ROWS, offset)
    named = not found["name"].equals(found["customer_id"])
    columns = [*(["name"] if named else []), "customer_id", "revenue", *panel.ways]
    parts.table_of_clients(found, columns, key)
    parts.downloads("disputed_clients", lambda: agreement.clients(warehouse, panel, where), key)
