"""Any file → a table of text, whatever it is kept in and however often it was packed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analytics.errors import Unusable
from analytics.ingest import magic, readers, spreadsheets, unpacking
from analytics.ingest.readers import RawTable
from analytics.ingest.understanding import Hints

NESTED = 3


def raw_table(path: Path, name: str, hints: Hints, scratch: Path, nested: int = 0) -> RawTable:
    """A file → its first rows as text and the source of the rest. Copies go into `scratch`.

    Raises Unusable when there is no table in it: each cause is a code of its own.
    """
    found = magic.container(path, name)
    if found == "gz" and _holds_text(path, name):
        found = "csv"
    if found not in ("gz", "zip"):
        return _read(path, name, found, hints, scratch)
    if nested == NESTED:
        raise Unusable("archive_file", file=name)
    return _unpacked(path, name, found, hints, scratch, nested)


def _holds_text(path: Path, name: str) -> bool:
    """Text is read out of a gzip on the go; a workbook, a page and an archive have to be unpacked first."""
    head = unpacking.head_of_gzip(path, name, magic.HEAD)
    packed = head.startswith((magic.ZIP, magic.OLE, magic.PARQUET, magic.GZIP))
    return not packed and magic.text_container(head, name) == "csv"


def _unpacked(path: Path, name: str, found: str, hints: Hints, scratch: Path, nested: int) -> RawTable:
    if found == "zip":
        inner, member = unpacking.unzipped(path, name, scratch)
        evidence = {"unpacked": {"member": member}}
    else:
        inner, evidence = unpacking.gunzipped(path, name, scratch), {}
    table = None
    try:
        table = raw_table(inner, name, hints, scratch, nested + 1)
    finally:
        if table is None or table.source.path != inner:
            inner.unlink(missing_ok=True)
    return replace(table, evidence=evidence | table.evidence)


def _read(path: Path, name: str, found: str, hints: Hints, scratch: Path) -> RawTable:
    if found == "csv":
        return readers.read_text(path, name, hints, scratch)
    if found == "parquet":
        return spreadsheets.read_parquet(path, name, scratch)
    encoding = readers.page_encoding(path, name, hints) if found == "html" else None
    return spreadsheets.read_spreadsheet(path, name, found, hints, scratch, encoding)
