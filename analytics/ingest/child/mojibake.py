"""Text of an old XLS read in the wrong code page, put right: the file did not say which one it was written in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import charsets
from tables import Row

CELLS = 3000
# Both readings of the bytes 80..9F are met: as cp1252 has them and as they stand.
BYTES = {chr(b): b for b in range(256)} | {
    c: b for b in range(128, 160) if (c := bytes([b]).decode("cp1252", "ignore"))
}


def mending(rows: Iterable[Row]) -> Callable[[str], str] | None:
    """Rows of a sheet → how each of its texts is to be changed, or None when they are right as they are."""
    cells = (cell for row in rows for cell in row if cell and ("\0" in cell or not cell.isascii()))
    foreign = list(itertools.islice(cells, CELLS))
    if not foreign or not all(c in BYTES for cell in foreign for c in cell):
        return None
    if any(cell[1::2].strip("\0") == "" for cell in foreign):
        return _joined
    page = charsets.page(_bytes("\n".join(foreign)))
    return (lambda text: _repaged(text, page)) if page in charsets.CYRILLIC else None


def _bytes(text: str) -> bytes:
    return bytes(BYTES[c] for c in text)


def _repaged(text: str, page: str) -> str:
    return text if text.isascii() or any(c not in BYTES for c in text) else _bytes(text).decode(page, "replace")


def _joined(text: str) -> str:
    """Two bytes a letter, read as a letter each."""
    return _bytes(text).decode("utf-16-le", "ignore") if "\0" in text and all(c in BYTES for c in text) else text
