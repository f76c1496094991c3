"""Text of any encoding, line end and delimiter → a table: where its rows are and a sample of them to decide on."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import itertools
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import charsets, dialects, magic, progress, quotes, unpacking
from analytics.ingest.scratch import new_file
from analytics.ingest.sources import Source, cut, in_chunks
from analytics.ingest.understanding import Hints, Notice
from analytics.limits import limits

SAMPLE_BYTES = 1 << 20
# A wide table shows what it holds in fewer rows.
SAMPLE_ROWS, SAMPLE_CELLS = 3000, 120_000
# What is decided is decided on the beginning of a cell: some patterns take minutes over a megabyte.
LONGEST_SEEN = 2000
META = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.I)
META_WITHIN = 16 << 10
JSON = re.compile(r'\s*(\[\s*)?\{\s*"[^"]*"\s*:')


@dataclass(frozen=True)
class RawTable:
    """A file before anything in it has a meaning: the first `rows` as text, and the source to read the rest.

    `rows` start at record 1 of the file; `lines` give the number of physical lines up to the end of each row.
    `merged` are ranges (top, left, bottom, right) from 0, inclusive, in the places of `rows`: the value stands in the first
    cell. `levels` give each row of the file its outline level or indent, 0 where there is none; () when none has any.
    """

    container: str
    source: Source
    rows: list[list[str | None]]
    lines: list[int] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header: tuple[str, ...] | None = None
    evidence: dict[str, dict[str, object]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    levels: tuple[int, ...] = ()


def read_text(path: Path, name: str, hints: Hints, scratch: Path) -> RawTable:
    """A CSV of any encoding, plain or gzip. UTF-8 is read in place; anything else is rewritten into `scratch`."""
    seen = Lines(name)
    encoding = _encoding(path, name, hints, seen)
    text, whole = _head(path, encoding)
    _refuse_other_texts(text, name)
    dialect = _dialect(text, hints, seen)
    plain = encoding.in_place and not dialect.rewrites and not _globs(path)
    readable = path if plain else _rewritten(path, name, encoding, dialect, scratch)
    raw = Source(readable, "csv", 1, 1, dialect.delimiter, gzip=plain and _gzipped(path))
    broken: list[int] = []
    if quotes.are_unclosed(dialect.plain(text), dialect.delimiter, whole):
        raw, broken = quotes.repaired(raw, scratch)
        text, whole = _head(raw.path, charsets.Encoding("utf-8", "utf8"))
    rows, lines = _records(dialect.plain(text), dialect.delimiter, whole, name)
    refuse_wide(max(map(len, rows), default=1), name)
    source = replace(raw, width=max(map(len, rows), default=1))
    notices = ((Notice("damaged_text"),) if encoding.damaged else ()) + quotes.told(broken)
    evidence = {f"encoding_{encoding.reason}": {"encoding": encoding.name}} | dialect.evidence
    delimiter = " " if dialect.blanks else dialect.delimiter
    return RawTable("csv", source, rows, lines, encoding.name, delimiter, evidence=evidence, notices=notices)


def refuse_wide(width: int, name: str) -> None:
    if width > limits().columns:
        raise Unusable("too_many_columns", file=name, value=width, limit=limits().columns)


def page_encoding(path: Path, name: str, hints: Hints) -> str:
    """The encoding of a page: the told one, its mark, what it says of itself, else what its letters say."""
    detected = _encoding(path, name, hints)
    if detected.reason in ("told", "mark", "zero_bytes"):
        return detected.name
    with _open(path) as file:
        said = META.search(file.read(META_WITHIN))
    return said and charsets.known(said.group(1).decode()) or detected.name


@dataclass(frozen=True)
class Dialect:
    """How a text is cut into rows and cells: ends of lines may be of two kinds, `blanks` part columns when set."""

    delimiter: str
    blanks: str | None
    uneven_ends: bool

    @property
    def rewrites(self) -> bool:
        """True when DuckDB cannot cut it so."""
        return self.blanks is not None or self.uneven_ends

    @property
    def evidence(self) -> dict[str, dict[str, object]]:
        return {"aligned_by_blanks": {}} if self.blanks else {}

    def plain(self, text: str) -> str:
        """The text with line feeds and tabs instead."""
        if self.uneven_ends:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(map(self.plain_line, text.splitlines(True))) if self.blanks else text

    def plain_line(self, line: str) -> str:
        return "\t".join(re.split(self.blanks, line.strip())) + "\n" if self.blanks else line


def _dialect(text: str, hints: Hints, seen: Lines) -> Dialect:
    told, lines = hints.delimiter, text.splitlines()[: dialects.LINES]
    if told == " " or not told and not dialects.is_delimited(text):
        blanks = dialects.blanks(lines) or (dialects.BLANKS[-1] if told else None)
        if blanks:
            return Dialect("\t", blanks, seen.uneven)
    return Dialect(told or dialects.delimiter(text), None, seen.uneven)


def _gzipped(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(2) == magic.GZIP


def _globs(path: Path) -> bool:
    return any(mark in str(path) for mark in "*?[")


def _open(path: Path):
    return gzip.open(path, "rb") if _gzipped(path) else open(path, "rb")


def _size(path: Path) -> int | None:
    """Bytes to come; nobody knows how many a gzip holds."""
    return None if _gzipped(path) else path.stat().st_size


def _chunks(path: Path, name: str, lines: Lines | None = None) -> Iterator[bytes]:
    packed, size = path.stat().st_size if _gzipped(path) else 0, 0
    with _open(path) as file:
        lines = lines or Lines(name)
        for chunk in in_chunks(file):
            size += len(chunk)
            if packed:
                unpacking.refuse_swelling(size, packed, name)
            lines.seen(chunk)
            yield chunk


@dataclass
class Lines:
    """Ends of lines, and bytes since the last one: DuckDB takes minutes over a line of a hundred megabytes."""

    name: str
    bytes: int = 0
    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    last: bytes = b""

    @property
    def uneven(self) -> bool:
        """Two kinds of ends in one file, as when exports are pasted together: DuckDB gives such a file up."""
        return self.returns > self.pairs or 0 < self.pairs < self.feeds

    def seen(self, chunk: bytes) -> None:
        """Raises Unusable when a line goes on for longer than any may."""
        returns = chunk.count(b"\r")
        self.feeds, self.returns = self.feeds + chunk.count(b"\n"), self.returns + returns
        if returns or self.last == b"\r":
            self.pairs += chunk.count(b"\r\n") + (self.last + chunk[:1] == b"\r\n")
        self.last = chunk[-1:]
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.bytes = self.bytes + len(chunk) if end < 0 else len(chunk) - 1 - end
        if self.bytes > limits().line_kilobytes << 10:
            raise Unusable("cell_too_large", file=self.name, row=self.feeds + 1, limit=limits().cell_kilobytes)


def _encoding(path: Path, name: str, hints: Hints, lines: Lines | None = None) -> charsets.Encoding:
    """Looks the file through to its end, whatever it is in: `lines` are seen all."""
    known = charsets.known(hints.encoding) if hints.encoding else None
    if hints.encoding and known is None:
        raise Unusable("unknown_encoding", file=name, value=hints.encoding)
    with unpacking.gzip_faults_told(name):
        chunks = progress.counted(_chunks(path, name, lines), "detecting", name, _size(path))
        told = charsets.Encoding(known, "told", damaged=known not in charsets.IN_PLACE) if known else None
        detected = told or charsets.detect(chunks)
        deque(chunks, maxlen=0)
        return detected


def _rewritten(path: Path, name: str, encoding: charsets.Encoding, dialect: Dialect, scratch: Path) -> Path:
    """The same text in UTF-8 with zero characters dropped, in lines and cells as DuckDB can cut them."""
    target = new_file(scratch, ".csv")
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    if dialect.uneven_ends:
        decoder = io.IncrementalNewlineDecoder(decoder, translate=True)
    chunks = progress.counted(_chunks(path, name), "rewriting", name, _size(path))
    texts = (decoder.decode(chunk, final=not chunk) for chunk in itertools.chain(chunks, [b""]))
    with open(target, "w", encoding="utf-8", newline="") as file:
        file.writelines(text.replace("\0", "") for text in (_lines(texts, dialect) if dialect.blanks else texts))
    return target


def _lines(texts: Iterator[str], dialect: Dialect) -> Iterator[str]:
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).split("\n")
        yield from map(dialect.plain_line, whole)
    if rest:
        yield dialect.plain_line(rest)


def _head(path: Path, encoding: charsets.Encoding) -> tuple[str, bool]:
    """The first text of the file and whether it is all of it."""
    with _open(path) as file:
        head = file.read(SAMPLE_BYTES)
        whole = not file.read(1)
    return codecs.getincrementaldecoder(encoding.name)("replace").decode(head, final=whole).lstrip("\ufeff"), whole


def _refuse_other_texts(text: str, name: str) -> None:
    if not text.strip("\0 \r\n\t,;\ufeff"):
        raise Unusable("empty_file", file=name)
    if JSON.match(text):
        raise Unusable("json_file", file=name)
    start = text[:4096]
    if sum(c < " " and c not in "\t\r\n\f" for c in start) > len(start) * 0.02:
        raise Unusable("not_a_table", file=name)


def _records(text: str, delimiter: str, whole: bool, name: str) -> tuple[list[list[str | None]], list[int]]:
    """Text → its first rows and, for each, how many physical lines end with it. The cut last line is left out."""
    reader = cut(io.StringIO(text, newline=""), delimiter)
    rows, lines, cells = [], [], 0
    try:
        for row in reader:
            rows.append([cell[:LONGEST_SEEN] or None for cell in row])
            lines.append(reader.line_num)
            cells += len(row)
            if len(rows) == SAMPLE_ROWS or cells > SAMPLE_CELLS:
                return rows, lines
    except csv.Error:
        raise Unusable("cell_too_large", file=name, row=len(rows) + 1, limit=limits().cell_kilobytes) from None
    return (rows, lines) if whole or len(rows) < 2 else (rows[:-1], lines[:-1])
