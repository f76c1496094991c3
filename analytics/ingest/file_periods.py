"""The period a file of totals is for: what the visitor says, else its title, else the name of its sheet or its own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from analytics.ingest.layouts import periods
from analytics.ingest.understanding import Hints, Understanding

COPY = re.compile(r"\s*\(\d{1,2}\)$")


def told(file: Understanding, hints: Hints) -> Understanding:
    """The file with its period. One of dated rows has only what its title says: its days tell the rest."""
    if file.kind != "totals":
        return file
    if hints.period is not None:
        evidence = {code: about for code, about in file.evidence.items() if code != "period_stated"}
        return replace(file, period=hints.period or None, evidence=evidence)
    return file if file.period else _named(file)


def _named(file: Understanding) -> Understanding:
    for name in (file.sheet, COPY.sub("", PurePath(file.name).stem)):
        period = periods.named(name) if name else None
        if period:
            told = {"first": period[0], "last": period[1], "value": name}
            return replace(file, period=period, evidence=file.evidence | {"period_named": told})
    return file
