"""The scale a survey was answered on: 0 to 10, or 1 to 5, whose marks become those of 0 to 10 that mean the same.

By the usual rule of CSAT 4 and 5 are satisfied, 1 and 2 are not: 1→1, 2→3, 3→5, 4→8, 5→10. So 4 and 5 are high and 1 and 2 low
for CSI, and of the promoters only 5; an even stretch would make a 4 no high score and a 1 no low one.
"""

from __future__ import annotations

import duckdb

from analytics.ingest import lexicon, whole_column
from analytics.ingest.columns import Sheet
from analytics.ingest.sources import Source
from analytics.ingest.typing_sql import NewRows
from analytics.ingest.understanding import OF_FIVE, OF_TEN, SCALES, Hints, Notice

TO_TEN = {1: 1, 2: 3, 3: 5, 4: 8, 5: 10}
LEAST_ANSWERS = 5
SAYS_TEN = {"nps", "10"}
TOLD = "scale_five"


def scale(sheet: Sheet, kind: str, mapping: dict[str, str], hints: Hints, source: Source) -> str | None:
    """What the visitor said; else 1 to 5 when every score of the whole file is a whole number of these and there are five
    or more; else, or by a heading that says NPS or 10, 0 to 10. None for a base without scores."""
    if kind != "scores" or mapping.get("score") not in sheet.header:
        return None
    if hints.scale in SCALES:
        return hints.scale
    if SAYS_TEN & set(lexicon.normal(mapping["score"]).split()):
        return OF_TEN
    found = whole_column.numbers(source, sheet.header.index(mapping["score"]))
    fits = found.known >= LEAST_ANSWERS and found.are_whole and 1 <= found.least <= found.most <= 5
    return OF_FIVE if fits else OF_TEN


def evidence(chosen: str | None, hints: Hints) -> dict[str, dict[str, object]]:
    if chosen is None:
        return {}
    return {"scale_told": {}} if hints.scale else {"scale_five_seen": {}} if chosen == OF_FIVE else {}


def notices(chosen: str | None, mapping: dict[str, str]) -> list[Notice]:
    """That the marks are not those of the file, and by what rule: it is told on the form and with the receipt."""
    rule = ", ".join(f"{five} → {ten}" for five, ten in TO_TEN.items())
    return [Notice(TOLD, {"column": mapping["score"], "rule": rule})] if chosen == OF_FIVE else []


def to_ten(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    """Judged rows of a file on the scale of 1 to 5 → the same on 0 to 10."""
    if rows.reading.understanding.scale != OF_FIVE:
        return
    marks = " ".join(f"when {five} then {ten}" for five, ten in TO_TEN.items())
    cursor.execute(f"update {rows.table} set score = case score {marks} end where {rows.condition}")
