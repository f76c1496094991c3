"""The service board by month: what clients reported, how soon it was settled, what money came in. METHODS §13."""

from __future__ import annotations

from decimal import Decimal

from analytics.methods import service_board
from analytics.methods.service_board import MEASURES
from tests.bases import Base, sales, totals

SALES = "client day amount"
QUARTER = "anna 01-01 70\nboris 03-31 20"
CONTACTS = """
    anna  01-05 defect           . .
    anna  01-31 complaint        . .
    boris 02-01 complaint        . .
    boris 02-10 complaint_closed 9 .
    anna  02-20 complaint_closed 4 .
    anna  02-28 praise           . .
    anna  03-01 cash_collected   . 100.50
    zoya  03-31 cash_collected   . 50
    anna  03-15 request          . 7
"""


def contacts(rows: str = CONTACTS, base: Base | None = None) -> Base:
    lines = [[None if cell == "." else cell for cell in line.split()] for line in rows.splitlines() if line.strip()]
    told = [[client, f"2025-{day}", *rest] for client, day, *rest in lines]
    names = ("customer_id", "date", "kind", "days_to_resolve", "amount")
    return (base or sales(SALES, QUARTER)).with_rows("contacts", names, told)


def board(base: Base, *measures: str, **view) -> list[tuple]:
    return [tuple(row[m] for m in measures) for row in service_board.months(base.warehouse, base.facts(**view))]


def test_each_month_by_hand():
    assert board(contacts(), *MEASURES) == [
        (1, 1, 0, None, 0),
        (0, 1, 1, 6.5, 0),
        (0, 0, 0, None, Decimal("150.5")),
    ]


def test_days_are_of_the_month_that_settled_the_complaint():
    base = contacts("anna 01-31 complaint . .\nanna 02-20 complaint_closed 20 .")
    assert board(base, "complaints", "days_to_resolve") == [(1, None), (0, 20), (None, None)]


def test_where_no_closing_tells_the_days_the_complaint_does():
    base = contacts("anna 01-31 complaint 5 .\nanna 01-31 defect 7 .\nanna 02-20 complaint_closed . .")
    assert board(base, "days_to_resolve")[0] == (6,)


def test_what_is_not_recorded_is_undefined_and_none_is_nothing():
    base = contacts("anna 01-05 complaint . .\nanna 03-05 complaint . .")
    assert board(base, "complaints", "defects", "cash_collected") == [(1, None, None), (0, None, None), (1, None, None)]
    rows = service_board.months(base.warehouse, base.facts())
    assert service_board.recorded(rows) == ("complaints",)


def test_months_outside_the_contacts_are_undefined():
    base = contacts("anna 02-05 complaint . .")
    assert board(base, "complaints") == [(None,), (1,), (None,)]


def test_a_month_partly_in_the_window_is_unfinished_and_counts_what_is_in_it():
    rows = board(contacts(), "finished", "complaints", window="01-01 02-05")
    assert rows == [(True, 1), (False, 1)]
    assert board(contacts(), "complaints", window="02-02 03-31") == [(0,), (0,)]


def test_a_filter_keeps_the_contacts_of_its_clients():
    sold = sales("client day amount channel", "anna 01-01 7 shop\nboris 03-31 2 web")
    assert board(contacts(base=sold), "complaints", only={"channel": ["shop"]}) == [(1,), (0,), (0,)]


def test_totals_have_a_board_of_all_contacts_there_are():
    base = contacts(base=totals("client amount", "anna 5"))
    assert board(base, "complaints") == [(1,), (1,), (0,)]


def test_without_contacts_there_is_no_board():
    assert board(sales(SALES, QUARTER), "complaints") == []
    assert board(contacts(""), "complaints") == []
