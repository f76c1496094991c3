"""Requests that became orders and orders that had a problem, by calendar bucket, on the page of loyalty."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.charts import rate_line
from analytics.facts import Facts
from analytics.methods import request_shares
from ui import caching, parts, session

ROOM = "loyalty_parts"
TOPS = (0.1, 0.25, 0.5, 1.0)
COLUMNS = {
    request_shares.REQUESTS: ("requests", "requests_won", "won_share"),
    request_shares.PROBLEMS: ("orders", "problem_orders", "problem_share"),
}


def show(facts: Facts) -> None:
    words, warehouse = session.t(), session.warehouse()
    st.subheader(words(f"{ROOM}.shares"), anchor=False)
    found = caching.remembered("request_shares", lambda: request_shares.shares(warehouse, facts))
    lacking = caching.remembered("no_request_shares", lambda: request_shares.lacking(warehouse, facts))
    for share, reason in lacking.items():
        if reason:
            st.caption(words(f"{ROOM}.shares_{reason}"))
        elif share in found:
            st.markdown(sentence(share, found[share]))
            draw(share, found[share])
    if found:
        st.caption(
            " ".join(words(f"{ROOM}.shares_{key}", few=request_shares.FEW) for key in ("hint", "blank", "source"))
        )
        table(found)


def table(found: dict[str, list[dict]]) -> None:
    words, rows = session.t(), [_row(rows) for rows in zip(*found.values(), strict=True)]
    columns = ["bucket", *(name for share in found for name in COLUMNS[share]), "state"]
    named = [row | {"bucket": bucket_name(row["bucket"])} for row in reversed(rows)]
    heads = {"bucket": words(f"thresholds.bucket.{session.thresholds()['bucket']}")}
    parts.table(named, columns, "request_shares_table", heads)
    parts.downloads("request_shares", lambda: [{name: row[name] for name in columns} for row in rows], "request_shares")


def sentence(share: str, rows: list[dict]) -> str:
    """The last buckets that may be judged beside the first ones."""
    words, found = session.t(), request_shares.judged(rows, session.thresholds()["include_unfinished"])
    if not found:
        return words(f"{ROOM}.shares_few_{share}", few=request_shares.FEW)
    first, last = request_shares.ends(found)
    known = {"now": words.percent(last["rate"]), "bucket": _named(last)}
    if len(found) == 1:
        return words(f"{ROOM}.shares_one_{share}", **known)
    known |= {"before": words.percent(first["rate"]), "first": _named(first)}
    return words(f"{ROOM}.shares_of_{share}", **known)


def draw(share: str, rows: list[dict]) -> None:
    words = session.t()
    labels = {key: words(f"{ROOM}.shares_{key}_{share}") for key in ("rate", "count")}
    labels["bucket"] = words(f"thresholds.bucket.{session.thresholds()['bucket']}")
    names = [words(f"{ROOM}.shares_{when}_{share}") for when in ("before", "after")]
    levels = list(zip(request_shares.PUBLISHED[share], names, strict=True))
    states = {state: words(f"frame.timeline_{state}") for state in ("finished", "unfinished")}
    frames = rate_line.frames([_as_rate(row) for row in rows], levels, states, bucket_name, session.look())
    most = max([row["rate"] or 0 for row in rows] + [level for level, _ in levels])
    top = next(top for top in TOPS if most <= top)
    parts.chart(rate_line.chart, labels, frames, top, key=f"share_of_{share}", alt=words(f"{ROOM}.shares_{share}"))


def bucket_name(day) -> str:
    return session.t().bucket(session.thresholds()["bucket"], day)


def _named(end: dict) -> str:
    return " – ".join(dict.fromkeys(bucket_name(end[day]) for day in ("bucket", "until")))


def _as_rate(row: dict) -> dict:
    told = {"bucket": row["bucket"], "crr": row["rate"], "retained": row["hits"], "start_customers": row["counted"]}
    return told | {"unfinished": not row["finished"], "early": row["few"]}


def _row(of_bucket: Sequence[dict]) -> dict:
    """Rows of one bucket, one a share → a row of the table."""
    told = {"bucket": of_bucket[0]["bucket"], "state": _state(of_bucket)}
    for row in of_bucket:
        told |= dict(zip(COLUMNS[row["share"]], (row["counted"], row["hits"], row["rate"]), strict=True))
    return told


def _state(of_bucket: Sequence[dict]) -> str | None:
    words = session.t()
    marks = [] if of_bucket[0]["finished"] else [words("frame.timeline_unfinished")]
    marks += [words(f"{ROOM}.shares_little_{row['share']}") for row in of_bucket if row["few"]]
    return ", ".join(marks) or None
