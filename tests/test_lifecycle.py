"""Stages of the life cycle at every boundary, where boundaries come from, the four rules. METHODS §10."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import customers, reasons
from analytics.classes import clients
from analytics.methods import lifecycle
from analytics.thresholds import Thresholds
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, sales, totals, worth
from tests.screens import Visitor, workspace_with

LINES = "client day amount"
DAYS = {"lifecycle.at_risk_after": 30, "lifecycle.lost_after": 60}
RHYTHM = {"lifecycle.boundaries": "rhythm"}
TODAY = day("12-31")


def bought(*days_ago: int, changes: dict | None = None) -> str:
    """The stage of a client who ordered so many days ago, beside one who ordered today."""
    rows = [("anna", TODAY - dt.timedelta(days), 10) for days in days_ago]
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), [*rows, ("today", TODAY, 1)])
    return stages_of(base, {**DAYS, **(changes or {})})["anna"]


class TestBoundariesInDays:
    @pytest.mark.parametrize(
        ("days_ago", "stage"), [(0, "new"), (30, "new"), (31, "at_risk"), (60, "at_risk"), (61, "lost")]
    )
    def test_the_last_day_of_a_stage_still_belongs_to_it(self, days_ago, stage):
        assert bought(days_ago) == stage

    @pytest.mark.parametrize(("orders", "stage"), [(1, "new"), (2, "developing"), (4, "developing"), (5, "regular")])
    def test_orders_ever_part_new_developing_and_regular(self, orders, stage):
        assert bought(*range(orders)) == stage

    def test_who_is_regular_is_a_slider(self):
        assert bought(1, 0, changes={"lifecycle.regular_from": 2}) == "regular"
        assert bought(*range(9), changes={"lifecycle.regular_from": 10}) == "developing"

    @pytest.mark.parametrize(("gap", "stage"), [(60, "developing"), (61, "returned")])
    def test_who_comes_back_after_more_than_the_second_boundary_has_returned(self, gap, stage):
        assert bought(gap, 0) == stage

    def test_returned_takes_precedence_over_regular(self):
        assert bought(70, 69, 68, 67, 0) == "returned"
        assert bought(80, 4, 3, 2, 1) == "regular"

    def test_who_returned_and_is_silent_again_is_at_risk(self):
        assert bought(200, 31) == "at_risk"

    def test_a_regular_client_is_lost_by_silence_alone(self):
        assert bought(*range(61, 70)) == "lost"

    def test_orders_before_the_window_count_for_the_stage(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-20 1\nanna 02-10 1\nboris 02-10 1")
        assert base.told("lifecycle_stage", DAYS, window="02-01 02-28") == "anna developing, boris new"

    def test_a_client_who_has_not_bought_by_the_day_of_asking_has_no_stage(self):
        base = sales(LINES, "anna 01-01 1\nboris 02-10 1")
        assert base.told("lifecycle_stage", DAYS, as_of="01-15") == "anna new, boris ."


class TestBoundariesFromTheData:
    def test_they_are_the_80th_and_95th_percentile_of_all_gaps(self):
        base = ever_rarer(31)
        assert base.facts().whole["gaps"] == 30
        assert found(base) == (24, 28, "data")

    def test_with_fewer_than_thirty_gaps_they_are_90_and_180(self):
        assert found(ever_rarer(30)) == (90, 180, "few_gaps")
        assert found(sales(LINES, "anna 01-01 1")) == (90, 180, "few_gaps")

    def test_they_are_at_least_a_day_apart_and_a_day_long(self):
        rows = [("anna", day("01-01") + dt.timedelta(30 * i), 1) for i in range(32)]
        assert found(Base().with_rows("sales", ("customer_id", "order_date", "amount"), rows)) == (30, 31, "data")
        same_day = sales("client day amount order", "\n".join(f"anna 01-01 1 k{i}" for i in range(40)))
        assert found(same_day) == (1, 2, "data")

    @pytest.mark.parametrize(
        ("own", "expected"),
        [
            ({"lifecycle.at_risk_after": 10}, (10, 28, "own")),
            ({"lifecycle.lost_after": 100}, (24, 100, "own")),
            ({"lifecycle.at_risk_after": 40}, (40, 41, "own")),
            ({"lifecycle.lost_after": 20}, (19, 20, "own")),
            ({"lifecycle.at_risk_after": 5, "lifecycle.lost_after": 6}, (5, 6, "own")),
        ],
    )
    def test_one_set_by_hand_stands_and_pushes_the_other_aside(self, own, expected):
        assert found(ever_rarer(31), own) == expected

    def test_filters_change_them(self):
        lines = [f"{who} {where} {d}" for who, where, d in shopping()]
        base = sales("client channel day amount", "\n".join(f"{line} 1" for line in lines))
        assert found(base, only={"channel": ["shop"]})[:2] == (3, 4)
        assert found(base, only={"channel": ["web"]})[:2] == (7, 8)


class TestOwnRhythm:
    @pytest.mark.parametrize(("silent", "stage"), [(15, "developing"), (16, "at_risk"), (30, "at_risk"), (31, "lost")])
    def test_boundaries_are_one_and_a_half_and_three_usual_gaps(self, silent, stage):
        assert bought(silent + 20, silent + 10, silent, changes=RHYTHM) == stage

    def test_multiples_are_met_exactly(self):
        changes = RHYTHM | {"lifecycle.at_risk_rhythm": 2.3, "lifecycle.lost_rhythm": 4.1}
        assert bought(43, 33, 23, changes=changes) == "developing"
        assert bought(61, 51, 41, changes=changes) == "at_risk"
        assert bought(62, 52, 42, changes=changes) == "lost"

    def test_two_orders_make_no_rhythm(self):
        assert bought(26, 16, changes=RHYTHM) == "developing"
        assert bought(41, 31, changes=RHYTHM) == "at_risk"

    def test_orders_of_one_day_make_no_rhythm(self):
        base = sales("client day amount order", "anna 01-01 1 a\nanna 01-01 1 b\nanna 01-01 1 c\nboris 01-20 1 d")
        assert base.told("lifecycle_stage", DAYS | RHYTHM) == "anna developing, boris new"
        assert base.told("overdue_days", DAYS | RHYTHM) == "anna ., boris ."

    def test_who_comes_back_after_three_usual_gaps_has_returned(self):
        assert bought(82, 72, 62, 52, 2, changes=RHYTHM) == "returned"
        assert bought(52, 42, 32, 2, changes=RHYTHM) == "developing"


class TestRules:
    @pytest.mark.parametrize(
        ("days_ago", "rule"),
        [
            ((61,), "win_back"),
            ((31,), "retain"),
            ((0,), "develop"),
            ((1, 0), "develop"),
            ((90, 0), "develop"),
            (range(5), "reward"),
        ],
        ids=["lost", "at risk", "new", "developing", "returned", "regular"],
    )
    def test_a_rule_follows_from_the_stage(self, days_ago, rule):
        rows = [("anna", TODAY - dt.timedelta(days), 10) for days in days_ago]
        base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), [*rows, ("today", TODAY, 1)])
        assert base.clients(DAYS)["anna"]["lifecycle_rule"] == rule

    def test_every_stage_has_one_rule(self):
        covered = [stage for stages in lifecycle.RULES.values() for stage in stages]
        assert sorted(covered) == sorted(lifecycle.MEMBERS) == sorted(lifecycle.IN_ORDER_OF_LIFE)


class TestOverdueDays:
    def test_they_are_days_past_the_usual_gap_and_none_before_it(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 01-26 1\nboris 01-20 1\nboris 02-05 1\nboris 02-14 1")
        assert base.told("overdue_days") == "anna 6.5, boris 0.0"

    def test_they_take_three_orders(self):
        assert sales(LINES, "anna 01-01 1\nanna 01-11 1\nboris 03-01 1").told("overdue_days") == "anna ., boris ."


class TestTotals:
    def test_stages_work_when_orders_and_recency_are_there(self):
        base = totals("client amount orders recency_days", "anna 70 5 10\nboris 20 1 91\nvera 5 2 181\ngena 1 2 90")
        assert base.told("lifecycle_stage") == "anna regular, boris at_risk, vera lost, gena developing"
        assert base.told("overdue_days") == "anna ., boris ., vera ., gena ."

    def test_a_client_whose_orders_or_recency_are_unknown_has_no_stage(self):
        base = totals("client amount orders recency_days", "anna 70 . 10\nboris 20 1 .\nvera 5 2 181")
        assert base.told("lifecycle_stage") == "anna ., boris ., vera lost"

    @pytest.mark.parametrize(
        ("columns", "row", "lacking"),
        [
            ("client amount", "anna 1", ["orders", "recency_days"]),
            ("client amount orders", "anna 1 2", ["recency_days"]),
            ("client amount recency_days", "anna 1 2", ["orders"]),
            ("client amount orders recency_days", "anna 1 2 3", []),
        ],
    )
    def test_what_is_lacking_is_known(self, columns, row, lacking):
        base = totals(columns, row)
        assert lifecycle.lacking(base.warehouse, base.facts()) == lacking


class TestStages:
    def test_they_come_in_the_order_of_life_with_their_money_and_rule(self):
        base = sales(LINES, "anna 01-01 60\nboris 12-01 25\nboris 12-30 5\nvera 12-31 10")
        rows = lifecycle.stages(base.warehouse, base.facts(DAYS), Thresholds(DAYS))
        assert [row["class"] for row in rows] == list(lifecycle.IN_ORDER_OF_LIFE)
        told = {row["class"]: (row["customers"], row["revenue"], row["revenue_share"], row["rule"]) for row in rows}
        assert told["lost"] == (1, Decimal(60), 0.6, "win_back")
        assert told["developing"] == (1, Decimal(30), 0.3, "develop")
        assert told["regular"] == (0, 0, 0, "reward")

    def test_gaps_and_rhythms_are_counted_for_the_histogram(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 01-21 1\nboris 01-06 1\nboris 01-16 1")
        counts = lifecycle.gap_counts(base.warehouse, base.facts())
        assert [(row["length"], row["count"]) for row in counts] == [(10, 3)]
        rhythm = lifecycle.rhythm_counts(base.warehouse, base.facts(as_of="01-24"))
        assert [(row["length"], row["count"]) for row in rhythm] == [(0.5, 1)]
        assert lifecycle.gap_counts(worth("a 1").warehouse, worth("a 1").facts()) == []

    def test_the_share_within_counts_the_edge(self):
        counts = [{"length": 1, "count": 8}, {"length": 5, "count": 2}]
        assert [lifecycle.share_within(counts, days) for days in (0, 1, 4, 5)] == [0, 0.8, 0.8, 1]
        assert lifecycle.share_within([], 5) is None


class TestWhy:
    """Why a client is at its stage, and how many days it has left there."""

    @pytest.mark.parametrize(
        ("days_ago", "stage", "lacks", "n"),
        [
            (30, "new", "days_to_at_risk", 0),
            (10, "new", "days_to_at_risk", 20),
            (31, "at_risk", "days_to_lost", 29),
            (61, "lost", None, None),
        ],
    )
    def test_days_left_before_the_next_boundary(self, days_ago, stage, lacks, n):
        rows = [("anna", TODAY - dt.timedelta(days_ago), 10), ("today", TODAY, 1)]
        row = self.of(Base().with_rows("sales", ("customer_id", "order_date", "amount"), rows), DAYS)
        assert (row["class"], row["lacks"], row["particulars"].get("n")) == (stage, lacks, n)

    def test_by_rhythm_they_are_the_clients_own(self):
        base = sales(LINES, "anna 01-01 1\nanna 01-11 1\nanna 01-26 1\nboris 02-05 1")
        row = self.of(base, RHYTHM)
        assert (row["particulars"]["at_risk"], row["particulars"]["lost"]) == (18.75, 37.5)
        assert row["particulars"]["n"] == 8

    def test_without_a_stage_there_is_nothing_to_tell(self):
        base = worth("anna 1")
        assert "lifecycle_stage" not in [row["column"] for row in self.rows(base, None)]

    @staticmethod
    def rows(base: Base, changes: dict | None) -> list[dict]:
        thresholds, facts = Thresholds(changes), base.facts(changes)
        anna = customers.one(base.warehouse, facts, thresholds, "anna")
        return reasons.of(base.warehouse, facts, thresholds, anna)

    def of(self, base: Base, changes: dict | None) -> dict:
        return next(row for row in self.rows(base, changes) if row["column"] == "lifecycle_stage")


@settings(max_examples=12, deadline=None)
@given(
    orders=st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 300)), min_size=1, max_size=40),
    at_risk=st.integers(1, 200),
    wider=st.integers(1, 100),
    rhythm=st.booleans(),
)
def test_laws_of_the_stages(orders, at_risk, wider, rhythm):
    """Everyone has exactly one stage; a later first boundary puts nobody new at risk, a later second one loses nobody more."""
    rows = [(client, day("01-01") + dt.timedelta(n), 1) for client, n in orders]
    base = Base().with_rows("sales", ("customer_id", "order_date", "amount"), rows)
    changes = RHYTHM if rhythm else {}
    first = stages_of(base, changes | {"lifecycle.at_risk_after": at_risk, "lifecycle.lost_after": 400})
    later = stages_of(base, changes | {"lifecycle.at_risk_after": at_risk + wider, "lifecycle.lost_after": 400})
    longer = stages_of(base, changes | {"lifecycle.at_risk_after": at_risk, "lifecycle.lost_after": 500})
    assert set(first.values()) <= set(lifecycle.MEMBERS) and len(first) == len({client for client, _ in orders})
    assert of_stage(later, "at_risk") <= of_stage(first, "at_risk")
    assert of_stage(longer, "lost") <= of_stage(first, "lost")


class TestPage:
    lines = "Client,Date,Amount\n" + "".join(
        f"{who},{TODAY - dt.timedelta(days)},{amount}\n"
        for who, amount, ago in (
            ("Anna", 70, (200, 190, 181)),
            ("Boris", 20, (120, 110)),
            ("Vera", 10, (0,)),
        )
        for days in ago
    )

    @pytest.fixture(scope="class")
    def browser(self, own_rooms) -> str:
        return workspace_with(("sales.csv", self.lines))

    @pytest.fixture
    def shop(self, browser) -> Visitor:
        return Visitor("en", browser).opens("lifecycle")

    def test_the_headline_tells_who_is_at_risk_and_who_is_lost(self, shop):
        assert shop.headline.startswith("1 client is at risk: it brought 40, 15.4% of revenue.")
        assert "Already lost: 1 (33.3% of the base)." in shop.headline

    def test_few_gaps_are_said(self, shop):
        told = [caption.value for caption in shop.app.caption]
        assert any("3 gaps between orders, and it takes 30" in caption for caption in told)

    def test_the_list_is_of_those_at_risk_until_a_stage_is_chosen(self, shop):
        assert shop.column("customer_id", "ladder_rung") == ["Boris"]

    def test_own_days_begin_where_the_boundaries_stand_and_the_data_forget_them(self, shop):
        shop.switches("lifecycle.boundaries", "days")
        assert (shop.link["lifecycle.at_risk_after"], shop.link["lifecycle.lost_after"]) == ("90", "180")
        shop.switches("lifecycle.boundaries", "data")
        assert set(shop.link) & {"lifecycle.at_risk_after", "lifecycle.lost_after"} == set()

    def test_days_of_a_link_are_shown_as_ones_own(self, browser):
        link = {"lifecycle__at_risk_after": "150", "lifecycle__lost_after": "300"}
        visitor = Visitor("en", browser).opens("lifecycle", **link)
        assert visitor.headline.startswith("1 client is at risk: it brought 210")
        assert visitor.component("tune.lifecycle.at_risk_after")["value"] == 150

    def test_by_rhythm_the_sliders_are_multiples(self, shop):
        shop.switches("lifecycle.boundaries", "rhythm")
        assert shop.component("tune.lifecycle.at_risk_rhythm")["value"] == 1.5
        assert [line["name"] for line in shop.component("cuts.gaps_rhythm")["lines"]] == [
            "At risk: longer than 1.5 × the usual gap",
            "Lost: longer than 3 × the usual gap",
        ]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_totals_without_orders_are_told_what_they_lack(self, language, own_rooms):
        visitor = Visitor(language, workspace_with(("totals.csv", "Client,Amount,Orders\nAnna,800,3\nBoris,150,1\n")))
        visitor.opens("lifecycle")
        says = words(language)
        assert visitor.remarks == [says("lifecycle.lacking", columns=says("lifecycle.lacking_recency_days"))]


class TestTabs:
    """What lies beneath the stages, over the souvenir company."""

    @pytest.fixture(scope="class")
    def browsers(self, own_rooms) -> dict[str, str]:
        return {lang: Visitor(lang).opens("data").presses("sample.souvenirs").browser for lang in LANGUAGES}

    def opened(self, browsers, language: str, tab: str, **state) -> Visitor:
        visitor = Visitor(language, browsers[language])
        visitor.app.session_state[f"lifecycle.tabs.{language}"] = visitor.words(f"lifecycle.tab_{tab}")
        for key, value in state.items():
            visitor.app.session_state[key] = value
        return visitor.opens("lifecycle")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("tab", ["ladder", "split", "overdue", "activity"])
    def test_every_tab_speaks_in_words(self, tab, language, browsers):
        visitor = self.opened(browsers, language, tab)
        assert not visitor.complaints
        codes = {code for text in visitor.reads() for code in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", text)}
        assert codes == set()

    def test_the_ladder_begins_with_the_leads(self, browsers):
        visitor = self.opened(browsers, "en", "ladder")
        assert visitor.column("rung", "conversion") == [
            "Lead", "First purchase", "Second purchase", "Frequent", "Committed", "Gone",
        ]  # fmt: skip
        assert visitor.column("customers", "rung")[0] == "210"

    @pytest.mark.parametrize("by", ["xyz_class", "rfm_segment", "category", "industry"])
    def test_a_stage_is_split_by_a_class_or_a_trait_down_to_the_list(self, by, browsers):
        visitor = self.opened(browsers, "en", "split", split_by=by)
        assert not visitor.complaints
        told = next(h.value for h in visitor.app.subheader if h.value.startswith("At risk · "))
        assert min(int(re.search(r"(\d+) client", told)[1]), 50) == len(visitor.app.dataframe[1].value)

    def test_the_overdue_come_by_the_money_at_stake(self, browsers):
        money = self.opened(browsers, "en", "overdue").column("at_stake", "overdue_days")
        amounts = [float(text.replace(",", "")) for text in money]
        assert len(amounts) == 50 and amounts == sorted(amounts, reverse=True)

    def test_sixteen_codes_tell_what_was_bought_next(self, browsers):
        visitor = self.opened(browsers, "en", "activity")
        assert visitor.column("activity_code", "bought_next")[0] == "1111"
        assert len(visitor.column("bought_next")) == 16

    def test_the_clients_of_a_code_that_is_clicked_are_listed(self, browsers):
        chosen = {"selection": {"picked": [{"code": "0001"}]}}
        visitor = self.opened(browsers, "en", "activity", **{"activity.en.False": chosen})
        told = [h.value for h in visitor.app.subheader if h.value.startswith("Code ")]
        assert len(told) == 1 and told[0].startswith("Code 0001: ")

    def test_the_lost_are_called_only_when_asked_for_and_the_link_says_so(self, browsers):
        visitor = self.opened(browsers, "en", "overdue")
        assert "Lost" not in visitor.column("lifecycle_stage", "at_stake")
        assert any("lost clients are not shown" in text for text in visitor.reads())
        visitor.switches("overdue.whom", "all")
        assert "Lost" in visitor.column("lifecycle_stage", "at_stake") and visitor.link == {"overdue.whom": "all"}

    def test_a_stage_that_is_clicked_is_listed(self, browsers):
        chosen = {"selection": {"picked": [{"place": lifecycle.MEMBERS.index("lost")}]}}
        visitor = self.opened(browsers, "en", "ladder", **{"stages.en.False": chosen})
        assert [h.value for h in visitor.app.subheader if h.value.startswith("Lost: ")] == ["Lost: 238 clients"]


def found(base: Base, changes: dict | None = None, **view) -> tuple:
    boundaries = lifecycle.boundaries(Thresholds(changes), base.facts(changes, **view))
    return boundaries.at_risk_after, boundaries.lost_after, boundaries.source


def ever_rarer(orders: int) -> Base:
    """One client whose gaps are 0, 1, 2, 3 … days: the percentiles of them are easily told."""
    rows = [("anna", day("01-01") + dt.timedelta(n * (n - 1) // 2), 1) for n in range(1, orders + 1)]
    numbered = [(*row, f"k{i}") for i, row in enumerate(rows)]
    return Base().with_rows("sales", ("customer_id", "order_date", "amount", "order_id"), numbered)


def shopping() -> list[tuple[str, str, str]]:
    """Thirty gaps of 3 days in the shop, thirty of 7 days on the web."""
    every = (("anna", "shop", 3), ("boris", "web", 7))
    return [(who, where, str(day("01-01") + dt.timedelta(step * i))) for who, where, step in every for i in range(31)]


def stages_of(base: Base, changes: dict) -> dict[str, str]:
    column = lifecycle.column(Thresholds(changes), base.facts())
    return {
        row["customer_id"]: row["lifecycle_stage"]
        for row in clients(base.warehouse, base.facts(), (column,)).to_pylist()
    }


def of_stage(stages: dict[str, str], stage: str) -> set[str]:
    return {client for client, found in stages.items() if found == stage}
