"""Sheets kept by hand and exports of shops: what is written once, what is counted once, what a heading holds besides its name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from analytics.ingest import Hints, understand
from analytics.ingest.progress import Cancelled, Progress
from tests import reports
from tests.ingest_files import Loaded, rows_text, text_file
from tests.screens import Visitor


def of_rows(folder, *rows, hints: Hints | None = None) -> Loaded:
    return Loaded(folder, text_file(folder, rows_text(rows, ";")), hints=hints)


class TestCodesBesideMonths:
    @pytest.mark.parametrize(("code", "client"), [("Код", "Клиент"), ("Code", "Customer")])
    def test_a_code_beside_the_client_is_the_clients_and_not_one_order_of_all_the_months(self, tmp_path, code, client):
        base = of_rows(tmp_path, [code, client, "Jan 2024", "Feb 2024"], ["001", "А", "1", "2"], ["002", "Б", "4", "5"])
        assert base.rows("customer_id", "customer_name", "amount") == [
            ("001", "А", Decimal(1)), ("001", "А", Decimal(2)), ("002", "Б", Decimal(4)), ("002", "Б", Decimal(5)),
        ]  # fmt: skip
        assert "order_id" not in base.told[0].mapping

    def test_a_heading_that_says_order_is_an_order_even_over_months(self, tmp_path):
        told = of_rows(tmp_path, ["Номер заказа", "Клиент", "Янв 2024", "Фев 2024"], ["11", "А", "1", "2"]).told[0]
        assert told.mapping["order_id"] == "Номер заказа"

    def test_without_months_a_bare_number_beside_the_client_is_still_the_orders(self, tmp_path):
        told = of_rows(tmp_path, ["Номер", "Клиент", "Дата", "Сумма"], ["11", "А", "05.01.2024", "2"]).told[0]
        assert told.mapping["order_id"] == "Номер"


class TestTimesInsideHeadings:
    HEADER = ("Клиент", "Выручка 2023", "Выручка 2024", "Прибыль 2023", "Прибыль 2024")

    def test_of_years_inside_the_headings_one_is_taken_and_the_other_can_be_chosen(self, tmp_path):
        rows = [self.HEADER, ["А", "10", "20", "1", "2"], ["Б", "40", "50", "4", "5"]]
        last = of_rows(tmp_path, *rows)
        assert last.rows("customer_id", "amount", "profit", table="totals") == [
            ("А", Decimal(20), Decimal(2)), ("Б", Decimal(50), Decimal(5)),
        ]  # fmt: skip
        assert last.told[0].tables == ("2023", "2024") and last.receipt.period[0] == dt.date(2024, 1, 1)
        (tmp_path / "first").mkdir()
        first = of_rows(tmp_path / "first", *rows, hints=Hints(table=0))
        assert first.receipt.amount == Decimal(50)

    def test_months_inside_the_headings_become_dated_rows_of_both_measures(self, tmp_path):
        header = ["Клиент", "Выручка янв 2024", "Выручка за фев 2024", "Прибыль янв 2024", "Прибыль за фев 2024"]
        base = of_rows(tmp_path, header, ["А", "10", "20", "1", "2"], ["Б", "", "50", "", "5"])
        january, february = dt.date(2024, 1, 1), dt.date(2024, 2, 1)
        assert base.rows("customer_id", "order_date", "amount", "profit") == [
            ("А", january, Decimal(10), Decimal(1)),
            ("А", february, Decimal(20), Decimal(2)),
            ("Б", february, Decimal(50), Decimal(5)),
        ]

    def test_read_as_it_stands_the_headings_stay_whole(self, tmp_path):
        path = text_file(tmp_path, rows_text([self.HEADER, ["А", "10", "20", "1", "2"]], ";"))
        assert understand(path, hints=Hints(layout=()), scratch=tmp_path).header == self.HEADER

    def test_one_heading_with_a_year_is_an_ordinary_one(self, tmp_path):
        told = of_rows(tmp_path, ["Клиент", "Выручка 2024", "Город"], ["А", "10", "Тула"]).told[0]
        assert told.mapping["amount"] == "Выручка 2024" and told.layout == ()


class TestPlanAndFact:
    def test_of_plan_and_fact_over_pairs_of_columns_the_fact_is_the_amount(self, tmp_path):
        rows = [["Клиент", "План", "", "Факт", ""], ["", "Сумма", "Количество", "Сумма", "Количество"]]
        mapping = of_rows(tmp_path, *rows, ["А", "1", "2", "3", "4"], ["Б", "4", "5", "6", "7"]).told[0].mapping
        assert (mapping["amount"], mapping["quantity"]) == ("Факт / Сумма", "Факт / Количество")

    @pytest.mark.parametrize("header", [("План выручка", "Факт выручка"), ("Budget revenue", "Actual revenue")])
    def test_of_plan_and_fact_in_one_heading_the_fact_is_the_amount(self, tmp_path, header):
        told = of_rows(tmp_path, ["Клиент", *header], ["А", "1", "2"], ["Б", "3", "4"]).told[0]
        assert told.mapping["amount"] == header[1]

    def test_a_budget_alone_is_the_amount_of_a_deal(self, tmp_path):
        assert of_rows(tmp_path, ["Клиент", "Дата", "Бюджет"], ["А", "05.01.2024", "2"]).receipt.amount == Decimal(2)


class TestOrdersOfShops:
    def test_an_order_whose_total_is_on_its_first_line_keeps_all_its_products_and_counts_once(self, tmp_path):
        base = Loaded(tmp_path, text_file(tmp_path, reports.SHOPIFY))
        assert base.rows("order_id", "product", "quantity", "amount") == [
            ("#1001", "Mug", Decimal(1), Decimal(100)),
            ("#1001", "Plate", Decimal(1), Decimal(0)),
            ("#1002", "Cup", Decimal(1), Decimal(20)),
        ]
        assert base.receipt.amount == base.receipt.amount_read == Decimal(120) and base.receipt.rows_left_out == {}
        told = next(n for n in base.told[0].notices if n.code == "totals_on_first_line")
        assert (told.particulars["n"], told.particulars["value"], told.particulars["sum"]) == (1, "#1001", Decimal(120))

    def test_switched_off_the_further_lines_are_left_out_for_want_of_an_amount(self, tmp_path):
        base = Loaded(tmp_path, text_file(tmp_path, reports.SHOPIFY), hints=Hints(layout=()))
        assert base.receipt.amount == Decimal(120) and sum(base.receipt.rows_left_out.values()) == 1

    @pytest.mark.parametrize(
        "lines",
        [
            "1;А;05.01.2024;40;1;40\n1;А;05.01.2024;50;1;\n",
            "1;А;05.01.2024;40;1;90\n1;А;05.01.2024;50;1;\n2;Б;06.01.2024;5;1;7\n2;Б;06.01.2024;5;1;5\n",
        ],
        ids=["the first amount is its line's", "another order has amounts on its lines"],
    )
    def test_an_amount_that_is_merely_missing_is_no_nought(self, tmp_path, lines):
        base = Loaded(tmp_path, text_file(tmp_path, "Номер заказа;Клиент;Дата;Цена;Количество;Сумма\n" + lines))
        assert "order_totals" not in base.told[0].layout and base.receipt.rows_left_out == {"no_amount": 1}


class TestNamesWrittenOnce:
    def test_a_client_written_once_is_said_of_the_rows_under_it(self, tmp_path):
        rows = [["А", "05.01.2024", "10"], ["", "06.01.2024", "20"], ["Б", "07.01.2024", "5"], ["", "08.01.2024", "6"]]
        base = of_rows(tmp_path, ["Клиент", "Дата", "Сумма"], *rows)
        assert base.rows("customer_id", "amount") == [
            ("А", Decimal(10)), ("А", Decimal(20)), ("Б", Decimal(5)), ("Б", Decimal(6)),
        ]  # fmt: skip
        assert base.told[0].evidence["filled_down"] == {"n": 2, "columns": "Клиент"}

    def test_a_region_written_once_is_offered_and_filled_only_when_asked(self, tmp_path):
        rows = [["Юг", "А", "10"], ["", "Б", "20"], ["Север", "В", "5"], ["", "Г", "7"]]
        path = text_file(tmp_path, rows_text([["Регион", "Клиент", "Сумма"], *rows], ";"))
        told = understand(path, scratch=tmp_path)
        assert told.layout == () and "filled_down" in told.offers
        base = Loaded(tmp_path, path, hints=Hints(layout=("filled_down",)))
        assert [r for (r,) in base.rows("region", table="totals")] == ["Юг", "Юг", "Север", "Север"]

    @pytest.mark.parametrize(
        "rows",
        [
            "А;05.01.2024;10\nА;06.01.2024;20\n;07.01.2024;5\n;08.01.2024;6\n",
            ";05.01.2024;10\nА;06.01.2024;20\n;07.01.2024;5\n",
            "А;05.01.2024;10\n;;20\n",
        ],
        ids=["names are repeated", "the first row has none", "the rows lack more than a name"],
    )
    def test_sales_without_a_client_stay_without_one(self, tmp_path, rows):
        told = understand(text_file(tmp_path, "Клиент;Дата;Сумма\n" + rows), scratch=tmp_path)
        assert "filled_down" not in told.layout


class TestHeaderByHand:
    def test_the_other_tables_can_still_be_chosen(self, tmp_path):
        path = reports.two_tables().csv(tmp_path)
        told = understand(path, hints=Hints(header_row=1), scratch=tmp_path)
        assert told.tables == ("Клиент, Дата, Сумма", "Клиент, Город") and told.header == ("Клиент", "Дата", "Сумма")
        other = understand(path, hints=Hints(header_row=1, table=1), scratch=tmp_path)
        assert other.header == ("Клиент", "Город") and other.tables == told.tables


class Watched(Progress):
    def __init__(self, cancelled_at: str | None = None):
        super().__init__()
        self.told, self.cancelled_at = [], cancelled_at

    def begins(self, stage, *rest, **more):
        self.told.append(stage)
        super().begins(stage, *rest, **more)
        if stage == self.cancelled_at:
            self.cancel()


class TestProgress:
    def test_taking_a_report_apart_is_told_and_comes_to_its_end(self, tmp_path):
        progress = Watched()
        understand(reports.shipments().csv(tmp_path), scratch=tmp_path, progress=progress)
        assert progress.told[-1] == "arranging" and progress.now.share > 0.8

    def test_it_can_be_called_off(self, tmp_path):
        with pytest.raises(Cancelled):
            understand(reports.shipments().csv(tmp_path), scratch=tmp_path, progress=Watched("arranging"))


class TestReadingForm:
    def test_a_row_with_a_cell_too_many_is_shown_under_the_header(self):
        text = "Клиент;Дата;Сумма\nА;05.01.2024;10;лишнее\nБ;06.01.2024\nВ;07.01.2024;5\nГ;08.01.2024;6\n"
        visitor = Visitor("en").opens("data").uploads(("ragged.csv", text.encode()))
        assert list(visitor.app.dataframe[0].value.columns) == ["Клиент", "Дата", "Сумма"]

    def test_excels_days_of_the_mac_can_be_chosen(self):
        text = "Клиент;Дата;Сумма\nА;43830;10\nБ;43831;5\n"
        visitor = Visitor("en").opens("data").uploads(("mac.csv", text.encode()))
        order = next(b for b in visitor.app.selectbox if b.key.startswith("date_order."))
        order.set_value("1904")
        visitor.runs().presses_named("data.load")
        first = visitor.workspace.warehouse.value("select min(order_date) from sales")
        assert first == dt.date(2024, 1, 1)

    def test_the_visitor_has_the_names_carried_down(self):
        text = "Регион;Клиент;Сумма\nЮг;А;10\n;Б;20\nСевер;В;5\n;Г;7\n"
        visitor = Visitor("ru").opens("data").uploads(("regions.csv", text.encode()))
        steps = next(b for b in visitor.app.button_group if b.key.startswith("layout."))
        assert steps.value == []
        steps.set_value(["filled_down"])
        assert list(visitor.runs().app.dataframe[0].value["Регион"]) == ["Юг", "Юг", "Север", "Север"]
