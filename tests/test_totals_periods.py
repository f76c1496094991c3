"""Totals of several periods: kept apart from the file to the pages, and compared. METHODS §0, §9, §10."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import __main__ as command
from analytics import bases, facts, keeping_base, keeping_file, side_bases, traits, views
from analytics.classes import sizes
from analytics.errors import Unusable
from analytics.ingest import Hints, load, memory, understand
from analytics.ingest.layouts import periods as written
from analytics.keeping import Kept
from analytics.keeping_home import Home
from analytics.methods import development, migration
from analytics.thresholds import Thresholds
from analytics.warehouse import Warehouse
from analytics.windows import OPEN, Paired, both, pair
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, seen, totals
from tests.ingest_files import Loaded, text_file, workbook
from tests.screens import Visitor, workspace_with
from ui.desk import desk_of

# 2023: 4 clients, 8 orders, 800. By share anna starts at 0 %, boris at 70 %, vera at 90 %, gena at 96 %.
THEN = """
    anna  560 4
    boris 160 2
    vera   48 1
    gena   32 1
"""
# 2024: 5 clients, 15 orders, 1800. boris starts at 0 %, vera at 61 %, anna at 89 %, dina at 94 %, emil at 98 %.
NOW = """
    boris 1100 6
    vera   500 4
    anna   100 2
    dina    60 1
    emil    40 2
"""
YEARS = ((dt.date(2023, 1, 1), dt.date(2023, 12, 31)), (dt.date(2024, 1, 1), dt.date(2024, 12, 31)))


def of_periods(columns: str, **rows: str) -> Base:
    """`of_periods("client amount", y2023="anna 5", y2024="anna 7")`: a base of totals of whole years, `none` of no period."""
    lines = [f"{line} {_days(name)}" for name, text in rows.items() for line in text.strip().splitlines()]
    return totals(f"{columns} period_start period_end", "\n".join(lines))


def _days(name: str) -> str:
    return ". ." if name == "none" else f"{name[1:]}-01-01 {name[1:]}-12-31"


@pytest.fixture(scope="module")
def shop() -> Base:
    return of_periods("client amount orders", y2023=THEN, y2024=NOW)


def compared(base: Base, against: tuple = OPEN, changes: dict | None = None, **view) -> Paired:
    known = bases.periods(base.warehouse)
    return both(base.warehouse, pair(None, seen(**view).under(Thresholds(changes)), against, known))


def code_of(act) -> str:
    with pytest.raises(Unusable) as fault:
        act()
    return fault.value.code


class TestTheNameOfAFile:
    @pytest.mark.parametrize(
        ("name", "period"),
        [
            ("2024", "2024-01-01 2024-12-31"),
            ("клиенты 2024", "2024-01-01 2024-12-31"),
            ("Отчёт по продажам и клиентам ООО Ромашка 2024 год", "2024-01-01 2024-12-31"),
            ("clients_2024", "2024-01-01 2024-12-31"),
            ("Q1 2025", "2025-01-01 2025-03-31"),
            ("Clients_Q1_2025", "2025-01-01 2025-03-31"),
            ("1 квартал 2025", "2025-01-01 2025-03-31"),
            ("итоги за 2 полугодие 2024", "2024-07-01 2024-12-31"),
            ("январь 2025", "2025-01-01 2025-01-31"),
            ("клиенты_февраль_2024", "2024-02-01 2024-02-29"),
            ("2024-03", "2024-03-01 2024-03-31"),
            ("январь-март 2025", "2025-01-01 2025-03-31"),
            ("2023-2024", "2023-01-01 2024-12-31"),
            ("с 01.01.2024 по 15.02.2024", "2024-01-01 2024-02-15"),
            ("клиенты 2024 выгрузка 15.01.2025", "2024-01-01 2024-12-31"),
        ],
    )
    def test_tells_its_period(self, name, period):
        assert written.named(name) == tuple(map(day, period.split()))

    @pytest.mark.parametrize("name", ["клиенты", "выгрузка 15.01.2025", "список 1203", "export_20240115", "TDSheet"])
    def test_of_no_period_tells_none(self, name):
        assert written.named(name) is None


LIST = "Client,Revenue\nanna,5\nboris,3\n"


class TestReading:
    def test_two_reports_of_two_years_keep_their_years_apart(self, tmp_path):
        books = [self.report(tmp_path, year, amount) for year, amount in ((2023, 100), (2024, 250))]
        read = Loaded(tmp_path, *books)
        assert [(told.kind, told.period) for told in read.told] == [("totals", year) for year in YEARS]
        assert [receipt.period for receipt in read.receipts] == list(YEARS)
        rows = read.rows("customer_id", "amount", "period_start", "period_end", table="totals")
        assert rows == [
            ("Ромашка", 100, *YEARS[0]),
            ("Вектор", 10, *YEARS[0]),
            ("Ромашка", 250, *YEARS[1]),
            ("Вектор", 10, *YEARS[1]),
        ]

    def report(self, folder: Path, year: int, amount: int) -> Path:
        rows = [
            ["Продажи по клиентам"],
            [f"за {year} год"],
            [],
            ["Клиент", "Выручка"],
            ["Ромашка", amount],
            ["Вектор", 10],
            ["Итого", amount + 10],
        ]
        return workbook(folder, {"TDSheet": rows}, f"отчёт {amount}.xlsx")

    def test_the_title_is_asked_first_then_the_sheet_then_the_file(self, tmp_path):
        rows = [["Client", "Revenue"], ["anna", 5], ["boris", 3]]
        titled = [["Sales for 2022"], *rows]
        found = [
            understand(workbook(tmp_path, {"2023": titled}, "one 2024.xlsx"), scratch=tmp_path / "s"),
            understand(workbook(tmp_path, {"2023": rows}, "two 2024.xlsx"), scratch=tmp_path / "s"),
            understand(workbook(tmp_path, {"Sheet1": rows}, "three 2024 (1).xlsx"), scratch=tmp_path / "s"),
        ]
        assert [file.period[0].year for file in found] == [2022, 2023, 2024]
        assert ["period_named" in file.evidence for file in found] == [False, True, True]

    def test_what_the_visitor_says_comes_before_all(self, tmp_path):
        file = text_file(tmp_path, LIST, "clients 2024.csv")
        told = understand(file, hints=Hints(period=YEARS[0]), scratch=tmp_path)
        assert told.period == YEARS[0] and "period_named" not in told.evidence
        assert understand(file, hints=Hints(period=()), scratch=tmp_path).period is None

    def test_columns_that_say_the_period_of_each_row_come_before_the_file(self, tmp_path):
        text = "Client,Revenue,From,To\nanna,5,2023-01-01,2023-12-31\nanna,7,2024-01-01,2024-12-31\n"
        columns = {"period_start": "From", "period_end": "To"}
        read = Loaded(tmp_path, text_file(tmp_path, text, "x 2020.csv"), hints=Hints(kind="totals", mapping=columns))
        assert bases.periods(read.warehouse) == YEARS

    def test_a_file_of_dated_sales_is_not_called_by_its_name(self, tmp_path):
        text = "Client,Date,Revenue\nanna,2023-05-01,5\nboris,2024-06-01,3\n"
        read = Loaded(tmp_path, text_file(tmp_path, text, "sales 2020.csv"))
        assert read.receipt.period is None and bases.span(read.warehouse) == (day("2023-05-01"), day("2024-06-01"))

    def test_the_period_of_one_file_is_not_remembered_for_the_next(self, tmp_path):
        memory.remember(tmp_path, ("Client", "Revenue"), Hints(kind="totals", period=YEARS[0]))
        assert memory.recall(tmp_path, ("Client", "Revenue")) == Hints(kind="totals")

    def test_the_same_rows_of_two_years_are_no_copies(self, tmp_path):
        files = [text_file(tmp_path, LIST, f"clients {year}.csv") for year in (2023, 2024)]
        assert [receipt.warnings for receipt in Loaded(tmp_path, *files).receipts] == [[], []]

    def test_another_year_is_added_to_an_open_base(self, tmp_path):
        first, second = (text_file(tmp_path, LIST, f"clients {year}.csv") for year in (2023, 2024))
        read = Loaded(tmp_path, first)
        assert bases.periods(read.warehouse) == ()
        added = Warehouse(tmp_path / "other", [first, second])
        load(added, [understand(first, scratch=tmp_path / "other" / "scratch")])
        load(added, [understand(second, scratch=tmp_path / "other" / "scratch")], "append")
        assert bases.periods(added) == YEARS
        added.close()


class TestWhatIsLookedAt:
    def told(self, base: Base, **view) -> str:
        return base.told("revenue", **view)

    def test_is_the_latest_period(self, shop):
        assert self.told(shop) == "boris 1100.0000, vera 500.0000, anna 100.0000, dina 60.0000, emil 40.0000"
        assert (shop.facts().view.start, shop.facts().view.end) == YEARS[1]

    @pytest.mark.parametrize("window", ["2023-01-01 2023-12-31", "2022-06-01 2024-06-01"])
    def test_is_the_period_of_the_window_or_the_only_one_in_it(self, shop, window):
        assert self.told(shop, window=window) == "anna 560.0000, boris 160.0000, vera 48.0000, gena 32.0000"

    @pytest.mark.parametrize("window", ["2022-01-01 2025-01-01", "2023-02-01 2023-12-31", "2020-01-01 2020-12-31"])
    def test_is_never_a_sum_of_periods_nor_a_part_of_one(self, shop, window):
        assert code_of(lambda: shop.facts(window=window)) == "period_unknown"

    def test_rows_of_one_period_are_summed_whatever_files_they_are_of(self):
        base = of_periods("client amount", y2024="anna 5\nanna 7\nboris 1")
        assert bases.periods(base.warehouse) == () and self.told(base) == "anna 12.0000, boris 1.0000"

    def test_rows_of_no_period_are_summed_with_those_of_the_only_one(self):
        base = of_periods("client amount", y2024="anna 5", none="anna 7")
        assert self.told(base) == "anna 12.0000"

    def test_rows_of_no_period_are_in_none_of_several_and_told(self):
        base = of_periods("client amount", y2023="anna 1", y2024="anna 5", none="anna 7\nboris 2")
        assert self.told(base) == "anna 5.0000"
        assert bases.of_no_period(base.warehouse) == {"rows": 2, "amount": 9}

    def test_a_period_that_ends_before_it_begins_is_none(self):
        base = totals(
            "client amount period_start period_end", "anna 5 2024-12-31 2024-01-01\nanna 1 2023-01-01 2023-12-31"
        )
        assert bases.periods(base.warehouse) == ()

    def test_of_periods_that_end_together_the_longer_is_the_later(self):
        rows = "anna 5 2024-10-01 2024-12-31\nanna 20 2024-01-01 2024-12-31\nanna 4 2024-07-01 2024-09-30"
        base = totals("client amount period_start period_end", rows)
        assert [f"{p[0]:%m}" for p in bases.periods(base.warehouse)] == ["07", "10", "01"]
        assert self.told(base) == "anna 20.0000"

    def test_is_seen_from_the_end_of_its_period(self):
        rows = "anna 5 2023-12-01 2023-01-01 2023-12-31\nanna 5 2024-12-01 2024-01-01 2024-12-31"
        base = totals("client amount last_order_date period_start period_end", rows)
        assert [base.told("recency_days", window=f"{y}-01-01 {y}-12-31") for y in (2023, 2024)] == [
            "anna 30",
            "anna 30",
        ]

    def test_filters_and_cuts_keep_to_it(self):
        base = of_periods("client amount manager", y2023="anna 5 Olga\nboris 1 Petr", y2024="anna 7 Petr\nboris 2 Petr")
        assert self.told(base, only={"manager": ["Olga"]}, window="2023-01-01 2023-12-31") == "anna 5.0000"
        assert code_of(lambda: base.facts(only={"manager": ["Olga"]})) == "filter_empty"
        assert traits.trait(base.warehouse, base.facts(), "manager").values == ("Petr",)

    def test_scores_of_that_period_alone_belong_to_it(self):
        scores = [("2023-05-01", 9, "anna"), ("2024-05-01", 3, "anna")]
        base = of_periods("client amount", y2023="anna 5", y2024="anna 7")
        base.with_rows("scores", ("date", "score", "customer_id"), scores)
        assert side_bases.days(base.warehouse, base.facts(), "scores") == YEARS[1]

    def test_a_base_of_sales_has_no_periods(self):
        base = totals("client amount", "anna 5")
        assert bases.periods(base.warehouse) == () and bases.periods(Base().warehouse) == ()


QUARTERS = tuple(
    (dt.date(year, month, 1), dt.date(year, month + 2, 31 if month == 1 else 30))
    for year, month in ((2023, 1), (2023, 4), (2024, 1))
)


class TestThePair:
    def of(self, known, against=OPEN, **view) -> tuple:
        found = pair(None, seen(**view), against, known)
        return *found.windows, found.reason

    def test_is_the_latest_period_and_the_same_days_a_year_earlier(self):
        assert self.of(QUARTERS) == (QUARTERS[0], QUARTERS[2], "periods")

    def test_or_the_one_that_ends_last_before_it(self):
        assert self.of(QUARTERS, window="2023-04-01 2023-06-30") == (QUARTERS[0], QUARTERS[1], "periods")

    def test_or_the_one_that_began_earlier_where_none_ends_before(self):
        known = ((dt.date(2023, 7, 1), dt.date(2024, 6, 30)), YEARS[1])
        assert self.of(known)[0] == known[0]

    def test_against_chooses_the_earlier_one(self):
        assert self.of(QUARTERS, QUARTERS[1]) == (QUARTERS[1], QUARTERS[2], "own")

    def test_against_must_begin_earlier(self):
        assert code_of(lambda: self.of(QUARTERS, QUARTERS[2], window="2023-01-01 2023-03-31")) == "against_order"

    def test_the_first_period_has_nothing_before_it(self):
        assert code_of(lambda: self.of(QUARTERS, window="2023-01-01 2023-03-31")) == "against_nothing"

    def test_each_is_seen_from_its_own_end(self):
        found = pair(None, seen(), OPEN, YEARS)
        assert (found.then.as_of, found.now.as_of) == (YEARS[0][1], YEARS[1][1])


def cells(base: Base, name: str, **view) -> list[str]:
    asked = migration.of_class(compared(base, **view), Thresholds(), name)
    rows = migration.matrix(base.warehouse, asked)
    return [
        f"{r['from_class']} → {r['to_class']}: {r['customers']} {r['value_from']:.0f} → {r['value_to']:.0f}"
        for r in rows
        if r["customers"]
    ]


class TestMigration:
    def test_by_share_tells_who_climbed_and_who_fell(self, shop):
        assert cells(shop, "abc_share_class") == [
            "A → A: 1 160 → 1100",
            "A → B: 1 560 → 100",
            "B → A: 1 48 → 500",
            "C → lost: 1 32 → 0",
            "new → B: 1 0 → 60",
            "new → C: 1 0 → 40",
        ]

    def test_by_average_each_period_has_its_own(self, shop):
        # 800 / 4 = 200: C up to 100; 1800 / 5 = 360: C up to 180. A from 1200 and from 2160: nobody.
        assert cells(shop, "abc_average_class") == [
            "B → B: 1 160 → 1100",
            "B → C: 1 560 → 100",
            "C → B: 1 48 → 500",
            "C → lost: 1 32 → 0",
            "new → C: 2 0 → 100",
        ]

    def test_by_volume_and_frequency_where_orders_are_known(self, shop):
        # medians of 2023: 104 and 1.5 orders; of 2024: 100 and 2
        assert cells(shop, "abc_volume_frequency_class") == [
            "A → A: 1 160 → 1100",
            "A → C: 1 560 → 100",
            "C → A: 1 48 → 500",
            "C → lost: 1 32 → 0",
            "new → C: 2 0 → 100",
        ]

    def test_follows_only_what_totals_can_tell(self, shop):
        ways = ["abc_share_class", "abc_average_class", "abc_volume_frequency_class"]
        assert migration.followed(Thresholds(), shop.facts()) == ways
        without = of_periods("client amount", y2023="anna 5", y2024="anna 7")
        assert migration.followed(Thresholds(), without.facts()) == ways[:2]

    @pytest.mark.parametrize("name", ["abc_share_class", "abc_average_class", "abc_volume_frequency_class"])
    def test_margins_are_the_classes_of_each_period(self, shop, name):
        asked = migration.of_class(compared(shop), Thresholds(), name)
        assert margins(shop, asked) == class_sizes(shop, asked)


def margins(base: Base, asked: migration.Migration) -> tuple[dict, dict]:
    rows, found = migration.matrix(base.warehouse, asked), ({}, {})
    for row in rows:
        for sums, side, absent in zip(found, ("from_class", "to_class"), ("new", "lost"), strict=True):
            if row["move"] != absent:
                sums[row[side]] = sums.get(row[side], 0) + row["customers"]
    return found


def class_sizes(base: Base, asked: migration.Migration) -> tuple[dict, ...]:
    sides = ((asked.paired.then, asked.then), (asked.paired.now, asked.now))
    counted = [sizes(base.warehouse, of, column) for of, column in sides]
    return tuple({row["class"]: row["customers"] for row in rows if row["class"]} for rows in counted)


def contributions(base: Base, name: str = "revenue", **view) -> str:
    rows = development.compare(base.warehouse, compared(base, **view)).bridges[name]
    return ", ".join(f"{r['factor']} {r['contribution']:+.2f}" for r in rows)


class TestDevelopment:
    def test_orders_that_are_known_make_three_levers_to_the_cent(self, shop):
        # 4 × 2 × 100 → 5 × 3 × 120; the thirds of a cent that are left go to the largest
        told = "clients +276.67, orders_per_client +496.66, average_order +226.67, revenue +1000.00"
        assert contributions(shop) == told

    def test_orders_unknown_make_two(self):
        base = of_periods("client amount", y2023=without_orders(THEN), y2024=without_orders(NOW))
        # 4 × 200 → 5 × 360: one client more at the mean of 200 and 360, 160 more from each of 4.5
        assert contributions(base) == "clients +280.00, revenue_per_client +720.00, revenue +1000.00"
        assert set(development.compare(base.warehouse, compared(base)).bridges) == {"revenue"}

    def test_orders_unknown_of_one_client_are_unknown_of_the_whole(self):
        base = of_periods("client amount orders", y2023="anna 10 1", y2024="anna 20 1\nboris 10 .")
        assert contributions(base) == "clients +12.50, revenue_per_client +7.50, revenue +20.00"

    def test_profit_without_orders_has_its_margin(self):
        base = of_periods("client amount profit", y2023="anna 100 10", y2024="anna 100 30")
        told = "clients +0.00, revenue_per_client +0.00, margin +20.00, profit +20.00"
        assert contributions(base, "profit") == told

    @pytest.mark.parametrize("orders", ["known", "unknown"])
    def test_what_happened_to_the_clients(self, shop, orders):
        base = shop
        if orders == "unknown":
            base = of_periods("client amount", y2023=without_orders(THEN), y2024=without_orders(NOW))
        rows = development.split(base.warehouse, development.compare(base.warehouse, compared(base)), Thresholds())
        assert {row["client_change"]: (row["customers"], row["contribution"]) for row in rows} == {
            "new": (2, 100), "grown": (2, 1392), "steady": (0, 0), "shrunk": (1, -460), "lost": (1, -32),
        }  # fmt: skip

    def test_the_lever_of_a_client_needs_its_orders(self, shop):
        assert levers(shop) == "boris orders, anna average_order, vera orders, dina new, emil new, gena lost"
        base = of_periods("client amount", y2023="anna 10\ngena 1", y2024="anna 20\ndina 2")
        assert levers(base) == "anna None, dina new, gena lost"

    def test_lines_and_categories_are_not_told(self):
        base = of_periods("client amount category orders", y2023="anna 10 tea 1", y2024="anna 20 cups 2")
        found = development.compare(base.warehouse, compared(base))
        assert (found.with_lines, found.with_categories, set(found.bridges)) == (False, False, {"revenue"})


def without_orders(rows: str) -> str:
    return re.sub(r" \d+$", "", rows, flags=re.MULTILINE)


def levers(base: Base) -> str:
    rows = development.clients(base.warehouse, development.compare(base.warehouse, compared(base)), Thresholds())
    return ", ".join(f"{row['customer_id']} {row['lever']}" for row in rows.to_pylist())


clients_of_a_year = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(st.integers(-50, 5000), st.one_of(st.none(), st.integers(1, 9))), min_size=1
)


@settings(max_examples=25, deadline=None)
@given(clients_of_a_year, clients_of_a_year)
def test_whatever_the_totals_margins_are_classes_and_bridges_come_to_the_difference(then, now):
    text = [
        "\n".join(f"{name} {amount / 100} {orders or '.'}" for name, (amount, orders) in year.items())
        for year in (then, now)
    ]
    base = of_periods("client amount orders", y2023=text[0], y2024=text[1])
    paired = compared(base)
    asked = migration.of_abc(paired, Thresholds())
    assert margins(base, asked) == class_sizes(base, asked)
    found = development.compare(base.warehouse, paired)
    *parts, total = found.bridges["revenue"]
    difference = Decimal(sum(a for a, _ in now.values()) - sum(a for a, _ in then.values())) / 100
    assert sum(row["contribution"] for row in parts) == total["contribution"] == difference
    rows = development.split(base.warehouse, found, Thresholds())
    assert sum(row["contribution"] for row in rows) == difference


FILES = {
    f"clients {year}.csv": "Client,Revenue,Orders\n"
    + re.sub(r" +", ",", re.sub(r"^ +", "", rows.strip(), flags=re.M))
    + "\n"
    for year, rows in ((2023, THEN), (2024, NOW))
}


class TestTheCommandLine:
    @pytest.fixture
    def ask(self, tmp_path, capsys):
        files = [str(text_file(tmp_path, text, name)) for name, text in FILES.items()]

        def ask(*options: str):
            code = command.main(["summary", *files, "--lang", "en", "--json", *options])
            said = capsys.readouterr()
            return json.loads(said.out) if code == 0 else said.err

        return ask

    def test_compares_the_last_period_with_the_one_before(self, ask):
        told = ask()
        assert told["window"] == {"start": "2024-01-01", "end": "2024-12-31", "as_of": "2024-12-31"}
        assert (told["base"]["clients"], told["tables"]["overview"][0]["revenue"]) == (5, 1800)
        assert sum(row["customers"] for row in told["tables"]["migration"]) == 6
        assert [row["contribution"] for row in told["tables"]["development"]] == [276.67, 496.66, 226.67, 1000]
        assert sum(row["contribution"] for row in told["tables"]["development_split"]) == 1000

    def test_window_chooses_the_period_and_the_first_has_nothing_to_compare_with(self, ask):
        told = ask("--window", "2023-01-01..2023-12-31")
        assert told["tables"]["overview"][0]["revenue"] == 800 and told["tables"]["migration"] == []

    def test_against_chooses_the_other(self, ask):
        assert ask("--against", "..2023-12-31") == ask("--against", "2023-01-01..2023-12-31")

    @pytest.mark.parametrize("option", ["--window", "--against"])
    def test_a_period_nobody_loaded_is_told_with_those_that_are(self, ask, option):
        told = ask(option, "2022-01-01..2022-12-31")
        assert "2023-01-01..2023-12-31, 2024-01-01..2024-12-31" in told and told.count("\n") == 1

    def test_inspect_tells_the_period_of_each_file(self, tmp_path, capsys):
        file = text_file(tmp_path, LIST, "clients 2024.csv")
        assert command.main(["inspect", str(file), "--lang", "en"]) == 0
        assert re.search(r"Period of the report +2024-01-01\.\.2024-12-31", capsys.readouterr().out)


class TestKeeping:
    def loaded(self, folder: Path) -> Warehouse:
        files = [text_file(folder, text, name) for name, text in FILES.items()]
        warehouse = Warehouse(folder / "base", files)
        load(warehouse, [understand(file, scratch=folder / "base" / "scratch") for file in files])
        return warehouse

    def test_periods_go_with_a_base_that_is_taken_away(self, tmp_path):
        warehouse, home = self.loaded(tmp_path), Home(tmp_path / "home").made()
        out = keeping_file.write(warehouse, Kept(name="Shop"), tmp_path / "shop.clientbase")
        back, _ = keeping_base.opened(home.path(keeping_file.read(home, out, "shop")))
        assert bases.periods(back) == YEARS
        warehouse.close()
        back.close()

    def test_a_base_of_an_older_program_knows_no_periods_and_is_summed_as_before(self, tmp_path):
        warehouse = self.loaded(tmp_path)
        with warehouse.transaction() as cursor:
            for column in ("period_start", "period_end"):
                cursor.execute(f"alter table totals drop column {column}")
        warehouse.close()
        warehouse, _ = keeping_base.opened(tmp_path / "base")
        assert bases.periods(warehouse) == ()
        assert facts.build(warehouse, views.View()).whole["revenue"] == 2600
        warehouse.close()

    @pytest.mark.parametrize("older", ["kept whole", "of an older program"])
    def test_copies_found_later_are_added_to_those_of_a_kept_base(self, older, tmp_path):
        twice = text_file(tmp_path, "Client,Revenue\nanna,5\nanna,5\n", "clients 2023.csv")
        warehouse, home = Warehouse(tmp_path / "base", [twice]), Home(tmp_path / "home").made()
        load(warehouse, [understand(twice, scratch=tmp_path / "base" / "scratch")])
        if older == "kept whole":
            out = keeping_file.write(warehouse, Kept(name="Shop"), tmp_path / "shop.clientbase")
            folder = home.path(keeping_file.read(home, out, "shop"))
        else:
            folder = tmp_path / "base"
            with warehouse.transaction() as cursor:
                for table in ("totals", "duplicates_totals"):
                    cursor.execute(f"alter table {table} drop column period_start")
        warehouse.close()
        opened, _ = keeping_base.opened(folder)
        (folder / "scratch").mkdir(exist_ok=True)
        again = text_file(folder / "scratch", "Client,Revenue\nboris,7\nboris,7\nboris,7\n", "clients 2024.csv")
        load(opened, [understand(again, scratch=folder / "scratch")], "append")
        rows = opened.rows("select customer_id, times from duplicates_totals order by 1")
        assert [tuple(row.values()) for row in rows] == [("anna", 1), ("boris", 2)]
        opened.close()


@pytest.mark.usefixtures("own_rooms")
class TestThePages:
    @pytest.fixture(scope="class")
    def base(self, own_rooms) -> str:
        return workspace_with(*FILES.items())

    @pytest.fixture(scope="class")
    def plain(self, own_rooms) -> str:
        """Without orders, and with a file of no period."""
        texts = {name: re.sub(r",\w+$", "", text, flags=re.M) for name, text in FILES.items()}
        return workspace_with(*texts.items(), ("more.csv", LIST))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_migration_compares_the_two_periods(self, base, language):
        visitor, says = Visitor(language, base).opens("migration"), words(language)
        assert not visitor.complaints
        assert visitor.remarks == [says("migration.of_totals")]
        assert "560 → 100" in visitor.headline
        assert [box.value for box in visitor.app.selectbox if box.key.startswith("kept.windows.")] == list(YEARS)
        assert visitor.table("move")["customers"].tolist() == ["1", "1", "1", "2", "1"]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_development_takes_their_difference_apart(self, base, language):
        visitor, says = Visitor(language, base).opens("development"), words(language)
        assert not visitor.complaints
        assert says.signed(Decimal("276.67")) in visitor.headline and says.signed(Decimal(1000)) in visitor.headline
        assert says("development.no_orders") not in visitor.reads()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_development_says_that_orders_are_unknown(self, plain, language):
        visitor, says = Visitor(language, plain).opens("development"), words(language)
        assert says("development.no_orders") in visitor.reads()
        assert says("development.revenue_per_client") in visitor.column("factor")
        assert "lever" not in visitor.table("client_change")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_in_no_period_is_told_beside_the_choice(self, plain, language):
        told = words(language)("frame.of_no_period", n=2, amount=Decimal(8))
        assert told in Visitor(language, plain).opens("abc_analysis").reads()

    def test_the_period_of_the_sidebar_is_what_every_page_looks_at(self, base):
        visitor = Visitor("en", base).opens("overview")
        assert visitor.app.selectbox(key="kept.period").options == ["2024", "2023"]
        visitor.chooses("period", YEARS[0])
        assert visitor.link["window"] == "2023-01-01..2023-12-31"
        assert visitor.opens("abc_analysis").column("customer_id", "revenue") == ["anna", "boris"]

    def test_the_first_period_has_nothing_before_it_and_can_be_changed_back(self, base):
        visitor = Visitor("en", base).opens("migration", window="2023-01-01..2023-12-31")
        assert visitor.complaints == [visitor.words("errors.against_nothing", start=YEARS[0][0])]
        visitor.chooses("windows.now", YEARS[1])
        assert not visitor.complaints and visitor.headline

    def test_a_class_chosen_on_dated_sales_gives_way(self, base):
        visitor = Visitor("en", base)
        visitor.app.session_state["migration.class"] = "xyz_class"
        assert visitor.opens("migration").headline

    def test_totals_of_one_period_are_told_what_is_lacking(self, own_rooms):
        visitor = Visitor("en", workspace_with(("clients 2024.csv", LIST))).opens("development")
        assert visitor.remarks == [visitor.words("frame.needs_dates")]
        assert visitor.words("windows.or_periods") in visitor.reads()

    def test_the_reading_form_shows_the_period_and_takes_another(self, own_rooms):
        visitor = Visitor("ru").opens("data").uploads(*((name, text.encode()) for name, text in FILES.items()))
        pending = desk_of(visitor.workspace.warehouse).pending
        assert [file.period for file in pending] == list(YEARS)
        visitor.app.date_input[0].set_value((dt.date(2022, 1, 1), dt.date(2022, 12, 31)))
        visitor.runs().presses_named("data.load")
        assert bases.periods(visitor.workspace.warehouse)[0][0].year == 2022

    def test_totals_of_another_period_are_likely_to_be_added_and_of_the_same_to_replace(self, own_rooms):
        (first, text), (second, other) = FILES.items()
        visitor = Visitor("en", workspace_with((first, text))).opens("data").uploads((second, other.encode()))
        assert visitor.app.button_group(key="joining.append").value == "append"
        visitor = Visitor("en", workspace_with((first, text))).opens("data").uploads((first, other.encode()))
        assert visitor.app.button_group(key="joining.replace").value == "replace"

    def test_a_period_can_be_taken_off_a_file(self, own_rooms):
        visitor = Visitor("en").opens("data").uploads(("clients 2024.csv", LIST.encode()))
        visitor.presses_named("data.period_none")
        assert desk_of(visitor.workspace.warehouse).pending[0].period is None
        assert visitor.app.date_input[0].value == ()
