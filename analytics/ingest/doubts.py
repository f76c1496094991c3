"""What is doubtful in freshly read values and cannot be put right here: counted, with an example, for the visitor."""

from __future__ import annotations

import duckdb

from analytics.ingest import answers, casts, checks, days, formats
from analytics.ingest.refusing import REFUSED_HERE
from analytics.ingest.sources import literal
from analytics.ingest.typing_sql import RAW, NewRows
from analytics.ingest.understanding import Notice
from analytics.ingest.who import WHO_HERE

MOST_NAMES = 200_000
MOST_DAYS = 1000
OTHER_ORDER = {"dmy": "mdy", "mdy": "dmy"}
RUINED = "'[0-9]([.,][0-9]+)?[Ee][+][0-9]+'"
SMALL_IO, SMALL_IE = "chr(1105)", "chr(1077)"
SHORT = literal(
    f"[0-9][{formats.SPACES}]*({'|'.join(words.removesuffix('$') for words in formats.MULTIPLES.values())})"
)


def doubts(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Rows judged, with their ids written down → notices: ruined ids, spellings of one name, days of the other order, marks."""
    found = []
    if "customer_id" in rows.reading.places:
        found += [*_ruined_ids(cursor), *_spellings(cursor)]
    return [*found, *_other_order(cursor, rows), *_two_marks(cursor, rows), *_shortened(cursor, rows)]


def _ruined_ids(cursor: duckdb.DuckDBPyConnection) -> list[Notice]:
    """Excel keeps 15 digits: 1.03E+19 was a code, perhaps of several clients, so its rows are counted."""
    ruined = f"(contains(name, 'E+') or contains(name, 'e+')) and regexp_full_match(name, {RUINED})"
    n, value = answers.values(cursor, f"select sum(rows)::bigint, min(name) from {WHO_HERE} where {ruined}")
    return [Notice("ids_ruined", {"n": n, "value": value})] if n else []


def _spellings(cursor: duckdb.DuckDBPyConnection) -> list[Notice]:
    """Names that differ only in letters' case, e for io, punctuation and blanks: they are counted as different clients."""
    if answers.value(cursor, f"select count(*) from {WHO_HERE}") > MOST_NAMES:
        return []
    form = f"trim(regexp_replace(replace(lower(name), {SMALL_IO}, {SMALL_IE}), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
    groups = (
        f"select {form} as form, min(name) as one, max(name) as other from {WHO_HERE} group by 1 "
        "having count(*) > 1 and regexp_matches(form, '\\p{L}')"
    )
    n, one, other = answers.values(cursor, f"select count(*), min_by(one, form), min_by(other, form) from ({groups})")
    return [Notice("name_variants", {"n": n, "value": one, "other": other})] if n else []


def _other_order(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Days beyond the sample that prove the order opposite to the one the sample proved."""
    told = rows.reading.understanding
    seen = told.evidence.get(f"order_{told.date_order}_seen")
    if seen is None or told.date_order not in OTHER_ORDER:
        return []
    refused = f"select value from {REFUSED_HERE} where reason = 'bad_date' order by \"row\" limit {MOST_DAYS}"
    values = [value for (value,) in cursor.execute(refused).fetchall()]
    against = [v for v in values if v and days.order(v) == OTHER_ORDER[told.date_order]]
    return (
        [Notice("order_conflict", {"value": seen["value"], "n": len(against), "other": against[0]})] if against else []
    )


def _two_marks(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Numbers such as 1,234 in a column where both marks are proven decimal: each could be a thousand times the other."""
    place = _amount(rows)
    if place is None:
        return []
    told = rows.reading.understanding
    other = "," if (told.shapes[place].decimal or told.decimal) == "." else "."
    proven = f"regexp_matches({RAW}[{place + 1}], '^[^.,]*[{other}]([0-9]{{1,2}}|[0-9]{{4,}})[^0-9.,]*$')"
    if not answers.value(cursor, f"select count(*) from {rows.sql} and {RAW} is not null and {proven}"):
        return []
    cell = f"translate(c{place}, {casts.GROUPING}, '')"
    doubtful = f"regexp_matches({cell}, '^[^0-9]*[1-9][0-9]{{0,2}}[.,][0-9]{{3}}[^0-9.,]*$')"
    counted = f"select count(*), min(c{place}) from {told.source.sql()} where {doubtful}"
    n, value = answers.values(cursor, counted, told.source.parameters())
    return [Notice("decimals_mixed", {"n": n, "value": value, "column": told.header[place]})] if n else []


def _shortened(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Amounts written in thousands or millions are as exact as they were written."""
    place = _amount(rows)
    if place is None:
        return []
    cell = f"lower({RAW}[{place + 1}])"
    short = f"{RAW} is not null and amount is not null and regexp_matches({cell}, {SHORT})"
    n, value = answers.values(cursor, f"select count(*), min({RAW}[{place + 1}]) from {rows.sql} and {short}")
    return [Notice("numbers_shortened", {"n": n, "value": value})] if n else []


def _amount(rows: NewRows) -> int | None:
    formula = rows.reading.formulas.get("amount")
    return formula.single if formula and "amount" in checks.needed(rows.reading.base) else None
