"""What the XML of an XLSX sheet says beside its cells: merged ranges, cells with errors, levels of rows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

MOST_ROWS = 50_000
CHUNK = 4 << 20
OVERLAP = 64
LOOK = 64 << 10
ERRORS = (b' t="e"', b" t='e'")
MERGE = b"mergeCell "
MERGED = re.compile(rb"""mergeCell\s[^>]*?ref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
FIRST_CELLS = re.compile(rb"""<(?:\w+:)?c\s[^>]*?r=["']([A-Z]+)\d+["']""")
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
UNREADABLE = (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, ValueError, IndexError, StopIteration)


def merged_and_errors(file: str, name: str) -> tuple[list[tuple[int, int, int, int]], int]:
    """Merged ranges in the coordinates of calamine, which starts at the leftmost filled column, and cells like #N/A."""
    merged, errors, left, before = {}, 0, None, b""
    try:
        for chunk in _chunks(file, name):
            text = before + chunk
            # What lies whole in the overlap was counted with the chunk before.
            errors += sum(text.count(mark) - before.count(mark) for mark in ERRORS)
            if MERGE in text:
                merged |= dict.fromkeys(map(_range, MERGED.finditer(text)))
            left = min(map(_column, FIRST_CELLS.findall(text[:LOOK])), default=0) if left is None else left
            before = text[-OVERLAP:]
    except UNREADABLE:
        return [], 0
    return [(t, le - left, b, r - left) for t, le, b, r in merged if le >= left], errors


def levels(file: str, name: str, height: int) -> list[int]:
    """For each row its outline level, or the indent of its first filled cell when the sheet has no outline; [] if flat."""
    if height > MOST_ROWS:
        return []
    outlines, indents = [0] * height, [0] * height
    try:
        with zipfile.ZipFile(file) as book:
            by_style = _indents(book)
            for place, outline, style in _rows(book, name):
                if place < height:
                    outlines[place], indents[place] = outline, by_style.get(style, 0)
    except UNREADABLE:
        return []
    return next((found for found in (outlines, indents) if any(found)), [])


def _rows(book: zipfile.ZipFile, name: str) -> Iterator[tuple[int, int, str]]:
    place = -1
    with book.open(_member(book, name)) as xml:
        for _, row in etree.iterparse(xml, tag="{*}row", resolve_entities=False, no_network=True):
            place = int(row.get("r", place + 2)) - 1
            filled = next((cell for cell in row if len(cell) and cell.tag.endswith("}c")), None)
            yield place, int(row.get("outlineLevel", 0)), "" if filled is None else filled.get("s", "")
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]


def _indents(book: zipfile.ZipFile) -> dict[str, int]:
    """Style number → indent of its alignment, for styles that have one."""
    formats = _parsed(book, "xl/styles.xml").find("{*}cellXfs")
    indented = ((i, xf.find("{*}alignment")) for i, xf in enumerate(formats if formats is not None else ()))
    return {str(i): int(a.get("indent")) for i, a in indented if a is not None and a.get("indent")}


def _member(book: zipfile.ZipFile, name: str) -> str:
    sheets = _parsed(book, "xl/workbook.xml").iter("{*}sheet")
    found = next(sheet for sheet in sheets if sheet.get("name") == name)
    wanted = found.get(REL) or found.get(STRICT_REL)
    relations = _parsed(book, "xl/_rels/workbook.xml.rels")
    target = next(r.get("Target") for r in relations if r.get("Id") == wanted)
    return _named(book, target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _named(book: zipfile.ZipFile, member: str) -> str:
    """The member as it is really written: slashes and letters vary."""
    written = {m.replace("\\", "/").lstrip("/").lower(): m for m in book.namelist()}
    return written[member.lower()]


def _parsed(book: zipfile.ZipFile, member: str):
    return etree.fromstring(book.read(_named(book, member)), etree.XMLParser(resolve_entities=False, no_network=True))


def _chunks(file: str, name: str) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as book, book.open(_member(book, name)) as xml:
        while chunk := xml.read(CHUNK):
            yield chunk


def _range(found: re.Match) -> tuple[int, int, int, int]:
    left, top, right, bottom = found.groups()
    return int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
