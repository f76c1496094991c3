"""Published hard files, each with its outcome: the table it reads as, or the refusal that names the cause.

They are not of this project and not copied into it: HARD_FILES names the folder that holds `csv_spectrum`, `calamine` and
`messytables`, else they are looked for beside the project. Files of csv_spectrum are compared with their own JSON, the
others with a table made once and checked against openpyxl and xlrd: container, sheet, rows, columns, first and last cell.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import duckdb
import pytest

from analytics.errors import Unusable
from analytics.ingest import Hints, containers, understand
from analytics.ingest.sources import Source
from analytics.ingest.understanding import Understanding
from analytics.words import LANGUAGES, words
from tests.source import ROOT

FOLDERS = ("calamine", "messytables")
EXPECTED = tomllib.loads(Path(__file__).with_name("hard_files.toml").read_text("utf-8"))
# What a sentence must say of the cause, Russian or English.
CAUSES = {
    "empty_file": "пуст|empty",
    "broken_file": "повреждён|damaged",
    "truncated_file": "оборван|cut short",
    "encrypted_file": "паролем|password",
    "workbook_too_heavy": "памяти|memory",
    "not_a_table": "не таблица|not a table",
}
# As published, the file and its JSON hold different telephones.
DIFFERS = {"location_coordinates": "Contact Phone Number"}


def found() -> Path | None:
    """The folder that holds the three."""
    told = os.environ.get("HARD_FILES")
    places = [Path(told)] if told else [path.parent for path in sorted(ROOT.parent.glob("*/data/csv_spectrum"))]
    return next((place for place in places if (place / "csv_spectrum").is_dir()), None)


HOME = found()
pytestmark = pytest.mark.skipif(HOME is None, reason="the hard files are not on this machine")


def files(folder: str) -> list[Path]:
    return sorted((HOME / folder).iterdir()) if HOME else []


def spectrum() -> list[Path]:
    return sorted((HOME / "csv_spectrum" / "csvs").glob("*.csv")) if HOME else []


def source_rows(table: containers.RawTable) -> list[list[str | None]]:
    """All rows, as DuckDB reads them: carefully when it cannot do so at once, as loading does."""
    with duckdb.connect() as connection:
        try:
            return _rows(connection, table.source)
        except duckdb.Error:
            return [row[: table.source.width] for row in _rows(connection, table.source.carefully())]


def _rows(connection: duckdb.DuckDBPyConnection, source: Source) -> list[list[str | None]]:
    return [list(row) for row in connection.execute(f"select * from {source.sql()}", source.parameters()).fetchall()]


@pytest.mark.parametrize("path", spectrum(), ids=lambda path: path.name)
def test_a_corner_case_of_csv_reads_as_its_json_says(path, tmp_path):
    table = containers.raw_table(path, path.name, Hints(), tmp_path)
    expected = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text("utf-8"))
    header, *rows = source_rows(table)
    read = [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in rows]
    apart = DIFFERS.get(path.stem)
    listed = expected if isinstance(expected, list) else [expected]
    assert [without(row, apart) for row in read] == [without(row, apart) for row in listed]
    assert table.rows == [[cell or None for cell in row] for row in [header, *rows]]


def without(row: dict[str, str], column: str | None) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name != column}


@pytest.mark.parametrize("path", [f for folder in FOLDERS for f in files(folder)], ids=lambda path: path.name)
def test_a_hard_file_reads_as_expected_or_is_refused_by_its_cause(path, tmp_path, monkeypatch):
    read, whole = [], containers.raw_table
    monkeypatch.setattr(containers, "raw_table", lambda *asked: read.append(whole(*asked)) or read[-1])
    outcome = understood(path, tmp_path)
    expected = EXPECTED[path.parent.name][path.name]
    if "refused" in expected:
        assert outcome.code == expected["refused"] and not read
        names_the_cause(outcome)
    else:
        assert as_listed(read[-1]) == expected


def understood(path: Path, folder: Path) -> Understanding | Unusable:
    """Most of these are no base of ours: to be told so is an outcome, any other end is not."""
    try:
        return understand(path, scratch=folder)
    except Unusable as fault:
        told = [words(language).error(fault) for language in LANGUAGES]
        assert told[0] != told[1] and all("{" not in sentence and path.name in sentence for sentence in told)
        return fault


def names_the_cause(fault: Unusable) -> None:
    told = [words(language).error(fault) for language in LANGUAGES]
    assert all(re.search(CAUSES[fault.code], sentence) for sentence in told)


def as_listed(table: containers.RawTable) -> dict[str, object]:
    rows = source_rows(table)
    filled = [(f"{i + 1}:{j + 1}", cell) for i, row in enumerate(rows) for j, cell in enumerate(row) if cell]
    listed = {"container": table.container, "rows": len(rows), "columns": table.source.width}
    if table.sheet:
        listed["sheet"] = table.sheet
    ends = {"first": list(filled[0]), "last": list(filled[-1])} if filled else {}
    return listed | ends


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_hard_file_is_listed_and_every_listed_one_is_there(folder):
    assert sorted(EXPECTED[folder]) == [path.name for path in files(folder)]
