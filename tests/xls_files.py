"""A workbook of Excel 5 byte by byte: text in any code page, which the file names or, as careless programs do, does not."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOOK, SHEET = 0x0005, 0x0010
CODEPAGES = {"cp1251": 1251, "cp1252": 1252, "cp866": 866}


def excel_5(
    path: Path, rows: Sequence[Sequence[object]], page: str = "cp1251", says: str | None = None, name: str = "Sheet1"
) -> Path:
    """Rows of texts and numbers written in the code page `page`; the file says it is `says`, or nothing."""
    cells = b"".join(_cell(r, c, value, page) for r, row in enumerate(rows) for c, value in enumerate(row))
    sheet = _begins(SHEET) + cells + _record(0x000A)
    told = _record(0x0042, struct.pack("<H", CODEPAGES[says])) if says else b""
    title = name.encode(page)
    before = len(_begins(BOOK)) + len(told) + 4 + 7 + len(title) + 4
    listed = _record(0x0085, struct.pack("<IBBB", before, 0, 0, len(title)) + title)
    path.write_bytes(_compound(_begins(BOOK) + told + listed + _record(0x000A) + sheet))
    return path


def _begins(what: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHH", 0x0500, what, 0x0DBB, 0x07CC))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int, value: object, page: str) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode(page)
        return _record(0x0204, place + struct.pack("<H", len(text)) + text)
    return _record(0x0203, place + struct.pack("<d", value))


def _compound(stream: bytes) -> bytes:
    """One stream, Book, in the container of Windows: header, its sectors, the directory, the table of sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    chain = [*range(1, sectors), END, END, FAT]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, END, 0, END, 0) + struct.pack("<I", sectors + 1)
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Book", 2, FREE, 0, len(stream)) + bytes(2 * 128)
    return head.ljust(SECTOR, b"\xff") + stream + directory + table


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
