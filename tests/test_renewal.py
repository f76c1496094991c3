"""The renew index: which refusals count, what their grades come to, when to call them, and what is kept of it. METHODS §15."""

from __future__ import annotations

import datetime as dt
import shutil

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import base_blocks, call_calendar, ingest, keeping_file, own_grades, summary
from analytics import facts as heavy
from analytics.call_calendar import Call
from analytics.charts import index_bars, stacked_rows
from analytics.charts.theme import Look
from analytics.errors import Unusable
from analytics.filters import own_name
from analytics.ingest import Hints, understand
from analytics.keeping import Kept
from analytics.keeping_base import opened
from analytics.keeping_home import Home
from analytics.methods import renewal
from analytics.methods.renewal import Which
from analytics.outcomes import state
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from analytics.words import words
from tests.bases import Base, day, sales, totals
from tests.samples import opened_sample
from tests.screens import Visitor, workspace_with
from ui import renewal_list

YEAR = "anna 01-01 80\nboris 06-15 15\nvera 12-31 5"
SALES = "client day amount"
GRADES = ("brand", "attractiveness", "refusal_status")
MEAN = {"renew.index": "mean"}
DATES = {"date", "deadline", "launch_date"}


def asked(columns: str, rows: str, base: Base | None = None) -> Base:
    """A year of three clients and the leads written down: `asked("lead_id date outcome brand", "l1 02-01 no 5")`."""
    names = columns.split()
    lines = [line.split() for line in rows.splitlines() if line.strip()]
    cells = [[_cell(name, text) for name, text in zip(names, line, strict=True)] for line in lines]
    return (base or sales(SALES, YEAR)).with_rows("leads", names, cells)


def _cell(name: str, text: str) -> str | dt.date | None:
    return None if text == "." else day(text) if name in DATES else text.replace("_", " ")


def graded(*rows: str, columns: str = " ".join(GRADES), base: Base | None = None) -> Base:
    """Refusals l1, l2 … with these grades: `graded("5 4 5", "1 . 3")`."""
    lines = "\n".join(f"l{i} 02-01 refused {grades}" for i, grades in enumerate(rows, 1))
    return asked(f"lead_id date outcome {columns}", lines, base)


def read(base: Base, changes: dict | None = None, **view):
    found = renewal.leads(base.warehouse, base.facts(changes, **view))
    return found, renewal.index(found, Thresholds(changes))


def told(base: Base, *keys: str, changes: dict | None = None, which: Which = renewal.ALL, **view) -> list[tuple]:
    return [tuple(row[key] for key in keys) for row in renewal.refusals(*read(base, changes, **view), which)]


def indices(base: Base, changes: dict | None = None) -> list[tuple]:
    return told(base, "lead_id", "renew_index", changes=changes)


def range_of(base: Base, changes: dict | None = None) -> tuple:
    by = read(base, changes)[1]
    return by.low, by.high


class TestWhoRefused:
    def test_an_outcome_that_is_neither_won_nor_open_is_a_refusal(self):
        assert [state(text) for text in ("Отказ", "refused", "Too expensive")] == ["refused"] * 3
        assert [state(text) for text in ("Closed won", "Стал клиентом", "ДА")] == ["won"] * 3
        assert [state(text) for text in (None, "", " ", "In progress", "В работе", "Переговоры")] == ["open"] * 6

    def test_each_lead_is_in_one_state(self):
        base = asked("lead_id date outcome", "l1 02-01 refused\nl2 02-01 won\nl3 02-01 .\nl4 02-01 in_progress")
        assert renewal.states(read(base)[0]) == {"refused": 1, "open": 2, "client": 0, "won": 1}
        assert told(base, "lead_id") == [("l1",)]

    def test_the_last_enquiry_of_a_lead_decides(self):
        base = asked(
            "lead_id date outcome brand", "l1 03-01 won 1\nl1 02-01 refused 2\nl2 02-01 won 3\nl2 03-01 refused 4"
        )
        assert told(base, "lead_id", "brand") == [("l2", 4)]

    def test_of_two_on_one_day_the_lower_row_is_the_last(self):
        assert told(asked("lead_id date outcome", "l1 02-01 refused\nl1 02-01 won"), "lead_id") == []

    def test_what_comes_after_the_day_of_asking_is_not_known_yet(self):
        base = asked("lead_id date outcome", "l1 02-01 refused\nl1 07-01 won\nl2 07-01 refused")
        assert told(base, "lead_id", window="01-01 06-30") == [("l1",)]
        assert told(base, "lead_id") == [("l2",)]

    def test_who_has_bought_since_is_a_client_and_who_bought_before_is_not(self):
        rows = "l1 02-01 refused Boris\nl2 07-01 refused BORIS\nanna 02-01 refused .\nvera 02-01 refused ."
        base = asked("lead_id date outcome company", rows)
        assert sorted(told(base, "lead_id")) == [("anna",), ("l2",)]
        assert renewal.states(read(base)[0])["client"] == 2

    def test_a_bare_number_of_a_lead_is_not_the_client_of_that_number(self):
        base = asked("lead_id date outcome", "17 01-01 refused", sales(SALES, "17 01-01 80\n17 06-01 5"))
        assert told(base, "lead_id") == [("17",)]

    def test_without_dated_sales_all_leads_count_up_to_the_last_of_them(self):
        rows = "l1 02-01 refused .\nl2 2026-03-01 refused 2026-03-09\nanna 02-01 refused ."
        base = asked("lead_id date outcome deadline", rows, totals("client amount", "anna 5"))
        assert read(base)[0].as_of == day("2026-03-01")
        assert sorted(told(base, "lead_id", "due")) == [("l1", None), ("l2", "in_7_days")]

    def test_a_filter_of_sales_leaves_the_leads_whole(self):
        base = asked(
            "lead_id date outcome", "l1 02-01 no", sales(f"{SALES} channel", "anna 01-01 80 shop\nboris 06-01 5 web")
        )
        assert told(base, "lead_id", only={"channel": ["web"]}) == [("l1",)]

    def test_no_leads_no_refusals(self):
        assert not renewal.is_told(sales(SALES, YEAR).warehouse)
        empty = asked("lead_id date", "")
        assert not renewal.is_told(empty.warehouse)
        assert renewal.table(empty.warehouse, empty.facts(), Thresholds()) == []


class TestIndex:
    def test_three_grades_make_3_to_15(self):
        base = graded("1 1 1", "5 5 5", "4 3 5")
        assert indices(base) == [("l2", 15), ("l3", 12), ("l1", 3)]
        assert range_of(base) == (3, 15)

    def test_equal_indices_stand_in_the_order_of_leads(self):
        assert indices(graded("1 2 3", "3 2 1", "2 2 2")) == [("l1", 6), ("l2", 6), ("l3", 6)]

    def test_a_lacking_grade_is_no_index_and_says_which(self):
        base = graded("5 5 5", ". 5 .", "1 1 1")
        assert told(base, "lead_id", "renew_index", "missing", "band") == [
            ("l1", 15, [], "high"), ("l3", 3, [], "low"), ("l2", None, ["brand", "refusal_status"], "ungraded"),
        ]  # fmt: skip

    def test_a_grade_off_the_scale_is_none(self):
        assert indices(graded("6 5 5", "0.5 5 5", "5 5 5")) == [("l3", 15), ("l1", None), ("l2", None)]

    def test_a_column_of_zeros_and_ones_is_a_yes_or_a_no(self):
        base = graded("5 5 1", "5 5 0", "5 5 .")
        assert indices(base) == [("l1", 11), ("l2", 10), ("l3", None)]
        assert range_of(base) == (2, 11)

    def test_nothing_but_ones_are_grades(self):
        assert range_of(graded("1 1 1", "1 5 1")) == (3, 15)

    def test_a_column_nobody_filled_is_left_out(self):
        base = graded("5 4", "1 2", columns="brand attractiveness")
        assert indices(base) == [("l1", 9), ("l2", 3)]
        assert range_of(base) == (2, 10)
        assert read(base)[1].idle == ("refusal_status",)

    def test_no_grades_at_all(self):
        base = graded("", columns="")
        assert told(base, "renew_index", "missing", "band") == [(None, [], "ungraded")]
        assert range_of(base) == (None, None)
        assert renewal.summed_up(*read(base))["places"] == []

    def test_other_columns_can_be_chosen(self):
        base = graded("5 1 4", "1 5 2", columns="brand grade_1 grade_3")
        assert indices(base, {"renew.columns": "grade_1,grade_3"}) == [("l2", 7), ("l1", 5)]

    def test_a_column_that_is_no_grade_is_refused(self):
        for name in ("amount", "lead_id", "grade_4"):
            with pytest.raises(Unusable, match="threshold_choice"):
                read(graded("1 1 1"), {"renew.columns": f"brand,{name}"})

    def test_a_column_chosen_twice_counts_once(self):
        assert indices(graded("5 1 4"), {"renew.columns": "brand,brand"}) == [("l1", 5)]

    def test_the_mean_is_by_weight(self):
        base = graded("5 1 3", "1 5 3")
        assert indices(base, MEAN) == [("l1", 3), ("l2", 3)]
        assert indices(base, MEAN | {"renew.weights": "2,1,1"}) == [("l1", 3.5), ("l2", 2.5)]
        assert range_of(base, MEAN | {"renew.weights": "2,1,1"}) == (1, 5)

    def test_weights_do_not_touch_the_sum(self):
        assert indices(graded("5 1 3"), {"renew.weights": "9,1,1"}) == [("l1", 9)]

    def test_a_weight_that_is_not_given_is_one(self):
        assert indices(graded("5 1 3"), MEAN | {"renew.weights": "2"}) == [("l1", 3.5)]

    def test_a_grade_without_weight_may_lack(self):
        weighed = MEAN | {"renew.weights": "1,0,1"}
        assert told(graded("5 . 3"), "renew_index", "missing", changes=weighed) == [(4, [])]

    def test_no_weight_at_all_is_no_index(self):
        weighed = MEAN | {"renew.weights": "0,0,0"}
        assert indices(graded("5 1 3"), weighed) == [("l1", None)]
        assert range_of(graded("5 1 3"), weighed) == (None, None)

    def test_a_weight_below_zero_is_refused(self):
        with pytest.raises(Unusable):
            Thresholds({"renew.weights": "1,-1,1"})

    def test_thirds_begin_at_7_and_11_of_15(self):
        base = graded("2 2 2", "2 2 3", "3 3 4", "3 4 4")
        assert told(base, "renew_index", "band") == [(11, "high"), (10, "middle"), (7, "middle"), (6, "low")]

    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(st.tuples(*[st.sampled_from([None, 1, 2, 3, 4.5, 5])] * 3), min_size=1, max_size=6),
        st.lists(st.floats(0.1, 9), min_size=3, max_size=3),
        st.floats(0.1, 50),
    )
    def test_it_lies_within_its_range_and_the_mean_ignores_the_scale_of_weights(self, rows, weights, times):
        base = graded(*[" ".join("." if grade is None else str(grade) for grade in row) for row in rows])
        for how in ("sum", "mean"):
            weighed = {"renew.index": how, "renew.weights": weights}
            found, (low, high) = indices(base, weighed), range_of(base, weighed)
            assert all(index is None or low - 1e-8 <= index <= high + 1e-8 for _, index in found)
            told_ = dict(indices(base, weighed | {"renew.weights": [weight * times for weight in weights]}))
            for lead, index in found:
                assert told_[lead] == (index if index is None else pytest.approx(index, abs=1e-6))


class TestCalls:
    COLUMNS = "lead_id date outcome deadline launch_date"

    def calls(self, rows: str, *keys: str, **view) -> list[tuple]:
        return told(asked(self.COLUMNS, rows), *keys, **view)

    def test_fourteen_to_seven_days_before_the_deadline(self):
        found = self.calls("l1 02-01 no 2026-03-01 .", "call_from", "call_to", "call_rule")
        assert found == [(day("2026-02-15"), day("2026-02-22"), "deadline")]

    def test_two_months_after_the_launch_by_the_calendar(self):
        found = self.calls("l1 02-01 no . 2025-12-31\nl2 02-01 no . 2025-10-15", "call_from", "call_to", "call_rule")
        assert found == [(day("2026-02-28"),) * 2 + ("launch",), (day("2025-12-15"),) * 2 + ("launch",)]

    def test_the_deadline_decides_where_both_are_known(self):
        assert self.calls("l1 02-01 no 2026-03-01 2025-10-15", "call_rule", "call_to") == [
            ("deadline", day("2026-02-22"))
        ]

    def test_neither_known_is_no_call(self):
        assert self.calls("l1 02-01 no . .", "call_from", "call_to", "call_rule", "due") == [(None,) * 4]

    def test_how_soon_is_told_from_the_day_of_asking(self):
        """Asked on 31 December: seven days end on 6 January, thirty on 29 January."""
        last = {
            "l1": "2026-01-06",
            "l2": "2026-01-07",
            "l3": "2026-01-20",
            "l4": "2026-01-21",
            "l5": "2026-02-12",
            "l6": "2026-02-13",
        }
        found = self.calls("\n".join(f"{lead} 02-01 no {deadline} ." for lead, deadline in last.items()), "due")
        assert [due for (due,) in found] == ["overdue", "in_7_days", "in_7_days", "in_30_days", "in_30_days", "later"]

    def test_the_day_of_asking_is_the_end_of_the_window(self):
        rows = "l1 01-02 no 2025-06-30 ."
        assert self.calls(rows, "due", window="01-01 05-17") == [("later",)]
        assert self.calls(rows, "due", window="01-01 05-18") == [("in_30_days",)]
        assert self.calls(rows, "due", window="01-01 06-16") == [("in_7_days",)]
        assert self.calls(rows, "due", window="01-01 06-23") == [("in_7_days",)]
        assert self.calls(rows, "due", window="01-01 06-24") == [("overdue",)]

    def test_a_calendar_has_what_is_ahead_the_most_promising_first(self):
        rows = "l1 02-01 no 2025-06-01 5\nl2 02-01 no 2026-02-01 3\nl3 02-01 no 2026-03-01 4\nl4 02-01 no . 5"
        found = read(asked("lead_id date outcome deadline brand", rows))
        assert [row["lead_id"] for row in renewal.to_call(*found, limit=9)] == ["l3", "l2"]
        assert renewal.calls(*found) == 2


class TestGroups:
    ROWS = "l1 02-01 no 5 price web\nl2 02-01 no 1 price .\nl3 02-01 no 3 other web\nl4 02-01 no . other web"

    def base(self) -> Base:
        return asked("lead_id date outcome brand reason channel", self.ROWS)

    def by(self, grouping: str) -> list[tuple]:
        rows = renewal.groups(*read(self.base()), grouping)
        return [(row["key"], row["leads"], row["high"], row["middle"], row["low"], row["ungraded"]) for row in rows]

    def test_by_what_was_written(self):
        assert self.by("reason") == [("price", 2, 1, 0, 1, 0), ("other", 2, 0, 1, 0, 1)]
        assert self.by("channel") == [("web", 3, 1, 1, 0, 1), (None, 1, 0, 0, 1, 0)]

    def test_by_band_in_their_order(self):
        assert [row[:2] for row in self.by("band")] == [("high", 1), ("middle", 1), ("low", 1), ("ungraded", 1)]

    def test_by_what_is_no_grouping(self):
        with pytest.raises(KeyError):
            self.by("outcome")

    @pytest.mark.parametrize("grouping", renewal.GROUPINGS)
    def test_every_group_leads_to_just_its_leads(self, grouping):
        found = read(self.base())
        rows = renewal.groups(*found, grouping)
        assert sum(row["leads"] for row in rows) == 4 == renewal.summed_up(*found)["leads"]
        for row in rows:
            which = Which(grouping, row["key"])
            assert renewal.count(*found, which) == row["leads"] == len(renewal.refusals(*found, which))

    def test_a_bar_of_the_picture_leads_to_its_leads(self):
        found = read(self.base())
        assert [(row["place"], row["leads"], row["band"]) for row in renewal.summed_up(*found)["places"]] == [
            (0, 1, "low"), (2, 1, "middle"), (4, 1, "high"),
        ]  # fmt: skip
        assert [row["lead_id"] for row in renewal.refusals(*found, Which(place=2))] == ["l3"]
        assert renewal.count(*found, Which("reason", "price", 2)) == 0

    def test_a_page_of_the_list_is_cut_from_the_whole(self):
        found = read(self.base())
        whole, page = renewal.refusals(*found), renewal.refusals(*found, limit=2, offset=1)
        assert page == whole[1:3]

    def test_the_charts_of_it_are_valid_whatever_the_data(self):
        found, by = read(self.base())
        names = {band: {"name": band, "label": "1"} for band in ("low", "middle", "high")}
        bars = index_bars.frames(
            renewal.summed_up(found, by)["places"], by.low, by.high, by.step, by.cuts, names, Look()
        )["bars"]
        assert bars["middle"].to_pylist() == [1, 3, 5]
        rows = [{"name": "a|b", "label": "3", "parts": [(0, "x", 2), (1, "y", 0), (2, "z", 1)]}]
        parts = stacked_rows.frames(rows, Look())["parts"]
        assert list(zip(parts["from"].to_pylist(), parts["to"].to_pylist(), strict=True)) == [(0, 2), (2, 3)]
        labels = dict.fromkeys(("index", "leads", "third", "group", "part", "count"), "word")
        index_bars.chart(Look(), labels, by.low, by.high, by.step).to_dict()
        stacked_rows.chart(Look(dark=True), labels, 1, ("A", "B", "")).to_dict()


class TestOwnGrades:
    def given(self, base: Base, lead: str = "l1", **grades) -> Base:
        renewal.grade(*read(base), lead, day("02-01"), grades)
        return base

    def test_a_grade_given_here_stands_in_the_place_of_the_files(self):
        base = self.given(graded("1 1 1", "2 2 2"), brand=5, attractiveness=4)
        assert indices(base) == [("l1", 10), ("l2", 6)]
        assert own_grades.count(base.warehouse) == 2

    def test_the_rows_of_the_file_stay_as_they_were(self):
        base = graded("1 1 1", "2 2 2")
        before = base.warehouse.rows("select * from leads")
        self.given(base, brand=5)
        assert base.warehouse.rows("select * from leads") == before
        own_grades.take_back(base.warehouse)
        assert indices(base) == [("l2", 6), ("l1", 3)]
        assert own_grades.count(base.warehouse) == 0

    def test_a_grade_can_be_said_to_be_unknown(self):
        assert indices(self.given(graded("5 5 5", "1 1 1"), brand=None)) == [("l2", 3), ("l1", None)]

    def test_the_files_own_grade_given_again_is_none_of_ones_own(self):
        base = self.given(self.given(graded("1 1 1"), brand=5), brand=1)
        assert own_grades.count(base.warehouse) == 0

    def test_a_column_the_file_lacks_can_be_graded_here(self):
        base = self.given(graded("5", "4", columns="brand"), refusal_status=3)
        assert told(base, "lead_id", "renew_index", "missing") == [("l1", 8, []), ("l2", None, ["refusal_status"])]
        assert renewal.offered(base.warehouse, Thresholds({"renew.columns": "brand"})) == ["brand", "refusal_status"]

    @pytest.mark.parametrize("grade", [0, 6, -1, 5.5, 1e9])
    def test_a_grade_off_the_scale_is_refused_and_nothing_is_kept(self, grade):
        base = graded("1 1 1")
        with pytest.raises(Unusable, match="grade_off_scale"):
            self.given(base, brand=grade)
        assert own_grades.count(base.warehouse) == 0

    def test_a_yes_or_no_takes_no_five(self):
        with pytest.raises(Unusable, match="grade_off_scale"):
            self.given(graded("1 1 1", "0 1 1"), brand=5)

    def test_what_is_no_grade_is_refused(self):
        with pytest.raises(Unusable):
            self.given(graded("1 1 1"), amount=3)


LEADS = "Lead,Date,Outcome,Company,Brand,Attractiveness,Refusal status,Deadline,Reason\n"
FIRST = (
    LEADS
    + "l1,2025-02-01,Refused,Oak,2,2,2,2026-02-01,Price\nl2,2025-02-01,Refused,Elm,5,5,4,,Time\nl3,2025-03-01,,Ash,,,,,\n"
)
SOLD = "Client,Date,Amount\nAnna,2025-01-01,700\nBoris,2025-06-20,200\nAnna,2025-12-31,100\n"


class TestKept:
    """Grades given on screen live as long as the enquiry they were given to is in the base."""

    @pytest.fixture
    def home(self, tmp_path) -> Home:
        return Home(tmp_path / "home").made()

    def shop(
        self, home: Home, leads: str = FIRST, joining: str = "replace", name: str | None = None
    ) -> tuple[str, Warehouse]:
        name = name or home.make()
        warehouse = opened(home.path(name))[0]
        self.loaded(warehouse, {"sales": SOLD, "leads": leads}, joining)
        return name, warehouse

    def loaded(self, warehouse: Warehouse, files: dict[str, str], joining: str) -> None:
        scratch = warehouse.folder / "scratch"
        scratch.mkdir(exist_ok=True)
        for kind, text in files.items():
            (scratch / f"{kind}.csv").write_text(text)
        read_ = [understand(scratch / f"{kind}.csv", hints=Hints(kind=kind), scratch=scratch) for kind in files]
        ingest.load(warehouse, read_, joining)
        shutil.rmtree(scratch)

    def index_of(self, warehouse: Warehouse, lead: str) -> float | None:
        rows = summary.tables(warehouse, heavy.build(warehouse, View().under(Thresholds())), Thresholds())["renew"]
        return next(row["index"] for row in rows if row["lead"] == lead)

    def test_they_survive_the_closing_of_the_base(self, home):
        name, warehouse = self.shop(home)
        own_grades.give(warehouse, "l1", day("02-01"), {"brand": 5})
        warehouse.close()
        again = opened(home.path(name))[0]
        assert (self.index_of(again, "l1"), self.index_of(again, "l2")) == (9, 14)
        again.close()

    def test_they_go_into_the_file_of_the_base_and_out_of_it(self, home, tmp_path):
        _, warehouse = self.shop(home)
        own_grades.give(warehouse, "l1", day("02-01"), {"brand": 5, "attractiveness": None})
        file = keeping_file.write(warehouse, Kept(name="Shop"), tmp_path / "shop.clientbase")
        warehouse.close()
        other = opened(home.path(keeping_file.read(home, file, "shop.clientbase")))[0]
        assert own_grades.count(other) == 2
        assert self.index_of(other, "l1") is None
        own_grades.take_back(other)
        assert self.index_of(other, "l1") == 6
        other.close()

    def test_a_later_file_with_the_same_enquiry_keeps_them(self, home):
        _, warehouse = self.shop(home)
        own_grades.give(warehouse, "l1", day("02-01"), {"brand": 5})
        own_grades.give(warehouse, "l2", day("02-01"), {"brand": 1})
        self.loaded(warehouse, {"leads": FIRST.replace("l2,2025-02-01", "l2,2025-05-05")}, "beside")
        assert (own_grades.count(warehouse), self.index_of(warehouse, "l1"), self.index_of(warehouse, "l2")) == (
            1,
            9,
            14,
        )
        warehouse.close()

    def test_another_base_begins_without_them(self, home):
        _, warehouse = self.shop(home)
        own_grades.give(warehouse, "l1", day("02-01"), {"brand": 5})
        self.loaded(warehouse, {"sales": SOLD, "leads": FIRST.replace("Oak", "Pine")}, "replace")
        assert (own_grades.count(warehouse), self.index_of(warehouse, "l1")) == (0, 6)
        self.loaded(warehouse, {"sales": SOLD}, "replace")
        assert not warehouse.has(own_grades.TABLE)
        warehouse.close()


def test_a_yes_and_a_no_are_grades_and_a_dash_is_none(tmp_path):
    """In a graded column of any name the visitor gives: the heading is theirs."""
    text = (
        "Лид;Дата;Итог;Бренд;Срочно\nl1;01.02.2025;Отказ;Да;да\nl2;01.02.2025;Отказ;нет;Нет\nl3;01.02.2025;Отказ;-;5\n"
    )
    (tmp_path / "leads.csv").write_text(text)
    warehouse = Warehouse(tmp_path)
    told_ = understand(tmp_path / "leads.csv", hints=Hints(mapping={"grade_1": "Срочно"}), scratch=tmp_path)
    ingest.load(warehouse, [told_])
    found = warehouse.rows("select lead_id, brand::int as brand, grade_1::int as grade_1 from leads order by 1")
    assert [tuple(row.values()) for row in found] == [("l1", 1, 1), ("l2", 0, 0), ("l3", None, 5)]
    assert own_name(warehouse, "grade_1") == "Срочно"
    warehouse.close()


class TestCalendar:
    CALL = Call("l1", day("02-15"), day("02-22"), "Call Oak; \\ Sons, Ltd", "Index 14\nReason: too\tdear, \u202eslow")

    def events(self, *calls: Call, language: str = "en") -> list:
        written = call_calendar.written(calls, "Calls", language, day("12-31"))
        return list(icalendar.Calendar.from_ical(written).walk("VEVENT"))

    def test_an_event_of_whole_days_whose_end_is_the_day_after(self):
        event = self.events(self.CALL)[0]
        assert (event["dtstart"].dt, event["dtend"].dt) == (day("02-15"), day("02-23"))
        assert not isinstance(event["dtstart"].dt, dt.datetime)

    def test_the_texts_come_back_as_they_were_but_for_what_cannot_be_seen(self):
        event = self.events(self.CALL)[0]
        assert str(event["summary"]) == "Call Oak; \\ Sons, Ltd"
        assert str(event["description"]) == "Index 14\nReason: too dear, slow"

    def test_no_text_can_begin_a_line_of_its_own(self):
        evil = Call("x", day("02-15"), day("02-15"), "a\r\nEND:VEVENT\nATTENDEE:b", "c\rBEGIN:VALARM")
        written = call_calendar.written([evil], "d\r\nMETHOD:REQUEST", "en", day("12-31")).decode()
        lines = written.replace("\r\n ", "").splitlines()
        assert not {"ATTENDEE", "METHOD"} & {line.partition(":")[0] for line in lines}
        assert [line for line in lines if line.startswith("BEGIN")] == ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]
        assert len(self.events(evil)) == 1

    def test_the_same_call_is_the_same_event_in_every_file(self):
        moved = Call("l1", day("03-15"), day("03-22"), "Позвонить")
        first, second = self.events(self.CALL)[0], self.events(moved, language="ru")[0]
        assert first["uid"] == second["uid"]
        assert first["uid"] != self.events(Call("l2", *[day("02-15")] * 2, "x"))[0]["uid"]
        assert call_calendar.written([self.CALL], "a", "en", day("12-31")) == call_calendar.written(
            [self.CALL], "a", "en", day("12-31")
        )

    def test_no_calls_is_an_empty_calendar(self):
        assert self.events() == []


class TestBlocks:
    def blocks(self, base: Base, refused: int | None = None, **view) -> dict[str, tuple]:
        rows = base_blocks.blocks(base.warehouse, base.facts(**view), Thresholds(), refused)
        return {row["block"]: (row["customers"], row["revenue"], row["elsewhere"]) for row in rows}

    def left(self, rows: str) -> Base:
        lines = [line.split() for line in rows.splitlines()]
        return sales(SALES, YEAR).with_rows(
            "departures", ("customer_id", "date", "reason"), [(c, None if d == "." else day(d), "x") for c, d in lines]
        )

    def test_buying_silent_and_gone(self):
        """Anna is silent for 364 days, longer than 180; Boris for 199."""
        assert self.blocks(sales(SALES, YEAR)) == {"current": (1, 5, 0), "lost": (2, 95, 0)}
        assert self.blocks(sales(SALES, YEAR), 7)["refused"] == (7, None, 0)

    def test_who_is_told_to_have_left_is_not_counted_as_silent_too(self):
        found = self.blocks(self.left("anna 03-01\nvera 2026-01-05"))
        assert found == {"current": (1, 5, 0), "left": (1, 80, 0), "lost": (1, 15, 0)}

    def test_who_has_bought_since_has_not_left(self):
        assert self.blocks(self.left("vera 03-01"))["left"] == (0, None, 0)

    def test_a_leaver_without_a_day_has_left(self):
        assert self.blocks(self.left("vera ."))["left"] == (1, 5, 0)

    def test_who_bought_nothing_in_the_window_is_counted_apart(self):
        assert self.blocks(self.left("oleg 03-01\nanna 03-01"))["left"] == (2, 80, 1)

    def test_a_block_leads_to_its_clients(self):
        base = self.left("anna 03-01")
        query = base_blocks.members(base.warehouse, base.facts(), Thresholds(), "lost")
        assert base.warehouse.rows(query) == [{"customer_id": "boris"}]

    def test_without_days_nobody_can_be_said_to_be_lost(self):
        assert self.blocks(totals("client amount", "anna 5")) == {"current": (1, 5, 0)}


@pytest.fixture(scope="module")
def souvenirs(tmp_path_factory) -> Warehouse:
    warehouse = opened_sample("souvenirs", tmp_path_factory.mktemp("souvenirs"), "ru", ("sales", "leads"))
    yield warehouse
    warehouse.close()


def test_the_nine_hot_refusals_of_the_souvenir_company_lead_the_ranking(souvenirs):
    thresholds = Thresholds()
    facts = heavy.build(souvenirs, View().under(thresholds))
    found = renewal.leads(souvenirs, facts)
    by = renewal.index(found, thresholds)
    rows = renewal.refusals(found, by)
    hot = [row for row in rows if row["renew_index"] >= 14]
    assert len(hot) == 9 and rows[:9] == hot
    assert {row["call_rule"] for row in hot} == {"deadline"}
    assert all(day("2026-07-06") <= row["call_from"] <= row["call_to"] <= day("2026-08-24") for row in hot)
    assert renewal.states(found) == {"refused": 170, "open": 40, "client": 0, "won": 90}
    table = summary.tables(souvenirs, facts, thresholds)["renew"]
    assert len(table) == 170
    assert list(table[0]) == ["lead", "index", "call_from", "call_to"]
    assert table[0]["index"] == 15


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    def visitor(self, leads: str = FIRST, language: str = "en", **link) -> Visitor:
        browser = workspace_with(("sales.csv", SOLD), ("leads.csv", leads))
        return Visitor(language, browser).opens("renewal", **link)

    def test_it_opens_after_the_page_that_counts_the_leads_waiting(self):
        browser = workspace_with(("sales.csv", SOLD), ("leads.csv", FIRST))
        visitor = Visitor("en", browser).opens("lifecycle").opens("renewal")
        assert visitor.headline.startswith("1 refusal of 2")

    def test_the_headline_says_how_many_and_whom(self):
        visitor = self.visitor()
        assert visitor.headline.startswith("1 refusal of 2 is in the upper third of the index (11 or more of 15).")
        assert "Oak" in visitor.headline
        assert visitor.metrics() == {
            "Overdue": "0",
            "Up to 7 days": "0",
            "7–30 days": "1",
            "Later": "0",
            "No date": "1",
        }

    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_the_table_tells_index_day_and_why_not(self, language):
        say = words(language)
        table = self.visitor(language=language).table("renew_index", "brand")
        assert table["name"].tolist() == ["Elm", "Oak"]
        assert table["renew_index"].tolist() == ["14", "6"]
        assert table["call_from"].tolist()[0] == say("renewal.no_dates")

    def test_weights_have_sliders_and_stay_in_the_link(self):
        visitor = self.visitor(renew__index="mean", renew__weights="2,1,1")
        assert visitor.component("tune.renew.weight.brand")["value"] == 2
        assert visitor.link["renew.weights"] == "2,1,1"
        assert visitor.table("renew_index", "brand")["renew_index"].tolist() == ["4.75", "2"]

    def test_another_choice_of_columns_keeps_their_weights(self):
        visitor = self.visitor(renew__index="mean", renew__weights="3,2,1")
        visitor.chooses("renew.columns", ["attractiveness", "refusal_status"], "button_group")
        assert visitor.link["renew.columns"] == "attractiveness,refusal_status"
        assert visitor.link["renew.weights"] == "2,1"

    def test_grades_given_here_are_told_and_can_be_taken_back(self):
        visitor = self.visitor()
        own_grades.give(visitor.workspace.warehouse, "l1", day("02-01"), {"brand": 5})
        visitor.runs()
        assert visitor.table("renew_index", "brand")["renew_index"].tolist() == ["14", "9"]
        visitor.presses("renewal.take_back")
        assert visitor.table("renew_index", "brand")["renew_index"].tolist() == ["14", "6"]

    def test_a_column_that_is_no_grade_is_told_not_thrown(self):
        assert self.visitor(renew__columns="amount").complaints

    def test_leads_without_refusals_or_grades(self):
        assert "There are no refusals" in self.visitor(LEADS + "l1,2025-02-01,,Oak,,,,,\n").headline
        assert "There is no index" in self.visitor(LEADS + "l1,2025-02-01,Refused,Oak,,,,,\n").headline

    def test_without_leads_it_says_what_to_bring_and_still_shows_the_blocks(self):
        visitor = Visitor("en", workspace_with(("sales.csv", SOLD))).opens("renewal")
        assert any("lead id" in text for text in visitor.remarks)
        assert any("client buys" in text for text in visitor.reads())


class TestTakenAway:
    ROWS = """
        l1 02-01 no 5 2026-02-01 .          too_dear Oak,_Ltd
        l2 02-01 no . 2026-03-01 2026-01-01 time     Elm
        l3 02-01 no 3 .          2025-12-15 time     Ash
        l4 02-01 no 4 2025-06-01 .          time     Fir"""

    def found(self):
        return read(asked("lead_id date outcome brand deadline launch_date reason company", self.ROWS))

    def events(self, language: str, which: Which = renewal.ALL) -> list[tuple[str, ...]]:
        made = renewal_list._calendar(*self.found(), which, words(language))()
        events = icalendar.Calendar.from_ical(made).walk("VEVENT")
        return [(str(event["summary"]), str(event["description"]), event["dtstart"].dt) for event in events]

    def test_the_calendar_speaks_the_language_of_the_visitor(self):
        oak, ash, elm = self.events("en")
        assert oak == (
            "Call Oak, Ltd (index 5)",
            "Renew index 5 (1 to 5)\n7 to 14 days before the deadline of Feb 1, 2026\nReason: too dear",
            day("2026-01-18"),
        )
        assert ash[1].splitlines()[1] == "Two months after the launch of Dec 15, 2025"
        assert elm[0] == "Call Elm"
        assert [event[0] for event in self.events("ru")][0] == "Позвонить: Oak, Ltd (индекс 5)"

    def test_the_calendar_is_of_the_list_that_is_shown(self):
        assert [event[0] for event in self.events("en", Which("reason", "too dear"))] == ["Call Oak, Ltd (index 5)"]

    def test_the_list_taken_away_has_every_refusal_in_the_same_order(self):
        found = self.found()
        table = renewal.listed(*found, renewal.ALL, ["lead_id", "renew_index", "call_from", "brand", "reason"])
        assert (
            table["lead_id"].to_pylist()
            == [row["lead_id"] for row in renewal.refusals(*found)]
            == ["l1", "l4", "l3", "l2"]
        )
        assert table["renew_index"].to_pylist() == [5, 4, 3, None]
