"""Migration: who climbed, who fell, who came and who left between two windows, and with what money. METHODS §8."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import __main__ as command
from analytics.bases import span
from analytics.classes import ClassColumn, sizes
from analytics.customers import crossable
from analytics.facts import Facts
from analytics.methods import migration
from analytics.methods.migration import Cell, Migration
from analytics.thresholds import Thresholds
from analytics.windows import both, pair
from analytics.words import words
from tests.bases import Base, day, periodic, seen
from tests.screens import Visitor, is_sentence, workspace_with
from ui import migration_history

YEARS = ("2024-01-01 2024-12-31", "2025-01-01 2025-12-31")
# By share of 1000 in 2024: anna starts at 0 %, boris at 70 %, vera at 90 %, gena at 96 %; of 1100 in 2025: boris at 0 %,
# vera at 64 %, anna and dina, equally large, at 91 % and 95.5 %.
SHOP = {"anna": (700, 50), "boris": (200, 700), "vera": (60, 300), "gena": (40, 0), "dina": (0, 50)}
CLASSES = (
    "abc_share_class",
    "abc_average_class",
    "abc_volume_frequency_class",
    "xyz_class",
    "rfm_segment",
    "lifecycle_stage",
)


def yearly(clients: dict[str, tuple]) -> Base:
    """client → what it bought on 1 June of 2024, of 2025 …; 0 is nothing."""
    return periodic(clients, lambda i: dt.date(2024 + i, 6, 1))


def compared(base: Base, name: str = "", changes: dict | None = None, years: tuple[str, str] = YEARS) -> Migration:
    thresholds, (then, now) = Thresholds(changes), years
    view = seen(now).under(thresholds)
    found = both(base.warehouse, pair(span(base.warehouse), view, tuple(map(day, then.split()))))
    return migration.of_class(found, thresholds, name) if name else migration.of_abc(found, thresholds)


def told(base: Base, *asked, **how) -> list[str]:
    """Cells with clients in them: `A → B: 1 fallen 700 → 50`."""
    rows = migration.matrix(base.warehouse, compared(base, *asked, **how))
    return [
        f"{r['from_class']} → {r['to_class']}: {r['customers']} {r['move']} {r['value_from']:.0f} → {r['value_to']:.0f}"
        for r in rows
        if r["customers"]
    ]


class TestTheMatrix:
    def test_tells_from_which_class_to_which_with_what_money(self):
        assert told(yearly(SHOP)) == [
            "A → A: 1 stayed 200 → 700",
            "A → B: 1 fallen 700 → 50",
            "B → A: 1 climbed 60 → 300",
            "C → lost: 1 lost 40 → 0",
            "new → C: 1 new 0 → 50",
        ]

    def test_has_every_cell_best_first_but_nobody_is_new_and_lost(self):
        rows = migration.matrix(*asked(yearly(SHOP)))
        assert [row["from_class"] for row in rows] == [*"AAAABBBBCCCC", *["new"] * 3]
        assert [row["to_class"] for row in rows] == [*(["A", "B", "C", "lost"] * 3), *"ABC"]

    def test_an_empty_cell_has_zeros(self):
        row = next(r for r in migration.matrix(*asked(yearly(SHOP))) if r["from_class"] == r["to_class"] == "C")
        assert row == {
            "from_class": "C", "to_class": "C", "move": "stayed", "customers": 0,
            "value_from": 0, "value_to": 0, "value_change": 0,
        }  # fmt: skip

    def test_makes_a_sheet_of_a_workbook_though_some_bring_nothing(self):
        made = pa.Table.from_pylist(migration.matrix(*asked(yearly(SHOP))))
        assert pa.types.is_decimal(made["value_from"].type) and pa.types.is_decimal(made["value_to"].type)

    def test_each_window_has_its_own_average_so_one_may_fall_without_buying_less(self):
        # 6·P: 2024 P = 20, A from 120; 2025 P = 114, A from 684 and C up to 57
        base = yearly({"anna": (130, 130), "boris": (1, 1000)} | {f"small {i}": (1, 1) for i in range(8)})
        assert "A → B: 1 fallen 130 → 130" in told(base, "abc_average_class")

    def test_a_threshold_moves_it(self):
        assert "A → A: 1 stayed 200 → 700" not in told(yearly(SHOP), changes={"abc.share.a": 0.5})

    def test_the_measure_is_what_it_counts(self):
        assert "new → A: 1 new 0 → 1" in told(yearly(SHOP), changes={"measure": "orders", "abc.share.a": 0.94})

    def test_who_has_no_class_neither_climbs_nor_falls(self):
        # 2024 is seen from June on: no three finished buckets with include_unfinished off and a window of two months
        base = yearly(SHOP)
        months = ("2024-05-01 2024-06-30", YEARS[1])
        assert told(base, "xyz_class", years=months)[0] == "None → Z: 3 unclassed 960 → 1050"

    def test_a_client_who_only_returned_was_no_client(self):
        assert told(yearly({"anna": (5, 5), "boris": (-3, 7)}))[-1] == "new → A: 1 new 0 → 7"


def asked(base: Base, name: str = "", **how) -> tuple:
    return base.warehouse, compared(base, name, **how)


class TestMoves:
    def test_are_summed_over_the_cells(self):
        rows = {row.pop("move"): tuple(row.values()) for row in migration.moves(migration.matrix(*asked(yearly(SHOP))))}
        assert rows == {
            "climbed": (1, 60, 300, 240),
            "stayed": (1, 200, 700, 500),
            "fallen": (1, 700, 50, -650),
            "new": (1, 0, 50, 50),
            "lost": (1, 40, 0, -40),
        }

    def test_who_is_out_of_a_class_fell_or_left(self):
        cells = migration.matrix(*asked(yearly(SHOP | {"egor": (699, 0), "gena": (0, 0)})))
        assert [(r["move"], r["customers"], r["value_from"]) for r in migration.out_of(cells, "A")] == [
            ("fallen", 1, 700),
            ("lost", 1, 699),
        ]
        assert [row["move"] for row in migration.out_of(cells, "B")] == ["climbed"]

    def test_segments_of_rfm_have_no_order_so_clients_only_move(self):
        cells = migration.matrix(*asked(yearly(SHOP), "rfm_segment"))
        assert {row["move"] for row in cells} == {"stayed", "moved", "new", "lost"}

    def test_stages_called_new_and_lost_are_not_those_who_came_and_left(self):
        base = yearly({"anna": (5, 0), "boris": (0, 5), "vera": (5, 5)})
        stages = told(base, "lifecycle_stage", changes={"lifecycle.at_risk_after": 300, "lifecycle.lost_after": 400})
        assert stages == ["new → developing: 1 climbed 5 → 5", "new → lost: 1 lost 5 → 0", "new → new: 1 new 0 → 5"]
        late = told(base, "lifecycle_stage", changes={"lifecycle.at_risk_after": 20, "lifecycle.lost_after": 30})
        assert late == ["lost → lost: 1 stayed 5 → 5", "lost → lost: 1 lost 5 → 0", "new → lost: 1 new 0 → 5"]


class TestClients:
    def names(self, base: Base, cell: Cell | None, *more) -> str:
        return ", ".join(migration.clients(*asked(base), cell, *more)["customer_id"].to_pylist())

    @pytest.mark.parametrize(
        ("cell", "who"),
        [
            (Cell("A", "B", "fallen"), "anna"),
            (Cell("C", "lost", "lost"), "gena"),
            (Cell("new", "C", "new"), "dina"),
            (Cell("C", "C", "stayed"), ""),
            (None, "anna, boris, vera, dina, gena"),
        ],
    )
    def test_of_a_cell_by_the_larger_of_both_sums(self, cell, who):
        assert self.names(yearly(SHOP), cell) == who

    def test_page_by_page(self):
        assert self.names(yearly(SHOP), None, 2, 1) == "boris, vera"

    def test_are_as_many_as_their_cell_says_in_every_class(self):
        base = yearly(SHOP)
        for name in CLASSES:
            warehouse, mine = asked(base, name)
            for row in (row for row in migration.matrix(warehouse, mine) if row["customers"]):
                cell = Cell(row["from_class"], row["to_class"], row["move"])
                found = migration.clients(warehouse, mine, cell)
                assert (len(found), sum(found["value_to"].to_pylist())) == (row["customers"], row["value_to"])

    def test_come_with_both_classes_and_the_money(self):
        row = migration.clients(*asked(yearly(SHOP)), Cell("A", "B", "fallen")).to_pylist()[0]
        assert (row["from_class"], row["to_class"], row["value_change"]) == ("A", "B", Decimal(-650))
        assert (row["previous_class"], row["changed_on"]) == (None, None)

    def test_nobody_without_a_class_gets_lost(self):
        base, months = yearly(SHOP), ("2024-05-01 2024-06-30", YEARS[1])
        found = migration.clients(*asked(base, "xyz_class", years=months), Cell(None, "Z", "unclassed"))
        assert found["from_class"].null_count == len(found) == 3


class TestSteadyClients:
    def test_share_of_x_in_each_class_of_each_window(self):
        # anna, in A, buys in four months of 2024 and once in 2025; boris, in A, the other way round; vera always once
        days = [(2024, m) for m in range(1, 5)] + [(2025, m) for m in range(1, 5)]
        base = periodic(
            {"anna": [30] * 4 + [99, 0, 0, 0], "boris": [99, 0, 0, 0] + [30] * 4, "vera": [1, 0, 0, 0, 1, 0, 0, 0]},
            lambda i: dt.date(*days[i], 15),
        )
        windows = ("2024-01-01 2024-04-30", "2025-01-01 2025-04-30")
        rows = migration.steady(base.warehouse, compared(base, years=windows).paired, Thresholds())
        assert [tuple(row.values()) for row in rows] == [("A", 0.5, 0.5, 0.0), ("B", None, None, None), ("C", 0, 0, 0)]

    def test_too_few_buckets_leave_it_undefined(self):
        warehouse, mine = asked(yearly(SHOP), years=("2024-06-01 2024-07-31", YEARS[1]))
        row = migration.steady(warehouse, mine.paired, Thresholds())[0]
        assert (row["x_share_from"], row["x_share_to"], row["x_share_change"]) == (None, 0, None)


shops = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.tuples(st.integers(-20, 300), st.integers(-20, 300)),
    max_size=9,
)


@settings(max_examples=8, deadline=None)
@given(shops, st.sampled_from(["revenue", "orders"]))
def test_margins_are_the_classes_of_each_window_and_everybody_is_counted_once(shop, measure):
    shop = {"always": (1, 1), **shop}
    base, thresholds = yearly(shop), Thresholds({"measure": measure})
    paired = compared(base, changes={"measure": measure}).paired
    in_both = sum(before > 0 and after > 0 for before, after in shop.values())
    for name in CLASSES:
        mine = migration.of_class(paired, thresholds, name)
        cells = migration.matrix(base.warehouse, mine)
        counts = {row["move"]: row["customers"] for row in migration.moves(cells)}
        assert sum(n for move, n in counts.items() if move not in ("new", "lost")) == in_both
        assert counts.get("lost", 0) == paired.then.whole["clients"] - in_both
        assert counts.get("new", 0) == paired.now.whole["clients"] - in_both
        assert margins(cells, "from", "new") == class_sizes(base, paired.then, mine.then)
        assert margins(cells, "to", "lost") == class_sizes(base, paired.now, mine.now)
        assert sum(cell["value_from"] for cell in cells) == paired.then.whole["total"]
        assert sum(cell["value_to"] for cell in cells) == paired.now.whole["total"]


def margins(cells: list[dict], side: str, absent: str) -> dict:
    """Class → (clients, value) summed over the rows or the columns of the matrix."""
    there = [cell for cell in cells if cell["move"] != absent]
    found = {}
    for code in {cell[f"{side}_class"] for cell in there}:
        mine = [cell for cell in there if cell[f"{side}_class"] == code]
        found[code] = (sum(c["customers"] for c in mine), sum(c[f"value_{side}"] for c in mine))
    return found


def class_sizes(base: Base, facts: Facts, column: ClassColumn) -> dict:
    return {row["class"]: (row["customers"], row["value"]) for row in sizes(base.warehouse, facts, column)}


def test_every_class_worth_crossing_can_be_followed():
    mine = compared(yearly(SHOP))
    assert [column.name for column in crossable(Thresholds(), mine.paired.now)] == list(CLASSES)


SALES = "Client,Date,Amount\n" + "".join(
    f"{client},{year}-{month}-10,{sums[year - 2024] / 2}\n"
    for client, sums in SHOP.items()
    for year in (2024, 2025)
    for month in ("01", "12")
    if sums[year - 2024]
)


class TestTheCommandLine:
    @pytest.fixture
    def summary(self, tmp_path, capsys):
        file = tmp_path / "sales.csv"
        file.write_text(SALES.replace("2025-12-10", "2025-12-28"), "utf-8")

        def ask(*options: str):
            code = command.main(["summary", str(file), "--lang", "en", *options])
            said = capsys.readouterr()
            return json.loads(said.out)["tables"]["migration"] if code == 0 else said.err

        return ask

    def test_has_the_keys_of_the_contract_and_all_clients(self, summary):
        rows = summary("--json")
        assert {tuple(row) for row in rows} == {("from_class", "to_class", "customers", "value_from", "value_to")}
        assert sum(row["customers"] for row in rows) == len(SHOP)
        fallen = next(row for row in rows if (row["from_class"], row["to_class"]) == ("A", "B"))
        assert fallen == {"from_class": "A", "to_class": "B", "customers": 1, "value_from": 700, "value_to": 50}

    def test_against_is_the_window_to_compare_with(self, summary):
        rows = summary("--json", "--window", "2025-01-01..2025-12-31", "--against", "2024-12-01..2024-12-31")
        assert sum(row["value_from"] for row in rows) == 500

    def test_a_window_with_nothing_before_it_leaves_the_table_empty(self, summary):
        assert summary("--json", "--window", "2024-01-01..2024-12-31") == []

    @pytest.mark.parametrize(
        ("against", "says"),
        [
            ("2026-01-01..2026-02-01", "must begin first"),
            ("spring", "Write it like"),
            ("2024-03-01..2024-04-01", "not one sale"),
        ],
    )
    def test_an_unusable_window_is_told_in_one_line(self, against, says, summary):
        told = summary("--json", "--against", against)
        assert says in told and told.count("\n") == 1


# The same shop in the two halves of 59 days: few enough buckets for the page to be quick.
HALVES = "Client,Date,Amount\n,2025-01-01,1\n" + "".join(
    f"{client},{day},{amount}\n"
    for client, sums in SHOP.items()
    for day, amount in zip(("2025-01-10", "2025-02-28"), sums, strict=True)
    if amount
)


@pytest.mark.usefixtures("own_rooms")
class TestThePage:
    @pytest.fixture(scope="class")
    def shop(self, own_rooms) -> str:
        return workspace_with(("sales.csv", HALVES))

    @pytest.fixture
    def visitor(self, shop) -> Visitor:
        return Visitor("en", shop).opens("migration")

    def test_says_who_fell_out_of_a_and_who_left(self, visitor):
        assert (
            visitor.headline
            == "1 client fell out of “A”: 700 → 50 of revenue. In all 1 client left (−40). 1 came (+50)."
        )

    def test_shows_the_money_of_each_move(self, visitor):
        rows = visitor.table("move")
        assert rows["move"].tolist() == ["Climbed", "Stayed", "Fell", "Came", "Left"]
        assert rows["value_change"].tolist() == ["240", "500", "−650", "50", "−40"]

    def test_lists_the_clients_of_the_dearest_move_until_a_cell_is_clicked(self, visitor):
        assert visitor.column("customer_id", "value_from") == ["anna"]
        visitor.app.session_state["moves.abc_share_class.en.False"] = {"selection": {"cell": [{"place": 11}]}}
        assert visitor.runs().column("customer_id", "value_from") == ["gena"]

    def test_a_client_of_the_list_tells_the_class_before_and_since_when_it_changed(self, visitor):
        row = visitor.table("changed_on").iloc[0]
        assert (row["customer_id"], row["previous_class"], row["changed_on"]) == ("anna", "A", "Feb 28, 2025")

    @pytest.mark.parametrize(("name", "language"), zip(CLASSES, ("ru", "en") * 3, strict=True))
    def test_answers_for_every_class(self, name, language, shop):
        visitor = Visitor(language, shop).opens("migration")
        visitor.app.selectbox(key="migration.class").set_value(name)
        assert visitor.runs().headline and not visitor.complaints

    def test_segments_have_no_better_and_worse(self, visitor):
        visitor.app.selectbox(key="migration.class").set_value("rfm_segment")
        assert "changed segment" in visitor.runs().headline
        assert "Climbed" not in visitor.table("move")["move"].tolist()

    def test_tells_which_windows_and_why(self, visitor):
        assert visitor.words("windows.reason_halves") in visitor.reads()
        days = [visitor.app.date_input(key=f"windows.{side}").value for side in ("then", "now")]
        assert days == [(day("01-01"), day("01-29")), (day("01-30"), day("02-28"))]

    def test_days_of_a_link_are_the_windows(self, shop):
        link = {"window": "2025-02-01..2025-02-28", "against": "2025-01-10..2025-01-10"}
        visitor = Visitor("en", shop).opens("migration", **link)
        assert visitor.words("windows.reason_own") in visitor.reads()
        assert visitor.link == link

    def test_chosen_days_go_to_the_link_and_the_sidebar_and_back(self, visitor):
        visitor.app.date_input(key="windows.now").set_value((day("02-01"), day("02-28")))
        assert visitor.runs().link == {"window": "2025-02-01..2025-02-28"}
        assert visitor.words("windows.reason_before") in visitor.reads()
        visitor.app.date_input(key="windows.then").set_value((day("01-10"), day("01-11")))
        assert visitor.runs().link == {"window": "2025-02-01..2025-02-28", "against": "2025-01-10..2025-01-11"}
        assert visitor.presses("windows.reset").link == {}
        assert visitor.words("windows.reason_halves") in visitor.reads()

    def test_half_a_choice_changes_nothing_yet(self, visitor):
        visitor.app.date_input(key="windows.then").set_value((day("01-02"),))
        assert visitor.runs().link == {}

    @pytest.mark.parametrize(
        ("link", "code"),
        [
            ({"window": "2025-01-01..2025-01-31"}, "against_nothing"),
            ({"against": "2025-02-03..2025-02-04"}, "against_order"),
            ({"against": "2025-01-15..2025-01-20"}, "window_empty"),
        ],
    )
    def test_windows_that_cannot_be_compared_are_told_and_can_be_changed_back(self, link, code, shop):
        visitor = Visitor("ru", shop).opens("migration", **link)
        assert len(visitor.complaints) == 1 and not visitor.headline
        assert is_sentence(visitor.complaints[0], "ru", f"errors.{code}")
        assert visitor.presses("windows.reset").headline

    def test_a_large_base_counts_its_history_only_when_asked(self, shop, monkeypatch):
        monkeypatch.setattr(migration_history, "ORDERS_AT_ONCE", 0)
        visitor = Visitor("en", shop).opens("migration")
        assert visitor.words("migration.history_long", n=2) in visitor.reads()
        assert "previous_class" not in visitor.table("value_from", "customer_id")
        visitor.presses("history")
        assert visitor.words("migration.history_how", n=30) in visitor.reads()
        assert visitor.column("previous_class", "customer_id") == ["A"]

    def test_a_base_too_short_for_a_history_says_so(self):
        shop = workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nZoe,2025-01-12,5\n"))
        visitor = Visitor("en", shop).opens("migration")
        assert visitor.headline and visitor.words("migration.history_short") in visitor.remarks

    def test_one_day_has_nothing_to_compare(self):
        shop = workspace_with(("sales.csv", "Client,Date,Amount\nAnna,2025-01-10,700\nZoe,2025-01-10,5\n"))
        visitor = Visitor("en", shop).opens("migration")
        assert visitor.complaints == [words("en")("errors.pair_too_short", start=day("01-10"))]
