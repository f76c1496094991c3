"""The rows of the action plan in the visitor's language: why a client is on its list, how far it is, what was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from analytics.plan_lists import AIMS, LISTS, STATUSES
from analytics.plan_texts import Texts
from analytics.words import UNDEFINED, Words

ROOM = "action_plan"
# Reasons that end with what the client brought.
OF_MONEY = ("lost", "at_risk", "cannot_lose", "call_overdue", "call_soon", "reward")
LIST_KEYS = "list aim customers customer_share revenue revenue_share profit at_stake done".split()
# Columns of a list to take away, in their order; those nobody has a value in are left out.
TAKEN = (
    "list aim name customer_id reason distance at_stake revenue profit orders last_order_date abc_class email phone manager "
    "owner due status note before next_step"
).split()


def list_name(words: Words, code: str) -> str:
    return words(f"{ROOM}.list_{code}")


def aim_name(words: Words, code: str) -> str:
    return words(f"{ROOM}.aim_{code}")


def status_name(words: Words, code: str) -> str:
    return words(f"{ROOM}.status_{code}")


def head(words: Words, column: str) -> str:
    return words(f"{ROOM}.{column}") if words.has(f"{ROOM}.{column}") else words.name("columns", column)


def why(words: Words, row: Mapping, dated: bool) -> str:
    """The reason with its numbers; `dated` says whether the base knows a last year."""
    reason, told = _variant(row), row["told"]
    said = _said(words, f"why_{reason}", tuple(told.items()))
    if reason in OF_MONEY:
        said = words(f"{ROOM}.brought_{'year' if dated else 'total'}", said=said, money=row["last_year"])
    if row["image_client"] and row["loses"]:
        said = words(f"{ROOM}.why_image", said=said, profit=row["profit_after_serving"])
    return said


# Of a long list many are silent for as many days: the same sentence is not put together again.
@lru_cache(maxsize=20_000)
def _said(words: Words, key: str, told: tuple[tuple[str, object], ...]) -> str:
    return words(f"{ROOM}.{key}", **dict(told))


def _variant(row: Mapping) -> str:
    """Some reasons are told in two ways."""
    told, reason = row["told"], row["reason"]
    if reason == "release" and told["profit"] > 0:
        return "release_margin"
    if reason == "call_overdue" and not told["past"]:
        return "call_soon"
    return "returned" if reason == "next_order" and row["lifecycle_stage"] == "returned" else reason


def distance(words: Words, row: Mapping) -> str:
    """`+12 400 to A · 9 days to lost`; — where there is no next class."""
    told = []
    if row["better_class"]:
        told.append(words(f"{ROOM}.to_class", lacking=row["distance_to_better_class"], better=row["better_class"]))
    if row["next_stage"]:
        told.append(_said(words, f"days_to_{row['next_stage']}", (("n", row["days_left"]),)))
    return " · ".join(told) or UNDEFINED


def before(words: Words, row: Mapping) -> str | None:
    """The status given on another list, or before the client's last order."""
    if row["before_status"] is None:
        return None
    status = status_name(words, row["before_status"])
    return words(f"{ROOM}.was", list=list_name(words, row["before_list"]), status=status.lower())


def _by_code(words: Words, texts: Texts) -> dict[str, Callable[[Mapping], str]]:
    """Columns that have few values: each is looked up once."""
    lists, aims = {code: list_name(words, code) for code in LISTS}, {code: aim_name(words, code) for code in AIMS}
    statuses = {code: status_name(words, code) for code in STATUSES}
    steps = {code: texts(f"offers_{code}") for code in LISTS}
    return {
        "list": lambda row: lists[row["list"]],
        "aim": lambda row: aims[row["aim"]],
        "status": lambda row: statuses[row["status"]],
        "next_step": lambda row: steps[row["list"]],
    }


def how_counted(words: Words, code: str, dated: bool) -> str:
    """What is at stake on a list."""
    kind = LISTS[code].stake
    return words(f"{ROOM}.stake_{kind}" if dated or kind != "last_year" else f"{ROOM}.stake_{kind}_total")


def taken(words: Words, texts: Texts, rows: Sequence[Mapping], dated: bool, columns: Sequence[str] = TAKEN) -> dict:
    """Rows of plan_rows.rows → columns to take away, in words; numbers and days stay numbers and days."""
    write = {
        "reason": lambda row: why(words, row, dated),
        "distance": lambda row: distance(words, row),
        "before": lambda row: before(words, row),
    } | _by_code(words, texts)
    found = {
        name: [write[name](row) for row in rows] if name in write else [row[name] for row in rows] for name in columns
    }
    return {name: values for name, values in found.items() if any(value is not None for value in values)}
