"""Reads again what the usual reading could not: values unlike the sample, in the few rows that have them."""

from __future__ import annotations

import duckdb

from analytics.ingest import answers, casts, checks, lexicon
from analytics.ingest.typing_sql import BAD, RAW, NewRows
from analytics.ingest.understanding import Notice

IDS = ("customer_id", "lead_id")
MOST_WORDS = 1000


def mend(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Every value some reading knows is in its column afterwards; what is still in the helper columns is unreadable.

    Words become the codes they stand for. Told are the words that have no code and the ids that mean nobody.
    """
    reading = rows.reading
    _clean_texts(cursor, rows)
    if _any(cursor, rows, f"{RAW} is not null"):
        for column in checks.needed(reading.base):
            unread = f"{RAW} is not null and {checks.is_unread(reading.base.column(column))}{_written(rows, column)}"
            if _any(cursor, rows, unread):
                _set(cursor, rows, {column: reading.again(column)}, unread)
    for column in reading.optional:
        unread = f"{BAD}{column} is not null"
        if _any(cursor, rows, unread):
            _set(cursor, rows, {column: reading.again_optional(column)}, unread)
            done = f"({column} is not null or {casts.is_nothing(BAD + column)})"
            _set(cursor, rows, {BAD + column: "null"}, f"{unread} and {done}")
    return [*_nobody(cursor, rows), *_to_codes(cursor, rows)]


def _written(rows: NewRows, column: str) -> str:
    """And there is something in the cell: the other reading is dear even before it sees its first row."""
    places = rows.reading.places[column]
    return f" and trim({RAW}[{places[0] + 1}], {casts.BLANKS}) <> ''" if len(places) == 1 else ""


def _clean_texts(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> None:
    columns = rows.reading.as_they_were
    if not columns:
        return
    asked = ", ".join(f"coalesce(bool_or({casts.is_unclean(c)}), false)" for c in columns)
    unclean = answers.values(cursor, f"select {asked} from {rows.sql}")
    for column, found in zip(columns, unclean, strict=True):
        if found:
            _set(cursor, rows, {column: rows.reading.clean(column, column)}, casts.is_unclean(column))


def _nobody(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """A client called NULL by a program is no client; otherwise he would be the greatest of all."""
    column = next((c for c in IDS if c in rows.reading.places), None)
    if column is None:
        return []
    said = f"{column} in ({casts.listed('nobody')})"
    n, value = answers.values(cursor, f"select count(*), min({column}) from {rows.sql} and {said}")
    if not n:
        return []
    _set(cursor, rows, {column: "null"}, said)
    return [Notice("ids_of_nobody", {"n": n, "value": value, "column": rows.reading.understanding.mapping[column]})]


def _to_codes(cursor: duckdb.DuckDBPyConnection, rows: NewRows) -> list[Notice]:
    """Kinds of contacts, questions and outcomes become our codes; words without a code stay and are told."""
    told = []
    for column in rows.reading.places:
        codes = lexicon.codes(column)
        if codes:
            words = _different(cursor, rows, column)
            known = {word: codes[lexicon.normal(word)] for word in words if lexicon.normal(word) in codes}
            _replace(cursor, rows, column, {word: code for word, code in known.items() if word != code})
            told += _unknown(rows, column, [word for word in words if word not in known])
    return told


def _different(cursor: duckdb.DuckDBPyConnection, rows: NewRows, column: str) -> list[str]:
    counted = f"select {column} from {rows.sql} and {column} is not null group by 1 order by count(*) desc, 1"
    return [word for (word,) in cursor.execute(f"{counted} limit {MOST_WORDS}").fetchall()]


def _replace(cursor: duckdb.DuckDBPyConnection, rows: NewRows, column: str, codes: dict[str, str]) -> None:
    for word, code in codes.items():
        changed = f"update {rows.table} set {column} = $code where {rows.condition} and {column} = $word"
        cursor.execute(changed, {"code": code, "word": word})


def _unknown(rows: NewRows, column: str, words: list[str]) -> list[Notice]:
    name = rows.reading.understanding.mapping[column]
    return [Notice("unknown_words", {"n": len(words), "value": words[0], "column": name})] if words else []


def _any(cursor: duckdb.DuckDBPyConnection, rows: NewRows, condition: str) -> bool:
    return bool(answers.value(cursor, f"select count(*) from {rows.sql} and {condition}"))


def _set(cursor: duckdb.DuckDBPyConnection, rows: NewRows, values: dict[str, str], condition: str) -> None:
    # Never a list column: DuckDB would delete and insert the row, and its place in the file would be lost.
    changed = ", ".join(f"{column} = {value}" for column, value in values.items())
    cursor.execute(f"update {rows.table} set {changed} where {rows.condition} and {condition}")
