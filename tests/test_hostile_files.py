"""Files made to hurt are refused in a sentence or read as the harmless table they are, and the next visitor is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import Unusable
from analytics.ingest import load, understand, wide_lines
from analytics.warehouse import Warehouse
from analytics.words import words
from tests.hostile_files import (
    HEAD,
    OLD_XML,
    PAGE,
    ROW,
    SHEET,
    XML,
    book,
    gzipped,
    laughs,
    many_rows,
    nested_archive,
    ods,
    ods_row,
    outside,
    wide_sheet,
    zipped,
)  # fmt: skip

HEAD_ROW = ods_row("customer_id", "order_date", "amount")
ORDINARY = ods_row("A", "2024-03-05", "10")
SECRET = "the secret of another visitor"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A warehouse that goes on serving while files come in."""
    warehouse = Warehouse(tmp_path_factory.mktemp("server"))
    yield warehouse
    warehouse.close()


def brought(server: Warehouse, file: Path) -> str:
    """What comes of a file: `read` or the code of its refusal; afterwards an ordinary file of the next visitor is read."""
    try:
        come_in(server, file)
        outcome = "read"
    except Unusable as fault:
        assert all(words(language).error(fault) for language in ("ru", "en"))
        outcome = fault.code
    ordinary = file.parent / "ordinary.csv"
    ordinary.write_bytes(HEAD + ROW)
    assert come_in(server, ordinary).rows_used == 1
    return outcome


def come_in(server: Warehouse, file: Path):
    inside = server.folder / "scratch" / "arrived.bin"
    inside.parent.mkdir(exist_ok=True)
    inside.write_bytes(file.read_bytes())
    [receipt] = load(server, [understand(inside, file.name, scratch=inside.parent)])
    return receipt


def raw(folder: Path, content: bytes, name: str = "hostile.csv") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


BOMBS = {
    "workbook": lambda at: book(at / "b.xlsx", sheet1=SHEET + b" " * (120 << 20)),
    "open document": lambda at: ods(at / "b.ods", HEAD_ROW + " " * (120 << 20)),
    "archive": lambda at: zipped(at / "b.zip", {"base.csv": many_rows()}),
    "gzip of rows": lambda at: gzipped(at / "b.csv.gz", many_rows()),
    "gzip of empty lines": lambda at: gzipped(at / "b.csv.gz", b"\n" * (120 << 20)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_that_swells_is_not_unpacked(server, tmp_path, bomb):
    assert brought(server, BOMBS[bomb](tmp_path)) == "swells_too_much"


def test_an_archive_inside_an_archive_is_opened_a_few_times_only(server, tmp_path):
    assert brought(server, nested_archive(tmp_path / "n.zip")) == "archive_file"


def test_a_member_of_an_archive_lands_under_a_name_of_ours(server, tmp_path):
    evil = zipped(tmp_path / "e.zip", {"../../../../../../tmp/client_base_evil.csv": HEAD + ROW})
    assert brought(server, evil) == "read" and not Path("/tmp/client_base_evil.csv").exists()


WIDE = {
    "one cell at the far corner": lambda at: book(at / "d.xlsx", sheet1=SHEET.replace(b'"C2"', b'"XFD1048576"')),
    "all columns of a sheet": lambda at: book(at / "w.xlsx", sheet1=wide_sheet(16_384)),
    "a cell repeated two milliards of times": lambda at: ods(
        at / "w.ods", HEAD_ROW + ods_row("A", more='<table:table-cell table:number-columns-repeated="2000000000"/>')
        + ods_row("A", more='<table:table-cell table:number-columns-repeated="16383"/>'
                  '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>')
    ),
    "all columns in a text": lambda at: raw(at, b",".join(b"c%d" % i for i in range(16_384)) + b"\n" + b"1," * 16_383 + b"1\n"),
    "half a million cells in a line": lambda at: raw(at, HEAD + ROW + b"x," * 400_000 + b"\n" + ROW),
    "a page that spans everything": lambda at: raw(at, PAGE.replace(b"<td>FIRST", b'<td colspan="2000000000">F'), "p.xls"),
}  # fmt: skip


@pytest.mark.parametrize("attack", WIDE)
def test_a_sheet_wider_than_anybody_needs_is_refused(server, tmp_path, attack):
    outcomes = {"too_many_columns", "workbook_too_heavy", "broken_file", "nothing_usable", "read"}
    outcome = brought(server, WIDE[attack](tmp_path))
    assert outcome in outcomes and (outcome != "read" or attack.startswith("a page"))


FAR = b' ss:Index="%d">'
SPREAD = {
    "a row far below": (OLD_XML.replace(b"</Row><Row>", b"</Row><Row" + FAR % 2_000_000_000), "too_many_rows"),
    "a cell far to the right": (OLD_XML.replace(b"<Cell>", b"<Cell" + FAR % 2_000_000_000, 1), "too_many_columns"),
    "both within a sheet": (
        OLD_XML.replace(b"</Row><Row><Cell>", b"</Row><Row" + FAR % 1_000_000 + b"<Cell" + FAR % 900), "workbook_too_heavy"
    ),
    "spans over one another": (
        PAGE.replace(b"<td>FIRST", b'<td colspan="1000" rowspan="100000">F') + b"<table><tr><td rowspan=0 colspan=1000>x"
        + b"<tr>" * 100_000, "workbook_too_heavy"
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", SPREAD)
def test_a_sheet_spread_by_a_few_letters_is_refused(server, tmp_path, attack):
    content, outcome = SPREAD[attack]
    assert brought(server, raw(tmp_path, XML + content if b"Workbook" in content else content, "spread.xls")) == outcome


FULL = b"A,2024-03-05,10"
RAGGED = {
    "of a hundred cells each": (HEAD + ROW * 4000 + (FULL + b",x" * 97 + b"\n") * 5000, 5000, 4002),
    "of a million cells": (HEAD + ROW * 100_000 + b"x," * 1_000_000 + b"\n" + ROW, 1, 100_002),
    "with quotes that do not close": (HEAD + ROW * 80_000 + (b'"A,x' + b",x" * 300 + b"\n") * 900 + ROW, 900, 80_002),
    "with lines inside their cells": (
        HEAD + b'A,2024-03-05,"1\n0"\n' + ROW * 4000 + (b'"A\nB",x' + b",x" * 300 + b"\n") * 900, 900, 4003
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", RAGGED)
def test_lines_with_far_too_many_cells_are_set_aside_before_they_are_read(server, tmp_path, attack):
    """The reader of the rows writes a fault down for each cell too many: minutes over a file of half a megabyte."""
    content, n, row = RAGGED[attack]
    file = raw(server.folder / "scratch", content)
    told = understand(file, "base.csv", scratch=file.parent)
    [receipt] = load(server, [told])
    refused = server.rows('select "row", raw from refused where reason = \'ragged\' order by "row"')
    assert len(told.left_out) == len(refused) == n == receipt.rows_left_out["ragged"]
    assert (refused[0]["row"], refused[-1]["row"]) == (row, row + n - 1)
    assert refused[0]["raw"].encode() in content and refused[0]["raw"].endswith((",x", "x,"))
    assert receipt.rows_read == receipt.rows_used + sum(receipt.rows_left_out.values())


def test_a_mark_of_unicode_that_ends_lines_ends_no_line_of_a_file(server, tmp_path):
    rows = "A\u2028B,2024-03-05,1\n\x0cC,2024-03-05,\x853\n\nD,soon,5\n"
    come_in(server, raw(tmp_path, HEAD + rows.encode()))
    assert server.rows("select \"row\", raw from refused where reason = 'bad_date'") == [{"row": 5, "raw": "D,soon,5"}]


def test_a_file_with_too_many_lines_too_wide_is_of_another_kind(server, tmp_path, monkeypatch):
    monkeypatch.setattr(wide_lines, "MOST_LINES", 3000)
    assert (
        brought(server, raw(tmp_path, HEAD + ROW * 4000 + (FULL + b"," * 200 + b"\n") * 3001)) == "too_many_wide_lines"
    )


def test_a_quote_is_looked_for_no_longer_than_its_cell(server, tmp_path):
    """Each line that opens one is followed by long ones that do not close it: looked through anew, they take hours."""
    opened = b'"A,2024-03-05,5\n' + (b'B,2024-03-06,"5""' + b" " * 5000 + b'"\n') * 199
    receipt = come_in(server, raw(tmp_path, HEAD + ROW * 4000 + opened * 5))
    assert receipt.rows_read == 4000 + 200 * 5


ENTITIES = {
    "sheet": lambda at, head: book(at / "e.xlsx", sheet1=head(b"worksheet") + SHEET.replace(b"FIRST", b"&x;")),
    "strings": lambda at, head: book(
        at / "e.xlsx", strings=head(b"sst") + b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>&x;</t></si><si><t>&x;</t></si><si><t>amount</t></si></sst>"
    ),
    "open document": lambda at, head: ods(
        at / "e.ods", ods_row("&x;", "order_date", "amount") + ORDINARY, head(b"document")
    ),
    "workbook of 2003": lambda at, head: raw(at, head(b"Workbook") + OLD_XML.replace(b"FIRST", b"&x;"), "e.xls"),
    "page": lambda at, head: raw(at, head(b"html") + b"<html>" + PAGE.replace(b"FIRST", b"&x;") + b"</html>", "e.xls"),
}  # fmt: skip


@pytest.mark.parametrize("place", ENTITIES)
def test_entities_that_multiply_are_not_read_out(server, tmp_path, place):
    file = ENTITIES[place](tmp_path, laughs)
    packed = file.read_bytes()
    outcome = brought(server, renamed(file, packed, b"&l9;"))
    assert outcome in ("broken_file", "header_only", "read", "no_customer_id_column", "no_order_date_column")
    assert not any("lollol" in str(row) for row in server.rows("from sales"))


@pytest.mark.parametrize("place", ENTITIES)
def test_a_file_of_the_server_is_not_read_through_an_entity(server, tmp_path, place):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    file = ENTITIES[place](tmp_path, lambda root: outside(root, secret))
    seen = ""
    try:
        told = understand(renamed(file, file.read_bytes(), b"&secret;"), scratch=tmp_path / "scratch")
        seen = f"{told.header} {told.preview}"
    except Unusable as fault:
        seen = str(fault.particulars)
    assert "secret of another" not in seen


def renamed(file: Path, content: bytes, entity: bytes) -> Path:
    """The same file with `&x;` become the entity, wherever it is packed."""
    import zipfile

    if not content.startswith(b"PK"):
        return raw(file.parent, content.replace(b"&x;", entity), file.name)
    archive = zipfile.ZipFile(file)
    members = {name: archive.read(name).replace(b"&x;", entity) for name in archive.namelist()}
    return zipped(file, members)


LONG = {
    "a cell of 10 MB": HEAD + ROW + b"B,2024-03-06," + b"9" * (10 << 20) + b"\n" + ROW,
    "a quoted cell of 10 MB": HEAD + ROW + b'"' + b"x" * (10 << 20) + b'",2024-03-06,5\n' + ROW,
    "a first cell of 10 MB": b"x" * (10 << 20) + b"\n" + HEAD + ROW,
    "a line of 100 MB without an end": HEAD + ROW + b"x" * (100 << 20),
    "a line of 100 MB after thousands of rows": HEAD + ROW * 100_000 + b"x," * (50 << 20),
    "the same in another encoding": HEAD + b"\xc0\xed\xed\xe0,2024-03-05,10\n" * 100_000 + b"\xe0" * (30 << 20),
}


@pytest.mark.parametrize("attack", LONG)
def test_a_cell_without_an_end_is_refused_near_its_row(server, tmp_path, attack):
    assert brought(server, raw(tmp_path, LONG[attack])) == "cell_too_large"


def test_a_quote_that_is_never_closed_swallows_no_row(server, tmp_path):
    receipt = come_in(server, raw(tmp_path, HEAD + ROW + b'"B,2024-03-06,5\n' + ROW * 100_000))
    assert receipt.rows_read == 100_002


def test_a_cell_of_10_mb_in_a_workbook_does_not_hold_up_the_reader(server, tmp_path):
    sheet = SHEET.replace(b"FIRST", b"customer_id").replace(b"<t>A<", b"<t>" + b"A" * (10 << 20) + b"<")
    assert brought(server, book(tmp_path / "c.xlsx", sheet1=sheet)) in ("read", "cell_too_large")


EMPTY = {
    "below": HEAD + ROW + b"\n" * 1_000_000,
    "of commas": HEAD + ROW + b",,\n" * 1_000_000,
    "between": HEAD + ROW + b"\r\n" * 1_000_000 + ROW,
}


@pytest.mark.parametrize("attack", EMPTY)
def test_a_million_empty_rows_are_no_rows(server, tmp_path, attack):
    receipt = come_in(server, raw(tmp_path, EMPTY[attack]))
    assert receipt.rows_read == EMPTY[attack].count(ROW) == receipt.rows_used


def test_a_million_empty_rows_before_the_header_are_told(server, tmp_path):
    assert brought(server, raw(tmp_path, b"\n" * 1_100_000 + HEAD + ROW)) in ("empty_file", "read")


def test_a_million_empty_rows_of_a_sheet_are_no_rows(server, tmp_path):
    file = ods(tmp_path / "e.ods", HEAD_ROW + ORDINARY + ods_row(times=1_000_000, more="<table:table-cell/>"))
    assert come_in(server, file).rows_read == 1


DEEP = {
    "tables in tables": b"<html>" + b"<table><tr><td>" * 30_000 + b"x",
    "blocks in a cell": b"<html><table><tr><td>" + b"<div>" * 300_000 + b"x</td></tr></table>",
    "elements of 2003": XML + OLD_XML.replace(b"FIRST", b"<B>" * 100_000),
}


@pytest.mark.parametrize("attack", DEEP)
def test_a_page_nested_without_an_end_is_refused(server, tmp_path, attack):
    assert brought(server, raw(tmp_path, DEEP[attack], "deep.xls")) in ("page_not_table", "broken_file", "header_only")


@pytest.mark.parametrize(
    "head", [b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08", b"7z\xbc\xaf"]
)
def test_a_container_with_nothing_right_behind_its_mark_is_refused(server, tmp_path, head):
    assert brought(server, raw(tmp_path, head + bytes(range(256)) * 40, "junk.bin")) != "read"
