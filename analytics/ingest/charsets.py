"""Which encoding a text is in: a byte-order mark, else strict UTF-8, else the page its letters make words in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CYRILLIC = ("cp1251", "cp866", "koi8-r", "mac-cyrillic")
EASTERN = ("big5", "cp950", "gb2312", "gbk", "gb18030", "cp932", "shift_jis", "euc_jp", "euc_kr", "cp949", "johab")
WESTERN = ("cp1252", "mac-roman", "cp850")
# Letters Western languages add to the Latin ones, the frequent first; a page that yields other signs instead is wrong.
ACCENTED = (
    "\u00e9\u00e4\u00f6\u00fc\u00e8\u00e0\u00f1\u00f3\u00e1\u00ed\u00e7\u00e3\u00ea"
    "\u00e5\u00f8\u00fa\u00df\u00f4\u00ee\u00e2\u00eb\u00ef\u00f5\u00e6\u00fb"
)
WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
PLAIN_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123))
SAMPLE = 65536
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
    name = page(sample)
    return Encoding(name, "letters" if name in CYRILLIC else "western" if name in WESTERN else "likely")


def page(sample: bytes) -> str:
    """Bytes that are no UTF-8 → the page of eight bits whose letters make words."""
    lines = b"\n".join(line for line in re.split(rb"[\r\n]", sample) if not line.isascii())[:SAMPLE]
    if _accented_words(lines):
        return max(WESTERN, key=lambda name: _accents(lines.decode(name, "replace")))
    likeliest = max(CYRILLIC, key=lambda name: russian(lines.decode(name, "replace")))
    return likeliest if russian(lines.decode(likeliest, "replace")) > 0 else _other_alphabet(lines) or likeliest


def _other_alphabet(sample: bytes) -> str | None:
    """Neither Russian nor Western: the likeliest encoding of two bytes a letter, as Chinese and Japanese are written."""
    import charset_normalizer  # a third of a second that hardly any file asks for

    found = charset_normalizer.from_bytes(sample).best()
    return found.encoding if found is not None and found.encoding in EASTERN else None


def _accented_words(text: bytes) -> bool:
    """Western words hold a foreign letter among plain ones, M\u00fcller; Russian ones consist of foreign letters."""
    mixed = foreign = 0
    for word in WORD.findall(text):
        plain = len(word) - len(word.translate(None, PLAIN_LETTERS))
        high = len(word) - plain
        mixed += 0 < high <= plain + 1 and plain > 0
        foreign += plain == 0 and high > 1
    return mixed > foreign


def _accents(text: str) -> float:
    # Capitals are rare: a page that makes many of them is wrong.
    common = sum(1.0 if letter in ACCENTED else 0.3 if letter.lower() in ACCENTED else 0 for letter in text)
    return common - sum(letter > "\x7f" and not letter.isalpha() for letter in text) / 2


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
        "".encode(name.strip())  # refuses what Python calls a codec and is no encoding of text: base64, zip
        return codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
