"""Files made to hurt: bombs, entities, endless cells. Each is small to keep and large to open."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

HEAD = b"customer_id,order_date,amount\n"
ROW = b"A,2024-03-05,10\n"
XML = b'<?xml version="1.0"?>'
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = (
    f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>FIRST</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>order_date</t></is></c><c r="C1" t="inlineStr"><is><t>amount</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>45356</v></c><c r="C2"><v>10</v></c></row>'
    "</sheetData></worksheet>"
).encode()
OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S">ROWS</table:table></office:spreadsheet></office:body></office:document-content>'
)
OLD_XML = (
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    b'<Worksheet ss:Name="S"><Table><Row><Cell><Data ss:Type="String">FIRST</Data></Cell><Cell><Data ss:Type="String">'
    b'amount</Data></Cell></Row><Row><Cell><Data ss:Type="String">A</Data></Cell><Cell><Data ss:Type="Number">10</Data>'
    b"</Cell></Row></Table></Worksheet></Workbook>"
)
PAGE = (
    b"<table><tr><td>customer_id</td><td>order_date</td><td>amount</td></tr>"
    b"<tr><td>FIRST</td><td>2024-03-05</td><td>10</td></tr></table>"
)


def laughs(root: bytes) -> bytes:
    """A kilobyte of entities that is three gigabytes when it is read out."""
    tenfold = b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 10))
    return XML + b"<!DOCTYPE " + root + b' [<!ENTITY l0 "lol">' + tenfold + b"]>"


def outside(root: bytes, file: Path) -> bytes:
    """An entity that stands for a file of the server."""
    return XML + b"<!DOCTYPE " + root + b' [<!ENTITY secret SYSTEM "' + file.as_uri().encode() + b'">]>'


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def book(path: Path, **parts: bytes) -> Path:
    """A workbook with some of its parts replaced: sheet1, workbook, sharedStrings."""
    made = io.BytesIO()
    empty = openpyxl.Workbook()
    empty.active.append(["customer_id", "order_date", "amount"])
    empty.save(made)
    source = zipfile.ZipFile(made)
    members = {name: source.read(name) for name in source.namelist()}
    places = {"sheet1": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml", "strings": "xl/sharedStrings.xml"}
    return zipped(path, members | {places[part]: content for part, content in parts.items()})


def ods(path: Path, rows: str, before: bytes = XML) -> Path:
    content = before + OPEN_DOCUMENT.replace("ROWS", rows).encode()
    return zipped(
        path,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": b"<m/>",
        },
    )


def ods_row(*cells: str, times: int = 1, more: str = "") -> str:
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{written}{more}</table:table-row>'


def wide_sheet(width: int) -> bytes:
    cells = "".join(f'<c r="{get_column_letter(place)}1"><v>1</v></c>' for place in range(1, width + 1))
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()


def many_rows(n: int = 9_000_000) -> bytes:
    return HEAD + ROW * n


def gzipped(path: Path, content: bytes) -> Path:
    path.write_bytes(gzip.compress(content, 9))
    return path


def nested_archive(path: Path, depth: int = 6) -> Path:
    content = HEAD + ROW
    for level in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.zip" if level else "base.csv", content)
        content = out.getvalue()
    path.write_bytes(content)
    return path
