"""The action plan taken away: a workbook with a sheet per list, CSV, addresses, phone numbers, due dates for a calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from analytics import call_calendar, exports, plan_words
from analytics.call_calendar import Call
from analytics.plain_text import one_line
from analytics.plan_notes import DONE
from analytics.plan_texts import Texts
from analytics.words import Words

ROOM = plan_words.ROOM
SUMMARY = (
    "list aim customers customer_share revenue revenue_share profit at_stake stake due done goal next_step".split()
)
NAMES_IN_EVENT = 30
LONGEST_SHEET = 31
NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\']")
ADDRESS = re.compile(r"[^\s@;,<>\"]+@[^\s@;,<>\"]+\.[^\s@;,<>\"]+")
DIALLED = re.compile(r"[0-9]")


def table(words: Words, texts: Texts, rows: Sequence[Mapping], dated: bool) -> pa.Table:
    """Rows of plan_rows.rows → one table in words, to be written as CSV or as a sheet."""
    return pa.table(_plain(plan_words.taken(words, texts, rows, dated)))


def workbook(
    words: Words,
    texts: Texts,
    sizes: Sequence[Mapping],
    rows: Sequence[Mapping],
    further: Mapping[str, Sequence[dict]],
    dated: bool,
) -> bytes:
    """`sizes`: plan.sizes with the due date and how many are done; `further`: rows beside the clients, by the sheet's name.

    The first sheet sums the lists up, each of its rows leads to the sheet of its list.
    """
    by_list: dict[str, list[Mapping]] = {}
    for row in rows:
        by_list.setdefault(row["list"], []).append(row)
    present = [row for row in sizes if row["list"] in by_list]
    sheets = {words(f"{ROOM}.sheet_summary"): pa.table(_plain(_summary(words, texts, present, dated)))}
    for code, clients in by_list.items():
        sheets[sheet_name(words, code)] = table(words, texts, clients, dated)
    sheets |= {name: exports.as_table(told) for name, told in further.items() if told}
    return exports.book(sheets, lambda column: plan_words.head(words, column), contents=True)


def sheet_name(words: Words, code: str) -> str:
    return NOT_IN_SHEET.sub(" ", plan_words.list_name(words, code))[:LONGEST_SHEET].strip()


def emails(rows: Iterable[Mapping]) -> list[str]:
    """The addresses of these clients, each once; what is no address is left out."""
    return list(dict.fromkeys(a for row in rows for a in ADDRESS.findall(one_line(row["email"] or ""))))


def phones(rows: Iterable[Mapping]) -> list[tuple[str, str]]:
    """(phone number, client) of those who have one."""
    told = ((" ".join(one_line(row["phone"] or "").split()), row["name"]) for row in rows)
    return [(phone, one_line(name)) for phone, name in told if DIALLED.search(phone)]


def emails_text(rows: Iterable[Mapping]) -> bytes:
    """One column of addresses, each but the last with a semicolon: to be pasted into the field of a mail program."""
    return ";\r\n".join(emails(rows)).encode("utf-8-sig")


def phones_text(rows: Iterable[Mapping], words: Words) -> bytes:
    told = phones(rows)
    columns = {"phone": [phone for phone, _ in told], "name": [name for _, name in told]}
    return exports.csv_for_excel(pa.table(columns), lambda column: plan_words.head(words, column), words)


def calendar(words: Words, rows: Iterable[Mapping], made_on: dt.date) -> bytes:
    """What is still to be done, an event for each list, owner and due date, with the names of the first clients."""
    groups: dict[tuple, list[str]] = {}
    for row in rows:
        if row["due"] and row["status"] not in (DONE, "given_up"):
            groups.setdefault((row["list"], row["owner"] or "", row["due"]), []).append(row["name"])
    calls = [_event(words, *group, names) for group, names in groups.items()]
    return call_calendar.written(calls, words(f"{ROOM}.calendar_name"), words.language, made_on)


def _event(words: Words, code: str, owner: str, due: dt.date, names: Sequence[str]) -> Call:
    title = words(f"{ROOM}.event", list=plan_words.list_name(words, code), n=len(names))
    notes = [words(f"{ROOM}.event_owner", owner=owner)] if owner else []
    notes += names[:NAMES_IN_EVENT]
    if len(names) > NAMES_IN_EVENT:
        notes.append(words(f"{ROOM}.event_more", n=len(names) - NAMES_IN_EVENT))
    return Call(f"plan|{code}|{owner}|{due}", due, due, f"{title} — {owner}" if owner else title, "\n".join(notes))


def _summary(words: Words, texts: Texts, sizes: Sequence[Mapping], dated: bool) -> dict[str, list]:
    write = {
        "list": lambda row: sheet_name(words, row["list"]),
        "aim": lambda row: plan_words.aim_name(words, row["aim"]),
        "stake": lambda row: plan_words.how_counted(words, row["list"], dated),
        "goal": lambda row: texts(f"goal_{row['list']}"),
        "next_step": lambda row: texts(f"offers_{row['list']}"),
    }
    return {name: [write[name](row) if name in write else row[name] for row in sizes] for name in SUMMARY}


def _plain(columns: Mapping[str, list]) -> dict[str, list]:
    return {name: exports.unmixed(values) for name, values in columns.items()}
