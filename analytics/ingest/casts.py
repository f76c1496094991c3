"""Text of a source column → a value of our type, as SQL, in two readings.

The usual reading knows only the form of the sample and is done for all rows; where it gives nothing, the other one, which
knows every form and costs several times as much, is done after it (mending.py). Nothing unlike the sample is lost.
Arguments named `cell` are SQL over c0..cN; nothing of the file's own text is ever put into these expressions.
"""

from __future__ import annotations

from analytics.ingest import formats, lexicon
from analytics.ingest.shapes import Shape
from analytics.ingest.sources import literal
from analytics.schema import TYPES

MONEY = TYPES["money"]
FACTOR = "DECIMAL(18,6)"
PLAUSIBLE = "between date '1900-01-01' and date '2199-12-31'"
WIDE_BLANKS = [mark for mark in formats.SPACES + "\ufeff\u200b" if mark > "\x7f"]
BLANKS = literal(" \t\r\n" + "".join(WIDE_BLANKS))
GROUPING = literal(formats.SPACES + formats.APOSTROPHES)


def text(cell: str) -> str:
    """Trimmed text, null when nothing is left. Looks before it trims: most cells are clean and trimming is dear."""
    edges = f"{_is_blank(f'ascii({cell})')} or {_is_blank(f'ascii(right({cell}, 1))')}"
    return f"case when {edges} then nullif(trim({cell}, {BLANKS}), '') else {cell} end"


def _is_blank(code: str) -> str:
    return f"{code} <= 32 or {code} in ({', '.join(str(ord(mark)) for mark in WIDE_BLANKS)})"


def identifier(cell: str) -> str:
    """An id as text: `17850.0` → `17850`, leading zeros and long digits stay."""
    whole = f"regexp_replace(trim({cell}, {BLANKS}), '^([0-9]+)[.]0$', '\\1')"
    return f"case when contains({cell}, '.0') then {whole} else {text(cell)} end"


def is_unclean(column: str) -> str:
    """True for a text stored as it was that `text` or `identifier` would change; cheap enough for every row."""
    ends = f"{column} < '!' or ends_with({column}, ' ')"
    if not column.endswith("_id"):
        return f"({ends})"
    return f"({ends} or ends_with({column}, '.0') or ends_with({column}, chr(160)) or starts_with({column}, chr(160)))"


def usual_date(cell: str, order: str | None, shape: Shape) -> str:
    """A calendar day in the sample's own form; anything else, or an absurd year, is left to `any_date`."""
    if shape.compact:
        return _compact(cell)
    return _turned(cell, order, shape) if not shape.iso and order in ("dmy", "mdy") else _iso(cell)


def any_date(cell: str, order: str | None) -> str:
    """A calendar day in any form; clock time is dropped, years outside 1900..2199 (1C's empty date is 1) are unreadable."""
    return _let(
        f"coalesce({_iso(cell)}, {_compact(cell)}, {_ordered(cell, order)})", f"case when it {PLAUSIBLE} then it end"
    )


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


def _ordered(cell: str, order: str | None) -> str:
    """Any of . / - between day, month and a year of two or four digits; two first, for %Y takes 24 as the year 24."""
    day = f"translate(split_part(trim({cell}, {BLANKS}), ' ', 1), '/-,', '..')"
    front = "%m.%d" if order == "mdy" else "%d.%m"
    return f"cast(try_strptime({day}, ['{front}.%y', '{front}.%Y']) as date)"


def usual_number(cell: str, decimal: str, shape: Shape, sql_type: str = MONEY) -> str:
    """A number as the sample writes it; anything else is left to `any_number`."""
    plain = f"translate({cell}, {GROUPING}, '')" if shape.grouped else cell
    if decimal == ",":
        plain = f"case when not contains({cell}, '.') then replace({plain}, ',', '.') end"
    return f"try_cast({plain} as {sql_type})"


def any_number(cell: str, decimal: str, sql_type: str = MONEY) -> str:
    """A number with grouping, currency, brackets or the minus behind, with either mark where it cannot mislead."""
    stripped = f"translate(replace({cell}, chr(8722), '-'), {GROUPING}, '')"
    currency = literal(f"(?i){formats.CURRENCY_AT_ENDS}")
    bare = _let(stripped, f"regexp_replace(it, {currency}, '')")
    bracketed = f"case when it like '(%)' then '-' || regexp_replace(it[2:-2], {currency}, '') else it end"
    signed = "case when it like '%-' then '-' || it[:-2] else it end"
    marked = _marks(decimal, "." if decimal == "," else ",")
    return f"try_cast({_let(_let(_let(bare, bracketed), signed), marked)} as {sql_type})"


def _let(value: str, body: str) -> str:
    """`body` over `it`, computed once: SQL has no let, a lambda over a list of one is the nearest."""
    return f"list_transform([{value}], lambda it: {body})[1]"


def _marks(own: str, other: str) -> str:
    """Of two marks the last is decimal; a repeated one groups; the other mark groups before exactly three digits."""
    own_only = "replace(it, '{other}', '')" if own == "." else "replace(replace(it, '{other}', ''), ',', '.')"
    other_only = "replace(it, '{own}', '')" if own == "," else "replace(replace(it, '{own}', ''), ',', '.')"
    return (
        f"case when regexp_matches(it, '[{other}].*[{own}][0-9]*$') or regexp_full_match(it, "
        f"'[+-]?[1-9][0-9]{{0,2}}([{other}][0-9]{{3}})+') then {own_only.format(other=other)} "
        f"when regexp_matches(it, '[{own}].*[{other}][0-9]*$') then {other_only.format(own=own)} "
        f"when regexp_matches(it, '[{own}].*[{own}]') then replace(it, '{own}', '') "
        "else replace(it, ',', '.') end"
    )


def flag(cell: str) -> str:
    said = f"lower(trim({cell}, {BLANKS}))"
    return f"case when {said} in ({_listed('yes')}) then true when {said} in ({_listed('no')}) then false end"


def _listed(use: str) -> str:
    return ", ".join(literal(word) for word in sorted(lexicon.words_for(use)))


def is_total(cell: str) -> str:
    """Says the cell that its row sums up the others?"""
    said = f"lower(trim({cell}, {literal(formats.SPACES + ':')}))"
    return f"coalesce({said} in ({_listed('total')}), false)"
