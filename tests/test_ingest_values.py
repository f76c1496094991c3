"""Every form people and programs write numbers, days and ids in is read right, or refused aloud: never guessed by row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ingest import Hints, refused
from analytics.words import words
from tests.ingest_files import HEADER, Loaded, loaded_text, rows_text, written_money

DAY = dt.date(2024, 3, 5)
REPEATED = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _sales(folder, *rows, header=HEADER, hints=None) -> Loaded:
    return loaded_text(folder, rows_text([header, *rows], ";"), hints=hints)


def _told(read: Loaded) -> dict[str, dict]:
    return {notice.code: notice.particulars for notice in read.receipt.warnings}


NUMBERS = {
    # written: worth, in a file whose decimal mark is a comma
    "1\u2009234,56": "1234.56",
    "1\u2007234,56": "1234.56",
    "1\u200a234,56": "1234.56",
    "1\u2019234,56": "1234.56",
    "\u200b1234,56\ufeff": "1234.56",
    "(3,50)": "-3.50",
    "3,50-": "-3.50",
    "3,50\u2212": "-3.50",
    "\u22123,50": "-3.50",
    "\u20133,50": "-3.50",
    "1 200,00 руб.": "1200",
    "1200 р.": "1200",
    "1 200 рублей": "1200",
    "₽1 200": "1200",
    "1200₽": "1200",
    "(1 200,00 руб.)": "-1200",
    "-$1,200.00": "-1200",
    "$-1,200.00": "-1200",
    "$1,200.00": "1200",
    "US$ 1,200.00": "1200",
    "EUR 1.200,00": "1200",
    "1.200,00 €": "1200",
    "5 шт.": "5",
    "1,5 тыс.": "1500",
    "1,5 тыс. руб.": "1500",
    "2.5k": "2500",
    "2,5К": "2500",
    "1,2 млн ₽": "1200000",
    "0,7 млрд": "700000000",
    "1 200=00": "1200",
    "1200=05": "1200.05",
    "1,00,000.50": "100000.50",
    "1.234.567": "1234567",
    "+7,5": "7.5",
    "1,5E+3": "1500",
    "0.125": "0.125",
}


def test_an_amount_is_read_in_every_form_it_is_written_in(tmp_path):
    read = _sales(
        tmp_path,
        *[(f"N{i}", "05.03.2024", written) for i, written in enumerate(NUMBERS)],
        ("Z", "05.03.2024", "7,25"),
        ("Z", "05.03.2024", "8,5"),
    )
    assert read.told[0].decimal == ","
    found = dict(zip(NUMBERS, (amount for (amount,) in read.rows("amount")), strict=False))
    assert found == {written: Decimal(worth) for written, worth in NUMBERS.items()}


@pytest.mark.parametrize(
    "written",
    ["12 %", "12%", "5.03.2024", "1200-00", "1,2,3", "12.34.56", "5M", "5 kg", "1 2,3,4", "0x10", "1e999", "12:30"],
)
def test_what_is_no_amount_or_could_be_two_is_refused_and_shown(written, tmp_path):
    read = _sales(tmp_path, ("A", "05.03.2024", "7,25"), ("B", "05.03.2024", "8,5"), ("C", "05.03.2024", written))
    assert [(r["reason"], r["value"]) for r in refused(read.warehouse)] == [("bad_amount", written)]
    assert read.receipt.rows_used == 2


def test_roubles_and_kopecks_behind_a_dash_are_read_when_the_whole_column_is_so(tmp_path):
    read = _sales(tmp_path, ("A", "05.03.2024", "1200-00"), ("B", "05.03.2024", "1 350-75"))
    assert read.rows("amount") == [(Decimal(1200),), (Decimal("1350.75"),)]


@pytest.mark.parametrize("written", ["-", "—", "н/д", "n/a", "N/A", "#Н/Д", "NULL", "nan", "00.00.0000"])
def test_a_dash_in_a_column_of_numbers_or_days_is_empty_and_neither_an_error_nor_a_zero(written, tmp_path):
    header = (*HEADER, "quantity", "paid_date")
    row = ("A", "05.03.2024", "10", "2", "06.03.2024")
    read = _sales(
        tmp_path,
        *[row] * 3,
        ("B", "05.03.2024", "5", written, written),
        ("C", "05.03.2024", written, "1", ""),
        header=header,
    )
    assert read.rows("quantity", "paid_date")[-1] == (None, None)
    assert read.receipt.rows_left_out == {"no_amount": 1} and "values_unread" not in _told(read)


def test_a_dash_for_a_discount_takes_nothing_off(tmp_path):
    header = ("client", "date", "qty", "unit price", "discount")
    read = _sales(tmp_path, ("A", "05.03.2024", "2", "10", "1"), ("B", "05.03.2024", "2", "10", "-"), header=header)
    assert read.rows("amount") == [(Decimal(19),), (Decimal(20),)]


def test_each_column_may_have_its_own_decimal_mark(tmp_path):
    header = (*HEADER, "quantity")
    rows = [
        ("A", "05.03.2024", "1,50", "1.234"),
        ("A", "05.03.2024", "2,75", "2.5"),
        ("A", "05.03.2024", "3,25", "0.250"),
    ]
    read = _sales(tmp_path, *rows, header=header)
    assert read.rows("amount", "quantity")[0] == (Decimal("1.50"), Decimal("1.234"))


DAYS = {
    "05.03.2024 10:30": DAY,
    "05.03.2024 10:30:15": DAY,
    "05.03.2024 г.": DAY,
    "05.03.2024г.": DAY,
    "05.03.2024 в 10:30": DAY,
    "5.3.24": DAY,
    "05-03-2024": DAY,
    "05.03.68": dt.date(2068, 3, 5),
    "05.03.69": dt.date(1969, 3, 5),
    "5 марта 2024 г.": DAY,
    "5 марта 2024 года": DAY,
    "05 МАР 2024": DAY,
    "5-мар-2024": DAY,
    "5 мар. 2024 г. 12:45": DAY,
    "вторник, 5 марта 2024 г.": DAY,
    "март 2024": dt.date(2024, 3, 1),
    "Март 2024 г.": dt.date(2024, 3, 1),
    "мар.24": dt.date(2024, 3, 1),
    "мая 2024": dt.date(2024, 5, 1),
    "Mar 5, 2024": DAY,
    "March 5, 2024 4:05 PM": DAY,
    "05-Mar-24": DAY,
    "5 Mar 2024": DAY,
    "Tue, 05 Mar 2024 23:30:00 GMT": DAY,
    "2024-Mar-05": DAY,
    "Mar-24": dt.date(2024, 3, 1),
    "Sept 2024": dt.date(2024, 9, 1),
    "2024-03-05T23:30:00Z": DAY,
    "2024-03-05T23:30:00.123456+03:00": DAY,
    "2024-03-05 01:30:00-08": DAY,
    "2024.03.05": DAY,
    "2024/3/5": DAY,
    "20240305": DAY,
    "2024030510": DAY,
    "202403051030": DAY,
    "20240305103015": DAY,
    "45356": DAY,
    "45356.5": DAY,
    "45356,9993": DAY,
    "1709632200": DAY,
    "1709632200000": DAY,
    "2024-03": dt.date(2024, 3, 1),
    "03.2024": dt.date(2024, 3, 1),
    "03/2024": dt.date(2024, 3, 1),
    "202403": dt.date(2024, 3, 1),
    "2024 Q1": dt.date(2024, 1, 1),
    "Q4 2024": dt.date(2024, 10, 1),
    "2 кв. 2024": dt.date(2024, 4, 1),
    "III квартал 2024 г.": dt.date(2024, 7, 1),
}


def test_a_day_is_read_in_every_form_it_is_written_in(tmp_path):
    read = _sales(tmp_path, *[("A", "31.01.2024", "1")] * 3, *[("A", written, "1") for written in DAYS])
    assert dict(zip(DAYS, (day for (day,) in read.rows("order_date")[3:]), strict=False)) == DAYS


@pytest.mark.parametrize("written", DAYS)
def test_a_whole_column_may_be_in_any_form(written, tmp_path):
    read = _sales(tmp_path, *[("A", written, "1")] * 3)
    assert read.rows("order_date") == [(DAYS[written],)] * 3 and not read.receipt.rows_left_out


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2024",
        "2024-13-01",
        "5 марта",
        "24-Mar",
        "0001-01-01",
        "12345",
        "99999",
        "5 mumble 2024",
        "5.6",
        "Q5 2024",
        "13.2024",
        "20241301",
    ],
)
def test_what_is_no_day_is_refused_and_shown(written, tmp_path):
    read = _sales(tmp_path, *[("A", "31.01.2024", "1")] * 3, ("A", written, "1"))
    assert [(r["reason"], r["value"]) for r in refused(read.warehouse)] == [("bad_date", written)]


def test_numbers_of_excel_may_count_from_1904_when_the_visitor_says_so(tmp_path):
    read = _sales(tmp_path, ("A", "43894", "1"), hints=Hints(date_order="1904"))
    assert read.rows("order_date") == [(DAY,)]


def test_a_number_is_a_day_only_under_the_name_of_a_day(tmp_path):
    read = _sales(
        tmp_path, ("A", "45356", "45356"), ("B", "45357", "45400"), header=("Клиент", "Дата продажи", "Сумма")
    )
    assert read.rows("order_date", "amount")[0] == (DAY, Decimal(45356))
    assert read.told[0].evidence["order_numbers_seen"] == {"value": "45356"}


def test_each_date_column_has_the_order_it_proves(tmp_path):
    header = (*HEADER, "paid_date")
    read = _sales(
        tmp_path, ("A", "03/25/2024", "1", "26/03/2024"), ("A", "03/05/2024", "1", "06/03/2024"), header=header
    )
    assert read.rows("order_date", "paid_date")[1] == (DAY, dt.date(2024, 3, 6))


def test_a_column_that_proves_nothing_follows_the_one_that_does(tmp_path):
    header = (*HEADER, "paid_date")
    read = _sales(tmp_path, ("A", "03/25/2024", "1", "03/06/2024"), header=header)
    assert read.rows("paid_date") == [(dt.date(2024, 3, 6),)] and "order_assumed" not in _told(read)


def test_dates_that_prove_both_orders_are_told_with_an_example_of_each(tmp_path):
    doubtful = [("A", "03/05/2024", "1")] * 4000
    read = _sales(tmp_path, ("A", "25/03/2024", "1"), ("A", "26/03/2024", "1"), ("A", "03/27/2024", "1"), *doubtful)
    assert read.told[0].date_order == "dmy" and read.receipt.rows_left_out == {"bad_date": 1}
    assert _told(read)["order_conflict"] == {"value": "25/03/2024", "n": 1, "other": "03/27/2024"}


def test_a_late_date_of_the_other_order_is_told_with_an_example_of_each(tmp_path):
    usual = [("A", f"{13 + i % 12}/03/2024", "1") for i in range(4000)]
    read = _sales(tmp_path, *usual, ("A", "03/27/2024", "1"))
    assert _told(read)["order_conflict"] == {"value": "13/03/2024", "n": 1, "other": "03/27/2024"}


def test_of_two_marks_in_one_column_what_can_be_proven_is_right_and_the_rest_is_counted(tmp_path):
    rows = ["1 234,50", "7,25", "8,5", "1234.5", "1,234.5", "1.234", "2,345"]
    read = _sales(tmp_path, *[("A", "05.03.2024", written) for written in rows])
    proven = [Decimal(worth) for worth in ("1234.5", "7.25", "8.5", "1234.5", "1234.5")]
    assert [amount for (amount,) in read.rows("amount")][:5] == proven
    assert _told(read)["decimals_mixed"] == {"n": 2, "value": "1.234", "column": "amount"}


def test_amounts_in_thousands_are_told_whether_the_cell_or_the_heading_says_so(tmp_path):
    header = ("Клиент", "Дата продажи", "Сумма, тыс. руб.")
    read = _sales(tmp_path, ("A", "05.03.2024", "7,25"), ("B", "05.03.2024", "1,5 тыс."), header=header)
    assert read.rows("amount") == [(Decimal("7.25"),), (Decimal(1500),)]
    assert _told(read)["money_in_thousands"] == {"column": "Сумма, тыс. руб."}
    assert _told(read)["numbers_shortened"] == {"n": 1, "value": "1,5 тыс."}


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("0007", "0007"),
        ("46070412345678901234", "46070412345678901234"),
        ("550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"),
        ("17850.0", "17850"),
        ('="00042"', "00042"),
        ("'00042", "00042"),
        ("\u200bA 7\u00a0", "A 7"),
        ("\ufeffA", "A"),
        ("\u0416-7\u00a0", "\u0416-7"),
        ('="\u0416-7"', "\u0416-7"),
        ("O'Neil", "O'Neil"),
        ("NA", "NA"),
        ("None", None),
        ("NULL", None),
        ("none", "none"),
        ("-", "-"),
    ],
)
@pytest.mark.parametrize("rows", [1, 4000])
def test_ids_stay_what_they_are_in_the_sample_and_beyond_it(written, identifier, rows, tmp_path):
    read = _sales(tmp_path, *[("Z", "05.03.2024", "1")] * rows, (written, "05.03.2024", "10"))
    assert read.rows("customer_id")[-1] == (identifier,)


def test_texts_that_look_like_nothing_stay_texts(tmp_path):
    header = (*HEADER, "region", "product")
    read = _sales(
        tmp_path, ("A", "05.03.2024", "1", "NA", "None"), ("A", "05.03.2024", "1", "null", "-"), header=header
    )
    assert read.rows("region", "product") == [("NA", "None"), ("null", "-")]


def test_a_client_called_null_by_a_program_is_no_client_and_is_told(tmp_path):
    read = _sales(tmp_path, ("A", "05.03.2024", "1"), ("NULL", "05.03.2024", "10"), ("NULL", "06.03.2024", "20"))
    assert _told(read)["ids_of_nobody"] == {"n": 2, "value": "NULL", "column": "customer_id"}
    assert (read.receipt.clients, read.receipt.rows_without_client) == (1, 2)
    assert read.receipt.amount_without_client == Decimal(30)


@pytest.mark.parametrize("ruined", ["1.03E+19", "4,60704E+12"])
def test_ids_that_excel_has_ruined_are_told(ruined, tmp_path):
    read = _sales(tmp_path, ("A", "05.03.2024", "1"), (ruined, "05.03.2024", "1"), (ruined, "05.03.2024", "2"))
    assert _told(read) == {"ids_ruined": {"n": 2, "value": ruined}}


@pytest.mark.parametrize(("language", "rows"), [("ru", "В 2 строках"), ("en", "In 2 rows")])
def test_a_ruined_id_of_two_rows_is_not_told_as_two_ids(language, rows, tmp_path):
    read = _sales(tmp_path, ("1.03E+19", "05.03.2024", "1"), ("1.03E+19", "05.03.2024", "2"))
    assert words(language)("ingest.ids_ruined", **_told(read)["ids_ruined"]).startswith(rows)


def test_spellings_of_one_name_are_left_as_they_are_and_told(tmp_path):
    names = ["Пётр Ёлкин", "ПЕТР ЕЛКИН", "Петр  Елкин", 'ООО "Ромашка"', "ООО «РОМАШКА»", "Лютик", "7", "07"]
    read = _sales(tmp_path, *[(name, "05.03.2024", "1") for name in names])
    assert [who for (who,) in read.rows("customer_id")] == names
    assert _told(read)["name_variants"] == {"n": 2, "value": 'ООО "Ромашка"', "other": "ООО «РОМАШКА»"}


@pytest.mark.parametrize(
    ("header", "columns", "written", "kept"),
    [
        ("Клиент;Дата обращения;Вид контакта", "kind", "Жалоба", "complaint"),
        ("Клиент;Дата обращения;Вид контакта", "kind", "Запрос по нашей форме", "request_own_form"),
        ("Клиент;Дата обращения;Вид контакта", "kind", "Звонок о погоде", "Звонок о погоде"),
        ("Customer;Contact date;Contact type", "kind", "Company review", "review_company"),
        ("Customer;Contact date;Contact type", "kind", "mailing_sent", "mailing_sent"),
        ("Дата опроса;Оценка;Вопрос", "question", "Порекомендуете ли вы нас?", "recommend"),
        ("Номер заявки;Дата заявки;Результат", "outcome", "Стал клиентом", "won"),
    ],
)
def test_words_become_the_codes_they_stand_for(header, columns, written, kept, tmp_path):
    first = {
        "kind": f"Ромашка;05.03.2024;{written}",
        "question": f"05.03.2024;9;{written}",
        "outcome": f"17;05.03.2024;{written}",
    }
    read = loaded_text(tmp_path, f"{header}\n{first[columns]}\n")
    assert read.rows(columns, table=read.receipt.kind) == [(kept,)]
    unknown = {"unknown_words": {"n": 1, "value": written, "column": header.split(";")[-1]}}
    assert _told(read) == (unknown if written == kept != "mailing_sent" else {})


MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "short ru": "янв фев мар апр май июн июл авг сен окт ноя дек".split(),
    "en": "January February March April May June July August September October November December".split(),
    "short en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
FORMS = {
    "russian": lambda d: f"{d.day} {MONTHS['ru'][d.month - 1]} {d.year} г.",
    "russian, shortened": lambda d: f"{d.day:02}-{MONTHS['short ru'][d.month - 1]}-{d.year}",
    "american": lambda d: f"{MONTHS['en'][d.month - 1]} {d.day}, {d.year}",
    "oracle": lambda d: f"{d.day:02}-{MONTHS['short en'][d.month - 1].upper()}-{d.year % 100:02}",
    "two digits of a year": lambda d: f"{d.day}.{d.month}.{d.year % 100:02}",
    "with a zone": lambda d: f"{d.isoformat()}T23:59:59.999+03:00",
    "excel": lambda d: str((d - dt.date(1899, 12, 30)).days),
    "excel with a clock": lambda d: f"{(d - dt.date(1899, 12, 30)).days},75",
    "compact": lambda d: d.strftime("%Y%m%d"),
    "with an hour": lambda d: d.strftime("%Y%m%d07"),
    "with seconds": lambda d: d.strftime("%Y%m%d235959"),
}


@REPEATED
@given(
    form=st.sampled_from(sorted(FORMS)),
    days=st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2068, 12, 31)), min_size=1, max_size=30),
)
def test_any_day_reads_back_equal_from_any_form(tmp_path_factory, form, days):
    read = _sales(tmp_path_factory.mktemp("days"), *[("A", FORMS[form](day), "1") for day in days])
    assert [day for (day,) in read.rows("order_date")] == days


def _dressed(amount: Decimal, decimal: str, grouping: str, dress: str) -> str:
    bare = dress.format(written_money(abs(amount), decimal, grouping))
    return f"({bare})" if amount < 0 else bare


@REPEATED
@given(
    amounts=st.lists(st.decimals(-10_000_000, 10_000_000, places=2), min_size=1, max_size=30),
    decimal=st.sampled_from(",."),
    grouping=st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", "'", "\u2019"]),
    dress=st.sampled_from(["{}", "{} руб.", "{} р.", "₽{}", "${}", "US$ {}", "{} EUR", "{} ₽"]),
)
def test_any_amount_reads_back_equal_from_any_form(tmp_path_factory, amounts, decimal, grouping, dress):
    rows = [("A", "05.03.2024", _dressed(amount, decimal, grouping, dress)) for amount in amounts]
    told = ("A", "05.03.2024", _dressed(Decimal("1.50"), decimal, grouping, dress))
    read = _sales(tmp_path_factory.mktemp("money"), told, *rows)
    assert [amount for (amount,) in read.rows("amount")][1:] == amounts
