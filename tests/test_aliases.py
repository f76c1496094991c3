"""A base without names: aliases that stay, tell nothing and join as names did; a copy with the very same results."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

import sample_data
from analytics import (
    aliases,
    anonymised_copy,
    facts,
    free_texts,
    keeping,
    keeping_base,
    keeping_file,
    own_grades,
    plan_notes,
    plan_texts,
    summary,
)
from analytics.anonymised_copy import Called
from analytics.customers import COLUMNS as OF_CLIENTS
from analytics.customers import customers
from analytics.doctor import duplicates, examination, merging
from analytics.ingest import Hints, load, receipts, understand
from analytics.keeping import Kept
from analytics.keeping_home import Home
from analytics.schema import BASES
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse

KINDS = {"client": "Client", "lead": "Enquiry", "company": "Company", "manager": "Manager", "order": "Order"}
CALLED = Called(KINDS, "File", "Base without names")
NOTE = "Segment note"
SALES = """Client,Date,Amount,Manager,City,Product,Segment note,Order
Anna Berg,2025-01-10,700.50,Kim Lee,Omsk,Mug for Anna Berg,likes tea,17
Boris & Co,2025-02-20,200,Olga Bright,Tver,Pen,pays late,18
anna berg,2025-03-05,100,Kim Lee,Omsk,Cap,ask for Vera,19
Vera,2025-03-06,100,,Omsk,Anna Berg,write to v@example.com,20
Gleb,lots of money,5,Kim Lee,Omsk,Pen,x,21
"""
CLIENTS = """Client,Name,Email,Phone,Source,Referrer,City
Anna Berg,Anna Berg senior,anna@example.com,+7 900 123-45-67,Fair,,Omsk
Boris & Co,Boris Ltd,boris@example.com,,Anna Berg,Anna Berg senior,Tver
Vera,,,,Fair,Somebody Else,Omsk
"""
LEADS = """Lead,Date,Outcome,Company,Manager
17,2025-01-11,refused,boris & co,Kim Lee
Vera,2025-01-12,refused,,Kim Lee
Zeta,2025-01-13,refused,Zeta Works,Kim Lee
"""
NAMED = (
    "Anna",
    "Berg",
    "Boris",
    "Vera",
    "Gleb",
    "Zeta",
    "Kim",
    "Olga",
    "Somebody",
    "example.com",
    "900 123",
    "sales.csv",
)


def base(folder: Path, *texts: tuple[str, str]) -> Warehouse:
    made = Warehouse(folder)
    append(made, "replace", *texts)
    return made


def append(warehouse: Warehouse, joining: str, *texts: tuple[str, str]) -> None:
    files = []
    for name, text in texts:
        (warehouse.folder / name).write_text(text)
        hints = Hints(mapping={"attribute_1": NOTE}) if NOTE in text else None
        files.append(understand(warehouse.folder / name, name, hints, scratch=warehouse.folder))
    load(warehouse, files, joining)


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home").made()


@pytest.fixture
def shop(home):
    with closing(base(home.path(home.make(Kept(name="Anna Berg's shop"))), *shop_files())) as made:
        yield made


def shop_files() -> list[tuple[str, str]]:
    return [("sales.csv", SALES), ("customers.csv", CLIENTS), ("leads.csv", LEADS)]


def copied(home: Home, warehouse: Warehouse, kept: Kept = Kept(), called: Called = CALLED):  # noqa: B008
    """The copy, opened, and our name of it."""
    name = anonymised_copy.made(home, warehouse, kept, called)
    return keeping_base.opened(home.path(name))[0], name


def numbers(warehouse: Warehouse, kind: str = "client") -> dict[str, int]:
    rows = warehouse.rows("select original, number from aliases where kind = $kind order by number", {"kind": kind})
    return {row["original"]: row["number"] for row in rows}


def texts_of(warehouse: Warehouse) -> list[tuple[str, str]]:
    """(table.column, text) for every text in every table, those of facts too."""
    found = warehouse.rows(
        """select schema_name || '.' || table_name as name, column_name as told from duckdb_columns()
           where not internal and not is_generated and data_type in ('VARCHAR', 'JSON')"""
    )
    return [
        (f"{column['name']}.{column['told']}", row["text"])
        for column in found
        for row in warehouse.rows(
            f'select distinct "{column["told"]}"::varchar as text from {column["name"]} where "{column["told"]}" is not null'
        )
    ]


def clients_of(names: str) -> str:
    return "Client,Date,Amount\n" + "".join(f"{name},2025-01-10,{n}\n" for n, name in enumerate(names.split(), 1))


class TestNumbers:
    def test_everybody_has_one_and_no_number_is_left_out(self, shop):
        aliases.give(shop)
        assert sorted(numbers(shop).values()) == list(range(1, len(numbers(shop)) + 1))
        assert set(numbers(shop)) == {"Anna Berg", "anna berg", "Boris & Co", "Vera", "Somebody Else"}
        assert set(numbers(shop, "manager")) == {"Kim Lee", "Olga Bright"}

    def test_stay_when_asked_again_and_after_a_new_start(self, home):
        folder = home.path(home.make())
        with closing(base(folder, ("sales.csv", clients_of("anna boris vera gena")))) as first:
            aliases.give(first)
            before = numbers(first)
            aliases.give(first)
            assert numbers(first) == before
        again, _ = keeping_base.opened(folder)
        with closing(again):
            aliases.give(again)
            assert numbers(again) == before

    def test_of_those_who_came_first_are_not_changed_by_those_who_come_later(self, tmp_path):
        with closing(base(tmp_path, ("sales.csv", clients_of("mila nora olga")))) as shop:
            aliases.give(shop)
            before = numbers(shop)
            append(shop, "append", ("more.csv", clients_of("anna boris zoya")))
            aliases.give(shop)
            now = numbers(shop)
            assert {name: now[name] for name in before} == before
            assert sorted(now[name] for name in ("anna", "boris", "zoya")) == [4, 5, 6]
            append(shop, "replace", ("again.csv", clients_of("olga zoya")))
            aliases.give(shop)
            assert numbers(shop) == now

    def test_begin_anew_in_a_base_of_quite_other_clients(self, tmp_path):
        with closing(base(tmp_path, ("sales.csv", clients_of("mila nora olga")))) as shop:
            aliases.give(shop)
            append(shop, "replace", ("other.csv", clients_of("anna boris")))
            aliases.give(shop)
            assert set(numbers(shop)) == {"anna", "boris"} and sorted(numbers(shop).values()) == [1, 2]

    def test_follow_neither_the_alphabet_nor_the_money_and_differ_from_base_to_base(self, tmp_path):
        names = " ".join(f"client{i:03}" for i in range(60))
        orders = []
        for place in ("one", "other"):
            with closing(base(tmp_path / place, ("sales.csv", clients_of(names)))) as shop:
                aliases.give(shop)
                orders.append(list(numbers(shop)))
        assert names.split() not in (*orders, *(order[::-1] for order in orders))
        assert orders[0] != orders[1]

    def test_travel_with_a_file_of_the_base_and_not_with_one_of_its_copy(self, home, shop, tmp_path):
        copy, _ = copied(home, shop)
        with closing(copy):
            taken = [keeping_file.write(w, Kept(), tmp_path / f"{n}.clientbase") for n, w in enumerate((shop, copy))]
        opened = [keeping_base.opened(home.path(keeping_file.read(home, file, file.name)))[0] for file in taken]
        try:
            assert numbers(opened[0]) == numbers(shop)
            assert not opened[1].has(aliases.TABLE)
        finally:
            for each in opened:
                each.close()


def test_a_base_of_sales_alone_has_its_copy(home, tmp_path):
    with closing(base(tmp_path / "b", ("sales.csv", clients_of("anna boris anna")))) as shop:
        copy, _ = copied(home, shop)
        with closing(copy):
            assert copy.value("select count(distinct customer_id) from sales") == 2


class TestWhoIsWho:
    """One client is one alias, by whatever of its names it is called."""

    @pytest.fixture
    def told(self, home, shop):
        copy, _ = copied(home, shop)
        yield (
            copy,
            lambda name, kind="client": f"{KINDS[kind]} {numbers(shop, kind)[name]:0{2 if kind == 'manager' else 3}}",
        )
        copy.close()

    def test_in_every_base(self, told):
        copy, alias = told
        sold = copy.rows("select customer_id, amount from sales order by rowid")
        assert [row["customer_id"] for row in sold] == [
            alias(n) for n in ("Anna Berg", "Boris & Co", "anna berg", "Vera")
        ]
        listed = copy.rows("select customer_id, city from customers order by rowid")
        assert [tuple(row.values()) for row in listed] == [
            (alias("Anna Berg"), "Omsk"), (alias("Boris & Co"), "Tver"), (alias("Vera"), "Omsk"),
        ]  # fmt: skip

    def test_managers(self, told):
        copy, alias = told
        kim, olga = alias("Kim Lee", "manager"), alias("Olga Bright", "manager")
        sold = [row["manager"] for row in copy.rows("select manager from sales order by rowid")]
        assert sold == [kim, olga, kim, None]
        assert {row["manager"] for row in copy.rows("select manager from leads")} == {kim}

    def test_a_referrer_and_a_source_named_instead_of_its_id(self, told):
        copy, alias = told
        rows = copy.rows("select referrer_id, source from customers order by rowid")
        assert [row["referrer_id"] for row in rows] == [None, alias("Anna Berg"), alias("Somebody Else")]
        assert [row["source"] for row in rows] == ["Fair", alias("Anna Berg"), "Fair"]

    def test_a_lead_that_became_a_client_and_one_that_has_only_a_number(self, told):
        copy, alias = told
        rows = copy.rows("select lead_id, company from leads order by date")
        assert [row["company"] for row in rows] == [alias("Boris & Co"), None, alias("Zeta Works", "company")]
        assert [row["lead_id"] for row in rows] == [alias("17", "lead"), alias("Vera"), alias("Zeta", "lead")]

    def test_merged_clients_are_merged_in_the_copy(self, home, shop):
        merging.merge(shop, [("anna berg", "Anna Berg")])
        copy, _ = copied(home, shop)
        with closing(copy):
            sold = [row["customer_id"] for row in copy.rows("select customer_id from sales order by rowid")]
            assert sold[0] == sold[2]
            assert len(merging.merged(copy)) == 1
            merging.undo(copy, [merging.merged(copy)[0]["customer_id"]])
            assert copy.value("select count(distinct customer_id) from sales") == 4


class TestWhatPeopleWrote:
    def test_a_text_that_is_a_name_or_holds_one_is_replaced_and_any_other_stays(self, home, shop):
        copy, _ = copied(home, shop)
        with closing(copy):
            products = [row["product"] for row in copy.rows("select product from sales order by rowid")]
            assert products == [free_texts.HIDDEN, "Pen", "Cap", f"Client {numbers(shop)['Anna Berg']:03}"]

    def test_fields_of_nearly_a_value_a_client_are_left_out_everywhere(self, home, shop):
        sources = {row["source"] for row in shop.rows("select source from mapped_columns")}
        assert NOTE in sources
        copy, _ = copied(home, shop)
        with closing(copy):
            assert copy.value("select count(attribute_1) from sales") == 0
            known = copy.rows('select kind, "column", source from mapped_columns')
            assert not {"name", "email", "phone", "attribute_1"} & {row["column"] for row in known}
            assert NOTE not in {row["source"] for row in known}
            assert NOTE not in {name for receipt in receipts(copy) for name in receipt.mapping.values()}

    def test_an_attribute_of_few_values_stays(self, tmp_path, home):
        lines = "".join(f"client{i},2025-01-{i + 1:02},{i},{('gold', 'blue', 'grey')[i % 3]}\n" for i in range(12))
        with closing(base(tmp_path, ("sales.csv", f"Client,Date,Amount,Card\n{lines}"))) as shop:
            copy, _ = copied(home, shop)
            with closing(copy):
                assert copy.value("select count(distinct attribute_1) from sales") == 3

    def test_refused_rows_are_counted_and_not_quoted(self, home, shop):
        copy, _ = copied(home, shop)
        with closing(copy):
            rows = copy.rows("select * from refused")
            assert [(row["file"], row["row"], row["value"], row["raw"]) for row in rows] == [("File", 6, None, None)]

    def test_nothing_of_anybody_is_left_in_any_table_nor_in_the_files(self, home, shop):
        kept = Kept(
            "Anna Berg's shop", "sales.csv",
            {"abc.share.a": "0.8"},
            {"filter.manager": ("Kim Lee", "Nobody Here", ""), "filter.city": ("Omsk",), "filter.attribute_1": ("likes tea",),
             "rfm.names": ("champion=Friends of Vera",), "dependence.clients": ("Vera",), "window": "last_year"},
            {"without Boris & Co": {"abc.share.a": "0.5"}, "strict": {"abc.share.a": "0.6"}},
        )  # fmt: skip
        copy, name = copied(home, shop, kept)
        with closing(copy):
            facts.build(copy, View())
            shown = [
                (place, text) for place, text in texts_of(copy) if any(named in text for named in (*NAMED, "Nobody"))
            ]
            assert shown == []
        told = keeping.load(home.path(name))
        kim = f"Manager {numbers(shop, 'manager')['Kim Lee']:02}"
        assert told.name == "Base without names" and told.thresholds == kept.thresholds
        assert told.choices == {
            "filter.manager": (kim, free_texts.HIDDEN, ""), "filter.city": ("Omsk",), "window": "last_year",
            "dependence.clients": (f"Client {numbers(shop)['Vera']:03}",),
        }  # fmt: skip
        assert told.scenarios == {"strict": {"abc.share.a": "0.6"}}
        raw = b"".join(f.read_bytes() for f in home.path(name).rglob("*") if f.is_file())
        assert [named for named in NAMED if named.encode() in raw] == []

    def test_every_table_that_can_be_kept_is_one_of_which_it_was_decided_what_a_copy_says(self, home, shop):
        with closing(shop.cursor()) as cursor:
            for table in keeping_file.TABLES.keys() - {"refused", "receipts", "mapped_columns", *aliases_of_nobody()}:
                columns = ", ".join(f'"{c}" {t}' for c, t in keeping_file.TABLES[table].items())
                cursor.execute(f"create table if not exists {table} ({columns})")
            rewriting = anonymised_copy.Rewriting({}, "File")
            undecided = [t for t in keeping_file.TABLES if t not in decided_by_hand() and not rewriting.of(cursor, t)]
        assert undecided == []


def decided_by_hand() -> set[str]:
    return {"receipts", "mapped_columns", *aliases_of_nobody()}


def aliases_of_nobody() -> set[str]:
    return {aliases.TABLE, aliases.ORIGIN}


class TestTheCopy:
    def test_is_found_again_while_the_base_is_the_same_and_made_anew_when_it_is_not(self, home, shop):
        first = anonymised_copy.made(home, shop, Kept(), CALLED)
        assert anonymised_copy.made(home, shop, Kept(), CALLED) == first
        append(shop, "append", ("more.csv", "Client,Date,Amount\nDina,2025-04-01,5\n"))
        second = anonymised_copy.made(home, shop, Kept(), CALLED)
        assert second != first and home.has(first)
        home.delete(second)
        assert anonymised_copy.made(home, shop, Kept(), CALLED) not in (first, second)

    def test_knows_whose_it_is_and_speaks_the_language_it_was_made_in(self, home, shop):
        copy, name = copied(home, shop)
        with closing(copy):
            assert home.path(anonymised_copy.origin(copy)) == shop.folder
            assert anonymised_copy.origin(shop) is None
        russian = Called(KINDS | {"client": "Клиент"}, "Файл", "База без имён")
        other, other_name = copied(home, shop, called=russian)
        with closing(other):
            assert other_name != name
            assert copy_ids(other) == {each.replace("Client", "Клиент") for each in copy_ids_of(home, name)}

    def test_of_what_was_noted_for_the_action_plan_keeps_who_does_it_and_not_what_was_written(self, home, shop):
        with shop.transaction() as cursor:
            for module in (plan_notes, plan_texts):
                columns = ", ".join(f"{name} {sql_type}" for name, sql_type in module.COLUMNS.items())
                cursor.execute(f"create table {module.TABLE} ({columns})")
            noted = "('Vera', 'win_back', 'done', 'Kim Lee', date '2025-06-01', 'ask Anna Berg', date '2025-03-06')"
            cursor.execute(f"insert into {plan_notes.TABLE} values {noted}")
            cursor.execute(f"insert into {plan_texts.TABLE} values ('en', 'goal_reward', 'As Boris & Co do')")
        copy, _ = copied(home, shop)
        with closing(copy):
            (row,) = copy.rows(f"select customer_id, status, owner, note from {plan_notes.TABLE}")
            kim, vera = numbers(shop, "manager")["Kim Lee"], numbers(shop)["Vera"]
            assert row == {
                "customer_id": f"Client {vera:03}",
                "status": "done",
                "owner": f"Manager {kim:02}",
                "note": None,
            }
            assert copy.value(f"select text from {plan_texts.TABLE}") == free_texts.HIDDEN

    def test_of_grades_given_on_screen_and_of_dropped_repeats(self, home, tmp_path):
        leads = "Lead,Date,Outcome,Brand,Company\nZeta,2025-01-13,refused,2,Zeta Works\n"
        sales = "Client,Date,Amount\nanna,2025-01-10,7\nanna,2025-01-10,7\nboris,2025-01-11,5\n"
        with closing(base(tmp_path / "b", ("sales.csv", sales), ("leads.csv", leads))) as shop:
            own_grades.give(shop, "Zeta", dt.date(2025, 1, 13), {"brand": 4})
            duplicates.drop(shop, "sales")
            copy, _ = copied(home, shop)
            with closing(copy):
                assert own_grades.count(copy) == 1
                found = copy.rows(f"select brand from {own_grades.laid_over(copy, 'leads')}")
                assert found == [{"brand": Decimal("4.00")}]
                duplicates.keep(copy, "sales")
                assert copy.value("select count(*) from sales") == 3


def copy_ids(warehouse: Warehouse) -> set[str]:
    return {row["customer_id"] for row in warehouse.rows("select distinct customer_id from sales")}


def copy_ids_of(home: Home, name: str) -> set[str]:
    warehouse, _ = keeping_base.opened(home.path(name))
    with closing(warehouse):
        return copy_ids(warehouse)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Sample → its base and its copy without names."""
    found = {}
    for key in ("souvenirs", "online_retail"):
        home = Home(tmp_path_factory.mktemp(key) / "home").made()
        folder = home.path(home.make())
        files = sample_data.sample(key).files("en", folder)
        warehouse = Warehouse(folder, [path for _, path in files])
        load(warehouse, [understand(path, hints=Hints(kind=kind)) for kind, path in files])
        found[key] = (warehouse, copied(home, warehouse)[0])
    yield found
    for pair in found.values():
        for each in pair:
            each.close()


@pytest.mark.parametrize("key", ["souvenirs", "online_retail"])
class TestResultsOfTheCopy:
    def test_are_those_of_the_base(self, key, pairs):
        """Every small table of the contract; whoever is named in one is named otherwise, so rows stand in another order."""
        tables = [summary.tables(each, facts.build(each, View()), Thresholds()) for each in pairs[key]]
        ours, theirs = ({name: rows_of_nobody(rows) for name, rows in found.items()} for found in tables)
        assert ours == theirs

    @pytest.mark.parametrize("thresholds", [{}, {"abc.method": "average", "rfm.method": "median", "bucket": "quarter"}])
    def test_classes_are_as_large_and_as_dear(self, key, thresholds, pairs):
        ours, theirs = (sums_of_classes(each, Thresholds(thresholds)) for each in pairs[key])
        assert len(ours) > 20 and ours == theirs

    def test_name_nobody(self, key, pairs):
        ours, copy = pairs[key]
        named = {text for kind, column in naming_columns(ours) for text in values(ours, kind, column)}
        assert len(named) > 500
        texts = texts_of(copy)
        assert [(place, text) for place, text in texts if text in named] == []
        spoken = {name for name in named if re.search(r"[^\W\d_]{4}", name)}
        short = [(place, text) for place, text in texts if len(text) < 500]
        words = {word for _, text in short for word in runs(text)}
        assert {name for name in spoken if " ".join(re.findall(r"\w+", name.lower())) in words} == set()

    def test_the_doctor_finds_nothing_that_was_not_there(self, key, pairs):
        ours, theirs = (
            {(f.code, f.kind, f.n) for f in examination.examine(each, dt.date(2026, 7, 1))} for each in pairs[key]
        )
        assert theirs <= ours


def rows_of_nobody(rows: list[dict]) -> list[str]:
    naming = {"lead", "key", "value"}
    bare = [{k: rounded(v) for k, v in row.items() if not (k in naming and isinstance(v, str))} for row in rows]
    return sorted(map(repr, bare))


def rounded(value: object) -> object:
    """The order in which a mean was summed up is nobody's business."""
    return round(value, 9) if isinstance(value, float) else value


CODES = ("class", "xyz", "segment", "code", "stage", "rung", "quadrant", "step")


def sums_of_classes(warehouse: Warehouse, thresholds: Thresholds) -> dict:
    found = customers(warehouse, facts.build(warehouse, View().under(thresholds)), thresholds)
    sums: dict = {}
    for row in found.to_pylist():
        for name in (c for c in OF_CLIENTS if c.endswith(CODES)):
            n, money = sums.get((name, row[name]), (0, Decimal(0)))
            sums[name, row[name]] = (n + 1, money + (row["revenue"] or 0))
    return sums


def naming_columns(warehouse: Warehouse) -> list[tuple[str, str]]:
    apart = (
        "customer_id",
        "customer_name",
        "name",
        "email",
        "phone",
        "referrer_id",
        "company",
        "lead_id",
        "manager",
        "order_id",
    )
    return [
        (kind, c.name) for kind, base in BASES.items() if warehouse.has(kind) for c in base.columns if c.name in apart
    ]


def values(warehouse: Warehouse, kind: str, column: str) -> list[str]:
    return [row["v"] for row in warehouse.rows(f"select distinct {column} as v from {kind} where {column} is not null")]


def runs(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[i : i + n]) for i in range(len(words)) for n in range(1, 6)]
