"""CSI and NPS: which answers count, what they come to, how sure that is. METHODS §13."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import facts as heavy
from analytics import summary
from analytics.classes import count
from analytics.customers import customers
from analytics.methods import abc_analysis, satisfaction
from analytics.methods.satisfaction import Nps
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, sales, totals
from tests.screens import Visitor, workspace_with

ONE = {"satisfaction.min_answers": 1}
YEAR = "anna 01-01 80\nboris 06-15 15\nvera 12-31 5"
SALES = "client day amount"


def surveyed(columns: str, rows: str, base: Base | None = None) -> Base:
    """A year of three clients and the answers written down: `surveyed("date score", "01-10 9")`."""
    lines = [line.split() for line in rows.splitlines() if line.strip()]
    return (base or sales(SALES, YEAR)).with_rows("scores", columns.split(), [list(map(_cell, line)) for line in lines])


def scores(*given: float, **more: str) -> Base:
    rows = "\n".join(" ".join(["2025-02-01", str(score), *more.values()]) for score in given)
    return surveyed(" ".join(["date", "score", *more]), rows)


def _cell(text: str) -> str | None:
    return None if text == "." else f"2025-{text}" if len(text) == 5 and text[2] == "-" else text


def overall(base: Base, changes: dict | None = None, **view) -> dict:
    return satisfaction.overall(base.warehouse, base.facts(changes, **view), Thresholds({**ONE, **(changes or {})}))


def told(base: Base, *keys: str, changes: dict | None = None, **view) -> tuple:
    row = overall(base, changes, **view)
    return tuple(row[key] for key in keys)


def by(base: Base, cut: str, *keys: str, changes: dict | None = None, **view) -> list[tuple]:
    facts, thresholds = base.facts(**view), Thresholds({**ONE, **(changes or {})})
    rows = getattr(satisfaction, f"by_{cut}")(base.warehouse, facts, thresholds)
    return [tuple(row[key] for key in keys) for row in rows]


class TestNps:
    def test_the_worked_examples(self):
        assert Nps(promoters=60, detractors=10, answers=100).points == 50
        assert told(scores(9, 10, 6, 8), "nps") == (25,)

    def test_nine_recommends_and_six_does_not(self):
        row = overall(scores(0, 6, 7, 8, 9, 10))
        assert (row["detractors"], row["promoters"], row["nps_answers"], row["nps"]) == (2, 2, 6, 0)

    def test_a_fractional_score_counts_as_its_whole_part(self):
        assert told(scores(8.9, 6.9, 3.9), "promoters", "detractors", "low") == (0, 2, 1)

    def test_the_interval_worked_by_hand(self):
        """(60.75 − 10.75)/103 = 0.4854; √((0.6942 − 0.2356)/103) = 0.06672; ± 1.96 of it."""
        assert Nps(60, 10, 100).interval == pytest.approx((35.47, 61.62), abs=0.01)

    @pytest.mark.parametrize(("up", "down"), [(0.4, 0.25), (0.6, 0.1), (0.8, 0.05), (0.3, 0.6), (0.1, 0.1)])
    def test_the_interval_holds_the_truth_about_95_times_of_100(self, up, down):
        """Counted over every outcome of 30 answers, not drawn."""
        assert 0.93 < sum(_chance(p, d, 30, up, down) for p, d in _outcomes(30) if _holds(p, d, 30, up, down)) < 0.985

    @given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
    def test_it_lies_within_its_interval_and_the_interval_within_100(self, promoters, passives, detractors):
        nps = Nps(promoters, detractors, promoters + passives + detractors)
        if not nps.answers:
            assert (nps.points, nps.interval) == (None, None)
            return
        low, high = nps.interval
        assert -100 <= low <= nps.points <= high <= 100

    @given(st.integers(1, 300), st.integers(0, 300))
    def test_more_answers_of_the_same_kind_make_it_surer(self, promoters, detractors):
        once, twice = (Nps(k * promoters, k * detractors, k * (promoters + detractors)) for k in (1, 4))
        assert twice.interval[1] - twice.interval[0] < once.interval[1] - once.interval[0]

    def test_a_move_is_told_only_beyond_chance(self):
        before = Nps(40, 30, 100)
        assert Nps(80, 5, 100).moved_from(before) == "up"
        assert Nps(10, 70, 100).moved_from(before) == "down"
        assert Nps(45, 28, 100).moved_from(before) == "same"
        assert before.moved_from(before) == "same"

    def test_too_few_answers_say_so_and_one_more_is_enough(self):
        few, enough = scores(*[9] * 29), scores(*[9] * 30)
        keys, textbook = ("nps", "nps_low", "nps_high", "nps_reason"), {"satisfaction.min_answers": 30}
        assert told(few, *keys, changes=textbook) == (None, None, None, "few_answers")
        assert told(enough, "nps", "nps_reason", changes=textbook) == (100, None)


class TestCsi:
    def test_high_over_low(self):
        assert told(scores(8, 9, 10, 3, 5), "high", "low", "csi") == (3, 1, 3.0)

    def test_the_boundaries_are_8_and_3_and_1(self):
        assert told(scores(7, 8, 3, 4), "high", "low", "csi") == (1, 1, 1.0)
        assert told(scores(8, 0, 1), "high", "low", "csi") == (1, 1, 1.0)

    def test_the_boundaries_move(self):
        wider = {"satisfaction.high_from": 7, "satisfaction.low_to": 4}
        assert told(scores(7, 8, 3, 4), "high", "low", "csi", changes=wider) == (2, 2, 1.0)

    def test_no_low_scores_is_not_infinity(self):
        assert told(scores(8, 9, 0, 4), "csi", "csi_reason") == (None, "no_low_scores")

    def test_only_low_scores_make_nothing_not_undefined(self):
        assert told(scores(1, 2), "csi", "csi_reason") == (0.0, None)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.integers(0, 10), min_size=1, max_size=12))
    def test_it_is_undefined_just_when_nobody_gave_a_low_score(self, given_scores):
        row = overall(scores(*given_scores))
        assert (row["csi"] is None) == (not any(1 <= score <= 3 for score in given_scores))
        assert (row["csi_reason"] is None) == (row["csi"] is not None)
        assert -100 <= row["nps_low"] <= row["nps"] <= row["nps_high"] <= 100


class TestManagers:
    def test_who_answered_about_a_manager_in_the_window_or_a_quarter(self):
        rows = "02-01 9 anna olga\n05-01 2 boris olga\n02-01 8 vera igor\n02-02 7 . olga\n02-03 7 gena ."
        base = surveyed("date score customer_id manager", rows)

        def answered(manager, quarter=None) -> list[str]:
            among = satisfaction.answered_of_manager(base.warehouse, base.facts(), manager, quarter)
            return sorted(row["customer_id"] for row in base.warehouse.rows(among))

        assert answered("olga") == ["anna", "boris"]
        assert answered("olga", day("04-01")) == ["boris"]
        assert (answered(None), answered("it's nobody")) == (["gena"], [])


class TestQuestions:
    ROWS = "02-01 9 recommend\n02-01 2 satisfied\n02-01 8 satisfied\n02-01 1 .\n02-01 10 delivery"

    def test_each_question_has_its_measure(self):
        base = surveyed("date score question", self.ROWS)
        assert told(base, "answers", "nps_answers", "csi_answers") == (4, 2, 3)
        assert told(base, "nps", "csi") == (0, 0.5)
        assert satisfaction.to_other_questions(base.warehouse, base.facts()) == 1

    def test_a_base_without_questions_serves_both(self):
        assert told(scores(9, 2), "nps_answers", "csi_answers", "nps", "csi") == (2, 2, 0, 1)

    def test_nobody_was_asked_to_recommend(self):
        base = scores(9, 2, question="satisfied")
        assert told(base, "nps", "nps_reason", "csi") == (None, "no_answers", 1)

    def test_nobody_was_asked_whether_they_are_satisfied(self):
        base = scores(9, 2, question="recommend")
        assert told(base, "nps", "csi", "csi_reason") == (0, None, "no_answers")


class TestQuarters:
    ROWS = "01-01 9\n03-31 2\n04-01 10\n12-31 9"

    def test_answers_fall_into_calendar_quarters(self):
        rows = by(surveyed("date score", self.ROWS), "quarter", "quarter", "answers", "nps", "nps_reason")
        firsts = [day(f"{month:02}-01") for month in (1, 4, 7, 10)]
        assert rows == [
            (firsts[0], 2, 0, None),
            (firsts[1], 1, 100, None),
            (firsts[2], 0, None, "no_answers"),
            (firsts[3], 1, 100, None),
        ]

    def test_a_quarter_partly_in_the_window_is_unfinished(self):
        base = surveyed("date score", self.ROWS)
        rows = by(base, "quarter", "answers", "finished", window="02-01 06-30")
        assert rows == [(1, False), (1, True)]

    def test_conclusions_leave_unfinished_and_empty_quarters_out(self):
        base = surveyed("date score", self.ROWS)
        rows = satisfaction.by_quarter(base.warehouse, base.facts(window="02-01 11-30"), Thresholds(ONE))
        assert [row["quarter"] for row in satisfaction.counted(rows, False)] == [day("04-01")]
        assert [row["quarter"] for row in satisfaction.counted(rows, True)] == [day("01-01"), day("04-01")]

    def test_without_dated_sales_all_answers_count(self):
        base = surveyed("date score", self.ROWS, totals("client amount", "anna 5"))
        assert told(base, "answers") == (4,)
        assert by(base, "quarter", "answers", "finished") == [(2, True), (1, True), (0, True), (1, True)]

    def test_without_scores_there_is_nothing(self):
        base = sales(SALES, YEAR)
        assert not satisfaction.is_told(base.warehouse)
        assert by(base, "quarter", "answers") == []
        assert customers(base.warehouse, base.facts(), Thresholds())["csi"].to_pylist() == [None] * 3

    def test_scores_of_which_none_could_be_used(self):
        base = surveyed("date score", "")
        assert by(base, "quarter", "answers") == []
        assert told(base, "answers", "nps_reason", "csi_reason") == (0, "no_answers", "no_answers")


class TestCuts:
    ROWS = """
        02-01  9 anna  igor
        02-02  2 anna  igor
        02-03 10 boris olga
        02-04  1 .     .
        02-05  8 zoya  olga
    """

    @pytest.fixture
    def base(self) -> Base:
        return surveyed("date score customer_id manager", self.ROWS)

    def test_managers_those_with_most_answers_first(self, base):
        rows = by(base, "manager", "key", "answers", "nps", "csi")
        assert rows == [("igor", 2, 0, 1), ("olga", 2, 50, None), (None, 1, -100, 0)]

    def test_clients_the_least_pleased_first(self, base):
        assert by(base, "client", "key", "name", "answers", "csi") == [
            ("anna", "anna", 2, 1),
            ("zoya", "zoya", 1, None),
            ("boris", "boris", 1, None),
        ]
        assert satisfaction.clients(base.warehouse, base.facts()) == 3

    def test_classes_know_only_those_who_bought(self, base):
        facts, thresholds = base.facts(), Thresholds(ONE)
        column = abc_analysis.chosen(thresholds, facts)
        rows = satisfaction.by_class(base.warehouse, facts, thresholds, column)
        assert [(row["key"], row["answers"], row["nps"]) for row in rows] == [("A", 2, 0), ("B", 1, 100)]

    def test_one_quarter_alone(self, base):
        asked = (base.warehouse, base.facts(), Thresholds(ONE))
        assert satisfaction.by_manager(*asked, day("04-01")) == []
        assert len(satisfaction.by_client(*asked, day("01-01"), limit=2, offset=1)) == 2

    def test_the_csi_of_each_client_is_a_column_of_the_list(self, base):
        assert base.told("csi") == "anna 1.0, boris ., vera ."
        assert base.told("csi", {"satisfaction.low_to": 1}) == "anna ., boris ., vera ."

    def test_a_filter_keeps_the_answers_of_its_clients(self):
        sold = sales("client day amount channel", "anna 01-01 7 shop\nboris 06-15 2 web\nvera 12-31 1 web")
        base = surveyed("date score customer_id manager", self.ROWS, sold)
        assert told(base, "answers") == (5,)
        assert told(base, "answers", "nps", only={"channel": ["shop"]}) == (2, 0)
        assert by(base, "manager", "key", "answers", only={"channel": ["web"]}) == [("olga", 1)]

    def test_the_contract_of_the_summary(self, base):
        rows = summary.tables(base.warehouse, base.facts(), Thresholds(ONE))["satisfaction"]
        assert list(rows[0]) == "period cut key answers csi nps nps_low nps_high".split()
        assert {(row["cut"], row["key"]) for row in rows if row["period"] is None} == {
            *[("company", None), ("manager", "igor"), ("manager", "olga"), ("manager", None)],
            *[("abc_class", "A"), ("abc_class", "B"), ("client", "anna"), ("client", "boris"), ("client", "zoya")],
        }
        assert {row["period"] for row in rows} == {None, day("01-01")}


class TestDistribution:
    def test_every_score_has_its_row_share_and_group(self):
        base = scores(0, 9, 9, 3)
        facts, thresholds = base.facts(), Thresholds()
        rows = satisfaction.distribution(base.warehouse, facts, thresholds, "nps")
        assert [row["answers"] for row in rows] == [1, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0]
        assert sum(row["share"] for row in rows) == 1
        assert [row["group"] for row in rows] == ["detractors"] * 7 + ["passives"] * 2 + ["promoters"] * 2
        of_csi = satisfaction.distribution(base.warehouse, facts, thresholds, "csi")
        assert [row["group"] for row in of_csi] == ["middle"] + ["low"] * 3 + ["middle"] * 4 + ["high"] * 3

    def test_nobody_answered(self):
        base = scores(9, question="satisfied")
        rows = satisfaction.distribution(base.warehouse, base.facts(), Thresholds(), "nps")
        assert {(row["answers"], row["share"]) for row in rows} == {(0, None)}

    def test_who_gave_a_score(self):
        base = surveyed(
            "date score customer_id", "02-01 9 anna\n02-02 9 anna\n02-03 9.5 zoya\n02-04 9 .\n02-05 8 boris"
        )
        asked = satisfaction.scored(base.warehouse, base.facts(), 9, "nps")
        assert satisfaction.scorers(base.warehouse, asked) == 2
        assert count(base.warehouse, base.facts(), (), {}, among=asked) == 1


def test_the_unhappy_manager_of_the_souvenir_company_is_found(souvenirs):
    thresholds = Thresholds()
    facts = heavy.build(souvenirs, View().under(thresholds))
    whole = satisfaction.overall(souvenirs, facts, thresholds)
    rows = {row["key"]: row for row in satisfaction.by_manager(souvenirs, facts, thresholds)}
    unhappy = rows.pop("Victor Grant")
    assert -70 <= unhappy["nps"] <= -35
    assert unhappy["nps_high"] < whole["nps_low"]
    assert unhappy["csi"] < 1
    assert all(row["nps"] > 10 and row["csi"] > 5 for row in rows.values())


@pytest.mark.usefixtures("own_rooms")
class TestPage:
    SOLD = ("sales.csv", "Client,Date,Amount\nAnna,2025-01-01,700\nBoris,2025-06-20,200\nAnna,2025-12-31,100\n")

    def visitor(self, *given: int, language: str = "en", **link) -> Visitor:
        rows = "".join(f"2025-{1 + i % 12:02}-10,{score},Anna,Olga\n" for i, score in enumerate(given))
        survey = ("scores.csv", f"Date,Score,Client,Manager\n{rows}")
        return Visitor(language, workspace_with(self.SOLD, survey)).opens("satisfaction", **link)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_base_without_scores_is_told_what_it_needs(self, language):
        visitor = Visitor(language, workspace_with(self.SOLD)).opens("satisfaction")
        says = words(language)
        assert visitor.remarks == [says("satisfaction.needs_scores")]
        assert says("frame.sample_has_it") in visitor.reads()
        assert says("satisfaction.no_contacts") in visitor.reads()

    def test_too_few_answers_are_told_and_fewer_can_be_asked_for(self):
        assert "Too few answers (Q4 2025): 3 of 30" in self.visitor(*[9] * 12).headline
        assert "NPS +100 (Q4 2025)" in self.visitor(*[9] * 12, satisfaction__min_answers="3").headline

    def test_no_low_scores_are_told(self):
        visitor = self.visitor(*[9, 8] * 6)
        assert "CSI is undefined" in visitor.headline
        assert visitor.column("csi", "nps") == ["no low scores"]

    def test_a_boundary_in_the_address_moves_csi(self):
        given = [9, 2, 4] * 12
        assert "CSI 1.0" in self.visitor(*given).headline
        assert "CSI 0.5" in self.visitor(*given, satisfaction__low_to="4").headline

    def test_the_row_of_a_manager_lists_the_clients_who_answered(self):
        visitor = self.visitor(*[9, 2] * 20)
        visitor.app.session_state["satisfaction_by_manager"] = {"selection": {"rows": [0], "columns": []}}
        visitor.runs()
        assert "Olga: 1 client answered" in visitor.reads()
        assert visitor.column("customer_id", "revenue") == ["Anna"]

    def test_the_card_of_a_client_tells_its_csi_and_last_answers(self):
        visitor = self.visitor(*[9, 2, 9] * 4).opens("client", client="Anna")
        assert any(text.startswith("CSI 2.0") for text in visitor.reads())
        assert visitor.column("score", "date")[:2] == ["9", "2"]
        assert len(visitor.column("score", "date")) == 5

    def test_clients_and_classes_are_a_switch_away(self):
        visitor = self.visitor(*[9, 2] * 20)
        visitor.app.button_group(key="satisfaction.cut").set_value("client")
        assert visitor.runs().column("customer_id", "mean_score") == ["Anna"]
        visitor.app.button_group(key="satisfaction.cut").set_value("class")
        assert visitor.runs().column("key", "mean_score") == ["A"]


def _outcomes(n: int) -> list[tuple[int, int]]:
    return [(p, d) for p in range(n + 1) for d in range(n + 1 - p)]


def _chance(promoters: int, detractors: int, n: int, up: float, down: float) -> float:
    ways = comb(n, promoters) * comb(n - promoters, detractors)
    return ways * up**promoters * down**detractors * (1 - up - down) ** (n - promoters - detractors)


def _holds(promoters: int, detractors: int, n: int, up: float, down: float) -> bool:
    low, high = Nps(promoters, detractors, n).interval
    return low <= 100 * (up - down) <= high
