"""Which encoding a text is in: a byte-order mark, else strict UTF-8, else the Cyrillic page that looks like Russian."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PAGES = ("cp1251", "cp866", "koi8-r", "mac-cyrillic")
IN_PLACE = ("utf-8", "utf-8-sig")
DAMAGE_ALLOWED = 0.05
# Share of each letter in Russian text, in percent; capitals are rarer and count for a fifth.
FREQUENT = dict(
    zip(
        (chr(c) for c in (*range(0x430, 0x450), 0x451)),
        (8.0, 1.6, 4.5, 1.7, 3.0, 8.4, 0.9, 1.6, 7.4, 1.2, 3.5, 4.4, 3.2, 6.7, 11.0, 2.8, 4.7, 5.5, 6.3, 2.6, 0.3, 1.0)
        + (0.5, 1.4, 0.7, 0.4, 0.1, 1.9, 1.7, 0.3, 0.6, 2.0, 0.1),
        strict=True,
    )
)


@dataclass(frozen=True)
class Encoding:
    """`name` is Python's; `reason` is a code of `ingest.encoding_*`; `damaged` bytes become a replacement mark."""

    name: str
    reason: str
    damaged: bool = False

    @property
    def in_place(self) -> bool:
        """True when DuckDB can read the file as it is."""
        return self.name in IN_PLACE and not self.damaged


def detect(chunks: Iterable[bytes]) -> Encoding:
    """Chunks of the whole file → its encoding. Reads all of them: a name outside ASCII may come late."""
    chunks = iter(chunks)
    head = next(chunks, b"")
    if marked := next((name for mark, name in MARKS if head.startswith(mark)), None):
        return Encoding(marked, "mark")
    if wide := _wide_without_mark(head):
        return Encoding(wide, "zero_bytes")
    return _utf8_or_page(head, chunks)


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes stand on one side of nearly every comma, digit and line end."""
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) < len(head) * 0.15 or min(low, high) > max(low, high) * 0.1:
        return None
    return "utf-16-be" if low > high else "utf-16-le"


def _utf8_or_page(head: bytes, rest: Iterable[bytes]) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    chunk = head
    try:
        decoder.decode(head)
        for chunk in rest:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
        return Encoding("utf-8", "utf8")
    except UnicodeDecodeError:
        return _page(chunk)


def _page(sample: bytes) -> Encoding:
    """The bytes where UTF-8 broke → damaged UTF-8 when most of its letters are whole, else the likeliest page."""
    letters = sample.decode("utf-8", "ignore")
    whole = sum(len(c.encode()) for c in letters if c > "\x7f")
    broken = sum(b > 0x7F for b in sample) - whole
    if whole and broken <= whole * DAMAGE_ALLOWED:
        return Encoding("utf-8", "damaged", damaged=True)
    return Encoding(max(PAGES, key=lambda page: russian(sample[:65536].decode(page, "replace"))), "letters")


def russian(text: str) -> float:
    """How much the letters of a text look like Russian; pseudo-graphics and signs count against."""
    score = 0.0
    for letter in text:
        if letter > "\x7f":
            small = FREQUENT.get(letter)
            score += small if small is not None else FREQUENT.get(letter.lower(), 0) / 5 or _other(letter)
    return score


def _other(letter: str) -> float:
    # NBSP, the number sign, guillemets, dashes and the rouble live in ordinary Russian tables.
    return 0.0 if letter in "\u00a0\u2116\u00ab\u00bb\u2013\u2014\u20bd" else -8.0


def known(name: str) -> str | None:
    """The visitor's name of an encoding → Python's, or None when there is none such."""
    try:
        return codecs.lookup(name.strip()).name
    except LookupError:
        return None
