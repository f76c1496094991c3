"""Calls as a calendar file (.ics, RFC 5545) for Outlook, Google, Apple and others: one event of whole days a call."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from analytics.plain_text import one_line

PRODUCT = "-//Client Base Lab//Calls//"
DOMAIN = "client-base-lab"


@dataclass(frozen=True)
class Call:
    """A call to make on one of the days `first`..`last`, both inclusive; `key` tells it from all others for good."""

    key: str
    first: dt.date
    last: dt.date
    title: str
    notes: str = ""


def written(calls: Iterable[Call], name: str, language: str, made_on: dt.date) -> bytes:
    """Calls → the file. The same call has the same identity in every file: opened again, it moves and is not doubled.

    An event takes no time of the day and leaves its days free. `made_on` stands for the time of writing.
    """
    from icalendar import Calendar

    calendar = Calendar()
    told = {
        "prodid": f"{PRODUCT}{language.upper()}",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "x-wr-calname": _line(name),
    }
    for property_, value in told.items():
        calendar.add(property_, value)
    for call in calls:
        calendar.add_component(_event(call, made_on))
    return calendar.to_ical()


def _event(call: Call, made_on: dt.date):
    from icalendar import Event

    event = Event()
    event.add("uid", f"{hashlib.sha256(call.key.encode()).hexdigest()[:32]}@{DOMAIN}")
    event.add("dtstamp", dt.datetime.combine(made_on, dt.time(), dt.UTC))
    event.add("dtstart", call.first)
    # The day an event of whole days ends on is the first one it does not take.
    event.add("dtend", call.last + dt.timedelta(days=1))
    event.add("summary", _line(call.title))
    if call.notes:
        event.add("description", "\n".join(map(_line, call.notes.splitlines())))
    event.add("transp", "TRANSPARENT")
    return event


def _line(text: str) -> str:
    return " ".join(one_line(text).split())
