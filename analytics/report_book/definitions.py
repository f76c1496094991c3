"""How everything is counted: the rooms' own texts without their marks, with the numbers of this base in them."""

from __future__ import annotations

from collections.abc import Mapping

from analytics import workdays
from analytics.methods import channels, rfm
from analytics.report_book import looks
from analytics.report_book.material import Material
from analytics.report_book.pages import Page
from analytics.report_pages.markdown import blocks, plain

BULLET = "\u2022 "


def how_counted(page: Page, of: Material, rooms: Mapping[str, str]) -> None:
    """A section a room (room → title): how it is counted, paragraph by paragraph, and where the method comes from."""
    for room, title in rooms.items():
        page.line(title, looks.SUBTITLE)
        for block in blocks(of.words(f"{room}.how", **particulars(of, room))):
            told = "".join(run.text for run in block.runs)
            page.line(f"{BULLET if block.is_item else ''}{told}")
        page.line(plain(of.words(f"{room}.source")), looks.QUIET)
        page.row += 1


def particulars(of: Material, room: str) -> dict[str, object]:
    """The numbers of this base that the text of a room speaks of."""
    whole, thresholds = of.facts.whole, of.thresholds
    told = {
        "abc_analysis": {"average": whole["average"], "n": whole["clients"]},
        "abc_xyz": {"buckets": whole["counted_buckets"]},
        "channels": {"n": channels.FEW},
        "development": {name: thresholds[f"development.{name}"] for name in ("steady", "switched")},
        "lifecycle": {"gaps": whole["gaps"]},
    }
    if room == "rfm":
        dimensions = rfm.method(thresholds, of.facts).dimensions
        return {d.name: ", ".join(map(of.words.exact, d.cuts)) or of.words.exact(None) for d in dimensions}
    if room == "loyalty":
        country = workdays.known(thresholds["loyalty.country"][0])
        return {"country": workdays.countries()[country][of.words.language]}
    return told.get(room, {})
