"""Profitability: class D, ABC by profit inside each class, the whale curve, the map of margins, what to do with D. METHODS §4."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import customers, d_options, exports, margin_map, reasons, whale_curve
from analytics.classes import clients, sizes
from analytics.d_options import Wish
from analytics.facts import Facts, build
from analytics.methods import abc_analysis, profitability
from analytics.methods.profitability import EARNS, IMAGE, NESTED, D
from analytics.summary import tables
from analytics.thresholds import Thresholds
from analytics.views import View
from tests.bases import Base, day, sales, totals

# Five clients of one total of revenue: anna and boris are A, vera and gena B, dina C.
FIVE = """
    anna  400 25
    boris 360 75
    vera  100 -5
    gena   90 20
    dina   50  0
"""
AMOUNTS = st.lists(
    st.tuples(st.integers(-20, 200), st.one_of(st.none(), st.integers(-60, 60)), st.booleans()), min_size=1, max_size=14
)


def base_of(rows: str, served: str = "", image: str = "") -> Base:
    """Totals of `client amount profit`; `served` is a list of `client cost_to_serve`, `image` names image clients."""
    base = totals("client amount profit", rows)
    if not served and not image:
        return base
    costs = dict(line.split() for line in served.splitlines() if line.strip())
    flags = set(image.split())
    listed = "\n".join(f"{c} {costs.get(c, '.')} {'true' if c in flags else '.'}" for c in sorted({*costs, *flags}))
    return base.customers("client cost_to_serve image_client", listed)


def asked(base: Base, changes: dict | None = None) -> tuple:
    return base.warehouse, base.facts(changes), Thresholds(changes)


def judged(base: Base, changes: dict | None = None) -> str:
    warehouse, facts, thresholds = asked(base, changes)
    rows = clients(warehouse, facts, (profitability.verdict(thresholds, facts),)).to_pylist()
    return ", ".join(f"{row['customer_id']} {row['profit_verdict'] or '.'}" for row in rows)


def verdicts(base: Base, changes: dict | None = None) -> dict[str, dict]:
    warehouse, facts, thresholds = asked(base, changes)
    whole, losing = profitability.known(warehouse, facts), profitability.losing(warehouse, facts, thresholds)
    return {row["verdict"]: row for row in profitability.verdicts(facts, whole, losing)}


def nested(base: Base, changes: dict | None = None) -> dict[str | None, dict]:
    warehouse, facts, thresholds = asked(base, changes)
    return {
        row["profit_class"]: row
        for row in profitability.nested_sizes(*asked(base, changes), profitability.known(warehouse, facts))
    }


def whale(base: Base) -> tuple[list[dict], dict]:
    warehouse, facts, _ = asked(base)
    whole = profitability.known(warehouse, facts)
    return whale_curve.points(warehouse, facts, whole), whole


def monthly_sales(profits: dict[str, list]) -> Base:
    """client → its profit by month of 2025 on sales of 10 each; None: bought nothing that month."""
    rows = [
        (client, day(f"{month:02}-15"), 10, profit)
        for client, of_months in profits.items()
        for month, profit in enumerate(of_months, 1)
        if profit is not None
    ]
    return Base().with_rows("sales", ("customer_id", "order_date", "amount", "profit"), rows)


class TestClassD:
    def test_profit_of_exactly_nothing_is_in_it_and_the_least_profit_is_not(self):
        assert judged(base_of("a 10 0\nb 9 0.0001\nc 8 -1")) == "a D, b earns, c D"

    def test_a_margin_exactly_at_the_cut_is_not_in_it(self):
        """0.3 of 3 is a tenth, though 0.3 / 3 in binary is a hair less."""
        assert judged(base_of("a 3 0.3\nb 3 0.2999"), {"profit.d_margin": 0.1}) == "a earns, b D"

    @pytest.mark.parametrize("cut", [1, 7, 29, 57, 99])
    def test_exactly_at_a_cut_nobody_is_in_it_however_the_division_rounds(self, cut):
        revenues = [Decimal(cents) / 100 for cents in (*range(1, 150), 3_333_333, 99_999_999_99)]
        rows = "\n".join(f"c{i:03} {revenue} {revenue * cut / 100}" for i, revenue in enumerate(revenues))
        assert verdicts(base_of(rows), {"profit.d_margin": cut / 100})[D]["customers"] == 0

    def test_a_cut_below_nothing_still_leaves_those_who_make_a_loss_in_it(self):
        assert judged(base_of("a 100 -1\nb 90 1"), {"profit.d_margin": -0.5}) == "a D, b earns"

    def test_without_a_revenue_above_zero_profit_alone_decides(self):
        base = base_of("a 1 1\nb 0 5\nc 0 0\nd -10 5\ne -10 -5")
        assert judged(base, {"profit.d_margin": 0.5}) == "a earns, b earns, c D, d earns, e D"

    def test_profit_is_what_serving_leaves(self):
        base = base_of("a 100 10\nb 90 10\nc 80 10", "a 10\nb 9")
        assert judged(base) == "a D, b earns, c earns"
        row = verdicts(base)[D]
        assert (row["profit"], row["cost_to_serve"], row["profit_after_serving"]) == (10, 10, 0)
        assert row["eaten"] == 1

    def test_an_image_client_stands_apart(self):
        base = base_of("a 100 -10\nb 90 -4\nc 80 50", image="a c")
        assert judged(base) == "a image, b D, c earns"
        assert base.told("class_d") == "a False, b True, c False"
        assert verdicts(base)[IMAGE]["loss"] == 10

    def test_whose_profit_is_unknown_has_no_class_and_takes_no_part(self):
        base = base_of("a 100 .\nb 90 -4\nc 80 50")
        assert judged(base) == "a ., b D, c earns"
        for rule in profitability.RULES:
            told = base.told("class_d", {"profit.d_rule": rule})
            assert told == f"a ., b {rule == 'unprofitable'}, c False"
        assert profitability.known(*asked(base)[:2])["unknown"] == 1

    def test_whose_lines_only_partly_tell_profit_are_counted(self):
        lines = "a 01-05 10 5\na 01-06 10 .\nb 01-05 10 .\nc 01-05 10 1\nd 02-05 10 1\nd 03-05 10 ."
        base = sales("client day amount profit", lines)
        assert profitability.partly_known(base.warehouse, base.facts()) == 2
        assert profitability.partly_known(base.warehouse, base.facts(window="01-01 02-28")) == 1
        assert profitability.partly_known(base.warehouse, base.facts(window="03-01 03-31")) == 0
        twice = totals("client amount profit", "a 10 1\na 5 .\nb 3 2")
        assert profitability.partly_known(twice.warehouse, twice.facts()) == 1

    def test_the_strict_rule_asks_for_c_and_z_as_well(self):
        small, big = [-1, None, None, None, None, None], [-1, -1, -1, -1, -1, -1]
        base = monthly_sales({"big": [40] * 6, "often": big, "rare": small, "good": [2, None, None, None, None, None]})
        window, strict = {"window": "01-01 06-30"}, {"profit.d_rule": "strict", "abc.share.a": 0.5, "abc.share.b": 0.6}
        assert base.told("class_d", {"abc.share.a": 0.5, "abc.share.b": 0.6}, **window).count("True") == 2
        assert base.told("class_d", strict, **window) == "big False, often False, good False, rare True"

    def test_without_dates_the_strict_rule_puts_nobody_in_it(self):
        base = base_of("a 100 -10\nb 1 -4")
        assert judged(base, {"profit.d_rule": "strict"}) == "a earns, b earns"

    def test_abc_with_d_takes_them_out_of_their_classes(self):
        base = base_of(FIVE, image="vera")
        warehouse, facts, thresholds = asked(base)
        rows = sizes(warehouse, facts, profitability.with_d(thresholds, facts))
        assert {row["class"]: row["customers"] for row in rows} == {"A": 2, "B": 2, "C": 0, "D": 1}

    def test_the_souvenir_company_has_those_that_were_planted(self, souvenirs):
        facts = build(souvenirs, View().under(Thresholds()))
        whole, losing = profitability.known(souvenirs, facts), profitability.losing(souvenirs, facts, Thresholds())
        by_code = {row["verdict"]: row["customers"] for row in profitability.verdicts(facts, whole, losing)}
        assert (by_code[D], by_code[IMAGE]) == (29, 2)
        found = whale_curve.points(souvenirs, facts, whole)
        assert whale_curve.peak(found)["profit_share"] == pytest.approx(1.0423, abs=0.0001)


class TestNested:
    def test_the_worked_example(self):
        """A holds 100 of profit: boris 75 of it, so anna begins at exactly 75 % and is B. In B gena brings all, in C nobody."""
        assert base_of(FIVE).told("profit_class") == "anna AB, boris AA, vera BC, gena BA, dina CC"

    def test_sums_of_the_cells(self):
        rows = nested(base_of(FIVE))
        assert (rows["BC"]["customers"], rows["BC"]["revenue"], rows["BC"]["profit_after_serving"]) == (1, 100, -5)
        assert rows["AA"]["revenue_share"] == 0.36
        assert list(rows) == list(NESTED)
        assert (rows["CA"]["customers"], rows["CA"]["margin"]) == (0, None)

    def test_equal_profits_are_ordered_by_id(self):
        base = base_of("a 10 5\nb 10 5\nc 10 5\nd 10 5")
        same = {"abc.method": "average", "abc.average.a": 1.5}
        assert base.told("profit_class", {"abc.share.a": 0.98, "abc.share.b": 0.99}) == "a AA, b AA, c AA, d AA"
        assert base.told("profit_class", same) == "a BB, b BB, c BB, d BB"

    def test_ties_by_share_part_at_the_cut_by_id(self):
        """Four of C bring a quarter each: the fourth begins at 75 %."""
        base = base_of("z 9000 1\nd 10 5\nc 10 5\nb 10 5\na 10 5")
        assert base.told("profit_class") == "z AA, a CA, b CA, c CA, d CB"

    def test_in_a_class_where_nobody_earns_everybody_is_last(self):
        assert base_of("a 90 -1\nb 1 -5\nc 1 0").told("profit_class") == "a AC, b CC, c CC"

    def test_six_p_inside_is_of_the_class_average_and_meets_both_boundaries(self):
        """The average of the class is 25: 37.5 is exactly one and a half of it, 12.5 exactly half."""
        six_p = {"abc.method": "average", "abc.average.a": 1.5, "abc.average.c": 2}
        exact = base_of("p 100 37.5\nq 100 37.5\nr 100 12.5\ns 100 12.5")
        assert exact.told("profit_class", six_p) == "p BA, q BA, r BC, s BC"
        hair = base_of("p 100 37.4999\nq 100 37.5001\nr 100 12.4999\ns 100 12.5001")
        assert hair.told("profit_class", six_p) == "p BB, q BA, r BC, s BB"

    @pytest.mark.parametrize("method", abc_analysis.METHODS)
    def test_one_client_alone_is_judged_as_among_all(self, method):
        base = totals("client amount orders profit", "a 9 1 9\nb 8 2 5\nc 7 3 5\nd 2 4 -1\ne 1 5 0\nf 1 1 .\ng 1 2 2")
        warehouse, facts, thresholds = asked(base, {"abc.method": method, "abc.average.a": 1.2})
        for code, row in base.clients(dict(thresholds)).items():
            client = customers.one(warehouse, facts, thresholds, code)
            assert profitability.of_client(warehouse, facts, thresholds, client) == row["profit_class"]

    def test_six_p_has_no_class_inside_one_without_profit(self):
        six_p = {"abc.method": "average", "abc.average.a": 1.5, "abc.average.c": 2}
        base = base_of("p 100 5\nq 100 -5")
        assert base.told("profit_class", six_p) == "p ., q ."
        assert nested(base, six_p)[None]["customers"] == 2

    def test_whose_profit_is_unknown_has_no_nested_class(self):
        assert base_of("a 10 .\nb 9 4").told("profit_class") == "a ., b AA"

    def test_volume_and_frequency_take_the_shares_inside(self):
        base = totals("client amount orders profit", "a 100 9 75\nb 90 8 25\nc 1 1 1")
        found = base.told("profit_class", {"abc.method": "volume_frequency"})
        assert found == "a AA, b CA, c CC"

    def test_thousands_of_clients_are_judged_as_a_few_are(self):
        """More than a block of places: the cut-offs lie inside blocks and at their edges."""
        base = Base().filled(
            "totals",
            ("customer_id", "amount", "profit"),
            "select 'c' || lpad(range::varchar, 5, '0'), 1 + range * 7919 % 5003, (range * 6151 % 4001) - 900 from range(5000)",
        )
        warehouse, facts, thresholds = asked(base)
        assert nested_of(warehouse, facts, thresholds) == by_hand(profits(warehouse, facts, thresholds))

    @settings(max_examples=12, deadline=None)
    @given(AMOUNTS, st.sampled_from([(0.75, 0.95), (0.3, 0.5), (0.5, 0.999)]))
    def test_it_equals_the_rule_said_in_plain_words(self, rows, cuts):
        base = drawn(rows)
        warehouse, facts, thresholds = asked(base, {"abc.share.a": cuts[0], "abc.share.b": cuts[1]})
        told = profits(warehouse, facts, thresholds)
        assert nested_of(warehouse, facts, thresholds) == by_hand(told, *cuts)


def drawn(rows) -> Base:
    """(amount, profit, image) of some clients."""
    told = "\n".join(
        f"c{i:02} {amount} {'.' if profit is None else profit}" for i, (amount, profit, _) in enumerate(rows)
    )
    return base_of(told, image=" ".join(f"c{i:02}" for i, (*_, image) in enumerate(rows) if image))


def nested_of(warehouse, facts: Facts, thresholds: Thresholds) -> dict[str, str]:
    column = profitability.nested(warehouse, facts, thresholds)
    found = warehouse.rows(f"select customer_id, {column.sql} as code from {facts.customers}")
    return {row["customer_id"]: row["code"] for row in found if row["code"]}


def profits(warehouse, facts: Facts, thresholds: Thresholds) -> list[dict]:
    abc = abc_analysis.chosen(thresholds, facts).sql
    return warehouse.rows(f"select customer_id, {abc} as abc, profit_after_serving as profit from {facts.customers}")


def by_hand(rows: list[dict], a: float = 0.75, b: float = 0.95) -> dict[str, str]:
    """Inside each class: line up by profit, sum up what is above zero, and cut before the client who would cross."""
    found = {}
    for letter in abc_analysis.MEMBERS:
        mine = [row for row in rows if row["abc"] == letter and row["profit"] is not None]
        mine.sort(key=lambda row: (-row["profit"], row["customer_id"]))
        positive, before = sum(max(row["profit"], 0) for row in mine), Decimal(0)
        for row in mine:
            share = float(before / positive) if row["profit"] > 0 else 1
            found[row["customer_id"]] = letter + ("A" if share < a else "B" if share < b else "C")
            before += max(row["profit"], 0)
    return found


class TestLaws:
    @settings(max_examples=12, deadline=None)
    @given(AMOUNTS, st.sampled_from([-0.2, 0, 0.1, 0.5]))
    def test_classes_part_the_clients_and_their_sums_are_the_whole(self, rows, cut):
        base, changes = drawn(rows), {"profit.d_margin": cut}
        warehouse, facts, thresholds = asked(base, changes)
        whole, by_code, cells = profitability.known(warehouse, facts), verdicts(base, changes), nested(base, changes)
        marks = profitability.by_mark(warehouse, facts, thresholds, whole)
        known = sum(profit is not None for _, profit, _ in rows)
        assert whole["customers"] == known == len(rows) - whole["unknown"]
        for parts in (by_code.values(), cells.values(), marks):
            assert sum(row["customers"] for row in parts) == known
            for name in ("revenue", "profit_after_serving", "loss"):
                assert sum(row[name] for row in parts) == (whole[name] or 0)
        judged_each = [
            row["profit_verdict"]
            for row in clients(warehouse, facts, (profitability.verdict(thresholds, facts),)).to_pylist()
        ]
        assert {code: judged_each.count(code) for code in by_code} == {
            code: row["customers"] for code, row in by_code.items()
        }
        if cut == 0.5:
            return
        wider = verdicts(base, {"profit.d_margin": 0.5})
        assert wider[D]["customers"] >= by_code[D]["customers"]

    @settings(max_examples=10, deadline=None)
    @given(AMOUNTS)
    def test_the_whale_curve_ends_with_the_whole_and_peaks_no_lower(self, rows):
        base = drawn(rows)
        found, whole = whale(base)
        if not whole["customers"]:
            assert found == []
            return
        top, gains = whale_curve.peak(found), sum(max(profit or 0, 0) for _, profit, _ in rows)
        assert found[-1]["cumulative"] == whole["profit_after_serving"]
        if whole["winners"]:
            assert (top["cumulative"], top["rank"]) == (gains, whole["winners"])
        if whole["profit_after_serving"] > 0:
            assert found[-1]["profit_share"] == 1 <= top["profit_share"]
        else:
            assert {point["profit_share"] for point in found} == {None}
        assert whole["loss"] == gains - whole["profit_after_serving"]


class TestWhale:
    def test_the_peak_is_at_the_last_who_brings_anything(self):
        found, whole = whale(base_of("a 10 100\nb 9 50\nc 8 0\nd 7 -50"))
        assert [point["profit_share"] for point in found] == [1, 1.5, 1.5, 1]
        assert (whale_curve.peak(found)["rank"], whole["losers"], whole["loss"]) == (2, 1, 50)

    def test_without_losses_the_peak_is_the_end(self):
        found, whole = whale(base_of("a 10 100\nb 9 50"))
        assert (whale_curve.peak(found)["profit_share"], whale_curve.peak(found)["rank"], whole["losers"]) == (1, 2, 0)

    def test_a_large_base_has_a_few_hundred_points_and_the_peak_among_them(self):
        base = Base().filled(
            "totals", ("customer_id", "amount", "profit"), "select 'c' || range, 10, 5000 - range from range(6000)"
        )
        found, whole = whale(base)
        assert len(found) <= 300 and (found[0]["rank"], found[-1]["rank"]) == (1, 6000)
        assert whale_curve.peak(found)["rank"] == whole["winners"] == 5000

    def test_the_strip_tells_where_class_d_stands(self):
        rows = "\n".join(f"c{i:03} 100 {100 - i}" for i in range(120))
        base = base_of(rows, image="c119")
        warehouse, facts, thresholds = asked(base)
        found = whale_curve.segments(warehouse, facts, thresholds, profitability.known(warehouse, facts))
        assert sum(row["d"] for row in found) == 19 == verdicts(base)[D]["customers"]
        assert (found[0]["from"], found[-1]["to"], found[-1]["share"]) == (100, 120, 0.5)

    @pytest.mark.parametrize("clients", [1, 3, 59, 61, 100])
    def test_the_strip_covers_whoever_is_in_d_at_any_size(self, clients):
        base = base_of("\n".join(f"c{i:03} 10 -1" for i in range(clients)))
        warehouse, facts, thresholds = asked(base)
        found = whale_curve.segments(warehouse, facts, thresholds, profitability.known(warehouse, facts))
        assert {row["share"] for row in found} == {1}
        assert [row["to"] for row in found[:-1]] == [row["from"] for row in found[1:]] and found[-1]["to"] == clients


class TestMap:
    def many(self) -> Base:
        return Base().filled(
            "totals",
            ("customer_id", "amount", "profit"),
            "select 'c' || range, 10 + range, ((10 + range) * (range % 40 - 10)) / 100 from range(1200)",
        )

    def test_a_small_base_is_drawn_client_by_client(self):
        warehouse, facts, thresholds = asked(base_of(FIVE))
        found = margin_map.build(warehouse, facts)
        assert not found.is_dense and len(found.drawn) == 5
        assert margin_map.marks(warehouse, facts, thresholds, found) == {
            "anna": "A", "boris": "A", "vera": "D", "gena": "B", "dina": "D"
        }  # fmt: skip

    def test_cells_hold_every_client_of_the_map_whatever_the_cut(self):
        base = self.many()
        for cut in (-0.1, 0, 0.15):
            warehouse, facts, thresholds = asked(base, {"profit.d_margin": cut})
            found = margin_map.build(warehouse, facts)
            losing = profitability.losing(warehouse, facts, thresholds, found.place())
            marks = margin_map.marks(warehouse, facts, thresholds, found)
            drawn = [(client["place"], marks[client["customer_id"]]) for client in found.drawn]
            rows = margin_map.cells(margin_map.base_cells(warehouse, facts, thresholds, found), losing, drawn)
            assert found.is_dense and sum(row["customers"] for row in rows) == 1200 - len(drawn)
            assert all(0 < row["n"] <= row["customers"] for row in rows)
            assert 1 <= len(rows) <= margin_map.COLUMNS * margin_map.ROWS
            below = [row["mark"] for row in rows if found.middle(row["place"])[1] < 0]
            assert set(below) == {D}

    def test_no_cell_holds_losses_and_gains_together(self):
        warehouse, facts, _ = asked(self.many())
        found = margin_map.build(warehouse, facts)
        assert any(abs(found.up.low + i * found.step) < 1e-9 for i in range(found.rows + 1))

    def test_whose_revenue_is_not_above_zero_is_off_the_map(self):
        warehouse, facts, _ = asked(base_of("a -5 -5\nb 0 1"))
        assert margin_map.build(warehouse, facts) is None
        warehouse, facts, _ = asked(base_of("a 5 1\nb 0 1\nc 9 ."))
        assert margin_map.build(warehouse, facts).clients == 1

    def test_equal_clients_have_a_map_too(self):
        warehouse, facts, thresholds = asked(base_of("a 5 1\nb 5 1"))
        found = margin_map.build(warehouse, facts)
        base = margin_map.base_cells(warehouse, facts, thresholds, found)
        assert sum(base.values()) == 2 and found.up.low < 0.2 <= found.up.high


class TestWhatToDo:
    def test_the_rise_that_is_needed(self):
        """Revenue 100 and a loss of 5: costs of 105 are to be 90 % of the new revenue, 116.67."""
        rise = d_options.price_rise(Decimal(100), Decimal(-5), 0.1)
        assert rise == pytest.approx(1 / 6)
        revenue = 100 * (1 + rise)
        assert (revenue - 105) / revenue == pytest.approx(0.1)

    def test_no_rise_where_the_margin_is_there_and_none_without_revenue(self):
        assert d_options.price_rise(Decimal(100), Decimal(10), 0.1) == 0
        assert d_options.price_rise(Decimal(0), Decimal(-1), 0.1) is None

    def test_the_order_that_leaves_the_margin(self):
        """Serving an order costs 10, the goods leave 30 %: an order of 50 leaves 15 − 10 = 5, its tenth."""
        assert d_options.least_order(Decimal(1000), Decimal(300), Decimal(100), 10, 0.1) == 50

    @pytest.mark.parametrize(
        "told", [(1000, 100, 50, 10), (1000, -1, 50, 10), (0, 5, 5, 1), (100, 50, None, 1), (100, 50, 5, None)]
    )
    def test_no_order_is_large_enough_or_something_is_unknown(self, told):
        revenue, profit, cost, orders = told
        assert d_options.least_order(Decimal(revenue), Decimal(profit), cost, orders, 0.1) is None

    def base(self) -> Base:
        """d and e lose: 100 of revenue each, 20 and 10 of profit before serving at a cost of 30 each, in 10 orders and 5."""
        base = totals("client amount profit orders", "a 1000 200 9\nd 100 20 10\ne 100 10 5\nf 80 -8 2")
        listed = "a 50 .\nd 30 .\ne 30 .\nf . true"
        return base.customers("client cost_to_serve image_client", listed)

    def ways(self, wish: Wish) -> dict[str, dict]:
        warehouse, facts, thresholds = asked(self.base())
        whole, found = (
            profitability.known(warehouse, facts),
            d_options.of_class(warehouse, facts, thresholds, wish.margin),
        )
        return {row["way"]: row for row in d_options.ways(warehouse, facts, thresholds, whole, found, wish)}

    def test_class_d_is_summed_up_without_image_clients(self):
        warehouse, facts, thresholds = asked(self.base())
        found = d_options.of_class(warehouse, facts, thresholds, 0.1)
        assert (found["customers"], found["revenue"], found["profit_after_serving"]) == (2, 200, -30)
        assert [found[f"up_to_{i}"] for i in range(4)] == [0, 0, 0, 2]
        assert d_options.least_order_of_class(found, 0.1) == Decimal(60) * 200 / (15 * (30 - 20))

    def test_everybody_agrees_to_the_price(self):
        """d lacks 20 and e 30 to a tenth of revenue: 50 / 0.9 more revenue, all of it profit."""
        rows = self.ways(Wish(0.1, 1, 1))
        assert (rows["as_is"]["profit"], rows["as_is"]["whole_profit"], rows["as_is"]["change"]) == (-30, 112, 0)
        assert float(rows["price"]["change"]) == pytest.approx(50 / 0.9)
        assert float(rows["price"]["profit"] / rows["price"]["revenue"]) == pytest.approx(0.1)

    def test_who_does_not_agree_leaves(self):
        rows = self.ways(Wish(0.1, 0, 1))
        assert rows["price"] == rows["release"] | {"way": "price"}
        assert (rows["release"]["revenue"], rows["release"]["whole_profit"], rows["release"]["change"]) == (0, 142, 30)

    def test_a_cost_that_stays_is_paid_on(self):
        rows = self.ways(Wish(0.1, 0.5, 0.25))
        assert rows["release"]["profit"] == -45 and rows["release"]["change"] == -15
        assert float(rows["price"]["profit"]) == pytest.approx(0.5 * (-30 + 50 / 0.9) - 0.5 * 45)

    def test_everybody_orders_no_less_than_the_minimum(self):
        """The order is 80: d of 10 orders goes from 100 to 800, e of 5 from 100 to 400, goods leaving 20 % and 10 %."""
        rows = self.ways(Wish(0.1, 1, 1))
        assert float(rows["minimum"]["revenue"]) == pytest.approx(1200)
        assert float(rows["minimum"]["profit"]) == pytest.approx(160 - 30 + 40 - 30)

    def test_a_minimum_that_cannot_be_counted_is_no_way(self):
        base = base_of("a 100 50\nd 10 -1")
        warehouse, facts, thresholds = asked(base)
        whole, found = profitability.known(warehouse, facts), d_options.of_class(warehouse, facts, thresholds, 0.1)
        rows = d_options.ways(warehouse, facts, thresholds, whole, found, Wish())
        assert [row["way"] for row in rows] == ["as_is", "price", "release"]

    def test_the_costliest_come_first(self):
        warehouse, facts, thresholds = asked(self.base())
        assert [row["customer_id"] for row in d_options.worst(warehouse, facts, thresholds)] == ["e", "d"]

    def test_an_assumed_cost_of_an_order(self):
        base = totals("client amount profit orders", "a 100 30 3\nb 90 10 5\nc 80 -4 1\nd 70 9 .")
        found = d_options.assumed(*asked(base)[:2], 2, per_order=True)
        assert (found["customers"], found["profit"], found["cost"]) == (3, 36 - 18, 18)
        assert (found["turned"], found["turned_revenue"]) == (1, 90)
        assert d_options.assumed(*asked(base)[:2], 9, per_order=False)["turned"] == 1


class TestReasons:
    def why(self, base: Base, client: str, changes: dict | None = None) -> dict:
        warehouse, facts, thresholds = asked(base, changes)
        rows = reasons.of(warehouse, facts, thresholds, customers.one(warehouse, facts, thresholds, client))
        return next(row for row in rows if row["column"] == "profit_verdict")

    @pytest.mark.parametrize(
        ("rows", "changes", "told", "lacking"),
        [
            ("a 100 -4", {}, (D, "loses", "profit"), 4),
            ("a 100 -4", {"profit.d_margin": 0.1}, (D, "loses", "profit"), 14),
            ("a 100 4", {"profit.d_margin": 0.1}, (D, "thin", "profit"), 6),
            ("a 100 40", {"profit.d_margin": 0.1}, (EARNS, "earns", None), None),
            ("a 100 -4", {"profit.d_rule": "strict"}, (EARNS, "spared", None), None),
            ("a 0 -4", {}, (D, "loses_without_margin", "profit"), 4),
        ],
    )
    def test_why_a_client_is_in_d_and_what_lacks_out_of_it(self, rows, changes, told, lacking):
        row = self.why(base_of(rows), "a", changes)
        assert (row["class"], row["reason"], row["lacks"]) == told
        assert lacking is None or row["particulars"]["lacking"] == lacking

    def test_an_image_client_is_told_of_no_lack(self):
        row = self.why(base_of("a 100 -4", image="a"), "a")
        assert (row["class"], row["reason"], row["lacks"]) == (IMAGE, "loses", None)


class TestTables:
    def test_the_summary_tells_both(self):
        base = base_of(FIVE)
        found = tables(base.warehouse, base.facts(), Thresholds())
        assert found["profit"][0] == {
            "profit_class": "AA", "customers": 1, "revenue": 360, "profit": 75, "cost_to_serve": None,
            "profit_after_serving": 75,
        }  # fmt: skip
        assert found["class_d"] == [
            {"rule": "unprofitable", "customers": 2, "revenue": 150, "profit_after_serving": -5, "loss": 5},
            {"rule": "strict", "customers": 0, "revenue": 0, "profit_after_serving": 0, "loss": 0},
        ]

    def test_without_profit_they_are_empty(self):
        base = totals("client amount", "a 5\nb 1")
        found = tables(base.warehouse, base.facts(), Thresholds())
        assert (found["profit"], found["class_d"]) == ([], [])

    def test_a_list_is_chosen_by_the_nested_class(self):
        base = base_of(FIVE)
        warehouse, facts, thresholds = asked(base)
        selection = customers.Selection((("profit_class", "BC"),))
        rows = customers.page(
            warehouse, facts, thresholds, selection, 10, 0, ("customer_id", "profit_class", "class_d")
        )
        assert rows == [{"customer_id": "vera", "profit_class": "BC", "class_d": True}]

    def test_class_d_is_true_or_false_in_a_file(self):
        base = base_of("a 10 5\nb 9 -4\nc 8 .")
        taken = customers.customers(*asked(base), columns=("customer_id", "class_d"))
        assert exports.csv_plain(taken).decode().split() == ["customer_id,class_d", "a,false", "b,true", "c,"]
