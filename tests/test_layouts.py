"""Reports read back as the plain tables that are in them: clients, sums and days against the truth worked out by hand."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.ingest import Hints, receipts, refused, understand
from analytics.ingest.layouts import grid
from analytics.ingest.receipts import from_json, to_json
from tests import reports
from tests.ingest_files import Loaded, rows_text, text_file
from tests.reports import Written
from tests.screens import Visitor

BOTH = pytest.mark.parametrize("container", ["xlsx", "csv"])


def read(folder: Path, report: Written, container: str, hints: Hints | None = None) -> Loaded:
    return Loaded(folder, report.written(folder, container), hints=hints)


def by_client(base: Loaded, table: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for client, amount in base.rows("customer_id", "amount", table=table):
        sums[client] = sums.get(client, Decimal()) + amount
    return sums


def shipped_by_client() -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for _, cells in reports.SHIPMENTS:
        sums[cells[0]] = sums.get(cells[0], Decimal()) + cells[3]
    return sums


class TestShipmentReport:
    @BOTH
    @pytest.mark.parametrize("addresses", [True, False])
    def test_the_clients_remain_and_the_levels_above_become_columns(self, tmp_path, container, addresses):
        base = read(tmp_path, reports.shipments(addresses), container)
        assert base.told[0].kind == "totals"
        assert by_client(base, "totals") == shipped_by_client()
        assert base.receipt.amount == base.receipt.report_total == reports.SHIPPED
        assert base.receipt.period == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))

    @BOTH
    def test_without_indents_the_empty_cells_beside_tell_the_groups(self, tmp_path, container):
        report = reports.shipments()
        flat = Written(report.rows, {}, report.merged)
        base = read(tmp_path, flat, container)
        assert by_client(base, "totals") == shipped_by_client()
        assert base.receipt.amount == reports.SHIPPED
        assert "groups_by_emptiness" in base.told[0].evidence

    @BOTH
    def test_without_indents_and_addresses_only_the_sums_tell_the_groups(self, tmp_path, container):
        report = reports.shipments(addresses=False)
        base = read(tmp_path, Written(report.rows, {}, report.merged), container)
        assert by_client(base, "totals") == shipped_by_client()
        assert "groups_by_sums" in base.told[0].evidence

    @BOTH
    def test_each_client_has_its_manager_and_its_city(self, tmp_path, container):
        base = read(tmp_path, reports.shipments(), container)
        found = base.rows("customer_id", "manager", "city", table="totals")
        assert found == [(cells[0], names[3], names[2]) for names, cells in reports.SHIPMENTS]

    @BOTH
    def test_every_row_is_used_or_left_out_with_its_reason(self, tmp_path, container):
        base = read(tmp_path, reports.shipments(), container)
        assert base.receipt.rows_left_out == {"group_row": 11, "footer": 1, "total_row": 1}
        assert base.receipt.rows_read == base.receipt.rows_used + 13
        rows = base.warehouse.rows('select "row", reason, raw from refused order by "row"')
        assert (rows[0]["row"], rows[0]["reason"]) == (9, "group_row")
        assert rows[0]["raw"].strip().startswith("Север;;18;8901")
        assert [r["reason"] for r in rows[-2:]] == ["total_row", "footer"]

    @BOTH
    def test_a_total_that_is_not_the_sum_of_the_rows_is_told(self, tmp_path, container):
        base = read(tmp_path, reports.shipments(total=reports.SHIPPED + 1), container)
        told = next(n for n in base.receipt.warnings if n.code == "report_total_differs")
        assert (told.particulars["sum"], told.particulars["total"]) == (reports.SHIPPED, reports.SHIPPED + 1)
        assert by_client(base, "totals") == shipped_by_client()


class TestSalesByDocument:
    @BOTH
    def test_documents_give_the_day_and_the_number(self, tmp_path, container):
        base = read(tmp_path, reports.sales_by_document(), container)
        assert base.rows("customer_id", "order_date", "amount", "order_id") == [
            ("ООО Ромашка", dt.date(2024, 3, 15), Decimal("100.00"), "0000-000123"),
            ("ООО Ромашка", dt.date(2024, 4, 2), Decimal("55.50"), "0000-000131"),
            ("ИП Петров", dt.date(2024, 3, 16), Decimal("220.20"), "0000-000124"),
        ]
        assert base.receipt.report_total == base.receipt.amount == Decimal("375.70")


class TestMonths:
    @BOTH
    def test_months_over_groups_of_columns_become_dated_rows(self, tmp_path, container):
        base = read(tmp_path, reports.gross_profit(), container)
        january, february, march = (dt.date(2024, month, 1) for month in (1, 2, 3))
        assert base.rows("customer_id", "order_date", "amount", "quantity") == [
            ("ООО Ромашка", january, Decimal("100.50"), 2),
            ("ООО Ромашка", march, Decimal("50.25"), 1),
            ("ИП Петров", february, Decimal("400"), 5),
            ("ООО Лютик", january, Decimal("10"), 1),
            ("ООО Лютик", february, Decimal("20"), 1),
            ("ООО Лютик", march, Decimal("30.10"), 1),
        ]
        assert base.receipt.report_total == base.receipt.amount == Decimal("610.85")
        assert "months_sum_agrees" in base.told[0].evidence

    @BOTH
    @pytest.mark.parametrize(
        "headings",
        [
            ("Янв 2024", "Фев 2024", "Мар 2024"),
            ("2024-01", "2024-02", "2024-03"),
            ("01.2024", "02.2024", "03.2024"),
            ("Январь", "Февраль", "Март"),
            ("Jan-24", "Feb-24", "Mar-24"),
            (dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)),
        ],
    )
    def test_a_table_of_clients_by_months_kept_by_hand(self, tmp_path, container, headings):
        base = read(tmp_path, reports.by_hand(headings), container)
        january, february, march = (dt.date(2024, month, 1) for month in (1, 2, 3))
        assert base.rows("customer_id", "order_date", "amount") == [
            ("ООО Ромашка", january, Decimal("100")),
            ("ООО Ромашка", march, Decimal("50.50")),
            ("ИП Петров", february, Decimal("200")),
            ("ООО Лютик", january, Decimal("10")),
            ("ООО Лютик", february, Decimal("20")),
            ("ООО Лютик", march, Decimal("30")),
        ]
        assert base.receipt.report_total == base.receipt.amount == Decimal("410.50")
        assert base.receipt.rows_left_out == {"empty_months": 1, "total_row": 1}

    def test_a_merged_region_is_said_of_every_row_it_covers(self, tmp_path):
        base = read(tmp_path, reports.by_hand(), "xlsx")
        assert base.rows("customer_id", "region")[2] == ("ИП Петров", "Москва")

    def test_months_whose_year_is_nowhere_wait_for_the_visitor(self, tmp_path):
        rows = [["Клиент", "Ноябрь", "Декабрь", "Январь"], ["А", "1", "2", "3"], ["Б", "4", "5", "6"]]
        path = text_file(tmp_path, rows_text(rows, ";"))
        told = understand(path, scratch=tmp_path)
        assert told.asks_year and "months_without_year" in [n.code for n in told.notices]
        base = Loaded(tmp_path, path, hints=Hints(year=2023))
        days = {day for (day,) in base.rows("order_date")}
        assert days == {dt.date(2023, 11, 1), dt.date(2023, 12, 1), dt.date(2024, 1, 1)}

    def test_of_years_side_by_side_one_is_taken_with_its_period(self, tmp_path):
        rows = [
            ["Клиент", "2022", "2023", "Итого"],
            ["А", "1", "2", "3"],
            ["Б", "4", "5", "9"],
            ["Итого", "5", "7", "12"],
        ]
        path = text_file(tmp_path, rows_text(rows, ";"))
        last = Loaded(tmp_path, path)
        assert last.rows("customer_id", "amount", table="totals") == [("А", Decimal("2")), ("Б", Decimal("5"))]
        assert last.receipt.period == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
        assert last.told[0].tables == ("2022", "2023")
        first = Loaded(tmp_path / "first", path, hints=Hints(table=0))
        assert first.receipt.amount == first.receipt.report_total == Decimal("5")


class TestQuickBooks:
    @BOTH
    def test_clients_above_their_lines_with_totals_after(self, tmp_path, container):
        base = read(tmp_path, reports.quickbooks(), container)
        assert base.rows("customer_id", "order_date", "amount") == [
            ("Amy's Bird Sanctuary", dt.date(2024, 1, 15), Decimal("150")),
            ("Amy's Bird Sanctuary", dt.date(2024, 2, 20), Decimal("35.50")),
            ("Total Wine & Co", dt.date(2024, 3, 5), Decimal("60")),
        ]
        assert base.receipt.report_total == base.receipt.amount == Decimal("245.50")
        assert base.receipt.period == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
        assert base.receipt.rows_left_out == {"total_row": 3, "group_row": 2, "footer": 1}


class TestHeader:
    @BOTH
    def test_levels_written_one_under_another_name_the_groups(self, tmp_path, container):
        base = read(tmp_path, reports.levels_one_under_another(), container)
        assert by_client(base, "totals") == shipped_by_client()
        assert base.told[0].header == ("Сектор", "Супервайзер", "Город", "Менеджер", "Покупатель", "Сумма")
        assert (base.told[0].header_row, base.told[0].header_height) == (1, 5)

    def test_a_title_in_several_cells_is_no_header(self, tmp_path):
        text = "ООО Торг;;;Отдел продаж\nПериод:;01.01.2024 - 31.01.2024\nКлиент;Дата;Сумма;Менеджер\nА;05.01.2024;10;Котов\n"
        base = Loaded(tmp_path, text_file(tmp_path, text))
        assert base.told[0].header == ("Клиент", "Дата", "Сумма", "Менеджер")
        assert base.receipt.period == (dt.date(2024, 1, 1), dt.date(2024, 1, 31))

    def test_a_title_merged_over_some_of_the_columns_is_no_header(self, tmp_path):
        rows = [
            ["Продажи магазина"],
            ["Клиент", "Дата", "Сумма"],
            ["А", dt.date(2024, 1, 5), 10],
            ["Б", dt.date(2024, 1, 6), 5],
        ]
        base = read(tmp_path, Written(rows, merged=("A1:B1",)), "xlsx")
        assert base.told[0].header == ("Клиент", "Дата", "Сумма") and base.told[0].layout == ()

    def test_headings_merged_over_pairs_of_columns_are_part_of_their_names(self, tmp_path):
        rows = [["Клиент", None, "Продажа", None], ["Код", "Название", "Дата", "Сумма"], ["001", "А", "05.01.2024", 10]]
        base = read(tmp_path, Written(rows, merged=("A1:B1", "C1:D1")), "xlsx")
        assert base.told[0].header == ("Клиент / Код", "Клиент / Название", "Продажа / Дата", "Продажа / Сумма")
        assert base.rows("customer_id", "amount") == [("001", Decimal("10"))]

    def test_a_filter_in_the_title_names_no_levels(self, tmp_path):
        text = "Отбор: Город, Менеджер\nКлиент;Сумма\nА;10\nБ;4\nВ;6\n"
        told = understand(text_file(tmp_path, text), scratch=tmp_path)
        assert told.layout == () and told.header == ("Клиент", "Сумма")

    def test_the_visitor_says_where_the_header_is_and_how_high(self, tmp_path):
        text = "Клиент;Продажи\nИмя;Сумма\nА;10\nБ;20\n"
        told = understand(text_file(tmp_path, text), hints=Hints(header_row=1, header_height=2), scratch=tmp_path)
        assert told.header == ("Клиент / Имя", "Продажи / Сумма")
        assert (told.header_row, told.header_height) == (1, 2)

    @BOTH
    def test_what_printing_adds_is_left_out(self, tmp_path, container):
        base = read(tmp_path, reports.printed(), container)
        assert base.rows("customer_id", "amount") == [
            ("ООО Ромашка", Decimal("100")),
            ("ИП Петров", Decimal("200.50")),
            ("ООО Ромашка", Decimal("50")),
        ]
        assert base.receipt.rows_left_out == {"total_row": 3, "footer": 2, "repeated_header": 2, "column_numbers": 1}
        assert base.receipt.report_total == base.receipt.amount
        assert base.receipt.period == (dt.date(2024, 1, 1), dt.date(2024, 1, 31))

    def test_signatures_under_the_table_are_a_footer(self, tmp_path):
        text = "Клиент;Дата;Сумма\nА;01.02.2024;5\nБ;02.02.2024;6\n\nДиректор ООО Торг\nГлавный бухгалтер Иванова\n"
        base = Loaded(tmp_path, text_file(tmp_path, text))
        assert base.receipt.rows_left_out == {"footer": 2}
        assert [row["row"] for row in refused(base.warehouse)] == [5, 6]


class TestTotals:
    @BOTH
    def test_subtotals_of_excel_name_the_group_before_the_word(self, tmp_path, container):
        base = read(tmp_path, reports.excel_subtotals(), container)
        assert base.receipt.rows_left_out == {"total_row": 3}
        assert base.receipt.amount == base.receipt.report_total == Decimal("350")

    def test_a_column_of_totals_may_be_the_amount(self, tmp_path):
        base = Loaded(tmp_path, text_file(tmp_path, "Клиент;Дата;Итого\nА;05.01.2024;10\nБ;06.01.2024;20\n"))
        assert base.receipt.amount == Decimal("30")

    def test_figures_without_a_name_that_sum_up_the_rows_are_a_total(self, tmp_path):
        base = Loaded(tmp_path, text_file(tmp_path, "Клиент;Город;Сумма\nА;Тула;10\nБ;Орёл;20\n;;30\n"))
        assert base.receipt.amount == Decimal("30")
        assert base.receipt.rows_left_out == {"total_row": 1}

    def test_subtotals_under_their_lines_are_found_by_the_sums(self, tmp_path):
        text = "Клиент;Город;Сумма\nА;Тула;10\nБ;Тула;20\nТульская область;;30\nВ;Орёл;5\nГ;Орёл;6\nОрловская область;;11\n"
        base = Loaded(tmp_path, text_file(tmp_path, text))
        assert by_client(base, "totals") == {"А": Decimal(10), "Б": Decimal(20), "В": Decimal(5), "Г": Decimal(6)}

    def test_a_client_called_total_is_a_client(self, tmp_path):
        rows = ("Клиент;Город;Дата;Сумма", "Тотал;Тула;05.01.2024;10", "Total Energies;Орёл;06.01.2024;20")
        base = Loaded(tmp_path, text_file(tmp_path, "\n".join((*rows, "Всего понемногу;Орёл;06.01.2024;5\n"))))
        assert base.receipt.clients == 3 and base.receipt.rows_left_out == {}


class TestGroups:
    @BOTH
    def test_groups_that_name_themselves(self, tmp_path, container):
        base = read(tmp_path, reports.labelled(), container)
        assert base.rows("customer_id", "manager", "product", "amount") == [
            ("ООО Ромашка", "Иванова А.", "Гвозди", Decimal("100")),
            ("ООО Ромашка", "Иванова А.", "Болты", Decimal("20")),
            ("ИП Петров", "Иванова А.", "Гвозди", Decimal("30")),
            ("ООО Лютик", "Котов К.", "Болты", Decimal("40")),
        ]

    def test_orders_under_a_client_leave_the_heading_to_the_client(self, tmp_path):
        rows = [
            ["Покупатель", "Дата", "Сумма"],
            ["ООО Ромашка"],
            ["Заказ 1", "05.01.2024", 10],
            ["Заказ 2", "06.01.2024", 20],
        ]
        base = read(tmp_path, Written(rows, {3: 1, 4: 1}), "xlsx")
        assert base.rows("customer_id", "amount") == [("ООО Ромашка", Decimal("10")), ("ООО Ромашка", Decimal("20"))]

    def test_lines_of_an_order_keep_what_is_merged_over_them_but_its_amount_is_said_once(self, tmp_path):
        rows = [
            ["Клиент", "Дата", "Товар", "Сумма"],
            ["А", "05.01.2024", "Гвозди", 100],
            [None, None, "Болты"],
            ["Б", "06.01.2024", "Гвозди", 5],
        ]
        base = read(tmp_path, Written(rows, merged=("A2:A3", "B2:B3", "D2:D3")), "xlsx")
        assert base.receipt.amount == Decimal("105")
        assert base.told[0].preview[1] == ["А", "05.01.2024", "Болты", None]

    @BOTH
    def test_names_in_two_columns_under_one_heading(self, tmp_path, container):
        base = read(tmp_path, reports.in_merged_columns(), container)
        assert base.told[0].header == ("Покупатель", "Номенклатура", "Количество", "Сумма")
        assert by_client(base, "totals") == {"ООО Ромашка": Decimal("300"), "ИП Петров": Decimal("450.50")}
        assert base.receipt.report_total == base.receipt.amount

    @BOTH
    def test_each_level_in_a_column_of_its_own(self, tmp_path, container):
        base = read(tmp_path, reports.staircase(), container)
        assert base.told[0].header == ("Region", "City", "Customer", "Amount")
        assert base.rows("region", "city", "customer_id", "amount", table="totals") == [
            ("North", "Oslo", "Ann", Decimal("60")),
            ("North", "Oslo", "Bob", Decimal("40")),
            ("North", "Bergen", "Eve", Decimal("200")),
            ("South", "Rome", "Max", Decimal("50")),
        ]

    @BOTH
    def test_turnovers_of_an_account(self, tmp_path, container):
        path = reports.turnover().written(tmp_path, container)
        base = Loaded(tmp_path, path, hints=Hints(kind="totals", mapping={"amount": "Обороты за период / Дебет"}))
        assert by_client(base, "totals") == {"ООО Ромашка": Decimal("1000"), "ИП Петров": Decimal("500")}
        assert base.receipt.report_total == base.receipt.amount == Decimal("1500")

    @pytest.mark.parametrize(
        "text",
        [
            "Клиент;Сумма\nА;10\nБ;10\nВ;7\nГ;7\n",
            "Клиент;Сумма\nА;10\nБ;4\nВ;6\nГ;5\nД;2\nЕ;3\n",
            "Клиент;Сумма\n А;10\nБ;10\n  В;7\nГ;7\n",
            "Клиент;Город;Сумма\nА;;10\nБ;Тула;10\nВ;;7\nГ;Орёл;7\nД;;1\n",
            "Клиент;Дата;Сумма\nА;;\nБ;05.01.2024;10\nВ;06.01.2024;7\nГ;;\n",
        ],
    )
    def test_an_ordinary_list_is_no_hierarchy_by_chance(self, tmp_path, text):
        told = understand(text_file(tmp_path, text), scratch=tmp_path)
        assert "groups" not in told.layout and told.left_out == ()

    def test_a_report_can_be_read_as_it_stands(self, tmp_path):
        path = reports.shipments().csv(tmp_path)
        told = understand(path, hints=Hints(layout=()), scratch=tmp_path)
        assert told.layout == () and told.offers == ("totals", "groups")
        assert told.source.path == path

    def test_a_report_too_long_to_be_taken_apart_is_read_as_it_stands_and_told(self, tmp_path, monkeypatch):
        monkeypatch.setattr(grid, "MOST_CELLS", 40)
        told = understand(reports.shipments().csv(tmp_path), scratch=tmp_path)
        assert "report_too_long" in [notice.code for notice in told.notices]
        assert told.layout == () and told.period == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))

    def test_one_step_can_be_switched_off(self, tmp_path):
        path = reports.shipments().csv(tmp_path)
        told = understand(path, hints=Hints(layout=("totals",)), scratch=tmp_path)
        assert told.layout == ("totals",)
        assert {row.reason for row in told.left_out} == {"total_row", "footer"}


class TestTables:
    @BOTH
    def test_of_two_tables_side_by_side_the_sales_are_taken_and_the_other_can_be_chosen(self, tmp_path, container):
        path = reports.two_tables().written(tmp_path, container)
        base = Loaded(tmp_path, path)
        assert base.receipt.kind == "sales" and base.receipt.amount == Decimal("350")
        assert base.told[0].tables == ("Клиент, Дата, Сумма", "Клиент, Город")
        other = understand(path, hints=Hints(table=1), scratch=tmp_path)
        assert (other.kind, other.header, len(other.preview)) == ("customers", ("Клиент", "Город"), 2)

    @BOTH
    def test_a_table_under_another_is_not_read_into_it(self, tmp_path, container):
        path = reports.table_under_table().written(tmp_path, container)
        base = Loaded(tmp_path, path)
        assert base.receipt.amount == Decimal("300")
        assert base.receipt.rows_left_out == {"other_table": 2}
        assert understand(path, hints=Hints(table=1), scratch=tmp_path).header == ("Клиент", "Город", "Телефон")


class TestExportsOfPrograms:
    @pytest.mark.parametrize(
        ("text", "client", "amount", "clients"),
        [
            (reports.MOYSKLAD, "ООО Ромашка", "1600", 2),
            (reports.BITRIX, "ООО Ромашка", "1500.50", 2),
            (reports.AMOCRM, "ООО Ромашка", "1500", 2),
            (reports.SHOPIFY, "ann@example.com", "120", 2),
            (reports.OZON, "Анна Ли", "1500.50", 2),
        ],
        ids=["moysklad", "bitrix24", "amocrm", "shopify", "ozon"],
    )
    def test_clients_and_the_sum_are_those_of_the_export(self, tmp_path, text, client, amount, clients):
        base = Loaded(tmp_path, text_file(tmp_path, text))
        assert base.receipt.kind == "sales"
        assert base.receipt.amount == Decimal(amount)
        assert base.receipt.clients == clients
        assert base.rows("customer_id", "order_date")[0] == (client, dt.date(2024, 3, 5))


class TestReadingForm:
    def test_the_visitor_sees_why_and_switches_a_step_off(self, tmp_path):
        content = reports.shipments().csv(tmp_path).read_bytes()
        visitor = Visitor("ru").opens("data").uploads(("отчет.csv", content))
        assert any("по отступам" in text for text in visitor.reads())
        steps = next(b for b in visitor.app.button_group if b.key.startswith("layout."))
        assert steps.value == ["totals", "groups"]
        steps.set_value(["totals"])
        visitor.runs()
        assert not any("по отступам" in text for text in visitor.reads())

    def test_the_visitor_chooses_the_other_table(self, tmp_path):
        content = reports.two_tables().csv(tmp_path).read_bytes()
        visitor = Visitor("en").opens("data").uploads(("two.csv", content))
        tables = next(b for b in visitor.app.selectbox if b.key.startswith("table."))
        assert tables.options == ["Клиент, Дата, Сумма", "Клиент, Город"]
        tables.set_value(1)
        visitor.runs()
        assert "Город" in visitor.app.dataframe[0].value.columns

    def test_the_visitor_tells_the_year_of_the_months(self, tmp_path):
        text = "Клиент;Ноябрь;Декабрь;Январь\nА;1;2;3\nБ;4;5;6\n"
        visitor = Visitor("ru").opens("data").uploads(("months.csv", text.encode()))
        year = next(b for b in visitor.app.number_input if b.key.startswith("year."))
        year.set_value(2023)
        visitor.runs()
        assert list(visitor.app.dataframe[0].value["Дата"])[:3] == ["2023-11-01", "2023-12-01", "2024-01-01"]


class TestReceipt:
    def test_the_period_and_the_totals_come_back_from_the_base(self, tmp_path):
        base = read(tmp_path, reports.shipments(total=reports.SHIPPED + 1), "csv")
        assert receipts(base.warehouse) == base.receipts

    def test_a_receipt_of_an_earlier_version_is_read(self, tmp_path):
        base = Loaded(tmp_path, text_file(tmp_path, "Клиент;Дата;Сумма\nА;05.01.2024;10\n"))
        told = json.loads(to_json(base.receipt))
        del told["period"]
        assert from_json(json.dumps(told)) == base.receipt
