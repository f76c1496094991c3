"""What a file is by its bytes: the ending of a name lies (1C names HTML .xls)."""

from __future__ import annotations

import mmap
import zipfile
import zlib
from pathlib import Path

from analytics.errors import Unusable

HEAD = 64 << 10
GZIP, ZIP, EMPTY_ZIP, OLE, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"PAR1"
REFUSED = (
    (b"%PDF", "pdf_file"),
    (b"{\\rtf", "document_file"),
    (b"\x89PNG", "picture_file"),
    (b"\xff\xd8\xff", "picture_file"),
    (b"GIF8", "picture_file"),
    (b"II*\0", "picture_file"),
    (b"MM\0*", "picture_file"),
    (b"Rar!\x1a", "archive_file"),
    (b"7z\xbc\xaf\x27\x1c", "archive_file"),
    (b"BZh91AY", "archive_file"),
    (b"\xfd7zXZ", "archive_file"),
    (b"\x28\xb5\x2f\xfd", "archive_file"),
    (b"SQLite format 3\0", "database_file"),
    (b"\0\1\0\0Standard", "database_file"),
    (b"1CDBMSV8", "database_file"),
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
    (b"\x09\x08\x08\x00", "old_excel"),
)
WORKBOOKS = {"workbook.xml": "xlsx", "workbook.bin": "xlsb"}
DOCUMENTS = {
    "word/document.xml": "document_file",
    "ppt/presentation.xml": "document_file",
    "index/document.iwa": "numbers_file",
}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
LONGEST_TYPE = 100
STREAMS = (("EncryptedPackage", "encrypted_file"), ("Workbook", "xls"), ("WORKBOOK", "xls"), ("Book", "xls"), ("BOOK", "xls"),
           ("WordDocument", "document_file"), ("PowerPoint Document", "document_file"))  # fmt: skip
SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
PAGE = (b"<table", b"<html", b"<!doctype html", b"<body")


def container(path: Path, name: str) -> str:
    """csv, html, xml, xlsx, xlsb, ods, xls or parquet; gz or zip when one of these is inside.

    Raises Unusable for an empty file, a file cut short and what is no table, each with a code of its own.
    """
    with open(path, "rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unusable("empty_file", file=name)
    if head.startswith((ZIP, EMPTY_ZIP)):
        return _zipped(path, name)
    if head.startswith(OLE):
        return _compound(path, name)
    if head.startswith(PARQUET):
        return _parquet(path, name)
    return "gz" if head.startswith(GZIP) else text_container(head, name)


def text_container(head: bytes, name: str) -> str:
    """csv, html or xml by the first bytes of a text. Raises Unusable for what is known to be another thing."""
    code = next((code for mark, code in REFUSED if head.startswith(mark)), None)
    # Marks of encoding and the zero halves of wide letters go: what is left of markup is ASCII.
    plain = head.translate(None, b"\0\xef\xbb\xbf\xff\xfe").lstrip().lower()
    if code is None and plain.startswith((b"%pdf", b"{\\rtf")):
        code = "pdf_file" if plain.startswith(b"%") else "document_file"
    if code is None and plain.startswith(b"<"):
        found = _markup(plain)
        code = "xml_file" if found is None else None
        if found:
            return found
    if code:
        raise Unusable(code, file=name)
    return "csv"


def _markup(plain: bytes) -> str | None:
    """html, xml (a workbook in XML), None for XML that is no workbook, csv for a text that only begins with a bracket."""
    if plain.startswith(b"<?xml") and SPREADSHEET_XML in plain:
        return "xml"
    if any(mark in plain for mark in PAGE):
        return "html"
    return None if plain.startswith(b"<?xml") else "csv"


def _zipped(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as book:
            # Members may be written with a leading slash or in other letters by programs that are not Excel.
            members = {m.lstrip("/").replace("\\", "/").lower() for m in book.namelist()}
            kind = _open_document_type(book)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as fault:
        # The list of members stands at the very end.
        raise Unusable("truncated_file", file=name) from fault
    if kind.startswith(OPEN_DOCUMENT) and b"spreadsheet" not in kind:
        raise Unusable("document_file", file=name)
    if code := next((code for member, code in DOCUMENTS.items() if member in members), None):
        raise Unusable(code, file=name)
    # The folder of a workbook is not always xl/: the package says where it is.
    files = {member.rpartition("/")[2] for member in members} if "[content_types].xml" in members else ()
    found = next((kind for member, kind in WORKBOOKS.items() if member in files), None)
    return found or ("ods" if "content.xml" in members else "zip")


def _open_document_type(book: zipfile.ZipFile) -> bytes:
    """What the archive says it is; no more of it than such a name takes, for a bomb hides here too."""
    if "mimetype" not in book.namelist():
        return b""
    with book.open("mimetype") as member:
        return member.read(LONGEST_TYPE)


def _compound(path: Path, name: str) -> str:
    """XLS by the names of its streams; a workbook with a password is kept in such a file too."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = next((what for stream, what in STREAMS if data.find(stream.encode("utf-16-le")) >= 0), "xls")
    if found != "xls":
        raise Unusable(found, file=name)
    return found


def _parquet(path: Path, name: str) -> str:
    with open(path, "rb") as file:
        file.seek(-len(PARQUET), 2)
        if file.read() != PARQUET:
            raise Unusable("truncated_file", file=name)
    return "parquet"
