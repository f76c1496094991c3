"""An unclosed quote costs at most its own line, and the visitor is told which."""

from __future__ import annotations

import pytest

from analytics.ingest import refused
from tests.ingest_files import loaded_text

HEAD = "customer_id,order_date,amount,comment\n"


def _rows(count: int, comment: str = "x") -> str:
    return "".join(f"C{i},2024-03-05,1,{comment}\n" for i in range(count))


@pytest.mark.parametrize(
    ("broken", "below"),
    [
        ('B,2024-03-05,2,"never closed\n', _rows(500)),
        ('B,2024-03-05,2,"never closed\n', _rows(500, '"quoted"')),
        ('B,2024-03-05,2,"never closed\n', _rows(3)),
        ('B,"2024-03-05,2,x\n', _rows(50) + 'D,2024-03-05,1,"two\nlines"\n' + _rows(50)),
        ('B,2024-03-05,2,"never closed\n', _rows(100_000)),
        ('B,2024-03-05,2,"never closed\n', "D,2024-03-05,1\n" + _rows(3)),
    ],
)
def test_an_unclosed_quote_does_not_take_the_rows_below_along(broken, below, tmp_path):
    read = loaded_text(tmp_path, HEAD + _rows(5) + broken + below)
    told = {notice.code: notice.particulars for notice in read.receipt.warnings}
    assert told["unclosed_quotes"] == {"n": 1, "row": 7}
    assert read.receipt.rows_used == 6 + below.count("2024-03-05") and not list(refused(read.warehouse))


def test_every_unclosed_quote_is_counted(tmp_path):
    broken = 'B,2024-03-05,2,"never closed\n'
    read = loaded_text(tmp_path, HEAD + (_rows(300) + broken) * 3 + _rows(300))
    told = {notice.code: notice.particulars for notice in read.receipt.warnings}
    assert told["unclosed_quotes"] == {"n": 3, "row": 302} and read.receipt.rows_used == 1203


def test_marks_that_only_look_like_ends_of_lines_end_none(tmp_path):
    broken = 'B,2024-03-05,2,"never\u2028closed\n'
    read = loaded_text(tmp_path, HEAD + _rows(5, "a\u2028b\x0bc\x85d") + broken + _rows(500))
    told = {notice.code: notice.particulars for notice in read.receipt.warnings}
    assert told["unclosed_quotes"] == {"n": 1, "row": 7}
    assert read.receipt.rows_used == 506 and not list(refused(read.warehouse))


def test_quotes_that_close_on_another_line_are_left_alone(tmp_path):
    text = HEAD + 'A,2024-03-05,1,"two\nlines, ""said"" he"\n' + _rows(3)
    read = loaded_text(tmp_path, text)
    assert read.receipt.rows_used == 4 and not read.receipt.warnings


@pytest.mark.parametrize("below", [_rows(500), _rows(500, '"quoted"'), "D,2024-03-05,1\n" + _rows(3)])
def test_an_unclosed_quote_beyond_the_sample_costs_no_row_either(below, tmp_path):
    above = _rows(70_000)
    read = loaded_text(tmp_path, HEAD + above + 'B,2024-03-05,2,"never closed\n' + below)
    told = {notice.code: notice.particulars for notice in read.receipt.warnings}
    assert told["unclosed_quotes"] == {"n": 1, "row": 70_002}
    assert read.receipt.rows_used == 70_001 + below.count("2024-03-05")
