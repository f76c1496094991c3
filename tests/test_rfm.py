"""RFM: scores at their boundaries, the map of segments, own cut points, and the page. METHODS §9.

`rfm_published_codes.csv` is the published table of the R package rfm (MIT, Aravind Hebbali and contributors) for its own
base of orders on 2006-12-31: facts and scores of 995 clients.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from analytics import ingest, segment_map, summary
from analytics.classes import clients, cross, sizes
from analytics.distribution import Axis, spread
from analytics.errors import Unusable
from analytics.facts import build
from analytics.ingest import Hints
from analytics.methods import abc_analysis, rfm
from analytics.methods.rfm import Dimension
from analytics.quantiles import FRACTIONS, between, places
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, words
from tests.bases import Base, day, sales, totals
from tests.screens import Visitor, workspace_with
from ui import rfm_cuts, rfm_map

PUBLISHED = Path(__file__).with_name("rfm_published_codes.csv")
# METHODS §9: the package draws its edges at q + 1, so its table is met by cut points of our own.
AS_PUBLISHED = {
    "rfm.method": "cuts",
    "rfm.recency_cuts": "114,180,297,481",
    "rfm.frequency_cuts": "3,4,5,7",
    "rfm.monetary_cuts": "255,381,506,665",
    "order_grain": "row",
}
# Ten clients: i orders of i each in the year, the last i days before its end.
TEN = "\n".join(
    f"c{i:02d} 2025-12-{31 - i:02d} {i}\n" + f"c{i:02d} 2025-01-{i:02d} {i}\n" * (i - 1) for i in range(1, 11)
)


def ten() -> Base:
    return sales("client day amount", TEN)


def totalled(rows: str) -> Base:
    """A list of clients: days since the last order, orders, revenue."""
    return totals("client recency_days orders amount", rows)


def judged(base: Base, changes: dict | None = None, **view) -> rfm.Rfm:
    return rfm.method(Thresholds(changes), base.facts(changes, **view))


def codes(base: Base, changes: dict | None = None, **view) -> dict[str, str]:
    return {name: row["rfm_code"] for name, row in base.clients(changes, **view).items()}


class TestScores:
    def test_a_value_on_a_cut_point_stays_below_it(self):
        frequency = Dimension("frequency", "orders", (3, 4, 5, 7))
        assert [frequency.score(orders) for orders in (1, 3, 4, 5, 6, 7, 8)] == [1, 1, 2, 3, 4, 4, 5]

    def test_recency_is_turned_round(self):
        recency = Dimension("recency", "recency_days", (114, 180, 297, 481), less_is_better=True)
        assert [recency.score(days) for days in (0, 114, 115, 180, 205, 481, 482)] == [5, 5, 4, 4, 3, 2, 1]

    def test_five_equal_parts_of_ten_clients(self):
        base = ten()
        changes = {"rfm.method": "quantile", "order_grain": "row"}
        assert judged(base, changes, as_of="12-31").frequency.cuts == pytest.approx((2.8, 4.6, 6.4, 8.2))
        found = codes(base, changes, as_of="12-31")
        assert [found[f"c{i:02d}"] for i in range(1, 11)] == (
            "5-1-1 5-1-1 4-2-2 4-2-2 3-3-3 3-3-3 2-4-4 2-4-4 1-5-5 1-5-5".split()
        )

    @pytest.mark.parametrize("bins", range(2, 11))
    def test_scores_run_from_one_to_the_number_of_bins(self, bins):
        found = codes(ten(), {"rfm.bins": bins, "order_grain": "row"}, as_of="12-31")
        scores = [int(code.split("-")[1]) for code in found.values()]
        assert (min(scores), max(scores)) == (1, bins)

    def test_two_scores_by_the_median_and_by_the_mean(self):
        base = totalled("a 1 1 10\nb 2 1 20\nc 3 1 30\nd 4 9 940")
        by_median, by_mean = (judged(base, {"rfm.method": way}) for way in ("median", "mean"))
        assert (by_median.monetary.cuts, by_median.frequency.cuts) == ((25.0,), (1.0,))
        assert (by_mean.monetary.cuts, by_mean.frequency.cuts) == ((250.0,), (3.0,))
        assert codes(base, {"rfm.method": "median"}) == {"d": "1-2-2", "c": "1-1-2", "b": "2-1-1", "a": "2-1-1"}

    def test_money_is_the_sum_or_the_average_order(self):
        base = totalled("often 1 10 100\nonce 1 1 90")
        changes = {"rfm.method": "median", "rfm.monetary": "average"}
        assert {n: r["m_score"] for n, r in base.clients({"rfm.method": "median"}).items()} == {"often": 2, "once": 1}
        assert {n: r["m_score"] for n, r in base.clients(changes).items()} == {"often": 1, "once": 2}

    def test_money_is_the_chosen_measure(self):
        base = totals("client recency_days orders amount profit", "a 1 1 100 1\nb 1 1 50 9")
        found = base.clients({"rfm.method": "median", "measure": "profit"})
        assert {name: row["m_score"] for name, row in found.items()} == {"b": 2, "a": 1}

    def test_alike_clients_score_alike_and_leave_scores_empty(self):
        base = totalled("\n".join(f"c{i} 5 {1 if i < 8 else 2} 10" for i in range(10)))
        judge = judged(base)
        rows = rfm.codes(base.warehouse, base.facts(), judge)
        assert judge.frequency.cuts == pytest.approx((1, 1, 1, 1.2))
        assert {row["f_score"] for row in rows} == {1, 5}
        assert rfm.empty_scores(rows, judge) == {
            "recency": [1, 2, 3, 4], "frequency": [2, 3, 4], "monetary": [2, 3, 4, 5],
        }  # fmt: skip

    def test_a_dimension_without_own_cut_points_keeps_the_quantiles(self):
        base = totalled("\n".join(f"c{i} {i} {i} {i}" for i in range(1, 11)))
        judge = judged(base, {"rfm.method": "cuts", "rfm.recency_cuts": "3,6", "rfm.bins": 4})
        assert (judge.recency.cuts, judge.recency.bins, judge.frequency.bins) == ((3, 6), 3, 4)
        assert judge.frequency.cuts == judged(base, {"rfm.bins": 4}).frequency.cuts

    def test_own_cut_points_wait_until_they_are_chosen(self):
        base = totalled("a 1 1 1\nb 9 9 9")
        assert judged(base, {"rfm.recency_cuts": "3"}).recency.cuts == judged(base).recency.cuts

    def test_own_cut_points_far_beyond_the_data_are_no_trouble(self):
        changes = {"rfm.method": "cuts", "rfm.monetary_cuts": "-1e300,1e300", "rfm.recency_cuts": "1e300"}
        assert codes(totalled("a 1 1 1"), changes) == {"a": "2-1-2"}

    def test_cents_on_a_cut_point_stay_below_it(self):
        """0.29 is a hair less as a float."""
        base = totalled("a 1 1 0.28\nb 1 1 0.29\nc 1 1 0.30")
        changes = {"rfm.method": "cuts", "rfm.monetary_cuts": "0.29"}
        assert {n: r["m_score"] for n, r in base.clients(changes).items()} == {"c": 2, "b": 1, "a": 1}

    def test_the_quantile_of_many_clients_is_one_of_them_exactly(self):
        """With 0.07 · 100 in floats the seventh client would stand above the line."""
        for n in (11, 29, 101, 1009):
            found = between([i * 7 for i in places(n)], n)
            assert all(found[f] == float((n - 1) * f * 7) for f in FRACTIONS)

    def test_without_orders_or_days_nobody_has_a_code(self):
        base = totals("client amount", "a 5\nb 3")
        assert rfm.lacking(Thresholds(), base.facts()) == ("recency", "frequency")
        assert rfm.codes(base.warehouse, base.facts(), judged(base)) == []
        row = base.clients()["a"]
        assert (row["r_score"], row["f_score"], row["m_score"]) == (None, None, 5)
        assert (row["rfm_code"], row["rfm_segment"]) == (None, None)

    def test_a_client_who_lacks_a_fact_has_no_code_and_the_others_have(self):
        base = totalled("a 1 1 5\nb . 2 6\nc 9 3 7")
        assert [name for name, code in codes(base).items() if code] == ["c", "a"]


class TestTheMap:
    def test_the_textbook_map(self):
        rows = [segment_map.TEXTBOOK[i : i + 5] for i in range(0, 25, 5)]
        assert rows == [
            ("new", "potential_loyalist", "potential_loyalist", "champion", "champion"),
            ("promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"),
            ("about_to_sleep", "about_to_sleep", "needs_attention", "loyal", "loyal"),
            ("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),
            ("hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"),
        ]

    @pytest.mark.parametrize(
        ("code", "segment"),
        [
            ((5, 5, 5), "champion"), ((5, 4, 3), "champion"), ((5, 1, 1), "new"), ((5, 1, 2), "potential_loyalist"),
            ((4, 1, 1), "promising"), ((4, 5, 2), "loyal"), ((3, 3, 3), "needs_attention"), ((3, 1, 2), "about_to_sleep"),
            ((2, 5, 4), "cannot_lose"), ((1, 5, 5), "cannot_lose"), ((1, 3, 4), "at_risk"), ((1, 1, 1), "hibernating"),
        ],
    )  # fmt: skip
    def test_halves_of_frequency_and_money_are_rounded_up(self, code, segment):
        judge = judged(ten(), {"order_grain": "row"})
        assert judge.cells[judge.place_of(*code)] == segment

    @pytest.mark.parametrize(
        ("bins", "fives"), [(2, [3, 5]), (3, [2, 4, 5]), (4, [2, 3, 4, 5]), (7, [1, 2, 3, 3, 4, 5, 5])]
    )
    def test_other_scales_are_brought_to_five(self, bins, fives):
        dimension = Dimension("recency", "recency_days", tuple(range(bins - 1)))
        assert [dimension.five(score) for score in range(1, bins + 1)] == fives

    def test_the_class_in_sql_is_the_map_by_hand(self):
        base = ten()
        for changes in ({}, {"rfm.bins": 3}, {"rfm.bins": 10}, {"rfm.method": "cuts", "rfm.frequency_cuts": "2,5"}):
            judge = judged(base, changes | {"order_grain": "row"})
            for row in base.clients(changes | {"order_grain": "row"}).values():
                place = judge.place_of(row["r_score"], row["f_score"], row["m_score"])
                assert row["rfm_segment"] == judge.cells[place]

    def test_a_changed_cell_moves_its_clients_and_nobody_else(self):
        base, cells = ten(), list(segment_map.TEXTBOOK)
        cells[segment_map.place(1, 5)] = "own_1"
        before, after = base.clients({"order_grain": "row"}), base.clients({"order_grain": "row", "rfm.map": cells})
        moved = {name for name in before if before[name]["rfm_segment"] != after[name]["rfm_segment"]}
        assert moved == {name for name in before if before[name]["rfm_code"] == "1-5-5"} != set()
        assert {after[name]["rfm_segment"] for name in moved} == {"own_1"}

    def test_a_segment_is_a_class_like_any_other(self):
        base, changes = ten(), {"order_grain": "row"}
        facts, judge = base.facts(changes), judged(base, changes)
        rows = sizes(base.warehouse, facts, judge.segment())
        told = rfm.segments(rfm.codes(base.warehouse, facts, judge), judge, facts)
        assert [(r["class"], r["customers"], r["revenue"]) for r in rows] == [
            (r["segment"], r["customers"], r["revenue"]) for r in told
        ]
        crossed = cross(base.warehouse, facts, abc_analysis.chosen(Thresholds(), facts), judge.segment())
        assert sum(row["customers"] for row in crossed) == 10

    def test_clients_of_a_cell(self):
        base, changes = ten(), {"order_grain": "row"}
        facts, judge = base.facts(changes), judged(base, changes)
        cells = rfm.cells(rfm.codes(base.warehouse, facts, judge), judge, facts)
        assert sum(cell["customers"] for cell in cells) == 10
        for cell in cells:
            found = clients(base.warehouse, facts, among=rfm.among(facts, judge, cell["place"]))
            assert len(found) == cell["customers"]

    def test_cells_no_scores_lead_to(self):
        assert rfm.reachable(judged(ten(), {"order_grain": "row"})) == set(range(25))
        two = rfm.reachable(judged(ten(), {"order_grain": "row", "rfm.method": "median"}))
        assert two == {segment_map.place(r, fm) for r in (3, 5) for fm in (3, 4, 5)}

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("1-5-5", (1, 5, 5)), ("155", (1, 5, 5)), (" 5 5 1 ", (5, 5, 1)), ("5/5/1", (5, 5, 1)), ("156", None),
            ("055", None), ("15", None), ("", None), ("a-b-c", None), ("1-5-5-5", None), ("²55", None),
        ],
    )  # fmt: skip
    def test_a_code_is_read_as_people_write_it(self, text, code):
        assert rfm.read_code(text, judged(ten(), {"order_grain": "row"})) == code

    def test_a_score_of_ten_is_written_apart(self):
        judge = judged(ten(), {"order_grain": "row", "rfm.bins": 10})
        assert rfm.read_code("10-1-10", judge) == (10, 1, 10)
        assert rfm.named_codes(judge) == {"best": (10, 10, 10), "gone": (1, 10, 10), "modest": (10, 10, 1)}


class TestOwnNames:
    def test_names_are_told_by_segment(self):
        assert segment_map.own_names(["own_1=Дальние  города", "champion=VIP"]) == {
            "champion": "VIP", "own_1": "Дальние города",
        }  # fmt: skip

    @pytest.mark.parametrize(
        "told",
        [
            ["best=VIP"], ["champion="], ["champion"], ["champion=" + "x" * 31], ["champion=<b>x</b>"], ["champion=[a](b)"],
            ["champion=*bold*"], ["champion=:red[x]"], ["champion=$x$"], ["champion=a\u202eb"], ["champion=_x_"],
            ["champion=VIP", "loyal=vip"], ["champion=`x`"], ["champion=a|b"], ["champion=&lt;"],
        ],
    )  # fmt: skip
    def test_a_name_is_plain_text_and_only_one_has_it(self, told):
        with pytest.raises(Unusable) as fault:
            segment_map.own_names(told)
        assert fault.value.code == "segment_name"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_segment_has_its_word_and_the_textbook_ones_their_advice(self, language):
        says = words(language)
        names = [says.segment(code) for code in segment_map.ALL]
        assert len(set(names)) == len(names) and not set(names) & set(segment_map.ALL)
        assert all(says.has(f"rfm.advice_{code}") for code in segment_map.SEGMENTS)


class TestSummary:
    def test_tables_of_the_contract(self):
        base, changes = ten(), {"order_grain": "row"}
        told = summary.tables(base.warehouse, base.facts(changes), Thresholds(changes))
        assert told["rfm"][0] == {"r_score": 5, "f_score": 1, "m_score": 1, "customers": 2, "revenue": 5}
        assert [row["edge"] for row in told["rfm_cuts"]] == [1, 2, 3, 4] * 3
        assert told["rfm_cuts"][4] == {"dimension": "frequency", "edge": 1, "value": pytest.approx(2.8)}
        assert [row["segment"] for row in told["rfm_segments"]] == list(segment_map.SEGMENTS)
        by_segment = {row["segment"]: row for row in told["rfm_segments"]}
        assert by_segment["new"] == {"segment": "new", "customers": 2, "orders": 3, "revenue": 5}
        assert sum(row["orders"] for row in told["rfm_segments"]) == 55

    def test_a_base_without_orders_has_empty_tables(self):
        base = totals("client amount", "a 5\nb 3")
        told = summary.tables(base.warehouse, base.facts(), Thresholds())
        assert (told["rfm"], told["rfm_segments"]) == ([], [])
        assert {row["dimension"] for row in told["rfm_cuts"]} == {"monetary"}


class TestAgainstThePackageRfm:
    @pytest.fixture(scope="class")
    def published(self) -> dict[str, dict]:
        with PUBLISHED.open(encoding="utf-8", newline="") as file:
            return {row["customer_id"]: row for row in csv.DictReader(file)}

    @pytest.fixture(scope="class")
    def warehouse(self, tmp_path_factory):
        folder, sample = tmp_path_factory.mktemp("rfm_orders"), sample_data.sample("rfm_orders")
        files = sample.files("en", folder)
        opened = Warehouse(folder / "base", readable=[path for _, path in files])
        hints = [Hints(kind=kind, mapping=sample.hints.get(kind)) for kind, _ in files]
        ingest.load(opened, [ingest.understand(path, hints=h) for h, (_, path) in zip(hints, files, strict=True)])
        yield opened
        opened.close()

    def facts(self, warehouse, changes: dict):
        return build(warehouse, View(as_of=dt.date(2006, 12, 31)).under(Thresholds(changes)))

    def test_all_995_codes_are_the_published_ones(self, warehouse, published):
        thresholds, facts = Thresholds(AS_PUBLISHED), self.facts(warehouse, AS_PUBLISHED)
        found = clients(warehouse, facts, rfm.columns(thresholds, facts)).to_pylist()
        ours = {
            row["customer_id"]: {
                "customer_id": row["customer_id"],
                "recency_days": str(row["recency_days"]),
                "orders": str(row["orders"]),
                "revenue": str(int(row["revenue"])),
                "code": row["rfm_code"].replace("-", ""),
            }
            for row in found
        }
        assert len(ours) == 995 and ours == published
        assert ours["Abbey O'Reilly"]["code"] == "343"

    def test_type_7_quantiles_are_the_published_ones(self, warehouse):
        changes = {"order_grain": "row"}
        judge = rfm.method(Thresholds(changes), self.facts(warehouse, changes))
        assert judge.recency.cuts == (114, 180, 296.4, 481)
        assert judge.frequency.cuts == (3, 4, 5, 7)
        assert judge.monetary.cuts == (254.8, 381, 505.4, 665)

    def test_orders_are_spread_as_published(self, warehouse):
        _, bars = spread(warehouse, self.facts(warehouse, {"order_grain": "row"}), "orders")
        assert [bar["customers"] for bar in bars[:10]] == [42, 83, 143, 187, 176, 150, 94, 51, 38, 20]


clients_of_any_kind = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 9), st.integers(-50, 5000)), min_size=1, max_size=25
)


def made(rows: list[tuple[int, int, int]], times: int = 1) -> Base:
    lines = [
        (f"c{i:02d}", days, orders, str(Fraction(amount * times))) for i, (days, orders, amount) in enumerate(rows)
    ]
    return Base().with_rows("totals", ("customer_id", "recency_days", "orders", "amount"), lines)


any_way = st.fixed_dictionaries(
    {"rfm.method": st.sampled_from(["quantile", "median", "mean"]), "rfm.bins": st.integers(2, 10)}
)


class TestLaws:
    @settings(max_examples=15, deadline=None)
    @given(clients_of_any_kind, any_way)
    def test_scores_stay_in_their_range_and_equal_values_score_alike(self, rows, changes):
        base = made(rows)
        judge, found = judged(base, changes), base.clients(changes).values()
        for dimension, score in zip(judge.dimensions, ("r_score", "f_score", "m_score"), strict=True):
            by_value: dict = {}
            for row in found:
                assert 1 <= row[score] <= dimension.bins
                assert by_value.setdefault(row[dimension.fact], row[score]) == row[score]
                assert row[score] == dimension.score(row[dimension.fact])

    @settings(max_examples=15, deadline=None)
    @given(clients_of_any_kind, any_way)
    def test_more_recent_oftener_and_larger_never_score_less(self, rows, changes):
        found = list(made(rows).clients(changes).values())
        for fact, score, turned in (("recency_days", "r_score", -1), ("orders", "f_score", 1), ("value", "m_score", 1)):
            ordered = [row[score] for row in sorted(found, key=lambda row: row[fact] * turned)]
            assert ordered == sorted(ordered)

    @settings(max_examples=15, deadline=None)
    @given(clients_of_any_kind, any_way, st.permutations(segment_map.TEXTBOOK))
    def test_every_client_has_exactly_one_segment(self, rows, changes, cells):
        changes = changes | {"rfm.map": cells}
        base = made(rows)
        judge, facts = judged(base, changes), base.facts(changes)
        counted = rfm.codes(base.warehouse, facts, judge)
        by_segment = {row["segment"]: row["customers"] for row in rfm.segments(counted, judge, facts)}
        theirs = Counter(row["rfm_segment"] for row in base.clients(changes).values())
        assert {name: n for name, n in by_segment.items() if n} == theirs
        assert (
            sum(by_segment.values()) == len(rows) == sum(row["customers"] for row in rfm.cells(counted, judge, facts))
        )

    @settings(max_examples=10, deadline=None)
    @given(clients_of_any_kind, any_way, st.sampled_from([3, 100]))
    def test_codes_know_neither_the_currency_nor_the_order_of_rows(self, rows, changes, times):
        expected = codes(made(rows), changes)
        assert codes(made(rows, times), changes) == expected
        turned = [(f"c{i:02d}", *row) for i, row in enumerate(rows)][::-1]
        base = Base().with_rows("totals", ("customer_id", "recency_days", "orders", "amount"), turned)
        assert codes(base, changes) == expected

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
    def test_quantiles_are_those_of_type_7(self, values):
        ordered, n = sorted(values), len(values)
        found = between([ordered[place] for place in places(n)], n)
        for fraction in FRACTIONS:
            place = (n - 1) * fraction
            low, high = ordered[int(place)], ordered[min(int(place) + 1, n - 1)]
            assert found[fraction] == float(low + (high - low) * (place - int(place)))


class TestTheSpread:
    @settings(max_examples=15, deadline=None)
    @given(clients_of_any_kind)
    def test_bars_hold_every_client_once_and_do_not_overlap(self, rows):
        base = made(rows)
        for fact in ("recency_days", "orders", "value", "average_order"):
            axis, bars = spread(base.warehouse, base.facts(), fact)
            assert sum(bar["customers"] for bar in bars) == len(rows)
            assert all(one["to"] <= two["from"] for one, two in zip(bars, bars[1:], strict=False))
            assert axis.low <= bars[0]["from"] and bars[-1]["to"] <= axis.high

    @pytest.mark.parametrize(
        "axis",
        [
            Axis(0.5, 30.5, whole=True), Axis(0, 373.5, whole=True, scale="sqrt"), Axis(-40, 900), Axis(3, 9e5, scale="log"),
        ],
    )  # fmt: skip
    def test_a_line_gives_back_the_cut_point_it_stands_for(self, axis):
        for level in (0.1, 0.35, 0.5, 0.8, 0.99):
            cut = axis.cut(level)
            assert axis.cut(axis.level(cut)) == pytest.approx(cut)
            assert axis.level(cut) == pytest.approx(level, abs=0.06)
        assert (axis.level(-1e9), axis.level(1e9)) == (pytest.approx(0), pytest.approx(1))

    def test_a_line_stands_just_past_the_whole_number_it_holds(self):
        axis = Axis(0.5, 10.5, whole=True)
        assert (axis.line(3), axis.line(3.4), axis.level(3)) == (3.5, 3.5, 0.3)
        assert axis.cut(axis.level(3) + axis.step) == 4


class TestTheEditor:
    names = {"Champions": "champion", "Loyal": "loyal", "Everyone": "own_1"}

    def test_an_edited_cell_changes_and_the_others_stay(self):
        now = rfm_map.with_edits(segment_map.TEXTBOOK, {0: {"FM 5": "Everyone"}, 4: {"FM 1": "Loyal"}}, self.names)
        differ = [i for i, (one, two) in enumerate(zip(now, segment_map.TEXTBOOK, strict=True)) if one != two]
        assert differ == [segment_map.place(5, 5), segment_map.place(1, 1)]
        assert (now[differ[0]], now[differ[1]]) == ("own_1", "loyal")

    @pytest.mark.parametrize("given", [None, "", "nobody"])
    def test_a_cell_is_never_left_without_a_segment(self, given):
        assert rfm_map.with_edits(segment_map.TEXTBOOK, {2: {"FM 3": given}}, self.names) == list(segment_map.TEXTBOOK)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("114; 180,5; 297", "114,180.5,297"), ("114, 180, 297", "114,180,297"), ("", ""), ("7", "7"), ("0,5", "0.5"),
        ("1\u00a0200; 3\u00a0400,5", "1200,3400.5"), ("3, 5", "3,5"), ("x; 2", "x,2"), ("114,180,297", "114,180,297"),
    ],
)  # fmt: skip
def test_cut_points_are_read_as_people_write_them(text, numbers):
    assert rfm_cuts.read(text) == numbers


SHOP = "Client,Date,Amount\n" + "".join(
    f"Client {i:02d},{day('12-31') - dt.timedelta(days=i * 9 + 20 * k)},{20 * i + k}\n"
    for i in range(1, 31)
    for k in range(i % 5 + 1)
)


@pytest.mark.usefixtures("own_rooms")
class TestThePage:
    @pytest.fixture(scope="class")
    def loaded(self, own_rooms) -> str:
        return workspace_with(("shop.csv", SHOP))

    def shop(self, browser: str, **link) -> Visitor:
        return Visitor("en", browser).opens("rfm", **link)

    def test_tells_the_best_and_those_who_are_gone(self, loaded):
        assert re.search(r"5-5-5.*1-5-5", self.shop(loaded).headline)

    def test_a_named_code_leads_to_its_clients(self, loaded):
        visitor = self.shop(loaded, rfm__bins="2").presses("rfm.show.best")
        assert set(visitor.column("rfm_code")) == {"2-2-2"}

    def test_a_code_nobody_can_have_is_told(self, loaded):
        visitor = self.shop(loaded)
        visitor.app.text_input(key="rfm.code").set_value("1-5-9 *x*")
        assert any("no code" in text and "*x*" in text for text in visitor.runs().reads())

    def test_a_small_base_is_advised_two_scores_and_takes_them(self, loaded):
        visitor = self.shop(loaded)
        assert any("too few for 5 scores" in text for text in visitor.reads())
        visitor.presses("rfm.two")
        assert visitor.link["rfm.method"] == "median" and "2-2-2" in visitor.headline
        assert not any("too few" in text for text in visitor.reads())

    def test_empty_scores_are_said_aloud(self, loaded):
        assert any("Empty scores" in text for text in self.shop(loaded, rfm__bins="10").reads())

    def test_own_cut_points_are_typed_and_those_that_fall_are_refused(self, loaded):
        visitor = self.shop(loaded, rfm__method="cuts")
        visitor.app.text_input(key="kept.rfm.recency_cuts").set_value("30; 90,5")
        assert visitor.runs().link["rfm.recency_cuts"] == "30,90.5"
        visitor.app.text_input(key="kept.rfm.recency_cuts").set_value("90; 30")
        assert visitor.runs().told and visitor.link["rfm.recency_cuts"] == "30,90.5"

    def test_lines_stand_on_the_cut_points(self, loaded):
        visitor = self.shop(loaded, rfm__method="cuts", rfm__recency_cuts="30,90")
        lines = visitor.component("cuts.cuts_recency")["lines"]
        assert [line["name"] for line in lines] == ["Recency: cut point 30", "Recency: cut point 90"]
        assert 0 < lines[0]["level"] < lines[1]["level"] < 1 and visitor.component("cuts.cuts_recency")["across"]

    @pytest.mark.parametrize("view", ["map", "customers", "revenue"])
    def test_every_view_of_the_map_is_drawn(self, loaded, view):
        visitor = self.shop(loaded)
        visitor.app.button_group(key="rfm.view").set_value(view)
        assert not visitor.runs().complaints

    def test_own_names_and_cells_of_a_link_are_shown_everywhere_as_plain_text(self, loaded):
        cells = ",".join(["own_1"] * 25)
        visitor = self.shop(loaded, rfm__map=cells, rfm__names=["own_1=Everyone we know"])
        assert visitor.column("segment") == ["Everyone we know"]
        assert set(visitor.column("rfm_segment")) == {"Everyone we know"}

    def test_a_name_with_markup_is_passed_over_and_told(self, loaded):
        visitor = self.shop(loaded, rfm__names=["champion=**x**"])
        assert visitor.told and "Champions" in visitor.column("segment")

    def test_a_list_without_orders_is_told_what_it_lacks(self):
        visitor = Visitor("en", workspace_with(("totals.csv", "Client,Amount\nAnna,800\nBoris,150\n"))).opens("rfm")
        assert len(visitor.remarks) == 1 and "recency, frequency" in visitor.remarks[0]

    def test_a_list_of_clients_with_orders_and_last_days_is_scored(self):
        totals_file = (
            "Client,Amount,Orders,Last order\nAnna,800,4,2025-05-01\nBoris,150,1,2025-02-01\nVera,70,2,2025-04-01\n"
        )
        visitor = Visitor("en", workspace_with(("totals.csv", totals_file))).opens("rfm")
        assert visitor.headline and "5-5-5" in visitor.headline
