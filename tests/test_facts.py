"""From sales to facts of clients: returns, grain of an order, window, filters, measures, totals. METHODS §0."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import class_history, customers, ingest, summary
from analytics.bases import available, main_base, span
from analytics.errors import Unusable
from analytics.facts import alive, build, curve_ranks
from analytics.ingest import Hints
from analytics.statements import KEPT_TABLES
from analytics.thresholds import Thresholds
from analytics.views import Filter, View
from analytics.windows import pair
from tests.bases import Base, day, monthly, sales, totals, worth
from tests.ingest_files import loaded_text

LINES = "client day amount"


def refusal(fault: type[Unusable], ask, *given, **named) -> tuple[str, dict]:
    with pytest.raises(fault) as caught:
        ask(*given, **named)
    return caught.value.code, caught.value.particulars


class TestReturns:
    base_lines = """
        anna   01-05  100
        anna   01-20  -30
        boris  01-06   50
        vera   01-07  -20
    """

    def test_a_return_reduces_revenue(self):
        base = sales(LINES, self.base_lines)
        assert base.told("revenue") == "anna 70.0000, boris 50.0000"

    def test_a_return_is_not_an_order(self):
        assert sales(LINES, self.base_lines).told("orders") == "anna 1, boris 1"

    def test_a_return_does_not_move_the_last_order(self):
        assert sales(LINES, self.base_lines).told("last_order_date") == "anna 2025-01-05, boris 2025-01-06"

    def test_recency_counts_from_the_last_order_not_from_the_return(self):
        assert sales(LINES, self.base_lines).told("recency_days") == "anna 15, boris 14"

    def test_a_client_with_returns_only_is_counted_apart_and_gets_no_class(self):
        whole = sales(LINES, self.base_lines).facts().whole
        assert (whole["clients"], whole["clients_with_returns_only"]) == (2, 1)
        assert whole["revenue_of_returns_only"] == Decimal("-20")

    def test_a_negative_quantity_makes_a_return_even_of_a_positive_amount(self):
        base = sales("client day amount quantity", "anna 01-05 100 2\nanna 01-06 10 -1")
        assert base.told("orders") == "anna 1"
        assert base.told("revenue") == "anna 110.0000"

    def test_an_unknown_quantity_is_not_a_return(self):
        assert sales("client day amount quantity", "anna 01-05 100 .").told("orders") == "anna 1"

    def test_a_return_line_inside_an_order_leaves_it_an_order(self):
        base = sales("client day amount order", "anna 01-05 100 k1\nanna 01-05 -40 k1")
        assert base.told("orders") == "anna 1"
        assert base.told("revenue") == "anna 60.0000"

    def test_a_separate_number_of_returns_only_is_not_an_order(self):
        base = sales("client day amount order", "anna 01-05 100 k1\nanna 01-05 -40 k2")
        assert base.told("orders") == "anna 1"

    def test_a_free_line_is_an_order(self):
        base = sales(LINES, "anna 01-05 0\nboris 01-06 10")
        assert base.told("orders") == "boris 1, anna 1"

    def test_a_client_who_returned_more_than_bought_stays_in_the_base(self):
        base = sales(LINES, "anna 01-05 100\nboris 01-05 10\nboris 01-09 -60")
        assert base.told("abc_class") == "anna A, boris C"
        assert base.facts().whole["clients"] == 2

    def test_a_return_of_an_order_before_the_window_makes_no_order(self):
        base = sales("client day amount order", "anna 01-05 100 k1\nanna 02-05 -40 k1\nboris 02-06 10 k2")
        facts = base.facts(window="02-01 02-28")
        assert (facts.whole["clients"], facts.whole["clients_with_returns_only"]) == (1, 1)


class TestGrainOfAnOrder:
    two_numbers_one_day = "anna 01-05 10 k1\nanna 01-05 20 k2\nanna 01-06 30 k2\nanna 01-07 5 .\nanna 01-07 5 ."

    @pytest.mark.parametrize(
        ("grain", "orders"), [("auto", 3), ("order_id", 3), ("day", 3), ("row", 5)], ids=lambda value: str(value)
    )
    def test_lines_become_orders(self, grain, orders):
        base = sales("client day amount order", self.two_numbers_one_day)
        assert base.told("orders", {"order_grain": grain}) == f"anna {orders}"

    def test_lines_of_one_day_are_one_order_without_numbers(self):
        assert sales(LINES, "anna 01-05 10\nanna 01-05 20\nanna 01-06 30").told("orders") == "anna 2"

    def test_lines_of_one_number_are_one_order(self):
        assert sales("client day amount order", "anna 01-05 10 k1\nanna 01-05 20 k1").told("orders") == "anna 1"

    def test_a_line_without_a_number_is_an_order_of_its_day(self):
        base = sales("client day amount order", "anna 01-05 10 k1\nanna 01-05 20 .\nanna 01-05 30 .")
        assert base.told("orders") == "anna 2"

    def test_one_number_shared_by_two_clients_is_two_orders(self):
        base = sales("client day amount order", "anna 01-05 10 k1\nboris 01-05 5 k1")
        assert base.told("orders") == "anna 1, boris 1"

    def test_two_equal_lines_stay_two_lines(self):
        base = sales(LINES, "anna 01-05 10\nanna 01-05 10")
        assert base.told("revenue") == "anna 20.0000"
        assert base.told("orders", {"order_grain": "row"}) == "anna 2"

    def test_an_order_over_two_days_is_one_order_of_its_first_day(self):
        base = sales("client day amount order", "anna 01-05 10 k1\nanna 01-09 20 k1\nboris 01-09 1 k2")
        row = base.clients()["anna"]
        assert (row["orders"], row["revenue"], row["last_order_date"]) == (1, Decimal(30), day("01-05"))

    def test_money_of_an_order_over_two_months_stays_in_each(self):
        base = sales("client day amount order", "anna 01-31 10 k1\nanna 02-01 20 k1\nboris 03-01 1 k2")
        cube = base.warehouse.rows(f"from {base.facts().cube} where customer_id = 'anna' order by bucket")
        assert [(row["revenue"], row["orders"]) for row in cube] == [(10, 1), (20, 0)]

    def test_an_order_begins_with_its_first_sale_not_with_a_return(self):
        base = sales("client day amount order", "anna 01-02 -5 k1\nanna 01-05 10 k1")
        assert base.told("first_order_date") == "anna 2025-01-05"

    def test_average_order_divides_by_orders_never_by_lines(self):
        base = sales("client day amount order", "anna 01-05 10 k1\nanna 01-05 20 k1\nanna 01-06 30 k2")
        assert base.told("average_order") == "anna 30.0"


class TestRowsWithoutAClient:
    def test_they_take_part_in_nothing(self):
        base = sales(LINES, "anna 01-05 10\n. 01-06 500\n. 02-06 -3")
        assert base.told("abc_class") == "anna A"
        assert base.facts().whole["total"] == 10

    def test_they_still_stretch_the_base_in_time(self):
        assert span(sales(LINES, "anna 01-05 10\n. 02-06 500").warehouse) == (day("01-05"), day("02-06"))

    def test_a_base_of_them_alone_has_no_clients(self):
        assert refusal(Unusable, sales(LINES, ". 01-05 10").facts)[0] == "window_empty"


class TestThePeriodAReportStates:
    """The base is as long as its title says, though the first and last days of it may have had no sales."""

    REPORT = (
        "Продажи;;\nПериод: 01.01.2024 - 31.03.2024;;\nКлиент;Дата;Сумма\nanna;05.01.2024;10\nboris;20.02.2024;20\n"
    )

    def test_is_the_window_and_its_end_the_day_counted_from(self, tmp_path):
        read = loaded_text(tmp_path, self.REPORT)
        assert span(read.warehouse) == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
        facts = build(read.warehouse, View())
        recency = read.warehouse.rows(f"select customer_id, recency_days from {facts.customers} order by all")
        assert [tuple(row.values()) for row in recency] == [("anna", 86), ("boris", 40)]

    def test_does_not_hide_sales_outside_it(self, tmp_path):
        read = loaded_text(tmp_path, self.REPORT + "vera;02.05.2024;5\n")
        assert span(read.warehouse) == (dt.date(2024, 1, 1), dt.date(2024, 5, 2))

    def test_of_totals_is_the_day_recency_is_counted_to(self, tmp_path):
        totals_of_a_year = (
            "Итоги за 2024 год;;\nКлиент;Последний заказ;Сумма\nanna;21.12.2024;10\nboris;01.12.2024;20\n"
        )
        read = loaded_text(tmp_path, totals_of_a_year, hints=Hints(kind="totals"))
        facts = build(read.warehouse, View())
        assert facts.view.as_of == dt.date(2024, 12, 31)


class TestWindow:
    lines = "anna 01-05 1\nanna 01-10 2\nanna 01-15 4\nanna 01-20 8"

    @pytest.mark.parametrize(
        ("window", "revenue"),
        [
            ("01-05 01-20", 15),
            ("01-10 01-15", 6),
            ("01-06 01-14", 2),
            ("01-15 01-15", 4),
            ("2024-01-01 2026-01-01", 15),
        ],
    )
    def test_both_ends_are_inside(self, window, revenue):
        assert sales(LINES, self.lines).clients(window=window)["anna"]["revenue"] == revenue

    def test_the_whole_base_is_the_default(self):
        view = sales(LINES, self.lines).facts().view
        assert (view.start, view.end, view.as_of) == (day("01-05"), day("01-20"), day("01-20"))

    def test_a_window_with_no_sales_says_which_days_it_covers(self):
        code, told = refusal(Unusable, sales(LINES, self.lines).facts, window="03-01 03-31")
        assert (code, told) == ("window_empty", {"start": day("03-01"), "end": day("03-31")})

    def test_a_window_of_returns_only_is_empty_too(self):
        base = sales(LINES, "anna 01-05 10\nanna 02-05 -3")
        assert refusal(Unusable, base.facts, window="02-01 02-28")[0] == "window_empty"

    def test_a_window_that_ends_before_it_starts_is_refused(self):
        code, told = refusal(Unusable, sales(LINES, self.lines).facts, window="02-01 01-01")
        assert (code, told) == ("window_order", {"start": day("02-01"), "end": day("01-01")})

    def test_recency_is_counted_to_the_end_of_the_window_never_to_today(self):
        assert sales(LINES, self.lines).told("recency_days", window="01-05 01-31") == "anna 11"

    def test_recency_is_counted_to_the_chosen_day(self):
        assert sales(LINES, self.lines).told("recency_days", as_of="02-20") == "anna 31"

    def test_the_first_order_ever_may_lie_before_the_window(self):
        row = sales(LINES, self.lines).clients(window="01-15 01-20")["anna"]
        assert (row["first_ever_date"], row["first_order_date"], row["tenure_days"]) == (day("01-05"), day("01-15"), 15)

    def test_the_first_order_ever_is_not_a_return(self):
        base = sales(LINES, "anna 01-02 -5\nanna 01-05 10")
        assert base.told("first_ever_date") == "anna 2025-01-05"

    def test_no_base_at_all_is_said(self):
        base = Base()
        assert main_base(base.warehouse) is None
        assert refusal(Unusable, base.facts)[0] == "no_base"


class TestFilters:
    lines = "anna 01-05 10 shop\nanna 01-06 5 web\nboris 01-07 8 web\nvera 01-08 1 ."

    @pytest.mark.parametrize(
        ("values", "revenue"),
        [
            (["shop"], "anna 10.0000"),
            (["web"], "boris 8.0000, anna 5.0000"),
            (["shop", "web"], "anna 15.0000, boris 8.0000"),
            ([""], "vera 1.0000"),
            (["", "shop"], "anna 10.0000, vera 1.0000"),
        ],
        ids=["shop", "web", "both", "not given", "shop or not given"],
    )
    def test_a_column_of_sales_chooses_lines(self, values, revenue):
        base = sales("client day amount channel", self.lines)
        assert base.told("revenue", only={"channel": values}) == revenue

    def test_a_column_of_the_clients_base_chooses_whole_clients(self):
        base = sales(LINES, "anna 01-05 10\nanna 01-06 5\nboris 01-07 8\nvera 01-08 1")
        base.customers("client city", "anna Riga\nboris Omsk\nvera .")
        assert base.told("revenue", only={"city": ["Riga"]}) == "anna 15.0000"
        assert base.told("revenue", only={"city": ["", "Omsk"]}) == "boris 8.0000, vera 1.0000"

    def test_a_client_missing_from_the_clients_base_counts_as_not_given(self):
        base = sales(LINES, "anna 01-05 10\nboris 01-07 8\nvera 01-08 1")
        base.customers("client city", "anna Riga\nboris .")
        assert base.told("revenue", only={"city": [""]}) == "boris 8.0000, vera 1.0000"
        assert base.told("revenue", only={"city": ["Riga"]}) == "anna 10.0000"

    def test_two_filters_must_both_hold(self):
        base = sales(
            "client day amount channel manager",
            "anna 01-05 10 web Olga\nanna 01-06 5 web Petr\nboris 01-07 8 shop Olga",
        )
        assert base.told("revenue", only={"channel": ["web"], "manager": ["Olga"]}) == "anna 10.0000"

    def test_nothing_left_under_a_filter_is_said(self):
        base = sales("client day amount channel", self.lines)
        assert refusal(Unusable, base.facts, only={"channel": ["moon"]})[0] == "filter_empty"

    def test_the_first_order_ever_ignores_filters(self):
        base = sales("client day amount channel", self.lines)
        assert base.told("first_ever_date", only={"channel": ["web"]}) == "boris 2025-01-07, anna 2025-01-05"

    def test_a_value_that_looks_like_sql_is_only_a_value(self):
        base = sales("client day amount channel", self.lines)
        assert refusal(Unusable, base.facts, only={"channel": ["') or 1=1 --"]})[0] == "filter_empty"

    def test_only_known_columns_can_be_filtered_by(self):
        assert refusal(Unusable, Filter, "amount; drop table sales", ("x",))[0] == "filter_unknown"

    @pytest.mark.parametrize("column", ["channel", "city"])
    def test_a_filter_by_a_column_the_base_lacks_is_said(self, column):
        assert refusal(Unusable, sales(LINES, "anna 01-05 10").facts, only={column: ["web"]}) == (
            "filter_unknown",
            {"column": column},
        )


class TestMeasures:
    lines = "anna 01-05 100 10 1\nanna 01-06 20 1 9\nboris 01-07 90 40 2"

    @pytest.mark.parametrize(
        ("measure", "values"),
        [
            ("revenue", "anna 120.0000, boris 90.0000"),
            ("profit", "boris 40.0000, anna 11.0000"),
            ("quantity", "anna 10.0000, boris 2.0000"),
            ("orders", "anna 2.0000, boris 1.0000"),
            ("average_order", "boris 90.0000, anna 60.0000"),
        ],
        ids=lambda value: value.split(" ")[0] if " " not in value else "",
    )
    def test_value_is_the_chosen_measure_and_ranks_by_it(self, measure, values):
        assert sales("client day amount profit quantity", self.lines).told("value", {"measure": measure}) == values

    @pytest.mark.parametrize("measure", ["profit", "quantity"])
    def test_a_measure_the_sales_lack_is_said(self, measure):
        base = sales(LINES, "anna 01-05 1")
        assert refusal(Unusable, base.facts, {"measure": measure}) == ("measure_missing", {"column": measure})

    @pytest.mark.parametrize(
        ("measure", "column"), [("orders", "orders"), ("average_order", "orders"), ("profit", "profit")]
    )
    def test_a_measure_the_totals_lack_is_said(self, measure, column):
        assert refusal(Unusable, worth("anna 1").facts, {"measure": measure}) == ("measure_missing", {"column": column})

    def test_margin_is_profit_by_revenue_and_nothing_without_revenue(self):
        base = sales("client day amount profit", "anna 01-05 100 25\nboris 01-06 0 -5")
        assert base.told("margin") == "anna 0.25, boris ."

    def test_an_unknown_profit_is_nothing_not_zero(self):
        base = sales("client day amount profit", "anna 01-05 100 25\nboris 01-06 50 .")
        assert base.told("profit") == "anna 25.0000, boris ."

    def test_clients_with_an_unknown_value_come_last_and_do_not_weigh_on_the_average(self):
        base = sales("client day amount profit", "anna 01-05 100 25\nboris 01-06 50 .\nvera 01-06 50 -5")
        assert base.told("value", {"measure": "profit"}) == "anna 25.0000, vera -5.0000, boris ."
        whole = base.facts({"measure": "profit"}).whole
        assert (whole["clients"], whole["valued_clients"], whole["average"]) == (3, 2, Decimal(10))


class TestRanks:
    def test_ties_break_by_client_id(self):
        assert worth("vera 5, anna 5, boris 5, gena 9").told("rank") == "gena 1, anna 2, boris 3, vera 4"

    def test_shares_are_divided_once_from_exact_sums(self):
        base = worth("a 70, b 10, c 15, d 5")
        assert base.told("cumulative_share") == "a 0.7, c 0.85, b 0.95, d 1.0"

    def test_shares_of_the_positive_total_end_at_one_whatever_was_returned(self):
        base = worth("a 60, b 40, c -50")
        assert base.told("cumulative_share") == "a 0.6, b 1.0, c 1.0"

    def test_a_client_of_zero_value_counts_in_the_average(self):
        assert worth("a 30, b 0, c 0").facts().whole["average"] == 10

    def test_the_average_is_money_by_clients(self):
        whole = worth(", ".join(f"c{i} 400000" for i in range(250))).facts().whole
        assert (whole["total"], whole["clients"], whole["average"]) == (100_000_000, 250, 400_000)

    def test_a_large_sum_keeps_its_last_kopeck(self):
        base = worth("a 90000000000000.0001, b 0.0002")
        assert base.facts().whole["total"] == Decimal("90000000000000.0003")


class TestNames:
    def test_a_client_without_a_name_is_called_by_its_id(self):
        assert sales(LINES, "17850 01-05 1").told("name") == "17850 17850"

    def test_the_name_in_sales_is_shown(self):
        assert sales("client day amount customer_name", "17850 01-05 1 Anna").told("name") == "17850 Anna"

    def test_the_name_in_the_clients_base_wins(self):
        base = sales("client day amount customer_name", "1 01-05 5 Anna\n2 01-05 1 Boris")
        base.customers("client name", "1 Anna_Ltd\n3 Nobody")
        assert base.told("name") == "1 Anna_Ltd, 2 Boris"

    def test_a_client_written_twice_in_the_clients_base_is_still_one_client(self):
        base = sales(LINES, "1 01-05 5")
        base.customers("client name", "1 Anna\n1 Anna")
        assert base.told("revenue") == "1 5.0000"


class TestTotals:
    def test_rows_of_one_client_are_summed(self):
        base = totals("client amount profit orders", "anna 10 1 2\nanna 5 . 1\nboris 8 2 .")
        assert base.told("revenue") == "anna 15.0000, boris 8.0000"
        assert base.told("profit") == "anna 1.0000, boris 2.0000"
        assert base.told("orders") == "anna 3, boris ."

    def test_without_dates_there_is_no_xyz(self):
        base = worth("anna 10, boris 5")
        facts = base.facts()
        assert not facts.dated and not facts.enough_buckets
        assert base.told("xyz_class") == "anna ., boris ."

    def test_orders_nobody_told_stay_unknown(self):
        base = worth("anna 10, boris 5")
        assert base.told("orders") == "anna ., boris ."
        assert base.told("average_order") == "anna ., boris ."
        assert base.told("abc_volume_frequency_class") == "anna ., boris ."

    def test_a_client_told_to_have_no_orders_is_counted_apart(self):
        whole = totals("client amount orders", "anna 10 1\nboris -5 0").facts().whole
        assert (whole["clients"], whole["clients_with_returns_only"]) == (1, 1)

    def test_recency_is_taken_as_told(self):
        assert totals("client amount recency_days", "anna 10 40\nanna 5 12").told("recency_days") == "anna 12"

    def test_recency_is_counted_from_the_last_order_to_the_chosen_day(self):
        base = totals(
            "client amount last_order_date first_order_date", "anna 10 01-05 2024-01-05\nanna 5 01-09 2024-03-01"
        )
        row = base.clients(as_of="01-31")["anna"]
        assert (row["recency_days"], row["tenure_days"], row["first_ever_date"]) == (22, 392, dt.date(2024, 1, 5))

    def test_rows_without_a_client_take_no_part(self):
        assert totals("client amount", "anna 10\n. 90").facts().whole["total"] == 10

    def test_a_filter_chooses_rows(self):
        base = totals("client amount manager", "anna 10 Olga\nboris 5 Petr")
        assert base.told("revenue", only={"manager": ["Petr"]}) == "boris 5.0000"

    def test_sales_are_preferred_to_totals(self):
        base = sales(LINES, "anna 01-05 10").with_rows("totals", ("customer_id", "amount"), [("boris", 5)])
        assert main_base(base.warehouse) == "sales"
        assert base.told("revenue") == "anna 10.0000"


class TestBuckets:
    def test_a_bucket_not_wholly_inside_the_window_is_unfinished(self):
        base = monthly({"anna": [1, 1, 1]})
        rows = base.warehouse.rows(f"from {base.facts(window='01-02 03-31').buckets} order by bucket")
        assert [row["finished"] for row in rows] == [False, True, True]

    @pytest.mark.parametrize(
        ("bucket", "first", "last", "buckets"),
        [
            ("week", "2024-12-30", "2025-01-05", 14),
            ("month", "2025-01-01", "2025-01-31", 3),
            ("quarter", "2025-01-01", "2025-03-31", 1),
            ("year", "2025-01-01", "2025-12-31", 1),
        ],
    )
    def test_buckets_are_of_the_calendar(self, bucket, first, last, buckets):
        base = monthly({"anna": [1, 1, 1]})
        facts = base.facts({"bucket": bucket}, window="01-01 03-31")
        rows = base.warehouse.rows(f"from {facts.buckets} order by bucket")
        assert (str(rows[0]["bucket"]), str(rows[0]["bucket_end"]), len(rows)) == (first, last, buckets)

    def test_a_bucket_exactly_the_window_is_finished(self):
        base = sales(LINES, "anna 02-01 1\nanna 02-28 1")
        assert base.facts().whole["finished_buckets"] == 1


class TestPace:
    def test_gaps_are_days_between_consecutive_orders(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 01-31 1\nanna 03-02 1\nboris 01-05 1")
        assert pace(base) == {"anna": (4, 20, 30), "boris": (1, None, None)}

    def test_the_usual_gap_of_an_even_number_lies_between_the_middle_two(self):
        assert pace(sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 01-26 1")) == {"anna": (3, 12.5, 15)}

    def test_another_order_of_the_same_day_is_a_gap_of_nothing(self):
        base = sales("client day amount order", "anna 01-01 1 k1\nanna 01-11 1 k2\nanna 01-11 1 k3")
        assert pace(base) == {"anna": (3, 5, 0)}
        assert pace(base, {"order_grain": "day"}) == {"anna": (2, 10, 10)}

    def test_a_return_makes_no_gap(self):
        assert pace(sales(LINES, "anna 01-01 1\nanna 01-05 -1\nanna 01-11 1")) == {"anna": (2, 10, 10)}

    def test_orders_before_the_window_count(self):
        base = sales(LINES, "anna 01-01 1\nanna 02-01 1\nanna 04-02 1\nboris 04-05 1\nvera 01-05 1")
        assert pace(base, window="04-01 04-30") == {"anna": (3, 45.5, 60), "boris": (1, None, None)}

    def test_orders_after_the_day_of_asking_do_not(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 03-01 1\nboris 03-05 1")
        assert pace(base, window="01-01 02-01") == {"anna": (2, 10, 10)}
        assert pace(base, as_of="02-01") == {"anna": (2, 10, 10), "boris": (0, None, None)}

    def test_history_keeps_to_the_filters(self):
        lines = "anna 01-01 1 shop\nanna 01-11 1 web\nanna 02-01 1 shop"
        base = sales("client day amount channel", lines)
        assert pace(base, only={"channel": ["shop"]}) == {"anna": (2, 31, 31)}

    def test_all_gaps_are_summed_up_with_percentiles_of_type_7(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 01-31 1\nboris 01-05 1\nboris 02-04 1")
        facts = base.facts()
        counts = base.warehouse.rows(f"from {facts.gap_counts}")
        assert [(row["gap_days"], row["gaps"]) for row in counts] == [(10, 1), (20, 1), (30, 1)]
        assert (facts.whole["gaps"], facts.whole["gap_80"], facts.whole["gap_95"]) == (3, 26, 29)

    def test_nobody_came_back(self):
        whole = sales(LINES, "anna 01-01 1\nboris 01-05 1").facts().whole
        assert (whole["gaps"], whole["gap_80"], whole["gap_95"]) == (0, None, None)

    def test_totals_tell_orders_but_no_gaps(self):
        base = totals("client amount orders", "anna 70 5\nboris 30 .")
        assert pace(base) == {"anna": (5, None, None), "boris": (None, None, None)}
        assert (base.facts().whole["gaps"], base.facts().gap_counts) == (0, None)


def pace(base: Base, changes: dict | None = None, **view) -> dict[str, tuple]:
    """client → (orders ever, usual gap, last gap)"""
    rows = base.warehouse.rows(f"from {base.facts(changes, **view).customers} order by customer_id")
    return {row["customer_id"]: (row["orders_ever"], row["median_gap_days"], row["last_gap_days"]) for row in rows}


class TestReuse:
    def test_equal_views_share_their_tables(self):
        base = sales(LINES, "anna 01-05 10\nanna 01-20 1")
        open_ended, written_out = build(base.warehouse, View()), build(base.warehouse, View(day("01-05"), day("01-20")))
        assert open_ended.customers == written_out.customers

    def test_another_measure_keeps_the_orders(self):
        base = sales(LINES, "anna 01-05 10")
        by_revenue, by_orders = base.facts(), base.facts({"measure": "orders"})
        assert by_revenue.orders == by_orders.orders and by_revenue.customers != by_orders.customers

    def test_long_unused_tables_are_dropped_and_made_again(self, monkeypatch):
        monkeypatch.setattr("analytics.statements.KEPT_TABLES", 10)
        base = sales(LINES, "\n".join(f"anna 01-{d:02} {d}" for d in range(1, 9)))
        for d in range(1, 9):
            build(base.warehouse, View(day("01-01"), day(f"01-{d:02}")))
        tables = base.warehouse.value("select count(*) from duckdb_tables() where schema_name = 'facts'")
        assert tables <= 10
        assert build(base.warehouse, View(day("01-01"), day("01-01"))).whole["total"] == 1

    def test_facts_that_are_looked_at_stay_whole_however_much_else_is_made(self, monkeypatch):
        monkeypatch.setattr("analytics.statements.KEPT_TABLES", 40)
        base = sales(LINES, "\n".join(f"anna 01-{d:02} {d}" for d in range(1, 9)))
        held = build(base.warehouse, View())
        for d in range(1, 8):
            build(base.warehouse, View(day("01-01"), day(f"01-{d:02}")))
            assert alive(base.warehouse, held)
        assert base.warehouse.value(f"select revenue from {held.customers}") == 36

    def test_two_windows_with_all_that_is_asked_of_them_are_kept_whole(self):
        base = monthly({"anna": [1] * 30, "boris": [0, 2] * 15}, "2023-01")
        for window in (View(), View(day("2024-01-01"), day("2024-12-31"))):
            facts = build(base.warehouse, window)
            summary.tables(base.warehouse, facts, Thresholds())
            paired = pair(span(base.warehouse), facts.view)
            views = class_history.points(span(base.warehouse), paired)
            class_history.histories(base.warehouse, views, lambda f: customers.crossable(Thresholds(), f))
        assert len(base.warehouse.recently_used) < KEPT_TABLES / 2

    def test_facts_of_an_older_base_are_never_shown_for_a_new_one(self, tmp_path):
        base = Base()
        for name, amount in (("Anna", 10), ("Maria", 99)):
            file = base.warehouse.folder / f"{name}.csv"
            file.write_text(f"customer_id,customer_name,order_date,amount\n1,{name},2025-01-05,{amount}\n", "utf-8")
            ingest.load(base.warehouse, [ingest.understand(file)])
            facts = build(base.warehouse, View())
            client = base.warehouse.rows(f"select name, revenue from {facts.customers}")
            assert client == [{"name": name, "revenue": Decimal(amount)}]

    def test_what_the_files_really_had_is_known(self):
        base = sales("client day amount channel", "anna 01-05 10 web").customers("client city", "anna Riga")
        assert available(base.warehouse) == {
            "sales": {"customer_id", "order_date", "amount", "channel"},
            "customers": {"customer_id", "city"},
        }


@pytest.mark.parametrize("clients", [0, 1, 2, 3, 299, 300, 301, 5_000, 100_000, 1_000_000])
def test_the_curve_has_a_few_hundred_points_with_both_ends(clients):
    ranks = curve_ranks(clients)
    assert len(ranks) <= 320 and ranks == sorted(set(ranks))
    assert not clients or (ranks[0], ranks[-1]) == (1, clients)


money = st.decimals(min_value=-10_000, max_value=10_000_000, places=4)
buyers = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 89), money), min_size=1, max_size=30)


@settings(max_examples=15, deadline=None)
@given(buyers)
def test_money_is_exact_to_the_last_of_four_decimals(lines):
    rows = [
        ("always", day("01-01"), 1),
        *((client, day("01-01") + dt.timedelta(n), amount) for client, n, amount in lines),
    ]
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), rows)
    expected: dict[str, Decimal] = {}
    for client, _, amount in rows:
        expected[client] = expected.get(client, Decimal(0)) + amount
    bought = {client for client, _, amount in rows if amount >= 0}
    facts = base.facts()
    found = {row["customer_id"]: row["revenue"] for row in base.warehouse.rows(f"from {facts.customers}")}
    assert found == {client: expected[client] for client in bought}
    assert facts.whole["total"] == sum(found.values())
    assert facts.whole["revenue_of_returns_only"] == (
        sum(v for c, v in expected.items() if c not in bought) if set(expected) - bought else None
    )


def test_orders_cannot_be_told_by_a_number_the_base_has_not():
    base = sales(LINES, "anna 01-05 10")
    assert refusal(Unusable, base.facts, {"order_grain": "order_id"})[0] == "measure_missing"


def test_facts_pushed_out_by_many_other_views_are_known_to_be_gone():
    base = sales(LINES, "\n".join(f"anna 01-{day:02} 10" for day in range(1, 29)))
    first = base.facts()
    assert alive(base.warehouse, first)
    for last in range(5, 28):
        base.facts(window=f"01-01 01-{last:02}")
    assert not alive(base.warehouse, first)
