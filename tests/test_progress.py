"""A long reading says how far it is and can be called off at any moment; what was open stays."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from analytics import patience
from analytics.ingest import load, receipts, understand
from analytics.ingest.progress import STAGES, Cancelled, Progress, counted, here, run, told_to
from analytics.warehouse import Warehouse
from tests.ingest_files import HEADER, rows_text, text_file, workbook

MANY, FEW = 400_000, 20_000


class Written(Progress):
    """A progress that remembers every stage it was told, and does something when a given one begins."""

    def __init__(self, at: str | None = None, then=None):
        super().__init__()
        self.told, self.at, self.then = [], at, then

    def begins(self, stage, file=None, total=None, rows=None):
        super().begins(stage, file, total, rows)
        self.told.append(stage)
        if stage == self.at:
            self.then(self)


def sales(folder: Path, rows: int, name: str) -> Path:
    lines = [(f"C{i % 1000}", f"2024-01-{1 + i % 28:02}", str(i % 90)) for i in range(rows)]
    return text_file(folder, rows_text([HEADER, *lines]), name)


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """Enough to be met in the middle."""
    return sales(tmp_path_factory.mktemp("many"), MANY, "many.csv")


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> Path:
    return sales(tmp_path_factory.mktemp("few"), FEW, "few.csv")


@pytest.fixture
def opened(many, few, tmp_path) -> Warehouse:
    """A base of one sale."""
    small = text_file(tmp_path, rows_text([HEADER, ("Anna", "2024-03-05", "10")]), "small.csv")
    warehouse = Warehouse(tmp_path / "home", [many, few, small])
    load(warehouse, [understand(small)])
    yield warehouse
    warehouse.close()


def is_as_it_was(warehouse: Warehouse) -> bool:
    tables = {row["table_name"] for row in warehouse.rows("select table_name from duckdb_tables()")}
    whole = [r.rows_used for r in receipts(warehouse)] == [1] and warehouse.value("select sum(amount) from sales") == 10
    return whole and not any(table.endswith("_new") for table in tables)


def test_every_stage_is_told_in_its_order(opened, few):
    progress = Written()
    load(opened, [understand(few, progress=progress)], progress=progress)
    assert progress.told == ["detecting", "checking", "reading", "checking", "counting", "placing"]
    assert set(progress.told) <= set(STAGES)


def test_bytes_are_counted_to_the_end_of_the_file(few):
    progress = Written()
    understand(few, progress=progress)
    assert progress.now.bytes_done == progress.now.bytes_total == few.stat().st_size
    assert progress.now.share == 1 and progress.now.file == "few.csv"


def test_the_database_says_how_far_it_is_in_bytes_and_rows(opened, many):
    seen, ended = [], threading.Event()

    def watch(progress):
        def look():
            while not ended.is_set():
                seen.append(progress.now)

        threading.Thread(target=look, daemon=True).start()

    progress = Written("reading", watch)
    load(opened, [understand(many)], progress=progress)
    ended.set()
    steps = [step for step in seen if step.stage == "reading" and step.rows]
    assert steps and all(0 < step.bytes_done <= many.stat().st_size for step in steps)
    assert all(step.rows <= MANY * 1.1 for step in steps)


@pytest.mark.parametrize("stage", ["reading", "checking", "counting"])
def test_a_cancelled_import_leaves_the_base_that_was(stage, opened, few):
    progress = Written(stage, Progress.cancel)
    with pytest.raises(Cancelled):
        load(opened, [understand(few)], progress=progress)
    assert is_as_it_was(opened)


def test_a_statement_is_stopped_in_the_middle(opened, many):
    progress = Written("reading", lambda progress: threading.Timer(0.05, progress.cancel).start())
    with pytest.raises(Cancelled):
        load(opened, [understand(many)], progress=progress)
    assert progress.told == ["reading"] and is_as_it_was(opened)


def test_after_a_cancelled_import_the_next_one_is_done(opened, few):
    for _ in range(3):
        with pytest.raises(Cancelled):
            load(opened, [understand(few)], progress=Written("reading", Progress.cancel))
    assert load(opened, [understand(few)])[0].rows_used == FEW


def test_a_cancelled_look_at_a_file_goes_no_further(few):
    with pytest.raises(Cancelled):
        understand(few, progress=Written("detecting", Progress.cancel))


def test_a_workbook_being_opened_is_let_go(tmp_path):
    book = workbook(tmp_path, {"March": [HEADER, *[("A", "2024-03-05", i) for i in range(3000)]]})
    with pytest.raises(Cancelled):
        understand(book, scratch=tmp_path, progress=Written("opening", Progress.cancel))


def test_a_child_process_is_killed_at_once():
    progress = Progress()
    threading.Timer(0.2, progress.cancel).start()
    start = time.monotonic()
    with told_to(progress), pytest.raises(Cancelled):
        run([sys.executable, "-c", "import time; time.sleep(60)"], 60)
    assert time.monotonic() - start < 30


def test_a_child_that_takes_too_long_is_ended():
    with pytest.raises(subprocess.TimeoutExpired):
        run([sys.executable, "-c", "import time; time.sleep(60)"], 0.2)


def test_pages_read_and_build_while_an_import_goes_on(opened, few):
    found = []

    def look(progress):
        found.append(opened.value("select sum(amount) from sales"))
        with opened.transaction() as cursor:
            cursor.execute("create or replace table built as select 1 as a")
        found.append(opened.value("select a from built"))

    load(opened, [understand(few)], progress=Written("counting", look))
    assert found == [10, 1] and receipts(opened)[0].rows_used == FEW


def test_one_import_at_a_time(opened, few):
    told = understand(few)
    threads = [threading.Thread(target=load, args=(opened, [told], "append")) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened.value("select count(*) from sales") == 1 + 2 * FEW


def test_chunks_come_as_they_are():
    progress = Progress()
    with told_to(progress):
        assert list(counted([b"ab", b"c"], "copying", "x.csv", 4)) == [b"ab", b"c"]
    assert (progress.now.bytes_done, progress.now.share) == (3, 0.75)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    """A person who watches, and is told from the first moment."""
    watched = Terminal()
    monkeypatch.setattr(patience, "sys", SimpleNamespace(stderr=watched))
    monkeypatch.setattr(patience, "FIRST_WORD_AFTER", 0)
    monkeypatch.setattr(patience, "EVERY", 0.01)
    return watched


def lines_told(terminal: Terminal, until: str) -> list[str]:
    while until not in terminal.getvalue():
        time.sleep(0.01)
    return re.split(r"[\r\n]", terminal.getvalue())


class TestPatience:
    def test_says_how_much_of_which_file_has_been_read(self, terminal):
        with patience.patience("Reading files"):
            here().begins("reading", "sales.csv", 200)
            here().advances(50)
            assert any(re.search(r"Reading files sales\.csv ━{6}·{18} +25% 0", t) for t in lines_told(terminal, "25%"))

    def test_runs_to_and_fro_where_nobody_knows(self, terminal):
        with patience.patience("Counting"):
            assert any("·━━━·" in told for told in lines_told(terminal, "·━━━·"))

    def test_leaves_nothing_of_its_own_on_the_screen(self, terminal):
        with patience.patience("Counting"):
            lines_told(terminal, "Counting")
        assert terminal.getvalue().endswith("\r\033[K")

    def test_lets_no_name_of_a_file_command_the_terminal(self, terminal):
        with patience.patience("Reading files"):
            here().begins("reading", "\033[2Jsales.csv", 200)
            assert "\033[2J" not in "".join(lines_told(terminal, "sales.csv"))

    def test_is_silent_when_asked_to_be(self, terminal):
        with patience.patience("Reading files", quiet=True):
            time.sleep(0.05)
        assert terminal.getvalue() == ""


def test_a_base_closed_in_the_middle_of_an_import_is_as_it_was(opened, many):
    faults, begun = [], threading.Event()

    def bring():
        try:
            load(opened, [understand(many)], progress=Written("reading", lambda _: begun.set()))
        except Exception as fault:
            faults.append(fault)

    thread = threading.Thread(target=bring)
    thread.start()
    begun.wait()
    opened.close()
    thread.join()
    again = Warehouse(opened.folder)
    assert faults and is_as_it_was(again)
    again.close()
