"""Requests that became orders and orders with a problem, by calendar bucket. METHODS §12."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import sample_data
from analytics import facts as heavy
from analytics.methods import request_shares
from analytics.methods.request_shares import FEW, PROBLEMS, PUBLISHED, REQUESTS, ends, judged, lacking
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.words import words
from tests.bases import Base, sales, seen, totals
from tests.samples import opened_sample
from tests.screens import Visitor, as_read, workspace_with

TRUTHS = {
    t["code"]: t for t in tomllib.loads((Path(sample_data.__file__).parent / "truths.toml").read_text("utf-8"))["truth"]
}
SOLD = "anna 01-01 5\nanna 03-31 5"


def with_requests(rows: str, base: Base | None = None, names: str = "customer_id date kind became_order") -> Base:
    """`anna 01-31 request yes`: one contact a line, `.` is nothing."""
    cells = [[None if cell == "." else cell for cell in line.split()] for line in rows.splitlines() if line.strip()]
    told = [[client, f"2025-{day}", *rest] for client, day, *rest in cells]
    return (base or sales("client day amount", SOLD)).with_rows("contacts", names.split(), told)


def told(base: Base, share: str, *columns: str, **view) -> list[tuple]:
    rows = request_shares.shares(base.warehouse, base.facts(**view)).get(share, [])
    return [tuple(row[column] for column in columns or ("counted", "hits", "rate")) for row in rows]


def why(base: Base) -> dict[str, str | None]:
    return lacking(base.warehouse, base.facts())


class TestRequests:
    BOTH = """
        anna 01-31 request          true
        anna 01-31 request_own_form false
        vera 02-01 request          false
        vera 02-28 request          false
        anna 02-10 request          true
        anna 02-11 complaint        .
    """

    def test_by_hand(self):
        assert told(with_requests(self.BOTH), REQUESTS) == [(2, 1, 0.5), (3, 1, 1 / 3), (0, 0, None)]

    def test_where_no_is_written_an_empty_mark_is_not_known(self):
        base = with_requests("anna 01-05 request true\nanna 01-06 request false\nanna 01-07 request .")
        assert told(base, REQUESTS)[0] == (2, 1, 0.5)

    def test_where_no_is_never_written_an_empty_mark_is_no(self):
        base = with_requests("anna 01-05 request true\nanna 01-06 request .\nanna 01-07 request .")
        assert told(base, REQUESTS)[0] == (3, 1, 1 / 3)

    def test_the_marks_of_other_contacts_say_nothing(self):
        base = with_requests("anna 01-05 request true\nanna 01-06 event false\nanna 01-07 request .")
        assert told(base, REQUESTS)[0] == (2, 1, 0.5)

    def test_by_quarter(self):
        assert told(with_requests(self.BOTH), REQUESTS, changes={"bucket": "quarter"}) == [(5, 2, 0.4)]

    def test_a_bucket_partly_in_the_window_is_unfinished_and_counts_what_is_in_it(self):
        base = with_requests(self.BOTH, sales("client day amount", "anna 02-01 5"))
        rows = told(base, REQUESTS, "counted", "finished", window="01-31 02-27")
        assert rows == [(2, False), (2, False)]

    def test_a_filter_keeps_the_requests_of_its_clients(self):
        sold = sales("client day amount channel", "anna 01-01 5 shop\nvera 03-31 5 web")
        base = with_requests(self.BOTH, sold)
        assert told(base, REQUESTS, only={"channel": ["web"]}) == [(0, 0, None), (2, 0, 0.0), (0, 0, None)]

    def test_totals_show_the_days_of_the_contacts(self):
        base = with_requests(self.BOTH, totals("client amount", "anna 5"))
        assert told(base, REQUESTS, "counted", "finished") == [(2, False), (3, True)]
        assert why(base) == {REQUESTS: None, PROBLEMS: "no_sales"}

    def test_what_is_lacking_is_told(self):
        assert why(sales("client day amount", SOLD))[REQUESTS] == "no_contacts"
        assert why(with_requests("anna 01-05 event ."))[REQUESTS] == "no_requests"
        assert why(with_requests("anna 01-05 request ."))[REQUESTS] == "no_outcome"
        assert why(with_requests(""))[REQUESTS] == "no_requests"
        assert told(with_requests("anna 01-05 request ."), REQUESTS) == []


class TestProblems:
    LINES = """
        anna  01-01 o1 10 true
        anna  01-01 o1 20 false
        anna  01-20 o2 10 false
        boris 01-20 o1 10 false
        anna  03-31 o3 10 false
    """

    def base(self, lines: str = LINES) -> Base:
        return sales("client day order amount problem", lines)

    def test_an_order_has_a_problem_when_any_of_its_lines_is_marked(self):
        assert told(self.base(), PROBLEMS) == [(3, 1, 1 / 3), (0, 0, None), (1, 0, 0.0)]

    def test_every_line_is_an_order_where_the_visitor_says_so(self):
        rows = told(self.base(), PROBLEMS, changes={"order_grain": "row"})
        assert rows[0] == (4, 1, 0.25)

    def test_a_client_s_day_is_an_order_where_there_are_no_numbers(self):
        base = sales("client day amount problem", "anna 01-05 1 true\nanna 01-05 1 .\nanna 01-06 1 .")
        assert told(base, PROBLEMS) == [(2, 1, 0.5)]

    def test_a_return_is_no_order_but_its_mark_is_of_its_order(self):
        base = self.base("anna 01-05 o1 10 .\nanna 01-20 o1 -10 true\nanna 01-21 o2 -5 true")
        assert told(base, PROBLEMS) == [(1, 1, 1.0)]

    def test_where_no_is_written_an_order_without_marks_is_not_known(self):
        base = self.base("anna 01-05 o1 1 true\nanna 01-06 o2 1 false\nanna 01-07 o3 1 .")
        assert told(base, PROBLEMS) == [(2, 1, 0.5)]

    def test_an_order_over_midnight_is_of_its_first_day(self):
        base = self.base("anna 01-31 o1 1 false\nanna 02-01 o1 1 true\nanna 02-02 o2 1 false")
        assert told(base, PROBLEMS) == [(1, 1, 1.0), (1, 0, 0.0)]

    def test_a_filter_keeps_its_orders(self):
        base = sales("client day amount problem channel", "anna 01-05 1 true shop\nboris 01-06 1 false web")
        assert told(base, PROBLEMS, only={"channel": ["web"]}) == [(1, 0, 0.0)]

    def test_without_the_column_it_is_told_and_empty(self):
        base = sales("client day amount", SOLD)
        assert why(base)[PROBLEMS] == "no_problem"
        assert request_shares.shares(base.warehouse, base.facts()) == {}

    def test_requests_do_not_wait_for_problems_nor_problems_for_requests(self):
        assert why(self.base()) == {REQUESTS: "no_contacts", PROBLEMS: None}
        both = with_requests(TestRequests.BOTH, self.base())
        assert len(told(both, REQUESTS)) == len(told(both, PROBLEMS)) == 3


def row(counted: int, finished: bool = True) -> dict:
    return {"few": counted < FEW, "finished": finished}


def test_a_few_cases_are_marked_and_not_judged():
    base = with_requests("\n".join(["anna 01-05 request true"] * FEW + ["anna 02-05 request true"] * (FEW - 1)))
    assert told(base, REQUESTS, "few", "rate") == [(False, 1.0), (True, 1.0), (True, None)]
    rows = request_shares.shares(base.warehouse, base.facts())[REQUESTS]
    assert [row["counted"] for row in judged(rows, False)] == [FEW]


@pytest.mark.parametrize(
    ("hits", "first", "last", "why"),
    [
        ("20 30 40 5 3 1", 0.3, 0.03, "three months at each end: one of them is mostly chance"),
        ("20 30 40 3 1", 0.2, 0.01, "too few months for three apart at each end"),
        ("20", 0.2, 0.2, "one month is both ends"),
    ],
)
def test_the_ends_of_a_share_are_three_buckets_each_where_there_are_so_many(hits, first, last, why):
    rows = [{"bucket": i, "hits": int(n), "counted": 100} for i, n in enumerate(hits.split())]
    assert [end["rate"] for end in ends(rows)] == [first, last], why


def test_an_unfinished_bucket_is_judged_only_when_it_is_to_be_counted():
    rows = [row(FEW), row(FEW, finished=False)]
    assert (len(judged(rows, False)), len(judged(rows, True))) == (1, 2)


def test_the_example_of_the_source_stands_as_published():
    assert PUBLISHED == {REQUESTS: (0.30, 0.70), PROBLEMS: (0.07, 0.02)}


class TestPlanted:
    """What the souvenir company was made with: the shares move as those of the source did."""

    @pytest.fixture(scope="class")
    def souvenirs(self, tmp_path_factory):
        folder = tmp_path_factory.mktemp("souvenirs")
        warehouse = opened_sample("souvenirs", folder, kinds=("sales", "contacts"))
        yield warehouse
        warehouse.close()

    @pytest.mark.parametrize(
        ("share", "window", "truth"),
        [
            (REQUESTS, "2023-07-01 2023-09-30", "requests_won_at_first"),
            (REQUESTS, "2026-04-01 2026-06-30", "requests_won_at_last"),
            (PROBLEMS, "2023-07-01 2023-12-31", "problems_at_first"),
            (PROBLEMS, "2026-01-01 2026-06-30", "problems_at_last"),
        ],
    )
    def test_a_share_is_as_planted(self, souvenirs: Warehouse, share, window, truth):
        facts = heavy.build(souvenirs, seen(window=window).under(Thresholds({"bucket": "year"})))
        (row,) = request_shares.shares(souvenirs, facts)[share]
        assert TRUTHS[truth]["lowest"] <= row["rate"] <= TRUTHS[truth]["highest"]


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SOLD = ("sales.csv", "client,date,amount\nanna,2025-01-01,5\nboris,2025-03-31,7\n")
    ASKED = "client,date,contact kind,became an order\n" + "".join(
        f"anna,2025-{month:02}-{1 + i:02},Request,{'Yes' if i < won else 'No'}\n"
        for month, won in ((1, 5), (2, 10), (3, 15))
        for i in range(20)
    )

    def test_the_last_bucket_is_told_beside_the_first(self):
        visitor = Visitor("en", workspace_with(self.SOLD, ("contacts.csv", self.ASKED))).opens("loyalty")
        told = "75.0% of requests became orders (Mar 2025); at first (Jan 2025) it was 25.0%."
        assert any(told in as_read(text) for text in visitor.reads())
        assert visitor.table("requests_won")["won_share"].tolist() == ["75.0%", "50.0%", "25.0%"]

    def test_what_the_base_lacks_is_told_for_each_share(self):
        told = Visitor("en", workspace_with(self.SOLD)).opens("loyalty").reads()
        assert words("en")("loyalty_parts.shares_no_contacts") in told
        assert words("en")("loyalty_parts.shares_no_problem") in told
