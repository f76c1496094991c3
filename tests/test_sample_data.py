"""The sample bases: the real ones are whole, the synthetic company is the same everywhere and hides what it says."""

from __future__ import annotations

import hashlib
import io
import time
import tomllib
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import sample_data
from analytics.ingest import understand
from analytics.schema import BASES
from analytics.words import LANGUAGES, words
from sample_data.company.language import words as company_words
from sample_data.souvenirs import company, generate, write

HERE = Path(sample_data.__file__).parent
TRUTHS = tomllib.loads((HERE / "truths.toml").read_text("utf-8"))
CYRILLIC = range(0x400, 0x500)


@pytest.fixture(scope="module")
def english():
    return company("en")


@pytest.fixture(scope="module")
def russian():
    return company("ru")


@pytest.fixture(scope="module")
def database(english):
    """The English bases as exact tables, with the helping tables of the truths."""
    with duckdb.connect() as connection:
        for kind, rows in english.items():
            connection.register("rows", rows)
            connection.execute(f"create table {kind} as select * from rows")
            for column in {"amount", "profit", "cost_to_serve", "acquisition_cost"} & set(rows):
                connection.execute(f"alter table {kind} alter {column} type decimal(18, 2)")
            for column in (c for c in rows if c.endswith("date") or c == "deadline"):
                connection.execute(f"alter table {kind} alter {column} type date")
        for name, query in TRUTHS["tables"].items():
            connection.execute(f"create table {name} as {query}")
        yield connection


def published(key: str) -> dict[str, object]:
    return {number.what: number.value for number in sample_data.sample(key).published}


def counted(file: Path, amount: str, client: str) -> tuple:
    total = f"select count(*), count(distinct {client}), sum({amount}) from '{file}'"
    return duckdb.sql(total).fetchall()[0]


def fingerprint(bases: dict[str, pd.DataFrame]) -> str:
    text = io.StringIO()
    for rows in bases.values():
        rows.to_csv(text, index=False, lineterminator="\n")
    return hashlib.sha256(text.getvalue().encode()).hexdigest()


def numbers(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.select_dtypes(["number", "datetime"])


def test_the_uci_shop_has_every_line_and_its_published_totals():
    file = HERE / "online_retail.parquet"
    rows, clients, amount = counted(file, "Quantity * UnitPrice", "CustomerID")
    theirs = published("online_retail")
    assert (rows, clients, round(amount, 2)) == (theirs["rows"], theirs["clients"], theirs["amount"])
    known = f"select count(*), sum(Quantity * UnitPrice) from '{file}' where CustomerID is not null"
    ((with_client, money),) = duckdb.sql(known).fetchall()
    assert (round(money, 2), rows - with_client) == (theirs["amount_with_client"], theirs["rows_without_client"])


def test_the_uci_shop_writes_client_numbers_without_the_point_a_spreadsheet_left():
    clients = duckdb.sql(f"select distinct CustomerID from '{HERE / 'online_retail.parquet'}'").fetchall()
    assert all(client is None or len(client) == 5 and client.isdigit() for (client,) in clients)


@pytest.mark.parametrize(("key", "amount"), [("cdnow", "amount"), ("rfm_orders", "revenue")])
def test_a_small_real_base_has_every_row_and_its_published_totals(key, amount):
    theirs = published(key)
    found = counted(HERE / f"{key}.csv", f"{amount}::decimal(12, 2)", "customer_id")
    assert found == (theirs["rows"], theirs["clients"], theirs["amount"])
    assert round(found[2] / found[1], 4) == theirs["average"]


@pytest.mark.parametrize("key", ["cdnow", "rfm_orders"])
def test_published_classes_sum_to_the_published_clients(key):
    theirs = published(key)
    for method in ("abc_share", "abc_average"):
        assert sum(theirs[f"{method}_{letter}"] for letter in "abc") == theirs["clients"]


def test_published_money_is_exact():
    money = [n.value for s in sample_data.SAMPLES for n in s.published if n.what.startswith("amount")]
    assert money and all(isinstance(value, Decimal) for value in money)


def test_the_stored_bases_are_small():
    sizes = {file.name: file.stat().st_size for file in HERE.iterdir() if file.suffix in (".csv", ".parquet")}
    assert sum(sizes.values()) <= 8_000_000 and len(sizes) == 6


def test_every_stored_base_has_its_licence_written_down():
    text = (HERE / "LICENSES.md").read_text("utf-8")
    assert all(f"`{file.name}`" in text for file in HERE.iterdir() if file.suffix in (".csv", ".parquet"))
    assert "CC BY 4.0" in text and "Daqing Chen" in text and "MIT" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sample_number_and_source_has_its_words(language):
    said = words(language)
    for s in sample_data.SAMPLES:
        assert said.has(f"samples.{s.key}") and said.has(f"samples.{s.key}_about")
        assert all(said.has(f"samples.{n.what}") and said.has(f"samples.{n.source}") for n in s.published)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sample_gives_files_of_known_kinds_that_exist(language, tmp_path):
    for s in sample_data.SAMPLES:
        files = s.files(language, tmp_path / s.key)
        assert files and all(kind in BASES and file.stat().st_size for kind, file in files)


def test_the_same_seed_gives_the_same_bytes():
    assert fingerprint(generate("en")) == fingerprint(generate("en")) == TRUTHS["fingerprint"]


def test_another_seed_gives_another_company():
    assert fingerprint(generate("en", seed=1)) != TRUTHS["fingerprint"]


@pytest.mark.parametrize("kind", ["sales", "customers", "contacts", "scores", "leads", "departures"])
def test_both_languages_tell_the_same_numbers(kind, english, russian):
    assert list(english[kind]) == list(russian[kind])
    pd.testing.assert_frame_equal(numbers(english[kind]), numbers(russian[kind]))
    for column in english[kind]:
        assert (english[kind][column].isna() == russian[kind][column].isna()).all(), column


def test_words_of_both_languages_have_the_same_keys_and_lists_of_the_same_length():
    def shape(tree: object) -> object:
        if isinstance(tree, dict):
            return {key: shape(value) for key, value in tree.items()}
        return len(tree) if isinstance(tree, list) else None

    assert shape(company_words("ru")) == shape(company_words("en"))


def test_every_value_has_its_word(english):
    may_be_empty = {"customer_id", "customer_name", "manager", "referrer_id", "order_id", "became_order", "reason"}
    for kind, rows in english.items():
        texts = rows.drop(columns=[c for c in rows if c in may_be_empty]).select_dtypes(["object", "str"])
        assert texts.notna().all(axis=None), kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_one_the_product_knows(language):
    for kind, headings in company_words(language)["headings"].items():
        unknown = [column for column in headings if not BASES[kind].has(column)]
        assert not unknown, (kind, unknown)
        assert set(BASES[kind].required) <= set(headings)


def test_the_company_is_of_the_promised_size(english):
    sales, months = english["sales"], english["sales"]["order_date"].dt.to_period("M")
    assert 12_000 <= len(sales) <= 20_000 and 590 <= len(english["customers"]) <= 620
    assert months.nunique() == 36 and (str(months.min()), str(months.max())) == ("2023-07", "2026-06")


def test_documents_come_in_their_order(english):
    dates = english["sales"][["order_date", "invoice_sent_date", "paid_date", "docs_sent_date", "docs_signed_date"]]
    complete = dates.dropna()
    assert all(earlier <= later for earlier, later in zip(complete.min(), complete.min()[1:], strict=False))
    for earlier, later in zip(dates, list(dates)[1:], strict=False):
        assert (complete[earlier] <= complete[later]).all()


def test_nothing_happens_after_the_last_day_but_deadlines(english):
    for kind, rows in english.items():
        for column in rows.select_dtypes("datetime").columns.difference(["deadline", "launch_date"]):
            assert rows[column].max() <= pd.Timestamp("2026-06-30"), (kind, column)


def test_people_are_fictional(english, russian):
    assert english["customers"]["email"].str.endswith("@example.com").all()
    assert all(bases["customers"]["phone"].str.contains("(000)", regex=False).all() for bases in (english, russian))


def test_no_two_first_cards_share_a_name(english):
    assert english["customers"]["name"].is_unique and english["leads"]["company"].is_unique


@pytest.mark.parametrize("truth", TRUTHS["truth"], ids=lambda truth: truth["code"])
def test_a_planted_truth_is_found(truth, database):
    ((answer,),) = database.sql(truth["find"]).fetchall()
    assert truth["lowest"] <= answer <= truth["highest"], truth["says"]
    assert float(answer) == pytest.approx(truth["found"], abs=5e-4)


def test_the_reasons_for_leaving_are_near_the_published_ones(english):
    shares = english["departures"]["reason"].value_counts(normalize=True).to_list()
    assert shares == pytest.approx([0.68, 0.14, 0.09, 0.05, 0.04], abs=0.01)


def test_a_russian_file_is_written_as_an_accounting_program_would(tmp_path):
    text = write(tmp_path, "ru")["sales"].read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    heading, first = text.decode("utf-8-sig").split("\n")[:2]
    assert heading.count(";") == first.count(";") == 17 and ";03.07.2023;" in first and "," in first.split(";")[7]


def test_an_english_file_is_plain(tmp_path):
    first = write(tmp_path, "en")["sales"].read_text("utf-8").split("\n")[1]
    assert ",2023-07-03," in first


def test_the_other_form_holds_the_same_rows(tmp_path):
    files = write(tmp_path, "en", form="parquet")
    assert {kind: len(pd.read_parquet(file)) for kind, file in files.items()} == {
        kind: len(rows) for kind, rows in generate("en").items()
    }


def test_the_whole_company_is_made_in_two_seconds():
    start = time.process_time()
    generate("ru")
    assert time.process_time() - start < 2


def test_code_of_the_samples_has_no_russian_words():
    for file in HERE.rglob("*.py"):
        assert not any(ord(letter) in CYRILLIC for letter in file.read_text("utf-8")), file


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [s.key for s in sample_data.SAMPLES])
def test_every_sample_is_understood_without_hints(key, language, tmp_path):
    for kind, file in sample_data.sample(key).files(language, tmp_path):
        understood = understand(file)
        assert understood.kind == kind and not understood.missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_the_company_is_recognised_for_what_it_is(language, tmp_path):
    for kind, file in write(tmp_path, language).items():
        assert understand(file).mapping == company_words(language)["headings"][kind]
