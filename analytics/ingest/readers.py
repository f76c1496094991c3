"""Bytes → a table of text: which container a file is, where its rows are, and a sample of them to decide on."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import uuid
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import charsets, dialects
from analytics.ingest.sources import Source
from analytics.ingest.understanding import Hints, Notice

CHUNK = 1 << 20
SAMPLE_BYTES = 1 << 20
SAMPLE_ROWS = 3000
GZIP, ZIP, OLE, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
ZIPPED = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
MARKUP = ("<!doctype", "<html", "<table", "<?xml", "{\\rtf", "%pdf")
LARGEST_CELL = 4 << 20

csv.field_size_limit(LARGEST_CELL)


@dataclass(frozen=True)
class RawTable:
    """A file before anything in it has a meaning: the first `rows` as text, and the source to read the rest.

    `rows` start at record 1 of the file; `lines` give the number of physical lines up to the end of each row.
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


def container(path: Path, name: str) -> str:
    """csv, xlsx, xlsb, ods, xls or parquet by the first bytes: the ending of a name lies (1C names HTML .xls)."""
    with open(path, "rb") as file:
        head = file.read(8)
    if not head:
        raise Unusable("empty_file", file=name)
    if head.startswith(ZIP):
        return _zipped(path, name)
    return "xls" if head.startswith(OLE) else "parquet" if head.startswith(PARQUET) else "csv"


def _zipped(path: Path, name: str) -> str:
    try:
        members = set(zipfile.ZipFile(path).namelist())
    except (zipfile.BadZipFile, OSError) as fault:
        raise Unusable("broken_file", file=name) from fault
    # Members may be written with a leading slash or in other letters by programs that are not Excel.
    plain = {m.lstrip("/").replace("\\", "/").lower() for m in members}
    found = next((kind for member, kind in ZIPPED.items() if member in plain), None)
    if found is None:
        raise Unusable("not_a_table", file=name)
    return found


def read_text(path: Path, name: str, hints: Hints, scratch: Path) -> RawTable:
    """A CSV of any encoding, plain or gzip. UTF-8 is read in place; anything else is rewritten into `scratch`."""
    encoding = _encoding(path, name, hints)
    plain = encoding.in_place and not _globs(path)
    readable = path if plain else _rewritten(path, encoding, scratch)
    text, whole = _head(path, encoding)
    _refuse_other_texts(text, name)
    delimiter = hints.delimiter or dialects.delimiter(text)
    rows, lines = _records(text, delimiter, whole)
    source = Source(readable, "csv", max(map(len, rows), default=1), 1, delimiter, gzip=plain and _gzipped(path))
    notices = (Notice("damaged_text"),) if encoding.damaged else ()
    evidence = {f"encoding_{encoding.reason}": {"encoding": encoding.name}}
    return RawTable("csv", source, rows, lines, encoding.name, delimiter, evidence=evidence, notices=notices)


def _gzipped(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(2) == GZIP


def _globs(path: Path) -> bool:
    return any(mark in str(path) for mark in "*?[")


def _open(path: Path):
    return gzip.open(path, "rb") if _gzipped(path) else open(path, "rb")


def _chunks(path: Path) -> Iterator[bytes]:
    with _open(path) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _encoding(path: Path, name: str, hints: Hints) -> charsets.Encoding:
    if hints.encoding:
        known = charsets.known(hints.encoding)
        if known is None:
            raise Unusable("unknown_encoding", file=name, value=hints.encoding)
        return charsets.Encoding(known, "told", damaged=known not in charsets.IN_PLACE)
    try:
        return charsets.detect(_chunks(path))
    except (gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise Unusable("broken_file", file=name) from fault


def _rewritten(path: Path, encoding: charsets.Encoding, scratch: Path) -> Path:
    """The same text in UTF-8, line ends as they were, zero characters dropped."""
    scratch.mkdir(parents=True, exist_ok=True)
    target = scratch / f"{uuid.uuid4().hex}.csv"
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    with open(target, "wb") as file:
        for chunk in _chunks(path):
            file.write(decoder.decode(chunk).replace("\0", "").encode())
        file.write(decoder.decode(b"", final=True).encode())
    return target


def _head(path: Path, encoding: charsets.Encoding) -> tuple[str, bool]:
    """The first text of the file and whether it is all of it."""
    with _open(path) as file:
        head = file.read(SAMPLE_BYTES)
        whole = not file.read(1)
    return codecs.getincrementaldecoder(encoding.name)("replace").decode(head, final=whole).lstrip("\ufeff"), whole


def _refuse_other_texts(text: str, name: str) -> None:
    if not text.strip("\0 \r\n\t,;\ufeff"):
        raise Unusable("empty_file", file=name)
    if text.lstrip()[:20].lower().startswith(MARKUP):
        raise Unusable("page_not_table", file=name)
    start = text[:4096]
    if sum(c < " " and c not in "\t\r\n\f" for c in start) > len(start) * 0.02:
        raise Unusable("not_a_table", file=name)


def _records(text: str, delimiter: str, whole: bool) -> tuple[list[list[str | None]], list[int]]:
    """Text → its first rows and, for each, how many physical lines end with it. The cut last line is left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, lines = [], []
    try:
        for row in reader:
            rows.append([cell or None for cell in row])
            lines.append(reader.line_num)
            if len(rows) > SAMPLE_ROWS:
                return rows[:-1], lines[:-1]
    except csv.Error:
        pass  # a cell larger than a megabyte: what was read before it is sample enough
    return (rows, lines) if whole or len(rows) < 2 else (rows[:-1], lines[:-1])
