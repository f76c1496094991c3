"""The action plan: who is on which list and why, what is at stake, what is noted of it and what is taken away. METHODS §19."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from decimal import Decimal

import icalendar
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics.__main__ as command
from analytics import facts as heavy
from analytics import (
    ingest,
    keeping_file,
    plan,
    plan_answer,
    plan_files,
    plan_further,
    plan_notes,
    plan_rows,
    plan_texts,
    plan_words,
)
from analytics.classes import sizes
from analytics.errors import Unusable
from analytics.headlines import action_plan as headline
from analytics.ingest import Hints, understand
from analytics.keeping import Kept
from analytics.keeping_base import opened
from analytics.keeping_home import Home
from analytics.methods import abc_analysis
from analytics.plan_lists import AIMS, LISTS, STATUSES
from analytics.plan_rows import Which
from analytics.statements import forget
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, sales, totals, worth
from tests.screens import Visitor, workspace_with
from ui import plan_editor

AS_OF = "12-31"
EDGES = {"lifecycle.boundaries": "days", "lifecycle.at_risk_after": 60, "lifecycle.lost_after": 120}
# Nobody is "cannot lose" unless a test says so.
NOBODY_PRECIOUS = {"rfm.map": ["loyal"] * 25}
PLAIN = EDGES | NOBODY_PRECIOUS


def made(base: Base, changes: dict | None = None, **view) -> plan.Plan:
    told = PLAIN | (changes or {})
    facts, thresholds = base.facts(told, **view), Thresholds(told)
    of_chosen = sizes(base.warehouse, facts, abc_analysis.chosen(thresholds, facts))
    return plan.build(base.warehouse, facts, thresholds, of_chosen)


def rows(base: Base, changes: dict | None = None, which: Which = plan_rows.EVERYONE, **view) -> dict[str, dict]:
    """customer_id → its row, in the order of the plan."""
    found = plan_rows.rows(base.warehouse, made(base, changes, **view), which)
    return {row["customer_id"]: row for row in found}


def on(base: Base, changes: dict | None = None, **view) -> str:
    """`anna reward, boris wake_up`, by name."""
    found = rows(base, changes, **view)
    return ", ".join(f"{client} {found[client]['list']}" for client in sorted(found))


def said(base: Base, client: str, changes: dict | None = None, language: str = "en", **view) -> tuple[str, str]:
    """Why a client is on its list, and how far it is."""
    row, speaks = rows(base, changes, **view)[client], words(language)
    return plan_words.why(speaks, row, base.facts(PLAIN | (changes or {}), **view).dated), plan_words.distance(
        speaks, row
    )


def orders(**clients: str) -> Base:
    """client → days and amounts: `orders(anna="01-05 100, 12-01 50")`; the base ends on 31 December with a client of its own."""
    lines = [f"{client} {line}" for client, told in clients.items() for line in told.split(",")]
    return sales("client day amount", "\n".join([*lines, f"zoe {AS_OF} 1"]))


class TestWhoIsOnWhichList:
    def test_every_stage_has_its_list(self):
        base = orders(
            lost="01-05 900",
            lost_small="01-06 1",
            at_risk="10-15 800",
            at_risk_small="10-16 1",
            regular="12-01 9, 12-02 9, 12-03 9, 12-20 9, 12-30 9",
            developing="12-01 8, 12-30 8",
            returned="03-01 8, 12-30 8",
            new="12-30 8",
        )
        assert on(base, {"plan.call_after": 10, "plan.near_a": 0}) == (
            "at_risk save_big, at_risk_small retain_others, developing next_order, lost win_back, lost_small wake_up, "
            "new second_purchase, regular reward, returned next_order, zoe second_purchase"
        )

    def test_the_last_day_before_a_boundary_is_not_past_it(self):
        base = orders(big="01-01 1000", day_60="11-01 1", day_61="10-31 1", day_120="09-02 1", day_121="09-01 1")
        assert on(base) == (
            "big win_back, day_120 retain_others, day_121 wake_up, day_60 second_purchase, day_61 retain_others, "
            "zoe second_purchase"
        )

    def test_the_overdue_are_called_from_the_day_after_their_usual_gap_until_they_are_at_risk(self):
        late = {"plan.near_a": 0}
        base = orders(late="11-01 9, 11-11 9, 11-21 9, 12-20 9", due="11-09 9, 11-22 9, 12-05 9, 12-18 9")
        assert rows(base, late)["due"]["list"] == "next_order"
        assert rows(base, late)["late"]["list"] == "call_overdue"
        assert rows(base, late | {"plan.call_after": 1.1})["late"]["list"] == "next_order"

    def test_two_orders_make_no_usual_gap(self):
        assert rows(orders(two="12-01 9, 12-02 9"), {"plan.near_a": 0})["two"]["list"] == "next_order"

    @pytest.mark.parametrize(("near", "list_"), [(0.25, "to_a"), (0.249, "second_purchase"), (0, "second_purchase")])
    def test_a_client_of_b_is_near_a_up_to_the_threshold_itself(self, near, list_):
        """A begins at 100: with 80 there is a quarter of 80 to go."""
        base = orders(a="12-30 500", also_a="12-29 100", b="12-28 80", c="12-27 30")
        found = rows(base, {"plan.near_a": near})["b"]
        assert (found["abc_class"], found["list"]) == ("B", list_)
        assert (found["distance_to_better_class"], found["better_class"]) == (20, "A")

    def test_whom_rfm_says_not_to_lose_is_saved_although_no_boundary_is_passed(self):
        precious = {"rfm.map": ["cannot_lose"] * 25}
        base = orders(new="12-30 8", lost="01-05 1", big="12-29 900")
        assert on(base, precious) == "big save_big, lost win_back, new save_big, zoe save_big"

    def test_a_client_who_loses_money_is_released_unless_it_is_kept_for_its_image(self):
        lines = "bad 12-30 100 -5\nimage 12-29 100 -5\ngood 12-28 100 20\nzero 12-27 100 0"
        base = sales("client day amount profit", lines).with_rows(
            "customers", ("customer_id", "image_client"), [("image", True), ("bad", False)]
        )
        assert on(base) == "bad release, good second_purchase, image second_purchase, zero release"
        found = plan.sizes(base.warehouse, made(base))
        assert sum(row["image_clients"] for row in found) == 1
        assert "image client: not released, though −5" in said(base, "image")[0]

    def test_released_are_also_those_who_are_lost_or_big(self):
        base = sales("client day amount profit", "big 01-05 1000 -1\nzoe 12-31 1 1")
        assert on(base) == "big release, zoe second_purchase"

    def test_without_orders_and_days_the_class_decides(self):
        assert (
            on(worth("anna 800, boris 150, vera 50"), {"plan.near_a": 0})
            == "anna keep_a, boris raise_b, vera automate_c"
        )

    def test_totals_with_profit_release_and_totals_with_days_have_stages(self):
        base = totals("client amount profit", "anna 800 5\nboris 150 -1\nvera 50 1")
        assert on(base, {"plan.near_a": 0}) == "anna keep_a, boris release, vera automate_c"
        base = totals("client amount orders recency_days", "anna 800 9 200\nboris 150 2 5\nvera 50 . .")
        assert on(base, {"plan.near_a": 0}) == "anna win_back, boris next_order, vera automate_c"

    def test_whoever_has_neither_stage_nor_class_is_nowhere_and_counted(self):
        base = totals("client amount profit", "anna 800 5\nboris 150 .")
        known = made(base, {"measure": "profit"})
        found = plan.sizes(base.warehouse, known)
        assert [row["customers"] for row in found if row["list"] is None] == [1]
        assert [row["customer_id"] for row in plan_rows.rows(base.warehouse, known, plan_rows.EVERYONE)] == ["anna"]

    @settings(max_examples=12, deadline=None)
    @given(data=st.data())
    def test_every_client_is_on_exactly_one_list_and_the_sizes_add_up(self, data):
        clients = data.draw(st.integers(1, 8))
        lines = []
        for number in range(clients):
            for _ in range(data.draw(st.integers(1, 4))):
                ordered = day("01-01") + dt.timedelta(days=data.draw(st.integers(0, 364)))
                amount, profit = data.draw(st.integers(1, 500)), data.draw(st.integers(-50, 100))
                lines.append((f"c{number}", ordered, amount, profit))
        base = Base().with_rows("sales", ("customer_id", "order_date", "amount", "profit"), lines)
        changes = {"plan.near_a": data.draw(st.floats(0, 2)), "plan.call_after": data.draw(st.floats(0.5, 3))}
        known = made(base, changes)
        found = plan_rows.rows(base.warehouse, known, plan_rows.EVERYONE)
        of_sizes = plan.sizes(base.warehouse, known)
        assert sorted(row["customer_id"] for row in found) == sorted({line[0] for line in lines})
        for row in of_sizes:
            mine = [client for client in found if client["list"] == row["list"]]
            assert row["customers"] == len(mine)
            assert (row["at_stake"] or 0) == sum(client["at_stake"] or 0 for client in mine)
            if mine:
                alone = plan_rows.rows(base.warehouse, known, Which(row["list"]))
                assert [client["customer_id"] for client in mine] == [client["customer_id"] for client in alone]

    def test_no_list_wants_what_another_excludes(self):
        assert {list_.aim for list_ in LISTS.values()} == set(AIMS)
        assert {code for code, list_ in LISTS.items() if list_.aim == "release"} == {"release"}


class TestWhy:
    BASE = dict(
        lost="01-05 900",
        at_risk="10-15 800",
        late="10-01 100, 10-11 300, 10-21 400, 12-01 50",
        regular="12-01 9, 12-02 9, 12-03 9, 12-20 9, 12-30 9",
        returned="03-01 8, 12-30 8",
        new="12-21 8",
    )

    @pytest.mark.parametrize(
        ("client", "why", "distance"),
        [
            ("lost", "Lost for 240 days: no order for 360 days; brought 900 in its last year", "—"),
            (
                "at_risk",
                "No order for 77 days, 17 days past the edge of risk; brought 800 in its last year",
                "43 days to lost",
            ),
            ("late", "Silent for 20 days past its usual 10; brought 850 in its last year", "30 days to at risk"),
            ("returned", "Came back after 304 days of silence; 2 orders in all", "+9 to B · 59 days to at risk"),
            ("new", "Its only order was 10 days ago, 8", "+17 to B · 50 days to at risk"),
        ],
    )
    def test_the_reason_has_its_numbers(self, client, why, distance):
        told = said(orders(**self.BASE), client, {"plan.near_a": 0})
        assert told[0] == why
        assert told[1].split(" · ")[-1] == distance.split(" · ")[-1]

    def test_in_russian_the_days_are_declined(self):
        base = orders(**self.BASE)
        assert said(base, "late", {"plan.near_a": 0}, "ru")[0] == (
            "Молчит на 20 дней дольше своего обычного перерыва в 10 дн.; за последний год принёс 850"
        )
        assert said(orders(one="10-31 9, 01-01 9"), "one", language="ru")[0].startswith(
            "Без заказа 61 дн., на 1 день дольше границы угрозы"
        )

    def test_what_it_brought_is_that_of_its_last_year_alone(self):
        base = sales(
            "client day amount", "anna 2023-01-01 500\nanna 2024-01-05 70\nanna 2024-12-01 30\nzoe 2025-12-31 1"
        )
        assert rows(base)["anna"]["last_year"] == 100

    def test_by_the_rhythm_of_the_client_the_days_left_are_its_own(self):
        rhythm = {"lifecycle.boundaries": "rhythm", "plan.call_after": 10, "plan.near_a": 0}
        base = orders(anna="12-01 9, 12-11 9, 12-21 9")
        found = rows(base, rhythm)["anna"]
        assert (found["next_stage"], found["days_left"]) == ("at_risk", 5)

    def test_the_reasons_of_classes_and_losses(self):
        assert said(worth("anna 800, boris 150, vera 50"), "anna")[0] == "Class A: brings 800, 80.0% of the total"
        base = sales("client day amount profit", "bad 12-30 100 -5\nthin 12-29 100 1\ngood 12-28 100 20")
        assert said(base, "bad")[0] == "Loses money: −5 after the cost to serve on revenue of 100"
        assert said(base, "thin", {"profit.d_margin": 0.05})[0] == (
            "Margin of 1.0% is below the threshold: profit 1 on revenue of 100"
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_list_status_and_text_has_its_words(self, language):
        told = words(language)
        assert all(plan_words.list_name(told, code) and told(f"action_plan.rule_{code}") for code in LISTS)
        assert all(plan_words.status_name(told, code) for code in STATUSES)
        assert all(plan_texts.ours(told, key) for key in plan_texts.KEYS)
        sheets = [plan_files.sheet_name(told, code) for code in LISTS]
        assert len({sheet.lower() for sheet in sheets}) == len(sheets) and all(len(sheet) <= 31 for sheet in sheets)


class TestTheMoneyAtStake:
    def test_is_counted_by_the_aim_of_the_list(self):
        lines = "bad 12-30 100 -5\nlost 01-05 900 9\nnew 12-29 60 9\ntwo 12-01 10 1\ntwo 12-29 30 1"
        found = rows(sales("client day amount profit", lines), {"plan.near_a": 0})
        assert {client: row["at_stake"] for client, row in found.items()} == {
            "bad": 5,
            "lost": 900,
            "new": 60,
            "two": 20,
        }

    def test_to_class_a_it_is_what_lacks_when_the_measure_is_money_else_an_order(self):
        base = orders(a="12-30 500", also_a="12-29 100", b="12-28 80", c="12-27 30")
        assert rows(base)["b"]["at_stake"] == 20
        base = orders(a="12-01 1, 12-02 1, 12-03 1, 12-04 1", b="12-28 40, 12-29 60, 12-30 80", c="12-27 30")
        found = rows(base, {"measure": "orders", "plan.near_a": 1, "abc.share.a": 0.4, "plan.call_after": 10})["b"]
        assert (found["list"], found["at_stake"]) == ("to_a", 60)

    def test_the_headline_adds_up_only_those_who_leave_or_have_left(self):
        base = orders(lost="01-05 900", at_risk="10-15 800", new="12-29 60")
        told = headline.sentence(words("en"), plan.sizes(base.warehouse, made(base)))
        assert told == (
            "**2 clients to keep or win back: 1.7K a year at stake.** Start with “Save the big ones”: 1 client, 800."
        )

    def test_the_headline_when_nobody_leaves_or_only_classes_are_known(self):
        nobody = plan.sizes(*_asked(orders(anna="12-30 9")))
        assert headline.sentence(words("en"), nobody).startswith("**Nobody is leaving**: 2 clients")
        classes = plan.sizes(*_asked(worth("anna 800, boris 150, vera 50")))
        assert headline.sentence(words("en"), classes) == (
            "**1 client of class A brings 80.0% of the revenue: take care of it.**"
        )

    def test_the_most_at_stake_come_first(self):
        base = orders(one="01-05 5", two="01-06 50", three="01-07 500")
        found = plan_rows.rows(base.warehouse, made(base, {"abc.share.a": 0.1, "abc.share.b": 0.11}), Which("wake_up"))
        assert [row["customer_id"] for row in found] == ["two", "one"]


def _asked(base: Base) -> tuple[Warehouse, plan.Plan]:
    return base.warehouse, made(base)


class TestDueDates:
    def test_are_working_days_after_the_last_day_of_the_base(self):
        """Wednesday 31 December 2025: in Russia the next working day is Monday 12 January."""
        due = plan_rows.due_dates(day("12-31"), "RU")
        assert due["save_big"] == day("2026-01-13") and due["call_overdue"] == day("2026-01-14")
        assert plan_rows.due_dates(day("12-31"), "US")["save_big"] == day("2026-01-05")

    def test_without_any_day_or_in_the_farthest_year_there_are_none(self):
        assert set(plan_rows.due_dates(None, "RU").values()) == {None}
        assert set(plan_rows.due_dates(dt.date.max, "RU").values()) == {None}

    def test_every_list_has_its_day(self):
        assert None not in plan_rows.due_dates(day("12-31"), "RU").values()


class TestNotes:
    BASE = dict(lost="01-05 900", also_lost="01-06 800", new="12-29 60")

    @pytest.fixture
    def base(self) -> Base:
        return orders(**self.BASE)

    def noted(self, base: Base, client: str, **view) -> tuple:
        row = rows(base, **view)[client]
        return tuple(row[name] for name in ("owner", "status", "note", "before_list", "before_status"))

    def test_nothing_is_noted_at_first(self, base):
        assert self.noted(base, "lost") == (None, "todo", None, None, None)
        assert plan_rows.progress(*_asked(base)) == {} and plan_notes.count(base.warehouse) == 0

    def test_one_thing_at_a_time_is_added_to_the_others(self, base):
        plan_rows.note(*_asked(base), ["lost"], {"owner": " Kim\n "})
        plan_rows.note(*_asked(base), ["lost"], {"status": "done", "note": "called"})
        assert self.noted(base, "lost") == ("Kim", "done", "called", None, None)
        assert plan_rows.progress(*_asked(base)) == {"win_back": {"todo": 0, "in_work": 0, "done": 1, "given_up": 0}}

    def test_the_due_date_of_the_list_holds_until_another_is_noted(self, base):
        assert rows(base)["lost"]["due"] == plan_rows.due_dates(day(AS_OF), "RU")["win_back"]
        plan_rows.note(*_asked(base), ["lost"], {"due": day("2026-02-01")})
        assert rows(base)["lost"]["due"] == day("2026-02-01")
        plan_rows.note(*_asked(base), ["lost"], {"due": None})
        assert rows(base)["lost"]["due"] == plan_rows.due_dates(day(AS_OF), "RU")["win_back"]

    def test_a_whole_list_is_noted_at_once_and_nobody_else(self, base):
        plan_rows.note_all(*_asked(base), "win_back", {"status": "in_work", "owner": "Lee"})
        assert self.noted(base, "lost")[:2] == self.noted(base, "also_lost")[:2] == ("Lee", "in_work")
        assert self.noted(base, "new")[:2] == (None, "todo")

    def test_the_owner_is_the_manager_until_another_is_named(self):
        base = sales("client day amount manager", "anna 12-30 9 Kim\nanna 12-29 90 Lee\nzoe 12-31 1 .")
        assert rows(base)["anna"]["owner"] == "Lee"
        plan_rows.note(*_asked(base), ["anna"], {"owner": "Max"})
        assert rows(base)["anna"]["owner"] == "Max"
        plan_rows.note(*_asked(base), ["anna"], {"owner": ""})
        assert rows(base)["anna"]["owner"] == "Lee"

    def test_the_list_of_clients_names_manager_and_contacts_before_the_sales(self):
        base = sales("client day amount manager", "anna 12-30 9 Kim")
        names = ("customer_id", "manager", "email", "phone")
        base.with_rows("customers", names, [("anna", "Lee", "a@example.com", "+7 900")])
        found = rows(base)["anna"]
        assert [found[name] for name in ("owner", "email", "phone")] == ["Lee", "a@example.com", "+7 900"]
        assert plan_rows.contacts(*_asked(base), plan_rows.EVERYONE) == {"email": 1, "phone": 1}

    def test_on_another_list_a_client_begins_anew_and_what_was_is_told(self, base):
        plan_rows.note(*_asked(base), ["new"], {"status": "done", "owner": "Kim", "note": "likes tea"})
        later = {"as_of": "2026-03-15"}
        assert rows(base, **later)["new"]["list"] == "retain_others"
        assert self.noted(base, "new", **later) == ("Kim", "todo", "likes tea", "second_purchase", "done")
        assert plan_rows.progress(base.warehouse, made(base, **later)) == {}
        assert plan_words.before(words("en"), rows(base, **later)["new"]) == "“Second purchase”: done"

    def test_a_note_given_on_the_new_list_takes_the_place_of_the_old_one(self, base):
        plan_rows.note(*_asked(base), ["new"], {"status": "done", "due": day("2026-02-01"), "owner": "Kim"})
        moved = made(base, as_of="2026-03-15")
        plan_rows.note(base.warehouse, moved, ["new"], {"note": "silent"})
        found = rows(base, as_of="2026-03-15")["new"]
        assert (found["owner"], found["status"], found["note"]) == ("Kim", "todo", "silent")
        assert found["due"] == plan_rows.due_dates(day("2026-03-15"), "RU")["retain_others"]

    def test_an_order_after_the_note_makes_a_new_silence_new_work(self):
        before, after = "anna 2024-01-05 900\nzoe 2024-12-31 1", "anna 2025-02-01 5\nzoe 2025-12-31 1"
        base = sales("client day amount", before)
        plan_rows.note(*_asked(base), ["anna"], {"status": "done"})
        assert self.noted(base, "anna")[1] == "done"
        with base.warehouse.transaction() as cursor:
            forget(cursor)
            for line in after.splitlines():
                client, ordered, amount = line.split()
                cursor.execute(
                    "insert into sales (customer_id, order_date, amount) values ($1, $2, $3)", [client, ordered, amount]
                )
        base._facts.clear()
        assert rows(base)["anna"]["list"] == "win_back"
        assert self.noted(base, "anna")[1:] == ("todo", None, "win_back", "done")

    def test_a_narrower_window_does_not_undo_what_was_done(self):
        base = sales("client day amount", "anna 01-05 900\nanna 03-01 90\nzoe 12-31 1")
        plan_rows.note(*_asked(base), ["anna"], {"status": "done"})
        assert self.noted(base, "anna", window="01-01 02-01", as_of="12-31")[1] == "done"

    def test_what_cannot_be_noted_is_refused(self, base):
        for changes, code in (
            ({"note": "x" * 501}, "plan_note_long"),
            ({"status": "eaten"}, "plan_status"),
            ({"due": "tomorrow"}, "plan_due"),
        ):
            with pytest.raises(Unusable) as caught:
                plan_rows.note(*_asked(base), ["lost"], changes)
            assert caught.value.code == code
        assert plan_notes.count(base.warehouse) == 0

    def test_hidden_when_done(self, base):
        plan_rows.note(*_asked(base), ["lost"], {"status": "given_up"})
        found = rows(base, which=Which("win_back", open_only=True))
        assert list(found) == ["also_lost"]
        assert plan_rows.count(*_asked(base), Which("win_back", open_only=True)) == 1

    def test_all_can_be_forgotten(self, base):
        plan_rows.note(*_asked(base), ["lost"], {"status": "done"})
        plan_notes.take_back(base.warehouse)
        assert self.noted(base, "lost")[1] == "todo"


class TestKept:
    SOLD = "Client,Date,Amount\nAnna,2025-01-05,900\nBoris,2025-12-30,9\nZoe,2025-12-31,1\n"

    @pytest.fixture
    def home(self, tmp_path) -> Home:
        return Home(tmp_path / "home").made()

    def shop(self, home: Home) -> Warehouse:
        warehouse = opened(home.path(home.make()))[0]
        self.loaded(warehouse, self.SOLD)
        plan_rows.note(warehouse, self.plan(warehouse), ["Anna", "Boris"], {"status": "done", "owner": "=Kim"})
        plan_texts.put(warehouse, words("en"), "goal_win_back", "Bring them home")
        return warehouse

    def plan(self, warehouse: Warehouse) -> plan.Plan:
        thresholds = Thresholds(PLAIN)
        facts = facts_of(warehouse, thresholds)
        return plan.build(warehouse, facts, thresholds, sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts)))

    def loaded(self, warehouse: Warehouse, text: str, joining: str = "replace") -> None:
        scratch = warehouse.folder / "scratch"
        scratch.mkdir(exist_ok=True)
        (scratch / "sales.csv").write_text(text)
        ingest.load(warehouse, [understand(scratch / "sales.csv", hints=Hints(kind="sales"), scratch=scratch)], joining)
        shutil.rmtree(scratch)

    def statuses(self, warehouse: Warehouse) -> dict[str, str]:
        found = plan_rows.rows(warehouse, self.plan(warehouse), plan_rows.EVERYONE)
        return {row["customer_id"]: row["status"] for row in found if row["status"] != "todo"}

    def test_goes_into_the_file_of_the_base_and_out_of_it(self, home, tmp_path):
        warehouse = self.shop(home)
        file = keeping_file.write(warehouse, Kept(name="Shop"), tmp_path / "shop.clientbase")
        warehouse.close()
        other = opened(home.path(keeping_file.read(home, file, "shop.clientbase")))[0]
        assert self.statuses(other) == {"Anna": "done", "Boris": "done"}
        assert plan_texts.texts(other, words("en"))("goal_win_back") == "Bring them home"
        other.close()

    def test_survives_the_next_export_of_the_same_base_and_forgets_whom_it_lacks(self, home):
        warehouse = self.shop(home)
        self.loaded(warehouse, self.SOLD.replace("Boris,2025-12-30,9\n", "") + "Vera,2025-12-30,5\n")
        assert self.statuses(warehouse) == {"Anna": "done"}
        assert plan_notes.count(warehouse) == 1
        warehouse.close()

    def test_a_file_made_by_others_brings_no_notes_that_are_none(self, home, tmp_path):
        warehouse = self.shop(home)
        with warehouse.transaction() as cursor:
            cursor.execute("insert into plan_notes (customer_id, list) values ('Zoe', 'eat')")
            cursor.execute("insert into plan_notes (customer_id, list, status) values ('Zoe', 'release', 'eaten')")
            cursor.execute("insert into plan_notes (customer_id, list, note) values ('Anna', 'win_back', 'twice')")
            cursor.execute("insert into plan_texts values ('xx', 'goal_release', 'x'), ('en', 'evil', 'x')")
        file = keeping_file.write(warehouse, Kept(name="Shop"), tmp_path / "shop.clientbase")
        warehouse.close()
        other = opened(home.path(keeping_file.read(home, file, "shop.clientbase")))[0]
        kept = other.rows("select customer_id, note from plan_notes order by customer_id")
        assert kept == [{"customer_id": "Anna", "note": "twice"}, {"customer_id": "Boris", "note": None}]
        assert other.value("select count(*) from plan_texts") == 1
        other.close()


def facts_of(warehouse: Warehouse, thresholds: Thresholds):
    return heavy.build(warehouse, View().under(thresholds))


class TestOwnTexts:
    def test_one_language_is_changed_and_taken_back(self):
        warehouse = worth("anna 1").warehouse
        en, ru = words("en"), words("ru")
        plan_texts.put(warehouse, en, "offers_reward", "A  cake\n")
        assert plan_texts.texts(warehouse, en)("offers_reward") == "A cake"
        assert plan_texts.texts(warehouse, ru)("offers_reward") == plan_texts.ours(ru, "offers_reward")
        plan_texts.take_back(warehouse, "en")
        assert plan_texts.own(warehouse, "en") == {}

    def test_an_empty_text_and_ours_are_none_of_ones_own(self):
        warehouse, en = worth("anna 1").warehouse, words("en")
        plan_texts.put(warehouse, en, "remedy_financial", "Cake")
        plan_texts.put(warehouse, en, "remedy_financial", " ")
        plan_texts.put(warehouse, en, "tool_events", plan_texts.ours(en, "tool_events"))
        assert plan_texts.own(warehouse, "en") == {}

    def test_one_too_long_is_refused(self):
        with pytest.raises(Unusable):
            plan_texts.put(worth("anna 1").warehouse, words("en"), "tool_events", "x" * 601)

    def test_every_aim_has_tools_unless_it_is_to_part(self):
        assert [aim for aim in AIMS if not plan_texts.fitting(aim)] == ["release"]


class TestBesideTheClients:
    def test_refusals_to_call_and_types_with_their_remedies(self):
        base = orders(anna="12-30 9, 12-31 9").with_rows(
            "leads",
            ("lead_id", "date", "outcome", "brand", "attractiveness", "refusal_status", "deadline", "company"),
            [
                ("l1", day("12-01"), "no", 5, 5, 5, day("2026-01-20"), "Oak"),
                ("l2", day("12-01"), "no", 5, 5, 5, None, "Elm"),
            ],
        )
        asked = (base.warehouse, base.facts(), Thresholds())
        assert plan_further.calls(*asked) == 1
        assert [row["lead_id"] for row in plan_further.leads(*asked)] == ["l1"]
        types = plan_further.types(*asked, plan_texts.texts(base.warehouse, words("en")))
        assert [row["type"] for row in types] == ["financial"] and types[0]["remedy"].startswith("Give")
        odd = Thresholds({"renew.columns": ("amount",)})
        assert plan_further.calls(base.warehouse, base.facts(), odd) is None

    def test_without_leads_there_is_nobody(self):
        base = orders(anna="12-30 9")
        assert plan_further.calls(base.warehouse, base.facts(), Thresholds()) is None


class TestTakenAway:
    NAMES = ("customer_id", "name", "email", "phone")

    @pytest.fixture
    def base(self) -> Base:
        base = orders(anna="01-05 900", boris="01-06 800", vera="12-30 9")
        people = [
            ("anna", "=1+1", "a@example.com; b@example.com", "+7 900 1"),
            ("boris", "<b>Boris</b>", "not an address\nbcc: x", "none"),
            ("vera", "Vera", "a@example.com", "8 (900) 2"),
        ]
        return base.with_rows("customers", self.NAMES, people)

    def test_the_workbook_has_a_sheet_a_list_and_no_formula(self, base):
        plan_rows.note(*_asked(base), ["anna"], {"note": "=cmd|' /C calc'!A0", "owner": "@Kim"})
        content = plan_answer.workbook(base.warehouse, base.facts(PLAIN), Thresholds(PLAIN), words("en"))
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames[:3] == ["Plan", "Win back the big ones", "Second purchase"]
        assert book["Plan"]["A2"].hyperlink.location == "'Win back the big ones'!A1"
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
        assert "=1+1" in {cell.value for cell in cells} and "=cmd|' /C calc'!A0" in {cell.value for cell in cells}

    def test_csv_of_either_encoding_runs_nothing(self, base):
        table = plan_files.table(*self.asked(base))
        content = plan_files.exports.csv_for_excel(
            table, lambda name: plan_words.head(words("ru"), name), words("ru"), "cp1251"
        )
        (first, *_) = csv.DictReader(io.StringIO(content.decode("cp1251")), delimiter=";")
        assert first["Клиент"] == "'=1+1" and first["Список"] == "Вернуть крупных" and first["На кону"] == "900"

    def asked(self, base: Base):
        speaks = words("ru")
        return speaks, plan_texts.texts(base.warehouse, speaks), list(rows(base).values()), True

    def test_addresses_are_real_ones_and_each_comes_once(self, base):
        told = list(rows(base).values())
        assert plan_files.emails(told) == ["a@example.com", "b@example.com"]
        assert plan_files.emails_text(told).decode("utf-8-sig") == "a@example.com;\r\nb@example.com"
        assert [phone for phone, _ in plan_files.phones(told)] == ["+7 900 1", "8 (900) 2"]

    def test_the_calendar_has_an_event_a_list_and_owner_of_what_is_not_done(self, base):
        plan_rows.note(*_asked(base), ["boris"], {"status": "done"})
        plan_rows.note(*_asked(base), ["vera"], {"owner": "Kim"})
        made_ = plan_files.calendar(words("en"), rows(base).values(), day(AS_OF))
        events = [(str(e["summary"]), e["dtstart"].dt) for e in icalendar.Calendar.from_ical(made_).walk("VEVENT")]
        due = plan_rows.due_dates(day(AS_OF), "RU")
        assert events == [
            ("Win back the big ones: 1 client", due["win_back"]),
            ("Second purchase: 1 client — Kim", due["second_purchase"]),
            ("Second purchase: 1 client", due["second_purchase"]),
        ]


class TestCommand:
    TEXT = "Client,Date,Amount,Profit\nAnna,2025-01-05,900,90\nBoris,2025-12-30,80,-8\nVera,2025-12-29,20,2\n"

    @pytest.fixture
    def file(self, tmp_path) -> str:
        (tmp_path / "sales.csv").write_text(self.TEXT)
        return str(tmp_path / "sales.csv")

    def told(self, capsys, *arguments: str) -> str:
        assert command.main(["plan", *arguments, "--quiet"]) == 0
        return capsys.readouterr().out

    def test_json_has_codes_numbers_and_the_same_rows_as_the_engine(self, file, capsys):
        answer = json.loads(self.told(capsys, file, "--json", "--lang", "en"))
        assert set(answer) == {"base", "window", "thresholds", "tables"}
        assert set(answer["tables"]) == {"lists", "clients", "leads", "types"}
        first = answer["tables"]["clients"][0]
        assert list(first) == plan_answer.CLIENTS
        assert (first["customer_id"], first["list"], first["aim"], first["reason"]) == (
            "Boris",
            "release",
            "release",
            "release",
        )
        assert first["at_stake"] == 8 and first["status"] == "todo" and first["due_date"] == "2026-02-06"
        assert sum(row["customers"] for row in answer["tables"]["lists"]) == len(answer["tables"]["clients"]) == 3

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_terminal_speaks_the_language(self, language, file, capsys):
        told = self.told(capsys, file, "--lang", language)
        assert plan_words.list_name(words(language), "release") in told
        assert not {"win_back", "second_purchase", "todo"} & set(told.split())

    @pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
    def test_every_form_is_written_whole(self, ending, file, tmp_path, capsys):
        out = tmp_path / f"plan.{ending}"
        assert self.told(capsys, file, "--out", str(out), "--lang", "en") == ""
        if ending == "xlsx":
            assert openpyxl.load_workbook(out).sheetnames[0] == "Plan"
        elif ending == "csv":
            assert [row["customer_id"] for row in csv.DictReader(io.StringIO(out.read_text("utf-8")))][0] == "Boris"
        else:
            assert json.loads(out.read_text("utf-8"))["tables"]["clients"]

    def test_a_threshold_of_the_plan_can_be_set(self, file, capsys):
        assert command.main(["plan", file, "--set", "plan.near_a=11", "--quiet"]) == 2
        assert "plan.near_a" in capsys.readouterr().err


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SOLD = "Client,Date,Amount\nOak,2025-01-05,900\nElm,2025-01-06,800\nAsh,2025-12-30,9\nZoe,2025-12-31,1\n"

    @pytest.fixture
    def visitor(self) -> Visitor:
        return Visitor("en", workspace_with(("sales.csv", self.SOLD))).opens("action_plan")

    def plan_of(self, visitor: Visitor) -> tuple[Warehouse, plan.Plan]:
        warehouse, thresholds = visitor.workspace.warehouse, Thresholds()
        facts = facts_of(warehouse, thresholds)
        of_chosen = sizes(warehouse, facts, abc_analysis.chosen(thresholds, facts))
        return warehouse, plan.build(warehouse, facts, thresholds, of_chosen)

    def test_the_first_list_of_those_who_leave_is_open(self, visitor):
        assert visitor.headline.startswith("2 clients to keep or win back: 1.7K a year at stake.")
        table = visitor.table("reason", "status", "owner")
        assert table["name"].tolist() == ["Oak", "Elm"]
        assert table["reason"][0].startswith("Lost for 180 days")
        assert table["status"].tolist() == ["To do", "To do"]

    def test_another_list_is_chosen_and_stays_in_the_link(self, visitor):
        visitor.chooses("plan.list", "second_purchase")
        assert visitor.link == {"plan.list": "second_purchase"}
        again = Visitor("en", visitor.browser).opens("action_plan", plan__list="second_purchase")
        assert again.table("reason", "status")["name"].tolist() == ["Ash", "Zoe"]

    def test_a_list_that_is_none_is_told_and_the_first_is_shown(self, visitor):
        odd = Visitor("en", visitor.browser).opens("action_plan", plan__list="eat")
        assert odd.told and odd.table("reason", "status")["name"].tolist() == ["Oak", "Elm"]

    def test_the_whole_list_is_put_in_work_at_once(self, visitor):
        visitor.app.text_input(key="plan.put.owner").set_value("Kim")
        visitor.app.selectbox(key="plan.put.status").set_value("done")
        visitor.presses("plan.put")
        table = visitor.table("reason", "status", "owner")
        assert table["owner"].tolist() == ["Kim", "Kim"] and table["status"].tolist() == ["Done", "Done"]
        progress = visitor.words("action_plan.progress", done=2, all=2, in_work=0, given_up=0)
        assert [bar.proto.text for bar in visitor.app.get("progress")] == [progress]
        assert visitor.app.text_input(key="plan.put.owner").value == ""
        again = Visitor("en", visitor.browser).opens("action_plan")
        assert again.table("reason", "status")["status"].tolist() == ["Done", "Done"]
        again.presses("plan.forget")
        assert again.table("reason", "status")["status"].tolist() == ["To do", "To do"]

    def test_nothing_filled_in_changes_nothing(self, visitor):
        visitor.presses("plan.put")
        assert visitor.told == ["No field is filled in."]
        assert plan_notes.count(visitor.workspace.warehouse) == 0

    def test_notes_are_text_and_no_markup(self, visitor):
        plan_rows.note(
            *self.plan_of(visitor), ["Oak"], {"note": "**bold** <b>x</b>", "owner": "![](http://192.0.2.1/x.png)"}
        )
        plan_texts.put(
            visitor.workspace.warehouse, words("en"), "offers_win_back", "![](http://192.0.2.1/y.png) <b>y</b>"
        )
        visitor.runs()
        assert visitor.table("reason", "note")["note"][0] == "**bold** <b>x</b>"
        assert not [text for text in visitor.markdown() if "![](" in text or "<b>" in text]

    def test_what_a_person_types_in_a_cell_is_what_is_noted(self, visitor):
        visitor.opens("action_plan")
        with pytest.raises(Unusable):
            plan_editor._day("soon")
        assert plan_editor._day("2026-02-01T00:00:00") == day("2026-02-01")

    def test_totals_and_nobody_on_a_list(self):
        browser = workspace_with(("totals.csv", "Client,Amount\nAnna,800\nBoris,150\nVera,50\n"))
        visitor = Visitor("ru", browser).opens("action_plan")
        assert visitor.headline.startswith("1 клиент класса A приносит 80,0 % выручки".replace(" %", "\u00a0%"))
        assert words("ru")("action_plan.by_class_only") in visitor.reads()


def test_money_is_exact():
    base = orders(anna="01-05 0.1, 01-06 0.2")
    assert rows(base)["anna"]["last_year"] == Decimal("0.3")
