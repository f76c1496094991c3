"""ABC by share, by the average and by volume × frequency, at every boundary. METHODS §1–3."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classes import sizes
from analytics.errors import Unusable
from analytics.methods import abc_analysis
from analytics.methods.abc_analysis import ByAverage, ByShare, ByVolumeFrequency
from analytics.thresholds import Thresholds
from tests.bases import MUCH_AND_OFTEN, Base, sales, totals, worth

SHARE, AVERAGE, BOTH = "abc_share_class", "abc_average_class", "abc_volume_frequency_class"


def cuts(a: object, b: object) -> dict:
    return {"abc.share.a": a, "abc.share.b": b}


def times(a: object = 6, c: object = 2) -> dict:
    return {"abc.average.a": a, "abc.average.c": c}


def sizes_of(base: Base, method: str, changes: dict | None = None) -> list[dict]:
    facts = base.facts(changes)
    return sizes(base.warehouse, facts, abc_analysis.method(Thresholds(changes), facts, method).column())


class TestByShare:
    def test_the_client_who_crosses_the_line_belongs_to_the_better_class(self):
        assert worth("a 70, b 10, c 15, d 5").told(SHARE) == "a A, c A, b B, d C"

    def test_a_sum_of_exactly_the_boundary_closes_the_class(self):
        assert worth("a 800, b 100, c 60, d 40").told(SHARE, cuts(0.8, 0.9)) == "a A, b B, c C, d C"

    def test_one_client_who_reaches_the_boundary_alone_is_the_whole_of_a(self):
        assert worth("a 800, b 100, c 60, d 40").told(SHARE) == "a A, b B, c B, d C"

    def test_adding_shares_would_misplace_a_client_at_0_7999(self):
        assert 0.7 + 0.1 < 0.8
        assert worth("a 70, b 10, c 10, d 10").told(SHARE, cuts(0.8, 0.9)) == "a A, b A, c B, d C"

    @pytest.mark.parametrize("n", [3, 7, 9, 11, 13, 49, 100])
    def test_equal_clients_meet_every_boundary_exactly(self, n):
        base = worth(", ".join(f"c{i:03} 0.01" for i in range(n)))
        letters = [row[SHARE] for row in base.clients(cuts(0.01, 0.95)).values()]
        assert letters[0] == "A" and letters.count("A") == -(-n // 100)
        assert letters.count("A") + letters.count("B") == -(-19 * n // 20)

    def test_one_kopeck_short_of_the_boundary_lets_the_next_client_in(self):
        assert worth("a 74.99, b 20, c 5.01").told(SHARE) == "a A, b A, c B"
        assert worth("a 75.00, b 20, c 5.00").told(SHARE) == "a A, b B, c C"

    def test_a_single_client_is_a(self):
        assert worth("a 5").told(SHARE) == "a A"

    def test_equal_clients_are_split_by_id(self):
        assert worth("d 1, c 1, b 1, a 1").told(SHARE) == "a A, b A, c A, d B"

    def test_a_client_over_three_quarters_of_everything_leaves_a_to_itself(self):
        rows = sizes_of(worth("a 90, b 4, c 3, d 2, e 1"), "share")
        assert [(row["class"], row["customers"]) for row in rows] == [("A", 1), ("B", 2), ("C", 2)]

    def test_zero_and_negative_values_are_c_and_do_not_lower_the_total(self):
        assert worth("a 75, b 20, c 5, d 0, e -40").told(SHARE) == "a A, b B, c C, d C, e C"

    def test_nobody_with_a_positive_value_leaves_all_in_c(self):
        assert worth("a 0, b -1, c -2").told(SHARE) == "a C, b C, c C"

    def test_an_unknown_value_has_no_class(self):
        base = totals("client amount profit", "a 5 10\nb 9 .\nc 5 1")
        assert base.told(SHARE, {"measure": "profit"}) == "a A, c B, b ."
        rows = sizes_of(base, "share", {"measure": "profit"})
        assert [(row["class"], row["customers"]) for row in rows] == [("A", 1), ("B", 1), ("C", 0), (None, 1)]

    def test_a_class_tells_its_size_and_money(self):
        a = sizes_of(worth("a 70, b 10, c 15, d 5"), "share")[0]
        told = {
            key: a[key] for key in ("customers", "customer_share", "value", "value_share", "least_value", "most_value")
        }
        assert told == {
            "customers": 2,
            "customer_share": 0.5,
            "value": 85,
            "value_share": 0.85,
            "least_value": 15,
            "most_value": 70,
        }


class TestByAverage:
    def test_the_worked_example_of_the_handbook(self):
        ordinary = [f"o{i} 385000" for i in range(245)]
        base = worth(", ".join(["a 2400000", "b 2399999.99", "c 200000.01", "d 200000", "e 475000", *ordinary]))
        whole, told = base.facts().whole, base.clients()
        assert (whole["total"], whole["clients"], whole["average"]) == (100_000_000, 250, 400_000)
        assert "".join(told[client][AVERAGE] for client in "abcd") == "ABBC"

    def test_an_even_base_leaves_a_empty_and_still_counts(self):
        rows = sizes_of(worth("a 3, b 2, c 1"), "average")
        assert [(row["class"], row["customers"]) for row in rows] == [("A", 0), ("B", 2), ("C", 1)]
        assert (rows[0]["value"], rows[0]["value_share"], rows[0]["least_value"]) == (0, 0, None)

    @pytest.mark.parametrize(
        ("values", "a", "told"),
        [
            ("a 12, b 8", 1.2, "a A, b B"),
            ("a 11.9999, b 8.0001", 1.2, "a B, b B"),
            ("a 2.4, b 1, c 0.5, d 0.1", 2.4, "a A, b B, c C, d C"),
            ("a 7, b 5, c 3, d 1, e 4", 1.75, "a A, b B, e B, c B, d C"),
            ("a 600, b 0, c 0, d 0, e 0, f 0", 6, "a A, b C, c C, d C, e C, f C"),
        ],
        ids=["1.2 P", "a hair under 1.2 P", "2.4 P", "1.75 P", "6 P"],
    )
    def test_exactly_a_times_the_average_is_a(self, values, a, told):
        assert worth(values).told(AVERAGE, times(a)) == told

    @pytest.mark.parametrize(
        ("values", "c", "told"),
        [
            ("a 5, b 3, c 1", 3, "a B, b B, c C"),
            ("a 4.9999, b 3, c 1.0001", 3, "a B, b B, c B"),
            ("a 12, b 10", 1.1, "a B, b C"),
            ("a 11.9999, b 10.0001", 1.1, "a B, b B"),
            ("a 30, b 20, c 10", 2, "a B, b B, c C"),
            ("a 10, b 8, c 3", 7 / 3, "a B, b B, c C"),
        ],
        ids=["P/3", "a hair over P/3", "P/1.1", "a hair over P/1.1", "P/2", "P/2.333…"],
    )
    def test_exactly_the_average_by_c_is_c(self, values, c, told):
        assert worth(values).told(AVERAGE, times(6, c)) == told

    @pytest.mark.parametrize("tenths", [13, 23, 37, 41, 61, 81, 98])
    def test_a_boundary_of_tenths_is_met_exactly(self, tenths):
        """1/c in floats misses these: 1 / 1.3 is not the nearest number to 10/13."""
        assert 1 / (tenths / 10) != float(Fraction(10, tenths))
        base = worth(f"big {2 * tenths - 10}, small 10")
        assert base.clients(times(100, tenths / 10))["small"][AVERAGE] == "C"
        many = worth(f"big {tenths}, " + ", ".join(f"c{i} 1" for i in range(9)) + f", last {101 - tenths}")
        assert many.facts().whole["average"] == 10
        assert many.clients(times(tenths / 10, 100))["big"][AVERAGE] == "A"

    def test_a_wins_when_both_hold(self):
        assert worth("a 1, b 1").told(AVERAGE, times(1, 1)) == "a A, b A"

    @pytest.mark.parametrize("values", ["a 0, b 0", "a 5, b -5", "a 1, b -9"], ids=["nothing", "zero in sum", "a loss"])
    def test_without_a_positive_average_nobody_has_a_class(self, values):
        rows = sizes_of(worth(values), "average")
        assert [(row["class"], row["customers"]) for row in rows] == [("A", 0), ("B", 0), ("C", 0), (None, 2)]

    def test_returns_lower_the_average(self):
        assert worth("a 30, b 20, c -20").told(AVERAGE, times(3)) == "a A, b B, c C"

    def test_an_unknown_value_has_no_class_and_no_weight(self):
        base = totals("client amount profit", "a 1 20\nb 1 10\nc 1 .")
        assert base.told(AVERAGE, {"measure": "profit", **times(1.3, 1.5)}) == "a A, b C, c ."

    def test_boundaries_are_told_in_money(self):
        assert ByAverage(6, 2).boundaries(Decimal(400_000)) == {"A": 2_400_000, "C": 200_000}


class TestByVolumeAndFrequency:
    lines = MUCH_AND_OFTEN

    def test_much_and_often_is_a_one_of_them_is_b_none_is_c(self):
        assert sales("client day amount", self.lines).told(BOTH) == "anna A, vera B, boris B, gena C"

    def test_much_and_often_are_strictly_above_the_split(self):
        base = sales("client day amount", "a 01-01 30\na 01-02 1\nb 01-01 20\nb 01-02 0\nc 01-01 10")
        assert base.told(BOTH) == "a B, b C, c C"

    def test_equal_clients_are_all_c(self):
        assert sales("client day amount", "a 01-01 5\nb 01-01 5").told(BOTH) == "a C, b C"

    def test_a_single_client_is_c(self):
        assert sales("client day amount", "a 01-01 5").told(BOTH) == "a C"

    def test_the_mean_may_split_instead(self):
        base = sales("client day amount", "a 01-01 90\nb 01-01 8\nc 01-01 7\nc 01-02 0\nd 01-01 5")
        assert base.told(BOTH) == "a B, b B, c B, d C"
        assert base.told(BOTH, {"abc.volume_frequency.split": "mean"}) == "a B, b C, c B, d C"

    def test_the_measure_does_not_touch_it(self):
        base = sales("client day amount", self.lines)
        assert base.clients({"measure": "orders"})["anna"][BOTH] == "A"

    def test_the_two_sides_make_the_letter(self):
        assert [ByVolumeFrequency.letter(v, f) for v in ("much", "little") for f in ("often", "rarely")] == list("ABBC")

    def test_the_two_sides_judge_as_the_class_does(self):
        base = sales("client day amount", self.lines)
        volume, frequency = ByVolumeFrequency(55, 2).sides()
        assert base.judged(volume) == "anna much, vera much, boris little, gena little"
        assert base.judged(frequency) == "anna often, vera rarely, boris often, gena rarely"


class TestFit:
    @pytest.mark.parametrize(
        ("values", "target", "a"),
        [
            ("a 40, b 30, c 20, d 10", 0.2, 1.6),
            ("a 40, b 30, c 20, d 10", 0.25, 1.6),
            ("a 40, b 30, c 20, d 10", 0.26, 1.2),
            ("a 1, b 1, c 1", 0.2, 1),
            ("a 5", 0.2, 1),
            ("a 10, b 9, c 8, d 0.6", 0.3, 1.304),
        ],
    )
    def test_the_largest_multiple_that_holds_the_target_is_found(self, values, target, a):
        base = worth(values)
        assert abc_analysis.fit_average(base.warehouse, base.facts(), target) == a

    def test_it_never_leaves_the_allowed_range(self):
        base = worth("a 1000000, " + ", ".join(f"c{i} 1" for i in range(200)))
        assert abc_analysis.fit_average(base.warehouse, base.facts(), 0.004) == 100

    @pytest.mark.parametrize(
        ("values", "target", "held"),
        [("a 40, b 30, c 20, d 10", 0.6, 0.5), ("a 0, b 0", 0.2, 0), ("a 1, b -9", 0.2, 0)],
        ids=["too few above the average", "nothing", "a loss"],
    )
    def test_the_impossible_is_refused_with_what_the_average_itself_holds(self, values, target, held):
        base = worth(values)
        with pytest.raises(Unusable) as fault:
            abc_analysis.fit_average(base.warehouse, base.facts(), target)
        assert (fault.value.code, fault.value.particulars) == ("fit_average", {"target": target, "held": held})


class TestDistance:
    """How much value lacks to the better class of the chosen method."""

    def test_by_share_it_is_up_to_the_smallest_of_the_better_class(self):
        assert (
            worth("a 70, b 10, c 15, d 3, e 2").told("distance_to_better_class")
            == "a ., c ., b 5.0000, d 7.0000, e 8.0000"
        )

    def test_an_empty_b_is_passed_over(self):
        base = worth("a 96, b 3, c 1")
        assert base.told("distance_to_better_class") == "a ., b 93.0000, c 95.0000"

    def test_nobody_above_leaves_nothing_to_reach_for(self):
        assert worth("a 0, b -1").told("distance_to_better_class") == "a ., b ."

    def test_by_the_average_it_is_up_to_the_boundary(self):
        changes = {"abc.method": "average", **times(2)}
        assert (
            worth("a 70, b 30, c 15, d 5").told("distance_to_better_class", changes)
            == "a ., b 30.0000, c 0.0000, d 10.0000"
        )

    def test_by_the_average_an_empty_a_still_has_its_boundary(self):
        changes = {"abc.method": "average"}
        assert worth("a 12, b 8").told("distance_to_better_class", changes) == "a 48.0000, b 52.0000"

    def test_without_an_average_there_is_no_distance(self):
        assert worth("a 1, b -1").told("distance_to_better_class", {"abc.method": "average"}) == "a ., b ."

    def test_by_volume_and_frequency_it_is_the_revenue_that_lacks(self):
        base = sales("client day amount", TestByVolumeAndFrequency.lines)
        changes = {"abc.method": "volume_frequency"}
        assert base.told("distance_to_better_class", changes) == "anna ., vera ., boris 45.0, gena 45.0"


def test_the_chosen_method_is_the_abc_class():
    base = worth("a 70, b 10, c 15, d 5")
    for name in ("share", "average"):
        assert base.told("abc_class", {"abc.method": name}) == base.told(f"abc_{name}_class")


# laws -----------------------------------------------------------------------------------------------------------------

cents = st.integers(-5_000, 10_000_000).map(lambda n: Decimal(n) / 100)
ids = st.text("abcdef", min_size=1, max_size=3)
values = st.dictionaries(ids, cents | st.integers(-3, 12).map(Decimal), min_size=1, max_size=14)
share_pairs = st.lists(st.integers(10, 999), min_size=2, max_size=2, unique=True).map(sorted)
law = settings(max_examples=15, deadline=None)


def base_of(given: dict[str, Decimal]) -> Base:
    return Base().with_rows("totals", ("customer_id", "amount"), given.items())


def letters(base: Base, *methods: object) -> list[dict[str, str | None]]:
    facts = base.facts()
    judged = ", ".join(f"{method.column().sql} as m{i}" for i, method in enumerate(methods))
    rows = base.warehouse.rows(f"select customer_id, {judged} from {facts.customers} order by rank")
    return [{row["customer_id"]: row[f"m{i}"] for row in rows} for i in range(len(methods))]


def by_share(given: dict[str, Decimal], a: Fraction, b: Fraction) -> dict[str, str]:
    """The law of METHODS §2 in fractions, without the engine."""
    total, before, told = sum(max(Fraction(v), 0) for v in given.values()), Fraction(0), {}
    for client, value in sorted(given.items(), key=lambda item: (-item[1], item[0])):
        told[client] = "C" if value <= 0 else "A" if before < a * total else "B" if before < b * total else "C"
        before += max(Fraction(value), 0)
    return told


def by_average(given: dict[str, Decimal], a: Fraction, c: Fraction) -> dict[str, str | None]:
    average = Fraction(sum(given.values())) / len(given)
    if average <= 0:
        return dict.fromkeys(given)
    return {k: "A" if v >= a * average else "C" if v <= average / c else "B" for k, v in given.items()}


@law
@given(values, share_pairs)
def test_class_by_share_is_the_law_in_fractions(given, pair):
    (found,) = letters(base_of(given), ByShare(pair[0] / 1000, pair[1] / 1000))
    assert found == by_share(given, Fraction(pair[0], 1000), Fraction(pair[1], 1000))


@law
@given(values, st.integers(10, 100), st.integers(10, 100))
def test_class_by_the_average_is_the_law_in_fractions(given, a, c):
    (found,) = letters(base_of(given), ByAverage(a / 10, c / 10))
    assert found == by_average(given, Fraction(a, 10), Fraction(c, 10))


@law
@given(values)
def test_shares_sum_to_one_and_the_last_cumulative_share_is_one(given):
    base = base_of(given)
    rows = base.warehouse.rows(f"from {base.facts().customers} order by rank")
    if sum(given.values()):
        assert sum(row["share"] for row in rows) == pytest.approx(1)
    if any(v > 0 for v in given.values()):
        assert rows[-1]["cumulative_share"] == 1
        assert all(x["cumulative_share"] <= y["cumulative_share"] for x, y in zip(rows, rows[1:], strict=False))


@law
@given(values, st.sampled_from([Decimal("0.01"), Decimal("3"), Decimal("92.5")]))
def test_classes_ignore_the_currency(given, rate):
    methods = ByShare(), ByAverage()
    in_another = {client: value * rate for client, value in given.items()}
    assert letters(base_of(given), *methods) == letters(base_of(in_another), *methods)


@law
@given(st.lists(st.tuples(ids, cents), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_classes_ignore_the_order_of_rows(rows, chance: random.Random):
    shuffled = chance.sample(rows, len(rows))
    found = [
        letters(Base().with_rows("totals", ("customer_id", "amount"), order), ByShare(), ByAverage())
        for order in (rows, shuffled)
    ]
    assert found[0] == found[1]


@law
@given(values, share_pairs)
def test_a_wider_a_keeps_its_members(given, pair):
    narrow, wide = letters(base_of(given), ByShare(pair[0] / 1000, 0.9995), ByShare(pair[1] / 1000, 0.9995))
    assert {k for k, v in narrow.items() if v == "A"} <= {k for k, v in wide.items() if v == "A"}


@law
@given(values, st.integers(1, 100))
def test_a_fit_really_holds_its_target_and_the_next_step_does_not(given, percent):
    base, target = base_of(given), percent / 100
    facts = base.facts()
    try:
        a = abc_analysis.fit_average(base.warehouse, facts, target)
    except Unusable:
        at_one = by_average(given, Fraction(1), Fraction(100))
        assert list(at_one.values()).count("A") * 100 < percent * len(given)
        return
    held, next_step = letters(base, ByAverage(a, 100), ByAverage(a + 0.001, 100))
    assert list(held.values()).count("A") * 100 >= percent * len(given)
    assert a == 100 or list(next_step.values()).count("A") * 100 < percent * len(given)


@law
@given(values)
def test_classes_share_out_all_clients_and_all_the_money(given):
    base = base_of(given)
    for method in ("share", "average"):
        rows = sizes_of(base, method)
        assert sum(row["customers"] for row in rows) == len(given)
        assert sum(row["value"] for row in rows) == sum(given.values())
        assert sum(row["customer_share"] for row in rows) == pytest.approx(1)
