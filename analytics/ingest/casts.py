"""Text of a source column → a value of our type, as SQL, in two readings: texts, numbers, flags (days: day_casts.py).

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
WIDE_BLANKS = [mark for mark in formats.SPACES if mark > "\x7f"]
BLANKS = literal(" \t\r\n" + "".join(WIDE_BLANKS))
GROUPING = literal(formats.SPACES + formats.APOSTROPHES)
DASHES, MINUSES = literal(formats.MINUSES), literal("-" * len(formats.MINUSES))
BESIDE = literal(f"(?i){formats.BESIDE_AT_ENDS}")
MULTIPLE = literal("|".join(formats.MULTIPLES.values()))
QUOTE = "''''"
EDGES = "".join(rf"\x{{{code:x}}}" for code in (160, 8203, 8239, 65279))
# One look of an automaton: a dozen comparisons of ends take twice as long; a few take half, and do for plain Latin.
UNCLEAN_ID = literal(rf"^$|^[\x00- ='{EDGES}]|[ {EDGES}]$|[.]0$")


def text(cell: str) -> str:
    """Trimmed text, null when nothing is left. Looks before it trims: most cells are clean and trimming is dear."""
    edges = f"{_is_blank(f'ascii({cell})')} or {_is_blank(f'ascii(right({cell}, 1))')}"
    return f"case when {edges} then nullif(trim({cell}, {BLANKS}), '') else {cell} end"


def _is_blank(code: str) -> str:
    return f"{code} <= 32 or {code} in ({', '.join(str(ord(mark)) for mark in WIDE_BLANKS)})"


def identifier(cell: str) -> str:
    """An id as text: `17850.0` → `17850`; leading zeros and long digits stay, Excel's guards `="007"`, `'007` go."""
    guards = literal('^="(.*)"$|^\'([0-9]+)$')
    bare = rf"regexp_replace(trim({cell}, {BLANKS}), {guards}, '\1\2')"
    whole = rf"regexp_replace({bare}, '^([0-9]+)[.]0$', '\1')"
    dressed = f"contains({cell}, '.0') or starts_with({cell}, '=') or starts_with({cell}, {QUOTE})"
    return f"case when {dressed} then nullif({whole}, '') else {text(cell)} end"


def is_unclean(column: str) -> str:
    """True for a text stored as it was that `text` or `identifier` would change; cheap enough for every row."""
    if column.endswith("_id"):
        guarded = f"{column} >= {QUOTE} and {column} < '(' or {column} >= '=' and {column} < '>'"
        wide = f"strlen({column}) > length({column}) and regexp_matches({column}, {UNCLEAN_ID})"
        return f"({column} < '!' or {guarded} or ends_with({column}, ' ') or ends_with({column}, '.0') or {wide})"
    return f"({column} < '!' or ends_with({column}, ' '))"


def is_nothing(cell: str) -> str:
    """True for a cell of a number or a day that is empty or says that there is nothing: a dash, n/a."""
    return f"coalesce(lower(trim({cell}, {BLANKS})), '') in ('', {listed('nothing')})"


def usual_number(cell: str, decimal: str, shape: Shape, sql_type: str = MONEY) -> str:
    """A number as the sample writes it; anything else is left to `any_number`."""
    if shape.kopecks:
        return any_number(cell, decimal, sql_type, shape)
    plain = f"translate({cell}, {GROUPING}, '')" if shape.grouped else cell
    if (shape.decimal or decimal) == ",":
        plain = f"case when not contains({cell}, '.') then replace({plain}, ',', '.') end"
    return f"try_cast({plain} as {sql_type})"


def any_number(cell: str, decimal: str, sql_type: str = MONEY, shape: Shape | None = None) -> str:
    """A number with grouping, currency, brackets or the minus behind, with either mark where it cannot mislead.

    1,5 thousand by its word and 1 200=00 (roubles=kopecks) too; 1200-00 only when the whole sample is written so.
    A share (12 %) is no amount, and M is no word: a thousand to one, a million to another.
    """
    stripped = f"translate(translate(lower({cell}), {GROUPING}, ''), {DASHES}, {MINUSES})"
    bare = let(stripped, f"regexp_replace(it, {BESIDE}, '', 'g')")
    several = " ".join(f"when regexp_matches(it, {literal(words)}) then {n}" for n, words in formats.MULTIPLES.items())
    own = (shape.decimal if shape else None) or decimal
    number = _number(f"regexp_replace(it, {MULTIPLE}, '')", own, "[=-]" if shape and shape.kopecks else "=")
    times = f"try_cast({number} as double) * case {several} end"
    return let(
        bare,
        f"case when regexp_matches(it, {MULTIPLE}) then try_cast({times} as {sql_type}) "
        f"else try_cast({number} as {sql_type}) end",
    )


def _number(text: str, decimal: str, joint: str) -> str:
    """What is left without the words: brackets and signs, then kopecks behind their `joint`, then the two marks."""
    inside, behind = (f"'-' || regexp_replace(one[2:{end}], {BESIDE}, '', 'g')" for end in ("-2", "-1"))
    bracketed = f"case when one like '(%)' then {inside} when one like '-%' then {behind} else one end"
    kopecks = rf"regexp_replace(one, '^([+-]?[0-9]+){joint}([0-9][0-9])$', '\1.\2')"
    signed = "case when one like '%-' then '-' || one[:-2] else one end"
    value = text
    for step in (bracketed, kopecks, signed, _marks(decimal, "." if decimal == "," else ",")):
        value = let(value, step, "one")
    return value


def let(value: str, body: str, name: str = "it") -> str:
    """`body` over `it`, computed once: SQL has no let, a lambda over a list of one is the nearest."""
    return f"list_transform([{value}], lambda {name}: {body})[1]"


def _marks(own: str, other: str) -> str:
    """Of two marks the last is decimal; a repeated one groups; the other mark groups before exactly three digits.

    Groups are of three digits (of two before them in India): a day with dots is no number.
    """
    own_only, other_only = (f"replace(replace(one, '{mark}', ''), ',', '.')" for mark in (other, own))
    return (
        f"case when regexp_full_match(one, '{_grouped(other)}([{own}][0-9]*)?') "
        f"and not regexp_full_match(one, '[+-]?0[{other}].*') then {own_only} "
        f"when regexp_full_match(one, '{_grouped(own)}[{other}][0-9]*') "
        f"or regexp_full_match(one, '[+-]?[0-9]{{1,3}}([{own}][0-9]{{3}}){{2,}}') then {other_only} "
        "else replace(one, ',', '.') end"
    )


def _grouped(mark: str) -> str:
    return f"[+-]?[0-9]{{1,3}}([{mark}][0-9]{{2,3}})*[{mark}][0-9]{{3}}"


def flag(cell: str) -> str:
    said = f"lower(trim({cell}, {BLANKS}))"
    return f"case when {said} in ({listed('yes')}) then true when {said} in ({listed('no')}) then false end"


def yes_as_one(cell: str) -> str:
    """A grade of two: yes is 1, no is 0; a dash is no answer."""
    return f"case when not {is_nothing(cell)} then ({flag(cell)})::integer end"


def listed(use: str) -> str:
    return ", ".join(literal(word) for word in sorted(lexicon.words_for(use)))


def is_total(cell: str) -> str:
    """Says the cell that its row sums up the others?"""
    said = f"lower(trim({cell}, {literal(formats.SPACES + ':')}))"
    return f"coalesce({said} in ({listed('total')}), false)"
