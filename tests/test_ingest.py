"""A base is read whole, or its faults are counted: control totals hold whatever is in the file."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sample_data
from analytics import ingest
from analytics.errors import Unusable
from analytics.ingest import Hints, lexicon, load, receipts, refused, refused_table, understand
from analytics.schema import BASES
from analytics.warehouse import Warehouse
from tests.ingest_files import (
    HEADER,
    Loaded,
    loaded_text,
    rows_text,
    text_file,
    workbook,
    written_day,
    written_money,
)

SAMPLES = Path(sample_data.__file__).parent
DAY = dt.date(2024, 3, 5)
GROUPINGS = ("", " ", "\u00a0", "\u202f", "'")
REPEATED = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r"]
)
def test_a_russian_export_is_read_in_any_encoding(encoding, tmp_path):
    text = "Клиент;Дата продажи;Сумма\n" + "".join(f"ООО Ромашка {i};05.03.2024;1 234,50\n" for i in range(30))
    read = loaded_text(tmp_path, text, encoding)
    assert read.told[0].encoding == encoding
    assert read.rows("customer_id", "order_date", "amount")[0] == ("ООО Ромашка 0", DAY, Decimal("1234.5"))


def test_a_plain_utf8_file_is_read_in_place(tmp_path):
    read = loaded_text(tmp_path, "customer_id,order_date,amount\nA,2024-03-05,10\n")
    assert read.told[0].source.path == tmp_path / "base.csv" and not (tmp_path / "warehouse" / "scratch").exists()


def test_a_gzip_is_read_like_the_file_in_it(tmp_path):
    path = text_file(tmp_path, gzip.compress(b"customer_id,order_date,amount\nA,2024-03-05,10\n"), "base.csv.gz")
    assert Loaded(tmp_path, path).rows("customer_id", "amount") == [("A", Decimal(10))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_any_delimiter_and_line_end(delimiter, line_end, tmp_path):
    rows = [HEADER, ("A, B; C\nD", "2024-03-05", "10"), ('E "F"', "2024-03-06", "20")]
    read = loaded_text(tmp_path, rows_text(rows, delimiter, line_end))
    assert read.told[0].delimiter == delimiter
    assert read.rows("customer_id", "amount") == [("A, B; C\nD", Decimal(10)), ('E "F"', Decimal(20))]


@pytest.mark.parametrize(
    ("written", "order", "read_as"),
    [
        ("05.03.2024", "dmy", DAY),
        ("5.3.2024", "dmy", DAY),
        ("05.03.24", "dmy", DAY),
        ("05.03.2024 10:30", "dmy", DAY),
        ("05.03.2024 10:30:15", "dmy", DAY),
        ("13/03/2024", "dmy", dt.date(2024, 3, 13)),
        ("03/13/2024", "mdy", dt.date(2024, 3, 13)),
        ("3/13/24", "mdy", dt.date(2024, 3, 13)),
        ("03/13/2024 4:05 PM", "mdy", dt.date(2024, 3, 13)),
        ("2024-03-05", "ymd", DAY),
        ("2024-03-05 10:30:00", "ymd", DAY),
        ("2024-03-05T10:30:00", "ymd", DAY),
        ("2024/03/05", "ymd", DAY),
        ("20240305", "ymd", DAY),
    ],
)
def test_days_as_people_write_them(written, order, read_as, tmp_path):
    read = loaded_text(tmp_path, f"customer_id;order_date;amount\nA;{written};10\n")
    assert read.told[0].date_order == order and read.rows("order_date") == [(read_as,)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234,5", "1234.5"),
        ("1 234,50", "1234.5"),
        ("1\u00a0234,50", "1234.5"),
        ("1\u202f234,50", "1234.5"),
        ("1'234,50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1.234.567,5", "1234567.5"),
        ("-12,5", "-12.5"),
        ("12,5-", "-12.5"),
        ("(12,5)", "-12.5"),
        ("\u221212,5", "-12.5"),
        ("12,5 руб.", "12.5"),
        ("12,5 ₽", "12.5"),
        ("€12,5", "12.5"),
        ("0,1", "0.1"),
        ("12", "12"),
        ("1,5e3", "1500"),
        ("1.234", "1234"),
        ("12.5", "12.5"),
    ],
)
def test_amounts_with_a_decimal_comma(written, number, tmp_path):
    read = loaded_text(
        tmp_path, f"customer_id;order_date;amount\nA;2024-03-05;{written}\nB;2024-03-05;7,25\nC;2024-03-05;8,5\n"
    )
    assert read.told[0].decimal == "," and read.rows("amount")[0] == (Decimal(number),)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.5"),
        ("1 234.50", "1234.5"),
        ("1,234,567.5", "1234567.5"),
        ("$1,234.50", "1234.5"),
        ("USD 12.5", "12.5"),
        ("(12.5)", "-12.5"),
        ("($12.5)", "-12.5"),
        (".5", "0.5"),
        ("1,234", "1234"),
        ("12,5", "12.5"),
        ("1'234.5", "1234.5"),
    ],
)
def test_amounts_with_a_decimal_point(written, number, tmp_path):
    read = loaded_text(
        tmp_path, f"customer_id;order_date;amount\nA;2024-03-05;{written}\nB;2024-03-05;7.25\nC;2024-03-05;8.5\n"
    )
    assert read.told[0].decimal == "." and read.rows("amount")[0] == (Decimal(number),)


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("17850.0", "17850"),
        ("00042", "00042"),
        ("  A 7  ", "A 7"),
        ("12345678901234567890", "12345678901234567890"),
        ("\u00a0A\u00a0", "A"),
        ("1.50", "1.50"),
        ("A.0", "A.0"),
        (" ", None),
        ("", None),
        ("17850.0 ", "17850"),
    ],
)
def test_ids_stay_what_they_are(written, identifier, tmp_path):
    rows = [HEADER, (written, "2024-03-05", "10"), ("Z", "2024-03-05", "1")]
    assert loaded_text(tmp_path, rows_text(rows)).rows("customer_id")[0] == (identifier,)


def test_the_order_of_day_and_month_is_decided_by_the_whole_column(tmp_path):
    doubtful = [("A", f"{1 + i % 12:02}/{1 + i % 11:02}/2024", "1") for i in range(5000)]
    read = loaded_text(tmp_path, rows_text([HEADER, *doubtful, ("B", "12/31/2024", "1")]))
    assert read.told[0].date_order == "mdy"
    assert read.told[0].evidence["order_mdy_seen"] == {"value": "12/31/2024"}
    assert read.receipt.last_date == dt.date(2024, 12, 31) and read.receipt.rows_used == 5001


def test_day_first_is_assumed_aloud_when_no_date_tells(tmp_path):
    told = loaded_text(tmp_path, rows_text([HEADER, ("A", "03/05/2024", "1")])).told[0]
    assert told.date_order == "dmy" and [n.code for n in told.notices] == ["order_assumed"]


def test_the_visitor_overrides_what_was_detected(tmp_path):
    read = loaded_text(
        tmp_path, rows_text([HEADER, ("A", "03/05/2024", "1,234")]), hints=Hints(date_order="mdy", decimal=",")
    )
    assert read.rows("order_date", "amount") == [(dt.date(2024, 3, 5), Decimal("1.234"))]


def test_rows_unlike_the_sample_are_not_lost(tmp_path):
    usual = [("A", "2024-03-05", "10")] * 5000
    unlike = [("B", "06.03.2024", "1 000,50"), ("C", "20240307", "$7"), ("D", "08.03.24 10:00", "(3)")]
    read = loaded_text(tmp_path, rows_text([HEADER, *usual, *unlike]))
    days = [dt.date(2024, 3, day) for day in (6, 7, 8)]
    assert read.rows("order_date", "amount")[-3:] == list(zip(days, map(Decimal, ("1000.50", "7", "-3")), strict=True))


def test_the_header_is_found_under_title_lines(tmp_path):
    text = (
        "Отчёт по продажам;;\nПериод: 2024 г.;;\n\nКонтрагент;Дата;Сумма\nРомашка;05.03.2024;10,5\nЛютик;06.03.2024;x\n"
    )
    read = loaded_text(tmp_path, text)
    assert read.told[0].header_row == 4 and read.told[0].header == ("Контрагент", "Дата", "Сумма")
    assert [r["row"] for r in refused(read.warehouse)] == [6]


def test_a_file_without_a_header_is_read_from_its_first_row(tmp_path):
    mapping = {"customer_id": "#1", "order_date": "#2", "amount": "#3"}
    read = loaded_text(tmp_path, "A,2024-03-05,10\nB,2024-03-06,20\n", hints=Hints(mapping=mapping, kind="sales"))
    assert read.told[0].header_row == 0 and read.receipt.rows_used == 2


def test_rows_that_cannot_be_used_are_refused_with_their_place(tmp_path):
    text = (
        "customer_id,order_date,amount,note\nA,2024-03-05,10,\n\nB,,20,\nC,2024-13-05,30,\nD,2024-03-05,,\nE,2024-03-05,ten,\n"
        ",2024-03-05,40,\n,,,\nF,2024-03-05,50,x,y\nG,2024-03-05\nH,2024-03-05,60\nTotal,,210,\n"
    )
    read = loaded_text(tmp_path, text)
    found = [(r["row"], r["reason"], r["column"], r["value"]) for r in refused(read.warehouse)]
    assert found == [
        (4, "no_date", "order_date", None),
        (5, "bad_date", "order_date", "2024-13-05"),
        (6, "no_amount", "amount", None),
        (7, "bad_amount", "amount", "ten"),
        (10, "ragged", None, "y"),
        (11, "no_amount", "amount", None),
        (13, "total_row", None, None),
    ]
    told = read.receipt
    assert (told.rows_read, told.rows_used, told.rows_without_client) == (10, 3, 1)
    assert (told.amount, told.amount_without_client, told.amount_left_out) == (Decimal(70), Decimal(40), Decimal(100))
    assert told.amount_read == Decimal(210) == told.report_total
    assert next(refused(read.warehouse))["raw"].startswith("B,,20")


def test_stray_quotes_are_refused_with_the_line(tmp_path):
    read = loaded_text(
        tmp_path, 'customer_id,order_date,amount\nA,2024-03-05,10\n"B"x,2024-03-05,20\nC,2024-03-05,30\n'
    )
    assert read.rows("customer_id") == [("A",), ("C",)]
    assert [(r["row"], r["reason"], r["raw"]) for r in refused(read.warehouse)] == [
        (3, "broken_quotes", '"B"x,2024-03-05,20')
    ]


def test_an_unreadable_optional_value_is_left_empty_and_told(tmp_path):
    rows = [
        ("customer_id", "order_date", "amount", "quantity"),
        *[("A", "2024-03-05", "10", "2")] * 4,
        ("A", "2024-03-05", "10", "two"),
    ]
    read = loaded_text(tmp_path, rows_text(rows))
    assert read.rows("quantity")[-1] == (None,) and read.receipt.rows_used == 5
    assert [(n.code, n.particulars) for n in read.receipt.warnings] == [
        ("values_unread", {"n": 1, "column": "quantity", "value": "two"})
    ]


def test_amount_is_quantity_by_price_less_the_discount(tmp_path):
    rows = [
        ("client", "date", "qty", "unit price", "discount"),
        ("A", "2024-03-05", "3", "2.55", "0.65"),
        ("B", "2024-03-05", "2", "5", ""),
    ]
    read = loaded_text(tmp_path, rows_text(rows))
    assert read.told[0].mapping["amount"] == "qty*unit price - discount"
    assert read.rows("amount") == [(Decimal(7),), (Decimal(10),)]


def test_profit_is_amount_less_cost(tmp_path):
    rows = [("client", "date", "amount", "cost"), ("A", "2024-03-05", "10", "7.5")]
    assert loaded_text(tmp_path, rows_text(rows)).rows("profit") == [(Decimal("2.5"),)]


def test_a_formula_of_the_visitor_may_name_columns_with_spaces_and_signs(tmp_path):
    rows = [("who", "when", "Net-price, EUR", "Pieces sold"), ("A", "2024-03-05", "2.5", "4")]
    mapping = {"customer_id": "who", "order_date": "when", "amount": "Pieces sold * Net-price, EUR"}
    assert loaded_text(tmp_path, rows_text(rows), hints=Hints(mapping=mapping)).rows("amount") == [(Decimal(10),)]


def test_a_computed_amount_is_refused_for_the_cell_that_fails(tmp_path):
    rows = [
        ("client", "date", "qty", "price"),
        ("A", "2024-03-05", "3", "2"),
        ("B", "2024-03-05", "", "2"),
        ("C", "2024-03-05", "3", "x"),
    ]
    read = loaded_text(tmp_path, rows_text(rows))
    assert [(r["row"], r["reason"], r["value"]) for r in refused(read.warehouse)] == [
        (3, "no_amount", None),
        (4, "bad_amount", "x"),
    ]


def test_duplicates_are_lines_equal_in_the_file_even_where_a_column_is_not_kept(tmp_path):
    rows = [(*HEADER, "StockCode")] + [("A", "2024-03-05", "10", code) for code in ("1", "2", "2", "2")]
    told = loaded_text(tmp_path, rows_text(rows)).receipt
    assert (told.duplicate_rows, told.duplicate_amount) == (2, Decimal(20))


def test_sales_at_another_hour_are_not_duplicates(tmp_path):
    rows = [HEADER, ("A", "2024-03-05 10:00", "10"), ("A", "2024-03-05 11:00", "10"), ("A", "2024-03-05 11:00", "10")]
    assert loaded_text(tmp_path, rows_text(rows)).receipt.duplicate_rows == 1


def test_the_base_has_exactly_its_columns_and_types(tmp_path):
    read = loaded_text(tmp_path, rows_text([HEADER, ("A", "2024-03-05", "10")]))
    described = read.warehouse.rows("describe sales")
    assert [(r["column_name"], r["column_type"]) for r in described] == [
        (c.name, c.sql_type) for c in BASES["sales"].columns
    ]
    assert read.warehouse.rows('select "column", source from mapped_columns') == [
        {"column": c, "source": c} for c in HEADER
    ]


def test_files_of_one_kind_are_appended_each_with_its_receipt(tmp_path):
    first = text_file(tmp_path, rows_text([HEADER, ("A", "2024-03-05", "10"), ("B", "", "1")]), "first.csv")
    second = text_file(
        tmp_path,
        rows_text([(*HEADER, "quantity"), ("C", "2024-03-06", "x", "1"), ("D", "2024-03-07", "20", "3")]),
        "second.csv",
    )
    read = Loaded(tmp_path, first, second)
    assert read.rows("customer_id", "amount", "quantity") == [("A", 10, None), ("D", 20, 3)]
    assert [(r.name, r.rows_read, r.amount, r.rows_left_out) for r in read.receipts] == [
        ("first.csv", 2, Decimal(10), {"no_date": 1}),
        ("second.csv", 2, Decimal(20), {"bad_amount": 1}),
    ]
    assert [(r["file"], r["row"]) for r in refused(read.warehouse)] == [("first.csv", 3), ("second.csv", 2)]
    assert receipts(read.warehouse) == read.receipts and refused_table(read.warehouse, 1).num_rows == 1


def test_a_failure_leaves_the_previous_base_untouched(tmp_path):
    read = loaded_text(tmp_path, rows_text([HEADER, ("A", "2024-03-05", "10")]))
    good = text_file(tmp_path / "warehouse", rows_text([HEADER, ("B", "2024-03-05", "10")]), "good.csv")
    bad = text_file(tmp_path / "warehouse", rows_text([HEADER, ("C", "soon", "10")]), "bad.csv")
    with pytest.raises(Unusable, match="all_dates_unreadable"):
        load(read.warehouse, [understand(good), understand(bad)])
    assert read.rows("customer_id") == [("A",)] and receipts(read.warehouse) == read.receipts


def test_new_files_are_the_base_unless_the_others_are_kept(tmp_path):
    read = loaded_text(tmp_path, rows_text([HEADER, ("A", "2024-03-05", "10")]))
    clients = text_file(
        tmp_path / "warehouse", "customer_id,city,industry\nA,Omsk,Retail\nB,Perm,Retail\n", "clients.csv"
    )
    load(read.warehouse, [understand(clients)], joining="beside")
    assert [r.kind for r in receipts(read.warehouse)] == ["sales", "customers"] and read.warehouse.has("sales")
    load(read.warehouse, [understand(clients)])
    assert [r.kind for r in receipts(read.warehouse)] == ["customers"] and not read.warehouse.has("sales")


def test_receipts_survive_reopening(tmp_path):
    read = loaded_text(tmp_path, rows_text([HEADER, ("A", "2024-03-05", "10")]))
    read.warehouse.close()
    assert receipts(Warehouse(tmp_path / "warehouse")) == read.receipts


def test_a_workbook_is_read_from_its_largest_sheet(tmp_path):
    sales = [
        ["Отчёт"],
        [],
        ["Клиент", "Дата", "Сумма"],
        ["Ромашка", dt.datetime(2024, 3, 5, 10, 30), 1234.5],
        [42, dt.date(2024, 3, 6), "1 000,25"],
    ]
    book = workbook(tmp_path, {"Итоги": [["x", 1]], "Продажи": sales})
    read = Loaded(tmp_path, book)
    assert (read.told[0].container, read.told[0].sheet, read.told[0].sheets) == (
        "xlsx",
        "Продажи",
        ("Итоги", "Продажи"),
    )
    assert read.told[0].header_row == 3
    assert read.rows("customer_id", "order_date", "amount") == [
        ("Ромашка", DAY, Decimal("1234.5")),
        ("42", dt.date(2024, 3, 6), Decimal("1000.25")),
    ]


@pytest.mark.parametrize("sheet", ["Small", 0])
def test_the_visitor_chooses_the_sheet(sheet, tmp_path):
    small, large = [HEADER, ("A", dt.date(2024, 3, 5), 1)], [HEADER, *[("B", dt.date(2024, 3, 5), 2)] * 9]
    book = workbook(tmp_path, {"Small": small, "Large": large})
    assert Loaded(tmp_path, book, hints=Hints(sheet=sheet)).receipt.amount == 1


def test_parquet_is_read_with_its_own_names(tmp_path):
    columns = {"client": ["A", "B"], "order date": [DAY, DAY], "amount": [1.5, None]}
    pq.write_table(pa.table(columns), tmp_path / "base.parquet")
    read = Loaded(tmp_path, tmp_path / "base.parquet")
    assert read.rows("customer_id", "order_date", "amount") == [("A", DAY, Decimal("1.5"))]
    assert read.receipt.rows_left_out == {"no_amount": 1}


@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [
        ("totals", "Покупатель;Сумма продаж;Количество заказов;Дата последнего заказа", "Ромашка;100,5;3;05.03.2024"),
        ("customers", "Код клиента;Наименование;Город;Отрасль", "7;Ромашка;Омск;Торговля"),
        ("contacts", "Клиент;Дата обращения;Вид контакта", "Ромашка;05.03.2024;complaint"),
        ("scores", "Дата опроса;Оценка;Вопрос", "05.03.2024;9;recommend"),
        ("leads", "Номер заявки;Дата заявки;Причина отказа;Привлекательность", "17;05.03.2024;цена;4"),
        ("departures", "Клиент;Дата ухода;Причина ухода", "Ромашка;05.03.2024;цена"),
    ],
)
def test_the_kind_of_a_base_is_recognised(kind, header, row, tmp_path):
    read = loaded_text(tmp_path, f"{header}\n{row}\n")
    assert read.told[0].kind == kind and read.receipt.rows_used == 1


def test_scores_outside_the_scale_are_refused(tmp_path):
    read = loaded_text(tmp_path, "date,score\n2024-03-05,10\n2024-03-05,11\n2024-03-05,-1\n")
    assert [(r["reason"], r["value"]) for r in refused(read.warehouse)] == [
        ("score_out_of_scale", v) for v in ("11", "-1")
    ]


def test_a_total_row_of_a_client_list_is_left_out_and_kept_as_the_report_total(tmp_path):
    read = loaded_text(tmp_path, "Клиент;Выручка\nРомашка;10,5\nЛютик;20\nИтого;30,5\n")
    assert (read.receipt.kind, read.receipt.amount, read.receipt.report_total) == (
        "totals",
        Decimal("30.5"),
        Decimal("30.5"),
    )


@pytest.mark.parametrize(
    ("file", "rows", "clients", "amount", "without", "twice"),
    [
        ("online_retail.parquet", 541_909, 4_372, "8300065.81", 135_080, 5_268),
        ("rfm_orders.csv", 4_906, 995, "464158", 0, None),
    ],
)
def test_published_bases_are_read_to_their_published_totals(file, rows, clients, amount, without, twice, tmp_path):
    told = Loaded(tmp_path, SAMPLES / file).receipt
    assert (told.rows_read, told.rows_used, told.clients, told.rows_without_client) == (rows, rows, clients, without)
    assert round(told.amount, 2) == Decimal(amount) and twice in (None, told.duplicate_rows)


def _is_kept(who: str) -> bool:
    """Neither a program's word for nobody nor guarded from Excel: an id that is stored as it is written."""
    return who not in lexicon.words_for("nobody") and not who.startswith(("=", "'"))


ROWS = st.lists(
    st.tuples(
        st.text(st.characters(codec="cp1251", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(_is_kept),
        st.dates(dt.date(1950, 1, 13), dt.date(2090, 1, 1)),
        st.decimals(-10_000_000, 10_000_000, places=2),
    ),
    min_size=1,
    max_size=40,
)


@REPEATED
@given(
    rows=ROWS,
    delimiter=st.sampled_from([";", "\t", "|", ","]),
    decimal=st.sampled_from(",."),
    grouping=st.sampled_from(GROUPINGS),
    order=st.sampled_from([("dmy", "."), ("ymd", "-"), ("mdy", "/"), ("dmy", "/")]),
    clock=st.booleans(),
)
def test_any_table_reads_back_equal_from_any_dialect(
    tmp_path_factory, rows, delimiter, decimal, grouping, order, clock
):
    written = [
        (who, written_day(day, *order, clock), written_money(sum_, decimal, grouping)) for who, day, sum_ in rows
    ]
    told = [("first", written_day(dt.date(2024, 1, 31), *order), written_money(Decimal("1.50"), decimal, ""))]
    read = loaded_text(tmp_path_factory.mktemp("any"), rows_text([HEADER, *told, *written], delimiter))
    assert read.rows("customer_id", "order_date", "amount")[1:] == [
        (re.sub(r"^([0-9]+)[.]0$", r"\1", who), day, sum_) for who, day, sum_ in rows
    ]


MESSY = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "", " "]),
        st.sampled_from(["2024-03-05", "", "05.13.2024", "6.3.2024"]),
        st.sampled_from(["10", "0.01", "", "x", "-3", "1e3"]),
    ),
    max_size=30,
)


@REPEATED
@given(rows=MESSY)
def test_what_was_read_is_what_is_used_and_what_was_refused(tmp_path_factory, rows):
    read = loaded_text(tmp_path_factory.mktemp("messy"), rows_text([HEADER, ("A", "2024-03-05", "1.5"), *rows]))
    told, blank = read.receipt, sum(not any(cell.strip() for cell in row) for row in rows)
    assert told.rows_read == 1 + len(rows) - blank == told.rows_used + sum(told.rows_left_out.values())
    readable = [Decimal(amount) for _, _, amount in rows if amount not in ("", "x")]
    assert told.amount_read == Decimal("1.5") + sum(readable)
    assert told.amount_read == told.amount + told.amount_without_client + told.amount_left_out
    assert refused_table(read.warehouse).num_rows == sum(told.rows_left_out.values())


def test_no_name_of_a_file_reaches_sql(tmp_path):
    evil = 'amount"); drop table receipts; --'
    rows = [("customer_id", "order_date", evil), ("A'; drop table x; --", "2024-03-05", "10")]
    read = loaded_text(tmp_path, rows_text(rows), hints=Hints(mapping={"amount": evil}))
    assert read.rows("customer_id") == [("A'; drop table x; --",)] and receipts(read.warehouse)


def test_code_of_ingest_has_no_russian_words():
    for file in Path(ingest.__file__).parent.glob("*.py"):
        assert not any("\u0400" <= letter <= "\u04ff" for letter in file.read_text("utf-8")), file
