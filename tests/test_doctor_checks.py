"""What the doctor finds in small bases a marketer could read, and what it leaves in peace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from analytics.doctor import examination, telling
from analytics.doctor.finding import Finding
from analytics.words import LANGUAGES, words
from tests.bases import Base, sales, totals
from tests.ingest_files import Loaded, text_file

TODAY = dt.date(2026, 1, 1)


def findings(base: Base, receipts=()) -> dict[str, Finding]:
    return {f.code: f for f in examination.examine(base.warehouse, TODAY, receipts)}


def daily(n: int, first: str = "2025-01-01", amount: str = "10", client: str = "anna", step: int = 1) -> str:
    """One sale of `amount` each day (or every `step` days): n rows of `client day amount`."""
    start = dt.date.fromisoformat(first)
    return "\n".join(f"{client} {start + dt.timedelta(days=i * step)} {amount}" for i in range(n))


class TestDates:
    def test_a_sale_after_today_is_in_the_future(self):
        found = findings(sales("client day amount", "anna 2026-01-01 5\n anna 2026-01-02 7"))["future_dates"]
        assert (found.n, found.money, found.particulars["last"]) == (1, Decimal(7), dt.date(2026, 1, 2))
        assert found.rows.examples == [{"customer_id": "anna", "amount": Decimal(7), "order_date": dt.date(2026, 1, 2)}]

    def test_a_date_long_before_the_others_stands_alone(self):
        base = sales("client day amount", daily(40) + "\nboris 1999-01-01 3")
        assert findings(base)["far_dates"].n == 1

    def test_a_long_history_has_no_strange_dates(self):
        base = sales("client day amount", daily(60, "2015-01-01", step=30))
        assert not {"far_dates", "future_dates"} & set(findings(base))

    def test_a_thin_beginning_does_not_stand_alone(self):
        base = sales("client day amount", daily(12, "2021-01-01", step=120) + "\n" + daily(300, "2025-01-01"))
        assert "far_dates" not in findings(base)


class TestAmounts:
    def test_returns_are_told_with_their_share_of_what_was_bought(self):
        found = findings(sales("client day amount", "anna 01-01 90\n boris 01-02 10\n anna 01-03 -20"))[
            "negative_amounts"
        ]
        assert (found.n, found.money, found.particulars["share"]) == (1, Decimal(-20), 0.2)

    def test_a_negative_line_of_a_paid_order_is_a_discount(self):
        rows = "anna 01-01 A1 100 1\n anna 01-01 A1 -10 .\n anna 01-02 A2 -30 -1\n anna 01-02 A3 50 1"
        found = findings(sales("client day order amount quantity", rows))
        assert (found["discount_lines"].money, found["negative_amounts"].money) == (Decimal(-10), Decimal(-30))

    def test_goods_brought_back_in_the_same_order_are_a_return(self):
        found = findings(sales("client day order amount quantity", "anna 01-01 A1 100 2\n anna 01-01 A1 -50 -1"))
        assert "discount_lines" not in found and found["negative_amounts"].n == 1

    def test_gifts_at_zero_and_signs_that_contradict(self):
        found = findings(sales("client day amount quantity", "anna 01-01 0 1\n anna 01-02 40 -2"))
        assert (found["zero_amounts"].n, found["contradicting_signs"].money) == (1, Decimal(40))

    def test_a_lost_decimal_mark_is_out_of_proportion(self):
        amounts = "\n".join(f"anna 2025-01-{1 + i % 28:02} {90 + i}" for i in range(60))
        found = findings(sales("client day amount", amounts + "\nboris 2025-01-05 1234567"))["outliers"]
        assert (found.n, found.money, found.particulars["middle"]) == (1, Decimal(1234567), 120)

    def test_a_large_order_among_orders_of_all_sizes_is_in_proportion(self):
        base = sales("client day amount", "\n".join(f"anna 2025-01-01 {2**i}" for i in range(30)))
        assert "outliers" not in findings(base)


class TestCalendar:
    def test_a_month_without_a_sale_in_a_daily_shop(self):
        base = sales("client day amount", daily(60) + "\n" + daily(60, "2025-04-01"))
        found = findings(base)["calendar_gaps"]
        assert (found.n, found.particulars["first"], found.particulars["last"], found.particulars["days"]) == (
            1, dt.date(2025, 3, 2), dt.date(2025, 3, 31), 30,
        )  # fmt: skip

    def test_weekends_and_a_monthly_rhythm_are_no_gaps(self):
        assert "calendar_gaps" not in findings(sales("client day amount", daily(30, step=7)))
        assert "calendar_gaps" not in findings(sales("client day amount", daily(30, step=30)))

    def test_a_single_date_of_another_century_is_no_gap(self):
        base = sales("client day amount", daily(60) + "\nanna 1999-01-01 5\nanna 2031-01-01 5")
        assert "calendar_gaps" not in findings(base)

    def test_a_month_with_a_handful_of_rows(self):
        full = [daily(28, f"2025-{month:02}-01") for month in (1, 2, 4, 5, 6)]
        found = findings(sales("client day amount", "\n".join([*full, daily(4, "2025-03-01", step=7)])))["thin_months"]
        assert (found.n, found.particulars["month"], found.particulars["rows"]) == (1, dt.date(2025, 3, 1), 4)


class TestClients:
    def test_rows_of_nobody(self):
        found = findings(sales("client day amount", "anna 01-01 60\n . 01-02 40"))["without_client"]
        assert (found.n, found.money, found.particulars["share"], found.severity) == (1, Decimal(40), 0.4, "look")

    def test_a_client_who_only_returned(self):
        found = findings(sales("client day amount", "anna 01-01 60\n boris 01-02 -5\n boris 01-03 -2"))["returns_only"]
        assert (found.n, found.money) == (1, Decimal(-7))

    @pytest.mark.parametrize("name", ["Розничный покупатель", "Частное лицо", "Walk-in customer", "CASH"])
    def test_a_client_named_like_nobody(self, name):
        base = sales("client day amount", "".join(f"c{i} 01-01 10\n" for i in range(9)))
        base.warehouse.cursor().execute(f"insert into sales (customer_id, order_date, amount) "
                                        f"values ('{name}', date '2025-01-02', 10)")  # fmt: skip
        found = findings(base)["anonymous_client"]
        assert (found.particulars["client"], found.particulars["rows_share"]) == (name, 0.1)

    def test_one_real_client_with_most_of_the_rows(self):
        rows = daily(12) + "\n" + "\n".join(f"c{i} 01-01 10" for i in range(8))
        found = findings(sales("client day amount", rows))["dominant_client"]
        assert (found.particulars["client"], found.particulars["rows_share"]) == ("anna", 0.6)

    def test_ids_that_differ_in_case_and_zeros(self):
        rows = "K-1 01-01 50\n k-1 01-02 20\n 007 01-03 5\n 7 01-04 9\n 70 01-05 1"
        found = findings(sales("client day amount", rows))["id_variants"]
        assert (found.n, found.money, found.particulars["groups"]) == (2, Decimal(25), 2)
        assert found.rows.examples[0] == {"customer_id": "K-1", "also_written": "k-1", "amount": Decimal(70)}


class TestJoins:
    def side(self, ids: str, kind: str = "customers") -> dict[str, Finding]:
        base = sales("client day amount", "0017 01-01 5\n anna 01-01 5\n boris 01-01 5")
        return findings(base.with_rows(kind, ["customer_id"], [[i] for i in ids.split()]))

    def test_clients_of_the_list_who_never_bought(self):
        found = self.side("anna boris vera gena")["not_in_main"]
        assert (found.n, found.particulars["clients"], found.particulars["share"]) == (2, 4, 0.5)

    def test_ids_that_lost_their_zeros_are_offered(self):
        found = self.side("17 anna boris", "contacts")["not_in_main"]
        assert (found.particulars["alike"], found.rows.examples) == (1, [{"customer_id": "17", "like_it": "0017"}])

    def test_no_id_in_common_is_wrong(self):
        assert self.side("x y")["not_in_main"].severity == "wrong"

    def test_buyers_missing_in_the_list(self):
        assert self.side("anna")["not_in_list"].n == 2

    def test_equal_lists_join(self):
        assert not {"not_in_main", "not_in_list"} & set(self.side("0017 anna boris"))


class TestTotals:
    def test_the_totals_of_a_clean_file_agree(self, tmp_path):
        read = Loaded(tmp_path, text_file(tmp_path, "Client,Date,Amount\nAnna,2025-01-01,5\nBoris,2025-01-02,7\n"))
        assert examination.examine(read.warehouse, TODAY) == []

    def test_a_row_lost_from_the_base_is_noticed(self, tmp_path):
        read = Loaded(tmp_path, text_file(tmp_path, "Client,Date,Amount\nAnna,2025-01-01,5\nBoris,2025-01-02,7\n"))
        read.warehouse.cursor().execute("delete from sales where amount = 5")
        (found,) = examination.examine(read.warehouse, TODAY)
        assert (found.code, found.severity, found.money) == ("totals_differ", "wrong", Decimal(5))

    @pytest.mark.parametrize(("total", "codes"), [("12", set()), ("13", {"report_total_differs"})])
    def test_the_reports_own_total_is_compared(self, tmp_path, total, codes):
        text = f"Client,Date,Amount\nAnna,2025-01-01,5\nBoris,2025-01-02,7\nTotal,,{total}\n"
        read = Loaded(tmp_path, text_file(tmp_path, text))
        assert {f.code for f in examination.examine(read.warehouse, TODAY)} == codes

    def test_many_refused_rows_are_told_with_the_commonest_reason(self, tmp_path):
        text = "Client,Date,Amount\n" + "Anna,2025-01-01,5\n" * 9 + "Anna,2025-01-01,lots\n" * 2 + "Anna,,5\n"
        found = {f.code: f for f in examination.examine(Loaded(tmp_path, text_file(tmp_path, text)).warehouse, TODAY)}
        told = found["refused_rows"]
        assert (told.n, told.particulars["share"], told.particulars["reason"]) == (3, 0.25, "bad_amount")


def test_a_base_of_totals_is_examined_too():
    found = findings(totals("client amount", "anna 60\n boris -5\n . 10"))
    assert set(found) == {"negative_amounts", "without_client"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_is_told_in_words(language):
    base = sales("client day order amount quantity", "anna 2026-02-01 A 5 1\n . 01-02 B 0 1\n boris 01-03 C -3 -1")
    base.with_rows("customers", ["customer_id"], [["vera"]])
    for found in examination.examine(base.warehouse, TODAY, ()):
        for said in (telling.sentence(found, words(language)), telling.why(found, words(language))):
            assert said.strip().endswith(".") and "{" not in said and ".." not in said


def test_the_gravest_come_first():
    base = sales("client day amount", "anna 2026-02-01 5\n . 01-02 5\n boris 01-03 -3")
    severities = [f.severity for f in examination.examine(base.warehouse, TODAY, ())]
    assert severities == sorted(severities, key=["wrong", "look", "note"].index) and severities[0] == "wrong"
