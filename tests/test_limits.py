"""The limits are numbers of a file: all of them told, none misspelt, and the server agrees with them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib
from dataclasses import asdict

import duckdb
import pytest

from analytics.errors import Unusable
from analytics.ingest import spreadsheets, understand
from analytics.limits import OWN, limits, read
from analytics.warehouse import Warehouse
from analytics.words import words
from tests.ingest_files import loaded_text, workbook
from tests.source import ROOT
from ui.workspaces import Workspaces

SALES = "customer_id,order_date,amount\nA,2024-03-05,10\nB,2024-03-06,20\nC,2024-03-07,30\n"


@pytest.fixture
def own_limits(tmp_path, monkeypatch):
    """Some limits of one's own, as the file named in the environment gives them."""

    def given(text: str) -> None:
        (tmp_path / "limits.toml").write_text(text, "utf-8")
        monkeypatch.setenv("CLIENT_BASE_LIMITS", str(tmp_path / "limits.toml"))
        limits.cache_clear()

    yield given
    limits.cache_clear()


def refusal(folder, text: str) -> Unusable:
    with pytest.raises(Unusable) as caught:
        loaded_text(folder, text)
    assert all(str(caught.value.particulars["file"]) in words(spoken).error(caught.value) for spoken in ("ru", "en"))
    return caught.value


class TestTheFile:
    def test_every_limit_is_told_what_it_is_for(self):
        lines = [line for line in OWN.read_text("utf-8").splitlines() if "=" in line.partition("#")[0]]
        assert len(lines) == len(asdict(limits())) and all(line.partition("#")[2].strip() for line in lines)

    def test_the_server_takes_uploads_of_the_same_size(self):
        config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
        assert config["server"]["maxUploadSize"] == read(OWN).upload_megabytes

    def test_another_file_overrules_the_lines_it_has(self, own_limits):
        own_limits("columns = 12")
        assert limits().columns == 12 and limits().rows == read(OWN).rows

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("rowz = 5", "limit_unknown"),
            ("rows = 0", "limit_value"),
            ("rows = -1", "limit_value"),
            ("rows = 1.5", "limit_value"),
            ("rows = true", "limit_value"),
            ('rows = "many"', "limit_value"),
            ("rows = ", "limits_file"),
        ],
    )
    def test_what_is_no_limit_is_told(self, own_limits, text, code):
        own_limits(text)
        with pytest.raises(Unusable) as caught:
            limits()
        assert caught.value.code == code and words("ru").error(caught.value)

    def test_a_file_that_is_not_there_is_told(self, monkeypatch, tmp_path):
        with pytest.raises(Unusable) as caught:
            read(OWN, tmp_path / "nowhere.toml")
        assert caught.value.code == "limits_file"

    def test_a_server_with_limits_it_cannot_understand_does_not_start(self, tmp_path):
        (tmp_path / "limits.toml").write_text("rows = 0", "utf-8")
        told = subprocess.run(
            [sys.executable, "-c", "from ui import server; server.check_settings()"], cwd=ROOT, capture_output=True,
            text=True, env=os.environ | {"CLIENT_BASE_LIMITS": str(tmp_path / "limits.toml")}, check=False,
        )  # fmt: skip
        assert told.returncode == 1 and "rows" in told.stderr and "Traceback" not in told.stderr


class TestItsOwners:
    def test_a_base_that_counts_beyond_its_disk_is_stopped_and_goes_on_serving(self, own_limits, tmp_path):
        own_limits("base_memory_megabytes = 40\nspill_megabytes = 1")
        warehouse = Warehouse(tmp_path)
        with pytest.raises(duckdb.Error, match="max_temp_directory_size"):
            warehouse.value(
                "select max(n) from (select n from range(6_000_000) as t(n) order by hash(n) offset 1000000)"
            )
        assert warehouse.value("select 1") == 1
        warehouse.close()

    def test_a_passer_by_idle_for_the_hours_of_the_limits_is_forgotten(self, own_limits, tmp_path, monkeypatch):
        own_limits("idle_hours = 2")
        homes, clock = Workspaces(tmp_path), time.monotonic()
        homes.open("visit_0123456789abcdef")
        for hours, stays in ((1.9, True), (2.1, False)):
            monkeypatch.setattr("ui.workspaces.time.monotonic", lambda now=clock + hours * 3600: now)
            homes.tidy()
            assert homes.home("visit_0123456789abcdef").folder.exists() is stays
        homes.close()


class TestWhatIsRefused:
    def test_a_file_with_too_many_columns(self, own_limits, tmp_path):
        own_limits("columns = 2")
        fault = refusal(tmp_path, SALES)
        assert (fault.code, fault.particulars["value"], fault.particulars["limit"]) == ("too_many_columns", 3, 2)

    def test_a_file_with_too_many_rows(self, own_limits, tmp_path):
        own_limits("rows = 2")
        fault = refusal(tmp_path, SALES)
        assert (fault.code, fault.particulars["limit"]) == ("too_many_rows", 2)

    def test_a_file_that_is_too_large(self, own_limits, tmp_path):
        own_limits("file_megabytes = 1")
        fault = refusal(tmp_path, SALES + "D,2024-03-08,40\n" * 80_000)
        assert (fault.code, fault.particulars["limit"]) == ("file_too_large", 1)

    def test_a_cell_that_is_too_large(self, own_limits, tmp_path):
        own_limits("cell_kilobytes = 1")
        fault = refusal(tmp_path, SALES + f"{'D' * 2000},2024-03-08,40\n")
        assert (fault.code, fault.particulars["row"], fault.particulars["limit"]) == ("cell_too_large", 5, 1)

    def test_a_line_that_is_too_long(self, own_limits, tmp_path):
        own_limits("line_kilobytes = 1024")
        fault = refusal(tmp_path, SALES + "D," * 800_000)
        assert (fault.code, fault.particulars["row"]) == ("cell_too_large", 5)

    def test_what_is_just_within_the_limits_is_read(self, own_limits, tmp_path):
        own_limits("columns = 3\nrows = 3\nfile_megabytes = 1\ncell_kilobytes = 1")
        assert loaded_text(tmp_path, SALES).receipt.rows_used == 3

    def test_a_workbook_that_takes_too_long(self, own_limits, tmp_path, monkeypatch):
        slow = tmp_path / "slow_child.py"
        slow.write_text("import time; time.sleep(60)", "utf-8")
        monkeypatch.setattr(spreadsheets, "CHILD", slow)
        own_limits("workbook_seconds = 1")
        with pytest.raises(Unusable) as caught:
            understand(workbook(tmp_path, {"A": [("a", "b"), (1, 2)]}), scratch=tmp_path)
        assert (caught.value.code, caught.value.particulars["limit"]) == ("workbook_too_slow", 1)
