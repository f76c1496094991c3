"""Findings in the visitor's words."""

from __future__ import annotations

from collections.abc import Callable

from analytics.doctor.finding import Finding
from analytics.words import Words

WITH_OR_WITHOUT_MONEY = ("duplicates", "duplicates_dropped", "future_dates", "far_dates", "refused_rows")
CODES = {"reason": "ingest", "other": "bases"}


def sentence(finding: Finding, words: Words, write: Callable[[str], str] = str) -> str:
    """One sentence with the numbers; `write` makes the visitor's own text fit for the place it is shown in."""
    plain = "_plain" if finding.money is None and finding.code in WITH_OR_WITHOUT_MONEY else ""
    return words(f"doctor.{finding.code}{plain}", **_particulars(finding, words, write))


def why(finding: Finding, words: Words, write: Callable[[str], str] = str) -> str:
    """What it does to the numbers and what to do."""
    return words(f"doctor.{finding.code}_why", **_particulars(finding, words, write))


def effect(finding: Finding, words: Words) -> str | None:
    """The sum with and without repeated lines; how many ids look alike. None where there is nothing to add."""
    if finding.code.startswith("duplicates") and finding.particulars["before"] is not None:
        return words(f"doctor.{finding.code}_effect", **finding.told)
    if finding.code == "not_in_main" and finding.particulars["alike"]:
        return words("doctor.not_in_main_alike", n=finding.particulars["alike"])
    return None


def _particulars(finding: Finding, words: Words, write: Callable[[str], str]) -> dict[str, object]:
    told = {name: write(value) if isinstance(value, str) else value for name, value in finding.told.items()}
    told |= {name: words(f"{room}.{finding.told[name]}") for name, room in CODES.items() if name in told}
    if finding.money is not None:
        told["money"] = abs(finding.money)
    return told | {"kind": words(f"bases.{finding.kind}")}
