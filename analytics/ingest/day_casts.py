"""Text of a source column → a calendar day, as SQL: by the form of the sample, or by any form (mending.py)."""

from __future__ import annotations

from analytics.ingest import days, lexicon
from analytics.ingest.casts import BLANKS, PLAUSIBLE, let, listed
from analytics.ingest.shapes import Shape
from analytics.ingest.sources import literal

SERIAL_START = {"1904": "date '1904-01-01'"}
CLOCK = literal(days.CLOCK.replace("T", "t"))
YEAR_WORD = literal(f"({'|'.join(sorted(lexicon.words_for('year'), key=len, reverse=True))})[.]?$")


def usual_date(cell: str, order: str | None, shape: Shape) -> str:
    """A calendar day in the sample's own form; anything else, or an absurd year, is left to `any_date`."""
    order = shape.order or order
    if shape.days == "compact":
        return _compact(cell)
    if shape.days == "other":
        return any_date(cell, order)
    return _turned(cell, order, shape) if shape.days == "turned" and order in ("dmy", "mdy") else _iso(cell)


def any_date(cell: str, order: str | None, shape: Shape | None = None) -> str:
    """A calendar day in any form; years outside 1900..2199 (1C's empty date is 1) are unreadable.

    A clock and a zone are dropped, not reckoned with: the day is the one written. Two digits of a year mean 1969..2068.
    A month or a quarter is its first day; Excel's number counts from 1899-12-30, from 1904-01-01 when `order` is "1904".
    """
    order = (shape.order if shape else None) or order
    written = f"regexp_replace(lower(trim({cell}, {BLANKS})), {CLOCK}, '')"
    forms = f"coalesce({_iso('it')}, {_ordered('it', order)}, {_numbered('it', order)}, {_worded('it')})"
    return let(let(written, forms), f"case when it {PLAUSIBLE} then it end")


def _turned(cell: str, order: str, shape: Shape) -> str:
    """Two-digit day and month, four-digit year."""
    day, month = (1, 4) if order == "dmy" else (4, 1)
    turned = f"{cell}[7:10] || '-' || {cell}[{month}:{month + 1}] || '-' || {cell}[{day}:{day + 1}]"
    length = f"length({cell}) >= 10" if shape.timed else f"length({cell}) = 10"
    return f"case when {length} then try_cast({turned} as date) end"


def _iso(cell: str) -> str:
    return f"try_cast({cell} as date)"


def _compact(cell: str) -> str:
    return f"cast(try_strptime(trim({cell}), '%Y%m%d') as date)"


def _ordered(day: str, order: str | None) -> str:
    """Any of . / - between day, month and a year of two or four digits; two first, for %Y takes 24 as the year 24."""
    marked = f"translate(rtrim(regexp_replace({day}, {YEAR_WORD}, ''), ', '), '/-', '..')"
    front = "%m.%d" if order == "mdy" else "%d.%m"
    return f"cast(try_strptime({marked}, ['{front}.%y', '{front}.%Y', '%Y.%m.%d', '%m.%Y', '%Y.%m']) as date)"


def _numbered(day: str, order: str | None) -> str:
    """A day as one number, known by its length: Excel's 45292, 202403, 2024030510, seconds since 1970."""
    first, last = days.SERIAL
    serial = f"try_cast({day}[1:5] as integer)"
    stamps = "['%Y%m%d', '%Y%m%d%H%M%S', '%Y%m%d%H%M', '%Y%m%d%H', '%Y%m']"
    start = SERIAL_START.get(order, "date '1899-12-30'")
    return (
        f"case when regexp_full_match({day}, '[0-9]{{5}}([.,][0-9]+)?') and {serial} between {first} and {last} "
        f"then {start} + {serial} "
        f"when regexp_full_match({day}, '(19|20)[0-9]{{4,12}}') then cast(try_strptime({day}, {stamps}) as date) "
        f"when regexp_full_match({day}, '1[0-9]{{9}}([0-9]{{3}})?([.,][0-9]+)?') then {_since_1970(day)} end"
    )


def _since_1970(day: str) -> str:
    """Seconds or milliseconds, in Greenwich: a number names no other zone."""
    whole = f"regexp_extract({day}, '^[0-9]+')"
    return f"cast(epoch_ms(cast(rpad({whole}, 13, '0') as bigint)) as date)"


def _worded(day: str) -> str:
    """A month or a quarter by its name, with a year of four digits or of two behind the month."""
    numbers = f"regexp_extract_all({day}, '[0-9]+')"
    alone = f"regexp_full_match({day}, '\\p{{L}}+[.]?[-. ''\u2019][0-9]{{2}}')"
    long_year = f"nullif(regexp_extract({day}, '(^|[^0-9])([0-9]{{4}})($|[^0-9])', 2), '')"
    short_year = f"case when len({numbers}) = 2 or {alone} then {numbers}[-1] end"
    full = f"case when {short_year} < '69' then '20' else '19' end || {short_year}"
    number = f"case when len({numbers}) = 2 then list_filter({numbers}, lambda n: length(n) < 3)[1] else '1' end"
    month, quarter = _of_words(day, lexicon.months()), _quarter(day, numbers)
    year = f"coalesce({long_year}, {full})"
    return (
        f"case when {_are_some(day)} then case when {month} is not null and len({numbers}) <= 2 "
        f"then try_cast({year} || '-' || {month} || '-' || {number} as date) "
        f"else try_cast({long_year} || '-' || ({quarter} * 3 - 2) || '-1' as date) end end"
    )


def _are_some(day: str) -> str:
    return f"regexp_matches({day}, '[0-9]') and regexp_matches({day}, '\\p{{L}}')"


def _of_words(day: str, numbers: dict[str, int]) -> str:
    """The number of the one word in the text that has one."""
    known = f"map([{', '.join(map(literal, numbers))}], [{', '.join(map(str, numbers.values()))}])"
    return f"list_max(list_transform(regexp_extract_all({day}, '\\p{{L}}+'), lambda w: {known}[w]))"


def _quarter(day: str, numbers: str) -> str:
    roman = _of_words(day, {word: i for i, word in enumerate(lexicon.ROMAN, 1)})
    said = f"list_filter({numbers}, lambda n: n between '1' and '4' and length(n) = 1)[1]"
    named = f"len(list_intersect(regexp_extract_all({day}, '\\p{{L}}+'), [{listed('quarter')}])) > 0"
    return f"case when {named} then coalesce({roman}, try_cast({said} as integer)) end"
